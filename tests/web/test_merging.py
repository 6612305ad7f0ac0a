"""Two people who edit one thing at once: nothing is lost, and the second sees what the first saved."""

from uuid import UUID

import pytest

from db.session import Database
from domain import cases, dossier
from tests.domain import meeting as told
from tests.web.people import mark_in, summary, words
from tests.web.portal import Portal, open_portal


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


@pytest.fixture
def person(portal: Portal) -> UUID:
    case = portal.world.joined(portal.world.case(), "police")
    return portal.world.subject(case, "Sem Bakker", kind="person", role="unknown", description="Woont er")


@pytest.fixture
def held(portal: Portal, person: UUID) -> UUID:
    with portal.world.acting("case_manager") as (session, actor):
        given = dossier.Contribute(category="housing", text="Elf\nmensen.", source="BRP", attested=True)
        return dossier.contribute(session, actor, person, given).id


def seen(portal: Portal, subject_id: UUID) -> cases.SubjectView:
    with portal.world.acting("analyst") as (session, actor):
        return cases.subject(session, actor, subject_id)


def test_what_each_changed_is_kept_and_what_both_changed_is_chosen(portal: Portal, person: UUID) -> None:
    edit = f"/subjects/{person}/edit"
    form = {"name": "Sem Bakker", "role": "unknown", "description": "Woont er", "aliases": ""}
    form["was"] = mark_in(portal.get("analyst", edit).text)
    first = form | {"name": "Sem de Bakker", "role": "witness", "aliases": "Semmie"}
    assert portal.post("preparer", edit, **first).status_code == 303

    late = portal.post("analyst", edit, **form | {"name": "S. Bakker", "description": "Woont er niet"})
    assert late.status_code == 409
    assert "Preparer heeft dit bewaard terwijl u schreef" in words(late)
    # First what both changed, then what was taken over; each leads to its field.
    assert summary(late) == ["field-name", "field-aliases", "field-role"]
    assert 'value="S. Bakker"' in late.text
    assert 'aria-describedby="field-name-problem" aria-invalid="true"' in late.text
    assert 'name="choice/name" value="theirs"' in late.text
    assert "Sem de Bakker" in words(late)
    assert seen(portal, person).description == "Woont er"

    again = first | {"name": "S. Bakker", "description": "Woont er niet", "was": mark_in(late.text)}
    assert portal.post("analyst", edit, **again | {"choice/name": "theirs"}).status_code == 303
    found = seen(portal, person)
    assert (found.name, found.role, list(found.aliases)) == ("Sem de Bakker", "witness", ["Semmie"])
    assert found.description == "Woont er niet"


def test_a_choice_stands_when_something_else_is_wrong_or_changed_once_more(
    portal: Portal, held: UUID
) -> None:
    edit = f"/contributions/{held}/edit"
    opened = mark_in(portal.get("case_manager", edit).text)
    # A browser writes line breaks its own way: nothing was changed here.
    sent = {"text": "Elf\r\nmensen.", "source": "BRP", "observedOn": "", "was": opened}
    assert portal.post("permit_officer", edit, **sent | {"text": "Negen."}).status_code == 303
    taken = portal.post("case_manager", edit, **sent | {"source": "Suwinet"})
    assert taken.status_code == 409
    assert summary(taken) == ["field-text"]
    assert "Negen." in taken.text
    assert "choice/" not in taken.text

    both = portal.post("case_manager", edit, **sent | {"text": "Tien."})
    chosen = sent | {"text": "Tien.", "was": mark_in(both.text), "choice/text": "theirs"}
    wrong = portal.post("case_manager", edit, **chosen | {"observedOn": "ooit"})
    assert wrong.status_code == 400
    assert "Negen.</textarea>" in wrong.text
    other = portal.get("permit_officer", edit).text
    moved = sent | {"text": "Negen.", "source": "Inspectie", "sourceReliability": "B", "was": mark_in(other)}
    assert portal.post("permit_officer", edit, **moved).status_code == 303
    late = portal.post("case_manager", edit, **chosen | {"sourceReliability": "C"})
    assert late.status_code == 409
    # What both said of the source comes first.
    assert summary(late) == ["field-sourceReliability", "field-source"]
    assert 'name="choice/sourceReliability" value="theirs"' in late.text
    assert "Negen.</textarea>" in late.text


def test_a_form_without_its_mark_says_what_it_would_replace(portal: Portal, person: UUID) -> None:
    refused = portal.post("analyst", f"/subjects/{person}/edit", name="Sam", role="unknown")
    assert (refused.status_code, summary(refused)) == (409, ["field-name", "field-description"])
    assert portal.post("detective", f"/subjects/{person}/edit", name="Sam", role="unknown").status_code == 403


def test_one_moves_a_meeting_that_another_window_moved(portal: Portal, person: UUID) -> None:
    meeting_id, _ = told.convened(portal.world, seen(portal, person).case_id)
    path = f"/meetings/{meeting_id}/move"
    sent = {"theme": "Casusoverleg Zuid", "place": "Stadhuis", "on": "1-12-2099", "begins": "13:30"}
    sent |= {"ends": "16:30", "was": mark_in(portal.get("chair", path).text)}
    assert portal.post("chair", path, **sent).status_code == 303
    late = portal.post("chair", path, **sent | {"on": "2-12-2099"})
    assert (late.status_code, summary(late)) == (409, ["field-on"])
    assert "in een ander venster" in words(late)
    assert (
        portal.post("chair", path, **sent | {"on": "2-12-2099", "was": mark_in(late.text)}).status_code == 303
    )


def test_two_administrators_change_one_person(portal: Portal) -> None:
    edit = f"/administration/people/{portal.world.people['inspector']}/edit"
    page = portal.get("administrator", edit).text
    was = mark_in(page)
    sent = {"name": "Ina Spector", "email": "inspector@example.org", "language": "nl", "was": was}
    assert portal.post("administrator", edit, **sent).status_code == 303
    late = portal.post("administrator", edit, **sent | {"name": "I. Spector", "functionTitle": "Inspecteur"})
    assert late.status_code == 409
    assert "field-name" in summary(late)
    assert "Ina Spector" in words(late)


def test_two_write_the_minutes_of_one_case(portal: Portal, person: UUID) -> None:
    _, (item,) = told.running(portal.world, seen(portal, person).case_id)
    path = f"/agenda-items/{item}/minutes/new"
    empty = portal.get("chair", path).text
    assert portal.post("chair", path, text="Kort besproken.", was="").status_code == 303
    assert 'name="was" value=""' in empty
    late = portal.post("chair", path, text="Lang besproken.", was="")
    assert (late.status_code, summary(late)) == (409, ["field-text"])
    assert "Kort besproken." in words(late)
    # Who reads a draft and may not write it has nothing to bring together.
    assert portal.post("analyst", path, text="Anders.", was="").status_code == 403
    sent = {"text": "Lang besproken.", "was": mark_in(late.text)}
    assert portal.post("chair", path, **sent).status_code == 303
    assert "Lang besproken." in portal.get("chair", path).text


def test_two_say_for_whom_a_contribution_is(portal: Portal, held: UUID) -> None:
    edit = f"/contributions/{held}/audience"
    was = mark_in(portal.get("case_manager", edit).text)
    detective = str(portal.world.people["detective"])
    named = {"forWhom": "named", "persons": [detective], "told": f"named {detective}", "was": was}
    assert portal.post("permit_officer", edit, **named).status_code == 303
    late = portal.post("case_manager", edit, forWhom="closed", was=was)
    assert (late.status_code, summary(late)) == (409, ["field-forWhom", "field-persons"])
    assert f'value="{detective}" checked' in late.text
    assert 'name="choice/forWhom" value="theirs"' in late.text
