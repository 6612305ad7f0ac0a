"""Cases and subjects in lists."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from db.tables.cases import Case
from domain import access, lists, rows
from domain.actor import Actor
from domain.cases.reading import CaseLine, SubjectLine, line_of, states
from domain.naming import sort_name


def cases(
    session: Session,
    actor: Actor,
    asked: lists.CasesAsked | None = None,
    limit: int = 50,
    after: lists.Position | None = None,
) -> tuple[list[CaseLine], lists.Position | None]:
    """The cases the organisation takes part in, last active first or as asked, and where the next part begins."""
    found = lists.find(session, actor, lists.CASES, asked or lists.CasesAsked(limit=limit), after)
    return [CaseLine.model_validate(dict(one)) for one in found.lines], found.further


def listed_subjects(
    session: Session,
    actor: Actor,
    asked: lists.SubjectsAsked | None = None,
    limit: int = 50,
    after: lists.Position | None = None,
) -> tuple[list[SubjectLine], lists.Position | None]:
    """The subjects of all cases the organisation takes part in, last active first or as asked."""
    found = lists.find(session, actor, lists.SUBJECTS, asked or lists.SubjectsAsked(limit=limit), after)
    return [SubjectLine.model_validate(dict(one)) for one in found.lines], found.further


def put_in_order(session: Session) -> None:
    """Say of subjects that were written down before there was an order by name where they stand; as the owner."""
    unsorted = session.execute(
        text(
            "select id, kind, name, name_parts, identifier, description from subjects where sort_name is null"
        )
    )
    found = [{"id": one["id"], "sort_name": sort_name(dict(one))} for one in unsorted.mappings()]
    if found:
        session.execute(text("update subjects set sort_name = :sort_name where id = :id"), found)
        session.commit()


def line(session: Session, case_id: UUID) -> CaseLine:
    """One case, as a list mentions it."""
    return line_of(rows.find(session, Case, case_id), *states(session, [case_id])[case_id])


def lines(session: Session, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, CaseLine]:
    """These cases, in this order, as a list mentions them; read on the record."""
    known = {one.id: one for one in session.exec(select(Case).where(col(Case.id).in_(ids)))} if ids else {}
    stands = states(session, ids)
    found = {key: line_of(known[key], *stands[key]) for key in ids if key in known}
    access.consulted(session, actor, "cases", object_ids=list(found))
    return found
