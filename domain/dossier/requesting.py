"""Requests: one question to one partner, and its recorded answer (WGS 1.5(1))."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session, col, select

from db.tables import new_id
from db.tables.cases import Subject
from db.tables.dossier import Answer, Reminder, Request
from domain import access, calendar, cases, catalogue, disclosures, events, guard, lists, process, rows
from domain.actor import Actor, StaffRole
from domain.acts import shown_by
from domain.cases import CONTRIBUTORS
from domain.disclosures import ConsentView
from domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from domain.events import EventType
from domain.guard import Guarded
from domain.process import Step
from domain.shapes import Code, Day, OptionalProse, Prose, View


class Ask(Guarded):
    """Informatieverzoek: one question to one partner, with its ground and date."""

    asked_id: UUID = Field(description="Gevraagde: an organisation that takes part in the case")
    subject_id: UUID | None = Field(default=None, description="Betrokkene: empty for the whole case")
    question: Prose = Field(description="Vraag", examples=["Welke vergunningen zijn er op dit adres?"])
    ground: Code = Field(default="WGS-1.5-1", description="Grondslag: legal ground", examples=["WGS-1.5-1"])
    due_on: Day = Field(description="Antwoord vóór", examples=["2026-12-15"])


class GiveAnswer(Guarded):
    """Antwoord: provided, nothing_known, refused or not_competent (WGS 1.5(1))."""

    outcome: Literal["provided", "nothing_known", "refused", "not_competent"] = Field(
        description="Uitkomst", examples=["nothing_known"]
    )
    text: OptionalProse = Field(
        default="", description="Toelichting: with refused the supplier keeps its weighty reasons to itself"
    )


class AnswerView(View):
    """Antwoord op een informatieverzoek."""

    id: UUID = Field(description="Kenmerk")
    outcome: str = Field(description="Uitkomst", examples=["nothing_known"])
    text: str = Field(description="Toelichting", examples=["Niets op dit adres."])
    created_at: datetime = Field(description="Gegeven op")


class RequestView(View):
    """Informatieverzoek, with its answer when that is shared with this viewer."""

    id: UUID = Field(description="Kenmerk")
    case_id: UUID = Field(description="Casus")
    subject_id: UUID | None = Field(description="Betrokkene")
    asked_id: UUID = Field(description="Gevraagde organisatie")
    asked: str = Field(description="Gevraagde", examples=["Belastingdienst"])
    asker: str = Field(description="Vrager", examples=["Gemeente Zuidstad"])
    question: str = Field(description="Vraag", examples=["Is dit bedrijf bij u bekend?"])
    ground: str = Field(description="Grondslag", examples=["WGS-1.5-1"])
    due_on: date = Field(description="Antwoord vóór")
    overdue: bool = Field(description="Te laat")
    status: str = Field(description="Status", examples=["asked"])
    answer: AnswerView | None = Field(description="Antwoord")
    round_id: UUID | None = Field(
        default=None,
        description="Informatieronde: for the asker and the RIEC, when several were asked at once",
    )
    consent: ConsentView | None = Field(
        default=None,
        description="Verstrekking: when it is asked whether your own items may go to somebody else",
    )
    created_at: datetime = Field(description="Gevraagd op")
    reminders: int = Field(description="Herinneringen: how often the asker reminded", examples=[1])
    reminded_at: datetime | None = Field(description="Laatst herinnerd op")
    acts: Sequence[str] = Field(description="Handelingen: what this viewer may do now")


@shown_by(lambda session, actor, made: request_view(session, actor, made))
def request(session: Session, actor: Actor, case_id: UUID, data: Ask) -> UUID:
    """Ask one partner one question; only that partner, the asker and the RIEC see it."""
    cases.find_open(session, case_id)

    actor.require(*cases.DIRECTORS, StaffRole.CASE_MANAGER)
    guard.check(session, actor, data)
    parent = _parent_of(session, case_id, data)
    problems = wrong_request(session, data.ground, data.due_on)
    if problems:
        raise Invalid(*problems)
    if data.asked_id not in {one.organisation_id for one in cases.participants(session, parent)}:
        raise Invalid(Problem("asked-takes-no-part", "/askedId"))

    return put(session, actor, case_id, data.model_dump())


def put(
    session: Session, actor: Actor, case_id: UUID, said: Mapping[str, Any], round_id: UUID | None = None
) -> UUID:
    """Put a question that was checked to its partner, in a scope of its own; gives its id."""
    request_id = new_id()
    session.execute(
        text("select open_corner(:id, :parent, 'request', :asked)"),
        {"id": request_id, "parent": said["subject_id"] or case_id, "asked": said["asked_id"]},
    )
    rows.add(
        session, actor, Request, request_id, "request", id=request_id, case_id=case_id, round_id=round_id,
        **said,
    )  # fmt: skip
    rows.note_status(session, actor, request_id, request_id, "asked")

    events.record(
        session, actor, EventType.DOSSIER_REQUESTED, scope_id=request_id, case_id=case_id,
        subject_id=said["subject_id"], object_id=request_id, category="request",
    )  # fmt: skip
    return request_id


def _parent_of(session: Session, case_id: UUID, data: Ask) -> UUID:
    """The subject the question is about, or the case; a subject of another case is a missing one."""
    if data.subject_id is None:
        return case_id
    if rows.find(session, Subject, data.subject_id).case_id != case_id:
        raise Invalid(Problem("subject-of-another-case", "/subjectId"))
    return data.subject_id


def wrong_request(session: Session, ground: str, due_on: date) -> list[Problem]:
    """What is wrong with the ground and the date of a question."""
    grounds = catalogue.legal_grounds(session, "R", calendar.today())
    problems = catalogue.unknown_code(grounds, ground, "/ground")
    if due_on <= calendar.today():
        problems.append(Problem("date-not-in-future", "/dueOn"))
    return problems


@shown_by(lambda session, actor, made: request_view(session, actor, made))
def answer(session: Session, actor: Actor, request_id: UUID, data: GiveAnswer) -> UUID:
    """Answer a question put to the own organisation; once, and on the record."""
    found = rows.find(session, Request, request_id)

    if found.asked_id != actor.organisation_id:
        raise NotAllowed("not-the-asked")
    actor.require(*CONTRIBUTORS, StaffRole.MANDATE_HOLDER)
    guard.check(session, actor, data)
    process.require(session, request_id, Step.DOSSIER, Step.WEIGHING)
    if disclosures.is_consent(session, request_id):
        raise Conflict("answer-as-consent")
    hold(session, request_id)
    if rows.in_scope(session, Answer, request_id):
        raise Conflict("already-answered")

    answer_id = rows.add(
        session, actor, Answer, request_id, "answer", request_id=request_id, **data.model_dump()
    )
    rows.note_status(session, actor, request_id, request_id, data.outcome)
    # Beside what it is about: the question is out of sight when the case moves on, and the chain is evaluated after that.
    late = calendar.is_overdue(found.due_on, calendar.today())
    rows.note_status(session, actor, request_id, answer_id, "late" if late else "in_time")

    events.record(
        session, actor, EventType.DOSSIER_ANSWERED, scope_id=request_id, case_id=found.case_id,
        subject_id=found.subject_id, object_id=answer_id, category="answer", data={"outcome": data.outcome},
    )  # fmt: skip
    return request_id


def hold(session: Session, request_id: UUID) -> None:
    """Let colleagues who answer, or remind, at once pass one after the other, so that the second sees what the first did."""
    process.alone(session, f"answer {request_id}")


def a_request(session: Session, actor: Actor, request_id: UUID) -> RequestView:
    """One question, read on the record."""
    found = request_view(session, actor, request_id)
    access.consulted(session, actor, "request", scope_id=request_id, object_ids=[request_id])
    return found


def request_view(session: Session, actor: Actor, request_id: UUID) -> RequestView:
    """One question with its answer, as far as the one who asks may see them."""
    found = request_views(session, actor, [request_id])
    if not found:
        raise NotFound
    return found[0]


def requests(
    session: Session,
    actor: Actor,
    asked: lists.RequestsAsked | None = None,
    limit: int = 50,
    after: lists.Position | None = None,
) -> tuple[list[RequestView], lists.Position | None]:
    """The questions the organisation asked or was asked, last active first or as asked for."""
    found = lists.find(session, actor, lists.REQUESTS, asked or lists.RequestsAsked(limit=limit), after)
    return request_views(session, actor, [one["id"] for one in found.lines]), found.further


def requests_of(session: Session, actor: Actor, case_id: UUID) -> list[RequestView]:
    """The questions in a case that the one who asks takes part in, oldest first."""
    process.step_of(session, case_id)
    ids = rows.children(session, "request", case_id, *rows.children(session, "subject", case_id))
    found = request_views(session, actor, sorted(ids))
    access.consulted(session, actor, "requests", scope_id=case_id, object_ids=[one.id for one in found])
    return found


def request_views(session: Session, actor: Actor, ids: list[UUID]) -> list[RequestView]:
    """The visible questions among these, in this order, with a fixed number of statements."""
    if not ids:
        return []
    found = {one.id: one for one in session.exec(select(Request).where(col(Request.id).in_(ids)))}
    answers = {one.request_id: one for one in rows.in_scope(session, Answer, *ids)}
    statuses = rows.latest_statuses(session, ids)
    names = rows.organisation_names(session)
    consents = disclosures.consents_of(session, actor, ids)
    reminded: dict[UUID, list[datetime]] = {}
    for one in rows.in_scope(session, Reminder, *ids):
        reminded.setdefault(one.request_id, []).append(one.created_at)
    return [
        _request(
            actor, found[key], answers.get(key), consents.get(key), statuses.get(key, "asked"), names,
            reminded.get(key, []),
        )
        for key in ids
        if key in found
    ]  # fmt: skip


def _request(
    actor: Actor,
    found: Request,
    answered: Answer | None,
    consent: ConsentView | None,
    status: str,
    names: dict[UUID, str],
    reminded: Sequence[datetime],
) -> RequestView:
    open_still = status == "asked"
    asked_round = actor.organisation_id == found.owner_id or actor.organisation_kind == "riec"
    return RequestView(
        asked=names[found.asked_id],
        asker=names[found.owner_id],
        status=status,
        overdue=open_still and calendar.is_overdue(found.due_on, calendar.today()),
        answer=AnswerView.model_validate(answered) if answered else None,
        consent=consent,
        reminders=len(reminded),
        reminded_at=reminded[-1] if reminded else None,
        acts=_acts(actor, found, consent, reminded) if open_still else [],
        round_id=found.round_id if asked_round else None,
        **found.model_dump(exclude={"owner_id", "scope_id", "actor_id", "circle", "category", "round_id"}),
    )


def _acts(
    actor: Actor, found: Request, consent: ConsentView | None, reminded: Sequence[datetime]
) -> list[str]:
    """What this actor may do with a question that is still open."""
    acts = []
    if found.asked_id == actor.organisation_id and actor.has(*CONTRIBUTORS, StaffRole.MANDATE_HOLDER):
        acts.append("consent" if consent else "answer")
    asker = found.owner_id == actor.organisation_id and actor.has(*cases.DIRECTORS, StaffRole.CASE_MANAGER)
    if asker and not (reminded and calendar.today() < may_remind_from(reminded[-1])):
        acts.append("remind")
    return acts


def may_remind_from(last: datetime) -> date:
    """From when a partner may be reminded again: the next working day."""
    return calendar.add_working_days(calendar.day_of(last), 1)
