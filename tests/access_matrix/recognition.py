"""Sheets with signs: the same for everybody who is signed in, for they are about nobody."""

from tests.access_matrix.lines import Row

RECOGNITION_ROWS = [
    Row("GET", "/recognition", "200"),
    Row("GET", "/recognition/all", "200"),
    Row("GET", "/recognition/{form}", "200", on="=SE"),
]
