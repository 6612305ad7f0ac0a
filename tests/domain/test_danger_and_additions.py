"""Danger is told to 112 before it comes in, and a signal is added to for as long as somebody works on it."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from db.session import Database
from domain import cases, detection
from domain.calendar import today
from domain.detection import AddToSignal, SignalView
from domain.errors import Invalid, WrongStep
from tests.world import World, build, take_up


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    """The cast."""
    return build(module_database)


def added(world: World, signal_id: UUID, by: str = "inspector") -> SignalView:
    with world.acting(by) as (session, actor):
        return detection.add_to_signal(session, actor, signal_id, AddToSignal(text="Het was een witte bus."))


def seen(world: World, signal_id: UUID, by: str) -> SignalView:
    with world.acting(by) as (session, actor):
        return detection.view(session, actor, signal_id)


@pytest.mark.parametrize(
    ("urgency", "called", "code"), [("danger", False, "call-first"), ("soon", True, "called-without-danger")]
)
def test_danger_comes_in_with_the_word_that_112_was_called(
    world: World, urgency: str, called: bool, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        world.signal(urgency=urgency, emergency_called=called)
    assert [(one.code, one.pointer) for one in refused.value.problems] == [(code, "/emergencyCalled")]
    assert seen(world, world.signal(urgency="danger"), "preparer").emergency_called


def test_what_is_added_in_a_case_is_read_with_the_signal(world: World) -> None:
    signal_id = world.signal()
    world.case(signal_id)
    assert "add" in seen(world, signal_id, "inspector").acts
    added(world, signal_id)
    for reader in ("inspector", "analyst", "case_manager"):
        found = seen(world, signal_id, reader)
        assert [one.text for one in found.additions] == ["Het was een witte bus."], reader
        assert found.status == "taken_up"


def test_what_was_not_taken_up_is_not_added_to_and_says_when_it_goes(world: World) -> None:
    signal_id = world.signal()
    with world.acting("preparer") as (session, actor):
        detection.assess_signal(session, actor, signal_id, take_up(outcome="reject", new_case=None))
    own = seen(world, signal_id, "inspector")
    assert "add" not in own.acts
    assert own.due_on == today() + timedelta(days=14)
    with pytest.raises(WrongStep):
        added(world, signal_id)


def test_how_to_reach_somebody_safely_is_for_fewer_than_the_signal(world: World) -> None:
    signal_id = world.signal(safe_contact="Nooit thuis bellen.")
    told = {
        who: seen(world, signal_id, who).safe_contact for who in ("inspector", "preparer", "case_manager")
    }
    assert set(told.values()) == {"Nooit thuis bellen."}
    # The police prepare, and read the signal; they have no need to call.
    assert seen(world, signal_id, "detective").safe_contact is None
    case_id = world.joined(world.case(signal_id), "police")
    assert seen(world, signal_id, "analyst").safe_contact == "Nooit thuis bellen."

    def reached(who: str, role: str = "victim") -> list[tuple[str | None, str]]:
        subject_id = world.subject(case_id, kind="person", role=role, name=f"Anca {who} {role}")
        with world.acting(who) as (session, actor):
            found = detection.safe_contacts(session, actor, cases.subject(session, actor, subject_id))
        return [(one.number, one.text) for one in found]

    # In its case it stands with who may be a victim, for the same few.
    number = seen(world, signal_id, "analyst").number
    for who in ("case_manager", "analyst"):
        assert reached(who) == [(number, "Nooit thuis bellen.")]
    assert reached("detective") == reached("case_manager", "perpetrator") == []
    # Who reads it without the signal does not learn which signal it is.
    with world.database.session_as("owner") as session:
        session.execute(text("update signals set circle = '{}' where id = :id"), {"id": signal_id})
        session.commit()
    subject_id = world.subject(case_id, kind="person", role="victim", name="Anca")
    with world.acting("case_manager") as (session, actor):
        (one,) = detection.safe_contacts(session, actor, cases.subject(session, actor, subject_id))
    assert (one.signal_id, one.number, one.text) == (None, None, "Nooit thuis bellen.")


def test_what_speaks_against_it_stands_apart_and_nothing_of_it_is_brought_in_by_itself(world: World) -> None:
    origin = world.signal(protect_source=True, contra_indications="Zij had haar paspoort bij zich.")
    assert seen(world, origin, "preparer").contra_indications == "Zij had haar paspoort bij zich."
    written = {"narrative": "Zes mensen.", "task": "Toezicht", "organised_crime_link": "Bemiddelaar."}
    with world.acting("preparer") as (session, actor):
        shown = detection.bring_in(session, actor, origin, detection.BringIn(**written)).id
    assert seen(world, shown, "case_manager").contra_indications == ""
