"""What connections are made of: what goes in, and what comes out."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from domain.guard import Guarded
from domain.shapes import Day, Line, Prose, Shape, View

Thing = Literal["mention", "subject"]


class Connect(Guarded):
    """Verband: whether two descriptions are of one and the same person or thing, as a person decides."""

    to_id: UUID = Field(description="Met: another mention or subject that you see")
    verdict: Literal["same", "not_same"] = Field(
        description="Besluit: same or not_same; both are remembered", examples=["same"]
    )
    reason: Prose = Field(
        description="Reden: what it rests on, beside how alike they are written",
        examples=["Dezelfde foto op beide documenten, gezien door twee collega's."],
    )


class UndoConnection(Guarded):
    """Verband terugnemen: it is open again; what was decided before stays in the history."""

    reason: Prose = Field(description="Reden", examples=["Het bleek zijn broer te zijn."])


class FeatureView(View):
    """Kenmerk: how one feature of two descriptions compares, and how much that weighs."""

    feature: str = Field(
        description="Kenmerk; also expected (before comparing) and somebody_else (a relative or namesake)",
        examples=["surname"],
    )
    verdict: Literal["same", "similar", "different", "unknown"] = Field(
        description="Uitkomst: same, similar, different or unknown"
    )
    level: str = Field(description="Hoe precies", examples=["close"])
    weight: int = Field(
        description="Gewicht, in hundredths of a bit: they add up to that of the whole", examples=[532]
    )


class ConnectionView(View):
    """Besluit over twee beschrijvingen; for who sees both. Nothing is merged by it, and it is never changed."""

    id: UUID = Field(description="Kenmerk")
    from_id: UUID = Field(description="Van: a mention or a subject")
    to_id: UUID = Field(description="Met: another one")
    verdict: Literal["same", "not_same", "open"] = Field(
        description="Besluit: same, not_same, or open when it was taken back", examples=["not_same"]
    )
    reason: str = Field(description="Reden", examples=["Andere foto."])
    band: str | None = Field(
        description="Hoe sterk het voorgesteld werd toen besloten werd", examples=["probable"]
    )
    model: str | None = Field(description="Model waarmee toen vergeleken werd", examples=["1-0123456789ab"])
    owner: str = Field(description="Organisatie van wie besloot", examples=["RIEC Noord-Holland"])
    decided_by: str = Field(description="Besloten door", examples=["Noor de Wit"])
    created_at: datetime = Field(description="Besloten op")
    acts: Sequence[str] = Field(description="Handelingen: undo; what this viewer may do now")


class EndView(View):
    """Wie of wat: a mention in a signal or a subject of a case, as far as the viewer sees it."""

    id: UUID = Field(description="Kenmerk")
    thing: Thing = Field(description="Soort: mention or subject")
    kind: str = Field(description="Wat het is: person, organisation, address ...", examples=["person"])
    name: str = Field(description="Naam: what people call it", examples=["Sem Bakker"])
    scope_id: UUID = Field(description="Plaats: the signal or the subject")
    number: str | None = Field(description="Nummer van het signaal of de casus", examples=["S-2026-7KQ2MX4P"])
    case_id: UUID | None = Field(description="Casus waarin het ligt; empty for a signal that lies in none")


class CandidateView(EndView):
    """Mogelijk verband. It says how alike two descriptions are, never anything of a person; a person decides."""

    shared: Sequence[str] = Field(
        description="Gedeeld: a number, address or name of a company that both have; by itself no identity",
        examples=[["phone"]],
    )
    band: Literal["strong", "probable", "possible"] | None = Field(
        description="Hoe sterk twee beschrijvingen van één persoon lijken; empty when they only share something"
    )
    weight: int | None = Field(
        description="Gewicht, in hundredths of a bit: the sum of those of the features", examples=[618]
    )
    features: Sequence[FeatureView] = Field(description="Uitleg per kenmerk")
    same_case: bool = Field(description="Of het in dezelfde casus of hetzelfde signaal ligt")
    standing: Literal["same", "not_same", "open"] = Field(description="Stand: the last decision that you see")
    history: Sequence[ConnectionView] = Field(description="Besluiten, oldest first")


class ConnectionsView(View):
    """Verbanden van een vermelding of betrokkene, worked out for whoever looks; nothing of it is stored."""

    about: EndView = Field(description="Over wie of wat")
    across_cases: bool = Field(
        description="Of over casussen heen gezocht mag worden: as long as no advice is noted only within one case"
    )
    candidates: Sequence[CandidateView] = Field(
        description="Mogelijke verbanden: linked first, then the most alike, then what only shares something"
    )
    model: str = Field(description="Model waarmee vergeleken is", examples=["1-0123456789ab"])
    acts: Sequence[str] = Field(description="Handelingen: connect; what this viewer may do now")


class ClusterView(View):
    """Stapel: signals and cases that have one address, telephone, plate, account or company in common."""

    basis: str = Field(description="Waarmee: phone, iban, licence_plate, address ...", examples=["phone"])
    name: str = Field(description="Wat zij delen, as it was written", examples=["+31612345678"])
    things: Sequence[EndView] = Field(description="Waar het staat, as far as the viewer sees it")


class NoteAdvice(Shape):
    """Grondslag voor verbanden over casussen heen: without it they are off (domain.md 2.12)."""

    number: Line = Field(
        description="Nummer van het advies van de rechtmatigheidsadviescommissie (WGS 1.8(6))",
        examples=["RAC-2026-014"],
    )
    assessed_on: Day = Field(
        description="Datum van de gegevensbeschermingseffectbeoordeling", examples=["2026-09-01"]
    )


class AdviceView(View):
    """Grondslag voor verbanden over casussen heen."""

    id: UUID = Field(description="Kenmerk")
    number: str = Field(description="Nummer van het advies", examples=["RAC-2026-014"])
    assessed_on: date = Field(description="Datum van de gegevensbeschermingseffectbeoordeling")
    noted_by: str = Field(description="Vastgelegd door", examples=["Noor de Wit"])
    created_at: datetime = Field(description="Vanaf")
    ended_at: datetime | None = Field(description="Beëindigd op: from then on connections are off again")
