"""Evaluation in the browser: per subject and for the case, what is missing, and closing."""

from uuid import UUID

import pytest

from db.session import Database
from tests.web.people import words
from tests.web.portal import Portal, assert_hidden, open_portal

LESSON = {"goal": "reached", "worked": "De gezamenlijke controle.", "lessons": "Eerder vragen."}
CLOSING = {"reason": "goal_reached", "text": "Alles is afgerond."}


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


@pytest.fixture
def case(portal: Portal) -> UUID:
    return portal.world.joined(portal.world.case(), "inspectorate")


@pytest.fixture
def bakery(portal: Portal, case: UUID) -> UUID:
    """A subject whose approach was carried out."""
    world = portal.world
    bakery = world.weighed(world.concluded(world.subject(case)))
    world.completed(world.accepted(world.proposed(bakery, "inspectorate", "AR01"), "inspector"), "inspector")
    return bakery


def test_partners_read_it_the_chair_writes_it_and_others_find_nothing(
    portal: Portal, case: UUID, bakery: UUID
) -> None:
    path = f"/cases/{case}/evaluation"
    assert f"{path}s" in portal.get("chair", path).text
    reading = portal.get("inspector", path)
    assert reading.status_code == 200
    assert "<form" not in reading.text.split('id="main"')[1]
    assert portal.post("inspector", f"{path}s", about="case", **LESSON).status_code == 403
    assert_hidden(portal, "neighbour", "/cases/{}/evaluation", case)
    assert portal.post("neighbour", f"/cases/{case}/closures", **CLOSING).status_code == 404


def test_what_is_missing_is_a_list_with_links(portal: Portal, case: UUID, bakery: UUID) -> None:
    other = portal.world.subject(case, "Uitzendbureau Oost")
    page = portal.get("chair", f"/cases/{case}/evaluation")
    assert f'href="/subjects/{other}"' in page.text
    assert "staat nog in de stap dossiervorming" in words(page)
    assert f"?subject={bakery}" in page.text
    assert "?subject=case" in page.text
    refused = portal.post("chair", f"/cases/{case}/closures", **CLOSING)
    assert refused.status_code == 409
    assert "Alles is afgerond." in refused.text


def test_evaluating_a_subject_and_the_case_and_closing_it(portal: Portal, case: UUID, bakery: UUID) -> None:
    path = f"/cases/{case}/evaluation"
    assert f'<option value="{bakery}" selected>' in portal.get("chair", f"{path}?subject={bakery}").text
    empty = portal.post("chair", f"{path}s", lessons="Eerder vragen.")
    assert empty.status_code == 400
    assert 'id="field-about-problem"' in empty.text
    assert "Eerder vragen." in empty.text
    for about in (str(bakery), "case", "case"):
        done = portal.post("chair", f"{path}s", about=about, key=f"e-{about}", **LESSON)
        assert (done.status_code, done.headers["location"]) == (303, path)
    page = portal.get("inspector", path)
    assert page.text.count("De gezamenlijke controle.") == 2
    assert "Er ontbreekt niets" in words(page)

    half = portal.post("chair", f"/cases/{case}/closures", text="Alles is afgerond.")
    assert half.status_code == 400
    assert 'id="field-reason-problem"' in half.text
    assert portal.post("chair", f"/cases/{case}/closures", **CLOSING).status_code == 303
    closed = words(portal.get("inspector", path))
    assert "Deze casus is gesloten" in closed
    assert "Het doel is bereikt" in closed
    assert "De gezamenlijke controle." not in closed


def test_evaluating_too_early_is_a_clear_message(portal: Portal, case: UUID) -> None:
    early = portal.world.subject(case, "Uitzendbureau West")
    page = portal.post("chair", f"/cases/{case}/evaluations", about=str(early), **LESSON)
    assert page.status_code == 409
    assert "Dossiervorming" in words(page)
    assert "De gezamenlijke controle." in page.text
    assert (
        portal.get("chair", f"/cases/{case}/evaluations").headers["location"] == f"/cases/{case}/evaluation"
    )
