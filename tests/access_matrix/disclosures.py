"""What leaves the case: the RIEC's alone, but for the question to each supplier."""

from tests.access_matrix.lines import RIEC, SOME_ID, V1, Place, Row, plain

DRAFTERS = "deputy_analyst deputy_chair"
CHAIR = "deputy_chair"
ASKED = "inspector machine neighbour"


def draft(place: Place) -> dict[str, object]:
    """With a contribution that is not there: who may draft is told so, and nobody else comes that far."""
    return {
        "recipientId": str(place.riec), "basis": "public_task", "task": "Toezicht", "text": "Voor u.",
        "contributionIds": ["019a0000-0000-7000-8000-000000000000"], "ground": "WGS-1.7-1",
    }  # fmt: skip


RELEASE = plain(motive="Nodig.")
CONSENT = plain(outcome="consents")

DISCLOSURE_ROWS = [
    Row("POST", f"{V1}/cases/{{case_id}}/disclosures", f"400: {DRAFTERS} | 403", on="case", body=draft),
    Row("GET", f"{V1}/cases/{{case_id}}/disclosures", "200", on="case"),
    Row("GET", f"{V1}/disclosures/{{disclosure_id}}", "200", on="disclosure"),
    Row("POST", f"{V1}/disclosures/{{disclosure_id}}/questions", f"201: {CHAIR} | 403", on="disclosure", moves=True),
    Row("POST", f"{V1}/disclosures/{{disclosure_id}}/droppings", f"201: {DRAFTERS} | 403", on="disclosure",
        moves=True),
    Row("POST", f"{V1}/disclosures/{{disclosure_id}}/releases", f"400: {CHAIR} | 403", on="asked_disclosure",
        body=RELEASE),
    Row("GET", f"{V1}/disclosures/{{disclosure_id}}/extract", "200", on="released_disclosure"),
    Row("POST", f"{V1}/extracts/{{extract_id}}/tellings", f"201: {DRAFTERS} | 403", on="extract", moves=True),
    Row("POST", f"{V1}/requests/{{request_id}}/consents", f"201: {ASKED} | 403", on="consent", body=CONSENT,
        moves=True),
    Row("GET", f"{V1}/contributions/{{contribution_id}}/destinations",
        f"200: {RIEC} permit_officer case_manager neighbour | 403", on="contribution"),

    Row("GET", "/cases/{case_id}/disclosures", "200", on="case"),
    Row("GET", "/cases/{case_id}/disclosures/new", f"200: {DRAFTERS} | 403", on="case"),
    Row("POST", "/cases/{case_id}/disclosures/new", f"400: {DRAFTERS} | 403", on="case", body=draft),
    Row("GET", "/disclosures/{disclosure_id}", "200", on="disclosure"),
    Row("POST", "/disclosures/{disclosure_id}/questions", f"303: {CHAIR} | 403", on="disclosure", moves=True),
    Row("POST", "/disclosures/{disclosure_id}/droppings", f"303: {DRAFTERS} | 403", on="disclosure", moves=True),
    Row("POST", "/disclosures/{disclosure_id}/releases", f"400: {CHAIR} | 403", on="asked_disclosure", body=RELEASE),
    Row("GET", "/disclosures/{disclosure_id}/extract", "200", on="released_disclosure"),
    Row("POST", "/extracts/{extract_id}/tellings", f"303: {DRAFTERS} | 403", on="extract", moves=True),
    Row("GET", "/requests/{request_id}/consents", "303", on=SOME_ID),
    Row("POST", "/requests/{request_id}/consents", f"303: {ASKED} | 403", on="consent", body=CONSENT, moves=True),
    Row("GET", "/contributions/{contribution_id}/destinations",
        f"200: {RIEC} permit_officer case_manager neighbour | 403", on="contribution"),
]  # fmt: skip
