"""The data phases of a case (BGS 2.15): each is opened by a decision with its own necessity, one after the other."""

from typing import Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import cases, guard, meetings
from domain.actor import Actor, StaffRole
from domain.errors import Conflict, Invalid, Problem
from domain.guard import Guarded
from domain.shapes import Prose

_DECISIONS: Final = {2: "B06", 3: "B07"}


class OpenPhase(Guarded):
    """Fase openen: a data phase, by decision, with its own necessity (BGS 2.15)."""

    phase: int = Field(ge=1, le=3, description="Fase: 1, 2 or 3, one after the other", examples=[2])
    necessity: Prose = Field(
        description="Noodzaak", examples=["Fiscale gegevens zijn nodig om de geldstroom te volgen."]
    )


def open_phase(session: Session, actor: Actor, case_id: UUID, data: OpenPhase) -> cases.CaseView:
    """Open the next data phase of a case; from then on its categories may be stored and seen."""
    found = cases.find_open(session, case_id)

    actor.require(StaffRole.CHAIR, StaffRole.PREPARATION)
    guard.check(session, actor, data)
    if data.phase == 3 and found.activity == "scan":
        # BGS 2.15: phase 3 is for activities a and b only.
        raise Invalid(Problem("phase-not-for-scans", "/phase"))
    current = session.execute(text("select phase from scopes where id = :id"), {"id": case_id}).scalar_one()
    if data.phase != current + 1:
        raise Conflict("phase-order", open=current, asked=data.phase)

    phase_id = cases.begin_phase(session, actor, case_id, data.phase, data.necessity)
    meetings.note_decision(session, actor, case_id, _DECISIONS[data.phase], phase_id)
    return cases.view(session, actor, case_id)
