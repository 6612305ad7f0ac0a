"""Texts of the portal in Dutch and English (gettext), and the dates and numbers that go with them.

The source text is English, the Dutch catalogue is complete: `python -m web.i18n update` collects new texts from
templates and Python, `python -m web.i18n check` fails while one has no Dutch. Catalogues are read as .po at start,
so there is no build step to forget.
"""

import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.numbers import format_decimal, format_percent

ROOT = Path(__file__).parents[1]
LANGUAGES: Final = ("nl", "en")
PSEUDO: Final = "zxx"
"""No language at all: tests render with it to find text that escaped translation."""
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "N_": None}
HERE: Final = ZoneInfo("Europe/Amsterdam")


def N_(text: str) -> str:  # noqa: N802 - the name that gettext tools know
    """Mark a text for translation without translating it yet (tables of labels)."""
    return text


class _Marked(NullTranslations):
    """Every text between marks, so that an unmarked letter on a page is one that nobody can translate."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)


@cache
def translator(language: str) -> NullTranslations:
    """The texts of a language: `.gettext`, `.ngettext`, `.pgettext`. What has no translation falls through."""
    if language == PSEUDO:
        return _Marked()
    compiled = BytesIO()
    write_mo(compiled, _read(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def formats(language: str) -> dict[str, Callable[..., str]]:
    """Template filters that write dates and numbers as this language does; times are Dutch wall-clock times."""
    locale = "en_GB" if language == "en" else "nl_NL"

    def day(value: date, style: str = "long") -> str:
        """17 november 2026"""
        return format_date(_local(value), style, locale=locale)

    def day_short(value: date) -> str:
        """17 nov 2026: for tables"""
        return format_date(_local(value), "d MMM y", locale=locale)

    def moment(value: datetime) -> str:
        """17 nov 2026, 14:05"""
        return format_datetime(_local(value), "d MMM y, HH:mm", tzinfo=None, locale=locale)

    def clock(value: datetime) -> str:
        """14:05"""
        return format_datetime(_local(value), "HH:mm", tzinfo=None, locale=locale)

    def relative(value: timedelta) -> str:
        """over 3 dagen, 2 dagen geleden"""
        return format_timedelta(value, add_direction=True, locale=locale)

    def number(value: float) -> str:
        return format_decimal(value, locale=locale)

    def percent(value: float) -> str:
        return format_percent(value, locale=locale)

    def listing(values: Iterable[str]) -> str:
        """Politie, UWV en NLA"""
        return format_list(list(values), locale=locale)

    def month(value: date) -> str:
        """nov; with the year in January, where a new one begins"""
        return format_date(value, "MMM y" if value.month == 1 else "MMM", locale=locale)

    return {f.__name__: f for f in (day, day_short, moment, clock, relative, number, percent, listing, month)}


def _local(value: date) -> date:
    """A moment as the clock on a Dutch wall showed it; a date as it is."""
    return value.astimezone(HERE) if isinstance(value, datetime) else value


def _path(language: str) -> Path:
    return ROOT / "web" / "locale" / language / "LC_MESSAGES" / "schakel.po"


def _read(language: str) -> Catalog:
    with _path(language).open("rb") as file:
        return read_po(file, locale=language, domain="schakel")


def extracted() -> Catalog:
    """Every text that templates and Python mark for translation, as they are now."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = Catalog(project="Schakel", charset="utf-8")
    for name, _line, message, comments, context in extract_from_dir(
        ROOT, methods, options, keywords=KEYWORDS, directory_filter=_own_code
    ):
        found.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return found


def _own_code(folder: str) -> bool:
    return Path(folder).name not in {"node_modules", "static", "tests"} and not Path(folder).name.startswith(
        "."
    )


def update() -> None:
    """Bring both catalogues up to date with the code: new texts are added empty, unused ones go."""
    template = extracted()
    for language in LANGUAGES:
        catalogue = _read(language)
        # A guess by likeness is worse than a missing text: the check sees the one and not the other.
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        _path(language).write_bytes(_written(catalogue))


def _written(catalogue: Catalog) -> bytes:
    """Without file names, dates and wrapping: those make two people's changes collide for no reason."""
    written = BytesIO()
    write_po(written, catalogue, no_location=True, sort_output=True, width=0)
    noise = (b"#", b'"POT-', b'"PO-R', b'"Last-T', b'"Language-T', b'"Generated', b'"Report', b'"Project')
    return b"".join(line for line in written.getvalue().splitlines(True) if not line.startswith(noise))


def check() -> list[str]:
    """The texts in the code that have no Dutch yet, and Dutch that lost or invented a %(name)s."""
    dutch = _read("nl")
    missing = [
        str(message.id)
        for message in extracted()
        if message.id and not _is_translated(dutch, message.id, message.context)
    ]
    broken = [str(message.id) for message, errors in dutch.check() if errors]
    return missing + broken


def _is_translated(catalogue: Catalog, text: object, context: str | None) -> bool:
    found = catalogue.get(text, context)  # type: ignore[arg-type]
    if found is None:
        return False
    return all(found.string) if isinstance(found.string, tuple | list) else bool(found.string)


def main(command: str) -> int:
    """`update` or `check`."""
    if command == "update":
        update()
    problems = check()
    for text in problems:
        sys.stdout.write(f"no Dutch for: {text}\n")
    return 1 if problems and command == "check" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else "check"))
