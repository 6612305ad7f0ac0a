"""The period that an evaluation is about: a quarter, a year, or the last twelve months."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from domain.calendar import DAY, NETHERLANDS, add_months, today
from domain.errors import Invalid, Problem

LAST_YEAR: Final = ""
"""The code of the twelve months that end today."""

_CODE: Final = re.compile(r"(20[0-9]{2})(?:-Q([1-4]))?")
QUARTERS: Final = 8
YEARS: Final = 3


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included."""

    code: str
    first: date
    last: date

    @property
    def since(self) -> datetime:
        """The moment at which it begins."""
        return datetime.combine(self.first, time(), NETHERLANDS)

    @property
    def until(self) -> datetime:
        """The moment at which it is over."""
        return datetime.combine(self.last + DAY, time(), NETHERLANDS)


def period(code: str = LAST_YEAR) -> Period:
    """The period of a code: 2026, 2026-Q3, or nothing for the last twelve months."""
    if code == LAST_YEAR:
        return Period(code, add_months(today(), -12) + DAY, today())
    found = _CODE.fullmatch(code)
    if found is None:
        raise Invalid(Problem("period-unknown", "/period"))
    year, quarter = found.groups()
    months = 3 if quarter else 12
    first = date(int(year), 3 * int(quarter or 1) - 2, 1)
    return Period(code, first, add_months(first, months) - DAY)


def choices() -> list[Period]:
    """What can be chosen: the last twelve months, this quarter and those before it, this year and those before it."""
    on = today()
    quarter = on.replace(day=1, month=on.month - (on.month - 1) % 3)
    quarters = [add_months(quarter, -3 * number) for number in range(QUARTERS)]
    codes = [
        LAST_YEAR,
        *(f"{first.year}-Q{(first.month + 2) // 3}" for first in quarters),
        *(str(on.year - number) for number in range(YEARS)),
    ]
    return [period(code) for code in codes]
