"""Dossier building (dossiervorming): partners contribute, are asked, and answer on the record."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text, update
from sqlmodel import Session, col, select

from db.tables import new_id
from db.tables.cases import Subject
from db.tables.dossier import Answer, Conclusion, Contribution, Request
from domain import access, calendar, cases, catalogue, events, process, rows, sharing
from domain.actor import Actor, StaffRole
from domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from domain.events import EventType
from domain.process import Step
from domain.shapes import Code, Day, Line, OptionalProse, Prose, Shape, View

CONTRIBUTORS = (StaffRole.HANDLER, StaffRole.CASE_MANAGER, StaffRole.ANALYST, StaffRole.PREPARATION)


class Contribute(Shape):
    """Bijdrage: what a partner holds about a subject, in one category."""

    category: Code = Field(description="Gegevenscategorie", examples=["housing"])
    text: Prose = Field(description="Inhoud", examples=["Op het adres staan elf mensen ingeschreven."])
    source: Line = Field(description="Bron: register or observation", examples=["BRP"])
    observed_on: Day | None = Field(
        default=None, description="Datum van de waarneming", examples=["2026-10-12"]
    )
    request_id: UUID | None = Field(default=None, description="Informatieverzoek: the request it answers")
    attested: Literal[True] = Field(
        description="Verklaring: checked for correctness, lawfully held (BGS 1.5, 1.6)", examples=[True]
    )


class Correct(Shape):
    """Correctie van een eigen bijdrage."""

    text: Prose = Field(description="Inhoud", examples=["Op het adres staan negen mensen ingeschreven."])
    source: Line = Field(description="Bron", examples=["BRP"])
    observed_on: Day | None = Field(default=None, description="Datum van de waarneming")


class Ask(Shape):
    """Informatieverzoek: one question to one partner, with its ground and date."""

    asked_id: UUID = Field(description="Gevraagde: an organisation that takes part in the case")
    subject_id: UUID | None = Field(default=None, description="Betrokkene: empty for the whole case")
    question: Prose = Field(description="Vraag", examples=["Welke vergunningen zijn er op dit adres?"])
    ground: Code = Field(default="WGS-1.5-1", description="Grondslag: legal ground", examples=["WGS-1.5-1"])
    due_on: Day = Field(description="Antwoord vóór", examples=["2026-12-15"])


class GiveAnswer(Shape):
    """Antwoord: provided, nothing_known, refused or not_competent (WGS 1.5(1))."""

    outcome: Literal["provided", "nothing_known", "refused", "not_competent"] = Field(
        description="Uitkomst", examples=["nothing_known"]
    )
    text: OptionalProse = Field(
        default="", description="Toelichting: with refused the supplier keeps its weighty reasons to itself"
    )


class Conclude(Shape):
    """Dossier gereed: why this subject can be weighed."""

    reasons: Prose = Field(description="Redenen", examples=["Alle vragen zijn beantwoord."])


class ContributionView(View):
    """Bijdrage van een partner."""

    id: UUID = Field(description="Kenmerk")
    subject_id: UUID = Field(description="Betrokkene")
    owner: str = Field(description="Bronhouder")
    category: str = Field(description="Gegevenscategorie")
    text: str = Field(description="Inhoud")
    source: str = Field(description="Bron")
    observed_on: date | None = Field(description="Datum van de waarneming")
    request_id: UUID | None = Field(description="Informatieverzoek")
    corrected_at: datetime | None = Field(description="Gecorrigeerd op")
    created_at: datetime = Field(description="Bijgedragen op")
    mine: bool = Field(description="Eigen: whether the viewer's organisation owns it")


class AnswerView(View):
    """Antwoord op een informatieverzoek."""

    id: UUID
    outcome: str
    text: str
    created_at: datetime


class RequestView(View):
    """Informatieverzoek, with its answer when that is shared with this viewer."""

    id: UUID = Field(description="Kenmerk")
    case_id: UUID = Field(description="Casus")
    subject_id: UUID | None = Field(description="Betrokkene")
    asked_id: UUID = Field(description="Gevraagde organisatie")
    asked: str = Field(description="Gevraagde")
    asker: str = Field(description="Vrager")
    question: str = Field(description="Vraag")
    ground: str = Field(description="Grondslag")
    due_on: date = Field(description="Antwoord vóór")
    overdue: bool = Field(description="Te laat")
    status: str = Field(description="Status")
    answer: AnswerView | None = Field(description="Antwoord")
    created_at: datetime = Field(description="Gevraagd op")
    acts: Sequence[str] = Field(description="Handelingen: what this viewer may do now")


def contribute(session: Session, actor: Actor, subject_id: UUID, data: Contribute) -> ContributionView:
    """Add what the own organisation holds about a subject."""
    subject = rows.find(session, Subject, subject_id)

    process.require(session, subject_id, Step.DOSSIER, Step.WEIGHING)
    actor.require(*CONTRIBUTORS)
    _require_supplied(session, actor, subject_id, data.category)
    if data.request_id and rows.find(session, Request, data.request_id).asked_id != actor.organisation_id:
        raise Invalid(Problem("request-of-another", "/requestId"))

    contribution_id = rows.add(
        session, actor, Contribution, subject_id, data.category,
        subject_id=subject_id, **data.model_dump(exclude={"category", "attested"}),
    )  # fmt: skip

    events.record(
        session, actor, EventType.DOSSIER_CONTRIBUTED, scope_id=subject_id, case_id=subject.case_id,
        subject_id=subject_id, object_id=contribution_id, category=data.category,
    )  # fmt: skip
    return contribution(session, actor, contribution_id)


def _require_supplied(session: Session, actor: Actor, scope_id: UUID, category: str) -> None:
    """The category exists, is this partner's to supply (WGS 2.19), and its phase is open (WGS 2.23(6))."""
    found = session.execute(
        text(
            "select c.phase, c.phase <= s.phase as open, exists (select from suppliers x where x.category = c.code"
            " and x.organisation_kind = :kind) as supplied"
            " from categories c, scopes s where c.code = :category and s.id = :scope"
        ),
        {"kind": actor.organisation_kind, "category": category, "scope": scope_id},
    ).one_or_none()
    if found is None:
        raise Invalid(Problem("code-not-valid", "/category", {"code": category[:40]}))
    if not found.supplied:
        raise Invalid(Problem("category-not-supplied", "/category", {"category": category}))
    if not found.open:
        raise Invalid(Problem("phase-not-open", "/category", {"category": category, "phase": found.phase}))


def suppliable(session: Session, actor: Actor, subject_id: UUID) -> list[sharing.CategoryView]:
    """The categories the own organisation may contribute about a subject now: its to supply, in an open phase."""
    process.step_of(session, subject_id)
    found = session.execute(
        text(
            "select c.code from categories c join suppliers x on x.category = c.code and x.organisation_kind = :kind"
            " join scopes s on s.id = :scope and c.phase <= s.phase"
        ),
        {"kind": actor.organisation_kind, "scope": subject_id},
    )
    codes = set(found.scalars())
    return [one for one in sharing.categories(session) if one.code in codes]


def correct(session: Session, actor: Actor, contribution_id: UUID, data: Correct) -> ContributionView:
    """Correct an own contribution; readers see that it was corrected (BGS 1.7)."""
    found = rows.find(session, Contribution, contribution_id)

    if found.owner_id != actor.organisation_id:
        raise NotAllowed("not-the-owner")
    actor.require(*CONTRIBUTORS)
    process.require(session, found.scope_id, Step.DOSSIER, Step.WEIGHING)

    session.execute(
        update(Contribution)
        .where(col(Contribution.id) == contribution_id)
        .values(**data.model_dump(), corrected_at=text("clock_timestamp()"))
    )
    session.expire(found)

    events.record(
        session, actor, EventType.DOSSIER_CORRECTED, scope_id=found.scope_id, subject_id=found.subject_id,
        object_id=contribution_id, category=found.category,
    )  # fmt: skip
    return contribution(session, actor, contribution_id)


def contribution(session: Session, actor: Actor, contribution_id: UUID) -> ContributionView:
    """One contribution, read on the record."""
    found = rows.find(session, Contribution, contribution_id)
    access.consulted(session, actor, "contribution", scope_id=found.scope_id, object_ids=[contribution_id])
    return _contribution(actor, found, rows.organisation_names(session))


def contributions(session: Session, actor: Actor, subject_id: UUID) -> list[ContributionView]:
    """What partners contributed about a subject, as far as shared with the one who asks; oldest first."""
    process.step_of(session, subject_id)
    names = rows.organisation_names(session)
    found = [_contribution(actor, one, names) for one in rows.in_scope(session, Contribution, subject_id)]
    access.consulted(
        session, actor, "contributions", scope_id=subject_id, object_ids=[one.id for one in found]
    )
    return found


def _contribution(actor: Actor, found: Contribution, names: dict[UUID, str]) -> ContributionView:
    return ContributionView(
        owner=names[found.owner_id],
        mine=found.owner_id == actor.organisation_id,
        **found.model_dump(exclude={"owner_id", "scope_id", "actor_id", "circle"}),
    )


def request(session: Session, actor: Actor, case_id: UUID, data: Ask) -> RequestView:
    """Ask one partner one question; only that partner, the asker and the RIEC see it."""
    cases.find_open(session, case_id)

    actor.require(*cases.DIRECTORS, StaffRole.CASE_MANAGER)
    parent = _parent_of(session, case_id, data)
    _check_request(session, data)
    if data.asked_id not in {one.organisation_id for one in cases.participants(session, parent)}:
        raise Invalid(Problem("asked-takes-no-part", "/askedId"))

    request_id = new_id()
    session.execute(
        text("select open_corner(:id, :parent, 'request', :asked)"),
        {"id": request_id, "parent": parent, "asked": data.asked_id},
    )
    rows.add(
        session, actor, Request, request_id, "request", id=request_id, case_id=case_id, **data.model_dump()
    )
    rows.note_status(session, actor, request_id, request_id, "asked")

    events.record(
        session, actor, EventType.DOSSIER_REQUESTED, scope_id=request_id, case_id=case_id,
        subject_id=data.subject_id, object_id=request_id, category="request",
    )  # fmt: skip
    return request_view(session, actor, request_id)


def _parent_of(session: Session, case_id: UUID, data: Ask) -> UUID:
    """The subject the question is about, or the case; a subject of another case is a missing one."""
    if data.subject_id is None:
        return case_id
    if rows.find(session, Subject, data.subject_id).case_id != case_id:
        raise Invalid(Problem("subject-of-another-case", "/subjectId"))
    return data.subject_id


def _check_request(session: Session, data: Ask) -> None:
    problems = catalogue.unknown_code(
        catalogue.legal_grounds(session, "R", calendar.today()), data.ground, "/ground"
    )
    if data.due_on <= calendar.today():
        problems.append(Problem("date-not-in-future", "/dueOn"))
    if problems:
        raise Invalid(*problems)


def answer(session: Session, actor: Actor, request_id: UUID, data: GiveAnswer) -> RequestView:
    """Answer a question put to the own organisation; once, and on the record."""
    found = rows.find(session, Request, request_id)

    if found.asked_id != actor.organisation_id:
        raise NotAllowed("not-the-asked")
    actor.require(*CONTRIBUTORS, StaffRole.MANDATE_HOLDER)
    process.require(session, request_id, Step.DOSSIER, Step.WEIGHING)
    if rows.in_scope(session, Answer, request_id):
        raise Conflict("already-answered")

    answer_id = rows.add(
        session, actor, Answer, request_id, "answer", request_id=request_id, **data.model_dump()
    )
    rows.note_status(session, actor, request_id, request_id, data.outcome)

    events.record(
        session, actor, EventType.DOSSIER_ANSWERED, scope_id=request_id, case_id=found.case_id,
        subject_id=found.subject_id, object_id=answer_id, category="answer", data={"outcome": data.outcome},
    )  # fmt: skip
    return request_view(session, actor, request_id)


def a_request(session: Session, actor: Actor, request_id: UUID) -> RequestView:
    """One question, read on the record."""
    found = request_view(session, actor, request_id)
    access.consulted(session, actor, "request", scope_id=request_id, object_ids=[request_id])
    return found


def request_view(session: Session, actor: Actor, request_id: UUID) -> RequestView:
    """One question with its answer, as far as the one who asks may see them."""
    found = _requests(session, actor, [request_id])
    if not found:
        raise NotFound
    return found[0]


def requests(
    session: Session, actor: Actor, after: rows.Place | None = None, limit: int = 50
) -> tuple[list[RequestView], rows.Place | None]:
    """The questions the organisation asked or was asked, last active first."""
    places, further = rows.taking_part(session, actor, "request", after, limit)
    found = _requests(session, actor, [scope_id for _, scope_id in places])
    access.consulted(session, actor, "requests", object_ids=[one.id for one in found])
    return found, further


def requests_of(session: Session, actor: Actor, case_id: UUID) -> list[RequestView]:
    """The questions in a case that the one who asks takes part in, oldest first."""
    process.step_of(session, case_id)
    parents = [case_id, *rows.children(session, case_id, "subject")]
    ids = [key for parent in parents for key in rows.children(session, parent, "request")]
    found = _requests(session, actor, sorted(ids))
    access.consulted(session, actor, "requests", scope_id=case_id, object_ids=[one.id for one in found])
    return found


def _requests(session: Session, actor: Actor, ids: list[UUID]) -> list[RequestView]:
    """The visible questions among these, in this order, with a fixed number of statements."""
    if not ids:
        return []
    found = {one.id: one for one in session.exec(select(Request).where(col(Request.id).in_(ids)))}
    answers = {one.request_id: one for one in rows.in_scope(session, Answer, *ids)}
    statuses = rows.latest_statuses(session, ids)
    names = rows.organisation_names(session)
    return [
        _request(actor, found[key], answers.get(key), statuses.get(key, "asked"), names)
        for key in ids
        if key in found
    ]


def _request(
    actor: Actor, found: Request, answered: Answer | None, status: str, names: dict[UUID, str]
) -> RequestView:
    open_still = status == "asked"
    mine = found.asked_id == actor.organisation_id
    return RequestView(
        asked=names[found.asked_id],
        asker=names[found.owner_id],
        status=status,
        overdue=open_still and calendar.is_overdue(found.due_on, calendar.today()),
        answer=AnswerView.model_validate(answered) if answered else None,
        acts=["answer"] if open_still and mine and actor.has(*CONTRIBUTORS, StaffRole.MANDATE_HOLDER) else [],
        **found.model_dump(exclude={"owner_id", "scope_id", "actor_id", "circle", "category"}),
    )


def conclude(session: Session, actor: Actor, subject_id: UUID, data: Conclude) -> cases.SubjectView:
    """Declare the dossier of a subject ready; it moves to weighing, by itself."""
    subject = rows.find(session, Subject, subject_id)

    process.require(session, subject_id, Step.DOSSIER)
    actor.require(*cases.DIRECTORS, StaffRole.CASE_MANAGER)

    conclusion_id = rows.add(
        session, actor, Conclusion, subject_id, "process", subject_id=subject_id, reasons=data.reasons
    )
    rows.note_status(session, actor, subject_id, subject_id, "ready_for_weighing")
    events.record(
        session, actor, EventType.DOSSIER_CONCLUDED, scope_id=subject_id, case_id=subject.case_id,
        subject_id=subject_id, object_id=conclusion_id, category="process",
    )  # fmt: skip
    process.advance(session, subject_id, conclusion_id)
    return cases.subject_view(session, actor, subject_id)
