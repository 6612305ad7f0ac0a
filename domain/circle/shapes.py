"""What a decision about the circle of a case says, and what is read of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from pydantic import Field

from domain.guard import Guarded
from domain.shapes import Prose, Shape, View

Kind = Literal["named", "unnamed", "opened", "barred", "lifted", "left"]
ABOUT_PERSONS: Final = ("named", "unnamed", "barred", "lifted")
"""The decisions that are about persons; the others are about the participation as a whole."""


class Decide(Guarded):
    """Besluit over de kring: naming or barring persons, or about the participation of an organisation."""

    kind: Kind = Field(
        description="Soort: named, unnamed, opened (to all who work on cases), barred, lifted, left",
        examples=["named"],
    )
    organisation_id: UUID = Field(description="Organisatie: whose participation it is about")
    person_ids: list[UUID] = Field(
        default_factory=list, max_length=50, description="Personen; empty for opened and left"
    )
    reason: Prose = Field(description="Reden", examples=["Zij doen het onderzoek."])


class Foresee(Shape):
    """Wie gaat dit zien: the decision, before it is taken; `joined` asks about a partner that would join."""

    kind: Literal["joined", "named", "unnamed", "opened", "barred", "lifted", "left"] = Field(
        description="Soort besluit", examples=["named"]
    )
    organisation_id: UUID = Field(description="Organisatie")
    person_ids: list[UUID] = Field(default_factory=list, max_length=50, description="Personen")
    part: Literal["partner", "municipality"] = Field(
        default="partner", description="Deel in de casus of a partner that would join"
    )


class Person(View):
    """Persoon van een organisatie."""

    id: UUID = Field(description="Kenmerk")
    name: str = Field(description="Naam")
    function_title: str = Field(default="", description="Functie")


class Candidate(Person):
    """Persoon die genoemd of geweerd kan worden."""

    named: bool = Field(description="Genoemd")
    barred: bool = Field(description="Geweerd")


class RecordsForeseen(View):
    """Gegevens die een organisatie gaat zien, of niet meer: by those of its people who gain or lose sight."""

    organisation_id: UUID = Field(description="Organisatie")
    organisation: str = Field(description="Naam van de organisatie", examples=["Gemeente Vlaardingen"])
    category: str = Field(description="Gegevenscategorie", examples=["housing"])
    gained: int | None = Field(description="Erbij: records; absent when there are some, but fewer than five")
    lost: int | None = Field(description="Eraf: records; absent when there are some, but fewer than five")


class StepForeseen(View):
    """Soorten gegevens die in een stap open- of dichtgaan voor wie zicht krijgt of verliest."""

    step: str = Field(description="Stap where the case or a subject stands now", examples=["dossier"])
    opens: Sequence[str] = Field(
        description="Gaan open: categories", examples=[["identification", "housing"]]
    )
    closes: Sequence[str] = Field(description="Gaan dicht: categories", examples=[[]])


class Foreseen(View):
    """Wie er gaan zien en wie niet meer, by name; the same function of the database decides it afterwards."""

    gains: Sequence[Person] = Field(description="Gaan de casus zien")
    loses: Sequence[Person] = Field(description="Zien de casus niet meer")
    keeps: Sequence[Person] = Field(description="Blijven de casus zien")
    records: Sequence[RecordsForeseen] = Field(
        description="Gegevens: how many records of what that is, as far as you see them yourself; closed ones are not counted"
    )
    steps: Sequence[StepForeseen] = Field(
        description="Stappen: which kinds of data open or close where something in the case stands, there or not yet"
    )


class DecisionView(View):
    """Genomen besluit over de kring."""

    id: UUID = Field(description="Kenmerk")
    kind: Kind = Field(description="Soort")
    organisation_id: UUID = Field(description="Organisatie: whose participation it is about")
    organisation: str = Field(description="Naam van die organisatie", examples=["Gemeente Vlaardingen"])
    person_id: UUID | None = Field(default=None, description="Persoon")
    person: str | None = Field(default=None, description="Naam van die persoon")
    reason: str = Field(description="Reden", examples=["Zij doen het onderzoek."])
    decided_by: str = Field(description="Besloten door: the person", examples=["Noor de Wit"])
    decided_for: str = Field(
        description="Besloten namens: the organisation", examples=["Gemeente Vlaardingen"]
    )
    created_at: datetime = Field(description="Besloten op")


class Seat(View):
    """Deelname van één organisatie: everybody there who works on cases, or named persons."""

    organisation_id: UUID = Field(description="Organisatie")
    name: str = Field(description="Naam", examples=["Gemeente Vlaardingen"])
    parts: Sequence[str] = Field(description="Delen in de casus", examples=[["municipality"]])
    persons: Sequence[Person] | None = Field(
        default=None, description="Genoemde personen; absent while nobody is named"
    )
    barred: Sequence[Person] = Field(
        description="Geweerde personen: for the RIEC and the person's own organisation"
    )
    acts: Sequence[str] = Field(
        description="Handelingen: what this viewer may decide about it now", examples=[["named", "barred"]]
    )


class CircleView(View):
    """Kring van een casus: who takes part, which persons, and what was decided about that."""

    id: UUID = Field(description="Kenmerk van de casus")
    number: str = Field(description="Nummer", examples=["MH-2026-7QK2M4XA"])
    seats: Sequence[Seat] = Field(description="Deelnames")
    decisions: Sequence[DecisionView] = Field(description="Besluiten, newest first")


class Decided(View):
    """Besluit dat genomen is. Who decided may no longer see the case, so it says no more than was decided."""

    id: UUID = Field(description="Kenmerk van het besluit, of het eerste ervan")
    case_id: UUID = Field(description="Casus")
    kind: Kind = Field(description="Soort")
    still_in_sight: bool = Field(description="Nog in beeld: whether who decided still sees the case")
