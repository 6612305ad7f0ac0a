"""Rehearsals over the API: a draft of changes to what is shared, its effect, and then applying or dropping it."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.deps import ActorDep, Db, require_scope
from api.idempotency import Once
from domain import rehearsal
from domain.rehearsal import AddChange, BeginRehearsal, RehearsalLine, RehearsalView
from domain.shapes import View

router = APIRouter(tags=["sharing"])

READ = [require_scope("administration:read")]
WRITE = [require_scope("administration:write")]


class RehearsalList(View):
    """Proefwijzigingen, the open ones first."""

    items: Sequence[RehearsalLine] = Field(description="Proefwijzigingen")


@router.get("/rehearsals", dependencies=READ)
def list_rehearsals(session: Db, actor: ActorDep) -> RehearsalList:
    """Proefwijzigingen: drafts of changes, and what became of them."""
    return RehearsalList(items=rehearsal.rehearsals(session, actor))


@router.post("/rehearsals", status_code=201, dependencies=WRITE)
def begin_rehearsal(session: Db, actor: ActorDep, once: Once, data: BeginRehearsal) -> RehearsalView:
    """Proefwijziging beginnen: nothing of it holds until it is applied."""
    return once(
        lambda: rehearsal.rehearsal(session, actor, rehearsal.begin_rehearsal(session, actor, data)),
        lambda made: rehearsal.rehearsal(session, actor, made),
        "/rehearsals/{id}",
    )


@router.get("/rehearsals/{rehearsal_id}", dependencies=READ)
def get_rehearsal(session: Db, actor: ActorDep, rehearsal_id: UUID) -> RehearsalView:
    """Proefwijziging: the changes, and which organisation would gain or lose how many records of which category."""
    return rehearsal.rehearsal(session, actor, rehearsal_id)


@router.post("/rehearsals/{rehearsal_id}/changes", status_code=201, dependencies=WRITE)
def add_change(
    session: Db, actor: ActorDep, once: Once, rehearsal_id: UUID, data: AddChange
) -> RehearsalView:
    """Wijziging toevoegen: one that could not be made is refused as it would be for good."""

    def add() -> RehearsalView:
        rehearsal.add_change(session, actor, rehearsal_id, data)
        return rehearsal.rehearsal(session, actor, rehearsal_id)

    return once(add, lambda made: rehearsal.rehearsal(session, actor, made), "/rehearsals/{id}")


@router.delete("/rehearsals/{rehearsal_id}/changes/{change_id}", status_code=204, dependencies=WRITE)
def remove_change(session: Db, actor: ActorDep, rehearsal_id: UUID, change_id: UUID) -> Response:
    """Wijziging weghalen: from a draft."""
    rehearsal.remove_change(session, actor, rehearsal_id, change_id)
    return Response(status_code=204)


@router.post("/rehearsals/{rehearsal_id}/applications", status_code=201, dependencies=WRITE)
def apply_rehearsal(session: Db, actor: ActorDep, once: Once, rehearsal_id: UUID) -> RehearsalView:
    """Doorvoeren: all changes for good, or none when one of them cannot be made any more."""

    def apply() -> RehearsalView:
        rehearsal.apply_rehearsal(session, actor, rehearsal_id)
        return rehearsal.rehearsal(session, actor, rehearsal_id)

    return once(apply, lambda made: rehearsal.rehearsal(session, actor, made), "/rehearsals/{id}")


@router.post("/rehearsals/{rehearsal_id}/withdrawals", status_code=201, dependencies=WRITE)
def drop_rehearsal(session: Db, actor: ActorDep, once: Once, rehearsal_id: UUID) -> RehearsalView:
    """Laten vervallen: everything stays as it is."""

    def drop() -> RehearsalView:
        rehearsal.drop_rehearsal(session, actor, rehearsal_id)
        return rehearsal.rehearsal(session, actor, rehearsal_id)

    return once(drop, lambda made: rehearsal.rehearsal(session, actor, made), "/rehearsals/{id}")
