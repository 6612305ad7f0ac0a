"""Evaluation (evaluatie): what each subject and the case taught; closing seals the case, and it can be reopened."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from db.tables.cases import Case, Subject
from db.tables.evaluation import Closure, Evaluation, Reopening
from domain import access, cases, events, guard, meetings, process, rows
from domain.actor import Actor, StaffRole
from domain.errors import Conflict, Invalid, Problem
from domain.events import EventType
from domain.guard import Guarded
from domain.process import Step
from domain.shapes import OptionalProse, Prose, View


class Evaluate(Guarded):
    """Evaluatie van een betrokkene of van de casus."""

    subject_id: UUID | None = Field(default=None, description="Betrokkene: empty for the case as a whole")
    goal: Literal["reached", "partly", "not_reached", "unknown"] = Field(
        description="Doel bereikt?", examples=["reached"]
    )
    worked: Prose = Field(description="Wat werkte", examples=["De gezamenlijke controle."])
    lessons: OptionalProse = Field(default="", description="Lessen", examples=["Eerder de NLA vragen."])


class Close(Guarded):
    """Afsluiting: the decision to close the case (B17); it is sealed at once."""

    reason: Literal["goal_reached", "insufficient", "handed_over", "left"] = Field(
        description="Reden", examples=["goal_reached"]
    )
    text: Prose = Field(description="Toelichting", examples=["Alle interventies zijn afgerond."])


class Reopen(Guarded):
    """Heropening (B18): a subject is taken up once more, or the whole case after it was closed."""

    reason: Literal["new_facts", "not_solved", "partner_asks", "mistake"] = Field(
        description="Reden", examples=["new_facts"]
    )
    text: Prose = Field(
        description="Toelichting: read by everybody who takes part", examples=["Er wonen weer mensen."]
    )


class EvaluationView(View):
    """Evaluatie."""

    id: UUID
    case_id: UUID
    subject_id: UUID | None
    goal: str
    worked: str
    lessons: str
    created_at: datetime


class ReopeningView(View):
    """Heropening van een betrokkene of van de casus."""

    id: UUID
    case_id: UUID
    subject_id: UUID | None = Field(description="Betrokkene: empty for the case as a whole")
    reason: str
    text: str
    created_at: datetime


class Missing(View):
    """Wat nog moet: one thing that keeps a case from being closed."""

    code: Literal["subject-open", "evaluation-missing", "case-evaluation-missing"] = Field(
        description="Soort: the subject is still in an earlier step, or an evaluation is missing"
    )
    subject: cases.SubjectLine | None = Field(default=None, description="Betrokkene")


class ClosureView(View):
    """Afsluiting van een casus."""

    id: UUID
    case_id: UUID
    reason: str
    closed: bool = True


def evaluate(session: Session, actor: Actor, case_id: UUID, data: Evaluate) -> EvaluationView:
    """Record what one subject, or the case as a whole, taught."""
    cases.find_open(session, case_id)

    actor.require_riec(StaffRole.CHAIR)
    guard.check(session, actor, data)
    if data.subject_id:
        if rows.find(session, Subject, data.subject_id).case_id != case_id:
            raise Invalid(Problem("subject-of-another-case", "/subjectId"))
        process.require(session, data.subject_id, Step.EVALUATION)
    else:
        process.require(session, case_id, Step.EVALUATION)

    # In the case's scope: it speaks of the subject by its id only, and outlives the subject's step.
    evaluation_id = rows.add(
        session, actor, Evaluation, case_id, "evaluation", case_id=case_id, **data.model_dump()
    )

    events.record(
        session, actor, EventType.EVALUATION_RECORDED, scope_id=case_id, case_id=case_id, subject_id=data.subject_id,
        object_id=evaluation_id, category="evaluation", data={"goal": data.goal},
    )  # fmt: skip
    return evaluation(session, case_id, evaluation_id)


def evaluations(session: Session, actor: Actor, case_id: UUID) -> list[EvaluationView]:
    """The evaluations of a case, oldest first, read on the record."""
    process.step_of(session, case_id)
    found = _evaluations(session, case_id)
    access.consulted(session, actor, "evaluations", scope_id=case_id, object_ids=[one.id for one in found])
    return found


def evaluation(session: Session, case_id: UUID, evaluation_id: UUID) -> EvaluationView:
    """One evaluation, or NotFound."""
    return rows.one_of(_evaluations(session, case_id), evaluation_id)


def closure(session: Session, case_id: UUID, closure_id: UUID) -> ClosureView:
    """The closure of a case; what it says outlives the seal."""
    found = rows.find(session, Closure, closure_id)
    return ClosureView(id=found.id, case_id=case_id, reason=found.reason)


def _evaluations(session: Session, case_id: UUID) -> list[EvaluationView]:
    return [EvaluationView.model_validate(one) for one in rows.in_scope(session, Evaluation, case_id)]


def close(session: Session, actor: Actor, case_id: UUID, data: Close) -> ClosureView:
    """Close a case whose subjects have all been dealt with; nothing but its outline stays visible."""
    cases.find_open(session, case_id)

    actor.require_riec(StaffRole.CHAIR)
    guard.check(session, actor, data)
    _check_closable(session, case_id)

    closure_id = rows.add(session, actor, Closure, case_id, "title", case_id=case_id, **data.model_dump())
    rows.note_status(session, actor, case_id, case_id, "closed")
    events.record(
        session, actor, EventType.EVALUATION_CASE_CLOSED, scope_id=case_id, case_id=case_id, object_id=closure_id,
        category="title", data={"reason": data.reason},
    )  # fmt: skip
    meetings.note_closure(session, actor, case_id, closure_id)
    process.move(session, "select seal(:case, :proof)", case=case_id, proof=closure_id)
    return closure(session, case_id, closure_id)


def closure_of(session: Session, case_id: UUID) -> ClosureView | None:
    """The closure of a case that was closed, the last when it was reopened in between."""
    found = rows.in_scope(session, Closure, case_id)
    return closure(session, case_id, found[-1].id) if found else None


def reopen_case(session: Session, actor: Actor, case_id: UUID, data: Reopen) -> ReopeningView:
    """Take up a closed case once more: the seal is broken, its subjects stay where they are until each is reopened."""
    rows.find(session, Case, case_id)

    process.require(session, case_id, Step.CLOSED)
    actor.require_riec(StaffRole.CHAIR)
    guard.check(session, actor, data)

    reopening_id = rows.add(
        session, actor, Reopening, case_id, "status", case_id=case_id, **data.model_dump()
    )
    process.move(session, "select reopen(:case, :proof)", case=case_id, proof=reopening_id)
    rows.note_status(session, actor, case_id, case_id, "opened")
    events.record(
        session, actor, EventType.EVALUATION_CASE_REOPENED, scope_id=case_id, case_id=case_id, object_id=reopening_id,
        category="status", data={"reason": data.reason},
    )  # fmt: skip
    meetings.note_decision(session, actor, case_id, "B18", reopening_id)
    return reopening(session, case_id, reopening_id)


def reopen_subject(session: Session, actor: Actor, subject_id: UUID, data: Reopen) -> ReopeningView:
    """Take up a subject that had been dealt with once more: it goes back to the dossier, and no other with it."""
    case_id = cases.subject_view(session, actor, subject_id).case_id
    cases.find_open(session, case_id)

    process.require(session, subject_id, Step.EVALUATION, Step.CLOSED)
    actor.require_riec(StaffRole.CHAIR)
    guard.check(session, actor, data)

    reopening_id = rows.add(
        session, actor, Reopening, subject_id, "status", case_id=case_id, subject_id=subject_id,
        **data.model_dump(),
    )  # fmt: skip
    rows.note_status(session, actor, subject_id, subject_id, "reopened")
    events.record(
        session, actor, EventType.EVALUATION_SUBJECT_REOPENED, scope_id=subject_id, case_id=case_id,
        subject_id=subject_id, object_id=reopening_id, category="status", data={"reason": data.reason},
    )  # fmt: skip
    meetings.note_decision(session, actor, case_id, "B18", reopening_id, subject_id=subject_id)
    process.advance(session, subject_id, reopening_id)
    return reopening(session, case_id, reopening_id)


def reopenings(session: Session, actor: Actor, case_id: UUID) -> list[ReopeningView]:
    """How often and why a case or a subject of it was taken up once more, oldest first; read on the record."""
    process.step_of(session, case_id)
    found = _reopenings(session, case_id)
    access.consulted(session, actor, "reopenings", scope_id=case_id, object_ids=[one.id for one in found])
    return found


def reopening(session: Session, case_id: UUID, reopening_id: UUID) -> ReopeningView:
    """One reopening, or NotFound."""
    return rows.one_of(_reopenings(session, case_id), reopening_id)


def subject_reopening(session: Session, actor: Actor, subject_id: UUID, reopening_id: UUID) -> ReopeningView:
    """One reopening of a subject, or NotFound."""
    return reopening(session, cases.subject_view(session, actor, subject_id).case_id, reopening_id)


def _reopenings(session: Session, case_id: UUID) -> list[ReopeningView]:
    scopes = [case_id, *rows.children(session, "subject", case_id)]
    return [ReopeningView.model_validate(one) for one in rows.in_scope(session, Reopening, *scopes)]


def missing(session: Session, case_id: UUID) -> list[Missing]:
    """What keeps the case from being closed: every subject is dealt with, and each that had an approach evaluated.

    What was learned before something was reopened does not count for what was done since.
    """
    again = _reopenings(session, case_id)
    done = {
        one.subject_id
        for one in _evaluations(session, case_id)
        if not any(
            later.created_at > one.created_at and one.subject_id in (None, later.subject_id)
            for later in again
        )
    }
    found: list[Missing] = []
    for one in cases.subjects_of(session, case_id):
        if one.step not in (Step.EVALUATION, Step.CLOSED):
            found.append(Missing(code="subject-open", subject=one))
        elif one.step == Step.EVALUATION and one.id not in done:
            found.append(Missing(code="evaluation-missing", subject=one))
    return found if None in done else [*found, Missing(code="case-evaluation-missing")]


def _check_closable(session: Session, case_id: UUID) -> None:
    waiting = [one.code for one in missing(session, case_id)]
    if "subject-open" in waiting:
        raise Conflict("subjects-open", open=waiting.count("subject-open"))
    if waiting:
        raise Conflict("evaluation-missing", subjects=waiting.count("evaluation-missing"))
