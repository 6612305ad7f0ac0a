"""Who takes part in a case or subject: organisations, and the persons named for each."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain.shapes import View


class NamedPerson(View):
    """Persoon die in een casus genoemd is."""

    id: UUID = Field(description="Kenmerk")
    name: str = Field(description="Naam", examples=["Noor de Wit"])
    function_title: str = Field(description="Functie", examples=["Beleidsmedewerker veiligheid"])


class ParticipantView(View):
    """Deelnemer van een casus."""

    organisation_id: UUID = Field(description="Organisatie")
    name: str = Field(description="Naam", examples=["Gemeente Vlaardingen"])
    part: str = Field(description="Deel in de casus", examples=["municipality"])
    persons: Sequence[NamedPerson] | None = Field(
        default=None,
        description="Genoemde personen; absent while nobody is named and all who work on cases may see it",
    )


def participants(session: Session, scope_id: UUID) -> list[ParticipantView]:
    """Who takes part in a scope, for those who take part in it themselves."""
    found = session.execute(text("select * from participants_of(:scope)"), {"scope": scope_id}).mappings()
    return [ParticipantView(**one) for one in found]
