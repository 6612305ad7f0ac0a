"""The plan as a picture: when each intervention runs, and what it waits for, in one strip of time.

Places along the strip are percentages, so that the picture fits any width; places down are in pixels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from domain.calendar import today
from domain.interventions import InterventionView
from domain.plan import DependencyView
from web.i18n import HERE

MOST_MARKS: Final = 6
TOP: Final = 24
ROW: Final = 46
_MONTHS: Final = 12
_SHORTEST: Final = 0.8
"""So much of the strip at least, or a day in a year could not be seen."""


@dataclass(frozen=True)
class Bar:
    """One intervention in the picture."""

    intervention: InterventionView
    number: int
    asked: float
    starts: float
    ends: float
    due: float
    really: tuple[float, float] | None
    """From when until when it was really carried out, as far as it was."""

    @property
    def top(self) -> int:
        """Where its row begins."""
        return TOP + (self.number - 1) * ROW

    @property
    def middle(self) -> int:
        """Where its bar lies."""
        return self.top + 29

    @property
    def waits(self) -> float:
        """How long the partner has to wait before it begins."""
        return self.starts - self.asked

    @property
    def runs(self) -> float:
        """How long it may take; never so short that it cannot be seen."""
        return max(self.ends - self.starts, _SHORTEST)

    @property
    def ran(self) -> float:
        """How long it took so far."""
        return max(self.really[1] - self.really[0], _SHORTEST) if self.really else 0


@dataclass(frozen=True)
class Link:
    """That one intervention waits for another."""

    leaves: float
    arrives: float
    above: int
    below: int
    clash: bool


@dataclass(frozen=True)
class Chart:
    """The plan over all partners: the bars, what waits for what, the beginnings of months, and today."""

    bars: Sequence[Bar]
    links: Sequence[Link]
    marks: Sequence[tuple[float, date]]
    now: float

    @property
    def height(self) -> int:
        """In pixels."""
        return TOP + len(self.bars) * ROW

    @property
    def clashing(self) -> Sequence[Bar]:
        """Those of which the dates do not fit."""
        return [bar for bar in self.bars if bar.intervention.clashes]

    @property
    def numbers(self) -> Mapping[UUID, int]:
        """The number of each in the picture."""
        return {bar.intervention.id: bar.number for bar in self.bars}


def chart(plan: Sequence[InterventionView]) -> Chart:
    """The plan in the order in which things begin, from the first proposal to the last date."""
    told = [day for one in plan for day in _days(one)]
    first = min([*told, today()])
    last = max([*told, today()]) + timedelta(days=2)
    days = max((last - first).days, 14)

    def place(day: date) -> float:
        return round(100 * min(max((day - first).days / days, 0), 1), 2)

    bars = []
    for number, one in enumerate(sorted(plan, key=_in_order), start=1):
        really = (place(one.started_on), place(one.ended_on or today())) if one.started_on else None
        bars.append(
            Bar(one, number, place(_asked(one)), place(_starts(one)), place(_ends(one)), place(one.due_on), really)
        )  # fmt: skip
    marks = [(place(day), day) for day in _beginnings(first, first + timedelta(days=days))]
    return Chart(bars, _links(bars), marks, place(today()))


def _in_order(one: InterventionView) -> tuple[date, date, UUID]:
    return (_starts(one), one.due_on, one.id)


def _asked(one: InterventionView) -> date:
    return one.created_at.astimezone(HERE).date()


def _starts(one: InterventionView) -> date:
    """As planned; without a plan, when it really began, or may begin."""
    return one.planned_from or one.started_on or one.not_before or _asked(one)


def _ends(one: InterventionView) -> date:
    return one.planned_until or one.ended_on or one.due_on


def _days(one: InterventionView) -> list[date]:
    """Every day that has to be in the picture."""
    told = (one.planned_from, one.planned_until, one.started_on, one.ended_on, one.not_before, one.due_on)
    return [_asked(one), *(day for day in told if day)]


def _links(bars: Sequence[Bar]) -> list[Link]:
    by_id = {bar.intervention.id: bar for bar in bars}
    return [
        _link(by_id[told.waits_for_id], bar, told)
        for bar in bars
        for told in bar.intervention.waits_for
        if told.waits_for_id in by_id
    ]


def _link(first: Bar, then: Bar, told: DependencyView) -> Link:
    leaves = first.starts if told.until == "started" else first.starts + first.runs
    return Link(
        leaves, then.starts, first.middle, then.middle, not told.over and "order" in then.intervention.clashes
    )


def _beginnings(first: date, last: date) -> list[date]:
    """The first days of months in between; of every second, third ... month when there are many."""
    count = (last.year - first.year) * _MONTHS + last.month - first.month
    step = count // MOST_MARKS + 1
    months = [first.year * _MONTHS + first.month + number for number in range(0, count, step)]
    return [date(month // _MONTHS, month % _MONTHS + 1, 1) for month in months]
