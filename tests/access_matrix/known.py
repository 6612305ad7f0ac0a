"""Known or not known: who may ask, and who answers by hand. An answer is for the organisation that asked."""

from tests.access_matrix.lines import RIEC, SOME_ID, V1, Row, plain

ASKING = plain(ground="WGS-1.5-1", reason="Nodig om te bepalen met wie dit wordt besproken.")
SETTLED = plain(outcome="known")
PREPARER = "deputy_preparer"
# By the roles in the cast every partner of the case has a handler.
ASKERS = f"{RIEC} detective prosecutor permit_officer case_manager inspector tax_officer machine neighbour"

KNOWN_ROWS = [
    Row("POST", f"{V1}/mentions/{{mention_id}}/known-questions", "404", on=SOME_ID, body=ASKING),
    Row("POST", f"{V1}/subjects/{{subject_id}}/known-questions", f"201: {ASKERS}", on="strong subject", body=ASKING),
    Row("GET", f"{V1}/known-questions", "200"),
    Row("GET", f"{V1}/known-questions/{{question_id}}", "404", on=SOME_ID),
    Row("POST", f"{V1}/known-questions/{{question_id}}/answers", f"404: {PREPARER} | 403", on=SOME_ID, body=SETTLED),
    Row("GET", f"{V1}/known-findings", "200"),
    Row("GET", f"{V1}/known-referrals", f"200: {PREPARER} | 403"),

    Row("GET", "/mentions/{about_id}/known-questions/new", "404", on=SOME_ID),
    Row("POST", "/mentions/{about_id}/known-questions/new", "404", on=SOME_ID, body=ASKING),
    Row("GET", "/subjects/{about_id}/known-questions/new", f"200: {ASKERS}", on="strong subject"),
    Row("POST", "/subjects/{about_id}/known-questions/new", f"303: {ASKERS}", on="strong subject", body=ASKING),
    Row("GET", "/known-questions", "200"),
    Row("GET", "/known-questions/{question_id}", "404", on=SOME_ID),
    Row("POST", "/known-questions/{question_id}/answers", f"404: {PREPARER} | 403", on=SOME_ID, body=SETTLED),
    Row("GET", "/known-findings", "200"),
    Row("GET", "/known-referrals", f"200: {PREPARER} | 403"),
]  # fmt: skip
