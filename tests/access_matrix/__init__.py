"""The access matrix: for every method and path of the running app, what each persona gets.

One row per route, and a line says it all: `"201: chair deputy | 403"` reads as 201 for these two and 403 for
everybody else who can see the object. Who cannot see it gets 404, the same 404 as for what never was; that needs
no saying, and `tests/api/test_access_matrix.py` holds every route to it. Without an object the line is about
everybody who is signed in. Nobody signed in: 401 from the API, the login page from a page. A program without the
scope: 403 from the API, whatever it asks for, and the login page from a page.
"""

from tests.access_matrix.administration import ADMINISTRATION_ROWS
from tests.access_matrix.agreed import AGREED_ROWS
from tests.access_matrix.api import API_ROWS
from tests.access_matrix.attachments import ATTACHMENT_ROWS
from tests.access_matrix.circle import CIRCLE_ROWS
from tests.access_matrix.concerns import CONCERN_ROWS
from tests.access_matrix.connections import CONNECTION_ROWS
from tests.access_matrix.disclosures import DISCLOSURE_ROWS
from tests.access_matrix.docs import DOCS_ROWS
from tests.access_matrix.drafts import DRAFT_ROWS
from tests.access_matrix.feedback import FEEDBACK_ROWS
from tests.access_matrix.importing import IMPORT_ROWS
from tests.access_matrix.known import KNOWN_ROWS
from tests.access_matrix.levels import LEVEL_ROWS
from tests.access_matrix.lines import BARE, BLIND, NEIGHBOUR, OF_THE_RIEC, SEEING, SIGHT, SIGNED_IN, Row
from tests.access_matrix.lists import LIST_ROWS
from tests.access_matrix.meeting_pages import MEETING_PAGE_ROWS
from tests.access_matrix.meetings import MEETING_ROWS
from tests.access_matrix.notices import NOTICE_ROWS
from tests.access_matrix.owning import OWNING_ROWS
from tests.access_matrix.pages import PAGE_ROWS
from tests.access_matrix.paper import PAPER_ROWS
from tests.access_matrix.planning import PLANNING_ROWS
from tests.access_matrix.recognition import RECOGNITION_ROWS
from tests.access_matrix.relations import RELATION_ROWS
from tests.access_matrix.reopening import REOPENING_ROWS
from tests.access_matrix.sources import SOURCE_ROWS
from tests.access_matrix.technical import ACCOUNT_ROWS, TECHNICAL_ROWS
from tests.access_matrix.tour import TOUR_ROWS

ROWS = [
    *API_ROWS,
    *TECHNICAL_ROWS,
    *ACCOUNT_ROWS,
    *PAGE_ROWS,
    *DOCS_ROWS,
    *DRAFT_ROWS,
    *IMPORT_ROWS,
    *ATTACHMENT_ROWS,
    *KNOWN_ROWS,
    *CONNECTION_ROWS,
    *LEVEL_ROWS,
    *LIST_ROWS,
    *NOTICE_ROWS,
    *OWNING_ROWS,
    *RECOGNITION_ROWS,
    *RELATION_ROWS,
    *REOPENING_ROWS,
    *PLANNING_ROWS,
    *SOURCE_ROWS,
    *ADMINISTRATION_ROWS,
    *AGREED_ROWS,
    *TOUR_ROWS,
    *CIRCLE_ROWS,
    *CONCERN_ROWS,
    *DISCLOSURE_ROWS,
    *FEEDBACK_ROWS,
    *MEETING_PAGE_ROWS,
    *MEETING_ROWS,
    *PAPER_ROWS,
]

__all__ = [
    "ACCOUNT_ROWS",
    "BARE",
    "BLIND",
    "NEIGHBOUR",
    "OF_THE_RIEC",
    "ROWS",
    "SEEING",
    "SIGHT",
    "SIGNED_IN",
    "Row",
]
