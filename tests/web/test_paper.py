"""The minutes as a PDF: what the reader's own page says and nothing else, tagged, and whatever somebody typed."""

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from httpx2 import Response
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlalchemy import text

from api.paper import pdf
from db.session import Database
from domain import meetings
from domain.meetings import Agree, WriteMinutes
from tests.access_matrix.lines import in_days
from tests.domain import meeting as told
from tests.web.people import words
from tests.web.portal import Portal, assert_hidden, open_portal

STRANGE = "مرحبا بالعالم 中文 😀 👨‍👩‍👧 <b>vet</b> *ster* $x$ #strong[y] @wie \\ \"'` żółw Ελλάδα Україна"


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


@pytest.fixture
def bakery(portal: Portal) -> UUID:
    """A case of Zuidstad, the police and the labour inspectorate."""
    return portal.world.joined(portal.world.case(), "police", "inspectorate")


@pytest.fixture
def held(portal: Portal, bakery: UUID) -> UUID:
    """A meeting about the bakery and an orchard, which the tax service takes part in and the police do not."""
    world = portal.world
    orchard = world.joined(world.case(), "tax")
    meeting_id, (first, second) = told.running(
        world, bakery, orchard, present=("detective", "inspector", "case_manager")
    )
    told.decided(
        world, first, subject_id=world.subject(bakery, "Bakkerij De Halm"),
        against_ids=[world.organisations["inspectorate"]], dissent="Te vroeg.",
    )  # fmt: skip
    said(portal, first, "De politie begint.\nDe gemeente volgt.")
    agreed(portal, first, "police", "Contracten opvragen, en alles wat daarbij hoort. " * 6)
    for name in ("inspector", "detective"):
        told.comes(world, meeting_id, name, "gone")
    told.comes(world, meeting_id, "tax_officer")
    with world.acting("chair") as (session, actor):
        meetings.open_item(session, actor, second)
    told.decided(world, second, text="De Belastingdienst gaat na.", responsible_id=world.organisations["tax"])
    said(portal, second, "Boomgaard besproken.")
    agreed(portal, second, "tax", "Omzet nagaan.")
    return meeting_id


def said(portal: Portal, item_id: UUID, what: str) -> None:
    with portal.world.acting("chair") as (session, actor):
        meetings.write_minutes(session, actor, item_id, WriteMinutes(text=what))


def agreed(portal: Portal, item_id: UUID, organisation: str, what: str) -> None:
    data = {"text": what, "organisationId": portal.world.organisations[organisation], "dueOn": in_days(9)}
    with portal.world.acting("chair") as (session, actor):
        meetings.agree(session, actor, item_id, Agree.model_validate(data))


def adopted(portal: Portal, meeting_id: UUID) -> None:
    with portal.world.acting("chair") as (session, actor):
        meetings.close(session, actor, meeting_id)
        meetings.adopt_minutes(session, actor, meeting_id)


def document(portal: Portal, who: str, meeting_id: UUID) -> PdfReader:
    answer = portal.get(who, f"/meetings/{meeting_id}/minutes.pdf")
    assert answer.status_code == 200, answer.text
    return read(answer)


def read(answer: Response) -> PdfReader:
    assert answer.headers["content-type"] == "application/pdf"
    assert re.search(
        r'filename="schakel-minutes-\d{4}-\d\d-\d\d\.pdf"', answer.headers["content-disposition"]
    )
    assert answer.headers["cache-control"] == "no-store"
    return PdfReader(BytesIO(answer.content))


def told_by(paper: PdfReader) -> str:
    """All that stands in it, without where a line or a long word was broken."""
    return " ".join("\n".join(page.extract_text() for page in paper.pages).replace("\u200b", "").split())


def compared(said: str) -> set[str]:
    """The words of it, without the marks between them."""
    return set(re.findall(r"[\w'-]+(?:\.[\w'-]+)*", said))


def page_of(portal: Portal, who: str, meeting_id: UUID) -> str:
    """What the page of the minutes says between its menu and its foot."""
    answer = portal.get(who, f"/meetings/{meeting_id}/minutes")
    main = re.search(r'<div id="main">.*?</main>', answer.text, re.DOTALL)
    assert main
    return words(type("Part", (), {"text": main[0]})())


ONLY_ON_PAPER = (
    "Verslag Concept, nog niet vastgesteld Wanneer Waar Stand Gemaakt voor op Vertrouwelijk. Dit document bevat wat u"
    " van het overleg mag zien, en niets anders. Gebruik het alleen voor deze casussen, stuur het niet door en"
    " vernietig het uiterlijk op Wat dan in Schakel staat, kan anders zijn. Pagina van"
)
ONLY_ON_A_PAGE = "Overleggen Download als PDF Afdrukken Naar de casus in dit overleg Waarom is dit besloten Waarom dit besloten is"


MONTHS = {"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"}


@pytest.mark.parametrize("who", ["chair", "detective", "tax_officer", "case_manager"])
def test_it_says_what_the_page_of_the_same_reader_says(portal: Portal, held: UUID, who: str) -> None:
    page, paper = page_of(portal, who, held), told_by(document(portal, who, held))
    actor = portal.world.acting(who)
    with actor as (_session, reader):
        mine = compared(f"{reader.name} {reader.organisation_name}")
    # Days are written another way, pages are numbered, and the page counts what stands in a panel.
    numbers = {one for one in compared(paper) | compared(page) if one.isdigit()}
    assert compared(paper) - compared(page) - compared(ONLY_ON_PAPER) - mine - numbers - MONTHS == set()
    assert compared(page) - compared(paper) - compared(ONLY_ON_A_PAGE) - numbers == set()


def test_of_another_case_it_says_nothing(portal: Portal, held: UUID) -> None:
    """Nor of who else came: that is for the chair."""
    ours, theirs = ("De politie begint.", "Bakkerij De Halm", "Te vroeg."), ("Boomgaard", "Omzet nagaan.")
    for who, shown, hidden in (("detective", ours, theirs), ("tax_officer", theirs, ours)):
        paper = told_by(document(portal, who, held))
        assert all(one in paper for one in shown)
        assert not any(one in paper for one in hidden)
        assert "Wie erbij was" not in paper
    chair = told_by(document(portal, "chair", held))
    assert all(one in chair for one in (*ours, *theirs, "Wie erbij was", "Inspector"))
    assert_hidden(portal, "prosecutor", "/meetings/{}/minutes.pdf", held)
    assert portal.get("prosecutor", f"/api/v1/meetings/{held}/minutes/document").status_code == 404


def test_a_draft_is_for_who_was_there_and_says_that_it_is_one(portal: Portal, held: UUID) -> None:
    draft = told_by(document(portal, "detective", held))
    assert "Concept, nog niet vastgesteld" in draft
    # A colleague of the municipality who was not in the room.
    assert "De politie begint." not in told_by(document(portal, "permit_officer", held))

    adopted(portal, held)
    with portal.world.acting("chair") as (session, actor):
        (item, *_) = meetings.meeting(session, actor, held).items
    said(portal, item.id, "Volgt moet zijn: leidt.")
    for who in ("detective", "permit_officer"):
        final = told_by(document(portal, who, held))
        assert "Vastgesteld op" in final
        assert "Concept" not in final
        assert "Correctie" in final
        assert "Volgt moet zijn: leidt." in final


def test_it_is_tagged_and_names_its_title_and_language(portal: Portal, held: UUID) -> None:
    paper = document(portal, "chair", held)
    root: Any = paper.trailer["/Root"]
    assert paper.metadata is not None
    assert paper.metadata.title == "Verslag · Casusoverleg Zuid"
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    assert {"/H1", "/H2", "/H3", "/H4", "/P", "/Table", "/TH", "/TD", "/L"} <= kinds(root["/StructTreeRoot"])
    assert len(paper.outline) >= 1


def kinds(element: Any) -> set[str]:
    """The kinds of all elements below this one."""
    element = element.get_object()
    if not hasattr(element, "get"):
        return set()
    below = element.get("/K", [])
    children = below if isinstance(below, list) else [below]
    found = {str(element["/S"])} if "/S" in element else set()
    return found.union(*(kinds(one) for one in children if hasattr(one, "get_object")))


def test_over_the_api_in_the_language_that_is_asked_for(portal: Portal, held: UUID) -> None:
    client = portal._browser("detective")
    answer = client.get(f"/api/v1/meetings/{held}/minutes/document", headers={"accept-language": "en"})
    paper = read(answer)
    said = told_by(paper)
    assert paper.trailer["/Root"]["/Lang"] == "en"
    for expected in ("Draft, not adopted yet", "Made for Detective (Politie Riva)", "In favour", "Page 1 of"):
        assert expected in said


def test_that_it_went_out_is_on_the_record(portal: Portal, held: UUID) -> None:
    document(portal, "detective", held)
    with portal.world.database.session_as("owner") as session:
        logged = session.execute(
            text(
                "select what, outcome, cardinality(object_ids) as how_many from access_log"
                " where scope_id = :meeting and actor_id = :reader order by id desc limit 1"
            ),
            {"meeting": held, "reader": portal.world.people["detective"]},
        ).one()
    # The item, its text, its decision and its action.
    assert tuple(logged) == ("minutes", "exported", 4)


def test_strange_letters_and_long_texts_give_a_document(portal: Portal, bakery: UUID) -> None:
    meeting_id, (item,) = told.running(portal.world, bakery, present=("detective", "inspector"))
    said(portal, item, f"{STRANGE}\n{'x' * 9_000} {'中' * 500} {'woord ' * 1_500}")
    agreed(portal, item, "police", STRANGE)
    paper = told_by(document(portal, "detective", meeting_id))
    for plain in (
        "<b>vet</b>",
        "*ster*",
        "$x$",
        "#strong[y]",
        "@wie",
        "żółw",
        "Ελλάδα",
        "Україна",
        "[U+4E2D]",
    ):
        assert plain in paper
    assert "Sommige tekens kunnen hier niet worden afgedrukt" in paper
    assert sum(len(run) for run in re.findall("x{20,}", paper)) == 9_000


CONTENT: dict[str, Any] = {
    "language": "nl", "theme": "", "title": "Verslag", "mark": "Concept", "about": [], "present": None, "none": "Geen.",
    "made": ["Voor u."], "page": "Pagina {page} van {pages}", "unshown_words": "Niet alles.",
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_whatever_was_typed_there_is_a_document(typed: str) -> None:
    case = {
        "title": f"MH-2026-1 {typed}", "minutes": [{"head": typed, "lines": typed.splitlines()}],
        "decisions": {"title": "B", "items": [{"title": f"B {typed}", "meta": typed, "lines": [typed], "facts": [(typed, typed)]}]},
        "actions": {"title": "A", "heads": ["a", "b", "c", "d"], "lines": [[typed] * 4]}, "nothing": "",
    }  # fmt: skip
    made = pdf(
        "minutes.typ", {**CONTENT, "theme": typed, "cases": [case]}, datetime(2026, 11, 27, tzinfo=UTC)
    )
    assert made.startswith(b"%PDF-")
    assert len(PdfReader(BytesIO(made)).pages) >= 1
