"""Evaluation above the case: how the process goes, what partners do in the chain, and what should change."""

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import catalogue, levels, rows, steering
from domain.actor import Actor
from domain.calendar import today
from domain.errors import DomainError, Invalid
from domain.levels import Period
from domain.steering import DecideProposal, SteeringProposalView, WriteProposal
from web import rooms
from web.forms import Form, Typed
from web.i18n import N_

router = APIRouter(prefix="/evaluation", include_in_schema=False)

HERE: Final = "/evaluation"


@router.get("")
def show(
    request: Request, session: Db, actor: ActorDep, period: str = levels.LAST_YEAR, proposal: str = ""
) -> Response:
    """The figures of a period, the lessons, and the proposals; with the form for the one that is chosen."""
    typed = Typed({"period": [period]})
    return _page(request, session, actor, typed, chosen=proposal)


@router.post("/proposals")
def propose(request: Request, session: Db, actor: ActorDep, typed: Form) -> Response:
    """Propose something to the steering group."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: steering.propose_policy(session, actor, typed.shape(WriteProposal)),
        lambda refused: _page(request, session, actor, typed, refused),
        to=f"{HERE}#proposals",
        said=N_("The proposal is recorded. The chair brings it to the steering group."),
    )


@router.post("/proposals/{proposal_id}/decisions")
def decide(request: Request, session: Db, actor: ActorDep, proposal_id: UUID, typed: Form) -> Response:
    """Record what the steering group decided, or what came of what it adopted."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: steering.decide_proposal(session, actor, proposal_id, typed.shape(DecideProposal)),
        lambda refused: _page(request, session, actor, typed, refused, str(proposal_id)),
        to=f"{HERE}#proposals",
        said=N_("It is recorded with the proposal."),
    )


def _page(
    request: Request,
    session: Session,
    actor: Actor,
    typed: Typed,
    refused: DomainError | None = None,
    chosen: str = "",
) -> Response:
    over, unknown = _period(typed.get("period"))
    found = steering.proposals(session, actor)
    context: dict[str, Any] = {
        "period": over,
        "periods": levels.choices(),
        "process": levels.process_figures(session, actor, over),
        "chain": levels.chain_figures(session, actor, over),
        "lessons": levels.lessons(session, actor, over).items,
        "proposals": found,
        "chosen": _chosen(found, chosen, sent=refused is not None),
        "proposes": steering.proposes(actor),
        "organisations": sorted(rows.organisation_names(session).items(), key=lambda one: one[1]),
        "units": catalogue.capacity_units(session, today()),
        "kinds": catalogue.intervention_kinds(session, None, today()),
    }
    return rooms.form(request, "evaluation/levels.html", context, typed, refused or unknown)


def _period(code: str) -> tuple[Period, DomainError | None]:
    """The period that was asked for; the last twelve months, and what is wrong, when there is no such one."""
    try:
        return levels.period(code), None
    except Invalid as unknown:
        return levels.period(), unknown


def _chosen(found: list[SteeringProposalView], wanted: str, *, sent: bool) -> SteeringProposalView | None:
    """The proposal whose form is shown; one that was refused stays, also when it can no longer be sent."""
    return next((one for one in found if str(one.id) == wanted and (one.acts or sent)), None)
