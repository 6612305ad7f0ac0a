"""Files with a signal and about a subject. That of the matrix was never scanned: only its owner opens it."""

from tests.access_matrix.lines import HANDLERS, V1, Row, plain

OWNERS = "permit_officer case_manager neighbour"
REPORTERS = "inspector machine neighbour"
SAYING = f"deputy_preparer deputy_analyst {HANDLERS}"
DESCRIBED = plain(description="Gevel van de bakkerij")
# In a category that nobody supplies: who may add a file is told so, and nobody else comes that far.
UNKNOWN = plain(description="Gevel", category="no-such", source="Foto", attested=True)
# With a number in its words: who may replace the file is told so, and nobody else comes that far.
OTHER = plain(description="Bel 06-12345678.", reason="incorrect")
WORDS = plain(description="Gevel van de bakkerij, vanaf de straat")
REASON = plain(reason="incorrect")
BYTES = f"200: {OWNERS} | 404"

ATTACHMENT_ROWS = [
    Row("POST", f"{V1}/signals/{{signal_id}}/attachments", f"201: {REPORTERS} | 403", on="signal", body=DESCRIBED),
    Row("GET", f"{V1}/signals/{{signal_id}}/attachments", "200", on="signal"),
    Row("POST", f"{V1}/subjects/{{subject_id}}/attachments", f"400: {SAYING} | 403", on="subject", body=UNKNOWN),
    Row("GET", f"{V1}/subjects/{{subject_id}}/attachments", "200", on="subject"),
    Row("GET", f"{V1}/attachments/{{attachment_id}}", "200", on="attachment"),
    Row("GET", f"{V1}/attachments/{{attachment_id}}/content", BYTES, on="attachment"),
    Row("GET", f"{V1}/attachments/{{attachment_id}}/original", BYTES, on="attachment"),
    Row("GET", f"{V1}/attachments/{{attachment_id}}/thumbnail", BYTES, on="attachment"),
    Row("GET", f"{V1}/attachments/{{attachment_id}}/page", BYTES, on="attachment"),
    Row("PUT", f"{V1}/attachments/{{attachment_id}}", f"200: {OWNERS} | 403", on="attachment", body=WORDS,
        headers={"if-match": "*"}),
    Row("POST", f"{V1}/attachments/{{attachment_id}}/replacements", f"400: {OWNERS} | 403", on="attachment", body=OTHER),
    Row("POST", f"{V1}/attachments/{{attachment_id}}/withdrawals", f"201: {OWNERS} | 403", on="attachment", body=REASON,
        moves=True),

    # Who cannot add anything is sent to the signal.
    Row("GET", "/signals/{signal_id}/attachments/new", "200: inspector neighbour | 303", on="signal"),
    Row("POST", "/signals/{signal_id}/attachments/new", "303: inspector neighbour | 403", on="signal", body=DESCRIBED),
    Row("GET", "/subjects/{subject_id}/attachments/new", f"200: {SAYING} | 409", on="subject"),
    Row("POST", "/subjects/{subject_id}/attachments/new", f"400: {SAYING} | 403", on="subject", body=UNKNOWN),
    Row("GET", "/attachments/{attachment_id}", "200", on="attachment"),
    Row("GET", "/attachments/{attachment_id}/content", BYTES, on="attachment"),
    Row("GET", "/attachments/{attachment_id}/original", BYTES, on="attachment"),
    Row("GET", "/attachments/{attachment_id}/thumbnail", BYTES, on="attachment"),
    Row("GET", "/attachments/{attachment_id}/page", BYTES, on="attachment"),
    Row("GET", "/attachments/{attachment_id}/edit", f"200: {OWNERS} | 403", on="attachment"),
    Row("POST", "/attachments/{attachment_id}/edit", f"409: {OWNERS} | 403", on="attachment", body=WORDS),
    Row("GET", "/attachments/{attachment_id}/replace", f"200: {OWNERS} | 403", on="attachment"),
    Row("POST", "/attachments/{attachment_id}/replace", f"400: {OWNERS} | 403", on="attachment", body=OTHER),
    Row("GET", "/attachments/{attachment_id}/withdraw", f"200: {OWNERS} | 403", on="attachment"),
    Row("POST", "/attachments/{attachment_id}/withdraw", f"303: {OWNERS} | 403", on="attachment", body=REASON,
        moves=True),
]  # fmt: skip
