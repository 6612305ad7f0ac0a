"""Evaluation: what a case and its subjects taught, what is still missing, and closing the case."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import cases, evaluation
from domain.actor import Actor
from domain.errors import DomainError, Invalid, Problem
from domain.evaluation import Close, Evaluate, EvaluationView
from domain.process import Step
from web import rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.render import gettext_of, see_other

router = APIRouter(prefix="/cases/{case_id}", include_in_schema=False)

# What the form says when it is about the case and not about a subject.
WHOLE_CASE = "case"


@router.get("/evaluation")
def show_evaluation(
    request: Request, session: Db, actor: ActorDep, case_id: UUID, subject: str = ""
) -> Response:
    """The evaluations so far, the form for the next one, and what is missing before the case can be closed."""
    typed = Typed({"about": [subject]})
    return _page(request, session, actor, case_id, typed)


@router.get("/evaluations")
@router.get("/closures")
def to_evaluation(case_id: UUID) -> Response:
    """A refused form is shown at these addresses; whoever comes back to them finds the evaluation."""
    return see_other(f"/cases/{case_id}/evaluation")


@router.post("/evaluations")
def evaluate(request: Request, session: Db, actor: ActorDep, case_id: UUID, typed: Form) -> Response:
    """Record what one subject, or the case as a whole, taught."""

    def act() -> EvaluationView:
        about = typed.get("about")
        if not about:
            raise Invalid(Problem("required", "/subjectId"))
        subject = {} if about == WHOLE_CASE else {"subjectId": about}
        return evaluation.evaluate(session, actor, case_id, typed.shape(Evaluate, **subject))

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        act,
        lambda refused: _page(request, session, actor, case_id, typed, refused),
        to=f"/cases/{case_id}/evaluation",
        said=N_("The evaluation is recorded."),
    )


@router.post("/closures")
def close(request: Request, session: Db, actor: ActorDep, case_id: UUID, typed: Form) -> Response:
    """Close the case; it is sealed at once."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: evaluation.close(session, actor, case_id, typed.shape(Close)),
        lambda refused: _page(request, session, actor, case_id, typed, refused),
        to=f"/cases/{case_id}/evaluation",
        said=N_("The case is closed and sealed."),
    )


def _page(
    request: Request,
    session: Session,
    actor: Actor,
    case_id: UUID,
    typed: Typed,
    refused: DomainError | None = None,
) -> Response:
    case = cases.case(session, actor, case_id)
    context = {
        "case": case,
        "subjects": {one.id: one for one in case.subjects},
        "evaluations": evaluation.evaluations(session, actor, case_id),
        "missing": evaluation.missing(session, case_id),
        "closure": evaluation.closure_of(session, case_id),
        "reopenings": evaluation.reopenings(session, actor, case_id),
        "choices": _choices(request, session, actor, case),
    }
    return rooms.form(request, "evaluation/evaluation.html", context, typed, refused, {"subjectId": "about"})


def _choices(request: Request, session: Session, actor: Actor, case: cases.CaseView) -> list[tuple[str, str]]:
    """What this person can evaluate now: each subject that got that far, and then the case as a whole."""
    there = [one for one in case.subjects if one.step == Step.EVALUATION]
    mine = [one for one in there if "evaluate" in cases.subject_view(session, actor, one.id).acts]
    _ = gettext_of(request)
    choices = [(str(one.id), one.name or _("A subject that is not shared with you")) for one in mine]
    whole = [(WHOLE_CASE, _("The case as a whole"))] if "evaluate" in case.acts else []
    return choices + whole
