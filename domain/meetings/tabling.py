"""Putting a case on the table and taking it off; and closing the meeting, when the table is cleared for good."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from db.tables.meetings import AgendaItem, Meeting
from domain import rows
from domain.actor import Actor
from domain.errors import Conflict
from domain.events import EventType
from domain.meetings.attending import Presence
from domain.meetings.convening import hold_agenda, led, passes, record, record_of
from domain.meetings.deciding import note_decision, write_decision
from domain.meetings.reading import item_view, items, on_the_table, view
from domain.meetings.shapes import AgendaItemView, MeetingView

_REPLIES: Final = text("""
select r.id, r.outcome, i.subject_id, i.partner_id
  from replies r join interventions i on i.id = r.intervention_id join subjects s on s.id = i.subject_id
 where s.case_id = :case and r.created_at >= :opened order by r.id
""")
_ANSWERED: Final = {"accepted": "B12", "refused": "B13", "deferred": "B13"}


def open_item(session: Session, actor: Actor, item_id: UUID) -> AgendaItemView:
    """Put a case on the table; the one before it is closed."""
    item, found = _at_the_table(session, actor, item_id)
    if item.removed_at or (item.opened_at and not item.closed_at):
        raise Conflict("item-not-waiting")
    if item.closed_at:
        raise Conflict("item-discussed")

    _clear_table(session, actor, item.meeting_id)
    passes(session, item, "opened_at")

    record_of(session, actor, EventType.MEETING_CASE_OPENED, found, item)
    return rows.one_of(items(session, found), item_id)


def close_item(session: Session, actor: Actor, item_id: UUID) -> AgendaItemView:
    """Take a case off the table."""
    item, found = _at_the_table(session, actor, item_id)
    if not item.opened_at or item.closed_at:
        raise Conflict("item-not-open")

    _take_off(session, actor, item)

    record_of(session, actor, EventType.MEETING_CASE_DISCUSSED, found, item)
    return item_view(session, item_id)


def close(session: Session, actor: Actor, meeting_id: UUID) -> MeetingView:
    """Close the meeting, and the case that is still on the table."""
    hold_agenda(session, meeting_id)
    found = led(session, actor, meeting_id, "running")

    _clear_table(session, actor, meeting_id)
    passes(session, found, "closed_at")

    record(session, actor, EventType.MEETING_CLOSED, meeting_id)
    return view(session, actor, meeting_id)


def _at_the_table(session: Session, actor: Actor, item_id: UUID) -> tuple[AgendaItem, Meeting]:
    """The item and its meeting, for one person at a time: what is noted when a case goes off is noted once."""
    item = rows.find(session, AgendaItem, item_id)
    hold_agenda(session, item.meeting_id)
    session.refresh(item)
    return item, led(session, actor, item.meeting_id, "running")


def _clear_table(session: Session, actor: Actor, meeting_id: UUID) -> None:
    """Whatever lies there is discussed: there is one case on the table at most."""
    before = on_the_table(session, meeting_id=meeting_id)
    if before:
        _take_off(session, actor, before)


def note_closure(session: Session, actor: Actor, case_id: UUID, closure_id: UUID) -> None:
    """A case that is closed while on the table leaves it, before it is sealed and nothing can be added to it."""
    item = on_the_table(session, case_id=case_id)
    if item is None:
        return
    hold_agenda(session, item.meeting_id)
    session.refresh(item)
    if item.closed_at:
        return

    _note_answers(session, actor, item)
    note_decision(session, actor, case_id, "B17", closure_id)
    passes(session, item, "closed_at")
    found = rows.find(session, Meeting, item.meeting_id)
    record_of(session, actor, EventType.MEETING_CASE_DISCUSSED, found, item)


def _take_off(session: Session, actor: Actor, item: AgendaItem) -> None:
    _note_answers(session, actor, item)
    passes(session, item, "closed_at")


def _note_answers(session: Session, actor: Actor, item: AgendaItem) -> None:
    """What partners answered meanwhile is written down with who was there: only they decide it, on pages of their own."""
    answered = session.execute(_REPLIES, {"case": item.case_id, "opened": item.opened_at}).all()
    if answered:
        presence = Presence(session, actor, item)
        for one in answered:
            write_decision(
                session, actor, item, presence, _ANSWERED[one.outcome], subject_id=one.subject_id,
                evidence_id=one.id, responsible_id=one.partner_id,
            )  # fmt: skip
