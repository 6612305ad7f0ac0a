"""Lists: filtered, as a file, and the filters that one keeps."""

from tests.access_matrix.lines import SOME_ID, V1, Row, plain

KEPT = plain(list="signals", name="Te doen", filter={"status": ["submitted"]})
CHANGED = plain(name="Anders", first=True)

LIST_ROWS = [
    Row("GET", f"{V1}/subjects", "200"),
    Row("POST", f"{V1}/exports", "200", body=plain(list="cases", purpose="Toets", format="csv")),
    Row("GET", f"{V1}/saved-filters", "200"),
    Row("POST", f"{V1}/saved-filters", "201", body=KEPT),
    Row("GET", f"{V1}/saved-filters/{{filter_id}}", "404", on=SOME_ID),
    Row("PUT", f"{V1}/saved-filters/{{filter_id}}", "404", on=SOME_ID, body=CHANGED),
    Row("DELETE", f"{V1}/saved-filters/{{filter_id}}", "404", on=SOME_ID),

    Row("GET", "/subjects", "200"),
    Row("GET", "/lists/{name}/export", "200", on="=signals"),
    Row("POST", "/lists/{name}/export", "200", on="=cases", body=plain(purpose="Toets", format="csv")),
    Row("POST", "/lists/{name}/saved-filters", "303", on="=signals", body=plain(name="Te doen")),
    Row("GET", "/saved-filters", "200"),
    Row("POST", "/saved-filters/{filter_id}", "404", on=SOME_ID, body=CHANGED),
    Row("POST", "/saved-filters/{filter_id}/remove", "404", on=SOME_ID),
]  # fmt: skip
