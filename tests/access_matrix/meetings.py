"""Case meetings: led by a chair of the RIEC, found by who takes part in a case on the agenda, and by nobody before it was sent."""

from tests.access_matrix.lines import V1, Place, Row, in_days, plain

CHAIR = "201: deputy_chair | 403"
DOERS = "deputy_analyst deputy_chair permit_officer case_manager neighbour"

PLANNED = plain(theme="Casusoverleg Zuid", on=in_days(7), begins="13:30", ends="16:30")
# A case that is not there: the chair is told so, and nobody else comes that far.
PUT_ON = plain(caseId="019a0000-0000-7000-8000-000000000000")
SAID = plain(text="De gemeente controleert in januari.")
REPORT = plain(outcome="progress", text="Opgevraagd.")


def comes(place: Place) -> dict[str, object]:
    return {"personId": str(place.manager), "whereabouts": "room"}


def decided(place: Place) -> dict[str, object]:
    return {
        "kind": "B16", "text": "De gemeente controleert.", "necessity": "Het gaat door.", "proportionality": "Eén adres.",
        "subsidiarity": "Een brief hielp niet.", "responsibleId": str(place.organisation),
    }  # fmt: skip


def agreed(place: Place) -> dict[str, object]:
    return {
        "text": "Huurcontracten opvragen.",
        "organisationId": str(place.organisation),
        "dueOn": in_days(9),
    }


MEETING_ROWS = [
    Row("GET", f"{V1}/meetings", "200"),
    Row("POST", f"{V1}/meetings", CHAIR, body=PLANNED),
    Row("GET", f"{V1}/meetings/{{meeting_id}}", "200", on="meeting"),
    Row("POST", f"{V1}/meetings/{{meeting_id}}/moves", CHAIR, on="meeting", body=PLANNED),
    Row("GET", f"{V1}/meetings/{{meeting_id}}/proposals", "200: deputy_chair | 403", on="meeting"),
    Row("POST", f"{V1}/meetings/{{meeting_id}}/agenda-items", "400: deputy_chair | 403", on="meeting", body=PUT_ON),
    Row("POST", f"{V1}/agenda-items/{{item_id}}/removals", CHAIR, on="planned item", moves=True),
    Row("POST", f"{V1}/meetings/{{meeting_id}}/convenings", CHAIR, on="planned meeting", moves=True),
    Row("POST", f"{V1}/meetings/{{meeting_id}}/starts", CHAIR, on="meeting", moves=True),
    Row("POST", f"{V1}/meetings/{{meeting_id}}/closings", CHAIR, on="running meeting", moves=True),
    Row("POST", f"{V1}/meetings/{{meeting_id}}/adoptions", CHAIR, on="closed meeting", moves=True),
    Row("GET", f"{V1}/meetings/{{meeting_id}}/room", "200: deputy_chair | 403", on="running meeting"),
    Row("POST", f"{V1}/meetings/{{meeting_id}}/attendances", CHAIR, on="running meeting", body=comes),
    # Nobody has to leave.
    Row("POST", f"{V1}/meetings/{{meeting_id}}/clearings", "409: deputy_chair | 403", on="running meeting"),
    Row("GET", f"{V1}/meetings/{{meeting_id}}/preparation", "200", on="meeting"),
    Row("GET", f"{V1}/meetings/{{meeting_id}}/minutes", "200", on="running meeting"),
    Row("GET", f"{V1}/meetings/{{meeting_id}}/wall", "200: deputy_chair | 403", on="running meeting"),

    Row("GET", f"{V1}/agenda-items/{{item_id}}", "200", on="open item"),
    Row("POST", f"{V1}/agenda-items/{{item_id}}/openings", CHAIR, on="waiting item", moves=True),
    Row("POST", f"{V1}/agenda-items/{{item_id}}/closings", CHAIR, on="open item", moves=True),
    Row("POST", f"{V1}/agenda-items/{{item_id}}/decisions", CHAIR, on="open item", body=decided),
    Row("POST", f"{V1}/agenda-items/{{item_id}}/actions", CHAIR, on="open item", body=agreed),
    Row("POST", f"{V1}/agenda-items/{{item_id}}/minutes", CHAIR, on="open item", body=SAID),

    Row("GET", f"{V1}/cases/{{case_id}}/decisions", "200", on="case"),
    Row("GET", f"{V1}/cases/{{case_id}}/actions", "200", on="case"),
    Row("GET", f"{V1}/actions/{{action_id}}", "200", on="action"),
    Row("POST", f"{V1}/actions/{{action_id}}/reports", f"201: {DOERS} | 403", on="action", body=REPORT),
]  # fmt: skip
