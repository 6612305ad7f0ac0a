"""A file as rows of text: CSV as Excel and others write it, or XLSX. What it is, its content says, not its name.

Nothing in it is carried out: a formula is the text, or the value, that stands there. Everything has a limit, and
beyond it the file is refused as a whole, with the reason.
"""

import codecs
import csv
import hashlib
import json
import shutil
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import TextIOWrapper
from subprocess import DEVNULL, PIPE, Popen
from typing import IO, Any, Final
from xml.parsers import expat

from api.importing import workbook
from api.sheets import meant
from domain.errors import Invalid, Problem
from domain.importing import LIMITS

FIELD: Final = "/file"
"""The field of the form that a file came in."""

DELIMITERS: Final = (";", ",", "\t", "|")
_CHUNK: Final = 1 << 20
_START: Final = 8

_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_SHEET: Final = "xl/workbook.xml"
LARGEST_UNPACKED: Final = 600_000_000
"""Bytes in all, of a workbook that is unpacked while it is read: a hundred thousand full rows are half of it."""
LARGEST_STRINGS: Final = 100_000_000
"""Bytes of the texts of a workbook, which are in memory at once."""
MOST_TIMES: Final = 200
"""How many times its size a part may become; rows that are much alike become forty times as large."""
MOST_PARTS: Final = 2_000
WORKBOOKS_AT_ONCE: Final = 2
"""Workbooks that are read at a time in each process: their readers take memory."""
LONGEST_LINE: Final = 4_000_000
"""Characters of one row: one text can stand in each of sixteen thousand cells."""
LARGEST_TOLD: Final = 400_000_000
"""Bytes of all rows: a hundred thousand full ones are a fifth of it."""

Row = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class Sheet:
    """The names of the columns, and the rows below them with their number in the file."""

    headers: Sequence[str]
    rows: Iterator[Row]


def fingerprint(file: IO[bytes]) -> str:
    """By what the same file is known again."""
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def is_workbook(file: IO[bytes]) -> bool:
    """Whether it begins as a workbook does."""
    file.seek(0)
    return file.read(len(_ZIP)) == _ZIP


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Sheet]:
    """The file as a sheet, to be read once; Invalid says why it cannot be, also half-way."""
    file.seek(0)
    start = file.read(_START)
    file.seek(0)
    try:
        if start.startswith(_ZIP):
            _check_parts(file)
            yield _sheet(_of_workbook(file), ragged=False)
        elif start.startswith(_OLD_EXCEL):
            raise _refused("import-old-excel")
        else:
            yield _sheet(_of_text(file), ragged=True)
    except (csv.Error, UnicodeError):
        raise _refused("import-unreadable") from None
    except _BROKEN:
        # Whatever a broken workbook breaks: the reader makes its own errors of it.
        raise _refused("import-broken") from None


_BROKEN: Final = (zipfile.BadZipFile, KeyError, ValueError, EOFError, OSError, SyntaxError, TypeError, IndexError,
                  AttributeError, NotImplementedError, expat.ExpatError, OverflowError)  # fmt: skip


def _refused(code: str, **facts: Any) -> Invalid:
    return Invalid(Problem(code, FIELD, facts))


def _sheet(rows: Iterator[Row], *, ragged: bool) -> Sheet:
    """The first row that says something names the columns; `ragged`: a row with fewer cells has lost some."""
    first = next(rows, None)
    if first is None:
        raise _refused("import-empty")
    headers = [name.strip() for name in _without_tail(first[1])]
    if len(headers) > LIMITS.columns:
        raise _refused("import-too-wide", most=LIMITS.columns)
    return Sheet([name[:200] for name in headers], _squared(rows, len(headers), ragged))


def _squared(rows: Iterator[Row], columns: int, ragged: bool) -> Iterator[Row]:
    """The rows as wide as the names; wider where more is said, and narrower where something is missing."""
    for place, cells in rows:
        told = _without_tail(cells)
        missing = ragged and len(cells) < columns
        yield place, cells if missing else [*told, *[""] * (columns - len(told))]


def _said(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows in which something is said."""
    for place, cells in rows:
        told = _without_tail(cells)
        if not told:
            continue
        if any(len(cell) > LIMITS.cell for cell in told):
            raise _refused("import-cell-too-long", row=place, most=LIMITS.cell)
        yield place, [meant(cell) for cell in cells]


def _without_tail(cells: Sequence[str]) -> Sequence[str]:
    last = len(cells)
    while last and not cells[last - 1].strip():
        last -= 1
    return cells[:last]


def _of_text(file: IO[bytes]) -> Iterator[Row]:
    encoding = _encoding(file)
    csv.field_size_limit(LIMITS.cell * 4)
    file.seek(0)
    errors = "replace" if encoding == "cp1252" else "strict"
    lines = TextIOWrapper(file, encoding=encoding, errors=errors, newline="")
    head = lines.readline(LONGEST_LINE)
    lines.seek(0)
    return _said(_numbered(_records(lines, max(DELIMITERS, key=head.count))))


def _records(lines: TextIOWrapper, delimiter: str) -> Iterator[list[str]]:
    """The rows of a table; one that has no end, on one line or within quotes, is not read until it is there."""
    pulled = 0

    def legible() -> Iterator[str]:
        nonlocal pulled
        while line := lines.readline(LONGEST_LINE):
            pulled += len(line)
            if pulled >= LONGEST_LINE:
                raise _refused("import-too-wide", most=LIMITS.columns)
            if "\0" in line:
                # In whatever way a text is written, none has one.
                raise _refused("import-no-table")
            yield line

    # Strict: a quote that is never closed is a file that was cut off, and no text of a thousand rows.
    for cells in csv.reader(legible(), delimiter=delimiter, strict=True):
        pulled = 0
        yield cells


def _numbered(table: Iterator[list[str]]) -> Iterator[Row]:
    for place, cells in enumerate(table, start=1):
        if place > LIMITS.rows * 2:
            raise _refused("import-too-long", most=LIMITS.rows)
        if len(cells) > LIMITS.columns and len(_without_tail(cells)) > LIMITS.columns:
            raise _refused("import-too-wide", most=LIMITS.columns)
        yield place, cells


def _encoding(file: IO[bytes]) -> str:
    """UTF-16 by its mark, UTF-8 when all of it is, and else what Windows writes here."""
    start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    while chunk := file.read(_CHUNK):
        try:
            if is_utf8:
                decoder.decode(chunk)
        except UnicodeDecodeError:
            is_utf8 = False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        is_utf8 = False
    if start.startswith((b"%PDF", b"<htm", b"<!DO", b"<?xm", b"{\\rt")):
        raise _refused("import-no-table")
    return "utf-8-sig" if is_utf8 else "cp1252"


def _check_parts(file: IO[bytes]) -> None:
    """That it is a workbook, unpacks to something of a reasonable size and declares no document type of its own."""
    with zipfile.ZipFile(file) as parts:
        listed = parts.infolist()
        if _SHEET not in parts.namelist():
            raise _refused("import-no-table")
        sizes = {one.filename: one.file_size for one in listed}
        if (
            len(listed) > MOST_PARTS
            or sum(sizes.values()) > LARGEST_UNPACKED
            or sizes.get("xl/sharedStrings.xml", 0) > LARGEST_STRINGS
            or any(
                one.file_size > _CHUNK and one.file_size > MOST_TIMES * one.compress_size for one in listed
            )
        ):
            raise _refused("import-too-large-inside")
        for one in listed:
            if one.filename.endswith((".xml", ".rels")):
                _check_prolog(parts, one)
    file.seek(0)


class _Begun(Exception):
    """The document has begun; a document type stands before it or nowhere."""


def _check_prolog(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a document type, with which an XML file can make itself endless."""

    def begun(*_: object) -> None:
        raise _Begun

    def declared(*_: object) -> None:
        raise _refused("import-broken")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = begun, declared
    try:
        with parts.open(part) as content:
            for _ in range(4):
                parser.Parse(content.read(1 << 14))
    except _Begun:
        return
    raise _refused("import-broken")


def _of_workbook(file: IO[bytes]) -> Iterator[Row]:
    """By a reader in a process of its own, which has neither our memory nor our secrets (see `workbook`)."""
    reader = [sys.executable, "-I", workbook.__file__]
    with Popen(reader, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={}, cwd="/") as process:  # noqa: S603 - our own
        try:
            yield from _said(_numbered(_read_by(process, file)))
        finally:
            # Who stops half-way does not wait for the rest.
            process.kill()


def _read_by(process: Popen[bytes], file: IO[bytes]) -> Iterator[list[str]]:
    if process.stdin is None or process.stdout is None:
        raise OSError
    # It reads everything before it says anything, so neither waits for the other.
    with suppress(BrokenPipeError), process.stdin:
        shutil.copyfileobj(file, process.stdin)
    told = 0
    while line := process.stdout.readline(LONGEST_LINE):
        told += len(line)
        if told > LARGEST_TOLD or not line.endswith(b"\n"):
            raise _refused("import-too-large-inside")
        yield json.loads(line)
    ended = process.wait()
    if ended == workbook.BROKEN:
        raise _refused("import-broken")
    if ended:
        raise _refused("import-too-large-inside")
