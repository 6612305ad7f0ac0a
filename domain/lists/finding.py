"""Finding the lines of a list, and counting them, at a cost that is the same for the smallest and largest partner.

A list begins where the organisation takes part, last active first, and never with the table itself. From there it
looks at no more than a window of the last active things; what a filter, an order or a count cannot take from an
index is done within that window, and the page says so. In the order a list has by itself it goes on beyond.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import RowMapping, TextClause, text
from sqlmodel import Session

from domain import access, catalogue
from domain.actor import Actor
from domain.calendar import today
from domain.errors import Invalid, Problem
from domain.lists.asking import LATEST, Asked
from domain.lists.describing import Listing, Sort

WINDOW: Final = 1_000
"""How many of the last active things a filter, an order or a count looks at."""
MOST_EXPORTED: Final = 5_000

NO_FILTER: Final = frozenset({"cursor", "limit", "sort"})

# Driven by participations with the organisation as a bound parameter. `distinct`: an organisation may take part
# in one thing in more than one part, with the same moment.
_PLACES: Final = """(
  select distinct on (last_activity_at, scope_id) last_activity_at as moment, scope_id as id, step, phase, sealed
    from participations
   where organisation_id = :organisation and kind = :kind and ended_at is null
     and (last_activity_at, scope_id) < (coalesce(cast(:moment as timestamptz), 'infinity'),
                                         coalesce(cast(:scope as uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
   order by last_activity_at desc, scope_id desc limit :window)"""

# The last thing in the window, when there is something behind it.
_EDGE: Final = text(
    f"select p.moment, p.id from {_PLACES} p order by p.moment desc, p.id desc"  # noqa: S608 - our own text
    " offset cast(:window as int) - 2"
)


@dataclass(frozen=True)
class Position:
    """Where a page of a list ends: the value it is ordered by, the id for what is equal, and how many came before.

    A value that may stand in no address is None.
    """

    value: Any
    scope: UUID
    before: int = 0


@dataclass(frozen=True)
class Found:
    """A page of a list; `further` is where the next one begins."""

    lines: Sequence[RowMapping]
    further: Position | None = None
    looked_at_all: bool = True
    """Whether nothing stayed outside the window."""


@dataclass(frozen=True)
class Tally:
    """How many lines there are for each value of the facet, and how many of those the filter leaves."""

    values: Mapping[str, int]
    total: int
    looked_at_all: bool
    """Whether the organisation takes part in no more than the window holds."""


def find(
    session: Session, actor: Actor, listing: Listing, asked: Asked, after: Position | None = None
) -> Found:
    """One page of a list, as far as the one who asks may see it; read on the record."""
    checked(session, listing, asked)
    latest = asked.sort == LATEST
    order = listing.sorts[asked.sort.lstrip("-")]
    inside = None if latest or after is None else _known(session, listing, order, after)
    query = _query(listing, asked.sort, _named(asked), inside is not None)
    given = _given(session, actor, listing, asked) | {
        "moment": after.value if latest and after else None,
        "scope": after.scope if latest and after else None,
        "window": WINDOW,
        "most": asked.limit + 1,
        "value": inside.value if inside else None,
        "after": inside.scope if inside else None,
    }
    rows = session.execute(query, given).mappings().all()
    lines = rows[: asked.limit]
    access.consulted(session, actor, listing.name, object_ids=_shown(listing, lines))
    before = (after.before if after else 0) + len(lines)
    if len(rows) > asked.limit:
        last = lines[-1]
        value = last["sort_value"] if order.open else None
        return Found(lines, Position(value, last["scope_id"], before))
    # The page is not full, so the whole window was looked at.
    edge = _edge(session, given, WINDOW)
    further = Position(*edge, before) if edge and latest else None
    return Found(lines, further, looked_at_all=edge is None)


def _known(session: Session, listing: Listing, order: Sort, after: Position) -> Position:
    """The position with the value that its cursor did not carry: where that thing stands now, for who asks."""
    if order.open:
        return after
    query = text(
        f"select {order.value} from (select cast(:after as uuid) as id) p join {listing.tables}"  # noqa: S608 - our own text
    )
    return replace(after, value=session.execute(query, {"after": after.scope}).scalar() or "")


def tally(session: Session, actor: Actor, listing: Listing, asked: Asked) -> Tally:
    """How many lines of each value of the facet the one who asks may see, within the window."""
    named = _named(asked)
    given = _given(session, actor, listing, asked) | {"moment": None, "scope": None, "window": WINDOW + 1}
    found = session.execute(_count(listing, named - {listing.facet}), given).all()
    values = {code: number for code, number, _ in found}
    chosen = set(getattr(asked, listing.facet)) or values.keys()
    total = sum(number for code, number in values.items() if code in chosen)
    return Tally(values, total, looked_at_all=all(places <= WINDOW for *_, places in found))


def export(session: Session, actor: Actor, listing: Listing, asked: Asked, purpose: str) -> Found:
    """All lines that the filter leaves, up to a limit, for a stated purpose (WGS 1.8(5)); on the record."""
    checked(session, listing, asked, "/filter")
    given = _given(session, actor, listing, asked) | {
        "moment": None,
        "scope": None,
        "window": MOST_EXPORTED,
        "most": MOST_EXPORTED,
    }
    query = _query(listing, asked.sort, _named(asked), False)
    lines = session.execute(query, given).mappings().all()
    access.consulted(
        session, actor, listing.name, object_ids=_shown(listing, lines), purpose=purpose, outcome="exported"
    )
    return Found(lines, looked_at_all=_edge(session, given, MOST_EXPORTED) is None)


def managers(session: Session, actor: Actor) -> list[tuple[UUID, str]]:
    """Who manages the cases that the one who asks may see: what the list of cases can be asked for."""
    found = session.execute(
        _MANAGERS,
        {
            "organisation": actor.organisation_id,
            "kind": "case",
            "moment": None,
            "scope": None,
            "window": WINDOW,
        },
    )
    return [(row.id, row.name) for row in found]


_MANAGERS: Final = text(
    f"select distinct a.id, a.name from {_PLACES} p join namings n on n.scope_id = p.id"  # noqa: S608
    " join actors a on a.id = n.manager_id order by a.name"
)


def checked(session: Session, listing: Listing, asked: Asked, prefix: str = "") -> None:
    """Refuse codes that no list knows, each at its own place."""
    problems: list[Problem] = []
    for name in sorted(_named(asked)):
        codes = listing.filters[name].codes
        if codes:
            pointer = f"{prefix}/{_alias(listing, name)}"
            problems += catalogue.unknown(codes(session, today()), getattr(asked, name), pointer)
    if problems:
        raise Invalid(*problems)


def _edge(session: Session, given: Mapping[str, Any], window: int) -> tuple[Any, UUID] | None:
    """The last place in a window of this size, when there is one behind it."""
    found = session.execute(_EDGE, {**given, "window": window + 1}).all()
    return (found[0].moment, found[0].id) if len(found) == 2 else None


def _alias(listing: Listing, name: str) -> str:
    return listing.shape.model_fields[name].alias or name


def _named(asked: Asked) -> frozenset[str]:
    """The filters that were given a value."""
    return frozenset(
        name
        for name in type(asked).model_fields
        if name not in NO_FILTER and getattr(asked, name) not in (None, (), [])
    )


def _given(session: Session, actor: Actor, listing: Listing, asked: Asked) -> dict[str, Any]:
    """The values of the parameters; those a statement does not ask for are left alone."""
    values = {
        f"asked_{name}": listing.filters[name].given(getattr(asked, name), session) for name in _named(asked)
    }
    return values | {"organisation": actor.organisation_id, "kind": listing.kind, "today": today()}


def _conditions(listing: Listing, named: frozenset[str]) -> list[str]:
    return [listing.filters[name].test.format(name=f"asked_{name}") for name in sorted(named)]


@lru_cache(maxsize=500)
def _query(listing: Listing, sort: str, named: frozenset[str], going_on: bool) -> TextClause:
    """The lines of a page: in the window, as far as visible, filtered, in order."""
    order = listing.sorts[sort.lstrip("-")]
    down = sort.startswith("-")
    conditions = _conditions(listing, named)
    if going_on:
        sign = "<" if down else ">"
        conditions.append(
            f"({order.value}, p.id) {sign} (cast(:value as {order.type}), cast(:after as uuid))"
        )
    way = "desc" if down else "asc"
    return text(
        f"select {listing.columns}, p.id as scope_id, p.moment, {order.value} as sort_value"  # noqa: S608 - our own text
        f" from {_PLACES} p join {listing.tables}{_where(conditions)}"
        f" order by {order.value} {way}, p.id {way} limit :most"
    )


@lru_cache(maxsize=500)
def _count(listing: Listing, named: frozenset[str]) -> TextClause:
    """How many lines there are for each value of the facet, and how many places were looked at."""
    return text(
        f"with places as materialized {_PLACES}"  # noqa: S608 - our own text
        f" select {listing.counted}, count(*), (select count(*) from places)"
        f" from places p join {listing.tables}{_where(_conditions(listing, named))} group by 1"
    )


def _where(conditions: Sequence[str]) -> str:
    return f" where {' and '.join(conditions)}" if conditions else ""


def _shown(listing: Listing, lines: Sequence[RowMapping]) -> list[UUID]:
    """What these lines tell about."""
    found = (line[column] for line in lines for column in listing.shown)
    return list(dict.fromkeys(one for one in found if one is not None))
