"""Known or not known: asking from a signal or a subject, the answers, what others asked about ours, and by hand."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import catalogue, known
from domain.actor import Actor
from domain.calendar import today
from domain.errors import DomainError
from domain.known import AskKnown, SettleKnown
from web import rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.render import page

router = APIRouter(include_in_schema=False)

DEFAULT_GROUND = "WGS-1.5-1"


@router.get("/mentions/{about_id}/known-questions/new")
@router.get("/subjects/{about_id}/known-questions/new")
def start_question(request: Request, session: Db, actor: ActorDep, about_id: UUID) -> Response:
    """Ask other partners whether they know this person or thing."""
    context = _asking(session, actor, about_id)
    return rooms.form(request, "known/ask.html", context, Typed({"ground": [DEFAULT_GROUND]}))


@router.post("/mentions/{about_id}/known-questions/new")
@router.post("/subjects/{about_id}/known-questions/new")
def ask(request: Request, session: Db, actor: ActorDep, about_id: UUID, typed: Form) -> Response:
    """Put the question, and go on to the answer."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: known.ask(session, actor, about_id, typed.shape(AskKnown)),
        lambda refused: rooms.form(
            request, "known/ask.html", _asking(session, actor, about_id), typed, refused
        ),
        to=lambda made: f"/known-questions/{made}",
        said=N_("The question is put. This is the answer."),
    )


@router.get("/known-questions")
def index(request: Request, session: Db, actor: ActorDep) -> Response:
    """What the own organisation asked and was told."""
    found = {"questions": known.questions(session, actor), "waiting": known.waiting(session, actor)}
    return page(request, "known/index.html", found)


@router.get("/known-questions/{question_id}")
def show(request: Request, session: Db, actor: ActorDep, question_id: UUID) -> Response:
    """One question and its answer."""
    found = known.question(session, actor, question_id)
    return page(request, "known/show.html", {"question": found} | _grounds(session))


@router.get("/known-findings")
def findings(request: Request, session: Db, actor: ActorDep) -> Response:
    """Who asked about what the own organisation holds."""
    found = {"findings": known.findings(session, actor)}
    return page(request, "known/findings.html", found | _grounds(session))


@router.get("/known-referrals")
def referrals(request: Request, session: Db, actor: ActorDep) -> Response:
    """What a person has to answer."""
    return _referrals(request, session, actor, Typed())


@router.post("/known-questions/{question_id}/answers")
def settle(request: Request, session: Db, actor: ActorDep, question_id: UUID, typed: Form) -> Response:
    """Answer by hand."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: known.settle(session, actor, question_id, typed.shape(SettleKnown)),
        lambda refused: _referrals(request, session, actor, typed, refused),
        to="/known-referrals",
        said=N_("The asker has your answer."),
    )


def _referrals(
    request: Request, session: Session, actor: Actor, typed: Typed, refused: DomainError | None = None
) -> Response:
    found = {"referrals": known.referrals(session, actor)}
    return rooms.form(request, "known/referrals.html", found | _grounds(session), typed, refused)


def _asking(session: Session, actor: Actor, about_id: UUID) -> dict[str, Any]:
    return {"thing": known.askable(session, actor, about_id)} | _grounds(session)


def _grounds(session: Session) -> dict[str, Any]:
    return {"grounds": catalogue.legal_grounds(session, "R", today())}
