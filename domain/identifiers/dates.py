"""Dates as people write them: a whole day, or only the part of a date that is known."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.errors import Invalid, Problem
from domain.identifiers.outcome import Refused

# Older than anyone alive, later than any plan: a date outside is a slip of the finger.
EARLIEST, LATEST = 1850, 2150

_UNKNOWN = frozenset({"", "unknown", "onbekend", "?"})
_DUTCH = "januari februari maart april mei juni juli augustus september oktober november december"
_ENGLISH = "january february march april may june july august september october november december"
MONTHS: Mapping[str, int] = {
    **{name[:3]: number for names in (_DUTCH, _ENGLISH) for number, name in enumerate(names.split(), 1)},
    **{name: number for names in (_DUTCH, _ENGLISH) for number, name in enumerate(names.split(), 1)},
    "mrt": 3,
    "sept": 9,
}
"""Every way a month is written, in Dutch and English -> its number."""

# 1985 | 1985-03 | 1985-03-12 | 19850312 (BRP, zeros for what is unknown) | 03-1985 | 12-03-1985 and with / or .
# | 12 mrt 1985 | maart 1985
_FORMS = (
    re.compile(r"(?P<year>[0-9]{4})(?:[-/.](?P<month>[0-9]{1,2})(?:[-/.](?P<day>[0-9]{1,2}))?)?"),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
    re.compile(r"(?:(?P<day>[0-9]{1,2})[-/. ])?(?P<month>[0-9]{1,2})[-/. ](?P<year>[0-9]{4})"),
    re.compile(
        r"(?:(?P<day>[0-9]{1,2})(?:e|st|nd|rd|th)?[-. ]*)?(?P<month>[a-z]{3,9})\.?[- ]*(?P<year>[0-9]{4})"
    ),
)
# Eight digits of a telephone's keys; a month and day never begin with 19 or 20, so it is no BRP date.
_BY_KEYS = re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>(?:19|20)[0-9]{2})")
# Without a year, or with the last two digits of one: near enough to today to be understood.
_NEAR = (
    re.compile(r"(?P<day>[0-9]{1,2})[-/. ](?P<month>[0-9]{1,2})(?:[-/. ]'?(?P<year>[0-9]{2}))?"),
    re.compile(
        r"(?P<day>[0-9]{1,2})(?:e|st|nd|rd|th)?[-. ]*(?P<month>[a-z]{3,9})\.?(?:[- ]*'?(?P<year>[0-9]{2}))?"
    ),
)
_RELATIVE: Mapping[str, int] = {
    "eergisteren": -2,
    "gisteren": -1,
    "yesterday": -1,
    "vandaag": 0,
    "nu": 0,
    "today": 0,
    "morgen": 1,
    "tomorrow": 1,
    "overmorgen": 2,
}


class Precision(StrEnum):
    """How much of a date is known."""

    UNKNOWN = "unknown"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True)
class PartialDate:
    """A date as far as it is known; a day is never known without its month, nor a month without its year."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str, *, pointer: str = "") -> "PartialDate":
        """Read what people and registers write; Invalid when it is no date, or none that exists."""
        try:
            return cls._read(_tidy(text))
        except Refused as refused:
            raise Invalid(Problem(refused.code, pointer, refused.facts)) from None

    @classmethod
    def _read(cls, text: str) -> "PartialDate":
        if text in _UNKNOWN:
            return cls()
        found = _match(_FORMS, text)
        if found is None:
            raise Refused("date-format", example="12-3-1985")
        year, month, of_month = (_number(found[name]) or None for name in ("year", "month", "day"))
        if (month and not year) or (of_month and not month):
            raise Refused("date-incomplete")
        if year:
            _existing(year, month or 1, of_month or 1)
        return cls(year, month, of_month)

    @property
    def precision(self) -> Precision:
        """The smallest part that is known."""
        if self.year is None:
            return Precision.UNKNOWN
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY

    @property
    def first(self) -> date | None:
        """The earliest day it can be; None when nothing is known."""
        return None if self.year is None else date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date | None:
        """The latest day it can be; None when nothing is known."""
        if self.year is None or self.day is not None:
            return self.first
        year, month = divmod(self.year * 12 + (self.month or 12), 12)
        return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)

    def brp(self) -> str:
        """Eight digits as the BRP writes it, zeros for what is unknown."""
        return f"{self.year or 0:04}{self.month or 0:02}{self.day or 0:02}"

    def __str__(self) -> str:
        """The known part in the order of ISO 8601: `1985-03`; empty when nothing is known."""
        known = (f"{self.year or 0:04}", f"{self.month or 0:02}", f"{self.day or 0:02}")
        return "-".join(known[: list(Precision).index(self.precision)])


def day(text: str, today: date) -> date:
    """One whole day as a person types it: 3-10-2026, 3/10/26, 3 okt, gisteren. Raises Refused, and nothing else.

    The day comes before the month, in English too. A year of two digits, or none, is the one nearest to today.
    """
    written = _tidy(text)
    if written in _RELATIVE:
        return today + timedelta(days=_RELATIVE[written])
    whole = _match((_BY_KEYS, *_FORMS), written)
    if whole is not None:
        if not _number(whole["day"]) or not _number(whole["month"]):
            raise Refused("day-incomplete")
        return _existing(*(_number(whole[name]) for name in ("year", "month", "day")))
    near = _match(_NEAR, written)
    if near is None:
        raise Refused("day-format")
    month, of_month = _number(near["month"]), _number(near["day"])
    if near["year"]:
        return _existing(_nearest(today.year, int(near["year"]), 100), month, of_month)
    candidates = [
        _existing(today.year + step, month, of_month)
        for step in (0, -1, 1)
        if _exists(today.year + step, month, of_month)
    ]
    if not candidates:
        raise Refused("date-not-in-calendar")
    return min(candidates, key=lambda one: abs(one - today))


def _tidy(text: str) -> str:
    return " ".join(text.lower().replace(",", " ").split())


def _match(forms: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    """The first form that fits, as far as a month in letters is a month."""
    fitting = (match for form in forms if (match := form.fullmatch(text)))
    return next(
        (one for one in fitting if not (one["month"] or "").isalpha() or one["month"] in MONTHS), None
    )


def _number(part: str | None) -> int:
    if not part:
        return 0
    return MONTHS[part] if part.isalpha() else int(part)


def _nearest(year: int, ending: int, every: int) -> int:
    """The year with this ending that lies closest."""
    base = year - year % every + ending
    return min((base - every, base, base + every), key=lambda one: abs(one - year))


def _exists(year: int, month: int, of_month: int) -> bool:
    try:
        date(year, month, of_month)
    except ValueError:
        return False
    return True


def _existing(year: int, month: int, of_month: int) -> date:
    if not EARLIEST <= year <= LATEST:
        raise Refused("date-out-of-range", earliest=EARLIEST, latest=LATEST)
    if not _exists(year, month, of_month):
        raise Refused("date-not-in-calendar")
    return date(year, month, of_month)
