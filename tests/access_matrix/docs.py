"""The documentation: the same for everybody, signed in or not."""

from tests.access_matrix.lines import Row

DOCS_ROWS = [
    Row("GET", "/help", "200", public=True),
    Row("GET", "/help/guide/{role}", "200", on="=reporter", public=True),
    Row("GET", "/help/decisions/{name}", "200", on="=0007-numbers-are-random", public=True),
    Row("GET", "/help/{name}", "200", on="=api", public=True),
    # Two names in one address, so none that exists.
    Row("GET", "/help/pictures/{folder}/{name}", "404", on="=nl", public=True),
]
