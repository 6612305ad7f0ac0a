"""The lessons of the cases one takes part in: what was evaluated and is still to be seen.

When a case is closed it is sealed, and its lessons with it. What has to outlive that, without anybody in it, is
proposed to the steering group (domain/steering.py).
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import access
from domain.actor import Actor
from domain.levels.periods import Period
from domain.shapes import View

MOST: Final = 50

_LESSONS: Final = text("""
select e.id, e.case_id, k.number as case_number, e.subject_id is null as of_case, e.goal, e.worked, e.lessons, e.created_at
  from (select distinct scope_id from participations
         where organisation_id = :mine and ended_at is null and kind = 'case' and step = 'evaluation') mine
  join evaluations e on e.scope_id = mine.scope_id left join cases k on k.id = e.case_id
 where e.created_at >= :since and e.created_at < :until and e.lessons <> '' order by e.id desc limit :most
""")


class Lesson(View):
    """Les uit een evaluatie."""

    id: UUID = Field(description="Evaluatie")
    case_id: UUID = Field(description="Casus")
    case_number: str | None = Field(description="Casusnummer", examples=["MH-2026-4K7Q2MX8"])
    of_case: bool = Field(description="Over de hele casus; otherwise about one subject of it")
    goal: str = Field(description="Doel bereikt?", examples=["reached"])
    worked: str = Field(description="Wat werkte", examples=["De gezamenlijke controle."])
    lessons: str = Field(description="Lessen", examples=["Eerder de NLA vragen."])
    created_at: datetime = Field(description="Vastgelegd op")


class Lessons(View):
    """Lessen uit evaluaties, newest first."""

    first: date = Field(description="Van")
    last: date = Field(description="Tot en met")
    items: Sequence[Lesson] = Field(description="Lessen: at most fifty")


def lessons(session: Session, actor: Actor, over: Period) -> Lessons:
    """What was learned in this period, as far as one may still see it; read on the record."""
    given = {"mine": actor.organisation_id, "since": over.since, "until": over.until, "most": MOST}
    found = [Lesson(**one) for one in session.execute(_LESSONS, given).mappings()]
    if found:
        access.consulted(session, actor, "lessons", object_ids=[one.id for one in found])
    return Lessons(first=over.first, last=over.last, items=found)
