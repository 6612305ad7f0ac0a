"""Relations, reminders and corrections of a subject in the browser, and the picture of who is connected with whom."""

from datetime import timedelta
from itertools import combinations
from uuid import UUID, uuid4

import pytest

from db.session import Database
from domain import dossier
from domain.calendar import now, today
from domain.cases import SubjectLine
from domain.dossier import RelationView
from tests.web.people import mark_in, words
from tests.web.portal import Portal, assert_hidden, open_portal
from web.network import WIDTH, draw


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


@pytest.fixture
def case(portal: Portal) -> UUID:
    return portal.world.joined(portal.world.case(), "inspectorate", "police", "tax")


@pytest.fixture
def bakery(portal: Portal, case: UUID) -> UUID:
    return portal.world.subject(case)


@pytest.fixture
def person(portal: Portal, case: UUID) -> UUID:
    return portal.world.subject(case, "Sem Bakker", kind="person", role="victim")


def test_a_relation_from_the_form_to_the_picture_and_back(
    portal: Portal, case: UUID, bakery: UUID, person: UUID
) -> None:
    form = f"/subjects/{bakery}/relations/new"
    assert form in portal.get("inspector", f"/subjects/{bakery}").text
    said = {
        "kind": "employer",
        "toId": str(person),
        "source": "Polis",
        "since": "maart 2024",
        "attested": "true",
    }
    wrong = portal.post("inspector", form, **{**said, "toId": "", "until": "2023"})
    assert wrong.status_code == 400
    assert portal.post("inspector", form, **said).status_code == 303
    with portal.world.acting("inspector") as (session, actor):
        (made,) = dossier.relations_of(session, actor, case)

    # Read from both ends, by who sees both.
    assert "Werkgever van Sem Bakker" in words(portal.get("detective", f"/subjects/{bakery}"))
    assert "Werkt voor Bakkerij Zuid" in words(portal.get("detective", f"/subjects/{person}"))
    page = portal.get("detective", f"/cases/{case}/relations")
    assert "sinds 03-2024" in words(page)
    assert page.text.count('class="network__node"') == 2
    assert f"/relations/{made.id}/edit" not in page.text

    edit = f"/relations/{made.id}/edit"
    shown = portal.get("inspector", edit).text
    changed = {"kind": "director", "source": "KVK", "was": mark_in(shown)}
    assert portal.post("inspector", edit, **changed).status_code == 303
    again = portal.post("inspector", edit, **changed | {"source": "Polis"})
    assert again.status_code == 409
    assert "in een ander venster" in words(again)
    assert "Heeft als bestuurder Bakkerij Zuid" in words(portal.get("detective", f"/subjects/{person}"))

    withdraw = f"/relations/{made.id}/withdraw"
    assert "Bestuurder van" in words(portal.get("inspector", withdraw))
    assert portal.post("inspector", withdraw, reason="incorrect").status_code == 303
    page = portal.get("detective", f"/cases/{case}/relations")
    assert "ingetrokken" in words(page)
    assert "network__node" not in page.text
    assert_hidden(portal, "neighbour", "/relations/{}/edit", made.id)


def test_who_supplies_no_relations_is_not_offered_the_form(portal: Portal, bakery: UUID) -> None:
    form = f"/subjects/{bakery}/relations/new"
    assert form not in portal.get("tax_officer", f"/subjects/{bakery}").text
    assert portal.get("tax_officer", form).status_code == 409


def test_a_partner_is_reminded_from_the_round_and_from_the_question(portal: Portal, case: UUID) -> None:
    asked = dossier.AskInformationRound(
        asked_ids=[portal.world.organisations[one] for one in ("police", "tax")], question="Bekend?",
        due_on=today() + timedelta(days=14),
    )  # fmt: skip
    with portal.world.acting("case_manager") as (session, actor):
        made = dossier.ask_round(session, actor, case, asked)
    question = f"/requests/{made.requests[0].id}"
    assert portal.post("case_manager", f"{question}/reminders").status_code == 303
    assert "één keer, op" in words(portal.get("case_manager", question))
    refused = portal.post("case_manager", f"{question}/reminders")
    assert refused.status_code == 409
    assert "één keer per werkdag" in words(refused)
    place = f"/information-rounds/{made.id}"
    assert portal.post("case_manager", f"{place}/reminders").status_code == 303
    page = portal.get("case_manager", place)
    assert words(page).count("één keer, op") == 2
    assert f'action="{place}/reminders"' not in page.text
    assert portal.get("case_manager", f"{place}/reminders").headers["location"] == place


def test_who_added_a_subject_corrects_it(portal: Portal, bakery: UUID) -> None:
    edit = f"/subjects/{bakery}/edit"
    shown = portal.get("analyst", edit)
    said = {
        "name": "Bakkerij Noord", "aliases": "De Korst\nKorst BV\n", "role": "facilitator",
        "was": mark_in(shown.text),
    }  # fmt: skip
    assert portal.post("analyst", edit, **said).status_code == 303
    page = words(portal.get("detective", f"/subjects/{bakery}"))
    assert "Bakkerij Noord" in page
    assert "De Korst, Korst BV" in page
    assert "Gecorrigeerd op" in page
    assert portal.get("detective", edit).status_code == 409


def _subject(name: str) -> SubjectLine:
    return SubjectLine(id=uuid4(), case_id=uuid4(), step="dossier", shared=True, kind="person", name=name)


def _between(a: SubjectLine, b: SubjectLine) -> RelationView:
    return RelationView(
        id=uuid4(), case_id=a.case_id, from_id=a.id, to_id=b.id, kind="knows", text="", owner="RIEC", source="KVK",
        source_reliability=None, content_credibility=None, since="", until="", corrected_at=None, withdrawn_at=None,
        withdrawn_for=None, created_at=now(), mine=False, acts=[],
    )  # fmt: skip


def test_twelve_subjects_stay_apart_on_the_picture() -> None:
    subjects = [_subject(f"Naam van betrokkene nummer {number}") for number in range(12)]
    ring = [_between(one, subjects[(place + 1) % 12]) for place, one in enumerate(subjects)]
    across = [_between(subjects[place], subjects[place + 6]) for place in range(6)]
    drawn = draw({one.id: one for one in subjects}, [*ring, *across, _between(subjects[1], subjects[0])])
    assert len(drawn.nodes) == 12
    assert {tie.label for tie in drawn.ties} >= {"1, 19", "13"}
    for a, b in combinations(drawn.nodes, 2):
        assert abs(a.name_y - b.name_y) >= 14 or abs(a.name_x - b.name_x) >= 200, (a.name, b.name)
    for a, b in combinations(drawn.ties, 2):
        assert abs(a.y - b.y) >= 12 or abs(a.x - b.x) >= 20, (a.label, b.label)
    assert all(8 * len(one.name) < min(one.name_x, WIDTH - one.name_x) + 215 for one in drawn.nodes)


def test_a_subject_that_is_not_shared_is_not_drawn() -> None:
    seen, hidden = _subject("Sem"), _subject("Verborgen")
    drawn = draw({seen.id: seen}, [_between(seen, hidden)])
    assert (list(drawn.nodes), list(drawn.ties)) == ([], [])
