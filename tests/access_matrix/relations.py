"""Relations between subjects, reminding a partner of a question, and what a dossier still needs."""

from tests.access_matrix.lines import HANDLERS, MANAGERS, RIEC, SOME_ID, V1, Row, plain

OWNERS = "permit_officer case_manager neighbour"
# Who may say something of a relation, and of those whose organisation supplies relations.
SAYING = f"deputy_preparer deputy_analyst {HANDLERS}"
SUPPLYING = "deputy_preparer deputy_analyst detective permit_officer case_manager inspector neighbour"
# To something that is not there: who may relate is told so, and nobody else comes that far.
RELATION = plain(toId="019a0000-0000-7000-8000-000000000000", kind="employer", source="Polis", attested=True)
CORRECTION = plain(kind="director", source="KVK")
SUBJECT = plain(role="unknown", name="Magazijn")
# The RIEC added it.
ADDED = RIEC
REASON = plain(reason="incorrect")

RELATION_ROWS = [
    Row("POST", f"{V1}/subjects/{{subject_id}}/relations", f"400: {SAYING} | 403", on="subject", body=RELATION),
    Row("GET", f"{V1}/subjects/{{subject_id}}/relations", "200", on="subject"),
    Row("GET", f"{V1}/cases/{{case_id}}/relations", "200", on="case"),
    Row("GET", f"{V1}/relations/{{relation_id}}", "200", on="relation"),
    Row("PUT", f"{V1}/relations/{{relation_id}}", f"200: {OWNERS} | 403", on="relation", body=CORRECTION,
        headers={"if-match": "*"}),
    Row("POST", f"{V1}/relations/{{relation_id}}/withdrawals", f"201: {OWNERS} | 403", on="relation", body=REASON,
        moves=True),
    Row("GET", "/cases/{case_id}/relations", "200", on="case"),
    Row("GET", f"{V1}/cases/{{case_id}}/completeness", "200", on="case"),
    Row("GET", "/subjects/{subject_id}/relations/new", f"200: {SUPPLYING} | 409", on="subject"),
    Row("POST", "/subjects/{subject_id}/relations/new", f"400: {SAYING} | 403", on="subject", body=RELATION),
    Row("GET", "/relations/{relation_id}/edit", f"200: {OWNERS} | 403", on="relation"),
    # Without the mark that the form carries: somebody else may have changed it meanwhile.
    Row("POST", "/relations/{relation_id}/edit", f"409: {OWNERS} | 403", on="relation",
        body=plain(kind="knows", source="Anders")),
    Row("GET", "/relations/{relation_id}/withdraw", f"200: {OWNERS} | 403", on="relation"),
    Row("POST", "/relations/{relation_id}/withdraw", f"303: {OWNERS} | 403", on="relation", body=REASON, moves=True),

    Row("PUT", f"{V1}/subjects/{{subject_id}}", f"200: {ADDED} | 403", on="subject", body=SUBJECT,
        headers={"if-match": "*"}),
    Row("GET", "/subjects/{subject_id}/edit", f"200: {ADDED} | 409", on="subject"),
    Row("POST", "/subjects/{subject_id}/edit", f"409: {ADDED} | 403", on="subject",
        body=plain(role="unknown", name="Anders")),

    Row("POST", f"{V1}/requests/{{request_id}}/reminders", f"201: {MANAGERS} | 403", on="request", moves=True),
    Row("POST", f"{V1}/information-rounds/{{round_id}}/reminders", f"201: {MANAGERS} | 403", on="round", moves=True),
    Row("GET", "/requests/{request_id}/reminders", "303", on=SOME_ID, public=True),
    Row("POST", "/requests/{request_id}/reminders", f"303: {MANAGERS} | 403", on="request", moves=True),
    Row("GET", "/information-rounds/{round_id}/reminders", "303", on=SOME_ID, public=True),
    Row("POST", "/information-rounds/{round_id}/reminders", f"303: {MANAGERS} | 403", on="round", moves=True),
]  # fmt: skip
