"""Break-glass: access in an emergency to one case the own organisation takes part in, by who is not named in it.

A corridor. The database opens what naming closed, for a few hours and for nothing else (db.policies.emergency);
who answers for it is told at once, and reviews it afterwards.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from db.tables import new_id
from domain import access, events, guard
from domain.actor import CONTENT_ROLES, Actor, StaffRole
from domain.errors import Conflict, NotAllowed, NotFound
from domain.events import EventType
from domain.guard import Guarded
from domain.shapes import Line, Prose, Shape, View

CONTROLLERS = (StaffRole.PRIVACY_OFFICER, StaffRole.COORDINATING_DPO)

MOST = 200


class BreakGlass(Shape):
    """Noodtoegang: to a case that is known by its number, with the reason; a person's second factor was just given."""

    number: Line = Field(description="Nummer van de casus", examples=["MH-2026-7Q2F9KX4"])
    reason: Prose = Field(
        description="Reden: why it cannot wait for somebody who is named",
        examples=["Slachtoffer meldt zich aan de balie; de genoemde collega's zijn niet bereikbaar."],
    )


class Review(Guarded):
    """Beoordeling achteraf."""

    verdict: Literal["justified", "not_justified"] = Field(description="Oordeel", examples=["justified"])
    review: Prose = Field(description="Toelichting", examples=["Er was acuut gevaar en niemand bereikbaar."])


class EmergencyView(View):
    """Gebruik van noodtoegang; no content of the case."""

    id: UUID = Field(description="Kenmerk")
    case_id: UUID = Field(description="Casus")
    number: str = Field(description="Nummer van de casus")
    person: str = Field(description="Door wie")
    organisation: str = Field(description="Organisatie")
    reason: str = Field(description="Reden")
    created_at: datetime = Field(description="Begonnen op")
    ends_at: datetime = Field(description="Eindigt op, or ended")
    ended_by: str | None = Field(default=None, description="Eerder beëindigd door")
    running: bool = Field(description="Loopt nog")
    verdict: str | None = Field(default=None, description="Oordeel")
    review: str | None = Field(default=None, description="Toelichting op het oordeel")
    reviewed_by: str | None = Field(default=None, description="Beoordeeld door")
    reviewed_at: datetime | None = Field(default=None, description="Beoordeeld op")
    acts: Sequence[str] = Field(description="Handelingen: end, review")


_FOUND = """
select e.id, e.scope_id as case_id, number_of_emergency(e.id) as number, p.name as person, o.name as organisation,
       e.reason, e.created_at, e.ends_at, x.name as ended_by, e.ends_at > statement_clock() as running, e.verdict,
       e.review, r.name as reviewed_by, e.reviewed_at, e.actor_id = my_actor() as mine, reviews(e.id) as reviews
  from emergencies e join actors p on p.id = e.actor_id join organisations o on o.id = e.organisation_id
  left join actors x on x.id = e.ended_by left join actors r on r.id = e.reviewed_by
"""
_ALL = text(f"{_FOUND} order by (e.verdict is null) desc, e.id desc limit :most")
_ONE = text(f"{_FOUND} where e.id = :id")


def break_glass(session: Session, actor: Actor, data: BreakGlass) -> EmergencyView:
    """Look into a case in an emergency. A hidden case and a wrong number are refused alike."""
    actor.require(*CONTENT_ROLES)
    if actor.kind != "person":
        raise NotAllowed("persons-only")
    if session.execute(
        text("select exists (select from cases where number = upper(:number))"), {"number": data.number}
    ).scalar_one():
        raise Conflict("in-sight-already")

    emergency_id = new_id()
    case_id = session.execute(
        text("select break_glass(:id, :number, :reason)"),
        {"id": emergency_id, "number": data.number, "reason": data.reason},
    ).scalar_one()

    events.record(
        session, actor, EventType.CASE_GLASS_BROKEN, scope_id=case_id, case_id=case_id, object_id=emergency_id,
        category="title",
    )  # fmt: skip
    access.consulted(
        session,
        actor,
        "emergency",
        scope_id=case_id,
        object_ids=[emergency_id],
        ground=access.EMERGENCY,
        purpose=data.reason[:1000],
    )
    return _one(session, emergency_id)


def end(session: Session, actor: Actor, emergency_id: UUID) -> EmergencyView:
    """End it before its time."""
    found = _one(session, emergency_id)
    if "end" not in found.acts:
        raise Conflict("over-already")

    session.execute(text("select end_emergency(:id)"), {"id": emergency_id})

    events.record(
        session, actor, EventType.CASE_EMERGENCY_ENDED, object_id=emergency_id, data={"scope": found.case_id}
    )
    return _one(session, emergency_id)


def review(session: Session, actor: Actor, emergency_id: UUID, data: Review) -> EmergencyView:
    """Judge afterwards whether it was justified; once, and never one's own."""
    found = _one(session, emergency_id)
    actor.require(*CONTROLLERS)
    if found.running:
        raise Conflict("emergency-runs")
    if found.verdict:
        raise Conflict("reviewed-already")
    if "review" not in found.acts:
        raise NotAllowed("not-yours-to-review")
    guard.check(session, actor, data)

    session.execute(
        text("select review_emergency(:id, :verdict, :review)"), {"id": emergency_id, **data.model_dump()}
    )

    events.record(
        session, actor, EventType.CASE_EMERGENCY_REVIEWED, object_id=emergency_id,
        data={"scope": found.case_id, "verdict": data.verdict},
    )  # fmt: skip
    return _one(session, emergency_id)


def emergency(session: Session, actor: Actor, emergency_id: UUID) -> EmergencyView:
    """One use, read on the record."""
    found = _one(session, emergency_id)
    access.consulted(session, actor, "emergency", scope_id=found.case_id, object_ids=[found.id])
    return found


def emergencies(session: Session, actor: Actor) -> list[EmergencyView]:
    """One's own uses, and those one watches over: what is not reviewed yet first."""
    found = [_view(dict(one)) for one in session.execute(_ALL, {"most": MOST}).mappings()]
    access.consulted(session, actor, "emergencies", object_ids=[one.id for one in found])
    return found


def _one(session: Session, emergency_id: UUID) -> EmergencyView:
    found = session.execute(_ONE, {"id": emergency_id}).mappings().one_or_none()
    if found is None:
        raise NotFound
    return _view(dict(found))


def _view(found: dict[str, object]) -> EmergencyView:
    mine, reviews = found.pop("mine"), found.pop("reviews")
    acts = []
    if found["running"]:
        acts.append("end")
    elif reviews and not mine and found["verdict"] is None:
        acts.append("review")
    return EmergencyView.model_validate({**found, "acts": acts})
