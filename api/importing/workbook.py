"""A workbook on standard input; on standard output its first visible sheet as lines of JSON, each row a list of texts.

A program by itself, which is given nothing of ours: what is made to break its reader breaks this process alone, and
what unpacks without end meets its limits. `api.importing.files` starts it and says what its end means.
"""

import io
import json
import resource
import sys
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any, Final

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY: Final = 768 << 20
"""Bytes: a hundred thousand rows of 25 columns take a third of it, two cells in opposite corners a thousand times."""
SECONDS: Final = 30
"""Of processor; a hundred thousand rows take three."""
BROKEN: Final = 3
TOO_LARGE: Final = 4


def main() -> int:
    """Write the rows; the number says how it ended."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    # Not every system knows this limit; where it is refused the others hold.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        _write(sys.stdin.buffer.read())
    except MemoryError:
        return TOO_LARGE
    except BrokenPipeError:
        return 0
    except BaseException:
        # Also what the reader calls a panic, which is no Exception.
        return BROKEN
    return 0


def _write(content: bytes) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    # Nobody brings in what they do not see: a hidden sheet may hold what was there before.
    kinds = [(one.typ, one.visible) for one in book.sheets_metadata]
    sheet = book.get_sheet_by_index(kinds.index((SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible)))
    if sheet.start is None:
        return
    # The empty rows above come with it, the empty columns before it do not.
    _, left = sheet.start
    for cells in sheet.iter_rows():
        told = [""] * left + [text(value) for value in cells]
        while told and not told[-1]:
            told.pop()
        sys.stdout.write(json.dumps(told) + "\n")


def text(value: Any) -> str:
    """What stands in a cell, as somebody would write it; of a formula its last value, of an error nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nee"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() | datetime() | time():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 10**15:
            return str(int(value))
    return str(value).replace("\0", "")


if __name__ == "__main__":
    sys.exit(main())
