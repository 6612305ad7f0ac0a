"""What a list is described with: the columns of a line, what can be asked of it, and its orders."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from domain import catalogue
from domain.calendar import today
from domain.catalogue import HasLabel
from domain.lists.asking import Asked

HERE: Final = ZoneInfo("Europe/Amsterdam")

Entries = Callable[[Session, date], Iterable[HasLabel]]


@dataclass(frozen=True)
class Filter:
    """One thing a list can be asked: the condition, what its parameter is made of, and the codes it takes.

    A bare comparison of a column comes first where there is one: PostgreSQL may then look at it before it asks
    the policies about the row, which is what keeps a filter cheap.
    """

    words: str
    """The list its values have their words in; `day`, `yes`, `organisation` and `manager` for what is no code."""
    test: str
    given: Callable[[Any, Session], Any] = lambda value, _session: value
    codes: Entries | None = None


@dataclass(frozen=True)
class Column:
    """One thing that a line tells: on the screen, and in a sheet."""

    name: str
    words: str = "text"
    """What it is: `text`, `day`, `number`, or the list in which its code has words."""
    sort: str = ""
    """The order that its heading offers."""
    leads: tuple[str, str] | None = None
    """The page it leads to, and the column with the id of that."""
    sheet_only: bool = False


@dataclass(frozen=True)
class Sort:
    """One order: the value to sort by, its type, and how a cursor writes that value."""

    value: str
    type: str
    read: Callable[[str], Any]
    open: bool = True
    """Whether the value may stand in an address; else a cursor names only the thing the page ended with."""


@dataclass(frozen=True, eq=False)
class Listing:
    """One list: a kind of scope, the columns of a line, and what can be asked of it."""

    name: str
    kind: str
    shape: type[Asked]
    columns: str
    tables: str
    shows: Sequence[Column]
    filters: Mapping[str, Filter]
    sorts: Mapping[str, Sort]
    facet: str
    """The filter whose values are counted: what the picture above the list shows."""
    counted: str
    """What those values are."""
    shown: Sequence[str] = ("id",)
    """The columns with ids of what a line tells about, for the access log."""


def _moment(text: str) -> datetime:
    """A point in time with its zone; one without would be read in the zone of the server."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def _small(text: str) -> int:
    found = int(text)
    if not 0 <= found <= 99:
        raise ValueError(text)
    return found


def sorts(**more: Sort) -> dict[str, Sort]:
    """The orders of a list: its own, and more."""
    return {"lastActivityAt": Sort("p.moment", "timestamptz", _moment), **more}


def at_moment(value: str) -> Sort:
    """An order by a point in time."""
    return Sort(value, "timestamptz", _moment)


def on_day(value: str) -> Sort:
    """An order by a date."""
    return Sort(value, "date", date.fromisoformat)


def by_name(value: str) -> Sort:
    """An order by a name, which stands in no address; what has no name stands behind the Z, what is equal by id."""
    # In the order of code points: that of a language would skip the spaces between surname and given name.
    return Sort(f"coalesce({value}, '\U0010ffff') collate \"C\"", "text", str, open=False)


def rank(codes: Sequence[str], value: str) -> Sort:
    """Codes in their own order, and not in that of the alphabet."""
    written = ", ".join(f"'{code}'" for code in codes)
    return Sort(f"coalesce(array_position(array[{written}], {value}), 0)", "int", _small)


def since(day: date, _session: Session) -> datetime:
    """The first moment of a Dutch day."""
    return datetime.combine(day, time(), HERE)


def through(day: date, _session: Session) -> datetime:
    """The first moment after a Dutch day; the calendar ends somewhere."""
    return datetime.combine(day + timedelta(days=1) if day < date.max else day, time(), HERE)


def _of_districts(wanted: Sequence[str], session: Session) -> list[str]:
    return [one.code for one in catalogue.municipalities(session, today()) if one.district in wanted]


def as_text(values: Sequence[UUID | str], _session: Session) -> list[str]:
    """Ids, and the word for none, as the text they are compared with."""
    return [str(value) for value in values]


def numbers(values: Sequence[str], _session: Session) -> list[int]:
    """Codes that are numbers in the table."""
    return [int(value) for value in values]


def among(words: str, column: str, codes: Entries | None = None) -> Filter:
    """Any of these codes or ids."""
    return Filter(words, f"{column} = any(:{{name}})", lambda values, _session: list(values), codes)


def municipality(column: str) -> dict[str, Filter]:
    """Where it lies: by municipality, or by the district that this is in."""
    return {
        "municipality": among("municipality", column, catalogue.municipalities),
        "district": Filter("district", f"{column} = any(:{{name}})", _of_districts, _districts),
    }


@dataclass(frozen=True)
class District:
    """A part of the region, as the list of municipalities names it."""

    code: str

    def label(self, _language: str) -> str:
        """Its code: the portal has the words."""
        return self.code


def _districts(session: Session, on: date) -> list[District]:
    return [
        District(code) for code in sorted({one.district for one in catalogue.municipalities(session, on)})
    ]


def kinds(session: Session, on: date) -> tuple[catalogue.InterventionKindView, ...]:
    """Every kind of intervention."""
    return catalogue.intervention_kinds(session, None, on)


def status_of(scope: str, of: str, first: str) -> str:
    """The last status that the one who asks may see, or what a thing is before any."""
    return (
        f"coalesce((select t.status from statuses t where t.scope_id = {scope} and t.of_id = {of}"  # noqa: S608
        f" order by t.id desc limit 1), '{first}')"
    )


def name_of(organisation: str) -> str:
    """The name of an organisation. A list names few of them many times over, so all names are read once, and none per line."""
    return f"(select jsonb_object_agg(n.id, n.name) from organisations n) ->> {organisation}::text"  # noqa: S608
