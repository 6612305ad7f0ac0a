"""Concerns: sent by who is no participant, decided on by who received them; nobody else knows of them, the RIEC neither."""

from typing import Any

from tests.access_matrix.lines import SOME_ID, V1, Place, Row, a_signal_body, plain

SENDER = "care_coordinator"
DECLINED = plain(reason="Geen eigen waarneming.")


def a_concern(place: Place) -> dict[str, Any]:
    return {
        "recipientId": str(place.organisation),
        "words": "Acht matrassen.",
        "municipalityCode": place.municipality_code,
    }


CONCERN_ROWS = [
    Row("GET", f"{V1}/concerns", "200"),
    Row("POST", f"{V1}/concerns", f"201: {SENDER} | 403", body=a_concern),
    Row("GET", f"{V1}/concerns/{{concern_id}}", "200", on="concern"),
    Row("POST", f"{V1}/concerns/{{concern_id}}/declinings", f"403: {SENDER} | 201", on="concern", body=DECLINED, moves=True),
    Row("POST", f"{V1}/concerns/{{concern_id}}/signals", f"403: {SENDER} | 201", on="concern", body=a_signal_body, moves=True),

    Row("GET", "/concerns", "200"),
    Row("GET", "/concerns/new", f"200: {SENDER} | 403"),
    Row("POST", "/concerns/new", f"303: {SENDER} | 403", body=a_concern),
    Row("GET", "/concerns/{concern_id}", "200", on="concern"),
    Row("GET", "/concerns/{concern_id}/declinings", "303", on=SOME_ID, public=True),
    Row("POST", "/concerns/{concern_id}/declinings", f"403: {SENDER} | 303", on="concern", body=DECLINED, moves=True),
]  # fmt: skip
