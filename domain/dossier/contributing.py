"""Contributions: what partners hold about a subject; and the dossier declared ready."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, text, update
from sqlmodel import Session, col, select

from db.tables.cases import Subject
from db.tables.dossier import Conclusion, Contribution, Request
from domain import access, audience, cases, events, guard, process, rows, sharing
from domain.actor import Actor, StaffRole
from domain.acts import shown_by
from domain.audience import ForWhom, Named, Openness
from domain.cases import CONTRIBUTORS
from domain.errors import Invalid, NotAllowed, Problem
from domain.events import EventType
from domain.guard import Guarded
from domain.process import Step
from domain.shapes import Attested, Code, Day, Line, Prose, View

Reliability = Literal["A", "B", "C", "D", "E", "F"]
RELIABILITY: Final = "Betrouwbaarheid van de bron: from A, completely reliable, to F, cannot be judged; absent when it was not graded"
CREDIBILITY: Final = "Juistheid van de inhoud: from 1, confirmed by others, to 6, cannot be judged; absent when it was not graded"


class Contribute(ForWhom, Guarded):
    """Bijdrage: what a partner holds about a subject, in one category."""

    category: Code = Field(description="Gegevenscategorie", examples=["housing"])
    text: Prose = Field(description="Inhoud", examples=["Op het adres staan elf mensen ingeschreven."])
    source: Line = Field(description="Bron: register or observation", examples=["BRP"])
    source_reliability: Reliability | None = Field(default=None, description=RELIABILITY, examples=["B"])
    content_credibility: int | None = Field(default=None, ge=1, le=6, description=CREDIBILITY, examples=[2])
    observed_on: Day | None = Field(
        default=None, description="Datum van de waarneming", examples=["2026-10-12"]
    )
    request_id: UUID | None = Field(default=None, description="Informatieverzoek: the request it answers")
    attested: Attested


class Correct(Guarded):
    """Correctie van een eigen bijdrage."""

    text: Prose = Field(description="Inhoud", examples=["Op het adres staan negen mensen ingeschreven."])
    source: Line = Field(description="Bron", examples=["BRP"])
    source_reliability: Reliability | None = Field(default=None, description=RELIABILITY, examples=["B"])
    content_credibility: int | None = Field(default=None, ge=1, le=6, description=CREDIBILITY, examples=[2])
    observed_on: Day | None = Field(default=None, description="Datum van de waarneming")


class Conclude(Guarded):
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
    source_reliability: str | None = Field(description=RELIABILITY, examples=["B"])
    content_credibility: int | None = Field(description=CREDIBILITY, examples=[2])
    observed_on: date | None = Field(description="Datum van de waarneming")
    request_id: UUID | None = Field(description="Informatieverzoek")
    corrected_at: datetime | None = Field(description="Gecorrigeerd op")
    withdrawn_at: datetime | None = Field(
        description="Ingetrokken op: its owner took it back, and the text is gone (BGS 1.7)"
    )
    withdrawn_for: str | None = Field(
        description="Reden van intrekking: incorrect, unlawful or unnecessary", examples=["incorrect"]
    )
    for_whom: Openness = Field(
        description="Voor wie: everybody whom the rules allow, named persons (besloten) or closed (gesloten)"
    )
    persons: Sequence[Named] = Field(description="Kring: the persons it is closed to, beside its owner's own")
    created_at: datetime = Field(description="Bijgedragen op")
    mine: bool = Field(description="Eigen: whether the viewer's organisation owns it")


@shown_by(lambda session, actor, made: contribution(session, actor, made))
def contribute(session: Session, actor: Actor, subject_id: UUID, data: Contribute) -> UUID:
    """Add what the own organisation holds about a subject."""
    subject = rows.find(session, Subject, subject_id)

    process.require(session, subject_id, Step.DOSSIER, Step.WEIGHING)
    actor.require(*CONTRIBUTORS)
    guard.check(session, actor, data, identifying=data.category == "identification")
    sharing.require_supplied(session, actor, subject_id, data.category)
    if data.request_id and rows.find(session, Request, data.request_id).asked_id != actor.organisation_id:
        raise Invalid(Problem("request-of-another", "/requestId"))
    circle = audience.circle_of(session, actor, subject_id, data.category, data)

    contribution_id = rows.add(
        session, actor, Contribution, subject_id, data.category, subject_id=subject_id, circle=circle,
        **data.model_dump(exclude={"category", "attested", "for_whom", "persons"}),
    )  # fmt: skip

    events.record(
        session, actor, EventType.DOSSIER_CONTRIBUTED, scope_id=subject_id, case_id=subject.case_id,
        subject_id=subject_id, object_id=contribution_id, category=data.category,
    )  # fmt: skip
    return contribution_id


@shown_by(lambda session, actor, made: contribution(session, actor, made))
def correct(session: Session, actor: Actor, contribution_id: UUID, data: Correct) -> UUID:
    """Correct an own contribution; readers see that it was corrected (BGS 1.7)."""
    found = rows.find(session, Contribution, contribution_id)

    if found.owner_id != actor.organisation_id:
        raise NotAllowed("not-the-owner")
    actor.require(*CONTRIBUTORS)
    guard.check(session, actor, data, identifying=found.category == "identification")
    if found.withdrawn_at:
        raise NotAllowed("withdrawn")
    process.require(session, found.scope_id, Step.DOSSIER, Step.WEIGHING)

    session.execute(
        update(Contribution)
        .where(col(Contribution.id) == contribution_id)
        .values(**data.model_dump(), corrected_at=text("clock()"))
    )
    session.expire(found)

    events.record(
        session, actor, EventType.DOSSIER_CORRECTED, scope_id=found.scope_id, subject_id=found.subject_id,
        case_id=process.parent_of(session, found.subject_id), object_id=contribution_id, category=found.category,
    )  # fmt: skip
    return contribution_id


def contribution(session: Session, actor: Actor, contribution_id: UUID) -> ContributionView:
    """One contribution, read on the record."""
    found = rows.find(session, Contribution, contribution_id)
    access.consulted(session, actor, "contribution", scope_id=found.scope_id, object_ids=[contribution_id])
    return _read(session, actor, col(Contribution.id) == contribution_id)[0]


def contributions(session: Session, actor: Actor, subject_id: UUID) -> list[ContributionView]:
    """What partners contributed about a subject, as far as shared with the one who asks; oldest first."""
    process.step_of(session, subject_id)
    found = _read(session, actor, col(Contribution.scope_id) == subject_id)
    access.consulted(
        session, actor, "contributions", scope_id=subject_id, object_ids=[one.id for one in found]
    )
    return found


def contributions_of(session: Session, actor: Actor, case_id: UUID) -> list[ContributionView]:
    """What partners contributed about all subjects of a case, as far as shared; oldest first."""
    process.step_of(session, case_id)
    subjects = rows.children(session, "subject", case_id)
    found = _read(session, actor, col(Contribution.scope_id).in_(subjects))
    access.consulted(session, actor, "contributions", scope_id=case_id, object_ids=[one.id for one in found])
    return found


def _read(session: Session, actor: Actor, which: ColumnElement[bool]) -> list[ContributionView]:
    """As far as shared, oldest first. A question is between few: only who may know of it sees what was answered to it."""
    asked = select(Request.id).where(col(Request.id) == col(Contribution.request_id)).scalar_subquery()
    found = session.exec(select(Contribution, asked).where(which).order_by(col(Contribution.id))).all()
    names, kinds = rows.organisation_names(session), rows.organisation_kinds(session)
    people = audience.named(session, (one.circle for one, _ in found))
    return [
        ContributionView(
            owner=names[one.owner_id],
            mine=one.owner_id == actor.organisation_id,
            request_id=request_id,
            # Who had read what was withdrawn is nobody else's to know.
            **audience.described(None if one.withdrawn_at else one.circle, people, kinds[one.owner_id]),
            **one.model_dump(exclude={"owner_id", "scope_id", "actor_id", "circle", "request_id"}),
        )
        for one, request_id in found
    ]


@shown_by(cases.subject_view)
def conclude(session: Session, actor: Actor, subject_id: UUID, data: Conclude) -> UUID:
    """Declare the dossier of a subject ready; it moves to weighing, by itself."""
    subject = rows.find(session, Subject, subject_id)

    process.require(session, subject_id, Step.DOSSIER)
    actor.require(*cases.DIRECTORS, StaffRole.CASE_MANAGER)
    guard.check(session, actor, data)

    conclusion_id = rows.add(
        session, actor, Conclusion, subject_id, "process", subject_id=subject_id, reasons=data.reasons
    )
    rows.note_status(session, actor, subject_id, subject_id, "ready_for_weighing")
    events.record(
        session, actor, EventType.DOSSIER_CONCLUDED, scope_id=subject_id, case_id=subject.case_id,
        subject_id=subject_id, object_id=conclusion_id, category="process",
    )  # fmt: skip
    process.advance(session, subject_id, conclusion_id)
    return subject_id
