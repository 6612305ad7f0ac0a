"""Documents as tagged PDF (PDF/UA-1), made by Typst inside this process (decision 0027).

The template is ours and fixed; what stands in the document comes in as JSON and is only ever text, so nothing that
somebody typed can be taken for markup. PDF/UA does not allow a letter that no font has: such letters are written as
their Unicode number, `[U+4E2D]`, and the document says so. Fonts of this machine are used where it has them.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import typst

HERE: Final = Path(__file__).parent
TIMES: Final = 4
"""How often what no font has is looked for: letters that were shaped together may show more of them."""
LONGEST: Final = 30
"""A word longer than this may be broken anywhere, since it might not fit on a line."""

LAST_PLAIN: Final = 0x17F
"""Latin letters, which the fonts that come along have."""

_MISSING: Final = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_LONG: Final = re.compile(rf"(\S{{{LONGEST}}})(?=\w)")


def pdf(template: str, content: Mapping[str, Any], made_at: datetime) -> bytes:
    """The template with this content; `unshown` in it is true when letters had to be written as their number."""
    lost: set[str] = set()
    for _ in range(TIMES):
        try:
            return _compiled(template, _readable(content, lost), bool(lost), made_at)
        except typst.TypstError as error:
            found = _without_a_letter(error)
            if found <= lost:
                break
            lost |= found
    # Something else in the letters is refused: then all but the plainest are written as their number.
    everything = {one for one in json.dumps(content, ensure_ascii=False) if not one.isascii()}
    return _compiled(template, _readable(content, everything), True, made_at)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts()


def _compiled(template: str, content: Any, unshown: bool, made_at: datetime) -> bytes:
    given = {"content": json.dumps({**content, "unshown": unshown})}
    # One for each document: a compiler is not shared by threads, the fonts are.
    compiler = typst.Compiler(HERE / template, root=HERE, font_paths=_fonts(), sys_inputs=given)
    return cast(
        bytes, compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=int(made_at.timestamp()))
    )


def _without_a_letter(error: typst.TypstError) -> set[str]:
    """Which letters no font has. Of several that were shaped together it may be any that is not plain."""
    texts = (
        _ESCAPED.sub(lambda one: chr(int(one[1], 16)), text) for text in _MISSING.findall(error.diagnostic)
    )
    return {one for text in texts for one in text if ord(one) > LAST_PLAIN}


def _readable(value: Any, lost: set[str]) -> Any:
    """All texts in it without what cannot be shown; a page shows nothing of control characters either."""
    if isinstance(value, str):
        value = _CONTROL.sub("", value.replace("\t", " "))
        return _LONG.sub("\\1\u200b", "".join(_shown(one) if one in lost else one for one in value))
    if isinstance(value, Mapping):
        return {key: _readable(one, lost) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_readable(one, lost) for one in value]
    return value


def _shown(letter: str) -> str:
    """Its number; nothing for what has no shape of its own, which a page shows nothing of either."""
    return "" if unicodedata.category(letter) in ("Cf", "Mn") else f"[U+{ord(letter):04X}]"
