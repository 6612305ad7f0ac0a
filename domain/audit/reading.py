"""Reading both logs, for control of lawfulness alone (WGS 1.8(4)); each look is itself on the access log.

An owner's privacy officer reads who was shown what is its own; the auditor and the coordinating DPO read everything
that was done and read. Numbers, codes and names of staff, never the content of a signal or a case.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Literal, TypeVar
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import access, calendar
from domain.actor import Actor, StaffRole
from domain.audit.chain import Checkpoint
from domain.calendar import NETHERLANDS
from domain.errors import Invalid, Problem
from domain.events import EventType
from domain.shapes import Code, Day, Line, Shape, View

CONTROLLERS: Final = (StaffRole.AUDITOR, StaffRole.COORDINATING_DPO)
MOST_CHECKPOINTS: Final = 1000
RECENT: Final = timedelta(days=30)
"""How far back one looks when no period was given."""


class AskLog(Shape):
    """Vraag aan een log: what to look for, and where the page before ended."""

    since: Day | None = Field(default=None, description="Vanaf: empty is thirty days before")
    until: Day | None = Field(default=None, description="Tot en met: empty is today")
    person: UUID | None = Field(default=None, description="Medewerker")
    organisation: UUID | None = Field(default=None, description="Organisatie van de medewerker")
    about: Code | None = Field(
        default=None,
        description="Nummer or id: of a signal, a case or anything in it",
        examples=["MH-2026-7QK2M4XA"],
    )
    what: Code | None = Field(default=None, description="Wat: what was read or done", examples=["subject"])
    outcome: Code | None = Field(default=None, description="Uitkomst", examples=["shown"])
    ground: Line | None = Field(
        default=None, description="Grondslag: the article by which one looked", examples=["WGS 2.23(5)"]
    )
    readers: Literal["own", "others"] | None = Field(
        default=None, description="Lezers: own people or others; of who read ours only", examples=["others"]
    )
    before: int | None = Field(
        default=None, ge=1, le=2**53 - 1, description="Vervolg: `next` of the page before"
    )
    limit: int = Field(default=50, ge=1, le=100, description="Aantal: how many at most")


class Look(View):
    """Inzage: who was shown something, when, for which purpose and on which ground; or was refused."""

    id: int = Field(
        description="Nummer van de regel; for an owner one that tells no order within a day", examples=[4012]
    )
    at: datetime = Field(description="Tijdstip; an owner learns of readers elsewhere the day only")
    what: str = Field(description="Wat", examples=["subject"])
    outcome: str = Field(description="Uitkomst: shown, exported, printed or refused", examples=["shown"])
    person_id: UUID | None = Field(description="Kenmerk van de medewerker")
    person: str | None = Field(description="Medewerker")
    organisation_id: UUID | None = Field(description="Kenmerk van de organisatie")
    organisation: str | None = Field(description="Organisatie")
    staff_roles: Sequence[str] = Field(description="Rollen", examples=[["handler"]])
    scope_id: UUID | None = Field(description="Plaats: signal, case, subject, question or intervention")
    number: str | None = Field(
        description="Nummer van de casus of het signaal; for an owner where it takes part itself",
        examples=["MH-2026-7QK2M4XA"],
    )
    objects: Sequence[UUID] = Field(description="Kenmerken van wat gezien is")
    rule_id: UUID | None = Field(description="Deelregel")
    ground: str | None = Field(description="Grondslag", examples=["WGS 2.23(5)"])
    purpose: str | None = Field(
        description="Doel, as the person gave it, or the code of the refusal; of others for an owner where it takes part"
    )


class Deed(View):
    """Handeling: what was done, by whom, where; codes and ids only."""

    id: int = Field(description="Nummer van de regel", examples=[1012])
    at: datetime = Field(description="Tijdstip")
    type: str = Field(description="Soort gebeurtenis", examples=["dossier.contributed"])
    step: str | None = Field(description="Stap")
    category: str = Field(description="Gegevenscategorie")
    person_id: UUID | None = Field(description="Kenmerk van de medewerker")
    person: str | None = Field(description="Medewerker")
    organisation_id: UUID | None = Field(description="Kenmerk van de organisatie")
    organisation: str | None = Field(description="Organisatie")
    scope_id: UUID | None = Field(description="Plaats")
    number: str | None = Field(description="Nummer van de casus of het signaal")
    object_id: UUID | None = Field(description="Waar het over gaat")


class ChainState(View):
    """Stand van de keten van beide logs: how far it is sealed, signed, and what waits."""

    seals: int = Field(description="Zegels", examples=[812])
    sealed_rows: int = Field(description="Verzegelde regels", examples=[20412])
    sealed_at: datetime | None = Field(description="Laatste zegel")
    waiting: int = Field(description="Wacht op verzegeling", examples=[3])
    checkpoint_seal: int | None = Field(description="Laatste ondertekende stand: its seal")
    checkpoint_at: datetime | None = Field(description="Ondertekend op")
    key_id: str | None = Field(description="Sleutel")


Found = TypeVar("Found", Look, Deed)

_ASKED = ":since, :until, :about, :person, :organisation, :before, :most"
_READS = text(f"select * from who_read_mine({_ASKED}, :ground, :readers)")  # noqa: S608 our own text
_ACCESS = text(f"select * from log_of_access({_ASKED}, :ground, :what, :outcome)")  # noqa: S608
_EVENTS = text(f"select * from log_of_events({_ASKED}, :what)")  # noqa: S608


def who_read_mine(session: Session, actor: Actor, asked: AskLog) -> tuple[list[Look], int | None]:
    """Who was shown, or refused, what my organisation owns, newest day first; and where the next page begins."""
    actor.require(StaffRole.PRIVACY_OFFICER)
    given = _given(asked) | {"ground": asked.ground, "readers": asked.readers}

    access.consulted(session, actor, "access_log.own_items", purpose=_purpose(asked))
    return _page([Look(**one) for one in session.execute(_READS, given).mappings()], asked)


def log_of_access(session: Session, actor: Actor, asked: AskLog) -> tuple[list[Look], int | None]:
    """Who looked, searched, exported or was refused, of everybody."""
    actor.require(*CONTROLLERS)
    given = _given(asked) | {"ground": asked.ground, "what": asked.what, "outcome": asked.outcome}

    access.consulted(session, actor, "access_log", purpose=_purpose(asked))
    return _page([Look(**one) for one in session.execute(_ACCESS, given).mappings()], asked)


def log_of_events(session: Session, actor: Actor, asked: AskLog) -> tuple[list[Deed], int | None]:
    """What was done, by everybody."""
    actor.require(*CONTROLLERS)
    if asked.what and asked.what not in set(EventType):
        raise Invalid(Problem("code-not-valid", "/what", {"code": asked.what[:40]}))
    given = _given(asked) | {"what": asked.what}

    access.consulted(session, actor, "events", purpose=_purpose(asked))
    return _page([Deed(**one) for one in session.execute(_EVENTS, given).mappings()], asked)


def chain_state(session: Session, actor: Actor) -> ChainState:
    """How far the chain has come; that it is whole is for verifying to say, outside the application."""
    actor.require(*CONTROLLERS)
    found = session.execute(text("select * from chain_state()")).mappings().one()
    return ChainState(**found)


def checkpoints(session: Session, actor: Actor) -> list[Checkpoint]:
    """The signed statements of how far the chain had come, newest first: for who will hold us to them."""
    actor.require(StaffRole.PRIVACY_OFFICER, *CONTROLLERS)
    access.consulted(session, actor, "checkpoints")
    found = session.execute(text("select * from signed_checkpoints(:most)"), {"most": MOST_CHECKPOINTS})
    return [
        Checkpoint(**{**one, "hash": bytes(one["hash"]), "signature": bytes(one["signature"])})
        for one in found.mappings()
    ]


def period(asked: AskLog) -> tuple[date, date]:
    """From which day until and including which one looks; Invalid when that is the wrong way round."""
    last = asked.until or calendar.today()
    first = asked.since or last - RECENT
    if first > last:
        raise Invalid(Problem("period-reversed", "/until"))
    return first, last


def _given(asked: AskLog) -> dict[str, Any]:
    first, last = period(asked)
    return {
        "since": datetime.combine(first, time(), NETHERLANDS),
        "until": datetime.combine(last + timedelta(days=1), time(), NETHERLANDS),
        "about": asked.about,
        "person": asked.person,
        "organisation": asked.organisation,
        "before": asked.before,
        # One more, to know whether there is a next page.
        "most": asked.limit + 1,
    }


def _purpose(asked: AskLog) -> str:
    """What was looked for, in codes: whoever controls the controllers can see it."""
    fields = asked.model_dump(exclude_none=True, exclude={"before", "limit"}, mode="json")
    return " ".join(f"{name}={value}" for name, value in fields.items())


def _page(found: list[Found], asked: AskLog) -> tuple[list[Found], int | None]:
    shown = found[: asked.limit]
    return shown, shown[-1].id if len(found) > asked.limit else None
