"""Files of descriptions as they come: any delimiter, the encodings of Excel, and rows that are not what they should be."""

import codecs
import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from api.connect.columns import ID, NAMES, Columns, recognise, unmapped
from api.sheets import harmless
from domain.likeness import LEVELS, Found, Likeness, Person, describe

DELIMITERS: Final = (",", ";", "\t", "|")
_CHUNK: Final = 1 << 20
MOST_REPORTED: Final = 20
LARGEST_CELL: Final = 1 << 17


class Unusable(Exception):
    """A file that cannot be read as a table of persons; the message is for who gave it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One description, by its id."""

    id: str
    person: Person


@dataclass
class Table:
    """A file, and what was skipped in it the last time it was read."""

    path: Path
    encoding: str
    delimiter: str
    columns: Columns
    header: Sequence[str]
    rows: int = 0
    bad: int = 0
    reports: list[str] = field(default_factory=list)

    def read(self) -> Iterator[Row]:
        """Each usable row, from the first; the others are reported with the line they end on."""
        self.rows = self.bad = 0
        self.reports.clear()
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as file:
            lines = csv.reader(file, delimiter=self.delimiter)
            next(lines, None)
            while True:
                try:
                    cells = next(lines, None)
                except csv.Error as error:
                    self._skip(lines.line_num, str(error))
                    continue
                if cells is None:
                    return
                row = self._row(cells, lines.line_num)
                if row is not None:
                    self.rows += 1
                    yield row

    def _row(self, cells: list[str], line: int) -> Row | None:
        if not any(cell.strip() for cell in cells):
            return None
        if len(cells) != len(self.header):
            self._skip(line, f"{len(cells)} cells instead of {len(self.header)}")
            return None
        said = self.columns.said(cells)
        person = describe(said)
        if person == _NOBODY:
            self._skip(line, "nothing to compare")
            return None
        return Row(self.columns.id(cells) or f"line {line}", person)

    def _skip(self, line: int, why: str) -> None:
        self.bad += 1
        if len(self.reports) < MOST_REPORTED:
            self.reports.append(f"line {line}: {why}")


_NOBODY: Final = Person()


def open_table(path: Path, mapped: Mapping[str, str]) -> Table:
    """Recognise how a file is written and what its columns say."""
    csv.field_size_limit(LARGEST_CELL)
    try:
        encoding = _encoding(path)
        delimiter, header = _header(path, encoding)
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}") from None
    columns = recognise(header, mapped)
    if not set(columns.places) - {ID}:
        raise Unusable(
            f"{path}: no column is recognised of {', '.join(map(repr, header))}; --map theirs=ours says what is what"
        )
    return Table(path, encoding, delimiter, columns, header)


def check_mapping(given: Iterable[str]) -> dict[str, str]:
    """`theirs=ours` of the command line as a table; all that is wrong with it at once."""
    mapped, wrong = {}, []
    for one in given:
        theirs, _, ours = one.partition("=")
        if not theirs or ours not in NAMES:
            wrong.append(f"--map {one}: say it as theirs=ours, with one of {', '.join(NAMES)}")
        mapped[theirs] = ours
    if wrong:
        raise Unusable("\n".join(wrong))
    return mapped


def check_mapped(mapped: Mapping[str, str], headers: Sequence[str]) -> None:
    """What is mapped has to be in one of the files."""
    missing = unmapped(headers, mapped)
    if missing:
        raise Unusable(f"--map: no file has a column {', '.join(missing)}")


def _encoding(path: Path) -> str:
    """UTF-8 or UTF-16 by its mark, UTF-8 when all of it is, and else what Windows writes here."""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _header(path: Path, encoding: str) -> tuple[str, list[str]]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = file.readline()
        if not first.strip():
            raise Unusable(f"{path}: the first line has to name the columns, and is empty")
        delimiter = max(DELIMITERS, key=first.count)
        file.seek(0)
        try:
            return delimiter, [name.strip() for name in next(csv.reader(file, delimiter=delimiter))]
        except csv.Error as error:
            raise Unusable(f"{path}: the first line cannot be read: {error}") from None


HEADER: Final = ("left_id", "right_id", "score", "band", "left_lead", "right_lead", "explanation")


def write_pairs(path: Path, found: Iterable[Found], left: Sequence[str], right: Sequence[str]) -> None:
    """The pairs as CSV: commas and UTF-8, which every tool reads; no cell is a formula."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for one in found:
            writer.writerow((
                harmless(left[one.left]), harmless(right[one.right]), bits(one.likeness.bits), one.band or "",
                bits(one.left_lead), bits(one.right_lead), explained(one.likeness),
            ))  # fmt: skip


def bits(hundredths: int) -> str:
    """Bits with two decimals."""
    return f"{hundredths / 100:.2f}"


def explained(likeness: Likeness) -> str:
    """Each term of the score with its bits, which add up to it; then what one of the two does not say."""
    told = [
        " ".join(filter(None, (term.feature, _how(term.verdict, term.level), f"{term.bits / 100:+.2f}")))
        for term in likeness.terms
        if term.bits or term.level
    ]
    unknown = [term.feature for term in likeness.terms if term.feature in LEVELS and not term.level]
    return "; ".join([*told, f"unknown: {', '.join(unknown)}"] if unknown else told)


def _how(verdict: str, level: str) -> str:
    return "" if not level else verdict if level in ("same", "differs") else f"{verdict} ({level})"
