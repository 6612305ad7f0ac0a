"""Completeness: what a case still needs before its subjects can be weighed, as a list and never as a percentage.

A corridor: it reads what the rooms left behind, as far as the one who asks may see it. Every line follows from a rule: a
question that was put and not answered, a phase that is not open for who was asked, a case without its case manager (R07),
and of a subject in the dossier what weighing and asking others stand on. Nothing here holds a subject back.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session, col, select

from db.tables.cases import Case, Naming, Subject
from domain import access, digests, process, rows
from domain.actor import Actor
from domain.calendar import is_overdue, today
from domain.shapes import View

_IN_DOSSIER: Final = text(
    "select id from scopes where parent_id = :case and kind = 'subject' and step = 'dossier' order by id"
)
_ANY_SUBJECT: Final = text("select exists (select from scopes where parent_id = :case and kind = 'subject')")

_CONTRIBUTED: Final = text("select distinct scope_id from contributions where scope_id = any(:ids)")

# Of who was asked, beside who somebody is, all the data may be of a phase that is not open (WGS 2.23(6)).
_OPEN_QUESTIONS: Final = text("""
select r.id, r.subject_id, r.due_on, o.name as partner,
       (select case when min(k.phase) > s.phase then min(k.phase) end
          from suppliers x join categories k on k.code = x.category and k.code <> 'identification'
         where x.organisation_kind = o.kind) as phase
  from scopes s join requests r on r.id = s.id join organisations o on o.id = r.asked_id
 where s.kind = 'request' and (s.parent_id = :case or s.parent_id = any(:ids))
   and 'asked' = (select t.status from statuses t where t.scope_id = r.id and t.of_id = r.id order by t.id desc limit 1)
 order by r.due_on, r.id
""")


class Missing(View):
    """Wat er nog nodig is."""

    kind: Literal["manager", "subject", "answer", "phase", "contribution", "role", "identity"] = Field(
        description="Soort: a case manager, a subject, an answer, an open phase, a contribution, a role, or what"
        " others could know somebody by"
    )
    subject_id: UUID | None = Field(default=None, description="Betrokkene: absent for the case as a whole")
    request_id: UUID | None = Field(default=None, description="Informatieverzoek: of an answer or a phase")
    partner: str | None = Field(
        default=None, description="Partner die gevraagd is", examples=["Belastingdienst"]
    )
    phase: int | None = Field(default=None, description="Fase die nog niet open is", examples=[2])
    last_on: date | None = Field(default=None, description="Termijn")
    overdue: bool = Field(default=False, description="Te laat: whether the date has passed")


class Completeness(View):
    """Compleetheid van het dossier: empty when nothing is missing that you can see."""

    items: Sequence[Missing] = Field(description="Wat er nog nodig is")


def completeness(session: Session, actor: Actor, case_id: UUID) -> Completeness:
    """What this case still needs before weighing; read on the record."""
    case = rows.find(session, Case, case_id)
    if process.step_of(session, case_id) is not process.Step.DOSSIER:
        return Completeness(items=[])
    ids = list(session.execute(_IN_DOSSIER, {"case": case_id}).scalars())
    items = [*_of_case(session, case), *_asked(session, case_id, ids), *_of_subjects(session, ids)]
    access.consulted(session, actor, "completeness", scope_id=case_id, object_ids=ids)
    return Completeness(items=items)


def _of_case(session: Session, case: Case) -> Iterator[Missing]:
    if not rows.in_scope(session, Naming, case.id):
        yield Missing(
            kind="manager", last_on=case.manager_due_on, overdue=is_overdue(case.manager_due_on, today())
        )
    if not session.execute(_ANY_SUBJECT, {"case": case.id}).scalar():
        yield Missing(kind="subject")


def _asked(session: Session, case_id: UUID, ids: Sequence[UUID]) -> Iterator[Missing]:
    """Answers that are still to come, and phases without which what was asked cannot come."""
    for one in session.execute(_OPEN_QUESTIONS, {"case": case_id, "ids": list(ids)}).mappings():
        about: dict[str, Any] = {
            "subject_id": one["subject_id"], "request_id": one["id"], "partner": one["partner"],
        }  # fmt: skip
        late = is_overdue(one["due_on"], today())
        yield Missing(kind="answer", last_on=one["due_on"], overdue=late, **about)
        if one["phase"]:
            yield Missing(kind="phase", phase=one["phase"], **about)


def _of_subjects(session: Session, ids: Sequence[UUID]) -> Iterator[Missing]:
    """What is not known of each subject in the dossier, as far as it is in sight."""
    there = set(session.execute(_CONTRIBUTED, {"ids": list(ids)}).scalars())
    found = session.exec(select(Subject).where(col(Subject.id).in_(ids)).order_by(col(Subject.id))).all()
    for one in found:
        if one.id not in there:
            yield Missing(kind="contribution", subject_id=one.id)
        if one.role == "unknown":
            yield Missing(kind="role", subject_id=one.id)
        if one.kind == "person" and not digests.bases(one.model_dump()):
            yield Missing(kind="identity", subject_id=one.id)
