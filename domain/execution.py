"""Execution (uitvoering): the partner reports progress and completion; the chain follows and guards."""

from collections.abc import Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from db.tables.assignment import Intervention
from db.tables.execution import Report, Yield
from domain import calendar, catalogue, coordination, events, guard, process, rows
from domain.actor import Actor
from domain.acts import shown_by
from domain.errors import Conflict, Invalid, NotAllowed, Problem
from domain.events import EventType
from domain.guard import Guarded
from domain.interventions import CARRIES_OUT, view
from domain.plan import RUNNING, Standing
from domain.process import Step
from domain.shapes import Code, Day, Prose, Shape

MOST_YIELDS = 20


class ReportProgress(Guarded):
    """Voortgang van een interventie."""

    text: Prose = Field(
        description="Voortgang", examples=["Controle gepland op 12 januari, samen met de NLA."]
    )
    started_on: Day | None = Field(
        default=None, description="Begonnen op: with the first report today, unless told otherwise"
    )


class YieldShape(Shape):
    """Opbrengst: how much of what."""

    kind: Code = Field(description="Soort opbrengst: code from the list yield-kinds", examples=["closures"])
    amount: int = Field(gt=0, le=1_000_000_000, description="Aantal, of bedrag in euro's", examples=[1])


class Complete(Guarded):
    """Afronding van een interventie, with its result."""

    result: Literal["reached", "partly", "not_reached", "impossible"] = Field(
        description="Resultaat", examples=["reached"]
    )
    text: Prose = Field(description="Toelichting", examples=["Twee dwangsommen opgelegd, woning ontruimd."])
    ended_on: Day | None = Field(default=None, description="Klaar op: today, unless told otherwise")
    yields: Sequence[YieldShape] = Field(
        default=(), max_length=MOST_YIELDS, description="Opbrengst: for the partner and the RIEC only"
    )


@shown_by(view)
def report_progress(session: Session, actor: Actor, intervention_id: UUID, data: ReportProgress) -> UUID:
    """Report how an accepted intervention is going."""
    found, stands = _running(session, actor, intervention_id)
    guard.check(session, actor, data)
    _check_past(data.started_on, "/startedOn")

    rows.add(
        session, actor, Report, found.content_scope_id, "intervention",
        intervention_id=intervention_id, kind="progress", text=data.text,
    )  # fmt: skip
    if data.started_on or not stands.dates.started_on:
        _note_actual(session, actor, found, data.started_on or calendar.today(), None)
    rows.note_status(session, actor, found.scope_id, intervention_id, "in_progress", "plan")

    _record(session, actor, found, EventType.EXECUTION_REPORTED)
    return intervention_id


@shown_by(view)
def complete(session: Session, actor: Actor, intervention_id: UUID, data: Complete) -> UUID:
    """Complete an intervention with its result; after the last one the subject moves to evaluation."""
    found, stands = _running(session, actor, intervention_id)
    guard.check(session, actor, data)
    _check_yields(session, data.yields)
    _check_past(data.ended_on, "/endedOn")
    ended_on = data.ended_on or calendar.today()
    started_on = stands.dates.started_on or ended_on
    coordination.check_period(started_on, ended_on, "/endedOn")

    report_id = rows.add(
        session, actor, Report, found.content_scope_id, "intervention",
        intervention_id=intervention_id, kind="completion", text=data.text, result=data.result,
    )  # fmt: skip
    rows.add_all(
        session, actor, Yield, found.content_scope_id, "intervention",
        [{"intervention_id": intervention_id, **one.model_dump()} for one in data.yields],
    )  # fmt: skip
    _note_actual(session, actor, found, started_on, ended_on)
    rows.note_status(session, actor, found.scope_id, intervention_id, "completed", "plan")

    _record(session, actor, found, EventType.EXECUTION_COMPLETED)
    if process.step_of(session, found.subject_id) is Step.EXECUTION:
        process.advance(session, found.subject_id, report_id)
    return intervention_id


def _running(session: Session, actor: Actor, intervention_id: UUID) -> tuple[Intervention, Standing]:
    """The intervention and how it stands, when it is this partner's, it said yes and nothing holds it back."""
    found = rows.find(session, Intervention, intervention_id)
    if found.partner_id != actor.organisation_id:
        raise NotAllowed("not-the-assignee")
    actor.require(*CARRIES_OUT)
    process.require(session, found.subject_id, Step.EXECUTION)
    stands = coordination.require_free(session, found)
    if stands.status not in RUNNING:
        raise Conflict("not-running", status=stands.status)
    return found, stands


def _check_past(day: date | None, pointer: str) -> None:
    """What really happened, happened."""
    if day and day > calendar.today():
        raise Invalid(Problem("date-in-future", pointer))


def _check_yields(session: Session, yields: Sequence[YieldShape]) -> None:
    kinds = catalogue.yield_kinds(session, calendar.today())
    problems = [
        problem
        for place, one in enumerate(yields)
        for problem in catalogue.unknown_code(kinds, one.kind, f"/yields/{place}/kind")
    ]
    told = [one.kind for one in yields]
    problems += [
        Problem("yield-twice", f"/yields/{place}/kind")
        for place, kind in enumerate(told)
        if kind in told[:place]
    ]
    if problems:
        raise Invalid(*problems)


def _note_actual(
    session: Session, actor: Actor, found: Intervention, started_on: date, ended_on: date | None
) -> None:
    coordination.note_dates(session, actor, found, "actual", started_on, ended_on)


def _record(session: Session, actor: Actor, found: Intervention, type_: EventType) -> None:
    events.record(
        session, actor, type_, scope_id=found.scope_id,
        case_id=process.parent_of(session, found.subject_id), subject_id=found.subject_id,
        object_id=found.id, category="plan",
    )  # fmt: skip
