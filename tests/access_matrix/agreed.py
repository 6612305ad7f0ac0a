"""What partners agreed: read by everybody in the chain, decided by the RIEC's administrator; rehearsed by nobody else."""

from tests.access_matrix.lines import SOME_ID, V1, Row, in_days, plain

ADMIN = "administrator"
ONLY = f"404: {ADMIN} | 403"
"""About something that never was: the administrator is told so, everybody else that it is not for them."""
AN_AGREEMENT = plain(
    kind="covenant", title="Proef", version="1", signedOn=in_days(1), validFrom="2026-01-01T00:00:00Z"
)
A_RULE = plain(agreementId=SOME_ID[1:], category="housing")
AN_EXCEPTION = plain(organisationId=SOME_ID[1:], side="owner", reason="Proef.")
A_CHANGE = plain(kind="end_rule", ruleId=SOME_ID[1:])

API = [
    Row("GET", f"{V1}/agreements", "200"),
    Row("POST", f"{V1}/agreements", f"400: {ADMIN} | 403", body=AN_AGREEMENT),
    Row("GET", f"{V1}/agreements/{{agreement_id}}", "404", on=SOME_ID),
    Row("POST", f"{V1}/agreements/{{agreement_id}}/endings", ONLY, on=SOME_ID),
    Row("POST", f"{V1}/agreements/{{agreement_id}}/reviews", ONLY, on=SOME_ID, body=plain(reviewOn=in_days(99))),
    Row("GET", f"{V1}/rules", "200"),
    Row("POST", f"{V1}/rules", f"400: {ADMIN} | 403", body=A_RULE),
    Row("GET", f"{V1}/rules/{{rule_id}}", "404", on=SOME_ID),
    Row("POST", f"{V1}/rules/{{rule_id}}/endings", ONLY, on=SOME_ID),
    Row("POST", f"{V1}/rules/{{rule_id}}/exceptions", ONLY, on=SOME_ID, body=AN_EXCEPTION),
    Row("GET", f"{V1}/rehearsals", f"200: {ADMIN} | 403"),
    Row("POST", f"{V1}/rehearsals", f"201: {ADMIN} | 403", body=plain(title="Proef")),
    Row("GET", f"{V1}/rehearsals/{{rehearsal_id}}", ONLY, on=SOME_ID),
    Row("POST", f"{V1}/rehearsals/{{rehearsal_id}}/changes", ONLY, on=SOME_ID, body=A_CHANGE),
    Row("DELETE", f"{V1}/rehearsals/{{rehearsal_id}}/changes/{{change_id}}", ONLY, on=SOME_ID),
    Row("POST", f"{V1}/rehearsals/{{rehearsal_id}}/applications", ONLY, on=SOME_ID),
    Row("POST", f"{V1}/rehearsals/{{rehearsal_id}}/withdrawals", ONLY, on=SOME_ID),
]  # fmt: skip

AT = "/sharing"
PAGES = [
    Row("GET", f"{AT}/agreements", "200"),
    Row("GET", f"{AT}/agreements/new", f"200: {ADMIN} | 403"),
    Row("POST", f"{AT}/agreements/new", f"400: {ADMIN} | 403", body=plain(kind="covenant", title="Proef")),
    Row("GET", f"{AT}/agreements/fingerprint", "200"),
    Row("POST", f"{AT}/agreements/fingerprint", "400"),
    Row("GET", f"{AT}/agreements/{{agreement_id}}", "404", on=SOME_ID),
    Row("POST", f"{AT}/agreements/{{agreement_id}}/ending", ONLY, on=SOME_ID),
    Row("POST", f"{AT}/agreements/{{agreement_id}}/review", ONLY, on=SOME_ID, body=plain(reviewOn=in_days(99))),
    Row("GET", f"{AT}/rules", "200"),
    Row("GET", f"{AT}/rules/new", f"200: {ADMIN} | 403"),
    Row("POST", f"{AT}/rules/new", f"400: {ADMIN} | 403", body=A_RULE),
    Row("GET", f"{AT}/rules/{{rule_id}}", "404", on=SOME_ID),
    Row("POST", f"{AT}/rules/{{rule_id}}/ending", ONLY, on=SOME_ID),
    Row("GET", f"{AT}/rules/{{rule_id}}/exceptions/new", ONLY, on=SOME_ID),
    Row("POST", f"{AT}/rules/{{rule_id}}/exceptions/new", ONLY, on=SOME_ID, body=AN_EXCEPTION),
    Row("GET", f"{AT}/rehearsals", f"200: {ADMIN} | 403"),
    Row("GET", f"{AT}/rehearsals/new", f"200: {ADMIN} | 403"),
    Row("POST", f"{AT}/rehearsals/new", f"303: {ADMIN} | 403", body=plain(title="Proef")),
    Row("GET", f"{AT}/rehearsals/{{rehearsal_id}}", ONLY, on=SOME_ID),
    Row("GET", f"{AT}/rehearsals/{{rehearsal_id}}/changes/{{kind}}", ONLY, on=SOME_ID),
    Row("POST", f"{AT}/rehearsals/{{rehearsal_id}}/changes/{{kind}}", ONLY, on=SOME_ID, body=A_CHANGE),
    Row("POST", f"{AT}/rehearsals/{{rehearsal_id}}/removals", ONLY, on=SOME_ID, body=plain(changeId=SOME_ID[1:])),
    Row("POST", f"{AT}/rehearsals/{{rehearsal_id}}/application", ONLY, on=SOME_ID),
    Row("POST", f"{AT}/rehearsals/{{rehearsal_id}}/withdrawal", ONLY, on=SOME_ID),
]  # fmt: skip

AGREED_ROWS = [*API, *PAGES]
