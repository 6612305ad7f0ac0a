"""A meeting tells each partner of its own cases only: not that there are others, not who comes for them, not when.

The police take part in the case of the bakery, and not in that of the orchard, which is on the same agenda.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from db.session import Database
from domain import circle, meetings, weighing
from domain.errors import Conflict
from domain.meetings import WriteMinutes
from tests.access_matrix.lines import in_days
from tests.api.caller import API, Caller, calling, without_request_id
from tests.api.test_leaks import everything
from tests.api.test_meetings import PLANNED
from tests.domain import meeting
from tests.world import a_weighing


@pytest.fixture(scope="module")
def caller(module_database: Database) -> Iterator[Caller]:
    """The app and its people."""
    with calling(module_database) as made:
        yield made


@pytest.fixture
def bakery(caller: Caller) -> UUID:
    """A case of the municipality, the police and the labour inspectorate."""
    return caller.world.joined(caller.world.case(), "police", "inspectorate")


@pytest.fixture
def orchard(caller: Caller) -> UUID:
    """Another, in which the tax service takes part and the police do not."""
    return caller.world.joined(caller.world.case(), "tax")


def settled(caller: Caller, who: str, case_id: UUID, subject_id: UUID, *more: str) -> dict[str, Any]:
    """All that somebody reads who looked before: the start page tells what changed since."""
    everything(caller, who, case_id, subject_id)
    return read(caller, who, case_id, subject_id, *more)


def read(caller: Caller, who: str, case_id: UUID, subject_id: UUID, *more: str) -> dict[str, Any]:
    paths = ("/meetings", "/notices", f"/cases/{case_id}/decisions", f"/cases/{case_id}/actions", *more)
    answers = {path: without_request_id(caller.get(who, API + path)) for path in paths}
    return {**everything(caller, who, case_id, subject_id), **answers}


def test_what_happens_with_another_case_leaves_no_trace(caller: Caller, bakery: UUID, orchard: UUID) -> None:
    world = caller.world
    subject_id = world.subject(bakery)
    meeting_id, (item_id,) = meeting.running(world, bakery, present=("detective", "inspector"))
    at = f"/meetings/{meeting_id}"
    caller.done("chair", f"/agenda-items/{item_id}/minutes", {"text": "De politie begint."})
    caller.done("chair", f"/agenda-items/{item_id}/closings", None)
    more = (at, f"{at}/minutes", f"{at}/preparation", f"/agenda-items/{item_id}", f"/bases/{meeting_id}",
            f"/bases/{item_id}")  # fmt: skip
    before = settled(caller, "detective", bakery, subject_id, *more)

    put = {"caseId": str(orchard), "section": "new", "question": "Is dit geheim?"}
    other = caller.done("chair", f"{at}/agenda-items", put)["id"]
    meeting.comes(world, meeting_id, "tax_officer")
    meeting.comes(world, meeting_id, "permit_officer")
    caller.done("chair", f"/agenda-items/{other}/openings", None)
    caller.done("chair", f"{at}/clearings", None)
    decided = meeting.decided(world, UUID(other), responsible_id=world.organisations["tax"]).id
    action = caller.done("chair", f"/agenda-items/{other}/actions", {
        "text": "Omzet nagaan.", "organisationId": str(world.organisations["tax"]), "dueOn": in_days(9),
    })["id"]  # fmt: skip
    caller.done("chair", f"/agenda-items/{other}/minutes", {"text": "Geheim."})
    caller.done("chair", f"/agenda-items/{other}/closings", None)

    assert read(caller, "detective", bakery, subject_id, *more) == before
    for path in (f"/agenda-items/{other}", f"/actions/{action}", f"/bases/{other}", f"/bases/{decided}"):
        assert caller.get("detective", API + path).status_code == 404
        assert caller.get("tax_officer", API + path).status_code == 200


def test_an_agenda_that_was_not_sent_leaves_no_trace(caller: Caller, bakery: UUID) -> None:
    """Also of a case that was put on it and taken off again; and then each is told once."""
    subject_id = caller.world.subject(bakery)
    before = settled(caller, "detective", bakery, subject_id)
    meeting_id = caller.done("chair", "/meetings", PLANNED)["id"]
    put = {"caseId": str(bakery)}
    first = caller.done("chair", f"/meetings/{meeting_id}/agenda-items", put)["id"]
    caller.done("chair", f"/agenda-items/{first}/removals", None)
    second = caller.done("chair", f"/meetings/{meeting_id}/agenda-items", put)["id"]

    assert read(caller, "detective", bakery, subject_id) == before
    for found in (meeting_id, first, second):
        assert caller.get("detective", f"{API}/bases/{found}").status_code == 404

    caller.done("chair", f"/meetings/{meeting_id}/convenings", None)
    assert caller.get("detective", f"{API}/bases/{second}").status_code == 200
    assert caller.get("detective", f"{API}/bases/{first}").status_code == 404
    told = [one["type"] for one in caller.seen("detective", f"/cases/{bakery}/events")["items"]]
    assert told.count("meeting.case_put_on_agenda") == 1
    assert "meeting.case_taken_off_agenda" not in told


def test_a_colleague_who_may_not_know_of_the_case_knows_of_no_meeting(caller: Caller, bakery: UUID) -> None:
    """Neither when others are named in it, nor when somebody is barred from it."""
    world = caller.world
    municipality = world.organisations["zuidstad"]
    with world.acting("chair") as (session, actor):
        named = circle.Decide(
            kind="named", organisation_id=municipality, reason="Nodig.", person_ids=[world.people["permit_officer"]]
        )  # fmt: skip
        circle.decide(session, actor, bakery, named)
    with world.acting("detective") as (session, actor):
        barred = circle.Decide(
            kind="barred", organisation_id=world.organisations["police"], reason="Familie.",
            person_ids=[world.people["detective"]],
        )  # fmt: skip
        circle.decide(session, actor, bakery, barred)
    meeting_id, _ = meeting.convened(world, bakery)
    assert caller.seen("permit_officer", f"/meetings/{meeting_id}")
    for who in ("case_manager", "detective"):
        assert caller.seen(who, f"/meetings/{meeting_id}") is None
        assert caller.get(who, f"{API}/bases/{meeting_id}").status_code == 404
        assert str(meeting_id) not in caller.get(who, f"{API}/meetings").text
        assert str(meeting_id) not in caller.get(who, "/").text


def test_whose_case_was_taken_off_finds_no_meeting_any_more(
    caller: Caller, bakery: UUID, orchard: UUID
) -> None:
    meeting_id, items = meeting.convened(caller.world, bakery, orchard)
    caller.done("chair", f"/agenda-items/{items[0]}/removals", None)
    assert caller.seen("detective", f"/meetings/{meeting_id}") is None
    assert [one["id"] for one in caller.seen("tax_officer", f"/meetings/{meeting_id}")["items"]] == [
        str(items[1])
    ]


def test_the_invited_do_not_know_who_else_is(caller: Caller, bakery: UUID, orchard: UUID) -> None:
    """Not over the API, and not in the database either."""
    meeting_id, _ = meeting.convened(caller.world, bakery, orchard)
    asked = {"meeting": meeting_id}
    for who, how_many in (("chair", 5), ("detective", 0), ("tax_officer", 0)):
        with caller.world.acting(who) as (session, _actor):
            found = session.execute(text("select name from participants_of(:meeting)"), asked).scalars()
            assert len(set(found)) == how_many
            seated = session.execute(
                text("select organisation_id from participations where scope_id = :meeting"), asked
            ).scalars()
            assert set(seated) == {_actor.organisation_id}
            assert bool(session.execute(text("select * from expected(:meeting)"), asked).all()) == bool(
                how_many
            )
        assert caller.get(who, f"{API}/meetings/{meeting_id}/room").status_code == (200 if how_many else 403)


def test_who_joins_the_case_finds_the_meeting(caller: Caller, bakery: UUID) -> None:
    meeting_id, _ = meeting.convened(caller.world, bakery)
    assert caller.seen("tax_officer", f"/meetings/{meeting_id}") is None
    caller.world.joined(bakery, "tax")
    assert len(caller.seen("tax_officer", f"/meetings/{meeting_id}")["items"]) == 1


def test_a_draft_names_only_who_takes_part_in_its_case(caller: Caller, bakery: UUID, orchard: UUID) -> None:
    world = caller.world
    meeting_id, items = meeting.running(world, bakery, orchard, present=("detective", "tax_officer"))
    meeting.comes(world, meeting_id, "inspector", "gone")
    with world.acting("chair") as (session, actor):
        meetings.write_minutes(session, actor, items[0], WriteMinutes(text="Eerst."))
    with world.database.session_as("owner") as session:
        circles = session.execute(
            text("select circle from minutes where item_id = :item"), {"item": items[0]}
        )
        assert circles.scalars().all() == [[world.people["detective"]]]


def test_where_it_was_decided_is_told_to_whoever_may_look_there(caller: Caller, bakery: UUID) -> None:
    """Of a weighing a partner later knows only that it was."""
    world = caller.world
    subject_id = world.concluded(world.subject(bakery))
    meeting.running(world, bakery, present=("detective", "inspector"))
    with world.acting("chair") as (session, actor):
        weighing.weigh(session, actor, subject_id, a_weighing(few_opinions_reason="In het overleg."))
    for who, tells in (("chair", True), ("detective", False)):
        (made,) = caller.seen(who, f"/cases/{bakery}/decisions")["items"]
        assert (made["kind"], bool(made["evidenceId"])) == ("B10", tells)


def test_who_may_no_longer_be_there_is_seen_to_be_there(caller: Caller, bakery: UUID) -> None:
    """An admission that ended, or an account that was closed, in the middle of a meeting."""
    world = caller.world
    meeting_id, items = meeting.running(world, bakery, present=("detective", "inspector", "permit_officer"))
    person = {"person": world.people["permit_officer"]}
    with world.database.session_as("owner") as session:
        session.execute(text("update actors set active = false where id = :person"), person)
        session.commit()
    try:
        with pytest.raises(Conflict) as refused:
            meeting.decided(world, items[0])
        assert refused.value.code == "outsiders-in-room"
        answer = caller.get("chair", f"{API}/meetings/{meeting_id}/wall")
        assert (answer.status_code, answer.json()["code"]) == (409, "outsiders-in-room")
        caller.done("chair", f"/meetings/{meeting_id}/clearings", None)
        assert meeting.decided(world, items[0])
        assert caller.seen("chair", f"/meetings/{meeting_id}/wall")["caseNumber"]
    finally:
        with world.database.session_as("owner") as session:
            session.execute(text("update actors set active = true where id = :person"), person)
            session.commit()
