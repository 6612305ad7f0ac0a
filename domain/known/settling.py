"""Answering by hand: what concerns, or may concern, a possible victim or a minor goes to a person at the RIEC."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import access, events
from domain.actor import Actor, StaffRole
from domain.errors import NotAllowed
from domain.events import EventType
from domain.known.asking import MOST, Route, routes
from domain.shapes import Shape, View


class SettleKnown(Shape):
    """Antwoord met de hand: what the asker is told."""

    outcome: Literal["known", "not_known"] = Field(
        description="Uitkomst: known leads the asker to the RIEC; not_known tells nothing new",
        examples=["known"],
    )


class Referral(View):
    """Bekend-vraag om met de hand te beantwoorden."""

    id: UUID = Field(description="Kenmerk van de vraag")
    asker_id: UUID = Field(description="Vrager: the organisation")
    asker: str = Field(description="Naam van de vrager")
    person: str = Field(description="Wie het vroeg")
    bases: Sequence[str] = Field(description="Waarop gevraagd is", examples=[["bsn"]])
    ground: str = Field(description="Grondslag")
    reason: str = Field(description="Reden")
    asked_at: datetime = Field(description="Gevraagd op")
    asked_by_hand: bool = Field(
        description="Wacht: whether the asker waits; otherwise it was told what a machine may tell"
    )
    organisations: Sequence[Route] = Field(description="Gevonden bij: to speak with before answering")


_OPEN: Final = text("select * from known_to_settle(:most)")
_COUNT: Final = text("select count(*) from known_to_settle(:most)")
_SETTLE: Final = text("select settle_known(:question, :outcome)")


def _require(actor: Actor) -> None:
    actor.require(StaffRole.PREPARATION)
    if actor.organisation_kind != "riec":
        raise NotAllowed("not-the-riec")


def waiting(session: Session, actor: Actor) -> int | None:
    """How many questions wait for a person; absent for who does not answer them."""
    if actor.organisation_kind != "riec" or not actor.has(StaffRole.PREPARATION):
        return None
    return int(session.execute(_COUNT, {"most": MOST}).scalar_one())


def referrals(session: Session, actor: Actor) -> list[Referral]:
    """The questions a person has to answer, the oldest first."""
    _require(actor)
    ways = routes(session)
    found = session.execute(_OPEN, {"most": MOST}).mappings().all()
    access.consulted(session, actor, "known_referrals", object_ids=[one["id"] for one in found])
    return [
        Referral.model_validate(
            {
                **one,
                "organisations": [ways[way] for way in one["organisations"] if way in ways],
            }
        )
        for one in found
    ]


class Settled(View):
    """Beantwoord: that the asker has been told."""

    id: UUID = Field(description="Kenmerk van de vraag")
    outcome: Literal["known", "not_known"] = Field(description="Uitkomst")


def settle(session: Session, actor: Actor, question_id: UUID, data: SettleKnown) -> Settled:
    """Tell the asker; once. `not_known` to a question that a machine answered tells it nothing."""
    _require(actor)

    session.execute(_SETTLE, {"question": question_id, "outcome": data.outcome})

    events.record(session, actor, EventType.KNOWN_SETTLED, object_id=question_id)
    return Settled(id=question_id, outcome=data.outcome)
