"""A list as a file: CSV for Excel in Dutch, or XLSX. Says first why it was made, by whom, and that it ends.

CSV is UTF-8 with a mark at the start and semicolons between the cells, which is what a Dutch Excel opens without
asking. A cell that a spreadsheet would take for a formula gets an apostrophe before it, in both kinds of file.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from fastapi import Response
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from pydantic import Field
from sqlalchemy import RowMapping

from api.wording import NO_CODES, Wording, chosen
from domain.lists import MOST_EXPORTED, Asked, Column, Found, Listing
from domain.shapes import Line, Shape

HERE: Final = ZoneInfo("Europe/Amsterdam")
DAYS_OF_USE: Final = 30
"""After this a file is out of date, and must be gone."""

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
WIDEST: Final = 60
_UNREADABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no workbook can hold (XML 1.0, section 2.2): one such character in one line would break the file of all."""

Format = Literal["csv", "xlsx"]
MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Cells = list[Any]
Table = tuple[str, Sequence[str], Iterable[Cells]]
"""A title, what the columns are called, and the rows."""


class Wanted(Shape):
    """Wat u nodig hebt: which kind of file, and for which purpose (WGS 1.8(5))."""

    purpose: Line = Field(
        description="Doel: what the file is needed for; it stands in the file and in the log",
        examples=["Voorbereiding casusoverleg van 12 november"],
    )
    format: Format = Field(default="xlsx", description="Vorm: csv or xlsx", examples=["csv"])


@dataclass(frozen=True)
class File:
    """What is sent."""

    content: bytes
    media_type: str
    name: str


def sheet(
    listing: Listing, asked: Asked, found: Found, purpose: str, wording: Wording, format: Format
) -> File:
    """These lines as a file, in the language of the one who asks."""
    made_at = datetime.now(HERE)
    about = list(_about(listing, asked, found, purpose, wording, made_at))
    heads = [head for column in listing.shows for head in _heads(column, wording)]
    table = (
        [cell for column in listing.shows for cell in _cells(column, line, wording)] for line in found.lines
    )
    write = _csv if format == "csv" else _xlsx
    title = wording.say("listing", listing.name)
    # Neither a name of a person nor what was filtered on: a file name is read over a shoulder.
    name = f"schakel-{listing.name}-{made_at:%Y-%m-%d}.{format}"
    return File(write(title, about, heads, table), MEDIA_TYPES[format], name)


def attached(file: File) -> Response:
    """The file as an answer that a browser saves."""
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "Cache-Control": "no-store"}
    return Response(file.content, media_type=file.media_type, headers=headers)


def harmless(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula, nor chokes on it."""
    readable = _UNREADABLE.sub("", text)
    return (
        f"'{readable}" if readable.startswith(FORMULA) or readable.lstrip().startswith(FORMULA) else readable
    )


def meant(text: str) -> str:
    """What `harmless` made harmless, as it was: for a file of ours that comes back."""
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


def tables(name: str, format: Format, tables: Iterable[Table]) -> File:
    """Tables as a file that can come back: each in a sheet, or the first one as CSV, with nothing above the names."""
    made = _tables_csv(tables) if format == "csv" else _tables_xlsx(tables)
    return File(made, MEDIA_TYPES[format], f"schakel-{name}.{format}")


def _tables_csv(tables: Iterable[Table]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    _, heads, rows = next(iter(tables))
    writer.writerow([harmless(head) for head in heads])
    writer.writerows([_safe(cell) for cell in cells] for cells in rows)
    return text.getvalue().encode("utf-8-sig")


def _tables_xlsx(tables: Iterable[Table]) -> bytes:
    book = Workbook(write_only=True)
    book.properties.creator = "Schakel"
    for title, heads, rows in tables:
        made = book.create_sheet(title[:31])
        made.freeze_panes = "A2"
        for place, head in enumerate(heads, start=1):
            made.column_dimensions[get_column_letter(place)].width = min(WIDEST, max(14, len(head) + 4))
        made.append([_cell(made, harmless(head), bold=True) for head in heads])
        for cells in rows:
            made.append([_cell(made, _safe(cell)) for cell in cells])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _safe(cell: Any) -> Any:
    return harmless(cell) if isinstance(cell, str) else cell


def _about(
    listing: Listing, asked: Asked, found: Found, purpose: str, wording: Wording, made_at: datetime
) -> Iterator[tuple[str, str]]:
    actor = wording.actor
    yield wording.say("sheet", "list"), wording.say("listing", listing.name)
    yield wording.say("sheet", "purpose"), purpose
    yield wording.say("sheet", "by"), f"{actor.name}, {actor.organisation_name}"
    yield wording.say("sheet", "at"), f"{made_at:%d-%m-%Y %H:%M}"
    yield (
        wording.say("sheet", "filter"),
        in_words(listing, asked, wording) or wording.say("sheet", "no_filter"),
    )
    yield wording.say("sheet", "lines"), str(len(found.lines))
    if not found.looked_at_all:
        yield "", wording.say("sheet", "capped", most=MOST_EXPORTED)
    until = (made_at + timedelta(days=DAYS_OF_USE)).date()
    yield wording.say("sheet", "confidential"), wording.say("sheet", "ends", day=f"{until:%d-%m-%Y}")


def in_words(listing: Listing, asked: Asked, wording: Wording) -> str:
    """What the list was asked, as one sentence."""
    told: dict[str, list[str]] = {}
    for name, value in chosen(listing, asked):
        words = wording.of(listing.filters[name].words, value)
        told.setdefault(wording.say("filter", name), []).append(words)
    return "; ".join(f"{name}: {', '.join(values)}" for name, values in told.items())


def _heads(column: Column, wording: Wording) -> list[str]:
    head = wording.say("column", column.name)
    return [head] if column.words in NO_CODES else [head, f"{head} ({wording.say('sheet', 'code')})"]


def _cells(column: Column, line: RowMapping, wording: Wording) -> Cells:
    value = line[column.name]
    if value is None:
        return [None] if column.words in NO_CODES else [None, None]
    if isinstance(value, datetime):
        return [value.astimezone(HERE).date()]
    if isinstance(value, date | int):
        return [value]
    if column.words in NO_CODES:
        return [harmless(str(value))]
    return [harmless(wording.of(column.words, value)), harmless(str(value))]


def _csv(_title: str, about: list[tuple[str, str]], heads: list[str], table: Iterable[Cells]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([harmless(head), harmless(value)] for head, value in about)
    writer.writerow([])
    writer.writerow([harmless(head) for head in heads])
    writer.writerows([_day(cell) for cell in cells] for cells in table)
    return text.getvalue().encode("utf-8-sig")


def _day(cell: Any) -> Any:
    return f"{cell:%d-%m-%Y}" if isinstance(cell, date) else cell


def _xlsx(title: str, about: list[tuple[str, str]], heads: list[str], table: Iterable[Cells]) -> bytes:
    book = Workbook(write_only=True)
    book.properties.creator = "Schakel"
    first = book.create_sheet("Schakel")
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = 22, WIDEST
    for head, value in about:
        first.append([_cell(first, harmless(head), bold=True), _cell(first, harmless(value))])
    second = book.create_sheet(title[:31])
    second.freeze_panes = "B2"
    for place, head in enumerate(heads, start=1):
        second.column_dimensions[get_column_letter(place)].width = min(WIDEST, max(14, len(head) + 4))
    second.append([_cell(second, harmless(head), bold=True) for head in heads])
    for cells in table:
        second.append([_cell(second, cell) for cell in cells])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(of: Any, value: Any, *, bold: bool = False) -> Cell:
    cell: Cell = WriteOnlyCell(of, value)
    if isinstance(value, str):
        cell.data_type = "s"  # whatever it begins with
    elif isinstance(value, date):
        cell.number_format = "dd-mm-yyyy"
    if bold:
        cell.font = Font(bold=True)
    return cell
