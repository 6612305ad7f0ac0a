"""Both logs over the API: who read what is ours, and for the auditor everything; for control of lawfulness alone."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from api.deps import ActorDep, Db, require_scope
from domain import audit
from domain.audit import AskLog, ChainState, Deed, Look
from domain.shapes import View

router = APIRouter(tags=["audit"])


class CheckpointView(View):
    """Ondertekende stand: how far the chain of both logs had come, signed; keep it to notice a cut tail."""

    seal: int = Field(description="Zegel", examples=[812])
    position: int = Field(description="Plaats van de laatste regel in de keten", examples=[20412])
    hash: str = Field(
        description="Hash van de keten tot daar, in hex",
        examples=["5f0a7c1e9b2d4f6880a1c3e5f7092b4d6f8a0c2e4f60718293a4b5c6d7e8f901"],
    )
    at: datetime = Field(description="Ondertekend op")
    key: str = Field(description="Sleutel waarmee ondertekend is", examples=["9c1e4b7a2f0d8e63"])
    signature: str = Field(
        description="Handtekening (Ed25519) in base64",
        examples=["QmV3aWpzIGRhdCBkZSBrZXRlbiB0b3QgaGllciBnaW5nLCBvbmRlcnRla2VuZCBkb29yIGhldCBSSUVDLi4uLg=="],
    )


class CheckpointList(View):
    """Ondertekende standen: newest first, a thousand at most."""

    items: Sequence[CheckpointView] = Field(description="Standen")


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


@router.get("/checkpoints", dependencies=READ)
def list_checkpoints(session: Db, actor: ActorDep) -> CheckpointList:
    """Ondertekende standen van de keten: for an owner's privacy officer, the auditor and the coordinating DPO."""
    return CheckpointList(
        items=[
            CheckpointView(
                seal=one.seal,
                position=one.position,
                hash=one.hash.hex(),
                at=one.at,
                key=one.key_id,
                signature=b64encode(one.signature).decode(),
            )
            for one in audit.checkpoints(session, actor)
        ]
    )
