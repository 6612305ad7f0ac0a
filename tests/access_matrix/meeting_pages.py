"""The pages of case meetings: the same people as over the API."""

from tests.access_matrix.lines import SOME_ID, Row
from tests.access_matrix.meetings import DOERS, PLANNED, REPORT, SAID, agreed, comes, decided

SENT = "303: deputy_chair | 403"
FORM = "200: deputy_chair | 409"

MEETING_PAGE_ROWS = [
    Row("GET", "/meetings", "200"),
    Row("GET", "/meetings/new", "200: deputy_chair | 403"),
    Row("POST", "/meetings/new", SENT, body=PLANNED),
    Row("GET", "/meetings/{meeting_id}", "200", on="meeting"),
    Row("GET", "/meetings/{meeting_id}/move", "200: deputy_chair | 403", on="meeting"),
    # Without the mark that the form carries: somebody else may have moved it meanwhile.
    Row("POST", "/meetings/{meeting_id}/move", "409: deputy_chair | 403", on="meeting", body=PLANNED),
    Row("GET", "/meetings/{meeting_id}/agenda", "200: deputy_chair | 403", on="meeting"),
    # No case was chosen.
    Row("POST", "/meetings/{meeting_id}/agenda", "400: deputy_chair | 403", on="meeting"),
    Row("GET", "/meetings/{meeting_id}/preparation", "200", on="meeting"),
    Row("GET", "/meetings/{meeting_id}/minutes", "200", on="running meeting"),
    Row("GET", "/meetings/{meeting_id}/live", "200", on="running meeting"),
    Row("GET", "/meetings/{meeting_id}/room", "200: deputy_chair | 403", on="running meeting"),
    Row("GET", "/meetings/{meeting_id}/wall", "200: deputy_chair | 403", on="running meeting"),
    Row("GET", "/meetings/{meeting_id}/attendances", "303", on=SOME_ID, public=True),
    Row("GET", "/meetings/{meeting_id}/clearings", "303", on=SOME_ID, public=True),
    Row("POST", "/meetings/{meeting_id}/attendances", SENT, on="running meeting", body=comes),
    # Nobody has to leave.
    Row("POST", "/meetings/{meeting_id}/clearings", "409: deputy_chair | 403", on="running meeting"),
    Row("GET", "/meetings/{meeting_id}/convenings", "303", on=SOME_ID, public=True),
    Row("GET", "/meetings/{meeting_id}/starts", "303", on=SOME_ID, public=True),
    Row("GET", "/meetings/{meeting_id}/closings", "303", on=SOME_ID, public=True),
    Row("GET", "/meetings/{meeting_id}/adoptions", "303", on=SOME_ID, public=True),
    Row("POST", "/meetings/{meeting_id}/convenings", SENT, on="planned meeting", moves=True),
    Row("POST", "/meetings/{meeting_id}/starts", SENT, on="meeting", moves=True),
    Row("POST", "/meetings/{meeting_id}/closings", SENT, on="running meeting", moves=True),
    Row("POST", "/meetings/{meeting_id}/adoptions", SENT, on="closed meeting", moves=True),

    Row("GET", "/agenda-items/{item_id}", "200", on="open item"),
    Row("GET", "/agenda-items/{item_id}/openings", "303", on=SOME_ID, public=True),
    Row("GET", "/agenda-items/{item_id}/closings", "303", on=SOME_ID, public=True),
    Row("GET", "/agenda-items/{item_id}/removals", "303", on=SOME_ID, public=True),
    Row("POST", "/agenda-items/{item_id}/openings", SENT, on="waiting item", moves=True),
    Row("POST", "/agenda-items/{item_id}/closings", SENT, on="open item", moves=True),
    Row("POST", "/agenda-items/{item_id}/removals", SENT, on="planned item", moves=True),
    Row("GET", "/agenda-items/{item_id}/decisions/new", FORM, on="open item"),
    Row("POST", "/agenda-items/{item_id}/decisions/new", SENT, on="open item", body=decided),
    Row("GET", "/agenda-items/{item_id}/actions/new", FORM, on="open item"),
    Row("POST", "/agenda-items/{item_id}/actions/new", SENT, on="open item", body=agreed),
    Row("GET", "/agenda-items/{item_id}/minutes/new", FORM, on="open item"),
    Row("POST", "/agenda-items/{item_id}/minutes/new", SENT, on="open item", body=SAID),

    Row("GET", "/actions/{action_id}", "200", on="action"),
    Row("GET", "/actions/{action_id}/reports", "303", on=SOME_ID, public=True),
    Row("POST", "/actions/{action_id}/reports", f"303: {DOERS} | 403", on="action", body=REPORT),
]  # fmt: skip
