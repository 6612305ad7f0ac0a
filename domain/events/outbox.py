"""Handing events on: the outbox, filled by a trigger in the event's own transaction and emptied here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from domain.events.letters import Relayed, settle


@dataclass(frozen=True)
class Notice:
    """All that leaves with an event: what kind, about what; never its content."""

    id: int
    at: datetime
    type: str
    scope_id: UUID | None
    case_id: UUID | None
    subject_id: UUID | None
    object_id: UUID | None
    owner_id: UUID | None
    attempt: int


def relay(session: Session, deliver: Callable[[Notice], None], *, limit: int = 100) -> Relayed:
    """Hand due events to `deliver`, each at least once: a crash before the commit repeats the round.

    Rows are found by their state and locked, never by a last id seen: a lower id can commit after a higher one.
    """
    due = session.execute(_DUE, {"limit": limit}).mappings().all()
    return Relayed.of(_attempt(session, dict(row), deliver) for row in due)


def forget_delivered(session: Session) -> None:
    """Remove what was delivered over a week ago; the event itself stays."""
    session.execute(text("delete from outbox where delivered_at < statement_timestamp() - interval '7 days'"))


_DUE = text(
    """
    select o.id as letter, o.attempts + 1 as attempt, e.id, e.at, e.type, e.scope_id, e.case_id, e.subject_id,
           e.object_id, e.owner_id
      from outbox o join events e on e.id = o.event_id
     where o.delivered_at is null and o.dead_at is null and o.next_attempt_at <= clock_timestamp()
     order by o.next_attempt_at, o.id limit :limit
       for update of o skip locked
    """
)


def _attempt(session: Session, row: dict[str, Any], deliver: Callable[[Notice], None]) -> str:
    letter = row.pop("letter")
    return settle(session, "outbox", letter, row["attempt"], lambda: deliver(Notice(**row)))
