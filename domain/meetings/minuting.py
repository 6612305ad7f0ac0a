"""Minutes: a draft for who was there, adopted at the next meeting, and from then on corrected by notes alone."""

from uuid import UUID

from sqlmodel import Session, col, select

from db.tables.meetings import AgendaItem, Minute
from domain import events, guard, rows
from domain.actor import Actor
from domain.errors import Conflict
from domain.events import EventType
from domain.meetings.attending import came_for
from domain.meetings.convening import led, passes
from domain.meetings.reading import standing, state_of, view
from domain.meetings.shapes import MeetingView, MinuteView, WriteMinutes


def write_minutes(session: Session, actor: Actor, item_id: UUID, data: WriteMinutes) -> MinuteView:
    """Write what the minutes say about one case; after they were adopted this is a correction, which stands beside it."""
    item = rows.find(session, AgendaItem, item_id)
    found = led(session, actor, item.meeting_id, "running", "closed", "adopted")
    if not item.opened_at:
        raise Conflict("item-not-open")
    guard.check(session, actor, data)

    final = state_of(found) == "adopted"
    # A draft is for who was there: the rules make it wider only when it was adopted.
    minute_id = rows.add(
        session, actor, Minute, item.case_id, "process", item_id=item_id, case_id=item.case_id, text=data.text,
        kind="correction" if final else "draft", circle=None if final else came_for(session, item),
    )  # fmt: skip

    events.record(
        session, actor, EventType.MEETING_MINUTES_CORRECTED if final else EventType.MEETING_MINUTES_WRITTEN,
        scope_id=item.case_id, case_id=item.case_id, object_id=minute_id, category="process",
        data={"meeting": found.id},
    )  # fmt: skip
    return minute(session, minute_id)


def minute(session: Session, minute_id: UUID) -> MinuteView:
    """One text of the minutes, or NotFound."""
    return MinuteView.model_validate(rows.find(session, Minute, minute_id))


def adopt_minutes(session: Session, actor: Actor, meeting_id: UUID) -> MeetingView:
    """Adopt the minutes: what they say becomes part of each case, for who takes part in it, and never changes again."""
    found = led(session, actor, meeting_id, "closed")

    passes(session, found, "adopted_at")
    for item in session.exec(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, col(AgendaItem.opened_at).is_not(None))
    ).all():
        drafts = rows.in_scope(session, Minute, item.case_id)
        for one in standing([each for each in drafts if each.item_id == item.id]):
            rows.add(
                session, actor, Minute, item.case_id, "process", item_id=item.id, case_id=item.case_id, text=one.text,
                kind="adopted",
            )  # fmt: skip

    events.record(
        session,
        actor,
        EventType.MEETING_MINUTES_ADOPTED,
        scope_id=meeting_id,
        object_id=meeting_id,
        category="meeting",
    )
    return view(session, actor, meeting_id)
