"""Importing as pages: everybody who reports has files of one's own, and there is no way to anybody else's."""

from tests.access_matrix.lines import REPORTERS, SOME_ID, Row, plain

REPORTING = REPORTERS.replace(" machine", "")

IMPORT_ROWS = [
    Row("GET", "/imports", f"200: {REPORTING} | 403"),
    Row("POST", "/imports", f"400: {REPORTING} | 403", body=plain(file="")),
    Row("GET", "/imports/template", f"200: {REPORTING} | 403"),
    Row("GET", "/imports/{import_id}", "200", on="import"),
    Row("GET", "/imports/{import_id}/mapping", "200", on="import"),
    Row("POST", "/imports/{import_id}/mapping", "303", on="import", body=plain(**{"columns/0": "narrative"})),
    Row("GET", "/imports/{import_id}/row", "200", on="import"),
    Row("POST", "/imports/{import_id}/row", "400", on="import", body=plain(place="2", form="??")),
    Row("GET", "/imports/{import_id}/run", "303", on=SOME_ID, public=True),
    Row("POST", "/imports/{import_id}/run", "400", on="import", body=plain(which="good")),
    Row("GET", "/imports/{import_id}/errors", "200", on="import"),
    Row("GET", "/imports/{import_id}/results", "200", on="import"),
    Row("POST", "/imports/{import_id}/discard", "303", on="import", moves=True),
]  # fmt: skip
