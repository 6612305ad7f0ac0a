"""Case meetings on their pages: planned, prepared, led by one person, followed by the others, adopted."""

from datetime import timedelta
from uuid import UUID

import pytest

from db.session import Database
from domain import weighing
from domain.calendar import today
from tests.domain import meeting as told
from tests.web.people import mark_in, words
from tests.web.portal import Portal, assert_hidden, open_portal


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


@pytest.fixture
def bakery(portal: Portal) -> UUID:
    """A case of Zuidstad, the police and the labour inspectorate."""
    return portal.world.joined(portal.world.case(), "police", "inspectorate")


def when() -> dict[str, str]:
    day = today() + timedelta(days=7)
    return {"on": f"{day.day}-{day.month}-{day.year}", "begins": "13.30", "ends": "16:30"}


def person(portal: Portal, name: str) -> str:
    return str(portal.world.people[name])


def test_a_meeting_from_plan_to_adopted_minutes(portal: Portal, bakery: UUID) -> None:
    assert portal.get("detective", "/meetings/new").status_code == 403
    empty = portal.post("chair", "/meetings/new", begins="half twee", on="31-12-2020", ends="12")
    assert empty.status_code == 400
    assert "Dit moet een tijd zijn, zoals 14:05." in empty.text
    assert 'value="half twee"' in empty.text
    planned = portal.post("chair", "/meetings/new", theme="Casusoverleg Zuid", **when())
    meeting = planned.headers["location"].removesuffix("/agenda")

    assert portal.post("chair", f"{meeting}/agenda", minutes="15").status_code == 400
    chosen = portal.post("chair", f"{meeting}/agenda", caseIds=[str(bakery)], minutes="20", question="Samen?")
    assert chosen.headers["location"] == meeting
    assert portal.get("detective", meeting).status_code == 404
    assert portal.post("chair", f"{meeting}/convenings").status_code == 303

    invited = portal.get("detective", f"{meeting}/preparation")
    assert "Samen?" in invited.text
    assert "Casusoverleg Zuid" in portal.get("detective", "/meetings").text
    assert portal.post("chair", f"{meeting}/starts").status_code == 303
    item = portal.get("chair", meeting).text.split('href="/agenda-items/')[1].split('"')[0]
    assert portal.post("chair", f"/agenda-items/{item}/openings").status_code == 303

    written = {
        "kind": "B16", "text": "De politie begint.", "necessity": "Het gaat door.", "proportionality": "Eén bedrijf.",
        "subsidiarity": "Anders hielp niet.", "responsibleId": str(portal.world.organisations["police"]),
    }  # fmt: skip
    alone = portal.post("chair", f"/agenda-items/{item}/decisions/new", **written)
    assert alone.status_code == 409
    assert "De politie begint." in alone.text  # nothing typed is lost
    for name in ("detective", "inspector"):
        gone = portal.post(
            "chair", f"{meeting}/attendances", personId=person(portal, name), whereabouts="room"
        )
        assert gone.status_code == 303
    assert portal.post("chair", f"/agenda-items/{item}/decisions/new", **written).status_code == 303
    agreed = {
        "text": "Contracten opvragen.", "organisationId": str(portal.world.organisations["inspectorate"]),
        "dueOn": when()["on"],
    }  # fmt: skip
    assert portal.post("chair", f"/agenda-items/{item}/actions/new", **agreed).status_code == 303
    assert (
        portal.post("chair", f"/agenda-items/{item}/minutes/new", text="Kort besproken.").status_code == 303
    )

    seen = words(portal.get("inspector", f"/agenda-items/{item}"))
    for said in ("De politie begint.", "Contracten opvragen.", "Kort besproken.", "Gemeente Zuidstad"):
        assert said in seen
    assert "Kort besproken." not in portal.get("case_manager", f"/agenda-items/{item}").text
    action = portal.get("inspector", f"/agenda-items/{item}").text.split('href="/actions/')[1].split('"')[0]
    assert "Contracten opvragen." in portal.get("inspector", "/").text
    assert portal.post("inspector", f"/actions/{action}/reports", outcome="done").status_code == 400
    assert (
        portal.post("inspector", f"/actions/{action}/reports", outcome="done", text="Klaar.").status_code
        == 303
    )

    assert portal.post("chair", f"{meeting}/closings").status_code == 303
    assert portal.post("chair", f"{meeting}/closings").status_code == 409
    assert portal.post("chair", f"{meeting}/adoptions").status_code == 303
    assert "Kort besproken." in portal.get("case_manager", f"{meeting}/minutes").text


def test_moving_shows_what_is_planned_and_keeps_what_was_typed(portal: Portal, bakery: UUID) -> None:
    meeting_id, _ = told.convened(portal.world, bakery)
    path = f"/meetings/{meeting_id}/move"
    assert f'href="{path}"' in portal.get("chair", f"/meetings/{meeting_id}").text
    form = portal.get("chair", path).text
    for value in ("Casusoverleg Zuid", "Stadhuis", "13:30", "16:30"):
        assert f'value="{value}"' in form
    planned = {"theme": "Casusoverleg Zuid", "on": "1-12-2099", "begins": "14:00", "ends": "13:00"}
    planned["was"] = mark_in(form)
    refused = portal.post("chair", path, **planned)
    assert refused.status_code == 400
    assert 'id="field-ends-problem"' in refused.text
    assert 'value="1-12-2099"' in refused.text
    done = portal.post("chair", path, **planned | {"ends": "15:00"})
    assert (done.status_code, done.headers["location"]) == (303, f"/meetings/{meeting_id}")
    assert "14:00" in words(portal.get("inspector", f"/meetings/{meeting_id}"))


def test_the_wall_on_its_page(portal: Portal, bakery: UUID) -> None:
    weighed = portal.world.concluded(portal.world.subject(bakery, "Bakkerij De Halm"))
    with portal.world.acting("inspector") as (session, actor):
        weighing.give_opinion(session, actor, weighed, weighing.GiveOpinion(advice="none", text="Te weinig."))
    meeting_id, _ = told.running(portal.world, bakery, present=("detective", "inspector"))
    wall = words(portal.get("chair", f"/meetings/{meeting_id}/wall"))
    assert "Bakkerij De Halm" in wall
    assert "Advies: Geen verdere actie" in wall
    assert portal.get("detective", f"/meetings/{meeting_id}/wall").status_code == 403
    room = portal.get("chair", f"/meetings/{meeting_id}/room")
    assert "U kunt besluiten" in room.text


def test_who_takes_no_part_waits_in_the_corridor(portal: Portal, bakery: UUID) -> None:
    other = portal.world.joined(portal.world.case(), "tax")
    meeting_id, items = told.running(
        portal.world, bakery, other, present=("detective", "inspector", "tax_officer")
    )
    assert "Er staat nu geen casus op dit scherm" in portal.get("chair", f"/meetings/{meeting_id}/wall").text
    assert portal.post("chair", f"/meetings/{meeting_id}/clearings").status_code == 303
    assert "Op de gang" in portal.get("chair", f"/meetings/{meeting_id}/room").text
    assert_hidden(portal, "tax_officer", "/agenda-items/{}", items[0])
    assert_hidden(portal, "tax_officer", "/agenda-items/{}/decisions/new", items[0])


def test_changes_are_told_to_who_follows_and_to_nobody_else(portal: Portal, bakery: UUID) -> None:
    meeting_id, _ = told.running(portal.world, bakery)
    followed = portal.get("detective", f"/meetings/{meeting_id}/live")
    assert followed.headers["content-type"].startswith("text/event-stream")
    assert followed.text.startswith("event: hello")
    assert_hidden(portal, "tax_officer", "/meetings/{}/live", meeting_id)
