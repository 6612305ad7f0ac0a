"""Access in an emergency over the API: who used it, ending one, and the review afterwards."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.deps import ActorDep, Db, SteppedUp, require_scope
from api.idempotency import Once
from domain import emergencies
from domain.emergencies import BreakGlass, EmergencyView, Review
from domain.shapes import View

router = APIRouter(tags=["sharing"])

READ = [require_scope("cases:read")]
WRITE = [require_scope("cases:write")]


class EmergencyList(View):
    """Noodtoegang, not reviewed yet first."""

    items: Sequence[EmergencyView] = Field(description="Regels: at most two hundred")


@router.post("/emergencies", status_code=201, dependencies=WRITE)
def break_glass(session: Db, actor: ActorDep, _: SteppedUp, once: Once, data: BreakGlass) -> EmergencyView:
    """Noodtoegang: a person, who just gave the second factor, looks into a case without being named in it."""
    return once(
        lambda: emergencies.break_glass(session, actor, data),
        lambda made: emergencies.emergency(session, actor, made),
        "/emergencies/{id}",
    )


@router.get("/emergencies", dependencies=READ)
def list_emergencies(session: Db, actor: ActorDep) -> EmergencyList:
    """Gebruik van noodtoegang: your own, and what you watch over."""
    return EmergencyList(items=emergencies.emergencies(session, actor))


@router.get("/emergencies/{emergency_id}", dependencies=READ)
def get_emergency(session: Db, actor: ActorDep, emergency_id: UUID) -> EmergencyView:
    """Gebruik van noodtoegang: one of them."""
    return emergencies.emergency(session, actor, emergency_id)


@router.post("/emergencies/{emergency_id}/endings", status_code=201, dependencies=WRITE)
def end_emergency(session: Db, actor: ActorDep, once: Once, emergency_id: UUID) -> EmergencyView:
    """Noodtoegang beëindigen, before its time."""
    return once(
        lambda: emergencies.end(session, actor, emergency_id),
        lambda made: emergencies.emergency(session, actor, made),
        "/emergencies/{id}",
    )


@router.post("/emergencies/{emergency_id}/reviews", status_code=201, dependencies=WRITE)
def review_emergency(
    session: Db, actor: ActorDep, once: Once, emergency_id: UUID, data: Review
) -> EmergencyView:
    """Noodtoegang beoordelen: afterwards, once, and never one's own."""
    return once(
        lambda: emergencies.review(session, actor, emergency_id, data),
        lambda made: emergencies.emergency(session, actor, made),
        "/emergencies/{id}",
    )
