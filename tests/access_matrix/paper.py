"""What is made as a document: for whoever may read it on a page."""

from tests.access_matrix.lines import V1, Row

PAPER_ROWS = [
    Row("GET", f"{V1}/meetings/{{meeting_id}}/minutes/document", "200", on="running meeting"),
    Row("GET", "/meetings/{meeting_id}/minutes.pdf", "200", on="running meeting"),
]
