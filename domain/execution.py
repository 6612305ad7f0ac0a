"""Execution (uitvoering): the partner reports progress and completion; the chain follows and guards."""

from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from db.tables.assignment import Intervention
from db.tables.execution import Report
from domain import events, guard, process, rows
from domain.actor import Actor, StaffRole
from domain.errors import Conflict, NotAllowed
from domain.events import EventType
from domain.guard import Guarded
from domain.interventions import RUNNING, InterventionView, view
from domain.process import Step
from domain.shapes import Prose

REPORTERS = (StaffRole.HANDLER, StaffRole.MANDATE_HOLDER, StaffRole.CASE_MANAGER)


class ReportProgress(Guarded):
    """Voortgang van een interventie."""

    text: Prose = Field(
        description="Voortgang", examples=["Controle gepland op 12 januari, samen met de NLA."]
    )


class Complete(Guarded):
    """Afronding van een interventie, with its result."""

    result: Literal["reached", "partly", "not_reached", "impossible"] = Field(
        description="Resultaat", examples=["reached"]
    )
    text: Prose = Field(description="Toelichting", examples=["Twee dwangsommen opgelegd, woning ontruimd."])


def report_progress(
    session: Session, actor: Actor, intervention_id: UUID, data: ReportProgress
) -> InterventionView:
    """Report how an accepted intervention is going."""
    found = _running(session, actor, intervention_id)
    guard.check(session, actor, data)

    rows.add(
        session, actor, Report, found.content_scope_id, "intervention",
        intervention_id=intervention_id, kind="progress", text=data.text,
    )  # fmt: skip
    rows.note_status(session, actor, found.scope_id, intervention_id, "in_progress", "plan")

    _record(session, actor, found, EventType.EXECUTION_REPORTED)
    return view(session, actor, intervention_id)


def complete(session: Session, actor: Actor, intervention_id: UUID, data: Complete) -> InterventionView:
    """Complete an intervention with its result; after the last one the subject moves to evaluation."""
    found = _running(session, actor, intervention_id)
    guard.check(session, actor, data)

    report_id = rows.add(
        session, actor, Report, found.content_scope_id, "intervention",
        intervention_id=intervention_id, kind="completion", text=data.text, result=data.result,
    )  # fmt: skip
    rows.note_status(session, actor, found.scope_id, intervention_id, "completed", "plan")

    _record(session, actor, found, EventType.EXECUTION_COMPLETED)
    if process.step_of(session, found.subject_id) is Step.EXECUTION:
        process.advance(session, found.subject_id, report_id)
    return view(session, actor, intervention_id)


def _running(session: Session, actor: Actor, intervention_id: UUID) -> Intervention:
    """The intervention, when it is this partner's and it said yes."""
    found = rows.find(session, Intervention, intervention_id)
    if found.partner_id != actor.organisation_id:
        raise NotAllowed("not-the-assignee")
    actor.require(*REPORTERS)
    process.require(session, found.subject_id, Step.EXECUTION)
    status = rows.latest_statuses(session, [found.scope_id]).get(intervention_id, "proposed")
    if status not in RUNNING:
        raise Conflict("not-running", status=status)
    return found


def _record(session: Session, actor: Actor, found: Intervention, type_: EventType) -> None:
    events.record(
        session, actor, type_, scope_id=found.scope_id,
        case_id=process.parent_of(session, found.subject_id), subject_id=found.subject_id,
        object_id=found.id, category="plan",
    )  # fmt: skip
