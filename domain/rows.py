"""Finding and adding shareable rows: always through the eyes, and in the name, of the one who asks."""

import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, Final, Protocol, TypeVar, cast
from uuid import UUID

from sqlalchemy import ARRAY, TextClause, Uuid, any_, bindparam, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from db.tables import Shareable, new_id
from db.tables.cases import Subject
from db.tables.detection import Mention, Status
from domain import digests, filing
from domain.actor import Actor
from domain.errors import Conflict, NotFound

Row = TypeVar("Row", bound=Shareable)
Added = TypeVar("Added")

# Crockford's alphabet without letters that look like digits; a number says nothing about how many there are.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBERS = ("uq_signals_number", "uq_cases_number", "uq_released_results_number", "uq_concerns_number")
_ORGANISATIONS: Final = text("select id, name, kind from organisations")
DRAWS = 5
"""How often a number is drawn before giving up; the second time is already one in a thousand million."""


def any_of(ids: str) -> str:
    """Any of the ids in this parameter, in a statement that is planned once, for however many.

    Of an array that comes as it is PostgreSQL knows how long it is, and plans anew each time: that takes longer than
    looking the few rows up.
    """
    return f"any(array(select unnest(cast(:{ids} as uuid[]))))"


_LATEST: Final = text(
    f"select distinct on (of_id) of_id, status from statuses where scope_id = {any_of('scopes')}"  # noqa: S608
    " order by of_id, id desc"
)
_CHILDREN: Final = text(
    f"select id from scopes where parent_id = {any_of('parents')} and kind = :kind order by id"  # noqa: S608
)


def find(session: Session, model: type[Row], row_id: UUID) -> Row:
    """The row, or NotFound when it does not exist for the one who asks; the two are the same."""
    row = session.get(model, row_id)
    if row is None:
        raise NotFound
    return row


def in_scope(session: Session, model: type[Row], *scope_ids: UUID) -> list[Row]:
    """The visible rows of a table in these scopes, oldest first."""
    return list(session.exec(_in_scope(model), params={"scopes": list(scope_ids)}))


@cache
def _in_scope(model: type[Row]) -> SelectOfScalar[Row]:
    """One statement for any number of scopes, made once: making it takes longer than sending it."""
    scopes = bindparam("scopes", type_=ARRAY(Uuid))
    return select(model).where(col(model.scope_id) == any_(scopes)).order_by(col(model.id))


def parts(session: Session, scope_id: UUID, *models: type[Shareable]) -> dict[type[Shareable], list[Any]]:
    """The visible rows of several tables in one scope, oldest first, in one statement; as what a view is made of."""
    found: dict[type[Shareable], list[Any]] = {model: [] for model in models}
    by_name = {model.__tablename__: model for model in models}
    for name, row in session.execute(_parts(models), {"scope": scope_id}):
        found[by_name[name]].append(row)
    return found


@cache
def _parts(models: tuple[type[Shareable], ...]) -> TextClause:
    tables = (
        f"select '{model.__tablename__}' as part, id, to_jsonb(t) as found from {model.__tablename__} t"  # noqa: S608
        " where scope_id = :scope"
        for model in models
    )
    return text(f"select part, found from ({' union all '.join(tables)}) parts order by id")  # noqa: S608


class HasId(Protocol):
    """A view with an id of its own."""

    @property
    def id(self) -> UUID: ...


Seen = TypeVar("Seen", bound=HasId)


def one_of(views: Iterable[Seen], wanted: UUID) -> Seen:
    """The view with this id, or NotFound: not everybody who may add a thing may see it later."""
    for view in views:
        if view.id == wanted:
            return view
    raise NotFound


def add(
    session: Session, actor: Actor, model: type[Row], scope_id: UUID, category: str, **fields: Any
) -> UUID:
    """Add one row in the actor's name and return its id."""
    return add_all(session, actor, model, scope_id, category, [fields])[0]


def add_all(
    session: Session,
    actor: Actor,
    model: type[Row],
    scope_id: UUID,
    category: str,
    rows: Sequence[dict[str, Any]],
) -> list[UUID]:
    """Add several rows of one kind in one statement; an empty list adds none."""
    return add_together(session, actor, scope_id, [(model, category, rows)])[0]


def add_together(
    session: Session,
    actor: Actor,
    scope_id: UUID | None,
    groups: Sequence[tuple[type[Shareable], str, Sequence[dict[str, Any]]]],
) -> list[list[UUID]]:
    """Add rows of several kinds, each with their category, in one statement, and return their ids.

    As JSON, so that the statement is the same for any number of rows and stays prepared, and each table's
    triggers run once and not once per row; a row may name a scope of its own. What others can ask about, and what can be connected, is made findable along with it.
    """
    made = [
        [
            model(
                **{"id": new_id(), "scope_id": scope_id, **row},
                owner_id=actor.organisation_id,
                actor_id=actor.id,
                category=category,
            )
            for row in rows
        ]
        for model, category, rows in groups
    ]
    filled = {
        str(model.__tablename__): (model, found)
        for (model, _, _), found in zip(groups, made, strict=True)
        if found
    }
    if filled:
        session.execute(
            _insert(tuple(model for model, _ in filled.values())),
            {
                name: json.dumps([one.model_dump(mode="json") for one in found])
                for name, (_, found) in filled.items()
            },
        )
        things = [one.model_dump() for found in made for one in found if isinstance(one, Mention | Subject)]
        digests.index(session, things)
        filing.file(session, things)
    return [[one.id for one in found] for found in made]


@cache
def _insert(models: tuple[type[Shareable], ...]) -> TextClause:
    """One INSERT into each table; without RETURNING, since not everybody who adds a row may see it later."""
    inserts = []
    for model in models:
        table = model.metadata.tables[str(model.__tablename__)]
        columns = ", ".join(column.name for column in table.columns if column.name != "created_at")
        inserts.append(
            f"insert into {table.name} ({columns})"  # noqa: S608 - our own names
            f" select {columns} from jsonb_populate_recordset(null::{table.name}, cast(:{table.name} as jsonb))"
        )
    *earlier, last = inserts
    heads = ", ".join(f"part_{place} as ({one})" for place, one in enumerate(earlier))
    return text(f"with {heads} {last}" if earlier else last)


def note_status(
    session: Session,
    actor: Actor,
    scope_id: UUID,
    of_id: UUID,
    status: str,
    category: str = "status",
    circle: Sequence[UUID] | None = None,
) -> None:
    """Record a status fact, for those who may see the status and not the content."""
    add(session, actor, Status, scope_id, category, of_id=of_id, status=status, circle=circle)


def latest_statuses(session: Session, scope_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The last visible status of each thing in these scopes, by its id."""
    if not scope_ids:
        return {}
    found = session.execute(_LATEST, {"scopes": list(scope_ids)})
    return {row.of_id: row.status for row in found}


def children(session: Session, kind: str, *parents: UUID) -> list[UUID]:
    """The scopes of one kind below others that the one who asks takes part in, oldest first."""
    return list(session.execute(_CHILDREN, {"parents": list(parents), "kind": kind}).scalars())


def make_number(prefix: str, on: date) -> str:
    """A number for people to quote: year, random body, check character.

    Random because a gap in consecutive numbers would tell that something hidden exists.
    """
    body = "".join(secrets.choice(_ALPHABET) for _ in range(7))
    check = _ALPHABET[sum(place * _ALPHABET.index(c) for place, c in enumerate(body, start=2)) % 31]
    return f"{prefix}-{on.year}-{body}{check}"


def numbered(session: Session, prefix: str, on: date, add: Callable[[str], Added]) -> Added:
    """What `add` makes of a number that is still free."""
    return all_numbered(session, prefix, on, 1, lambda numbers: add(*numbers))


def all_numbered(
    session: Session, prefix: str, on: date, count: int, add: Callable[[Sequence[str]], Added]
) -> Added:
    """What `add` makes of so many numbers that are still free.

    A number may be taken by something hidden; a refusal would tell, so then others are drawn. The savepoint is
    the connection's own, since the session would say again who asks.
    """
    for _ in range(DRAWS):
        try:
            with session.connection().begin_nested():
                return add([make_number(prefix, on) for _ in range(count)])
        except IntegrityError as taken:
            constraint = getattr(getattr(taken.orig, "diag", None), "constraint_name", None)
            if constraint not in NUMBERS:
                raise
    raise Conflict("try-again")


def organisation_names(session: Session) -> dict[UUID, str]:
    """The names of all organisations; partners are public to each other."""
    return {key: name for key, (name, _) in _organisations(session).items()}


def organisation_kinds(session: Session) -> dict[UUID, str]:
    """What kind of organisation each is."""
    return {key: kind for key, (_, kind) in _organisations(session).items()}


def _organisations(session: Session) -> dict[UUID, tuple[str, str]]:
    """Name and kind of all organisations, read once per transaction."""
    transaction = session.get_transaction()
    read_in, known = session.info.get("organisations", (None, {}))
    if transaction is None or read_in is not transaction:
        found = session.execute(_ORGANISATIONS)
        known = {row.id: (row.name, row.kind) for row in found}
        session.info["organisations"] = (session.get_transaction(), known)
    return cast("dict[UUID, tuple[str, str]]", known)
