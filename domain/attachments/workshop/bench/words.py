"""Plain text and tables of values."""

import csv
import re
from collections.abc import Iterator
from typing import Final

from .parts import Part, Refused

_CONTROLS: Final = re.compile(r"[\ufffd\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP: Final = re.compile(
    r"<\s*(!doctype|html|script|svg|head|body|iframe|object|embed|\?xml|math)\b", re.IGNORECASE
)

# The start of a value, whatever the program of the reader takes for the end of the one before.
_CALCULATED: Final = re.compile(r'(^|[;,\t|\r])("?)(?=\s*(?:[=@]|[+-](?![\d.,\s])))', re.MULTILINE)


def make(data: memoryview) -> Iterator[Part]:
    """A plain text or a table of values: in UTF-8, or as older programs write it; never a page or a program."""
    raw = bytes(data)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    if not text.strip() or _CONTROLS.search(text) or text.startswith(("#!", "{\\rtf", "%!PS")):
        raise Refused("attachment-kind")
    if _MARKUP.search(text):
        raise Refused("attachment-active")
    if _is_table(text):
        # What a program for sheets would calculate is marked as text: compare `api.sheets`.
        yield "copy", "text/csv", _CALCULATED.sub(r"\1\2'", text).encode()
    else:
        yield "copy", "text/plain", text.encode()


def _is_table(text: str) -> bool:
    """Whether its first lines have as many values each, and more than one."""
    lines = [line for line in text.splitlines()[:6] if line.strip()]
    try:
        found = csv.Sniffer().sniff("\n".join(lines), delimiters=";,\t|")
        widths = {len(row) for row in csv.reader(lines, found)}
    except csv.Error:
        return False
    return len(lines) > 1 and len(widths) == 1 and widths.pop() > 1
