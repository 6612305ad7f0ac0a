"""The timeline of a case: its events, as far as the one who asks may see what they are about."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import process
from domain.actor import Actor
from domain.shapes import View


class Moment(View):
    """Gebeurtenis: what was done, by whom, about what; never the content."""

    # Not its number in the log: who counts what is missing between two of them knows how much is hidden.
    at: datetime = Field(description="Tijdstip")
    type: str = Field(description="Soort gebeurtenis")
    organisation: str = Field(description="Organisatie")
    person: str = Field(description="Medewerker")
    category: str = Field(description="Gegevenscategorie")
    subject_id: UUID | None = Field(description="Betrokkene")
    object_id: UUID | None = Field(description="Onderwerp")


class Timeline(View):
    """Tijdlijn van een casus, oldest first."""

    items: Sequence[Moment] = Field(description="Gebeurtenissen")


def timeline(session: Session, actor: Actor, case_id: UUID, limit: int = 500) -> Timeline:
    """What was done in a case, as far as visible; events name ids and codes only, so this is no reading of content."""
    process.step_of(session, case_id)
    found = session.execute(
        text(
            "select e.at, e.type, o.name as organisation, a.name as person, e.category, e.subject_id,"
            " e.object_id from events e join organisations o on o.id = e.organisation_id"
            " join actors a on a.id = e.actor_id where e.case_id = :case order by e.id limit :limit"
        ),
        {"case": case_id, "limit": limit},
    ).mappings()
    return Timeline(items=[Moment(**one) for one in found])
