"""Dates of which only a part is known: registers and people often know no more than a year."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.errors import Invalid, Problem

# Older than anyone alive, later than any plan: a date outside is a slip of the finger.
EARLIEST, LATEST = 1850, 2150

_UNKNOWN = frozenset({"", "unknown", "onbekend", "?"})
# 1985 | 1985-03 | 1985-03-12 | 19850312 (BRP, zeros for what is unknown) | 03-1985 | 12-03-1985 and with / or .
_FORMS = (
    re.compile(r"(?P<year>[0-9]{4})(?:[-/.](?P<month>[0-9]{1,2})(?:[-/.](?P<day>[0-9]{1,2}))?)?"),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
    re.compile(r"(?:(?P<day>[0-9]{1,2})[-/.])?(?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})"),
)


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
        stripped = text.strip().lower()
        if stripped in _UNKNOWN:
            return cls()
        found = next((match for form in _FORMS if (match := form.fullmatch(stripped))), None)
        if found is None:
            raise Invalid(Problem("date-format", pointer, {"example": "1985-03-12"}))
        parts = [int(found[name] or 0) or None for name in ("year", "month", "day")]
        return cls._checked(*parts, pointer=pointer)

    @classmethod
    def _checked(cls, year: int | None, month: int | None, day: int | None, *, pointer: str) -> "PartialDate":
        """The parts as a date, or Invalid."""
        if (month and not year) or (day and not month):
            raise Invalid(Problem("date-incomplete", pointer))
        if year and not EARLIEST <= year <= LATEST:
            raise Invalid(Problem("date-out-of-range", pointer, {"earliest": EARLIEST, "latest": LATEST}))
        try:
            date(year or EARLIEST, month or 1, day or 1)
        except ValueError:
            raise Invalid(Problem("date-not-in-calendar", pointer)) from None
        return cls(year, month, day)

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
