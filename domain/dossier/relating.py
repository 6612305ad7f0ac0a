"""Relations (relaties): what two subjects of a case may have to do with each other, as one partner says.

A relation is shared like a contribution of its category, with who also sees both subjects: the database decides that.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, text, update
from sqlmodel import Session, col, or_, select

from db.tables.cases import Subject
from db.tables.dossier import Relation
from domain import access, calendar, catalogue, events, guard, process, rows, sharing
from domain.actor import Actor
from domain.cases import CONTRIBUTORS
from domain.dossier.contributing import (
    CREDIBILITY,
    RELIABILITY,
    Reliability,
)
from domain.dossier.owning import Withdraw
from domain.errors import Invalid, NotAllowed, Problem
from domain.events import EventType
from domain.guard import Guarded
from domain.identifiers import PartialDate
from domain.process import Step
from domain.shapes import Attested, Code, Line, OptionalLine, OptionalProse, View

CATEGORY: Final = "relations"
_AS_FAR: Final = "as far as known, 2024 or 2024-03 or 2024-03-12"


class Saying(Guarded):
    """Wat een partner van een relatie zegt."""

    kind: Code = Field(description="Soort relatie: of the list relation-kinds", examples=["employer"])
    text: OptionalProse = Field(default="", description="Toelichting", examples=["Volgens de polis."])
    source: Line = Field(description="Bron: register or observation", examples=["KVK"])
    source_reliability: Reliability | None = Field(default=None, description=RELIABILITY, examples=["B"])
    content_credibility: int | None = Field(default=None, ge=1, le=6, description=CREDIBILITY, examples=[2])
    since: OptionalLine = Field(default="", description=f"Sinds: {_AS_FAR}", examples=["2024-03"])
    until: OptionalLine = Field(default="", description=f"Tot en met: {_AS_FAR}", examples=["2025"])


class Relate(Saying):
    """Relatie: from one subject of a case to another."""

    to_id: UUID = Field(description="Andere betrokkene, of the same case")
    attested: Attested


class CorrectRelation(Saying):
    """Correctie van een eigen relatie; between whom it is stays as it is."""


class RelationView(View):
    """Relatie tussen twee betrokkenen, always possible until decided otherwise."""

    id: UUID = Field(description="Kenmerk")
    case_id: UUID = Field(description="Casus")
    from_id: UUID = Field(description="Van betrokkene")
    to_id: UUID = Field(description="Naar betrokkene")
    kind: str = Field(description="Soort relatie: empty when it was withdrawn", examples=["employer"])
    text: str = Field(description="Toelichting", examples=["Volgens de polis."])
    owner: str = Field(description="Bronhouder: who says it", examples=["Gemeente Zuidstad"])
    source: str = Field(description="Bron", examples=["KVK"])
    source_reliability: str | None = Field(description=RELIABILITY, examples=["B"])
    content_credibility: int | None = Field(description=CREDIBILITY, examples=[2])
    since: str = Field(description="Sinds, as far as known", examples=["2024-03"])
    until: str = Field(description="Tot en met, as far as known", examples=["2025"])
    corrected_at: datetime | None = Field(description="Gecorrigeerd op")
    withdrawn_at: datetime | None = Field(description="Ingetrokken op: what it said is gone (BGS 1.7)")
    withdrawn_for: str | None = Field(
        description="Reden van intrekking: incorrect, unlawful or unnecessary", examples=["incorrect"]
    )
    created_at: datetime = Field(description="Toegevoegd op")
    mine: bool = Field(description="Eigen: whether the viewer's organisation owns it")
    acts: Sequence[str] = Field(description="Handelingen: what this viewer may do now")


def relate(session: Session, actor: Actor, subject_id: UUID, data: Relate) -> RelationView:
    """Say what a subject may have to do with another subject of the case."""
    subject = rows.find(session, Subject, subject_id)

    process.require(session, subject_id, Step.DOSSIER, Step.WEIGHING)
    actor.require(*CONTRIBUTORS)
    guard.check(session, actor, data)
    sharing.require_supplied(session, actor, subject_id, CATEGORY, "")
    other = session.get(Subject, data.to_id)
    said, problems = _checked(session, data)
    if other is None or other.case_id != subject.case_id:
        problems.append(Problem("subject-of-another-case", "/toId"))
    elif other.id == subject_id:
        problems.append(Problem("relation-with-itself", "/toId"))
    if problems:
        raise Invalid(*problems)

    relation_id = rows.add(
        session, actor, Relation, subject_id, CATEGORY, case_id=subject.case_id, from_id=subject_id,
        to_id=data.to_id, **said,
    )  # fmt: skip

    _record(session, actor, EventType.DOSSIER_RELATED, subject.case_id, subject_id, relation_id)
    return relation(session, actor, relation_id)


def _checked(session: Session, data: Saying, kept: str = "") -> tuple[dict[str, Any], list[Problem]]:
    """What is said, with its dates as far as they are known; and all that is wrong with it. `kept`: its kind so far."""
    said = data.model_dump(exclude={"to_id", "attested"})
    kinds = catalogue.relation_kinds(session, calendar.today())
    problems = [] if data.kind == kept else catalogue.unknown_code(kinds, data.kind, "/kind")
    first = last = None
    for name in ("since", "until"):
        try:
            known = PartialDate.parse(said[name], pointer=f"/{name}")
            said[name] = str(known)
            first, last = (known.first, last) if name == "since" else (first, known.last)
        except Invalid as invalid:
            problems += invalid.problems
    if first and last and last < first:
        problems.append(Problem("ends-before-it-begins", "/until"))
    return said, problems


def correct_relation(
    session: Session, actor: Actor, relation_id: UUID, data: CorrectRelation
) -> RelationView:
    """Correct what the own organisation said; readers see that it was corrected (BGS 1.7)."""
    found = _own(session, actor, relation_id)
    guard.check(session, actor, data)
    process.require(session, found.scope_id, Step.DOSSIER, Step.WEIGHING)
    said, problems = _checked(session, data, found.kind)
    if problems:
        raise Invalid(*problems)

    session.execute(
        update(Relation).where(col(Relation.id) == relation_id).values(**said, corrected_at=text("clock()"))
    )
    session.expire(found)

    _record(session, actor, EventType.DOSSIER_RELATION_CORRECTED, found.case_id, found.from_id, relation_id)
    return relation(session, actor, relation_id)


def withdraw_relation(session: Session, actor: Actor, relation_id: UUID, data: Withdraw) -> RelationView:
    """Take back what the own organisation said: it is emptied, and who read it sees that it was withdrawn."""
    found = _own(session, actor, relation_id)
    process.require(session, found.scope_id, *process.OPEN)

    case_id, subject_id = found.case_id, found.from_id
    session.execute(
        text("select withdraw_relation(:id, :reason)"), {"id": relation_id, "reason": data.reason}
    )
    session.expire(found)

    _record(
        session, actor, EventType.DOSSIER_RELATION_WITHDRAWN, case_id, subject_id, relation_id, reason=data.reason
    )  # fmt: skip
    return relation(session, actor, relation_id)


def _own(session: Session, actor: Actor, relation_id: UUID) -> Relation:
    """The relation, when it is the own organisation's and still says something."""
    found = rows.find(session, Relation, relation_id)
    if found.owner_id != actor.organisation_id:
        raise NotAllowed("not-the-owner")
    actor.require(*CONTRIBUTORS)
    if found.withdrawn_at:
        raise NotAllowed("withdrawn")
    return found


def _record(
    session: Session, actor: Actor, type: EventType, case_id: UUID, subject_id: UUID, relation_id: UUID, **data: str
) -> None:  # fmt: skip
    events.record(
        session, actor, type, scope_id=subject_id, case_id=case_id, subject_id=subject_id,
        object_id=relation_id, category=CATEGORY, data=data,
    )  # fmt: skip


def relation(session: Session, actor: Actor, relation_id: UUID) -> RelationView:
    """One relation, read on the record."""
    found = rows.find(session, Relation, relation_id)
    access.consulted(session, actor, "relation", scope_id=found.scope_id, object_ids=[relation_id])
    return _read(session, actor, col(Relation.id) == relation_id)[0]


def relations(session: Session, actor: Actor, subject_id: UUID) -> list[RelationView]:
    """What a subject may have to do with others, either way, as far as shared; oldest first."""
    process.step_of(session, subject_id)
    found = _read(
        session, actor, or_(col(Relation.scope_id) == subject_id, col(Relation.to_id) == subject_id)
    )
    access.consulted(
        session, actor, "relations", scope_id=process.parent_of(session, subject_id), object_ids=[one.id for one in found]
    )  # fmt: skip
    return found


def relations_of(session: Session, actor: Actor, case_id: UUID) -> list[RelationView]:
    """All relations between the subjects of a case, as far as shared; oldest first."""
    process.step_of(session, case_id)
    subjects = rows.children(session, "subject", case_id)
    found = _read(session, actor, col(Relation.scope_id).in_(subjects))
    access.consulted(session, actor, "relations", scope_id=case_id, object_ids=[one.id for one in found])
    return found


def _read(session: Session, actor: Actor, which: ColumnElement[bool]) -> list[RelationView]:
    """Both ends must be in sight; the policies say so, except to the owner, who also sees what only it said."""
    found = session.exec(select(Relation).where(which).order_by(col(Relation.id))).all()
    steps = _steps(session, [one.from_id for one in found])
    names = rows.organisation_names(session)
    return [
        RelationView(
            owner=names[one.owner_id],
            mine=one.owner_id == actor.organisation_id,
            acts=_acts(actor, one, steps[one.from_id]),
            **one.model_dump(exclude={"owner_id", "scope_id", "actor_id", "circle", "category"}),
        )
        for one in found
    ]


def _steps(session: Session, subject_ids: Sequence[UUID]) -> dict[UUID, str]:
    found = session.execute(
        text("select id, step from scopes where id = any(:ids)"), {"ids": list(subject_ids)}
    )
    return {row.id: row.step for row in found}


def _acts(actor: Actor, one: Relation, step: str) -> list[str]:
    """What its owner may still do with it."""
    if one.owner_id != actor.organisation_id or one.withdrawn_at or not actor.has(*CONTRIBUTORS):
        return []
    if step in (Step.DOSSIER, Step.WEIGHING):
        return ["correct", "withdraw"]
    return [] if step == Step.CLOSED else ["withdraw"]
