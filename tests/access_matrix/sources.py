"""Signals whose source stays behind the RIEC."""

from tests.access_matrix.lines import SOME_ID, V1, Row, plain

WRITTEN = plain(narrative="Zes mensen.", task="Toezicht", organisedCrimeLink="Bemiddelaar.")
REASON = plain(reason="Bewijs.")

SOURCE_ROWS = [
    Row("GET", f"{V1}/board", "200: deputy_preparer | 403"),
    Row("GET", "/board", "200: deputy_preparer | 403"),
    Row("POST", f"{V1}/signals/{{signal_id}}/bring-ins", "409: deputy_preparer | 403", on="signal", body=WRITTEN),
    Row("POST", f"{V1}/signals/{{signal_id}}/unmaskings", "409: deputy_preparer deputy_chair | 403", on="signal",
        body=REASON),
    Row("GET", f"{V1}/subjects/{{subject_id}}/safe-contacts", "200", on="subject"),
    Row("GET", f"{V1}/unmaskings", "200"),
    Row("GET", f"{V1}/unmaskings/{{unmasking_id}}", "404", on=SOME_ID),
    Row("POST", f"{V1}/unmaskings/{{unmasking_id}}/decisions", "404", on=SOME_ID, body=plain(granted=True)),

    # Of a signal that is not protected there is nothing to do here.
    Row("GET", "/signals/{signal_id}/bring-in", "303", on="signal"),
    Row("POST", "/signals/{signal_id}/bring-in", "409: deputy_preparer | 403", on="signal", body=WRITTEN),
    Row("GET", "/signals/{signal_id}/unmask", "303", on="signal"),
    Row("POST", "/signals/{signal_id}/unmask", "409: deputy_preparer deputy_chair | 403", on="signal", body=REASON),
    Row("GET", "/unmaskings", "200"),
    Row("GET", "/unmaskings/{unmasking_id}", "404", on=SOME_ID),
    Row("POST", "/unmaskings/{unmasking_id}", "404", on=SOME_ID, body=plain(granted="true")),
]  # fmt: skip
