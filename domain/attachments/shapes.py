"""What goes in beside a file, and what is told of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from pydantic import Field

from domain.audience import ForWhom, Named, Openness
from domain.guard import Guarded
from domain.shapes import Attested, Code, Line, OptionalLine, Shape, View, Wrong

WITHDRAWN_FOR: Final = ("incorrect", "unlawful", "unnecessary")


class AttachToSignal(Guarded):
    """Bijlage bij een signaal: what is said of the file."""

    description: Line = Field(
        description="Beschrijving: what can be seen or read in it; also for who cannot see it",
        examples=["Plattegrond van de bovenverdieping, met vier slaapkamers"],
    )


class AttachToSubject(ForWhom, AttachToSignal):
    """Bijlage over een betrokkene: in one category, as a contribution."""

    category: Code = Field(description="Gegevenscategorie", examples=["housing"])
    source: Line = Field(description="Bron: register or observation", examples=["Huurcontract"])
    attested: Attested


class CorrectAttachment(AttachToSignal):
    """Correctie: of what is said of one's own file; the file itself stays (BGS 1.7)."""

    source: OptionalLine = Field(
        default="",
        description="Bron: of a file about a subject; empty leaves what was said",
        examples=["Huurcontract"],
    )


class ReplaceAttachment(CorrectAttachment):
    """Vervangen: another file in the place of one's own, and why the one before was wrong (BGS 1.7)."""

    reason: Wrong = Field(
        description="Reden: incorrect (the wrong file), unlawful (something in it was not lawfully held) or unnecessary"
        " (more in it than was needed)",
        examples=["incorrect"],
    )


class WithdrawAttachment(Shape):
    """Intrekken: why one's own file should not have been there (BGS 1.7)."""

    reason: Wrong = Field(
        description="Reden: incorrect, unlawful (not lawfully held) or unnecessary", examples=["incorrect"]
    )


class AttachmentView(View):
    """Bijlage: a file with a signal or about a subject."""

    id: UUID = Field(description="Kenmerk")
    signal_id: UUID | None = Field(description="Signaal: absent for a file about a subject")
    subject_id: UUID | None = Field(description="Betrokkene: absent for a file with a signal")
    owner: str = Field(description="Bronhouder", examples=["Gemeente Vlaardingen"])
    category: str = Field(description="Gegevenscategorie", examples=["housing"])
    name: str = Field(description="Naam van het bestand", examples=["plattegrond.png"])
    description: str = Field(
        description="Beschrijving", examples=["Plattegrond van de bovenverdieping, met vier slaapkamers"]
    )
    source: str = Field(description="Bron", examples=["Huurcontract"])
    media_type: str = Field(
        description="Soort bestand: as its content says, not its name", examples=["image/png"]
    )
    size: int = Field(description="Grootte in bytes, of the original", examples=[48213])
    pages: int = Field(description="Pagina's that can be looked at as pictures", examples=[1])
    state: str = Field(
        description="Stand: held (not yet looked at for viruses: only its owner can open it), clean or refused",
        examples=["clean"],
    )
    parts: Sequence[str] = Field(
        description="Onderdelen that you can open: copy, original, thumbnail, page",
        examples=[["copy", "thumbnail"]],
    )
    for_whom: Openness = Field(
        description="Voor wie: everybody whom the rules allow, named persons (besloten) or closed (gesloten)"
    )
    persons: Sequence[Named] = Field(description="Kring: the persons it is closed to, beside its owner's own")
    corrected_at: datetime | None = Field(
        description="Gecorrigeerd op: what is said of it, the file is the same (BGS 1.7)"
    )
    replaced_at: datetime | None = Field(description="Vervangen op: the file before it is gone (BGS 1.7)")
    replaced_for: str | None = Field(
        description="Reden van vervanging: incorrect, unlawful or unnecessary", examples=["incorrect"]
    )
    withdrawn_at: datetime | None = Field(description="Ingetrokken op: the file is gone (BGS 1.7)")
    withdrawn_for: str | None = Field(
        description="Reden van intrekking: incorrect, unlawful or unnecessary", examples=["incorrect"]
    )
    created_at: datetime = Field(description="Toegevoegd op")
    mine: bool = Field(description="Eigen: whether the viewer's organisation owns it")
    acts: Sequence[str] = Field(
        description="Handelingen: what this viewer may do now", examples=[["correct", "replace", "withdraw"]]
    )
