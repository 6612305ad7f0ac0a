"""Both logs over the API: who read what is ours, and for the auditor everything; for control of lawfulness alone."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from api.deps import ActorDep, Db, require_scope
from domain import audit
from domain.audit import AskLog, ChainState, Deed, Look
from domain.shapes import View

router = APIRouter(tags=["audit"])

READ = [require_scope("cases:read")]
Asked = Annotated[AskLog, Query()]


class LookList(View):
    """Inzagen: part of the log of reads, newest first."""

    items: Sequence[Look] = Field(description="Regels")
    next: int | None = Field(
        description="Vervolg: what to send as `before`; absent when this is the last part"
    )


class DeedList(View):
    """Handelingen: part of the log of acts, newest first."""

    items: Sequence[Deed] = Field(description="Regels")
    next: int | None = Field(
        description="Vervolg: what to send as `before`; absent when this is the last part"
    )


@router.get("/reads", dependencies=READ)
def list_reads(session: Db, actor: ActorDep, asked: Asked) -> LookList:
    """Wie las wat van ons is: for the privacy officer of the owner, for control of lawfulness alone (WGS 1.8(4))."""
    items, further = audit.who_read_mine(session, actor, asked)
    return LookList(items=items, next=further)


@router.get("/logs/access", dependencies=READ)
def list_access(session: Db, actor: ActorDep, asked: Asked) -> LookList:
    """Inzagelog: who looked, searched, exported or was refused; for the auditor and the coordinating DPO."""
    items, further = audit.log_of_access(session, actor, asked)
    return LookList(items=items, next=further)


@router.get("/logs/events", dependencies=READ)
def list_events(session: Db, actor: ActorDep, asked: Asked) -> DeedList:
    """Handelingenlog: what was done, by whom; for the auditor and the coordinating DPO."""
    items, further = audit.log_of_events(session, actor, asked)
    return DeedList(items=items, next=further)


@router.get("/logs/chain", dependencies=READ)
def get_chain_state(session: Db, actor: ActorDep) -> ChainState:
    """Stand van de keten: how far both logs are sealed and signed, and what still waits."""
    return audit.chain_state(session, actor)
