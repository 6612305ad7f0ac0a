"""The secrecy statement: whoever works with Schakel reads and confirms it first (WGS 1.11)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from domain.accounts.records import record
from domain.errors import Invalid, NotFound, Problem
from domain.events import EventType

# The one that took effect last. An older one is not asked any more, also when nobody ended it.
_IN_FORCE = text("""
select code, label_nl, label_en from secrecy_statements where valid_from <= today() order by valid_from desc limit 1
""")
_CONFIRM = text("""
insert into secrecy_confirmations (actor_id, version) values (:actor, :version) on conflict do nothing
returning version
""")


@dataclass(frozen=True)
class Statement:
    """One version of the statement: paragraphs, in both languages."""

    version: str
    text_nl: str
    text_en: str

    def paragraphs(self, language: str) -> list[str]:
        """The text to read."""
        whole = self.text_en if language == "en" else self.text_nl
        return [part for part in whole.split("\n\n") if part.strip()]


def secrecy_statement(session: Session) -> Statement:
    """The statement now in force."""
    row = session.execute(_IN_FORCE).one_or_none()
    if row is None:
        raise NotFound
    return Statement(*row)


def confirm_secrecy(session: Session, actor_id: UUID, version: str, *, read: bool = True) -> None:
    """Record that a person confirmed this version; refused when another one is in force by now, or it was not read."""
    if not read:
        raise Invalid(Problem("secrecy-not-acknowledged", "/secrecy"))
    if version != secrecy_statement(session).version:
        raise Invalid(Problem("secrecy-statement-changed", "/secrecy"))

    confirmed = session.execute(_CONFIRM, {"actor": actor_id, "version": version}).scalar_one_or_none()
    if confirmed is not None:
        record(session, EventType.ACCOUNT_SECRECY_CONFIRMED, actor_id, {"version": version})
