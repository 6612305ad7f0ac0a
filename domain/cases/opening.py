"""Opening a case, letting partners join, adding subjects, naming who manages it."""

from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from db.tables import new_id
from db.tables.cases import Case, Naming, Phase, Subject
from domain import calendar, catalogue, events, guard, process, rows
from domain.actor import Actor, StaffRole
from domain.acts import shown_by
from domain.cases.reading import DIRECTORS, subject_view, view
from domain.errors import Invalid, NotAllowed, Problem, WrongStep
from domain.events import EventType
from domain.guard import Guarded
from domain.naming import Named, checked, sort_name
from domain.process import Step
from domain.shapes import Code, Line, Prose, Shape

# Norm of the region, in working days; not a statutory term.
MANAGER_NAMED_WITHIN = 5

SubjectRole = Literal[
    "perpetrator", "victim", "perpetrator_victim", "facilitator", "witness", "none", "unknown"
]


class OpenCase(Guarded):
    """Casus openen: the purpose is fixed here (WGS 1.8(5))."""

    title: Line = Field(
        description="Titel: without a name of a person", examples=["Bakkerij Bedrijventerrein Zuid"]
    )
    purpose: Prose = Field(
        description="Doel", examples=["Vaststellen of er sprake is van arbeidsuitbuiting."]
    )
    activity: Literal["bottleneck", "case_meeting", "scan"] = Field(
        default="case_meeting", description="Activiteit (WGS 2.18)"
    )
    organised_crime_link: Prose = Field(
        description="Verband met georganiseerde criminaliteit (WGS 2.17)",
        examples=["Dezelfde bemiddelaar komt voor op drie adressen."],
    )
    municipality_code: Code = Field(description="Gemeente: CBS code", examples=["GM0361"])
    necessity: Prose = Field(
        description="Noodzaak: why phase 1 data may be processed together (WGS 2.23(6))",
        examples=["Zonder gegevens van gemeente en NLA is niet te zien wie verantwoordelijk is."],
    )


class AddSubject(Named, Guarded):
    """Betrokkene in de casus: possible perpetrator, victim, facilitator ... until decided otherwise."""

    role: SubjectRole = Field(description="Rol: always possible until decided", examples=["facilitator"])


class AddParticipant(Guarded):
    """Deelnemer: a participant of the RIEC joins this case (WGS 2.23(5))."""

    organisation_id: UUID = Field(description="Organisatie")
    part: Literal["partner", "municipality"] = Field(default="partner", description="Deel in de casus")
    reason: Prose = Field(description="Reden", examples=["Nodig voor de controle op arbeidstijden."])


class NameManager(Shape):
    """Casemanager: whom the municipality names (R07)."""

    manager_id: UUID = Field(
        description="Medewerker: an actor of the own organisation with role case_manager"
    )


@shown_by(view)
def open_case(session: Session, actor: Actor, data: OpenCase) -> UUID:
    """Open a case with phase 1 open; the municipality it lies in takes part and gets its task."""
    actor.require(StaffRole.PREPARATION, StaffRole.CHAIR)
    guard.check(session, actor, data)
    catalogue.require_valid(
        catalogue.municipalities(session, calendar.today()), data.municipality_code, "/municipalityCode"
    )

    case_id = new_id()
    on = calendar.today()
    session.execute(
        text("select open_case(:id, :territory)"), {"id": case_id, "territory": data.municipality_code}
    )
    fields = data.model_dump(exclude={"necessity"}) | {
        "manager_due_on": calendar.add_working_days(on, MANAGER_NAMED_WITHIN)
    }
    rows.numbered(
        session, "MH", on,
        lambda number: rows.add(session, actor, Case, case_id, "title", id=case_id, number=number, **fields),
    )  # fmt: skip

    events.record(
        session, actor, EventType.CASE_OPENED, scope_id=case_id, case_id=case_id, object_id=case_id,
        category="title", data={"municipality": data.municipality_code, "activity": data.activity},
    )  # fmt: skip
    begin_phase(session, actor, case_id, 1, data.necessity)
    return case_id


def find_open(session: Session, case_id: UUID) -> Case:
    """The case, as long as it is not closed."""
    found = rows.find(session, Case, case_id)
    if process.step_of(session, case_id) is Step.CLOSED:
        raise WrongStep("case-closed")
    return found


@shown_by(subject_view)
def add_subject(session: Session, actor: Actor, case_id: UUID, data: AddSubject) -> UUID:
    """Add someone or something to a case; it starts in the dossier, whatever the others are doing."""
    find_open(session, case_id)

    actor.require(*DIRECTORS, StaffRole.CASE_MANAGER)
    guard.check(session, actor, data, identifying=True)
    columns, problems = checked(data, "")
    if problems:
        raise Invalid(*problems)

    subject_id = new_id()
    session.execute(text("select open_subject(:id, :case)"), {"id": subject_id, "case": case_id})
    rows.add(
        session, actor, Subject, subject_id, "identification",
        id=subject_id, case_id=case_id, role=data.role, aliases=list(data.aliases),
        sort_name=sort_name(columns), **columns,
    )  # fmt: skip
    rows.note_status(session, actor, subject_id, subject_id, "added")

    events.record(
        session, actor, EventType.CASE_SUBJECT_ADDED, scope_id=subject_id, case_id=case_id, subject_id=subject_id,
        object_id=subject_id, category="status", data={"kind": data.kind},
    )  # fmt: skip
    return subject_id


def begin_phase(session: Session, actor: Actor, case_id: UUID, phase: int, necessity: str) -> UUID:
    """From now on the categories of a phase may be stored and seen; returns the decision that says so."""
    phase_id = rows.add(
        session, actor, Phase, case_id, "process", case_id=case_id, phase=phase, necessity=necessity
    )
    process.move(session, "select open_phase(:case, :proof)", case=case_id, proof=phase_id)
    events.record(
        session, actor, EventType.CASE_PHASE_OPENED, scope_id=case_id, case_id=case_id, object_id=phase_id,
        category="process", data={"phase": phase},
    )  # fmt: skip
    return phase_id


@shown_by(view)
def add_participant(session: Session, actor: Actor, case_id: UUID, data: AddParticipant) -> UUID:
    """Let a participant of the RIEC join the case, with a reason (WGS 2.23(5))."""
    find_open(session, case_id)

    actor.require(StaffRole.CHAIR, StaffRole.PREPARATION)
    guard.check(session, actor, data)
    if name_of_possible_participant(session, data.organisation_id) is None:
        raise Invalid(Problem("organisation-cannot-join", "/organisationId"))

    session.execute(
        text("select admit(:case, :organisation, :part)"),
        {"case": case_id, "organisation": data.organisation_id, "part": data.part},
    )

    events.record(
        session, actor, EventType.CASE_PARTICIPANT_ADDED, scope_id=case_id, case_id=case_id,
        object_id=data.organisation_id, category="title", data={"part": data.part},
    )  # fmt: skip
    return case_id


def name_of_possible_participant(session: Session, organisation_id: UUID) -> str | None:
    """The name of an organisation that can join a case: a participant by law that takes part now."""
    return session.execute(
        text("select name from organisations where id = :id and active and wgs_participant"),
        {"id": organisation_id},
    ).scalar_one_or_none()


@shown_by(view)
def name_case_manager(session: Session, actor: Actor, case_id: UUID, data: NameManager) -> UUID:
    """The municipality names who manages the case on its side (seed R07)."""
    find_open(session, case_id)

    actor.require(StaffRole.CASE_MANAGER, StaffRole.MANDATE_HOLDER)
    if actor.organisation_kind != "municipality":
        raise NotAllowed("not-a-municipality")
    if not _is_case_manager_of(session, data.manager_id, actor.organisation_id):
        raise Invalid(Problem("not-a-case-manager", "/managerId"))

    naming_id = rows.add(
        session, actor, Naming, case_id, "title", case_id=case_id, manager_id=data.manager_id
    )

    events.record(
        session, actor, EventType.CASE_CASE_MANAGER_NAMED, scope_id=case_id, case_id=case_id, object_id=naming_id,
        category="title",
    )  # fmt: skip
    return case_id


def _is_case_manager_of(session: Session, person_id: UUID, organisation_id: UUID) -> bool:
    return bool(
        session.execute(
            text(
                "select 1 from actors a join actor_roles r on r.actor_id = a.id where a.id = :person and a.active"
                " and a.organisation_id = :organisation and r.role = 'case_manager'"
                " and (r.valid_until is null or r.valid_until > today())"
            ),
            {"person": person_id, "organisation": organisation_id},
        ).scalar()
    )
