"""What an import looks like to the one whose it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field

from domain.shapes import Shape, View, YesNo

Stage = Literal["mapping", "checking", "checked", "running", "done"]
Status = Literal["waiting", "good", "wrong", "double", "imported"]

STATUSES: Final = ("wrong", "double", "good", "imported", "waiting")
"""How a row stands, in the order in which that matters to whoever looks."""


@dataclass(frozen=True)
class Limits:
    """What holds from `valid_from`."""

    valid_from: date

    # As long as a draft: a file of persons is not left lying about.
    kept: timedelta = timedelta(days=14)
    rows: int = 100_000
    columns: int = 200
    # Characters: twice the longest text of a signal, so that too long a text is told at its row.
    cell: int = 40_000
    open: int = 10


LIMITS: Final = Limits(valid_from=date(2026, 11, 1))


class StartImport(Shape):
    """Inlezen: which rows become signals now."""

    which: Literal["good", "all"] = Field(
        description="Welke: the good rows, or all of them and none while one is wrong", examples=["good"]
    )
    doubles: YesNo = Field(default=False, description="Dubbele ook: also the rows that are there already")


class ImportView(View):
    """Bestand om in te lezen: which file it is and how far it is."""

    id: UUID
    name: str
    stage: Stage
    stopped: str | None
    headers: Sequence[str]
    mapping: Sequence[str | None]
    counts: Mapping[str, int]
    created_at: datetime
    expires_at: datetime

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(self.counts.values())

    def count(self, status: Status) -> int:
        """How many stand like this."""
        return self.counts.get(status, 0)

    @property
    def dealt_with(self) -> int:
        """How many rows need no more work of what is going on."""
        if self.stage == "checking":
            return self.rows - self.count("waiting")
        return self.rows - self.count("good") if self.stage == "running" else self.rows


class RowView(View):
    """Regel van een bestand, with everything that is wrong with it."""

    place: int
    status: Status
    said: Mapping[str, str]
    problems: Sequence[Mapping[str, Any]]
    double_place: int | None
    double_signal_id: UUID | None
    double_number: str | None
    accepted: bool
    signal_id: UUID | None
    number: str | None
