"""Feedback on released results: the register, what a recipient says of one, and the end of it."""

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db, Page, cursor
from domain import catalogue, feedback
from domain.actor import Actor
from domain.calendar import today
from domain.errors import DomainError
from domain.feedback import STATES, EndFeedback, FeedbackAnswerView, GiveFeedback, State
from web import rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.render import page, see_other

router = APIRouter(prefix="/feedback", include_in_schema=False)

HERE: Final = "/feedback"


@router.get("")
def index(request: Request, session: Db, actor: ActorDep, page_of: Page, state: str = "") -> Response:
    """The register, or what stands in it like this."""
    asked: State | None = next((one for one in STATES if one == state), None)
    found, further = feedback.released_results(session, actor, asked, page_of.after, page_of.limit)
    narrowed = f"state={asked}&" if asked else ""
    context = {
        "results": found,
        "asked": asked or "",
        "states": STATES,
        "next": f"{HERE}?{narrowed}cursor={cursor(further)}" if further else None,
        "first": f"{HERE}?{narrowed}".rstrip("?&") if page_of.after else None,
    }
    return page(request, "feedback/index.html", context)


@router.get("/{result_id}")
def show(request: Request, session: Db, actor: ActorDep, result_id: UUID, correct: str = "") -> Response:
    """One result: when feedback is due, what was said, and the form to say more or to say it better."""
    return _show(request, session, actor, result_id, Typed(), correct=correct)


@router.get("/{result_id}/answers")
@router.get("/{result_id}/endings")
def to_result(result_id: UUID) -> Response:
    """A refused form is shown at these addresses; whoever comes back to them finds the result."""
    return see_other(f"{HERE}/{result_id}")


@router.post("/{result_id}/answers")
def give(request: Request, session: Db, actor: ActorDep, result_id: UUID, typed: Form) -> Response:
    """Say what came of it."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: feedback.give_feedback(session, actor, result_id, typed.shape(GiveFeedback)),
        lambda refused: _show(request, session, actor, result_id, typed, refused, sent="give"),
        to=f"{HERE}/{result_id}",
        said=N_("Your feedback is recorded."),
    )


@router.post("/{result_id}/endings")
def end(request: Request, session: Db, actor: ActorDep, result_id: UUID, typed: Form) -> Response:
    """Ask no more."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: feedback.end_feedback(session, actor, result_id, typed.shape(EndFeedback)),
        lambda refused: _show(request, session, actor, result_id, typed, refused, sent="end"),
        to=f"{HERE}/{result_id}",
        said=N_("No more feedback is asked."),
    )


def _show(
    request: Request,
    session: Session,
    actor: Actor,
    result_id: UUID,
    typed: Typed,
    refused: DomainError | None = None,
    *,
    correct: str = "",
    sent: str = "",
) -> Response:
    found = feedback.released_result(session, actor, result_id)
    wanted = typed.get("correctsId", correct)
    former = next((one for one in found.said if str(one.id) == wanted and one.current), None)
    context: dict[str, Any] = {
        "one": found,
        "former": former if "correct" in found.acts else None,
        "sent": sent,
        "grounds": catalogue.legal_grounds(session, "R", today()),
    }
    if former and not sent:
        typed = Typed(_of(former))
    return rooms.form(request, "feedback/show.html", context, typed, refused)


def _of(former: FeedbackAnswerView) -> dict[str, list[str]]:
    """What a correction begins with."""
    return {
        "correctsId": [str(former.id)],
        "effect": [former.effect],
        "text": [former.text],
        "why": [former.why],
    }
