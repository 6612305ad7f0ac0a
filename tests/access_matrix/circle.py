"""The circle of a case, and access in an emergency. Who works in Zuidstad decides for the own people, or is the chair."""

from typing import Any

from tests.access_matrix.lines import SOME_ID, V1, Place, Row, plain

DECIDES = "deputy_chair case_manager neighbour"


def _of(place: Place, **more: Any) -> dict[str, Any]:
    return {"organisationId": str(place.organisation), **more}


def barred(place: Place) -> dict[str, Any]:
    """Nobody is barred, so that lifting it is a conflict whoever asks: the world of the others stays as it is."""
    return _of(place, kind="lifted", personIds=[str(place.manager)], reason="Nodig.")


NO_CONTENT = "privacy_officer dpo auditor administrator newcomer"
"""Who has no role in which one works on cases; all others type a number that is nowhere."""

CIRCLE_ROWS = [
    Row("GET", f"{V1}/cases/{{case_id}}/circle", "200", on="case"),
    Row("GET", f"{V1}/cases/{{case_id}}/circle-candidates", "200", on="case"),
    Row("POST", f"{V1}/cases/{{case_id}}/circle-decisions", f"409: {DECIDES} | 403", on="case", body=barred),
    Row("POST", f"{V1}/cases/{{case_id}}/circle-previews", f"200: {DECIDES} | 403", on="case",
        body=lambda place: _of(place, kind="opened")),
    Row("POST", f"{V1}/emergencies", f"403: machine {NO_CONTENT} | 404", body=plain(number="MH-2026-0000000", reason="Nood.")),
    Row("GET", f"{V1}/emergencies", "200"),
    Row("GET", f"{V1}/emergencies/{{emergency_id}}", "404", on=SOME_ID),
    Row("POST", f"{V1}/emergencies/{{emergency_id}}/endings", "404", on=SOME_ID),
    Row("POST", f"{V1}/emergencies/{{emergency_id}}/reviews", "404", on=SOME_ID,
        body=plain(verdict="justified", review="Terecht.")),

    Row("GET", "/cases/{case_id}/circle", "200", on="case"),
    # Without what is to be decided: back to the circle.
    Row("GET", "/cases/{case_id}/circle/decisions", "303", on="case"),
    Row("POST", "/cases/{case_id}/circle/decisions", f"409: {DECIDES} | 403", on="case", body=barred),
    Row("GET", "/emergencies", "200"),
    Row("GET", "/emergencies/new", f"403: {NO_CONTENT} | 200"),
    Row("POST", "/emergencies/new", f"403: {NO_CONTENT} | 404", body=plain(number="MH-2026-0000000", reason="Nood.")),
    Row("GET", "/emergencies/{emergency_id}", "404", on=SOME_ID),
    Row("POST", "/emergencies/{emergency_id}/endings", "404", on=SOME_ID),
    Row("POST", "/emergencies/{emergency_id}/reviews", "404", on=SOME_ID,
        body=plain(verdict="justified", review="Terecht.")),
]  # fmt: skip
