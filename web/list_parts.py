"""What the page of a list consists of: its form, chips, picture, headings and lines, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, get_args

from sqlalchemy import RowMapping

from api.deps import following, onward
from api.wording import CODE_LISTS, Wording, chosen
from domain import lists
from domain.calendar import today
from domain.lists import LATEST, Asked, Column, Found, Listing, Tally
from web.i18n import HERE, formats, translator

BY_ITSELF: Final = f"sort={LATEST}"
"""An address that asks for nothing, and says so: with none at all a list opens with the filter kept for that."""


def place(listing: Listing, asked: Mapping[str, Any]) -> str:
    """The address of a list that is asked this."""
    return f"/{listing.name}?{lists.query(asked) or BY_ITSELF}"


@dataclass(frozen=True)
class Choice:
    """One thing a list can be asked, as the form shows it."""

    name: str
    label: str
    kind: str
    """`day`, `yes` or `many`."""
    options: Sequence[tuple[str, str]]
    values: Sequence[str]


@dataclass(frozen=True)
class Part:
    """One part of the picture above a list: a value of the facet, how often, and the list of only those."""

    code: str
    label: str
    number: int
    href: str
    chosen: bool
    start: float
    width: float


@dataclass(frozen=True)
class Cell:
    """What one column says of one line."""

    column: Column
    label: str
    value: Any
    text: str
    href: str = ""
    ago: str = ""


def is_many(listing: Listing, name: str) -> bool:
    return listing.filters[name].words not in ("day", "yes")


def _alias(listing: Listing, name: str) -> str:
    return listing.shape.model_fields[name].alias or name


def choice(listing: Listing, name: str, fields: Mapping[str, Any], wording: Wording) -> Choice:
    words, alias = listing.filters[name].words, _alias(listing, name)
    given = fields.get(alias, [])
    values = given if isinstance(given, list) else [given]
    kind = words if words in ("day", "yes") else "many"
    options = _options(listing, name, words, wording) if kind == "many" else []
    return Choice(alias, wording.say("filter", name), kind, options, values)


def _options(listing: Listing, name: str, words: str, wording: Wording) -> list[tuple[str, str]]:
    if words in CODE_LISTS:
        return [(one.code, one.label(wording.language)) for one in wording.entries(words)]
    if words == "organisation":
        return [(str(key), label) for key, label in wording.organisations.items()]
    if words == "manager":
        people = [(str(key), label) for key, label in wording.managers.items()]
        return [("none", wording.say("manager", "none")), *people]
    codes = _codes(listing, name) or _districts(listing, name, wording)
    return [(code, wording.say(words, code)) for code in codes]


def _codes(listing: Listing, name: str) -> Sequence[str]:
    """The codes that the shape itself names."""
    inner = get_args(listing.shape.model_fields[name].annotation)
    return [code for code in get_args(inner[0]) if isinstance(code, str)] if inner else []


def _districts(listing: Listing, name: str, wording: Wording) -> list[str]:
    codes = listing.filters[name].codes
    return [one.code for one in codes(wording.session, today())] if codes else []


def chips(
    listing: Listing, asked: Asked, base: Mapping[str, Any], wording: Wording
) -> list[tuple[str, str, str]]:
    """Each thing that was asked: the filter, the value in words, and the list without it."""
    found = []
    for name, value in chosen(listing, asked):
        alias = _alias(listing, name)
        left = [one for one in getattr(asked, name) if one != value] if is_many(listing, name) else []
        rest = {**base, alias: [str(one) for one in left]}
        href = place(listing, rest)
        found.append((wording.say("filter", name), wording.of(listing.filters[name].words, value), href))
    return found


def picture(
    listing: Listing, tally: Tally, asked: Asked, base: Mapping[str, Any], wording: Wording
) -> list[Part]:
    alias, words = _alias(listing, listing.facet), listing.filters[listing.facet].words
    given = [str(one) for one in getattr(asked, listing.facet)]
    everything = sum(tally.values.values())
    parts: list[Part] = []
    start = 0.0
    for code in (one for one in _codes(listing, listing.facet) if tally.values.get(one)):
        number = tally.values[code]
        width = 100 * number / everything
        rest = {**base, alias: [] if given == [code] else [code]}
        href = place(listing, rest)
        parts.append(Part(code, wording.say(words, code), number, href, code in given, start, width))
        start += width
    return parts


def heads(listing: Listing, asked: Asked, base: Mapping[str, Any], wording: Wording) -> list[dict[str, Any]]:
    """The headings of the table."""
    return [_head(listing, column, asked, base, wording) for column in listing.shows if not column.sheet_only]


def _head(
    listing: Listing, column: Column, asked: Asked, base: Mapping[str, Any], wording: Wording
) -> dict[str, Any]:
    """A heading; one that sorts leads to that order, and when it has it already to the opposite."""
    head: dict[str, Any] = {"label": wording.say("column", column.name), "number": column.words == "number"}
    if column.sort:
        descending, ascending = asked.sort == f"-{column.sort}", asked.sort == column.sort
        # A date that lies ahead is looked for from the nearest and a name from the A, everything else from the last.
        begins = column.sort if column.sort in ("dueOn", "step", "name") else f"-{column.sort}"
        turned = {f"-{column.sort}": column.sort, column.sort: f"-{column.sort}"}
        order = turned.get(asked.sort, begins)
        head["href"] = place(listing, {**base, "sort": order})
        head["sorted"] = "descending" if descending else "ascending" if ascending else None
    return head


def cells(listing: Listing, line: RowMapping, wording: Wording) -> list[Cell]:
    return [_cell(column, line, wording) for column in listing.shows if not column.sheet_only]


def _cell(column: Column, line: RowMapping, wording: Wording) -> Cell:
    value = line[column.name]
    target = line[column.leads[1]] if column.leads else None
    href = f"/{column.leads[0]}/{target}" if column.leads and target else ""
    ago = _ago(value, wording.language) if isinstance(value, datetime) else ""
    text = "" if isinstance(value, date) else wording.of(column.words, value)
    return Cell(column, wording.say("column", column.name), value, text, href, ago)


def _ago(value: datetime, language: str) -> str:
    """How many days it is past: a moment by itself says little."""
    days = (today() - value.astimezone(HERE).date()).days
    _ = translator(language).gettext
    if days < 2:
        return _("today") if days < 1 else _("yesterday")
    return formats(language)["relative"](timedelta(days=-days))


def next_place(listing: Listing, found: Found, asked: Asked, base: Mapping[str, Any]) -> str | None:
    cursor = onward(found.further)
    if cursor is None:
        return None
    limit = {"limit": asked.limit} if asked.limit != listing.shape().limit else {}
    return place(listing, {"cursor": cursor, **limit, **base})


def counted(listing: Listing, tally: Tally, found: Found, asked: Asked, language: str) -> str:
    """How many there are: 1-50 of 87 signals; no more than the window is ever counted."""
    number, ngettext, _ = (
        formats(language)["number"],
        translator(language).ngettext,
        translator(language).gettext,
    )
    more = tally.total > lists.WINDOW
    total = min(tally.total, lists.WINDOW)
    named = {
        "signals": ngettext("%(num)s signal", "%(num)s signals", total),
        "cases": ngettext("%(num)s case", "%(num)s cases", total),
        "subjects": ngettext("%(num)s subject", "%(num)s subjects", total),
        "requests": ngettext("%(num)s question", "%(num)s questions", total),
        "interventions": ngettext("%(num)s intervention", "%(num)s interventions", total),
    }[listing.name] % {"num": number(total)}
    if more:
        named = _("more than %(total)s") % {"total": named}
    shown = len(found.lines)
    if shown == tally.total or not shown:
        return named
    before = following(listing, asked)
    start = (before.before if before else 0) + 1
    return _("%(first)s to %(last)s of %(total)s") % {
        "first": number(start), "last": number(start + shown - 1), "total": named
    }  # fmt: skip
