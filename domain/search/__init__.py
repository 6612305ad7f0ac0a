"""Search over what the one who asks may see, for a stated purpose (WGS 1.8(5))."""

from domain.search.finding import KINDS, MOST, Hit, Hits, Search, Why, search

__all__ = ["KINDS", "MOST", "Hit", "Hits", "Search", "Why", "search"]
