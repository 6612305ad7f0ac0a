"""Planning a meeting, putting cases on its agenda, convening and starting it."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from db.tables import new_id
from db.tables.cases import Case
from db.tables.meetings import AgendaItem, Meeting
from domain import calendar, cases, events, guard, process, rows
from domain.actor import Actor, StaffRole
from domain.errors import Conflict, Invalid, NotAllowed, Problem
from domain.events import EventType
from domain.meetings.reading import items, state_of, view
from domain.meetings.shapes import (
    SECTIONS,
    AgendaItemView,
    MeetingView,
    PlanMeeting,
    PutOnAgenda,
    State,
)

OPENING: Final = 10
"""Minutes for opening, attendance and earlier actions, before the first case (domain.md 6.2)."""


def plan_meeting(session: Session, actor: Actor, data: PlanMeeting) -> MeetingView:
    """Plan a meeting; nobody is invited before cases are on its agenda and it is convened."""
    actor.require_riec(StaffRole.CHAIR)
    guard.check(session, actor, data)
    begins, ends = _moments(data)

    meeting_id = new_id()
    session.execute(text("select open_meeting(:id)"), {"id": meeting_id})
    rows.add(
        session, actor, Meeting, meeting_id, "meeting", id=meeting_id, theme=data.theme, place=data.place,
        starts_at=begins, ends_at=ends,
    )  # fmt: skip

    record(session, actor, EventType.MEETING_PLANNED, meeting_id)
    return view(session, actor, meeting_id)


def move_meeting(session: Session, actor: Actor, meeting_id: UUID, data: PlanMeeting) -> MeetingView:
    """Hold it at another time or place; who was invited is told."""
    found = led(session, actor, meeting_id, "planned", "convened")
    guard.check(session, actor, data)
    found.starts_at, found.ends_at = _moments(data)
    found.theme, found.place = data.theme, data.place
    session.add(found)
    session.flush()

    record(session, actor, EventType.MEETING_MOVED, meeting_id)
    return view(session, actor, meeting_id)


def _moments(data: PlanMeeting) -> tuple[datetime, datetime]:
    """From when until when."""
    begins, ends = _at(data.on, data.begins), _at(data.on, data.ends)
    if ends <= begins:
        raise Invalid(Problem("meeting-ends-first", "/ends"))
    return begins, ends


def _at(on: date, clock: str) -> datetime:
    """That time of that day, in the Netherlands."""
    return datetime.combine(on, time.fromisoformat(clock), calendar.NETHERLANDS)


def put_on_agenda(session: Session, actor: Actor, meeting_id: UUID, data: PutOnAgenda) -> AgendaItemView:
    """Put a case on the agenda; whoever takes part in it is invited, and told of no other case."""
    found = led(session, actor, meeting_id, "planned", "convened", "running")
    guard.check(session, actor, data)
    hold_agenda(session, meeting_id)
    agenda = _agenda(session, meeting_id)
    problem = _unfit(session, agenda, data.case_id)
    if problem:
        raise Invalid(Problem(problem, "/caseId"))

    item_id = rows.add(
        session, actor, AgendaItem, data.case_id, "process", meeting_id=meeting_id,
        circle=None if found.convened_at else [],
        place=max([OPENING, *(one.place + one.minutes for one in agenda)]),
        **data.model_dump(include={"case_id", "section", "minutes", "question"}),
    )  # fmt: skip

    record_of(
        session, actor, EventType.MEETING_CASE_PUT_ON_AGENDA, found, rows.find(session, AgendaItem, item_id)
    )
    return rows.one_of(items(session, found), item_id)


def _unfit(session: Session, agenda: Sequence[AgendaItem], case_id: UUID) -> str | None:
    """Why a case cannot be put on this agenda; a case that does not exist for the chair is as one that is unknown."""
    if session.get(Case, case_id) is None:
        return "case-unknown"
    if cases.line(session, case_id).sealed:
        return "case-closed-already"
    if case_id in {one.case_id for one in agenda}:
        return "on-agenda-already"
    return None


def _agenda(session: Session, meeting_id: UUID) -> list[AgendaItem]:
    query = select(AgendaItem).where(
        AgendaItem.meeting_id == meeting_id, col(AgendaItem.removed_at).is_(None)
    )
    return list(session.exec(query.order_by(col(AgendaItem.place), col(AgendaItem.id))))


def take_off_agenda(session: Session, actor: Actor, item_id: UUID) -> MeetingView:
    """Take a case off the agenda before it was discussed."""
    item = rows.find(session, AgendaItem, item_id)
    found = led(session, actor, item.meeting_id, "planned", "convened", "running")
    if item.opened_at or item.removed_at:
        raise Conflict("item-discussed")

    passes(session, item, "removed_at")

    record_of(session, actor, EventType.MEETING_CASE_TAKEN_OFF_AGENDA, found, item)
    return view(session, actor, item.meeting_id)


def convene(session: Session, actor: Actor, meeting_id: UUID) -> MeetingView:
    """Send the agenda: from now on the invited find the meeting, and what they have to prepare for their own cases."""
    found = led(session, actor, meeting_id, "planned")
    agenda = _agenda(session, meeting_id)
    if not agenda:
        raise Conflict("agenda-empty")

    _set_times(session, agenda)
    passes(session, found, "convened_at")

    for one in agenda:
        record_of(session, actor, EventType.MEETING_CASE_PUT_ON_AGENDA, found, one)
    record(session, actor, EventType.MEETING_CONVENED, meeting_id)
    return view(session, actor, meeting_id)


def _set_times(session: Session, agenda: Sequence[AgendaItem]) -> None:
    """New cases first, evaluations last (domain.md 6.2); each gets its time, which is all that partners learn of the rest."""
    begins = OPENING
    for one in sorted(agenda, key=lambda one: (SECTIONS.index(one.section), one.place)):
        one.place = begins
        begins += one.minutes
        session.add(one)


def start(session: Session, actor: Actor, meeting_id: UUID) -> MeetingView:
    """Open the meeting."""
    found = led(session, actor, meeting_id, "convened")

    passes(session, found, "started_at")

    record(session, actor, EventType.MEETING_STARTED, meeting_id)
    return view(session, actor, meeting_id)


def record_of(session: Session, actor: Actor, kind: EventType, found: Meeting, item: AgendaItem) -> None:
    """What happens with a case on the agenda is told in that case, once the agenda was sent; until then in the meeting."""
    told = (
        {"scope_id": item.case_id, "case_id": item.case_id} if found.convened_at else {"scope_id": found.id}
    )
    events.record(
        session, actor, kind, **told, object_id=item.id, category="process" if found.convened_at else "meeting",
        data={"meeting": found.id, "section": item.section},
    )  # fmt: skip


def led(session: Session, actor: Actor, meeting_id: UUID, *states: State) -> Meeting:
    """The meeting, when this person leads it and it stands where the act is possible."""
    found = rows.find(session, Meeting, meeting_id)
    actor.require_riec(StaffRole.CHAIR)
    if found.owner_id != actor.organisation_id:
        raise NotAllowed("riec-only")
    if state_of(found) not in states:
        raise Conflict("meeting-not-there-yet", state=state_of(found))
    return found


def passes(session: Session, found: Meeting | AgendaItem, moment: str) -> None:
    """Let a moment of a meeting pass, by the clock of the database."""
    session.flush()
    session.execute(
        text(f"update {found.__tablename__} set {moment} = clock() where id = :id"),  # noqa: S608 - our own names
        {"id": found.id},
    )
    session.refresh(found)


def hold_agenda(session: Session, meeting_id: UUID) -> None:
    """Who changes the agenda of a meeting changes it alone until the end of the transaction."""
    process.alone(session, f"meeting {meeting_id}")


def record(session: Session, actor: Actor, kind: EventType, meeting_id: UUID) -> None:
    """What happens with a meeting is told in the meeting."""
    events.record(session, actor, kind, scope_id=meeting_id, object_id=meeting_id, category="meeting")
