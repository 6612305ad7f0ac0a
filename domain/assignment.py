"""Intervention assignment (toewijzing interventie): the chair proposes, the partner answers for itself."""

from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from db.tables import new_id
from db.tables.assignment import Instruction, Intervention, Reply
from db.tables.cases import Subject
from domain import (
    calendar,
    cases,
    catalogue,
    coordination,
    events,
    guard,
    interventions,
    meetings,
    plan,
    process,
    rows,
)
from domain.actor import Actor, StaffRole
from domain.acts import shown_by
from domain.coordination import (
    AddDependency,
    ScheduleIntervention,
    add_dependency,
    lift_dependency,
    schedule,
)
from domain.errors import Conflict, Invalid, NotAllowed, Problem
from domain.events import EventType
from domain.guard import Guarded
from domain.process import Step
from domain.shapes import Code, Day, OptionalProse, Prose

__all__ = [
    "AddDependency",
    "GiveReply",
    "Propose",
    "ScheduleIntervention",
    "add_dependency",
    "lift_dependency",
    "propose",
    "reply",
    "schedule",
]

ANSWERED = {
    "accepted": EventType.ASSIGNMENT_ACCEPTED,
    "refused": EventType.ASSIGNMENT_REFUSED,
    "deferred": EventType.ASSIGNMENT_DEFERRED,
}


class Propose(Guarded):
    """Voorstel: an intervention for one partner."""

    kind: Code = Field(description="Soort interventie: code from the catalogue", examples=["BM08"])
    partner_id: UUID = Field(description="Partner: an organisation that takes part in the case")
    instruction: Prose = Field(
        description="Opdracht: for that partner and the RIEC only",
        examples=["Controle samen met de NLA plannen."],
    )
    not_before: Day | None = Field(default=None, description="Niet vóór: because of another intervention")
    due_on: Day = Field(description="Gereed vóór", examples=["2027-02-01"])
    waits_for_id: UUID | None = Field(
        default=None,
        description="Wacht op: another intervention of the same case that has to be completed first",
    )


class GiveReply(Guarded):
    """Antwoord van de partner: accept, refuse or defer, with capacity and priority (seed R04)."""

    outcome: Literal["accepted", "refused", "deferred"] = Field(
        description="Besluit: accepted, refused or deferred", examples=["accepted"]
    )
    capacity_hours: int | None = Field(
        default=None, ge=0, le=10_000, description="Capaciteit: in hours", examples=[24]
    )
    capacity_amount: int | None = Field(
        default=None, ge=0, le=1_000_000, description="Capaciteit: in your own unit, instead of in hours"
    )
    capacity_unit: Code | None = Field(
        default=None, description="Eenheid: code from the list capacity-units", examples=["inspections"]
    )
    planned_from: Day | None = Field(default=None, description="Gepland vanaf: with a yes")
    planned_until: Day | None = Field(default=None, description="Gepland tot en met: with a yes")
    priority: Literal["high", "normal", "low"] | None = Field(
        default=None, description="Prioriteit", examples=["high"]
    )
    reason: OptionalProse = Field(default="", description="Reden: needed to refuse or defer")
    until: Day | None = Field(default=None, description="Uitgesteld tot: needed to defer")


@shown_by(interventions.view)
def propose(session: Session, actor: Actor, subject_id: UUID, data: Propose) -> UUID:
    """Propose an intervention to a partner on the case; it is nothing until that partner says yes."""
    subject = rows.find(session, Subject, subject_id)

    process.require(session, subject_id, Step.ASSIGNMENT, Step.EXECUTION)
    actor.require(StaffRole.CHAIR)
    guard.check(session, actor, data)
    _check(session, subject_id, data)

    intervention_id, corner_id = new_id(), new_id()
    session.execute(
        text("select open_corner(:id, :parent, 'intervention', :partner)"),
        {"id": corner_id, "parent": subject_id, "partner": data.partner_id},
    )
    rows.add(
        session, actor, Intervention, subject_id, "plan",
        id=intervention_id, subject_id=subject_id, content_scope_id=corner_id,
        **data.model_dump(exclude={"instruction", "waits_for_id"}),
    )  # fmt: skip
    rows.add(
        session, actor, Instruction, corner_id, "intervention",
        intervention_id=intervention_id, text=data.instruction,
    )  # fmt: skip
    rows.note_status(session, actor, subject_id, intervention_id, "proposed", "plan")

    events.record(
        session, actor, EventType.ASSIGNMENT_PROPOSED, scope_id=subject_id, case_id=subject.case_id,
        subject_id=subject_id, object_id=intervention_id, category="plan", data={"kind": data.kind},
    )  # fmt: skip
    meetings.note_decision(
        session,
        actor,
        subject.case_id,
        "B11",
        intervention_id,
        subject_id=subject_id,
        responsible_id=data.partner_id,
    )
    if data.waits_for_id:
        waits = AddDependency(waits_for_id=data.waits_for_id)
        add_dependency.without_looking(session, actor, intervention_id, waits)
    return intervention_id


def _check(session: Session, subject_id: UUID, data: Propose) -> None:
    """The partner takes part, can do this kind of thing, and the dates are possible; all problems at once."""
    problems: list[Problem] = []
    if data.partner_id not in {one.organisation_id for one in cases.participants(session, subject_id)}:
        problems.append(Problem("partner-takes-no-part", "/partnerId"))
    kind = session.execute(
        text("select kind from organisations where id = :id"), {"id": data.partner_id}
    ).scalar_one_or_none()
    on = calendar.today()
    if data.kind not in {one.code for one in catalogue.intervention_kinds(session, None, on)}:
        problems.append(Problem("code-not-valid", "/kind", {"code": data.kind[:40]}))
    elif kind and data.kind not in {one.code for one in catalogue.intervention_kinds(session, kind, on)}:
        problems.append(Problem("not-this-partners-intervention", "/kind"))
    if data.due_on <= on:
        problems.append(Problem("date-not-in-future", "/dueOn"))
    if data.not_before and data.not_before > data.due_on:
        problems.append(Problem("period-reversed", "/notBefore"))
    if problems:
        raise Invalid(*problems)


@shown_by(interventions.view)
def reply(session: Session, actor: Actor, intervention_id: UUID, data: GiveReply) -> UUID:
    """Accept, refuse or defer for the own organisation; when all have answered, the subject moves on."""
    found = rows.find(session, Intervention, intervention_id)

    process.require(session, found.subject_id, Step.ASSIGNMENT, Step.EXECUTION)
    _require_assignee(actor, found, StaffRole.MANDATE_HOLDER)
    guard.check(session, actor, data)
    status = interventions.standing_of(session, found).status
    if status not in plan.OPEN_FOR_REPLY:
        raise Conflict("already-replied", status=status)
    _check_reply(session, data)

    reply_id = rows.add(
        session, actor, Reply, found.content_scope_id, "intervention",
        intervention_id=intervention_id, **data.model_dump(exclude={"planned_from", "planned_until"}) | _capacity(data),
    )  # fmt: skip
    if data.outcome == "accepted" and data.planned_from and data.planned_until:
        coordination.note_dates(session, actor, found, "planned", data.planned_from, data.planned_until)
    rows.note_status(session, actor, found.scope_id, intervention_id, data.outcome, "plan")
    case_id = process.parent_of(session, found.subject_id)
    events.record(
        session, actor, ANSWERED[data.outcome], scope_id=found.scope_id, case_id=case_id,
        subject_id=found.subject_id, object_id=intervention_id, category="plan",
    )  # fmt: skip
    if process.step_of(session, found.subject_id) is Step.ASSIGNMENT:
        process.advance(session, found.subject_id, reply_id)
    return intervention_id


def _capacity(data: GiveReply) -> dict[str, int | str | None]:
    """Capacity in a unit; hours as they were always told, too."""
    amount = data.capacity_hours if data.capacity_amount is None else data.capacity_amount
    unit = None if amount is None else data.capacity_unit or "hours"
    return {
        "capacity_amount": amount,
        "capacity_unit": unit,
        "capacity_hours": amount if unit == "hours" else None,
    }


def _check_reply(session: Session, data: GiveReply) -> None:
    problems: list[Problem] = []
    told = _capacity(data)
    if data.outcome == "accepted":
        problems += [
            Problem("capacity-and-priority", pointer)
            for pointer, value in (("/capacityHours", told["capacity_amount"]), ("/priority", data.priority))
            if value is None
        ]
    elif not data.reason:
        problems.append(Problem("reason-missing", "/reason"))
    if data.capacity_unit:
        units = catalogue.capacity_units(session, calendar.today())
        problems += catalogue.unknown_code(units, data.capacity_unit, "/capacityUnit")
    if data.outcome == "deferred" and (data.until is None or data.until <= calendar.today()):
        problems.append(Problem("date-not-in-future", "/until"))
    problems += _planned_wrong(data)
    if problems:
        raise Invalid(*problems)


def _planned_wrong(data: GiveReply) -> list[Problem]:
    """A period is planned whole, and runs forward."""
    if data.planned_from and data.planned_until:
        reversed_ = data.planned_until < data.planned_from
        return [Problem("period-reversed", "/plannedUntil")] if reversed_ else []
    if data.planned_from:
        return [Problem("planned-whole", "/plannedUntil")]
    return [Problem("planned-whole", "/plannedFrom")] if data.planned_until else []


def _require_assignee(actor: Actor, found: Intervention, *roles: StaffRole) -> None:
    """Nobody answers for another partner."""
    if found.partner_id != actor.organisation_id:
        raise NotAllowed("not-the-assignee")
    actor.require(*roles)
