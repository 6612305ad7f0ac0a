"""The way from one database to another, as statements: for the tables and for the catalogue rows they start with."""

import json
from collections.abc import Iterator
from typing import Any

from sqlmodel import SQLModel

from db import schema
from db.seed.matrix import literal
from migrations.catalogue import Catalogue, Column, Connection, Pieces, Row, read, seeds


class NotPossible(ValueError):
    """What changed cannot be done to a table that holds rows; says what to declare instead."""


def of_tables(old: Catalogue, new: Catalogue) -> list[str]:
    """Drop what holds on, make tables, change columns, make what holds on: in the order in which that works."""
    kept = old.tables & new.tables
    return [
        *_drop("alter table {table} drop constraint {name}", old.constraints, new.constraints, kept),
        *_drop("drop index {name}", old.indexes, new.indexes, kept),
        *([f"drop table {', '.join(sorted(old.tables - new.tables))}"] if old.tables - new.tables else []),
        *schema.tables(new.tables - old.tables),
        *(change for table in sorted(kept) for change in _columns(table, old, new)),
        *_make(old.constraints, new.constraints, kept),
        *_make(old.indexes, new.indexes, kept),
    ]


def of_seeds(old: Connection, new: Connection) -> list[str]:
    """Rows that are missing come, rows that are gone go: what is dated ends, the rest is put right."""
    then, now = read(old), read(new)
    made: list[str] = []
    for table in [table.name for table in SQLModel.metadata.sorted_tables]:
        key = now.keys[table]
        wanted = seeds(new, table, key)
        if not wanted:  # no table of seeds: what stands in it is the region's own
            continue
        had = seeds(old, table, key) if table in then.tables else {}
        dated = "valid_until" in next(iter(wanted.values()))
        made += list((_dated if dated else _plain)(table, key, had, wanted))
    return made


def losses(statements: list[str]) -> list[str]:
    """The statements after which something is gone for good."""
    return [one for one in statements if one.startswith("drop table") or " drop column " in one]


def _drop(statement: str, old: Pieces, new: Pieces, kept: set[str]) -> list[str]:
    gone = [at for at, text in old.items() if at[0] in kept and new.get(at) != text]
    # What refers to another table first: a key that is referred to cannot go before.
    gone.sort(key=lambda at: (not old[at].startswith("FOREIGN"), at))
    return [statement.format(table=table, name=name) for table, name in gone]


def _make(old: Pieces, new: Pieces, kept: set[str]) -> list[str]:
    """As declared, not as PostgreSQL tells it: what it makes of its own words it may tell differently again."""
    fresh = [at for at, text in new.items() if at[0] in kept and old.get(at) != text]
    fresh.sort(key=lambda at: (new[at].startswith("FOREIGN"), at))
    declared = schema.pieces()
    return [declared[name] for _, name in fresh]


def _columns(table: str, old: Catalogue, new: Catalogue) -> Iterator[str]:
    had = {name: column for (of, name), column in old.columns.items() if of == table}
    wanted = {name: column for (of, name), column in new.columns.items() if of == table}
    for name, column in wanted.items():
        if name not in had:
            yield from added(table, name, column)
        elif had[name] != column:
            yield from _alter(f"alter table {table} alter column {name}", had[name], column)
    for name in had.keys() - wanted.keys():
        yield f"alter table {table} drop column {name}"


def added(table: str, name: str, column: Column) -> Iterator[str]:
    """A new column; rows that are there already get the constant that the declaration gives to new ones."""
    filled = column.default
    if column.needed and filled is None and not column.counted:
        filled = _constant(table, name)
    counted = " generated always as identity" if column.counted else ""
    default = f" default {filled}" if filled is not None else ""
    yield f"alter table {table} add column {name} {column.type}{counted}{default}{' not null' * column.needed}"
    if filled is not None and column.default is None:
        yield f"alter table {table} alter column {name} drop default"


def _constant(table: str, name: str) -> str:
    declared = SQLModel.metadata.tables[table].columns[name].default
    value: Any = getattr(declared, "arg", None)
    if callable(value):
        value = value(None)
    if isinstance(value, list | dict) and not value:
        return "'{}'"
    if isinstance(value, bool | int | str):
        return literal(value)
    raise NotPossible(
        f"column {name} of {table} may not be empty, and rows that exist have nothing to put there:"
        " declare it nullable or with a constant default"
    )


def _alter(statement: str, old: Column, new: Column) -> Iterator[str]:
    if old.type != new.type:
        yield f"{statement} drop default"
        yield f"{statement} type {new.type} using {statement.split()[-1]}::{new.type}"
    if new.default is None and old.default is not None:
        yield f"{statement} drop default"
    if new.default is not None and (new.default != old.default or old.type != new.type):
        yield f"{statement} set default {new.default}"
    if old.needed != new.needed:
        yield f"{statement} {'set' if new.needed else 'drop'} not null"


def _plain(table: str, key: list[str], had: dict[Any, Row], wanted: dict[Any, Row]) -> Iterator[str]:
    for at in had.keys() - wanted.keys():
        yield f"delete from {table} where {_where(key, at)}"
    for at, row in wanted.items():
        if at not in had:
            yield _insert(table, row)
        elif had[at] != row:
            changed = [name for name in row if row[name] != had[at].get(name)]
            values = f"select {', '.join(changed)} from {_record(table, row)}"
            yield f"update {table} set ({', '.join(changed)}) = ({values}) where {_where(key, at)}"


def _dated(table: str, key: list[str], had: dict[Any, Row], wanted: dict[Any, Row]) -> Iterator[str]:
    """A row is never changed, only ended; what is gone ends today, or was never in force when it had yet to begin."""
    # Where its first day is no part of its key a row holds from the day on which it was brought.
    says_since_when = "valid_from" in key
    apart = {"valid_until"} if says_since_when else {"valid_until", "valid_from"}
    for at, row in had.items():
        where = _where(key, at)
        if at not in wanted:
            if row["valid_until"] is None:
                yield f"delete from {table} where {where} and valid_from >= current_date"
                yield f"update {table} set valid_until = current_date where {where}"
            continue
        end = wanted[at]["valid_until"]
        if _without(apart, row) != _without(apart, wanted[at]) or (row["valid_until"] and not end):
            raise NotPossible(
                f"{table} {at}: what was valid is not changed or revived; end it, and add another"
            )
        if row["valid_until"] != end:
            yield f"update {table} set valid_until = {literal(end)} where {where}"
    for at, row in wanted.items():
        if at not in had:
            yield _insert(table, row, from_today=bool(had) and not says_since_when)


def _without(names: set[str], row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def _insert(table: str, row: Row, *, from_today: bool = False) -> str:
    names = ", ".join(row)
    values = names.replace("valid_from", "current_date") if from_today else names
    return f"insert into {table} ({names}) select {values} from {_record(table, row)}"


def _record(table: str, row: Row) -> str:
    return f"jsonb_populate_record(null::{table}, {literal(json.dumps(row, ensure_ascii=False))})"


def _where(key: list[str], at: tuple[Any, ...]) -> str:
    return " and ".join(f"{name} = {literal(value)}" for name, value in zip(key, at, strict=True))
