"""The plan as a picture: when each intervention runs, in a strip of time that they share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domain.calendar import today
from domain.interventions import InterventionView
from web.i18n import HERE

MOST_MARKS: Final = 6
_MONTHS: Final = 12


@dataclass(frozen=True)
class Bar:
    """One intervention in the picture: places are percentages of the strip."""

    intervention: InterventionView
    asked: float
    starts: float
    ends: float

    @property
    def waits(self) -> float:
        """How long the partner has to wait, because something else comes first."""
        return self.starts - self.asked

    @property
    def runs(self) -> float:
        """How long it may take; never so short that it cannot be seen."""
        return max(self.ends - self.starts, 0.8)


@dataclass(frozen=True)
class Chart:
    """The plan over all partners: the bars, the beginnings of months, and today."""

    bars: Sequence[Bar]
    marks: Sequence[tuple[float, date]]
    now: float


def chart(plan: Sequence[InterventionView]) -> Chart:
    """The plan in the order in which things have to be ready, from the first proposal to the last date."""
    asked = {one.id: one.created_at.astimezone(HERE).date() for one in plan}
    first = min([*asked.values(), today()])
    last = max([*(one.due_on for one in plan), today()]) + timedelta(days=2)
    days = max((last - first).days, 14)

    def place(day: date) -> float:
        return round(100 * min(max((day - first).days / days, 0), 1), 2)

    bars = [
        Bar(one, place(asked[one.id]), place(one.not_before or asked[one.id]), place(one.due_on))
        for one in sorted(plan, key=lambda one: (one.due_on, one.id))
    ]
    marks = [(place(day), day) for day in _beginnings(first, first + timedelta(days=days))]
    return Chart(bars, marks, place(today()))


def _beginnings(first: date, last: date) -> list[date]:
    """The first days of months in between; of every second, third ... month when there are many."""
    count = (last.year - first.year) * _MONTHS + last.month - first.month
    step = count // MOST_MARKS + 1
    months = [first.year * _MONTHS + first.month + number for number in range(0, count, step)]
    return [date(month // _MONTHS, month % _MONTHS + 1, 1) for month in months]
