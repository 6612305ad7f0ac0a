"""The process: how many working days each step took, in the cases in which one takes part, against the norm.

Read from the status facts: that something was reported, weighed or completed, and when. Everybody who takes part sees
those at every step, and they outlive the seal (db/seed/matrix.py), so a case that was closed still counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from statistics import median
from typing import Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import catalogue
from domain.actor import Actor
from domain.calendar import day_of, today, working_days_between
from domain.catalogue import ProcessNormView
from domain.levels.periods import Period
from domain.shapes import View


@dataclass(frozen=True)
class Step:
    """Which facts begin a step and which end it. Of what they are about, or for `assign` of the subject it is for."""

    code: str
    begins: frozenset[str]
    ends: frozenset[str]
    of_scope: bool = False


def _step(code: str, begins: str, ends: str, *, of_scope: bool = False) -> Step:
    return Step(code, frozenset(begins.split()), frozenset(ends.split()), of_scope)


STEPS: Final = (
    _step("decide", "submitted", "taken_up handed_over rejected"),
    _step("dossier", "added back_to_dossier reopened", "ready_for_weighing"),
    _step("weigh", "ready_for_weighing", "approach_decided back_to_dossier handed_over no_further_action"),
    _step("assign", "approach_decided", "proposed", of_scope=True),
    _step("answer", "proposed", "accepted refused"),
    _step("carry-out", "accepted", "completed"),
    _step("close", "opened", "closed"),
)
"""In the order of the chain. Putting an intervention off is no answer yet, and sending a signal back no decision."""

# Of a protected signal there are two accounts, of which one hangs below the other: it is counted once.
_MOMENTS: Final = text("""
with mine as (
  select distinct p.scope_id from participations p
   where p.organisation_id = :mine and p.ended_at is null and p.kind in ('signal', 'case', 'subject')
     and (p.step <> 'closed' or p.last_activity_at >= :since)),
places as (
  select s.id, s.kind, s.step from mine join scopes s on s.id = mine.scope_id
   where s.kind <> 'signal' or s.parent_id is null or s.parent_id not in (
           select g.id from mine o join scopes g on g.id = o.scope_id where g.kind = 'signal'))
select t.of_id, p.id as scope_id, p.step, t.status, t.created_at
  from places p join statuses t on t.scope_id = p.id where t.status = any(:facts)
 union all
select k.id, p.id, p.step, 'opened', k.created_at from places p join cases k on k.id = p.id where p.kind = 'case'
 order by created_at, status
""")

_FACTS: Final = sorted({fact for step in STEPS for fact in (*step.begins, *step.ends)})


class StepFigures(View):
    """Doorlooptijd van één stap."""

    step: str = Field(
        description="Stap: decide, dossier, weigh, assign, answer, carry-out or close", examples=["decide"]
    )
    count: int = Field(description="Aantal: times the step was finished in the period", examples=[12])
    median: float | None = Field(description="Mediaan in werkdagen: half took no longer", examples=[7.5])
    p90: int | None = Field(description="P90 in werkdagen: nine of ten took no longer", examples=[14])
    norm: int | None = Field(description="Norm in werkdagen: the one of today", examples=[10])
    norm_source: str = Field(description="Waar de norm vandaan komt", examples=["Voorstel voor de regio"])
    within: int | None = Field(description="Binnen de norm: of those with a norm on the day they began")
    normed: int = Field(description="Aantal waarvoor een norm gold")
    waiting: int = Field(description="Wacht nu: begun and not finished today", examples=[3])
    overdue: int = Field(description="Waarvan al langer dan de norm", examples=[1])


class ProcessFigures(View):
    """Evaluatie van het proces: of the cases in which one takes part."""

    first: date = Field(description="Van")
    last: date = Field(description="Tot en met")
    steps: Sequence[StepFigures] = Field(description="Stappen, in the order of the chain")


@dataclass
class _Measured:
    """What was measured of one step: working days and the day it began; and what still waits, since when."""

    done: list[tuple[int, date]] = field(default_factory=list)
    waiting: list[date] = field(default_factory=list)


def process_figures(session: Session, actor: Actor, over: Period) -> ProcessFigures:
    """How long each step took that was finished in this period, and what waits now."""
    given = {"mine": actor.organisation_id, "since": over.since, "facts": _FACTS}
    moments = [dict(one) for one in session.execute(_MOMENTS, given).mappings()]
    norms = catalogue.process_norms(session)
    steps = [_figures(step, _measure(step, moments, over), norms) for step in STEPS]
    return ProcessFigures(first=over.first, last=over.last, steps=steps)


def _measure(step: Step, moments: Iterable[Mapping[str, Any]], over: Period) -> _Measured:
    """Each beginning with the first end after it."""
    measured = _Measured()
    begun: dict[UUID, tuple[date, bool]] = {}
    for one in moments:
        key = one["scope_id"] if step.of_scope else one["of_id"]
        if one["status"] in step.ends and key in begun:
            first, _ = begun.pop(key)
            if over.since <= one["created_at"] < over.until:
                measured.done.append((working_days_between(first, day_of(one["created_at"])), first))
        if one["status"] in step.begins and key not in begun:
            begun[key] = day_of(one["created_at"]), one["step"] != "closed"
    measured.waiting = [first for first, still in begun.values() if still]
    return measured


def _figures(step: Step, measured: _Measured, norms: Sequence[ProcessNormView]) -> StepFigures:
    days = sorted(taken for taken, _ in measured.done)
    now = catalogue.norm(norms, step.code, today())
    held = [
        taken <= norm.working_days
        for taken, first in measured.done
        if (norm := catalogue.norm(norms, step.code, first))
    ]
    return StepFigures(
        step=step.code,
        count=len(days),
        median=float(median(days)) if days else None,
        # The nearest rank: a number of days that something really took.
        p90=days[ceil(0.9 * len(days)) - 1] if days else None,
        norm=now.working_days if now else None,
        norm_source=now.source if now else "",
        within=sum(held) if held else None,
        normed=len(held),
        waiting=len(measured.waiting),
        overdue=sum(
            now is not None and working_days_between(first, today()) > now.working_days
            for first in measured.waiting
        ),
    )
