"""Search over what the one who asks may see, for a stated purpose (WGS 1.8(5))."""

from domain.search.earlier import Earlier, EarlierList, SearchThings, asked_by, earlier
from domain.search.finding import KINDS, MOST, Hit, Hits, Search, Why, search

__all__ = [
    "KINDS",
    "MOST",
    "Earlier",
    "EarlierList",
    "Hit",
    "Hits",
    "Search",
    "SearchThings",
    "Why",
    "asked_by",
    "earlier",
    "search",
]
