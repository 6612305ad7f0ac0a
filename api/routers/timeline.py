"""The timeline of a case over the API."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.deps import ActorDep, Db, require_scope
from domain import timeline
from domain.timeline import Timeline, TimelineAsked

router = APIRouter(prefix="/cases/{case_id}", tags=["timeline"])


@router.get("/events", dependencies=[require_scope("cases:read")])
def list_case_events(
    session: Db, actor: ActorDep, case_id: UUID, asked: Annotated[TimelineAsked, Query()]
) -> Timeline:
    """Tijdlijn: what was done in a case, as far as you may see what it is about; or the part that is asked for."""
    return timeline.timeline(session, actor, case_id, asked)
