"""How interventions stand in one plan over all partners: when each runs, what it waits for, and what clashes.

A corridor: it reads, as far as the one who asks may see it, and changes nothing. What waits for an intervention
that this viewer does not see is shown to it as waiting for nothing: not even that there is something.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal
from uuid import UUID

from pydantic import Field
from sqlmodel import Session, col, select

from db.tables.assignment import Dependency, Intervention, Schedule
from domain import rows
from domain.shapes import View

OPEN_FOR_REPLY: Final = ("proposed", "deferred")
RUNNING: Final = ("accepted", "in_progress")
OVER: Final = ("completed", "refused")
"""Nobody waits any longer for what was done, or what will not be done."""

Clash = Literal["order", "embargo", "late", "capacity"]
"""Before what it waits for, before its embargo ends, ready too late, or more than the partner has room for."""


class DependencyView(View):
    """Wachten op: an intervention that comes first; only as far as it is shared with this viewer."""

    id: UUID = Field(description="Kenmerk")
    waits_for_id: UUID = Field(description="Wacht op: the other intervention")
    kind: str = Field(description="Soort interventie of the other")
    partner: str = Field(description="Partner of the other")
    until: str = Field(
        description="Tot: until the other has started, or is completed", examples=["completed"]
    )
    expected_on: date = Field(description="Verwacht: when that is, as planned now")
    embargo: bool = Field(description="Embargo: nothing may be reported before that")
    over: bool = Field(description="Voorbij: whether it no longer has to wait")


class EmbargoView(View):
    """Embargo: wat het begin nu tegenhoudt."""

    not_before: date | None = Field(default=None, description="Niet vóór deze dag")
    waits_for: str | None = Field(
        default=None, description="Wacht op: the partner whose intervention comes first"
    )
    kind: str | None = Field(default=None, description="Soort interventie that comes first")


@dataclass(frozen=True)
class Dates:
    """When an intervention is planned and when it really was; a day that nobody told is empty."""

    planned_from: date | None = None
    planned_until: date | None = None
    started_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True)
class Standing:
    """How one intervention stands in the plan."""

    status: str
    dates: Dates
    not_before: date | None
    due_on: date
    waits_for: Sequence[DependencyView] = ()

    @property
    def starts(self) -> date | None:
        """When it begins, as far as somebody said so."""
        return self.dates.started_on or self.dates.planned_from

    @property
    def ends(self) -> date:
        """When it is over, as planned now."""
        return self.dates.ended_on or self.dates.planned_until or self.due_on

    def embargo(self, today: date) -> EmbargoView | None:
        """What keeps it from beginning today."""
        if self.status in OVER:
            return None
        if self.not_before and today < self.not_before:
            return EmbargoView(not_before=self.not_before)
        held = next((one for one in self.waits_for if one.embargo and not one.over), None)
        return EmbargoView(waits_for=held.partner, kind=held.kind) if held else None

    def clashes(self) -> list[Clash]:
        """What in its dates does not fit; about what is over nothing has to be changed any more."""
        if self.status in OVER:
            return []
        found: list[Clash] = []
        begins = self.starts or self.due_on
        if any(begins < one.expected_on for one in self.waits_for if not one.over):
            found.append("order")
        if self.not_before and begins < self.not_before:
            found.append("embargo")
        if self.dates.planned_until and self.dates.planned_until > self.due_on:
            found.append("late")
        return found


@dataclass
class _Found:
    """What was read about these interventions and those they wait for."""

    known: Mapping[UUID, Intervention]
    statuses: Mapping[UUID, str]
    dates: Mapping[UUID, Dates]
    names: Mapping[UUID, str]
    waiting: dict[UUID, list[Dependency]] = field(default_factory=dict)

    def status(self, key: UUID) -> str:
        return self.statuses.get(key, "proposed")


def standings(session: Session, found: Sequence[Intervention]) -> dict[UUID, Standing]:
    """How these interventions stand, with a fixed number of statements."""
    if not found:
        return {}
    waiting = _waiting(session, found)
    known = {one.id: one for one in [*found, *_others(session, found, waiting)]}
    places = list({one.scope_id for one in known.values()})
    read = _Found(
        known,
        rows.latest_statuses(session, places),
        _dates(known, rows.in_scope(session, Schedule, *places)),
        rows.organisation_names(session),
    )
    for one in waiting:
        read.waiting.setdefault(one.intervention_id, []).append(one)
    return {one.id: _standing(read, one) for one in found}


def _waiting(session: Session, found: Sequence[Intervention]) -> list[Dependency]:
    """What these have to wait for, as those who direct said and did not lift."""
    wanted = {one.id: one.owner_id for one in found}
    told = rows.in_scope(session, Dependency, *{one.scope_id for one in found})
    return [one for one in told if one.lifted_at is None and wanted.get(one.intervention_id) == one.owner_id]


def _others(
    session: Session, found: Sequence[Intervention], waiting: Iterable[Dependency]
) -> list[Intervention]:
    """Those waited for that are not among these, as far as the one who asks sees them."""
    missing = {one.waits_for_id for one in waiting if one.waits_for_id} - {one.id for one in found}
    if not missing:
        return []
    return list(session.exec(select(Intervention).where(col(Intervention.id).in_(missing))))


def _dates(known: Mapping[UUID, Intervention], told: Iterable[Schedule]) -> dict[UUID, Dates]:
    """What each partner said of its own, the last word of each kind."""
    last = {
        (one.intervention_id, one.kind): one
        for one in told
        if one.intervention_id in known and known[one.intervention_id].partner_id == one.owner_id
    }
    return {
        key: Dates(*_period(last.get((key, "planned"))), *_period(last.get((key, "actual")))) for key in known
    }


def _period(told: Schedule | None) -> tuple[date | None, date | None]:
    return (told.starts_on, told.ends_on) if told else (None, None)


def _standing(read: _Found, one: Intervention) -> Standing:
    told = read.waiting.get(one.id, [])
    days = [dependency.not_before for dependency in told if dependency.not_before]
    return Standing(
        status=read.status(one.id),
        dates=read.dates[one.id],
        not_before=days[-1] if days else one.not_before,
        due_on=one.due_on,
        waits_for=[
            _dependency(read, dependency, read.known[dependency.waits_for_id])
            for dependency in told
            if dependency.waits_for_id in read.known and dependency.waits_for_id is not None
        ],
    )


def _dependency(read: _Found, told: Dependency, other: Intervention) -> DependencyView:
    status, dates = read.status(other.id), read.dates[other.id]
    begins = dates.started_on or dates.planned_from or other.not_before or other.due_on
    ends = dates.ended_on or dates.planned_until or other.due_on
    started = told.until == "started"
    return DependencyView(
        id=told.id,
        waits_for_id=other.id,
        kind=other.kind,
        partner=read.names[other.partner_id],
        until=told.until or "completed",
        expected_on=begins if started else ends,
        embargo=told.embargo,
        over=status in OVER or (started and (status == "in_progress" or dates.started_on is not None)),
    )
