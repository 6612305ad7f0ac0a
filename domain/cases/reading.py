"""Cases and subjects as they are read."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session, col, select

from db.seed.matrix import SUPPLIERS
from db.tables.cases import Case, Naming, Phase, Subject
from domain import access, connections, digests, known, rows, sharing
from domain.actor import Actor, StaffRole
from domain.cases.taking_part import ParticipantView, participants
from domain.errors import NotFound
from domain.naming import NamePartsView, person_name
from domain.process import Step
from domain.shapes import View
from domain.sharing import Withheld

DIRECTORS = (StaffRole.PREPARATION, StaffRole.ANALYST, StaffRole.CHAIR)
"""Who, within the RIEC, moves a case."""
CONTRIBUTORS = (StaffRole.HANDLER, StaffRole.CASE_MANAGER, StaffRole.ANALYST, StaffRole.PREPARATION)
"""Who may add what the own organisation holds."""
ADVISERS = (StaffRole.HANDLER, StaffRole.CASE_MANAGER, StaffRole.ANALYST, StaffRole.MANDATE_HOLDER)
"""Who may give the own organisation's opinion."""


class SubjectLine(View):
    """Betrokkene in a list; without name where identification is not shared with this viewer."""

    id: UUID = Field(description="Kenmerk")
    case_id: UUID = Field(description="Casus")
    step: str = Field(description="Stap")
    shared: bool = Field(description="Gedeeld: whether identification is shared with this viewer")
    kind: str | None = Field(default=None, description="Soort")
    role: str | None = Field(default=None, description="Rol, possible until decided")
    name: str | None = Field(
        default=None, description="Naam: what to call it; of a person by the name that is used"
    )
    status: str | None = Field(default=None, description="Status")


class SubjectView(SubjectLine):
    """Betrokkene, whole."""

    written_name: str | None = Field(default=None, description="Naam zoals geschreven")
    name_parts: NamePartsView | None = Field(default=None, description="Naam in delen: of a person")
    formal_name: str | None = Field(
        default=None,
        description="Formele naam: of a person, as in a register; a guess where no parts are known",
        examples=["De Vries, A."],
    )
    birth_date: str | None = None
    identifier_kind: str | None = None
    identifier_raw: str | None = None
    identifier: str | None = None
    verified: bool | None = None
    description: str | None = Field(default=None, description="Omschrijving: what else is known")
    aliases: Sequence[str] = Field(default=(), description="Aliassen: other names it goes by")
    corrected_at: datetime | None = Field(default=None, description="Gecorrigeerd op")
    withheld: Sequence[Withheld] = Field(
        description="Niet gedeeld: kinds of data that are there and not shared"
    )
    acts: Sequence[str] = Field(description="Handelingen: what this viewer may do now")


class PhaseView(View):
    """Geopende fase."""

    id: UUID
    phase: int
    necessity: str
    created_at: datetime


class NamingView(View):
    """Genoemde casemanager."""

    id: UUID
    manager_id: UUID
    manager: str
    created_at: datetime


class CaseLine(View):
    """Casus in a list."""

    id: UUID = Field(description="Kenmerk")
    number: str = Field(description="Nummer")
    title: str = Field(description="Titel", examples=["Bakkerij Bedrijventerrein Zuid"])
    municipality_code: str = Field(description="Gemeente")
    step: str = Field(description="Stap: the earliest open step of its subjects")
    phase: int = Field(description="Fase: the highest data phase that is open")
    sealed: bool = Field(description="Afgeschermd")
    created_at: datetime = Field(description="Geopend op")


class CaseView(CaseLine):
    """Casus, whole, as far as this viewer may see it."""

    purpose: str = Field(description="Doel")
    activity: str = Field(description="Activiteit")
    organised_crime_link: str = Field(description="Verband met georganiseerde criminaliteit")
    manager_due_on: date = Field(description="Casemanager te noemen vóór")
    participants: Sequence[ParticipantView] = Field(description="Deelnemers")
    subjects: Sequence[SubjectLine] = Field(description="Betrokkenen")
    phases: Sequence[PhaseView] = Field(description="Fasen")
    managers: Sequence[NamingView] = Field(description="Casemanagers")
    emergency_until: datetime | None = Field(
        default=None,
        description="Noodtoegang tot: you see this case because of an emergency only, until then",
    )
    withheld: Sequence[Withheld] = Field(
        description="Niet gedeeld: kinds of data that are there, in the case or about a subject, and not shared"
    )
    acts: Sequence[str] = Field(description="Handelingen: what this viewer may do now")


def case(session: Session, actor: Actor, case_id: UUID) -> CaseView:
    """One case, read on the record."""
    found = view(session, actor, case_id)
    access.consulted(
        session,
        actor,
        "case",
        scope_id=case_id,
        object_ids=[case_id, *(one.id for one in found.subjects if one.shared)],
    )
    return found


def view(session: Session, actor: Actor, case_id: UUID) -> CaseView:
    """One case with what belongs to it, as far as the one who asks may see it."""
    found = rows.find(session, Case, case_id)
    step, phase, sealed = states(session, [case_id])[case_id]
    found_people = session.execute(text("select id, name from actors where kind = 'person'"))
    people = {row.id: row.name for row in found_people}
    subjects = subjects_of(session, case_id)
    taking_part = participants(session, case_id)
    directing = _directs({one.part for one in taking_part if one.organisation_id == actor.organisation_id})
    return CaseView(
        **line_of(found, step, phase, sealed).model_dump(),
        purpose=found.purpose,
        activity=found.activity,
        organised_crime_link=found.organised_crime_link,
        manager_due_on=found.manager_due_on,
        participants=taking_part,
        subjects=subjects,
        phases=[PhaseView.model_validate(one) for one in rows.in_scope(session, Phase, case_id)],
        managers=[
            NamingView(
                id=one.id,
                manager_id=one.manager_id,
                manager=people.get(one.manager_id, ""),
                created_at=one.created_at,
            )
            for one in rows.in_scope(session, Naming, case_id)
        ],
        emergency_until=actor.emergencies.get(case_id),
        withheld=sharing.withheld(session, actor, [case_id, *(one.id for one in subjects)]),
        acts=_acts(actor, step, directing, further_phase=phase < (2 if found.activity == "scan" else 3)),
    )


def _directs(parts: Collection[str]) -> bool:
    """Whether an organisation with these parts adds subjects, asks and concludes here: `open_corner` holds to it."""
    return not {"riec", "municipality"}.isdisjoint(parts)


def _acts(actor: Actor, step: str, directing: bool, *, further_phase: bool) -> list[str]:
    """What this actor may do with the case as it stands."""
    if step == Step.CLOSED:
        return ["reopen"] if actor.has_at_riec(StaffRole.CHAIR) else []
    acts = []
    riec = actor.organisation_kind == "riec"
    if directing and ((riec and actor.has(*DIRECTORS)) or actor.has(StaffRole.CASE_MANAGER)):
        acts += ["add-subject", "request"]
    if riec and actor.has(StaffRole.CHAIR, StaffRole.PREPARATION):
        acts += ["add-participant", "open-phase"] if further_phase else ["add-participant"]
    if actor.organisation_kind == "municipality" and actor.has(
        StaffRole.CASE_MANAGER, StaffRole.MANDATE_HOLDER
    ):
        acts.append("name-manager")
    if (riec and actor.has(StaffRole.CHAIR)) or actor.has(StaffRole.CASE_MANAGER, StaffRole.MANDATE_HOLDER):
        acts.append("decide-circle")
    if riec and actor.has(StaffRole.CHAIR, StaffRole.ANALYST):
        acts.append("disclose")
    if riec and actor.has(StaffRole.CHAIR) and step == Step.EVALUATION:
        acts += ["evaluate", "close"]
    return acts


def subjects_of(session: Session, case_id: UUID) -> list[SubjectLine]:
    """The subjects of a case: all of them by step, with name and role only where identification is shared."""
    return _subject_lines(session, dict.fromkeys(rows.children(session, "subject", case_id), case_id))


def subjects_in(session: Session, actor: Actor, case_ids: Sequence[UUID]) -> list[SubjectLine]:
    """The subjects of several cases; read on the record."""
    return list(subjects(session, actor, rows.children(session, "subject", *case_ids)).values())


def subjects(session: Session, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, SubjectLine]:
    """These subjects, of any case, as a list elsewhere mentions them; read on the record."""
    parents = session.execute(
        text("select id, parent_id from scopes where id = any(:ids) and kind = 'subject'"), {"ids": list(ids)}
    )
    found = {one.id: one for one in _subject_lines(session, {row.id: row.parent_id for row in parents})}
    access.consulted(session, actor, "subjects", object_ids=[key for key, one in found.items() if one.shared])
    return found


def _subject_lines(session: Session, cases_of: dict[UUID, UUID]) -> list[SubjectLine]:
    ids = list(cases_of)
    stands = states(session, ids)
    known = {one.id: one for one in session.exec(select(Subject).where(col(Subject.id).in_(ids)))}
    statuses = rows.latest_statuses(session, ids)
    return [
        _subject_line(key, cases_of[key], stands[key][0], known.get(key), statuses.get(key)) for key in ids
    ]


def _subject_line(
    key: UUID, case_id: UUID, step: str, found: Subject | None, status: str | None
) -> SubjectLine:
    return SubjectLine(
        id=key,
        case_id=case_id,
        step=step,
        shared=found is not None,
        kind=found.kind if found else None,
        role=found.role if found else None,
        name=found and (found.display_name or found.name or found.identifier or found.description[:80]),
        status=status,
    )


def subject(session: Session, actor: Actor, subject_id: UUID) -> SubjectView:
    """One subject, read on the record."""
    found = subject_view(session, actor, subject_id)
    access.consulted(session, actor, "subject", scope_id=subject_id, object_ids=[subject_id])
    return found


_DETAILS = set(SubjectView.model_fields) - set(SubjectLine.model_fields)
"""What a view of one subject tells beside what a list tells."""

_PLACE = text("""
select s.parent_id, s.step, s.sealed_at is not null, array(select p.part from participations p
                           where p.scope_id = s.id and p.organisation_id = :mine and p.ended_at is null)
  from scopes s where s.id = :id and s.kind = 'subject'
""")


def subject_view(session: Session, actor: Actor, subject_id: UUID) -> SubjectView:
    """One subject as far as the one who asks may see it: at least where it stands, when it takes part."""
    place = session.execute(_PLACE, {"id": subject_id, "mine": actor.organisation_id}).one_or_none()
    if place is None:
        raise NotFound
    case_id, stands, sealed, parts = place
    step = Step(stands)
    found = session.get(Subject, subject_id)
    status = rows.latest_statuses(session, [subject_id]).get(subject_id)
    line = _subject_line(subject_id, case_id, step, found, status).model_dump()
    details = found.model_dump(include=_DETAILS) | _named(found) if found else {}
    withheld = sharing.withheld(session, actor, [subject_id])
    acts = [] if sealed else _subject_acts(actor, step, _directs(parts))
    acts += correcting(actor, found, step) if found else []
    acts += connections.acts(actor, step) if found else []
    acts += known.acts(actor, parts, step) if found and digests.bases(found.model_dump()) else []
    return SubjectView(**line, **details, withheld=withheld, acts=acts)


def _named(found: Subject) -> dict[str, object]:
    """Every way in which it is named."""
    formal = person_name(found.model_dump()).formal if found.kind == "person" else ""
    return {"written_name": found.name, "formal_name": formal or None, "aliases": found.aliases or []}


def acts_on(actor: Actor, found: CaseView, line: SubjectLine) -> list[str]:
    """What this actor may do now with a subject of a case.

    With one whose identity is not shared nothing, unless it has been dealt with: then nobody of the RIEC sees who it is.
    """
    parts = {one.part for one in found.participants if one.organisation_id == actor.organisation_id}
    told = (line.shared or line.step == Step.CLOSED) and not found.sealed
    return _subject_acts(actor, Step(line.step), _directs(parts)) if told else []


def _subject_acts(actor: Actor, step: Step, directing: bool) -> list[str]:
    """What this actor may do with the subject where it stands."""
    riec = actor.organisation_kind == "riec"
    chair = riec and actor.has(StaffRole.CHAIR)
    directs = directing and ((riec and actor.has(*DIRECTORS)) or actor.has(StaffRole.CASE_MANAGER))
    # Who supplies relations is fixed by the law (WGS 2.19).
    relates = actor.has(*CONTRIBUTORS) and actor.organisation_kind in SUPPLIERS["relations"].split()
    works, advises = actor.has(*CONTRIBUTORS), actor.has(*ADVISERS)
    allowed: dict[Step, list[tuple[str, bool]]] = {
        Step.DOSSIER: [
            ("contribute", works),
            ("relate", relates),
            ("request", directs),
            ("conclude", directs),
        ],
        Step.WEIGHING: [
            ("contribute", works),
            ("relate", relates),
            ("give-opinion", advises),
            ("weigh", chair),
        ],
        Step.ASSIGNMENT: [("propose", chair)],
        Step.EXECUTION: [("propose", chair)],
        Step.EVALUATION: [("evaluate", chair), ("reopen", chair)],
        Step.CLOSED: [("reopen", chair)],
    }
    return [act for act, may in allowed.get(step, []) if may]


def correcting(actor: Actor, found: Subject, step: Step) -> list[str]:
    """Who or what it is, is corrected by the organisation that added it (BGS 1.7)."""
    may = found.owner_id == actor.organisation_id and actor.has(*DIRECTORS, StaffRole.CASE_MANAGER)
    return ["correct"] if may and step is not Step.CLOSED else []


_STATES: Final = text("select id, step, phase, sealed_at is not null from scopes where id = any(:ids)")


def states(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[str, int, bool]]:
    """Step, phase and seal of these scopes."""
    found = session.execute(_STATES, {"ids": list(ids)})
    return {key: (step, phase, sealed) for key, step, phase, sealed in found}


def line_of(found: Case, step: str, phase: int, sealed: bool) -> CaseLine:
    """A case, as a list mentions it."""
    return CaseLine(
        id=found.id,
        number=found.number,
        title=found.title,
        municipality_code=found.municipality_code,
        step=step,
        phase=phase,
        sealed=sealed,
        created_at=found.created_at,
    )
