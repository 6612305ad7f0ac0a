"""Notices, how one hears of them, and what could not be handed on. A notice of somebody else is one that never was."""

from tests.access_matrix.lines import SOME_ID, V1, Row, plain

PREFERENCES = plain(
    danger="now", questions="now", signals="digest", interventions="digest", cases="never", account="now"
)

NOTICE_ROWS = [
    Row("GET", f"{V1}/notices", "200"),
    Row("POST", f"{V1}/notices/{{notice_id}}/reads", "404", on=SOME_ID),
    Row("POST", f"{V1}/notice-reads", "200"),
    Row("GET", f"{V1}/notice-preferences", "200"),
    Row("PUT", f"{V1}/notice-preferences", "200", body=PREFERENCES),
    Row("GET", f"{V1}/dead-letters", "200: administrator | 403"),
    Row("POST", f"{V1}/dead-letters/{{letter_id}}/attempts", "404: administrator | 403", on="=event-0"),
    Row("POST", f"{V1}/dead-letters/{{letter_id}}/dismissals", "404: administrator | 403", on="=event-0",
        body=plain(reason="outdated")),

    Row("GET", "/notices", "200"),
    Row("POST", "/notices/{notice_id}/reads", "404", on=SOME_ID),
    Row("POST", "/notices/reads", "303"),
    Row("GET", "/account/notices", "200"),
    Row("POST", "/account/notices", "303", body=PREFERENCES),
    Row("GET", "/administration/dead-letters", "200: administrator | 403"),
    Row("POST", "/administration/dead-letters/{letter_id}/attempts", "404: administrator | 403", on="=event-0"),
    Row("POST", "/administration/dead-letters/{letter_id}/dismissals", "404: administrator | 403", on="=event-0",
        body=plain(reason="outdated")),
]  # fmt: skip
