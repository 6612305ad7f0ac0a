"""Evaluation above the case: everybody counts what it takes part in; the RIEC proposes, and who it is for follows up."""

from typing import Any

from tests.access_matrix.lines import SOME_ID, V1, Place, Row, in_days, plain


def policy(place: Place) -> dict[str, Any]:
    return {
        "title": "Vaste contactpersoon", "text": "Eén per gemeente.", "reason": "Vragen bleven liggen.",
        "addressedId": str(place.organisation), "dueOn": in_days(60),
    }  # fmt: skip


PROPOSERS = "deputy_analyst deputy_chair"
DECISION = plain(outcome="adopted", text="Vastgesteld.")

# No case hangs on a proposal and the RIEC reads them all: who reads which, tests/domain/test_levels.py says.
LEVEL_ROWS = [
    Row("GET", f"{V1}/evaluation/process", "200"),
    Row("GET", f"{V1}/evaluation/chain", "200"),
    Row("GET", f"{V1}/evaluation/lessons", "200"),
    Row("GET", f"{V1}/steering-proposals", "200"),
    Row("POST", f"{V1}/steering-proposals", f"201: {PROPOSERS} | 403", body=policy),
    Row("GET", f"{V1}/steering-proposals/{{proposal_id}}", "404", on=SOME_ID),
    Row("POST", f"{V1}/steering-proposals/{{proposal_id}}/decisions", "404", on=SOME_ID, body=DECISION),

    Row("GET", "/evaluation", "200"),
    Row("POST", "/evaluation/proposals", f"303: {PROPOSERS} | 403", body=policy),
    Row("POST", "/evaluation/proposals/{proposal_id}/decisions", "404", on=SOME_ID, body=DECISION),
]  # fmt: skip
