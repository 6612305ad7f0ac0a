"""Evaluation above the case over the API: the process, the chain, and what should change because of it."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.deps import ActorDep, Db, require_scope
from api.idempotency import Once
from domain import levels, steering
from domain.levels import ChainFigures, Lessons, ProcessFigures
from domain.shapes import View
from domain.steering import DecideProposal, SteeringProposalView, WriteProposal

router = APIRouter(tags=["evaluation"])

READ = [require_scope("cases:read")]
WRITE = [require_scope("cases:write")]

Over = Annotated[
    str,
    Query(
        alias="period",
        description="Periode: a year (2026) or a quarter (2026-Q3); the last twelve months when it is not said",
    ),
]


class SteeringProposalList(View):
    """Beleidsvoorstellen, newest first."""

    items: Sequence[SteeringProposalView] = Field(description="Voorstellen: at most two hundred")


@router.get("/evaluation/process", dependencies=READ)
def get_process_figures(session: Db, actor: ActorDep, over: Over = levels.LAST_YEAR) -> ProcessFigures:
    """Evaluatie van het proces: working days per step against the norm, in the cases in which you take part."""
    return levels.process_figures(session, actor, levels.period(over))


@router.get("/evaluation/chain", dependencies=READ)
def get_chain_figures(session: Db, actor: ActorDep, over: Over = levels.LAST_YEAR) -> ChainFigures:
    """Evaluatie van de keten: questions, interventions and capacity per partner, as far as you may see them."""
    return levels.chain_figures(session, actor, levels.period(over))


@router.get("/evaluation/lessons", dependencies=READ)
def list_lessons(session: Db, actor: ActorDep, over: Over = levels.LAST_YEAR) -> Lessons:
    """Lessen: of evaluations that you may see; those of a closed case are sealed with it."""
    return levels.lessons(session, actor, levels.period(over))


@router.get("/steering-proposals", dependencies=READ)
def list_steering_proposals(session: Db, actor: ActorDep) -> SteeringProposalList:
    """Beleidsvoorstellen: for the RIEC all of them, for a partner those addressed to it."""
    return SteeringProposalList(items=steering.proposals(session, actor))


@router.post("/steering-proposals", status_code=201, dependencies=WRITE)
def propose_policy(session: Db, actor: ActorDep, once: Once, data: WriteProposal) -> SteeringProposalView:
    """Voorstel aan de stuurgroep: by the RIEC, without anything that leads to a person or a case."""
    return once(
        lambda: steering.propose_policy(session, actor, data),
        lambda made: steering.proposal(session, actor, made),
        "/steering-proposals/{id}",
    )


@router.get("/steering-proposals/{proposal_id}", dependencies=READ)
def get_steering_proposal(session: Db, actor: ActorDep, proposal_id: UUID) -> SteeringProposalView:
    """Beleidsvoorstel, with what was decided and what came of it."""
    return steering.proposal(session, actor, proposal_id)


@router.post("/steering-proposals/{proposal_id}/decisions", status_code=201, dependencies=WRITE)
def decide_steering_proposal(
    session: Db, actor: ActorDep, once: Once, proposal_id: UUID, data: DecideProposal
) -> SteeringProposalView:
    """Besluit of gevolg: what the steering group decided, or what came of what it adopted."""
    return once(
        lambda: steering.decide_proposal(session, actor, proposal_id, data),
        lambda made: steering.proposal(session, actor, made),
        "/steering-proposals/{id}",
    )
