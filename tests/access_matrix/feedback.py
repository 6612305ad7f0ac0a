"""Feedback on released results: the RIEC reads and ends it, and of somebody outside the region writes it down.

Who of an organisation reads and answers what was released to it, tests/domain/test_feedback.py says.
"""

from tests.access_matrix.lines import SOME_ID, V1, Row, plain

NOTERS = "deputy_analyst deputy_chair"
CHAIR = "deputy_chair"
ANSWER = plain(effect="intervention", text="De hal is gesloten.")
ENDING = plain(reason="reported", explanation="Alles is gemeld.")

FEEDBACK_ROWS = [
    Row("GET", f"{V1}/released-results", "200"),
    Row("GET", f"{V1}/released-results/{{result_id}}", "200", on="released_result"),
    Row("POST", f"{V1}/released-results/{{result_id}}/answers", f"201: {NOTERS} | 403", on="released_result", body=ANSWER),
    Row("POST", f"{V1}/released-results/{{result_id}}/endings", f"201: {CHAIR} | 403", on="released_result", body=ENDING,
        moves=True),

    Row("GET", "/feedback", "200"),
    Row("GET", "/feedback/{result_id}", "200", on="released_result"),
    Row("GET", "/feedback/{result_id}/answers", "303", on=SOME_ID, public=True),
    Row("GET", "/feedback/{result_id}/endings", "303", on=SOME_ID, public=True),
    Row("POST", "/feedback/{result_id}/answers", f"303: {NOTERS} | 403", on="released_result", body=ANSWER),
    Row("POST", "/feedback/{result_id}/endings", f"303: {CHAIR} | 403", on="released_result", body=ENDING, moves=True),
]  # fmt: skip
