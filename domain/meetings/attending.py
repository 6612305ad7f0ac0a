"""Who is in the room, who may stay for the case on the table, and whether there are enough to decide."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from db.tables.meetings import AgendaItem, Attendance
from domain import access, cases, events, rows
from domain.actor import Actor
from domain.errors import Conflict, Invalid, Problem
from domain.events import EventType
from domain.meetings.convening import led
from domain.meetings.reading import on_the_table
from domain.meetings.shapes import ExpectedPerson, NoteAttendance, RoomView

ENOUGH_PARTNERS: Final = 2
"""Partners of the case in the room, beside the RIEC, without which nothing is decided: a case is of several (BGS 2.16(d))."""

_EXPECTED = text("select * from expected(:meeting)")
_MAY_STAY = text("select person from may_stay(:case, cast(:people as uuid[])) person")


def note_attendance(session: Session, actor: Actor, meeting_id: UUID, *noted: NoteAttendance) -> RoomView:
    """Note that somebody, or several at once, came in, waits in the corridor or left; the wall follows at once."""
    led(session, actor, meeting_id, "convened", "running")
    expected = {one["person_id"] for one in _expected(session, meeting_id)}
    if not expected.issuperset(one.person_id for one in noted):
        raise Invalid(Problem("person-not-expected", "/personId"))

    ids = rows.add_all(
        session, actor, Attendance, meeting_id, "attendance",
        [{"meeting_id": meeting_id, **one.model_dump()} for one in noted],
    )  # fmt: skip

    for attendance_id, one in zip(ids, noted, strict=True):
        events.record(
            session, actor, EventType.MEETING_ATTENDANCE_NOTED, scope_id=meeting_id, object_id=attendance_id,
            category="attendance", data={"person": one.person_id, "whereabouts": one.whereabouts},
        )  # fmt: skip
    return room_view(session, actor, meeting_id)


def clear_room(session: Session, actor: Actor, meeting_id: UUID) -> RoomView:
    """Everybody who may not stay for the case on the table waits in the corridor."""
    led(session, actor, meeting_id, "running")
    found = room_view(session, actor, meeting_id)
    out = [one for one in found.people if one.whereabouts == "room" and one.may_stay is False]
    if not out:
        raise Conflict("nobody-to-leave")

    return note_attendance(
        session, actor, meeting_id,
        *(NoteAttendance(person_id=one.person_id, whereabouts="corridor", mandate=one.mandate) for one in out),
    )  # fmt: skip


def room(session: Session, actor: Actor, meeting_id: UUID) -> RoomView:
    """The room, read on the record."""
    led(session, actor, meeting_id, "convened", "running", "closed", "adopted")
    found = room_view(session, actor, meeting_id)
    access.consulted(session, actor, "attendance", scope_id=meeting_id, object_ids=[meeting_id])
    return found


def room_view(session: Session, actor: Actor, meeting_id: UUID) -> RoomView:
    """Who is expected, who is where, and who of them may stay for the case on the table."""
    latest = whereabouts(session, meeting_id)
    expected = _expected(session, meeting_id)
    item = on_the_table(session, meeting_id=meeting_id)
    staying = _staying(session, item.case_id, [one["person_id"] for one in expected]) if item else None
    people = [_person(one, latest.get(one["person_id"]), staying) for one in expected]
    inside = [one for one in people if one.whereabouts == "room"]
    partners = {
        one.organisation_id for one in inside if one.may_stay and one.organisation_id != actor.organisation_id
    }
    outsiders = sum(one.may_stay is False for one in inside)
    return RoomView(
        meeting_id=meeting_id, people=people, on_the_table=item.id if item else None, outsiders=outsiders,
        partners=len(partners), quorum=item is not None and not outsiders and len(partners) >= ENOUGH_PARTNERS,
    )  # fmt: skip


def _expected(session: Session, meeting_id: UUID) -> Sequence[Mapping[str, Any]]:
    return [dict(one) for one in session.execute(_EXPECTED, {"meeting": meeting_id}).mappings()]


def _person(one: Mapping[str, Any], found: Attendance | None, staying: set[UUID] | None) -> ExpectedPerson:
    return ExpectedPerson(
        person_id=one["person_id"], name=one["name"], function_title=one["function_title"],
        organisation_id=one["organisation_id"], organisation=one["organisation"],
        whereabouts=found.whereabouts if found else "expected", mandated=one["mandated"], mandate=found.mandate if found else False,
        may_stay=None if staying is None else one["person_id"] in staying,
    )  # fmt: skip


def whereabouts(session: Session, meeting_id: UUID) -> dict[UUID, Attendance]:
    """The last that was noted of each person."""
    query = select(Attendance).where(Attendance.meeting_id == meeting_id).order_by(col(Attendance.id))
    return {one.person_id: one for one in session.exec(query)}


def in_room(session: Session, meeting_id: UUID) -> list[UUID]:
    """The persons who are in the room now."""
    return [key for key, one in whereabouts(session, meeting_id).items() if one.whereabouts == "room"]


def came_for(session: Session, item: AgendaItem) -> list[UUID]:
    """Who was in the room at some time of the meeting, and takes part in this case."""
    query = select(Attendance).where(
        Attendance.meeting_id == item.meeting_id, Attendance.whereabouts == "room"
    )
    came = {one.person_id for one in session.exec(query)}
    return sorted(_staying(session, item.case_id, came))


def _staying(session: Session, case_id: UUID, people: Iterable[UUID]) -> set[UUID]:
    found = session.execute(_MAY_STAY, {"case": case_id, "people": list(people)})
    return set(found.scalars())


class Presence:
    """Who decides: the organisations in the room, those of the case that are not, and the persons who are there."""

    def __init__(self, session: Session, actor: Actor, item: AgendaItem) -> None:
        found = room_view(session, actor, item.meeting_id)
        self._item, self._room = item, found
        # Who may not stay for the case decides nothing of it, also when nobody has sent them out yet.
        inside = [one for one in found.people if one.whereabouts == "room" and one.may_stay]
        taking_part = {one.organisation_id for one in cases.participants(session, item.case_id)}
        self.persons = [one.person_id for one in inside]
        self.present = {one.organisation_id for one in inside} | {actor.organisation_id}
        self.absent = taking_part - self.present
        self.taking_part = taking_part

    def deciding(self) -> "Presence":
        """Those who may decide: with the case on the table, no outsiders, and enough partners; else a Conflict."""
        if self._room.on_the_table != self._item.id:
            raise Conflict("item-not-open")
        if self._room.outsiders:
            raise Conflict("outsiders-in-room", outsiders=self._room.outsiders)
        if not self._room.quorum:
            raise Conflict("quorum-left", present=self._room.partners, needed=ENOUGH_PARTNERS)
        return self
