"""Drafts as pages: everybody keeps their own, and there is no way to anybody else's."""

from tests.access_matrix.lines import Row, plain

DRAFT_ROWS = [
    Row("GET", "/drafts", "200"),
    Row("POST", "/drafts", "303", body=plain(draft="/signals/new", narrative="Zes matrassen.")),
    Row("POST", "/drafts/discard", "303", body=plain(draft="/signals/new")),
]
