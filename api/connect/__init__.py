"""`schakel connect`: the matcher over files, so that anyone can measure it on data of their own."""

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from api.connect.columns import described
from api.connect.files import Table, Unusable, check_mapped, check_mapping, open_table, write_pairs
from domain.likeness import BANDS, Found, Known, Person, Weights, connect, standard

__all__ = ["Unusable", "described", "run"]

EVERY: Final = 2.0
"""Seconds between two words of progress."""


def run(left: Path, right: Path | None, out: Path, maps: Sequence[str], least: float) -> list[str]:
    """Connect two files, or one with itself, and write the pairs; returns what there is to tell."""
    mapped = check_mapping(maps)
    alone = right is None or right.resolve() == left.resolve()
    tables = [open_table(path, mapped) for path in ([left] if right is None or alone else [left, right])]
    check_mapped(mapped, [name for table in tables for name in table.header])
    if out.resolve() in {table.path.resolve() for table in tables}:
        raise Unusable(f"--out {out} is one of the files to read")
    tell = _Progress()
    readings = [_Reading(table, tell) for table in tables]
    known = Known(readings[-1])
    weights, found = connect(
        standard(), known, None if alone else readings[0].__iter__, round(100 * least), tell
    )
    write_pairs(out, found, readings[0].ids, readings[-1].ids)
    tell.done()
    return [*(line for table in tables for line in _about(table)), *_outcome(weights, found, out)]


class _Reading:
    """The persons of a table, each time from the first, and by which ids they are known."""

    def __init__(self, table: Table, tell: "_Progress") -> None:
        self.table, self.tell = table, tell
        self.ids: list[str] = []

    def __iter__(self) -> Iterator[Person]:
        self.ids.clear()
        for row in self.table.read():
            self.ids.append(row.id)
            self.tell(f"reading {self.table.path.name}", len(self.ids))
            yield row.person


class _Progress:
    """A line on the error output now and then, while it takes long."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self._written = False

    def __call__(self, doing: str, number: int) -> None:
        now = time.monotonic()
        if now - self._last >= EVERY:
            self._last, self._written = now, True
            sys.stderr.write(
                f"\r\033[K{doing} {number:,}" if sys.stderr.isatty() else f"{doing} {number:,}\n"
            )
            sys.stderr.flush()

    def done(self) -> None:
        """Leave no half line behind."""
        if self._written and sys.stderr.isatty():
            sys.stderr.write("\r\033[K")


def _about(table: Table) -> Iterator[str]:
    yield f"{table.path}: {table.rows:,} rows, {table.bad:,} skipped ({table.encoding}, {table.delimiter!r})"
    yield "  compared: " + ", ".join(f"{theirs} as {ours}" for theirs, ours in table.columns.used)
    if table.columns.unknown:
        yield f"  not compared: {', '.join(table.columns.unknown)}"
    yield from (f"  skipped, {report}" for report in table.reports)
    if table.bad > len(table.reports):
        yield f"  and {table.bad - len(table.reports):,} more"


def _outcome(weights: Weights, found: Sequence[Found], out: Path) -> Iterator[str]:
    bands = ", ".join(f"{sum(one.band == band for one in found):,} {band}" for band in BANDS)
    yield f"{out}: {len(found):,} pairs ({bands}); model {weights.model.name}"
