"""What a signal is made of: what goes in, and what comes out."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from pydantic import Field

from domain.danger import Urgency
from domain.guard import Guarded
from domain.naming import NamePartsView, Thing
from domain.shapes import Code, Day, Line, OptionalLine, OptionalProse, Prose, Shape, View, YesNo


class ObservationShape(Shape):
    """Waarneming: an indicator that was seen, in the observer's own words."""

    indicator: Code = Field(description="Indicator: code from the catalogue", examples=["AU09"])
    words: Prose = Field(
        description="Eigen woorden: what was seen, not what was concluded",
        examples=["Zes matrassen achter de bakkerij, geen raam."],
    )
    source: OptionalLine = Field(default="", description="Bron: how it became known", examples=["inspection"])
    observed_on: Day | None = Field(default=None, description="Datum van de waarneming")
    other_explanation: OptionalProse = Field(
        default="", description="Andere verklaring: what else it could be"
    )


class SubmitSignal(Guarded):
    """Signaal: what a participant saw during its own statutory work (BGS 2.16)."""

    form: Code = Field(description="Vorm van uitbuiting: code from the catalogue", examples=["AU"])
    narrative: Prose = Field(
        description="Verhaal: what was seen, where and when",
        examples=["Bij een controle van de bakkerij sliepen zes mensen achter de oven."],
    )
    contra_indications: OptionalProse = Field(
        default="",
        description="Contra-indicaties: what was seen that speaks against exploitation; another explanation of one"
        " sign stands with that sign",
        examples=["Zij hadden hun paspoort bij zich en konden zelf weg."],
    )
    task: Line = Field(
        description="Taak: the statutory task during which it was seen",
        examples=["Toezicht op de Huisvestingswet"],
    )
    organised_crime_link: Prose = Field(
        description="Verband met georganiseerde criminaliteit: why this concerns the RIEC (WGS 2.17)",
        examples=["Dezelfde bemiddelaar komt voor op drie adressen."],
    )
    observed_from: Day = Field(description="Gezien vanaf", examples=["2026-10-03"])
    observed_until: Day | None = Field(default=None, description="Gezien tot en met", examples=["2026-10-05"])
    place: OptionalLine = Field(
        default="", description="Plaats: address or description", examples=["Bedrijventerrein Zuid"]
    )
    municipality_code: Code = Field(description="Gemeente: CBS code", examples=["GM0361"])
    urgency: Urgency = Field(
        default="none", description="Spoed: none, soon or danger; for danger call 112 first"
    )
    emergency_called: YesNo = Field(
        default=False,
        description="Gebeld met 112: with danger, and only then; without it a signal of danger is refused",
    )
    reference: OptionalLine | None = Field(
        default=None, description="Eigen kenmerk: the reporter's own reference", examples=["VTH-2026-118"]
    )
    observations: Sequence[ObservationShape] = Field(
        default=(), max_length=60, description="Waarnemingen: indicators that were seen"
    )
    mentions: Sequence[Thing] = Field(
        default=(), max_length=50, description="Vermeldingen: who and what the signal speaks of"
    )
    safe_contact: OptionalProse = Field(
        default="",
        description="Veilig contact: how who may be a victim can be reached without danger, and whom not to call;"
        " fewer partners see it than the signal",
        examples=["Alleen via de maatschappelijk werker, nooit thuis bellen."],
    )
    protect_source: YesNo = Field(
        default=False,
        description="Bron beschermen: only who takes signals in at the RIEC sees who reported it; partners see what"
        " the RIEC writes of it",
    )


class AddToSignal(Guarded):
    """Aanvulling: what the reporter adds to its own signal."""

    text: Prose = Field(description="Aanvulling", examples=["Het kenteken was van een witte bestelbus."])


class ObservationView(View):
    """Waarneming, as recorded."""

    id: UUID
    indicator: str
    words: str = Field(
        description="Eigen woorden: what was seen", examples=["Zes matrassen achter de bakkerij, geen raam."]
    )
    source: str
    observed_on: date | None
    other_explanation: str


class MentionView(View):
    """Vermelding, as recorded: raw input with the checked form beside it."""

    id: UUID
    kind: str
    name: str = Field(description="Naam: as written")
    name_parts: NamePartsView | None = Field(default=None, description="Naam in delen: of a person")
    display_name: str | None = Field(
        default=None, description="Getoonde naam: by the surname that is used; only where parts are known"
    )
    birth_date: str
    identifier_kind: str | None
    identifier_raw: str | None
    identifier: str | None
    verified: bool
    description: str = Field(description="Omschrijving: what else is known")
    bases: Sequence[str] = Field(
        description="Waarop: by what others can know it; empty when by nothing", examples=[["phone"]]
    )


class AdditionView(View):
    """Aanvulling op een signaal."""

    id: UUID
    text: str
    created_at: datetime


DECISION_KINDS: Final = {"take_up": "B01", "reject": "B02", "send_back": "B03", "hand_over": "B04"}
"""Which kind of decision each outcome is; to open a case for it is B05."""


class AssessmentView(View):
    """Beoordeling van een signaal, on the five criteria of BGS 2.16."""

    id: UUID
    outcome: str
    decision_kind: str = Field(description="Besluitsoort: of the code list decision-kinds", examples=["B01"])
    concrete_observation: bool
    listed_form: bool
    joint_processing_necessary: bool
    joint_approach_expected: bool
    within_region: bool
    reasons: str
    handed_to: str | None
    case_id: UUID | None
    created_at: datetime


class SignalLine(View):
    """Signaal in a list."""

    id: UUID = Field(description="Kenmerk")
    number: str = Field(description="Nummer")
    form: str = Field(description="Vorm van uitbuiting")
    place: str
    municipality_code: str = Field(description="Gemeente")
    urgency: str = Field(description="Spoed")
    owner: str = Field(description="Bronhouder: the organisation that reported it")
    status: str = Field(description="Status")
    step: str = Field(description="Stap")
    source_protected: bool = Field(
        description="Bron beschermd: who reported it stays behind the RIEC", examples=[False]
    )
    created_at: datetime = Field(description="Gemeld op")


class SignalView(SignalLine):
    """Signaal, whole, as far as this viewer may see it."""

    narrative: str
    contra_indications: str = Field(
        description="Contra-indicaties: what speaks against it; empty when nothing was said",
        examples=["Zij hadden hun paspoort bij zich en konden zelf weg."],
    )
    task: str
    organised_crime_link: str
    observed_from: date
    observed_until: date | None
    reference: str | None
    emergency_called: bool = Field(description="Gebeld met 112: said by the reporter of a signal of danger")
    due_on: date | None = Field(
        description="Wordt vernietigd vanaf: once it was not taken up or handed over (BGS 1.16(1))"
    )
    concern_id: UUID | None = Field(
        description="Melding it came from, for the organisation that received that"
    )
    observations: Sequence[ObservationView]
    mentions: Sequence[MentionView]
    additions: Sequence[AdditionView]
    safe_contact: str | None = Field(
        description="Veilig contact: for who sees that category; empty when nothing was said or it is not shared"
    )
    assessments: Sequence[AssessmentView] = Field(
        description="Beoordelingen: empty for who may see the status only"
    )
    protection: str | None = Field(
        description="Bescherming: origin (the reporter's own account) or brought_in (what the RIEC wrote of it)"
    )
    origin_id: UUID | None = Field(
        description="Oorsprong: the reporter's own account of a protected signal, for who may see it"
    )
    acts: Sequence[str] = Field(description="Handelingen: what this viewer may do now")
