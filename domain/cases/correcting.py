"""Correcting who or what a subject is: what becomes known later, and what was wrong (BGS 1.7)."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import Field
from sqlalchemy import text, update
from sqlmodel import Session, col

from db.tables.cases import Subject
from domain import digests, events, filing, guard, process, rows
from domain.actor import Actor, StaffRole
from domain.cases.opening import SubjectRole
from domain.cases.reading import DIRECTORS, SubjectView, subject_view
from domain.errors import Invalid, NotAllowed
from domain.events import EventType
from domain.guard import Guarded
from domain.naming import Named, NameParts, checked, sort_name
from domain.shapes import Code, Line, OptionalLine, OptionalProse


class CorrectSubject(Guarded):
    """Correctie van een betrokkene: all of it anew; what kind of thing it is stays."""

    role: SubjectRole = Field(description="Rol: always possible until decided", examples=["facilitator"])
    name: OptionalLine = Field(default="", description="Naam: as written", examples=["Sem Bakker"])
    name_parts: NameParts | None = Field(
        default=None, description="Naam in delen: of a person, beside the name as written"
    )
    aliases: Sequence[Line] = Field(
        default=(), max_length=20, description="Aliassen: other names it goes by", examples=[["Sem B."]]
    )
    birth_date: OptionalLine = Field(
        default="",
        description="Geboortedatum: as far as known, 1985 or 1985-03 or 1985-03-12",
        examples=["1985-03"],
    )
    identifier_kind: Code | None = Field(
        default=None, description="Soort nummer: bsn, kvk, phone, licence_plate ...", examples=["phone"]
    )
    identifier: OptionalLine = Field(
        default="", description="Nummer: as written; checked and normalised", examples=["06 12345678"]
    )
    description: OptionalProse = Field(default="", description="Omschrijving: what else is known")


def correct_subject(session: Session, actor: Actor, subject_id: UUID, data: CorrectSubject) -> SubjectView:
    """Correct who or what a subject is; readers see that it was corrected, and it is found as it is now."""
    found = rows.find(session, Subject, subject_id)

    if found.owner_id != actor.organisation_id:
        raise NotAllowed("not-the-owner")
    actor.require(*DIRECTORS, StaffRole.CASE_MANAGER)
    guard.check(session, actor, data, identifying=True)
    process.require(session, subject_id, *process.OPEN)
    named = Named.model_validate({"kind": found.kind, **data.model_dump(exclude={"role"})})
    columns, problems = checked(named, "")
    if problems:
        raise Invalid(*problems)

    session.execute(
        update(Subject)
        .where(col(Subject.id) == subject_id)
        .values(
            role=data.role,
            aliases=list(data.aliases),
            corrected_at=text("clock()"),
            sort_name=sort_name(columns),
            **_without_kind(columns),
        )
    )
    session.expire(found)
    corrected = {"id": subject_id, **columns, "aliases": data.aliases}
    digests.index(session, [corrected])
    filing.file(session, [corrected])

    events.record(
        session, actor, EventType.CASE_SUBJECT_CORRECTED, scope_id=subject_id, case_id=found.case_id,
        subject_id=subject_id, object_id=subject_id, category="identification",
    )  # fmt: skip
    return subject_view(session, actor, subject_id)


def _without_kind(columns: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in columns.items() if name != "kind"}
