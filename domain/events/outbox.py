"""Handing events on: the outbox, filled by a trigger in the event's own transaction and emptied here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session


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


@dataclass(frozen=True)
class Relayed:
    """What one round over the outbox did."""

    delivered: int = 0
    postponed: int = 0
    dead: int = 0


MAX_ATTEMPTS = 12
"""After this many failures (about half a day) an event waits for a person: see `dead_letters()`."""


def relay(session: Session, deliver: Callable[[Notice], None], *, limit: int = 100) -> Relayed:
    """Hand due events to `deliver`, each at least once: a crash before the commit repeats the round.

    Rows are found by their state and locked, never by a last id seen: a lower id can commit after a higher one.
    """
    due = session.execute(_DUE, {"limit": limit}).mappings().all()
    results = [_attempt(session, dict(row), deliver) for row in due]
    return Relayed(results.count("delivered"), results.count("postponed"), results.count("dead"))


def dead_letters(session: Session) -> list[tuple[int, int, str]]:
    """Events that could not be delivered: event id, attempts, last error."""
    found = session.execute(
        text("select event_id, attempts, last_error from outbox where dead_at is not null order by id")
    )
    return [(row.event_id, row.attempts, row.last_error) for row in found]


def revive(session: Session, event_id: int) -> None:
    """Give a dead letter another round of attempts."""
    session.execute(
        text(
            "update outbox set dead_at = null, attempts = 0, next_attempt_at = clock_timestamp()"
            " where event_id = :event and dead_at is not null"
        ),
        {"event": event_id},
    )


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
    try:
        deliver(Notice(**row))
    except Exception as error:
        return _postpone(session, letter, row["attempt"], error.__class__.__name__)
    session.execute(
        text(
            "update outbox set attempts = :attempt, delivered_at = clock_timestamp(), last_error = null"
            " where id = :letter"
        ),
        {"letter": letter, "attempt": row["attempt"]},
    )
    return "delivered"


def _postpone(session: Session, letter: int, attempt: int, error: str) -> str:
    """Try again later, each time twice as late, or give up; keeps the kind of error, never its text."""
    dead = attempt >= MAX_ATTEMPTS
    session.execute(
        text(
            "update outbox set attempts = :attempt, last_error = :error,"
            " next_attempt_at = clock_timestamp() + :wait,"
            " dead_at = case when :dead then clock_timestamp() end where id = :letter"
        ),
        {
            "letter": letter,
            "attempt": attempt,
            "error": error,
            "wait": backoff(attempt),
            "dead": dead,
        },
    )
    return "dead" if dead else "postponed"


def backoff(attempt: int) -> timedelta:
    """How long to wait after the so manieth failure: half a minute, doubling, at most six hours."""
    return min(timedelta(seconds=30 * 2.0 ** (attempt - 1)), timedelta(hours=6))
