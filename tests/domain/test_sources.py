"""A signal whose source stays behind the RIEC: what tells it, to whom, and how two people lift it for one."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.session import Database
from db.tables import new_id
from domain import audit, cases, detection, search, timeline, worklist
from domain.audit import AskLog
from domain.detection import AskUnmasking, BringIn, DecideUnmasking
from domain.errors import Conflict, NotAllowed, NotFound
from tests.world import World, build, take_up

WRITTEN = BringIn(
    narrative="Bij een bakkerij sliepen zes mensen.", task="Toezicht", organised_crime_link="Bemiddelaar."
)


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    """The cast."""
    return build(module_database)


@pytest.fixture
def origin(world: World) -> UUID:
    """What the inspectorate reported, with its source protected."""
    return world.signal("inspector", protect_source=True, reference="NLA-7")


@pytest.fixture
def shown(world: World, origin: UUID) -> UUID:
    """What the RIEC wrote of it."""
    with world.acting("preparer") as (session, actor):
        return detection.bring_in(session, actor, origin, WRITTEN).id


def seen(world: World, who: str, signal_id: UUID) -> Any:
    with world.acting(who) as (session, actor):
        try:
            return detection.signal(session, actor, signal_id)
        except NotFound:
            return None


def test_nobody_but_the_intake_sees_what_was_reported(world: World, origin: UUID) -> None:
    """Not the municipality it lies in, not the rest of the RIEC."""
    seeing = {who for who in world.people if seen(world, who, origin)}
    assert seeing == {"inspector", "preparer"}


def test_what_the_riec_writes_is_for_the_others_and_names_nobody(
    world: World, origin: UUID, shown: UUID
) -> None:
    """Owner, number, reference and moment are those of the RIEC."""
    for who in ("permit_officer", "chair", "analyst", "preparer"):
        found = seen(world, who, shown)
        assert found.source_protected
        assert found.owner == "RIEC Riva"
        assert "Arbeidsinspectie" not in found.model_dump_json()
        assert found.reference is None
        assert found.origin_id == (origin if who == "preparer" else None)
    assert seen(world, "inspector", shown) is None
    assert seen(world, "permit_officer", shown).number != seen(world, "preparer", origin).number


def test_no_way_out_tells_the_source(world: World, origin: UUID, shown: UUID) -> None:
    """Lists, search, participants, events and the log of who controls."""
    reporter = world.organisations["inspectorate"]
    with world.acting("preparer") as (session, actor):
        case_id = detection.assess_signal(session, actor, shown, take_up()).assessments[0].case_id
    assert case_id
    world.joined(case_id, "police")
    for who in ("permit_officer", "chair", "analyst", "detective", "case_manager"):
        with world.acting(who) as (session, actor):
            listed, _ = detection.signals(session, actor)
            assert origin not in {one.id for one in listed}
            told = timeline.timeline(session, actor, case_id).model_dump_json()
            assert "Arbeidsinspectie" not in told
            assert {
                one.organisation_id for one in cases.case(session, actor, case_id).participants
            }.isdisjoint({reporter})
            everything = session.execute(
                text(
                    "select scope_id from records where owner_id = :reporter and scope_id in (:origin, :shown, :case)"
                    " union all select scope_id from events where organisation_id = :reporter and scope_id in (:origin, :shown, :case)"
                    " union all select scope_id from participations where organisation_id = :reporter"
                    "    and scope_id in (:origin, :shown, :case)"
                ),
                {"reporter": reporter, "origin": origin, "shown": shown, "case": case_id},
            ).all()
            assert everything == []
            hits = search.search(session, actor, search.Search(query="oven", purpose="Toets")).items
            assert origin not in {one.id for one in hits}


def test_how_to_reach_somebody_is_written_anew(world: World) -> None:
    """Whose social worker it is tells who reported it; what the RIEC writes of it is for the municipality."""
    theirs = "Via Anna van de Arbeidsinspectie."
    for written in ("", "Nooit thuis bellen."):
        origin = world.signal("inspector", protect_source=True, safe_contact=theirs)
        with world.acting("preparer") as (session, actor):
            said = WRITTEN.model_copy(update={"safe_contact": written})
            shown = detection.bring_in(session, actor, origin, said).id
        assert seen(world, "case_manager", shown).safe_contact == (written or None)
        assert seen(world, "preparer", origin).safe_contact == theirs


def test_its_reporter_follows_what_becomes_of_it(world: World, origin: UUID, shown: UUID) -> None:
    with world.acting("preparer") as (session, actor):
        detection.assess_signal(session, actor, shown, take_up())
    found = seen(world, "inspector", origin)
    assert (found.status, found.step) == ("taken_up", "dossier")


def test_it_is_brought_in_before_it_is_assessed_and_once(world: World, origin: UUID) -> None:
    with world.acting("preparer") as (session, actor), pytest.raises(Conflict, match="source-not-brought-in"):
        detection.assess_signal(session, actor, origin, take_up())
    with world.acting("chair") as (session, actor), pytest.raises(NotFound):
        detection.bring_in(session, actor, origin, WRITTEN)
    with world.acting("chair") as (session, _), pytest.raises(DBAPIError, match="no such signal"):
        session.execute(text("select open_brought_in(:id, :origin)"), {"id": new_id(), "origin": origin})


def test_once_it_was_brought_in_only_what_the_riec_wrote_waits_for_a_decision(
    world: World, origin: UUID
) -> None:
    """Also after it was sent back: its reporter has something to add to, and nobody decides on that account."""

    def waits(signal_id: UUID, who: str = "preparer") -> tuple[bool, bool]:
        with world.acting(who) as (session, actor):
            board = {one.id for one in detection.board(session, actor).items} if who == "preparer" else set()
            return signal_id in board, signal_id in {one.id for one in worklist.tasks(session, actor)}

    assert waits(origin) == (True, True)
    with world.acting("preparer") as (session, actor):
        shown = detection.bring_in(session, actor, origin, WRITTEN).id
    assert (waits(origin), waits(shown)) == ((False, False), (True, True))
    with world.acting("preparer") as (session, actor):
        back = take_up(outcome="send_back", new_case=None, within_region=False)
        detection.assess_signal(session, actor, shown, back)
    assert waits(origin) == (False, False)
    assert waits(origin, "inspector") == (False, True)


def test_the_logs_do_not_say_who_reported(world: World, origin: UUID, shown: UUID) -> None:
    """Neither by a line nor by a question for the lines of one organisation or person."""
    seen(world, "inspector", origin)
    number = seen(world, "preparer", shown).number
    for asked in (AskLog(about=number), AskLog(about=number, organisation=world.organisations["inspectorate"]),
                  AskLog(about=number, person=world.people["inspector"])):  # fmt: skip
        for read in (audit.log_of_events, audit.log_of_access):
            with world.acting("auditor") as (session, actor):
                lines, _ = read(session, actor, asked)
            assert "Arbeidsinspectie" not in str(lines)
            assert str(world.people["inspector"]) not in str(lines)
            assert bool(lines) == (asked.organisation is None and asked.person is None)


def asked(world: World, shown: UUID, who: str = "chair") -> UUID:
    with world.acting(who) as (session, actor):
        return detection.ask_unmasking(session, actor, shown, AskUnmasking(reason="Bewijs.")).id


def decided(world: World, who: str, unmasking_id: UUID, granted: bool = True) -> None:
    with world.acting(who) as (session, actor):
        detection.decide_unmasking(session, actor, unmasking_id, DecideUnmasking(granted=granted))


def test_two_people_let_one_see_the_source(world: World, origin: UUID, shown: UUID) -> None:
    """Who asked, and nobody else; the reporter is told."""
    request = asked(world, shown)
    assert seen(world, "chair", origin) is None
    decided(world, "dpo", request)
    assert seen(world, "chair", origin).owner == "Arbeidsinspectie"
    assert seen(world, "chair", shown).origin_id == origin
    assert seen(world, "analyst", origin) is None
    with world.acting("inspector") as (session, _):
        told = session.execute(
            text("select count(*) from events where type = 'detection.source_unmasked' and scope_id = :id"),
            {"id": origin},
        ).scalar_one()
    assert told == 1


def test_a_refusal_shows_nothing(world: World, origin: UUID, shown: UUID) -> None:
    request = asked(world, shown)
    decided(world, "dpo", request, granted=False)
    assert seen(world, "chair", origin) is None
    with world.acting("dpo") as (session, actor), pytest.raises(Conflict, match="unmasking-decided"):
        detection.decide_unmasking(session, actor, request, DecideUnmasking(granted=True))


def test_nobody_decides_on_what_they_asked(world: World, origin: UUID, shown: UUID) -> None:
    """Nor past the verb, nor who has another role."""
    request = asked(world, shown)
    with pytest.raises(NotAllowed, match="a-second-person"):
        decided(world, "chair", request)
    for who in ("chair", "preparer", "analyst", "detective", "inspector", "auditor"):
        with world.acting(who) as (session, _), pytest.raises(DBAPIError):
            session.execute(text("select decide_unmasking(:id, true, '')"), {"id": request})
    assert seen(world, "chair", origin) is None


@pytest.mark.parametrize("who", ["analyst", "permit_officer", "dpo"])
def test_who_has_no_business_with_it_cannot_ask(world: World, shown: UUID, who: str) -> None:
    with world.acting(who) as (session, actor), pytest.raises((NotAllowed, NotFound)):
        detection.ask_unmasking(session, actor, shown, AskUnmasking(reason="Nieuwsgierig."))
    with world.acting(who) as (session, _), pytest.raises(DBAPIError):
        session.execute(text("select ask_unmasking(:id, :signal, 'x')"), {"id": new_id(), "signal": shown})
