"""Letters: what has to be handed on to somebody, is tried again ever later, and in the end waits for a person.

The outbox is one queue of them, `mails` is another; both have the columns that are kept here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain.actor import Actor, StaffRole
from domain.errors import NotAllowed, NotFound
from domain.events.recording import record
from domain.events.types import EventType
from domain.shapes import Shape, View

MAX_ATTEMPTS: Final = 12
"""After this many failures (about half a day) a letter waits for a person: see `dead_letters()`."""


class Undeliverable(Exception):
    """Trying again will not help: this letter is dead at once. `smtp_code` says why, as a number."""

    def __init__(self, smtp_code: int = 0) -> None:
        super().__init__()
        self.smtp_code = smtp_code


@dataclass(frozen=True)
class Relayed:
    """What one round over a queue did."""

    delivered: int = 0
    postponed: int = 0
    dead: int = 0

    @classmethod
    def of(cls, results: Iterable[str]) -> "Relayed":
        """Counted from what became of each letter."""
        counts = Counter(results)
        return cls(counts["delivered"], counts["postponed"], counts["dead"])


def settle(
    session: Session,
    queue: Literal["outbox", "mails"],
    letter: Any,
    attempt: int,
    hand_on: Callable[[], None],
) -> str:
    """Hand a letter on and note how that went: delivered, postponed or dead. The caller holds its row locked."""
    try:
        hand_on()
    except Exception as error:
        dead = attempt >= MAX_ATTEMPTS or isinstance(error, Undeliverable)
        _note(session, queue, letter, attempt, "dead" if dead else "postponed", _kind_of(error))
        return "dead" if dead else "postponed"
    _note(session, queue, letter, attempt, "delivered", None)
    return "delivered"


def backoff(attempt: int) -> timedelta:
    """How long to wait after the so manieth failure: half a minute, doubling, at most six hours."""
    return min(timedelta(seconds=30 * 2.0 ** (attempt - 1)), timedelta(hours=6))


def _note(session: Session, queue: str, letter: Any, attempt: int, became: str, error: str | None) -> None:
    """Keeps the kind of error, never its text, which may quote what does not belong here."""
    session.execute(
        text(
            f"update {queue} set attempts = :attempt, last_error = :error,"  # noqa: S608 - one of two names
            " next_attempt_at = clock_timestamp() + :wait,"
            " delivered_at = case when :became = 'delivered' then clock_timestamp() end,"
            " dead_at = case when :became = 'dead' then clock_timestamp() end where id = :letter"
        ),
        {"attempt": attempt, "error": error, "wait": backoff(attempt), "became": became, "letter": letter},
    )


def _kind_of(error: Exception) -> str:
    return f"{error.__class__.__name__} {getattr(error, 'smtp_code', None) or ''}".strip()


class DeadLetter(View):
    """Onbestelbaar: something that could not be handed on; of what kind, never about what."""

    id: str = Field(description="Kenmerk", examples=["event-4711"])
    what: str = Field(description="Soort: type of the event, or which mail", examples=["dossier.requested"])
    person: str | None = Field(description="Aan: only of a mail, whose address may have to be mended")
    since: datetime = Field(description="Sinds: when it was to be handed on")
    died_at: datetime = Field(description="Opgegeven op")
    attempts: int = Field(description="Pogingen")
    error: str = Field(description="Fout: its kind, without its text", examples=["Undeliverable 550"])


class LetGo(Shape):
    """Laten gaan: a dead letter that nobody needs any more, with the reason."""

    reason: Literal["outdated", "recipient_left", "address_wrong", "told_otherwise"] = Field(
        description="Reden", examples=["outdated"]
    )


def dead_letters(session: Session, actor: Actor) -> Sequence[DeadLetter]:
    """What could not be handed on, the last one first."""
    _require_administrator(actor)
    found = session.execute(
        text("select letter as id, what, person, since, died_at, attempts, error from dead_letters()")
    )
    return [DeadLetter(**one) for one in found.mappings()]


def count_dead_letters(session: Session, actor: Actor) -> int:
    """How many letters wait for the administrator."""
    _require_administrator(actor)
    return int(session.execute(text("select count(*) from dead_letters()")).scalar_one())


def try_again(session: Session, actor: Actor, letter: str) -> None:
    """Give a dead letter another round of attempts."""
    _settled(session, actor, "revive_letter", letter)
    record(session, actor, EventType.ADMINISTRATION_LETTER_REVIVED, data={"letter": letter})


def let_go(session: Session, actor: Actor, letter: str, data: LetGo) -> None:
    """Let a dead letter go; the log keeps that it was, and why."""
    _settled(session, actor, "drop_letter", letter)
    record(
        session,
        actor,
        EventType.ADMINISTRATION_LETTER_DROPPED,
        data={"letter": letter, "reason": data.reason},
    )


def _settled(session: Session, actor: Actor, how: str, letter: str) -> None:
    _require_administrator(actor)
    if not session.execute(text(f"select {how}(:letter)"), {"letter": letter}).scalar_one():
        raise NotFound


def _require_administrator(actor: Actor) -> None:
    """Refuse unless this is a functional administrator of the RIEC; the functions of the database ask the same."""
    actor.require(StaffRole.FUNCTIONAL_ADMINISTRATOR)
    if actor.organisation_kind != "riec":
        raise NotAllowed("administrator-of-riec")
