"""Capacity (capaciteit): what a partner can do in a month or a quarter, in its own unit, and what it promised of it.

Of organisations, never of persons. Load is what the partner itself named when it said yes, spread over the working
days in which it plans to carry out, as far as the one who asks may see it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session, col, select

from db.tables import new_id
from db.tables.assignment import Intervention
from domain import access, catalogue, events, rows
from domain.actor import Actor, StaffRole
from domain.calendar import DAY, add_months, day_of, today, working_days_between
from domain.errors import Invalid, Problem
from domain.events import EventType
from domain.plan import OVER, standings
from domain.shapes import Code, Day, Shape, View

AHEAD: Final = 24
"""How many months ahead capacity can be told."""

_TOLD: Final = text("""
select distinct on (organisation_id, unit, intervention_kind, starts_on, months)
       id, organisation_id, unit, intervention_kind, starts_on, months, amount
  from capacities where organisation_id = any(:partners)
   and starts_on + make_interval(months => months) > cast(:since as date) and starts_on <= cast(:until as date)
 order by organisation_id, unit, intervention_kind, starts_on, months, id desc
""")

_SAID_YES: Final = text("""
select distinct on (i.id) i.id, r.created_at, coalesce(r.capacity_amount, r.capacity_hours) as amount,
       coalesce(r.capacity_unit, 'hours') as unit
  from participations p join interventions i on i.content_scope_id = p.scope_id and i.partner_id = any(:partners)
  join replies r on r.intervention_id = i.id and r.outcome = 'accepted'
 where p.organisation_id = :mine and p.kind = 'intervention' and p.ended_at is null
 order by i.id, r.id desc
""")


class KeepCapacity(Shape):
    """Capaciteit van de eigen organisatie in een periode; what was told before for that period no longer holds."""

    starts_on: Day = Field(description="Vanaf: any day in the month or quarter", examples=["2027-01-01"])
    period: Literal["month", "quarter"] = Field(description="Periode", examples=["quarter"])
    unit: Code = Field(description="Eenheid: code from the list capacity-units", examples=["inspections"])
    intervention_kind: Code | None = Field(
        default=None, description="Soort interventie: empty for all that have no capacity of their own"
    )
    amount: int = Field(ge=0, le=1_000_000, description="Hoeveel", examples=[12])


class CapacityView(View):
    """Capaciteit van één organisatie in één periode, with what it promised of it."""

    id: UUID = Field(description="Kenmerk")
    organisation_id: UUID = Field(description="Organisatie")
    organisation: str = Field(
        description="Naam van de organisatie", examples=["Nederlandse Arbeidsinspectie"]
    )
    starts_on: date = Field(description="Vanaf")
    ends_on: date = Field(description="Tot en met")
    period: str = Field(description="Periode: month or quarter", examples=["quarter"])
    unit: str = Field(description="Eenheid: code from the list capacity-units", examples=["inspections"])
    intervention_kind: str | None = Field(description="Soort interventie")
    amount: int = Field(description="Capaciteit")
    load: float = Field(description="Toegezegd: of accepted interventions you may see", examples=[8.5])
    free: float = Field(description="Vrij: below zero when more was promised", examples=[3.5])
    interventions: int = Field(description="Aantal interventies in de toezegging")


@dataclass(frozen=True)
class _Promise:
    """What a partner named when it said yes, and the days over which it is spread."""

    id: UUID
    partner_id: UUID
    kind: str
    unit: str
    amount: int
    first: date
    last: date

    def within(self, first: date, last: date) -> float:
        """The part of it that falls in a period, by working days; what lies in a weekend counts on its first day."""
        all_days = _working_days(self.first, self.last)
        if not all_days:
            return float(self.amount) if first <= self.first <= last else 0.0
        return self.amount * _working_days(max(self.first, first), min(self.last, last)) / all_days


def keep(session: Session, actor: Actor, data: KeepCapacity) -> CapacityView:
    """Tell what the own organisation can do in a period."""
    actor.require(StaffRole.MANDATE_HOLDER)
    _check(session, actor, data)

    months = 1 if data.period == "month" else 3
    capacity_id = new_id()
    session.execute(
        text(
            "insert into capacities (id, organisation_id, starts_on, months, unit, intervention_kind, amount, actor_id)"
            " values (:id, :organisation, :starts_on, :months, :unit, :kind, :amount, :actor)"
        ),
        {
            "id": capacity_id, "organisation": actor.organisation_id, "starts_on": _begin(data.starts_on, months),
            "months": months, "unit": data.unit, "kind": data.intervention_kind, "amount": data.amount,
            "actor": actor.id,
        },
    )  # fmt: skip
    events.record(session, actor, EventType.CAPACITY_KEPT, object_id=capacity_id)
    return a_capacity(session, actor, capacity_id)


def a_capacity(session: Session, actor: Actor, capacity_id: UUID) -> CapacityView:
    """What the own organisation told of one period, as long as it holds."""
    return rows.one_of(_views(session, actor, [actor.organisation_id])[0], capacity_id)


def told_in(session: Session, actor: Actor, first: date, last: date) -> list[CapacityView]:
    """Capacity of periods that overlap these days: one's own, or for the RIEC that of every partner."""
    return _views(session, actor, _known(actor, rows.organisation_names(session)), first, last)[0]


def _check(session: Session, actor: Actor, data: KeepCapacity) -> None:
    problems = catalogue.unknown_code(catalogue.capacity_units(session, today()), data.unit, "/unit")
    if data.intervention_kind:
        offered = catalogue.intervention_kinds(session, actor.organisation_kind, today())
        problems += catalogue.unknown_code(offered, data.intervention_kind, "/interventionKind")
    months = 1 if data.period == "month" else 3
    if add_months(_begin(data.starts_on, months), months) <= today():
        problems.append(Problem("period-over", "/startsOn"))
    elif data.starts_on > add_months(today(), AHEAD):
        problems.append(Problem("too-far-ahead", "/startsOn", {"months": AHEAD}))
    if problems:
        raise Invalid(*problems)


def capacities(session: Session, actor: Actor, partners: Sequence[UUID] | None = None) -> list[CapacityView]:
    """Capacity from today on: one's own, or for the RIEC that of partners too; read on the record."""
    wanted = _known(actor, list(rows.organisation_names(session)) if partners is None else partners)
    found, _ = _views(session, actor, wanted)
    access.consulted(session, actor, "capacities", object_ids=[one.id for one in found])
    return found


def crowded(session: Session, actor: Actor, partners: Iterable[UUID]) -> set[UUID]:
    """The interventions in periods in which their partner promised more than it can do, as far as this viewer may know."""
    wanted = _known(actor, partners)
    return _views(session, actor, wanted)[1] if wanted else set()


def _known(actor: Actor, partners: Iterable[UUID]) -> list[UUID]:
    """Those of whom this actor may know it: the policy of the table says the same."""
    return [one for one in partners if actor.organisation_kind == "riec" or one == actor.organisation_id]


def _views(
    session: Session,
    actor: Actor,
    partners: Sequence[UUID],
    since: date | None = None,
    until: date = date.max,
) -> tuple[list[CapacityView], set[UUID]]:
    """What was told of each period, what was promised of it, and the interventions that are too many."""
    given = {"partners": partners, "since": since or today(), "until": until}
    told = [dict(one) for one in session.execute(_TOLD, given).mappings()]
    if not told:
        return [], set()
    promises = defaultdict(list)
    for one in _promises(session, actor, {line["organisation_id"] for line in told}):
        promises[one.partner_id, one.unit].append(one)
    names = rows.organisation_names(session)
    found: list[CapacityView] = []
    crowding: set[UUID] = set()
    for line in told:
        first, last = line["starts_on"], add_months(line["starts_on"], line["months"]) - DAY
        counted = _counted(line, told, promises[line["organisation_id"], line["unit"]])
        parts = {one.id: part for one in counted if (part := one.within(first, last)) > 0}
        load = round(sum(parts.values()), 1)
        if load > line["amount"]:
            crowding |= set(parts)
        found.append(
            CapacityView(
                ends_on=last,
                period="month" if line["months"] == 1 else "quarter",
                organisation=names[line["organisation_id"]],
                load=load,
                free=round(line["amount"] - load, 1),
                interventions=len(parts),
                **{key: line[key] for key in line if key != "months"},
            )
        )
    found.sort(key=lambda one: (one.organisation, one.starts_on, one.unit, one.intervention_kind or ""))
    return found, crowding


def _counted(
    line: dict[str, Any], told: Sequence[dict[str, Any]], promises: Iterable[_Promise]
) -> list[_Promise]:
    """Those of its own kind; in general those of every kind that has no capacity of its own in that unit."""
    if line["intervention_kind"]:
        return [one for one in promises if one.kind == line["intervention_kind"]]
    apart = {
        one["intervention_kind"]
        for one in told
        if one["organisation_id"] == line["organisation_id"] and one["unit"] == line["unit"]
        and _overlap(one, line)
    }  # fmt: skip
    return [one for one in promises if one.kind not in apart]


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(
        one["starts_on"] < add_months(other["starts_on"], other["months"])
        and other["starts_on"] < add_months(one["starts_on"], one["months"])
    )


def _promises(session: Session, actor: Actor, partners: Iterable[UUID]) -> list[_Promise]:
    """What these partners said yes to, as far as the one who asks sees the answer; a yes that was undone is none."""
    said = {
        one.id: one
        for one in session.execute(_SAID_YES, {"partners": list(partners), "mine": actor.organisation_id})
    }
    found = _interventions(session, list(said))
    stands = standings(session, found)
    promised = []
    for one in found:
        stand, yes = stands[one.id], said[one.id]
        if stand.status in OVER and stand.status != "completed":
            continue
        first = stand.starts or day_of(yes.created_at)
        last = max(stand.ends, first)
        promised.append(_Promise(one.id, one.partner_id, one.kind, yes.unit, yes.amount or 0, first, last))
    return promised


def _interventions(session: Session, ids: Sequence[UUID]) -> list[Intervention]:
    return list(session.exec(select(Intervention).where(col(Intervention.id).in_(ids)))) if ids else []


def _begin(day: date, months: int) -> date:
    """The first day of the month or the quarter."""
    return day.replace(day=1, month=day.month - (day.month - 1) % months)


def _working_days(first: date, last: date) -> int:
    return max(working_days_between(first - DAY, last), 0)
