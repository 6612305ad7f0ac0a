"""What a disclosure is made of, and what is shown of it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from domain.disclosures.conditions import Condition
from domain.feedback import FeedbackAsked
from domain.guard import Guarded
from domain.shapes import Code, Line, OptionalLine, Prose, View

Basis = Literal["public_task", "legitimate_interest", "statutory_duty"]


class DraftDisclosure(Guarded):
    """Verstrekking: to whom, for what, on which ground, and which contributions."""

    recipient_id: UUID | None = Field(
        default=None, description="Ontvanger: an organisation of the region that is not on the case"
    )
    recipient_name: OptionalLine = Field(
        default="",
        description="Naam van de ontvanger: somebody outside the region",
        examples=["Stichting Opvang"],
    )
    recipient_kind: Literal["public", "private"] | None = Field(
        default=None,
        description="Soort: of a third party, a public body or a private party",
        examples=["public"],
    )
    basis: Basis = Field(
        description="Waarvoor: public_task; for a private party legitimate_interest or statutory_duty",
        examples=["public_task"],
    )
    task: Line = Field(
        description="Taak of belang: of the recipient, for which it needs this",
        examples=["Toezicht op de huisvesting"],
    )
    ground: Code = Field(default="WGS-1.7-2", description="Grondslag: legal ground", examples=["WGS-1.7-2"])
    contribution_ids: Sequence[UUID] = Field(
        min_length=1,
        max_length=100,
        description="Bijdragen: current ones that you can see and that are not closed to named persons",
    )
    text: Prose = Field(
        description="Begeleidende tekst: what the recipient reads first", examples=["Wij delen dit voor uw toezicht."]
    )  # fmt: skip


class SupplierLine(View):
    """Leverancier die gevraagd is, and what it said; never why."""

    organisation_id: UUID = Field(description="Organisatie")
    organisation: str = Field(description="Naam", examples=["Gemeente Zuidstad"])
    request_id: UUID = Field(description="Vraag")
    explicit: bool = Field(description="Instemming nodig: silence is no consent")
    due_on: date = Field(description="Antwoord vóór")
    status: str = Field(description="Antwoord: asked, no_objection, consents or objects", examples=["asked"])
    overdue: bool = Field(description="Termijn voorbij")


class ItemLine(View):
    """Gegeven in een verstrekking; after the release also what stayed behind, without its content."""

    contribution_id: UUID = Field(description="Bijdrage: the original")
    extract_id: UUID | None = Field(default=None, description="Kopie, once released")
    subject_id: UUID = Field(description="Betrokkene")
    about: str = Field(description="Over wie of wat", examples=["Bakkerij Zuid"])
    supplier: str = Field(description="Leverancier", examples=["Gemeente Zuidstad"])
    category: str = Field(description="Gegevenscategorie", examples=["housing"])
    text: str | None = Field(
        description="Inhoud: as it is now, or as it was copied; absent when it may not be shown (any more)"
    )
    excepted: bool = Field(
        default=False, description="Blijft achter: its supplier keeps this one out, and does not say why"
    )
    change: Literal["corrected", "withdrawn"] | None = Field(
        default=None,
        description="Sindsdien: whether the original was corrected or withdrawn after the release",
    )
    changed_at: datetime | None = Field(default=None, description="Gewijzigd op")
    told_at: datetime | None = Field(default=None, description="Ontvanger ingelicht op, of this change")


class ReleaseLine(View):
    """Besluit om te verstrekken (B15)."""

    id: UUID = Field(description="Kenmerk")
    motive: str = Field(description="Motivering", examples=["Nodig voor het bewijs."])
    advice_number: str | None = Field(
        description="Nummer van het advies van de rechtmatigheidsadviescommissie"
    )
    advised_on: date | None = Field(description="Datum van het advies")
    secrecy_ground: str = Field(description="Grondslag van de geheimhouding", examples=["WGS-1.11"])
    created_at: datetime = Field(description="Verstrekt op")
    feedback: FeedbackAsked | None = Field(
        default=None, description="Terugkoppeling: under which number the recipient reports back (WGS 1.7(4))"
    )


class DisclosureLine(View):
    """Verstrekking in a list."""

    id: UUID = Field(description="Kenmerk")
    case_id: UUID = Field(description="Casus")
    status: str = Field(description="Status: drafted, asked, released or dropped", examples=["asked"])
    recipient: str = Field(description="Ontvanger", examples=["Gemeente Westdorp"])
    recipient_id: UUID | None = Field(description="Ontvanger: absent outside the region")
    recipient_kind: str = Field(description="Soort: participant, public or private", examples=["public"])
    basis: str = Field(description="Waarvoor", examples=["public_task"])
    task: str = Field(description="Taak of belang", examples=["Toezicht op de huisvesting"])
    ground: str = Field(description="Grondslag", examples=["WGS-1.7-1"])
    created_at: datetime = Field(description="Opgesteld op")


class DisclosureView(DisclosureLine):
    """Verstrekking, whole: for the RIEC."""

    text: str = Field(description="Begeleidende tekst", examples=["Wij delen dit voor uw toezicht."])
    drafted_by: str = Field(description="Opgesteld door", examples=["Noor de Wit"])
    items: Sequence[ItemLine] = Field(description="Gegevens")
    suppliers: Sequence[SupplierLine] = Field(description="Leveranciers die gevraagd zijn")
    conditions: Sequence[Condition] = Field(description="Voorwaarden, and what is still missing")
    release: ReleaseLine | None = Field(description="Besluit om te verstrekken")
    acts: Sequence[str] = Field(description="Handelingen: what this viewer may do now")


class ExtractLine(ItemLine):
    """Gegeven zoals het verstrekt is, with its provenance."""

    source: str = Field(description="Bron", examples=["BRP"])
    source_reliability: str | None = Field(
        description="Betrouwbaarheid van de bron: A to F, as its supplier graded it", examples=["B"]
    )
    content_credibility: int | None = Field(
        description="Juistheid van de inhoud: 1 to 6, as its supplier graded it", examples=[2]
    )
    observed_on: date | None = Field(description="Datum van de waarneming")


class ExtractView(DisclosureLine):
    """Uittreksel: what the recipient gets, as it was at the release; identifying numbers are left out."""

    text: str = Field(description="Begeleidende tekst", examples=["Wij delen dit voor uw toezicht."])
    case_number: str = Field(description="Nummer van de casus", examples=["MH-2026-4K7Q2MX8"])
    release: ReleaseLine = Field(description="Besluit om te verstrekken")
    items: Sequence[ExtractLine] = Field(description="Gegevens")
