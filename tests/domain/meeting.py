"""A case meeting on its way, step by step, as the tests need it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain import meetings
from domain.calendar import today
from domain.meetings import (
    MeetingDecisionView,
    MeetingView,
    NoteAttendance,
    PlanMeeting,
    PutOnAgenda,
    RoomView,
    TakeDecision,
    WallView,
)
from tests.world import World

MOTIVES = {
    "necessity": "Zonder onderzoek gaat het door.",
    "proportionality": "Het raakt alleen het bedrijf.",
    "subsidiarity": "Een waarschuwing hielp niet.",
}


def planned(world: World, by: str = "chair", **changed: Any) -> UUID:
    """A meeting of next week, with nothing on its agenda."""
    data = PlanMeeting(**{
        "theme": "Casusoverleg Zuid", "place": "Stadhuis", "on": today() + timedelta(days=7), "begins": "13:30",
        "ends": "16:30", **changed,
    })  # fmt: skip
    with world.acting(by) as (session, actor):
        return meetings.plan_meeting(session, actor, data).id


def on_agenda(world: World, meeting_id: UUID, case_id: UUID, **changed: Any) -> UUID:
    """A case on its agenda."""
    with world.acting("chair") as (session, actor):
        return meetings.put_on_agenda(session, actor, meeting_id, PutOnAgenda(case_id=case_id, **changed)).id


def convened(world: World, *case_ids: UUID) -> tuple[UUID, list[UUID]]:
    """A meeting that was convened about these cases, and its items."""
    meeting_id = planned(world)
    items = [on_agenda(world, meeting_id, one) for one in case_ids]
    with world.acting("chair") as (session, actor):
        meetings.convene(session, actor, meeting_id)
    return meeting_id, items


def running(world: World, *case_ids: UUID, present: tuple[str, ...] = ()) -> tuple[UUID, list[UUID]]:
    """A meeting that has begun, with these persons in the room and its first case on the table."""
    meeting_id, items = convened(world, *case_ids)
    with world.acting("chair") as (session, actor):
        meetings.start(session, actor, meeting_id)
        meetings.open_item(session, actor, items[0])
    for name in present:
        comes(world, meeting_id, name)
    return meeting_id, items


def comes(world: World, meeting_id: UUID, name: str, whereabouts: str = "room") -> RoomView:
    """Somebody comes in, or goes."""
    data = NoteAttendance.model_validate({"personId": world.people[name], "whereabouts": whereabouts})
    with world.acting("chair") as (session, actor):
        return meetings.note_attendance(session, actor, meeting_id, data)


def decided(world: World, item_id: UUID, kind: str = "B16", **changed: Any) -> MeetingDecisionView:
    """What is decided with the case on the table."""
    data = TakeDecision(**{
        "kind": kind, "text": "De politie begint een onderzoek.", "responsible_id": world.organisations["police"],
        **MOTIVES, **changed,
    })  # fmt: skip
    with world.acting("chair") as (session, actor):
        return meetings.decide(session, actor, item_id, data)


@contextmanager
def before_the_wall(world: World, meeting_id: UUID) -> Iterator[tuple[Session, list[UUID]]]:
    """The session of everybody who stands before the wall."""
    with world.acting("chair") as (session, actor):
        people = meetings.people_before_the_wall(session, actor, meeting_id)
    with world.database.session_for(*people) as together, together.begin():
        yield together, people


def on_the_wall(world: World, meeting_id: UUID) -> WallView:
    """What the wall shows."""
    with before_the_wall(world, meeting_id) as (together, people):
        return meetings.wall(together, people, meeting_id)


def seen(world: World, by: str, meeting_id: UUID) -> MeetingView:
    """The meeting as somebody sees it."""
    with world.acting(by) as (session, actor):
        return meetings.meeting(session, actor, meeting_id)
