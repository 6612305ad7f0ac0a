"""Taking up once more, a decision of the chair: everybody else who takes part is told."""

from tests.access_matrix.lines import V1, Row, plain

AGAIN = plain(reason="new_facts", text="Er wonen weer mensen.")

REOPENING_ROWS = [
    Row("POST", f"{V1}/cases/{{case_id}}/reopenings", "201: deputy_chair | 403", on="closed case", body=AGAIN,
        moves=True),
    Row("GET", f"{V1}/cases/{{case_id}}/reopenings", "200", on="case"),
    Row("POST", f"{V1}/subjects/{{subject_id}}/reopenings", "201: deputy_chair | 403", on="closed subject",
        body=AGAIN, moves=True),

    Row("GET", "/cases/{case_id}/reopen", "200: deputy_chair | 303", on="closed case"),
    Row("POST", "/cases/{case_id}/reopen", "303: deputy_chair | 403", on="closed case", body=AGAIN, moves=True),
    Row("GET", "/subjects/{subject_id}/reopen", "200: deputy_chair | 409", on="closed subject"),
    Row("POST", "/subjects/{subject_id}/reopen", "303: deputy_chair | 403", on="closed subject", body=AGAIN,
        moves=True),
]  # fmt: skip
