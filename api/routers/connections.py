"""Connections over the API: what could belong together, what people decide of it, what is stacked, and by which advice."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.deps import ActorDep, Db, require_scope
from api.idempotency import Once
from domain import connections
from domain.connections import (
    AdviceView,
    ClusterView,
    Connect,
    ConnectionsView,
    ConnectionView,
    NoteAdvice,
    UndoConnection,
)
from domain.shapes import View

router = APIRouter(tags=["connections"])

READ = [require_scope("cases:read")]
WRITE = [require_scope("cases:write")]
ADMINISTER = [require_scope("administration:write")]


class ClusterList(View):
    """Stapels: what signals and subjects that were active lately have in common, the largest first."""

    items: Sequence[ClusterView] = Field(description="Stapels: at most fifty")


class AdviceList(View):
    """Adviezen waarop verbanden over casussen heen rusten, newest first."""

    items: Sequence[AdviceView] = Field(description="Adviezen")


@router.get("/mentions/{mention_id}/connections", dependencies=READ)
def list_connections_of_mention(session: Db, actor: ActorDep, mention_id: UUID) -> ConnectionsView:
    """Mogelijke verbanden van een vermelding, with why; worked out for you, and kept nowhere."""
    return connections.connections(session, actor, mention_id)


@router.get("/subjects/{subject_id}/connections", dependencies=READ)
def list_connections_of_subject(session: Db, actor: ActorDep, subject_id: UUID) -> ConnectionsView:
    """Mogelijke verbanden van een betrokkene, with why; worked out for you, and kept nowhere."""
    return connections.connections(session, actor, subject_id)


@router.post("/mentions/{mention_id}/connections", status_code=201, dependencies=WRITE)
def connect_mention(
    session: Db, actor: ActorDep, once: Once, mention_id: UUID, data: Connect
) -> ConnectionView:
    """Verband leggen, or say that they are not the same; remembered for who sees both, and nothing is merged."""
    return _connect(session, actor, once, mention_id, data)


@router.post("/subjects/{subject_id}/connections", status_code=201, dependencies=WRITE)
def connect_subject(
    session: Db, actor: ActorDep, once: Once, subject_id: UUID, data: Connect
) -> ConnectionView:
    """Verband leggen, or say that they are not the same; remembered for who sees both, and nothing is merged."""
    return _connect(session, actor, once, subject_id, data)


def _connect(session: Db, actor: ActorDep, once: Once, about_id: UUID, data: Connect) -> ConnectionView:
    return once(
        lambda: connections.connect(session, actor, about_id, data),
        lambda made: connections.connection(session, actor, made),
        "/connections/{id}",
    )


@router.get("/connections/{connection_id}", dependencies=READ)
def get_connection(session: Db, actor: ActorDep, connection_id: UUID) -> ConnectionView:
    """Besluit over twee beschrijvingen: one of them."""
    return connections.connection(session, actor, connection_id)


@router.post("/connections/{connection_id}/undoings", status_code=201, dependencies=WRITE)
def undo_connection(
    session: Db, actor: ActorDep, once: Once, connection_id: UUID, data: UndoConnection
) -> ConnectionView:
    """Verband terugnemen: the last decision about two; it is open again, and the history says why."""
    return once(
        lambda: connections.undo(session, actor, connection_id, data),
        lambda made: connections.connection(session, actor, made),
        "/connections/{id}",
    )


@router.get("/clusters", dependencies=READ)
def list_clusters(session: Db, actor: ActorDep) -> ClusterList:
    """Stapels: one address, telephone, plate, account or company in several signals and cases that you see."""
    return ClusterList(items=connections.clusters(session, actor))


@router.get("/connection-advices", dependencies=READ)
def list_connection_advices(session: Db, actor: ActorDep) -> AdviceList:
    """Adviezen: by what connections across cases are on, and were."""
    return AdviceList(items=connections.advices(session, actor))


@router.post("/connection-advices", status_code=201, dependencies=ADMINISTER)
def note_connection_advice(session: Db, actor: ActorDep, once: Once, data: NoteAdvice) -> AdviceView:
    """Advies vastleggen: connections across cases are on from now (domain rule: without it they are off)."""
    return once(
        lambda: connections.note_advice(session, actor, data),
        lambda made: connections.advice(session, actor, made),
        "/connection-advices",
    )


@router.post("/connection-advices/{advice_id}/endings", status_code=201, dependencies=ADMINISTER)
def end_connection_advice(session: Db, actor: ActorDep, once: Once, advice_id: UUID) -> AdviceView:
    """Advies beëindigen: connections across cases are off, at once and for everybody."""
    return once(
        lambda: connections.end_advice(session, actor, advice_id),
        lambda made: connections.advice(session, actor, made),
        "/connection-advices",
    )
