"""Reopening on its pages: offered to the chair alone, with a reason that everybody who takes part reads."""

from uuid import UUID

import pytest

from db.session import Database
from domain import evaluation
from tests.web.people import words
from tests.web.portal import Portal, assert_hidden, open_portal

AGAIN = {"reason": "new_facts", "text": "Er wonen weer mensen."}


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


@pytest.fixture
def case_id(portal: Portal) -> UUID:
    """A case of Zuidstad, the police and the labour inspectorate."""
    return portal.world.joined(portal.world.case(), "police", "inspectorate")


@pytest.fixture
def cleared(portal: Portal, case_id: UUID) -> UUID:
    """Its subject, of whom nothing more was to be found."""
    world = portal.world
    return world.weighed(world.concluded(world.subject(case_id)), "none")


def close(portal: Portal, case_id: UUID) -> None:
    with portal.world.acting("chair") as (session, actor):
        learned = evaluation.Evaluate(goal="reached", worked="Samen.")
        evaluation.evaluate(session, actor, case_id, learned)
        evaluation.close(session, actor, case_id, evaluation.Close(reason="goal_reached", text="Klaar."))


def test_a_subject_is_taken_up_once_more_however_often_it_is_sent(
    portal: Portal, case_id: UUID, cleared: UUID
) -> None:
    path = f"/subjects/{cleared}/reopen"
    assert f'href="{path}"' in portal.get("chair", f"/subjects/{cleared}").text
    assert f'href="{path}"' not in portal.get("case_manager", f"/subjects/{cleared}").text
    assert portal.get("case_manager", path).status_code == 409
    empty = portal.post("chair", path, text="Er wonen weer mensen.")
    assert empty.status_code == 400
    assert 'id="field-reason-problem"' in empty.text
    assert "Er wonen weer mensen." in empty.text
    for _ in range(2):
        done = portal.post("chair", path, key="r1", **AGAIN)
        assert (done.status_code, done.headers["location"]) == (303, f"/subjects/{cleared}")
    assert portal.get("chair", path).status_code == 409
    seen = words(portal.get("detective", f"/cases/{case_id}/evaluation"))
    assert seen.count("Er wonen weer mensen.") == 1
    assert "Er zijn nieuwe feiten" in seen
    assert_hidden(portal, "neighbour", "/subjects/{}/reopen", cleared)


def test_a_closed_case_says_how_it_is_opened_and_only_to_the_chair(
    portal: Portal, case_id: UUID, cleared: UUID
) -> None:
    path = f"/cases/{case_id}/reopen"
    assert portal.get("chair", path).headers["location"] == f"/cases/{case_id}/evaluation"
    close(portal, case_id)
    for page in (f"/cases/{case_id}", f"/cases/{case_id}/evaluation"):
        assert f'href="{path}"' in portal.get("chair", page).text
        assert f'href="{path}"' not in portal.get("detective", page).text
    form = portal.get("chair", path)
    assert "Deze casus heropenen" in words(form)
    empty = portal.post("chair", path, reason="new_facts")
    assert empty.status_code == 400
    assert 'id="field-text-problem"' in empty.text
    done = portal.post("chair", path, **AGAIN)
    assert (done.status_code, done.headers["location"]) == (303, f"/cases/{case_id}")
    assert f'href="/subjects/{cleared}/reopen"' in portal.get("chair", f"/cases/{case_id}").text
    assert_hidden(portal, "neighbour", "/cases/{}/reopen", case_id)


def test_who_sends_it_late_reads_what_happened(portal: Portal, case_id: UUID, cleared: UUID) -> None:
    close(portal, case_id)
    assert portal.post("chair", f"/subjects/{cleared}/reopen", **AGAIN).status_code == 409
    portal.post("chair", f"/cases/{case_id}/reopen", **AGAIN)
    late = portal.post("chair", f"/cases/{case_id}/reopen", **AGAIN)
    assert late.status_code == 409
    assert "Er wonen weer mensen." in late.text
