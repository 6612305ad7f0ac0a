"""What a subject needs next: which part of its step is still open, whose turn it is, and whether it is late.

A corridor: it reads what the rooms left behind, as far as the one who asks may see it, and changes nothing. A
fixed number of statements for any number of subjects, of one case or of many.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import TextClause, text
from sqlmodel import Session

from domain import access, rows
from domain.actor import Actor
from domain.calendar import is_overdue, today
from domain.plan import OPEN_FOR_REPLY, RUNNING
from domain.process import ENOUGH_OPINIONS, Step
from domain.shapes import View

_THESE: Final = rows.any_of("ids")

_STEPS: Final = text(
    f"select id, parent_id as case_id, step from scopes where id = {_THESE} and kind = 'subject'"  # noqa: S608
)

_QUESTIONS: Final = text(f"""
select c.parent_id as subject_id, r.due_on, o.name as partner, 'asked' =
       (select t.status from statuses t where t.scope_id = r.id and t.of_id = r.id order by t.id desc limit 1) as open
  from scopes c join requests r on r.id = c.id join organisations o on o.id = r.asked_id
 where c.parent_id = {_THESE} and c.kind = 'request' order by r.due_on, r.id
""")  # noqa: S608 - our own words

# What was done about a subject before it was taken up once more is done.
_REOPENED: Final = """coalesce((select max(t.created_at) from statuses t
   where t.scope_id = {subject} and t.of_id = {subject} and t.status = 'reopened'), '-infinity')"""

# Opinions of an earlier round no longer count: a subject that came back from weighing is weighed anew.
_OPINIONS: Final = text(f"""
select p.scope_id as subject_id, count(distinct p.owner_id) as number from opinions p
 where p.scope_id = {_THESE} and p.created_at > coalesce((
       select max(t.created_at) from statuses t
        where t.scope_id = p.scope_id and t.of_id = p.scope_id and t.status = 'ready_for_weighing'), '-infinity')
 group by p.scope_id
""")  # noqa: S608 - our own words

_CONTRIBUTIONS: Final = text(
    f"select scope_id as subject_id, count(*) as number from contributions where scope_id = {_THESE} group by scope_id"  # noqa: S608
)

_PLAN: Final = text(f"""
select i.scope_id as subject_id, i.due_on, o.name as partner, coalesce(
       (select t.status from statuses t where t.scope_id = i.scope_id and t.of_id = i.id order by t.id desc limit 1),
       'proposed') as status
  from interventions i join organisations o on o.id = i.partner_id
 where i.scope_id = {_THESE} and i.created_at > {_REOPENED.format(subject="i.scope_id")}
 order by i.due_on, i.id
""")  # noqa: S608 - our own words

_EVALUATED: Final = text(f"""
select e.subject_id, count(*) as number from scopes c join evaluations e on e.scope_id = c.parent_id and e.subject_id = c.id
 where c.id = {_THESE} and e.created_at > {_REOPENED.format(subject="c.id")} group by e.subject_id
""")  # noqa: S608 - our own words


class Need(View):
    """Wat nu nodig is voor één betrokkene."""

    subject_id: UUID = Field(description="Betrokkene")
    case_id: UUID = Field(description="Casus")
    step: str = Field(description="Stap")
    kind: Literal[
        "contributions", "answers", "conclusion", "opinions", "decision", "proposal", "replies", "reports",
        "evaluation", "closure", "nothing",
    ] = Field(description="Soort: what is needed next")  # fmt: skip
    turn: Literal["partners", "named", "directors", "chair", "nobody"] = Field(
        description="Aan zet: the partners, those in waitsFor, who directs the case, or its chair"
    )
    done: int = Field(default=0, description="Gedaan: how many of them are there")
    total: int = Field(default=0, description="Totaal: of how many")
    waits_for: Sequence[str] = Field(default=(), description="Wacht op: names of organisations")
    last_on: date | None = Field(default=None, description="Laatste termijn")
    overdue: bool = Field(default=False, description="Te laat: whether a date has passed")


@dataclass
class _Facts:
    """What the rooms left behind about one subject."""

    questions: list[Mapping[str, Any]] = field(default_factory=list)
    plan: list[Mapping[str, Any]] = field(default_factory=list)
    contributions: int = 0
    opinions: int = 0
    evaluations: int = 0


def needs(session: Session, actor: Actor, subject_ids: Sequence[UUID]) -> dict[UUID, Need]:
    """What each of these subjects needs next; read on the record."""
    ids = {"ids": list(subject_ids)}
    facts: dict[UUID, _Facts] = defaultdict(_Facts)
    for one in _found(session, _QUESTIONS, ids):
        facts[one["subject_id"]].questions.append(one)
    for one in _found(session, _PLAN, ids):
        facts[one["subject_id"]].plan.append(one)
    for name, query in (
        ("contributions", _CONTRIBUTIONS), ("opinions", _OPINIONS), ("evaluations", _EVALUATED)
    ):  # fmt: skip
        for one in _found(session, query, ids):
            setattr(facts[one["subject_id"]], name, one["number"])
    found = {
        one["id"]: Need(
            subject_id=one["id"],
            case_id=one["case_id"],
            step=one["step"],
            **_next(Step(one["step"]), facts[one["id"]]),
        )
        for one in _found(session, _STEPS, ids)
    }
    access.consulted(session, actor, "needs", object_ids=list(found))
    return found


def _found(session: Session, query: TextClause, ids: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(one) for one in session.execute(query, ids).mappings()]


def _next(step: Step, facts: _Facts) -> dict[str, Any]:
    match step:
        case Step.DOSSIER:
            return _in_dossier(facts)
        case Step.WEIGHING:
            return _in_weighing(facts)
        case Step.ASSIGNMENT | Step.EXECUTION:
            return _in_plan(facts)
        case Step.EVALUATION:
            evaluated = facts.evaluations > 0
            return {"kind": "closure" if evaluated else "evaluation", "turn": "chair"}
    return {"kind": "nothing", "turn": "nobody"}


def _in_dossier(facts: _Facts) -> dict[str, Any]:
    """Answers that are still owed; without those, contributions and then the word that it is ready."""
    waiting = [one for one in facts.questions if one["open"]]
    if waiting:
        return {"kind": "answers", "turn": "named"} | _owed(waiting, len(facts.questions))
    if facts.contributions or facts.questions:
        return {"kind": "conclusion", "turn": "directors", "done": facts.contributions}
    return {"kind": "contributions", "turn": "partners"}


def _in_weighing(facts: _Facts) -> dict[str, Any]:
    counted = {"done": facts.opinions, "total": ENOUGH_OPINIONS}
    if facts.opinions < ENOUGH_OPINIONS:
        return {"kind": "opinions", "turn": "partners", **counted}
    return {"kind": "decision", "turn": "chair", **counted}


def _in_plan(facts: _Facts) -> dict[str, Any]:
    """First the yes or no of each partner, then the work itself."""
    asked = [one for one in facts.plan if one["status"] in OPEN_FOR_REPLY]
    if asked:
        return {"kind": "replies", "turn": "named"} | _owed(asked, len(facts.plan))
    running = [one for one in facts.plan if one["status"] in RUNNING]
    if running:
        said_yes = sum(one["status"] != "refused" for one in facts.plan)
        return {"kind": "reports", "turn": "named"} | _owed(running, said_yes)
    return {"kind": "proposal", "turn": "chair"}


def _owed(waiting: Sequence[Mapping[str, Any]], total: int) -> dict[str, Any]:
    """What is still to come, from whom, before when; in the order of their dates."""
    last = waiting[-1]["due_on"]
    return {
        "done": total - len(waiting),
        "total": total,
        "waits_for": list(dict.fromkeys(one["partner"] for one in waiting)),
        "last_on": last,
        "overdue": is_overdue(waiting[0]["due_on"], today()),
    }
