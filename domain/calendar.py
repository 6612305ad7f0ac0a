"""Statutory terms (calendar time, end shifted by the Algemene termijnenwet) and norms (working days).

The Act (Atw, BWBR0002448) in short:
art. 1(1): a term set by law that ends on a Saturday, Sunday or generally recognised holiday runs through
the next day that is none of these; 1(2): not for terms found by counting back.
art. 2: a term of at least three days is lengthened until it holds at least two such ordinary days.
art. 3(1): the holidays; 3(2): Good Friday counts as one for the whole of the Act; 3(3): so do days that the
government equates by royal decree.
art. 4: not for terms in hours, of more than 90 days, 12 weeks or 3 months, in years, on the entry into force
of legislation, or of detention. art. 5: also for terms in an order in council.
Terms set by a court, an agreement, a municipal by-law or a decision itself are outside the Act: use plain dates.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from holidays import OPTIONAL, PUBLIC, country_holidays

from db import clock

DAY = timedelta(days=1)
NETHERLANDS = ZoneInfo("Europe/Amsterdam")
FRIDAY = 4

# The names that the library gives to the days of art. 3(1) and (2). Its own selection is another one: it has
# 5 May once in five years (a custom of labour agreements) and both Sundays, which the Act need not name.
_ACT = frozenset(
    {
        "Nieuwjaarsdag",
        "Goede vrijdag",
        "Tweede paasdag",
        "Koninginnedag",
        "Koningsdag",
        "Bevrijdingsdag",
        "Hemelvaartsdag",
        "Tweede pinksterdag",
        "Eerste kerstdag",
        "Tweede kerstdag",
    }
)

# Art. 3(3): every decree covers three years, so a day after the last decree may prove to be an ordinary one
# that was equated later. Add the next decree here when it is published in the Staatscourant.
EQUATED: Mapping[str, tuple[date, ...]] = MappingProxyType(
    {
        "Besluit van 20 september 2019": (date(2020, 5, 22), date(2021, 5, 14), date(2022, 5, 27)),
        "Besluit gelijkstelling 2023-2025": (
            date(2023, 4, 28),
            date(2023, 5, 19),
            date(2024, 5, 10),
            date(2024, 12, 27),
            date(2025, 5, 30),
        ),
        "Besluit gelijkstelling 2026-2028": (
            date(2026, 1, 2),
            date(2026, 5, 15),
            date(2027, 5, 7),
            date(2028, 4, 28),
            date(2028, 5, 26),
        ),
    }
)


@lru_cache(maxsize=64)
def holidays(year: int) -> Mapping[date, str]:
    """The generally recognised holidays of one year under the Act, equated days included, with their names."""
    found = {
        day: name
        for day, name in country_holidays(
            "NL", years=year, categories=(PUBLIC, OPTIONAL), language="nl"
        ).items()
        if not _ACT.isdisjoint(name.split("; "))
    }
    equated = {day: decree for decree, days in EQUATED.items() for day in days if day.year == year}
    return MappingProxyType(dict(sorted((equated | found).items())))


def is_working_day(day: date) -> bool:
    """Whether the day is no Saturday, Sunday or generally recognised holiday."""
    return day.weekday() <= FRIDAY and day not in holidays(day.year)


def end_of_term(start: date, *, days: int = 0, weeks: int = 0, months: int = 0, years: int = 0) -> date:
    """The last day of a statutory term, given in exactly one unit.

    `start` is the day of the event that starts the term and does not count itself (compare Awb 6:8(1)).
    """
    *others, number = sorted((days, weeks, months, years))
    if any(others) or number == 0:
        raise ValueError("a term has exactly one unit, with a positive number")
    end = add_months(start + timedelta(days=days, weeks=weeks), months + 12 * years)
    exempt = years or months > 3 or weeks > 12 or days > 90
    return end if exempt else _extended(start, end)


def add_working_days(start: date, number: int) -> date:
    """The working day that is `number` working days after the start (before it, when negative)."""
    step = DAY if number >= 0 else -DAY
    day = start
    for _ in range(abs(number)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after the first day up to and including the last; negative when reversed."""
    if last < first:
        return -working_days_between(last, first)
    return sum(is_working_day(day) for day in _days_after(first, last))


def now() -> datetime:
    """The moment of what is being done: the real time, or that of the story while one is told."""
    return clock.now()


def today() -> date:
    """The date in the Netherlands, whatever zone the server runs in."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The date of a moment, in the Netherlands."""
    return moment.astimezone(NETHERLANDS).date()


def is_overdue(due: date, today: date) -> bool:
    """Whether the due date has passed; on the day itself there is still time."""
    return today > due


def add_months(start: date, months: int) -> date:
    """The same day of a later month, or the last day of that month when it is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _extended(start: date, end: date) -> date:
    """Articles 1 and 2: end on an ordinary day, with two of them inside a term of three days or more."""
    ordinary = 2 if (end - start).days >= 3 else 0
    while not is_working_day(end) or working_days_between(start, end) < ordinary:
        end += DAY
    return end


def _days_after(first: date, last: date) -> Iterator[date]:
    """Every day after the first, through the last."""
    return (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
