"""Reopening: a subject that was dealt with, or a whole case after it was closed, is taken up once more."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.deps import ActorDep, Db
from domain import cases, evaluation
from domain.evaluation import Reopen
from web import rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.render import see_other

router = APIRouter(include_in_schema=False)


@router.get("/cases/{case_id}/reopen")
def start_reopening_case(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """Ask why a closed case is taken up once more."""
    case = cases.case(session, actor, case_id)
    if "reopen" not in case.acts:
        return see_other(f"/cases/{case_id}/evaluation")
    return rooms.form(request, "evaluation/reopen.html", _about(case), Typed())


@router.post("/cases/{case_id}/reopen")
def reopen_case(request: Request, session: Db, actor: ActorDep, case_id: UUID, typed: Form) -> Response:
    """Break the seal of a closed case."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: evaluation.reopen_case(session, actor, case_id, typed.shape(Reopen)),
        lambda refused: rooms.form(
            request, "evaluation/reopen.html", _about(cases.case(session, actor, case_id)), typed, refused
        ),
        to=f"/cases/{case_id}",
        said=N_("The case is open again."),
    )


def _about(case: cases.CaseView) -> dict[str, Any]:
    return {"case": case, "subject": None}


@router.get("/subjects/{subject_id}/reopen")
def start_reopening_subject(request: Request, session: Db, actor: ActorDep, subject_id: UUID) -> Response:
    """Ask why a subject is taken up once more."""
    context = rooms.about(session, actor, subject_id)
    return rooms.offer(request, "reopen", "evaluation/reopen.html", context, Typed())


@router.post("/subjects/{subject_id}/reopen")
def reopen_subject(request: Request, session: Db, actor: ActorDep, subject_id: UUID, typed: Form) -> Response:
    """Send a subject that was dealt with back to the dossier."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: evaluation.reopen_subject(session, actor, subject_id, typed.shape(Reopen)),
        lambda refused: rooms.form(
            request, "evaluation/reopen.html", rooms.about(session, actor, subject_id), typed, refused
        ),
        to=f"/subjects/{subject_id}",
        said=N_("The subject is back in the dossier."),
    )
