"""Coordination (afstemming): what waits for what, said by the chair, and when, said by who carries it out.

A corridor: interventions are proposed in assignment and carried out in execution; both keep to the order.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field, model_validator
from sqlalchemy import text
from sqlmodel import Session

from db.tables.assignment import Dependency, Intervention, Schedule
from db.tables.cases import Subject
from domain import calendar, events, interventions, plan, process, rows
from domain.actor import Actor, StaffRole
from domain.acts import shown_by
from domain.errors import Conflict, Invalid, NotAllowed, Problem
from domain.events import EventType
from domain.interventions import CARRIES_OUT
from domain.process import Step
from domain.shapes import Day, Shape, YesNo


class ScheduleIntervention(Shape):
    """Planning: when the own organisation will carry it out."""

    starts_on: Day = Field(description="Gepland vanaf", examples=["2027-01-11"])
    ends_on: Day = Field(description="Gepland tot en met", examples=["2027-01-12"])


class AddDependency(Shape):
    """Afstemming (B14): what an intervention waits for; another intervention, or a day."""

    waits_for_id: UUID | None = Field(
        default=None, description="Wacht op: another intervention of the same case"
    )
    until: Literal["started", "completed"] = Field(
        default="completed", description="Tot: the other has started, or is completed", examples=["completed"]
    )
    not_before: Day | None = Field(
        default=None, description="Niet vóór: a day, instead of an intervention", examples=["2027-01-12"]
    )
    embargo: YesNo = Field(
        default=True, description="Embargo: nothing may be reported before that; a day always holds"
    )

    @model_validator(mode="after")
    def _a_day_always_holds(self) -> "AddDependency":
        if self.not_before:
            self.embargo = True
        return self


@shown_by(interventions.view)
def schedule(session: Session, actor: Actor, intervention_id: UUID, data: ScheduleIntervention) -> UUID:
    """Plan when the own organisation carries out what it accepted; everybody who shares the plan sees the dates."""
    found = rows.find(session, Intervention, intervention_id)
    if found.partner_id != actor.organisation_id:
        raise NotAllowed("not-the-assignee")
    actor.require(*CARRIES_OUT)
    process.require(session, found.subject_id, Step.ASSIGNMENT, Step.EXECUTION)
    status = interventions.standing_of(session, found).status
    if status not in plan.RUNNING:
        raise Conflict("not-running", status=status)
    check_period(data.starts_on, data.ends_on)

    note_dates(session, actor, found, "planned", data.starts_on, data.ends_on)
    _record(session, actor, found, EventType.ASSIGNMENT_SCHEDULED)
    return intervention_id


def check_period(starts_on: date, ends_on: date, pointer: str = "/endsOn") -> None:
    """Refuse a period that runs backwards."""
    if ends_on < starts_on:
        raise Invalid(Problem("period-reversed", pointer))


def note_dates(
    session: Session, actor: Actor, found: Intervention, kind: str, starts_on: date, ends_on: date | None
) -> None:
    """Write down when it is, or was, carried out."""
    rows.add(
        session, actor, Schedule, found.scope_id, "plan",
        intervention_id=found.id, kind=kind, starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip


@shown_by(interventions.view)
def add_dependency(session: Session, actor: Actor, intervention_id: UUID, data: AddDependency) -> UUID:
    """Say what an intervention waits for. A new day takes the place of the one before."""
    found = _directed(session, actor, intervention_id)
    check_dependency(session, found, data)

    rows.add(
        session, actor, Dependency, found.scope_id, "plan", intervention_id=intervention_id,
        waits_for_id=data.waits_for_id, until=data.until if data.waits_for_id else None,
        not_before=data.not_before, embargo=data.embargo,
    )  # fmt: skip
    _record(session, actor, found, EventType.ASSIGNMENT_DEPENDENCY_ADDED)
    return intervention_id


@shown_by(interventions.view)
def lift_dependency(session: Session, actor: Actor, dependency_id: UUID) -> UUID:
    """Say that an intervention need not wait for that any longer."""
    told = rows.find(session, Dependency, dependency_id)
    found = _directed(session, actor, told.intervention_id)
    lifted = session.execute(
        text("update dependencies set lifted_at = clock() where id = :id and lifted_at is null"),
        {"id": dependency_id},
    )
    if not lifted.rowcount:  # type: ignore[attr-defined]
        raise Conflict("already-lifted")
    session.expire(told)
    _record(session, actor, found, EventType.ASSIGNMENT_DEPENDENCY_LIFTED)
    return found.id


def require_free(session: Session, found: Intervention) -> plan.Standing:
    """Refuse to begin, or to go on, while an embargo holds; tells how it stands."""
    stands = interventions.standing_of(session, found)
    held = stands.embargo(calendar.today())
    if held and held.not_before:
        raise Conflict("embargo-until", until=held.not_before.isoformat())
    if held:
        raise Conflict("embargo-waits", partner=held.waits_for)
    return stands


def _directed(session: Session, actor: Actor, intervention_id: UUID) -> Intervention:
    """The intervention, when the own organisation directs it and it is not over."""
    found = rows.find(session, Intervention, intervention_id)
    process.require(session, found.subject_id, Step.ASSIGNMENT, Step.EXECUTION)
    actor.require(StaffRole.CHAIR)
    if found.owner_id != actor.organisation_id:
        raise NotAllowed("riec-only")
    status = interventions.standing_of(session, found).status
    if status in plan.OVER:
        raise Conflict("intervention-over", status=status)
    return found


def check_dependency(session: Session, found: Intervention, data: AddDependency) -> None:
    """Refuse what cannot be waited for, or what the partner that would have to wait could not see."""
    if (data.waits_for_id is None) == (data.not_before is None):
        raise Invalid(Problem("dependency-one-of-both", "/waitsForId"))
    if data.waits_for_id:
        problems = _problems(session, found, data.waits_for_id)
        if problems:
            raise Invalid(*[Problem(code, "/waitsForId") for code in problems])


def _problems(session: Session, found: Intervention, waits_for_id: UUID) -> list[str]:
    other = session.get(Intervention, waits_for_id)
    case_id = rows.find(session, Subject, found.subject_id).case_id
    if other is None or rows.find(session, Subject, other.subject_id).case_id != case_id:
        return ["intervention-of-another-case"]
    if other.id == found.id or found.id in _before(session, other.id):
        return ["dependency-circle"]
    if not _shared(session, other, found.partner_id):
        return ["dependency-not-shared"]
    return []


def _before(session: Session, intervention_id: UUID) -> set[UUID]:
    """Everything that comes before this one, as far as order was set."""
    found = session.execute(
        text("""
        with recursive before as (
          select d.waits_for_id as id from dependencies d
           where d.intervention_id = :id and d.waits_for_id is not null and d.lifted_at is null
           union select d.waits_for_id from dependencies d join before b on d.intervention_id = b.id
           where d.waits_for_id is not null and d.lifted_at is null)
        select id from before"""),
        {"id": intervention_id},
    )
    return set(found.scalars())


def _shared(session: Session, other: Intervention, partner_id: UUID) -> bool:
    """Whether this partner takes part where the other lies and shares the plan there."""
    return bool(
        session.execute(
            text("select sees_plan(:place, :owner, :partner)"),
            {"place": other.scope_id, "owner": other.owner_id, "partner": partner_id},
        ).scalar_one()
    )


def _record(session: Session, actor: Actor, found: Intervention, type_: EventType) -> None:
    events.record(
        session, actor, type_, scope_id=found.scope_id,
        case_id=process.parent_of(session, found.subject_id), subject_id=found.subject_id,
        object_id=found.id, category="plan",
    )  # fmt: skip
