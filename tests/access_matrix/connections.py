"""Connections: who works on a case looks and decides; what is hidden is no candidate, and cannot be named."""

from tests.access_matrix.administration import ADMIN, ONLY
from tests.access_matrix.known import ASKERS
from tests.access_matrix.lines import SOME_ID, V1, Row, plain

WITH_NOTHING = plain(toId=SOME_ID[1:], verdict="same", reason="Gezien op het document.")
REASON = plain(reason="Het bleek zijn broer te zijn.")
ADVICE = plain(number="RAC-2026-014", assessedOn="2026-09-01")
# They are turned on once: the other way in is tried with an assessment that is still to come.
TOO_EARLY = plain(number="RAC-2026-014", assessedOn="2999-01-01")
# Who handles something looks at stacked signals, whatever there is to see.
WORKING = f"{ASKERS} care_coordinator expired"

CONNECTION_ROWS = [
    Row("GET", f"{V1}/mentions/{{mention_id}}/connections", "404", on=SOME_ID),
    Row("GET", f"{V1}/subjects/{{subject_id}}/connections", f"200: {ASKERS} | 403", on="strong subject"),
    Row("POST", f"{V1}/mentions/{{mention_id}}/connections", "404", on=SOME_ID, body=WITH_NOTHING),
    Row("POST", f"{V1}/subjects/{{subject_id}}/connections", f"400: {ASKERS} | 403", on="strong subject", body=WITH_NOTHING),
    Row("GET", f"{V1}/connections/{{connection_id}}", "404", on=SOME_ID),
    Row("POST", f"{V1}/connections/{{connection_id}}/undoings", "404", on=SOME_ID, body=REASON),
    Row("GET", f"{V1}/clusters", f"200: {WORKING} | 403"),
    Row("GET", f"{V1}/connection-advices", "200"),
    Row("POST", f"{V1}/connection-advices", f"201: {ADMIN} | 403", body=ADVICE),
    Row("POST", f"{V1}/connection-advices/{{advice_id}}/endings", ONLY, on=SOME_ID),

    Row("GET", "/signals/{signal_id}/connections", "200", on="signal"),
    Row("GET", "/subjects/{subject_id}/connections", f"200: {ASKERS} | 403", on="strong subject"),
    Row("GET", "/mentions/{about_id}/connections/new", "404", on=SOME_ID),
    Row("POST", "/mentions/{about_id}/connections/new", "404", on=SOME_ID, body=WITH_NOTHING),
    Row("GET", "/subjects/{about_id}/connections/new", f"200: {ASKERS}", on="strong subject"),
    Row("POST", "/subjects/{about_id}/connections/new", f"400: {ASKERS}", on="strong subject", body=WITH_NOTHING),
    Row("GET", "/connections/{connection_id}/undo", "404", on=SOME_ID),
    Row("POST", "/connections/{connection_id}/undo", "404", on=SOME_ID, body=REASON),
    Row("GET", "/connections", f"200: {WORKING} | 403"),
    Row("GET", "/administration/connections", f"200: {ADMIN} | 403"),
    Row("POST", "/administration/connections", f"400: {ADMIN} | 403", body=TOO_EARLY),
    Row("POST", "/administration/connections/{advice_id}/endings", ONLY, on=SOME_ID),
]  # fmt: skip
