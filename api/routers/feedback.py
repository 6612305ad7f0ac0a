"""Feedback on released results over the API: the register, what a recipient says, and the end of it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.deps import ActorDep, Db, Page, cursor, require_scope
from api.idempotency import Once
from domain import feedback
from domain.feedback import EndFeedback, GiveFeedback, ReleasedResultLine, ReleasedResultView, State
from domain.shapes import Slice

router = APIRouter(tags=["evaluation"])

READ = [require_scope("cases:read")]
WRITE = [require_scope("cases:write")]


class ReleasedResultList(Slice[ReleasedResultLine]):
    """Verstrekte resultaten: part of the list, newest first."""


@router.get("/released-results", dependencies=READ)
def list_released_results(
    session: Db,
    actor: ActorDep,
    page: Page,
    state: Annotated[
        State | None, Query(description="Stand: open, answered, overdue or ended; all when it is not said")
    ] = None,
) -> ReleasedResultList:
    """Verstrekte resultaten: for the RIEC all of them, for an organisation what was released to it."""
    items, further = feedback.released_results(session, actor, state, page.after, page.limit)
    return ReleasedResultList(items=items, next=cursor(further))


@router.get("/released-results/{result_id}", dependencies=READ)
def get_released_result(session: Db, actor: ActorDep, result_id: UUID) -> ReleasedResultView:
    """Verstrekt resultaat, with what the recipient said of it."""
    return feedback.released_result(session, actor, result_id)


@router.post("/released-results/{result_id}/answers", status_code=201, dependencies=WRITE)
def give_feedback(
    session: Db, actor: ActorDep, once: Once, result_id: UUID, data: GiveFeedback
) -> ReleasedResultView:
    """Terugkoppeling: by who got it; of somebody outside the region by the RIEC, as it was told."""
    return once(
        lambda: feedback.give_feedback(session, actor, result_id, data),
        lambda made: feedback.released_result(session, actor, made),
        "/released-results/{id}",
    )


@router.post("/released-results/{result_id}/endings", status_code=201, dependencies=WRITE)
def end_feedback(
    session: Db, actor: ActorDep, once: Once, result_id: UUID, data: EndFeedback
) -> ReleasedResultView:
    """Einde van de terugkoppeling: the RIEC asks no more, and says why."""
    return once(
        lambda: feedback.end_feedback(session, actor, result_id, data),
        lambda made: feedback.released_result(session, actor, made),
        "/released-results/{id}",
    )
