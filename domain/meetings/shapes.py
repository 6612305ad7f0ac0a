"""What goes into a meeting and what comes out of it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from domain import calendar
from domain.guard import Guarded
from domain.shapes import Clock, Code, Day, Line, OptionalLine, OptionalProse, Prose, Shape, View, YesNo

Section = Literal["new", "running", "closing", "evaluation"]
SECTIONS: tuple[Section, ...] = ("new", "running", "closing", "evaluation")
Whereabouts = Literal["room", "corridor", "gone"]
State = Literal["planned", "convened", "running", "closed", "adopted"]


def _to_come(day: date) -> date:
    """Said with all that is wrong with the form, and not after it."""
    if day < calendar.today():
        raise PydanticCustomError("date-passed", "This day has passed")
    return day


class PlanMeeting(Guarded):
    """Casusoverleg plannen: when and where; the agenda follows."""

    theme: Line = Field(
        description="Onderwerp: without a name of a person", examples=["Casusoverleg Kennemerland"]
    )
    place: OptionalLine = Field(default="", description="Plaats", examples=["Stadhuis, zaal 2"])
    on: Annotated[Day, AfterValidator(_to_come)] = Field(description="Datum", examples=["2026-12-10"])
    begins: Clock = Field(description="Begint om: time in the Netherlands", examples=["13:30"])
    ends: Clock = Field(description="Eindigt om: time in the Netherlands", examples=["16:30"])


class PutOnAgenda(Guarded):
    """Agenderen: a case on the agenda; whoever takes part in it is invited."""

    case_id: UUID = Field(description="Casus")
    section: Section = Field(default="running", description="Onderdeel: new, running, closing or evaluation")
    minutes: int = Field(default=15, ge=1, le=240, description="Minuten: planned for it", examples=[15])
    question: OptionalProse = Field(
        default="",
        description="Vraag aan het overleg: for who takes part in the case",
        examples=["Kunnen we deze week samen controleren?"],
    )


class NoteAttendance(Shape):
    """Aanwezigheid: where a person is now."""

    person_id: UUID = Field(description="Persoon")
    whereabouts: Whereabouts = Field(description="Waar: room, corridor or gone", examples=["room"])
    mandate: YesNo = Field(default=False, description="Mandaat: may decide for the organisation")


class TakeDecision(Guarded):
    """Besluit (B01-B21), about the case on the table or one subject of it."""

    kind: Code = Field(description="Soort besluit", examples=["B16"])
    subject_id: UUID | None = Field(default=None, description="Betrokkene: none for the case as a whole")
    text: Prose = Field(description="Besluit", examples=["De politie start een onderzoek."])
    necessity: Prose = Field(description="Noodzaak", examples=["Zonder onderzoek gaat de uitbuiting door."])
    proportionality: Prose = Field(
        description="Proportionaliteit", examples=["Het onderzoek richt zich op één bedrijf."]
    )
    subsidiarity: Prose = Field(
        description="Subsidiariteit", examples=["Een bestuurlijke controle leverde niets op."]
    )
    against_ids: Sequence[UUID] = Field(default=(), description="Tegen: organisations in the room")
    dissent: OptionalProse = Field(default="", description="Afwijkend standpunt")
    responsible_id: UUID = Field(description="Verantwoordelijk: an organisation of the case")
    review_on: Day | None = Field(default=None, description="Opnieuw bezien op", examples=["2027-03-01"])


class Agree(Guarded):
    """Actie: what who does before when."""

    text: Prose = Field(description="Actie", examples=["Huurcontracten opvragen."])
    organisation_id: UUID = Field(description="Organisatie: one that takes part in the case")
    person_id: UUID | None = Field(default=None, description="Persoon van die organisatie")
    due_on: Day = Field(description="Gereed vóór", examples=["2026-12-20"])
    after_id: UUID | None = Field(default=None, description="Pas na deze actie")


class ReportAction(Guarded):
    """Stand van een actie."""

    outcome: Literal["progress", "done", "dropped"] = Field(description="Stand", examples=["done"])
    text: Prose = Field(description="Toelichting", examples=["De contracten staan in het dossier."])


class WriteMinutes(Guarded):
    """Verslag van één casus: facts, no verbatim talk."""

    text: Prose = Field(description="Samenvatting", examples=["De gemeente controleert in januari."])


class AgendaItemView(View):
    """Agendapunt: a case on the agenda, for who takes part in that case."""

    id: UUID = Field(description="Kenmerk")
    meeting_id: UUID = Field(description="Overleg")
    case_id: UUID = Field(description="Casus")
    case_number: str = Field(description="Casusnummer")
    case_title: str = Field(description="Titel", examples=["Bakkerij Zuid"])
    municipality_code: str = Field(description="Gemeente")
    section: str = Field(description="Onderdeel: new, running, closing or evaluation", examples=["running"])
    minutes: int = Field(description="Minuten", examples=[15])
    begins_at: datetime = Field(description="Begint om: as planned")
    question: str = Field(
        description="Vraag aan het overleg", examples=["Kunnen we deze week samen controleren?"]
    )
    status: str = Field(description="Stand: waiting, open or done", examples=["waiting"])


class MeetingLine(View):
    """Casusoverleg in a list."""

    id: UUID = Field(description="Kenmerk")
    theme: str = Field(description="Onderwerp", examples=["Casusoverleg Kennemerland"])
    place: str = Field(description="Plaats", examples=["Stadhuis, zaal 2"])
    starts_at: datetime = Field(description="Begint")
    ends_at: datetime = Field(description="Eindigt")
    state: str = Field(
        description="Stand: planned, convened, running, closed or adopted", examples=["convened"]
    )


class MeetingView(MeetingLine):
    """Casusoverleg, with the cases on its agenda in which this viewer takes part."""

    items: Sequence[AgendaItemView] = Field(description="Agenda")
    acts: Sequence[str] = Field(description="Handelingen: what this viewer may do now", examples=[["start"]])


class ExpectedPerson(View):
    """Persoon die aanwezig kan zijn."""

    person_id: UUID = Field(description="Persoon")
    name: str = Field(description="Naam", examples=["Noor de Wit"])
    function_title: str = Field(description="Functie", examples=["Inspecteur"])
    organisation_id: UUID = Field(description="Organisatie")
    organisation: str = Field(description="Naam van de organisatie")
    whereabouts: str = Field(description="Waar: expected, room, corridor or gone", examples=["room"])
    mandated: bool = Field(description="Gemandateerd: may decide for the organisation by role")
    mandate: bool = Field(description="Mandaat: noted as deciding for the organisation")
    may_stay: bool | None = Field(
        default=None, description="Mag blijven: for the case on the table; absent when there is none"
    )


class RoomView(View):
    """Zaal: who is where, for the RIEC that leads the meeting."""

    meeting_id: UUID = Field(description="Overleg")
    people: Sequence[ExpectedPerson] = Field(description="Personen")
    on_the_table: UUID | None = Field(default=None, description="Agendapunt dat nu besproken wordt")
    outsiders: int = Field(description="In de zaal zonder dat dat mag bij deze casus", examples=[0])
    partners: int = Field(description="Partners van de casus in de zaal", examples=[3])
    quorum: bool = Field(description="Of er besloten kan worden")

    @property
    def id(self) -> UUID:
        """A room has no other address than that of its meeting."""
        return self.meeting_id


class MeetingDecisionView(View):
    """Besluit."""

    id: UUID = Field(description="Kenmerk")
    item_id: UUID = Field(description="Agendapunt")
    case_id: UUID = Field(description="Casus")
    subject_id: UUID | None = Field(description="Betrokkene")
    kind: str = Field(description="Soort besluit", examples=["B16"])
    text: str = Field(description="Besluit", examples=["De politie start een onderzoek."])
    necessity: str = Field(description="Noodzaak")
    proportionality: str = Field(description="Proportionaliteit")
    subsidiarity: str = Field(description="Subsidiariteit")
    legal_ground: str | None = Field(description="Grondslag")
    present: Sequence[str] = Field(
        description="Aanwezig", examples=[["Nederlandse Arbeidsinspectie", "Politie", "RIEC"]]
    )
    in_favour: Sequence[str] = Field(description="Voor", examples=[["Politie", "RIEC"]])
    against: Sequence[str] = Field(description="Tegen", examples=[["Nederlandse Arbeidsinspectie"]])
    absent: Sequence[str] = Field(
        description="Afwezig: takes part in the case and was not in the room", examples=[["Belastingdienst"]]
    )
    dissent: str = Field(description="Afwijkend standpunt")
    responsible: str = Field(description="Verantwoordelijk", examples=["Politie"])
    review_on: date | None = Field(description="Opnieuw bezien op")
    evidence_id: UUID | None = Field(
        description="Vastgelegd in: the weighing, phase, proposal, closure or reopening, when you may see it"
    )
    created_at: datetime = Field(description="Besloten op")


class ActionReportView(View):
    """Stand van een actie."""

    id: UUID = Field(description="Kenmerk")
    outcome: str = Field(description="Stand: progress, done or dropped", examples=["done"])
    text: str = Field(description="Toelichting", examples=["De contracten staan in het dossier."])
    created_at: datetime = Field(description="Gemeld op")


class ActionView(View):
    """Actie."""

    id: UUID = Field(description="Kenmerk")
    item_id: UUID = Field(description="Agendapunt")
    case_id: UUID = Field(description="Casus")
    text: str = Field(description="Actie", examples=["Huurcontracten opvragen."])
    organisation_id: UUID = Field(description="Organisatie")
    organisation: str = Field(description="Naam van de organisatie")
    person: str | None = Field(description="Persoon")
    due_on: date = Field(description="Gereed vóór")
    overdue: bool = Field(description="Te laat")
    after_id: UUID | None = Field(description="Pas na")
    status: str = Field(description="Stand: open, done or dropped", examples=["open"])
    reports: Sequence[ActionReportView] = Field(description="Wat ervan kwam")
    acts: Sequence[str] = Field(description="Handelingen: what this viewer may do now")


class MinuteView(View):
    """Verslagtekst."""

    id: UUID = Field(description="Kenmerk")
    item_id: UUID = Field(description="Agendapunt")
    kind: str = Field(description="Soort tekst: draft, adopted or correction", examples=["adopted"])
    text: str = Field(description="Samenvatting", examples=["De gemeente controleert in januari."])
    created_at: datetime = Field(description="Geschreven op")


class DiscussedView(View):
    """Behandelde casus: what was said, decided and agreed."""

    item: AgendaItemView = Field(description="Agendapunt")
    minutes: Sequence[MinuteView] = Field(description="Verslag: the text as it stands, and corrections")
    decisions: Sequence[MeetingDecisionView] = Field(description="Besluiten")
    actions: Sequence[ActionView] = Field(description="Acties")
    acts: Sequence[str] = Field(description="Handelingen: what this viewer may do now")


class PresentView(View):
    """Aanwezige: somebody who was in the room at some time of the meeting."""

    person_id: UUID = Field(description="Persoon")
    name: str = Field(description="Naam", examples=["Noor de Wit"])
    function_title: str = Field(description="Functie", examples=["Inspecteur"])
    organisation: str = Field(description="Naam van de organisatie", examples=["Politie"])
    mandate: bool = Field(description="Mandaat: noted as deciding for the organisation")


class MinutesView(View):
    """Verslag van een casusoverleg, as far as this viewer takes part in its cases."""

    meeting: MeetingView = Field(description="Overleg")
    adopted_at: datetime | None = Field(description="Vastgesteld op")
    present: Sequence[PresentView] = Field(
        description="Aanwezig: for the chair; who else came is not for the invited"
    )
    discussed: Sequence[DiscussedView] = Field(description="Behandelde casussen")
