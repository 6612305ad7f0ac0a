"""When things were done: working days before the day the region is loaded, in office hours, in order.

A chain is what happened to one signal or in one case, told in order. Chains run through each other, as work does:
`in_order` gives every deed its moment and puts all of them in one row, so that ids and events ascend with time.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random
from typing import Final

from domain.calendar import NETHERLANDS, add_working_days, is_working_day, today

Hours = tuple[time, time]

OPENING: Final = time(8, 30)
CLOSING: Final = time(17, 20)
OFFICE: Final = (OPENING, CLOSING)
EVENING: Final = (time(19, 0), time(23, 0))
# Nobody has done anything yet when the region is loaded before this; the last day at work was the one before.
BEGUN: Final = time(9, 30)
A_MOMENT_AGO: Final = timedelta(minutes=2)


@dataclass(frozen=True)
class Deed:
    """Something to do, so many working days before the region is loaded."""

    ago: int
    do: Callable[[], object]
    late: bool = False
    within: Hours | None = None
    """At which hours, when that matters; for all of a chain on one day the same."""


@dataclass(frozen=True)
class Dated:
    """Something to do at a moment."""

    at: datetime
    do: Callable[[], object]


class Days:
    """The working days behind us; day 0 is the last on which people have been at work."""

    def __init__(self, loaded: datetime) -> None:
        self.loaded = loaded.astimezone(NETHERLANDS)
        today = self.loaded.date()
        at_work = is_working_day(today) and self.loaded.time() >= BEGUN
        self._days = [today if at_work else add_working_days(today, -1)]

    def date(self, ago: int) -> date:
        """The day that is so many working days back."""
        while len(self._days) <= ago:
            self._days.append(add_working_days(self._days[-1], -1))
        return self._days[ago]

    def moment(self, ago: int, part: float, hours: Hours = OFFICE) -> datetime:
        """The moment at which this part of the working day, or of other hours, was over; never one to come."""
        day = self.date(ago)
        first, last = (datetime.combine(day, one, NETHERLANDS) for one in hours)
        return first + part * (min(last, self.loaded - A_MOMENT_AGO) - first)


def in_order(days: Days, chains: Iterable[Iterable[Deed]]) -> list[Dated]:
    """Every deed of every chain with its moment, the earliest first; those of one chain never change places."""
    dated = []
    for number, chain in enumerate(chains):
        chance = Random(number)  # noqa: S311 the same on every machine, and no secret
        for (late, ago), deeds in groupby(sorted(chain, key=_when), lambda deed: (deed.late, deed.ago)):
            today = list(deeds)
            for place, deed in enumerate(today):
                part = (place + chance.uniform(0.1, 0.9)) / len(today)
                hours = deed.within or (EVENING if late else OFFICE)
                dated.append(Dated(days.moment(ago, part, hours), deed.do))
    return sorted(dated, key=lambda one: one.at)


def _when(deed: Deed) -> tuple[int, bool]:
    return -deed.ago, deed.late


def ago(days: int) -> date:
    """The day that is so many days behind us."""
    return today() - timedelta(days=days)


def ahead(days: int) -> date:
    """The day that is so many days before us."""
    return today() + timedelta(days=days)
