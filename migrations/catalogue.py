"""What a database holds, as PostgreSQL's own catalogue tells it: its tables piece by piece, and its seeds."""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

Connection = psycopg.Connection[Any]
Row = dict[str, Any]

_COLUMNS = """
select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity <> '',
       pg_get_expr(d.adbin, d.adrelid)
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
 where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'alembic_version'
   and a.attnum > 0 and not a.attisdropped
 order by c.relname, a.attnum
"""

# Not the NOT NULL of PostgreSQL 18, which belongs to the column.
_CONSTRAINTS = """
select k.conrelid::regclass::text, k.conname, pg_get_constraintdef(k.oid)
  from pg_constraint k
 where k.connamespace = 'public'::regnamespace and k.conrelid <> 0 and k.contype <> 'n'
"""

_INDEXES = """
select i.indrelid::regclass::text, c.relname, pg_get_indexdef(i.indexrelid)
  from pg_index i join pg_class c on c.oid = i.indexrelid
 where c.relnamespace = 'public'::regnamespace
   and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
"""

_KEYS = """
select i.indrelid::regclass::text, array_agg(a.attname::text order by a.attnum)
  from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
 where i.indisprimary and i.indrelid = any(select oid from pg_class where relnamespace = 'public'::regnamespace)
 group by i.indrelid
"""


@dataclass(frozen=True)
class Column:
    """A column as `alter table` would write it."""

    type: str
    needed: bool
    counted: bool
    """PostgreSQL hands out the number."""
    default: str | None


Pieces = dict[tuple[str, str], str]
"""Definitions, by table and name."""


@dataclass(frozen=True)
class Catalogue:
    """The tables of one database."""

    columns: dict[tuple[str, str], Column]
    constraints: Pieces
    indexes: Pieces
    keys: dict[str, list[str]]

    @property
    def tables(self) -> set[str]:
        """Their names."""
        return {table for table, _ in self.columns}


def read(connection: Connection) -> Catalogue:
    """The catalogue of the database of this connection."""

    def pieces(question: str) -> Pieces:
        found = connection.execute(question.encode())
        return {(table, name): text for table, name, text in found if table != "alembic_version"}

    columns = {(table, name): Column(*rest) for table, name, *rest in connection.execute(_COLUMNS.encode())}
    keys = dict(connection.execute(_KEYS.encode()).fetchall())
    return Catalogue(columns, pieces(_CONSTRAINTS), pieces(_INDEXES), keys)


def seeds(connection: Connection, table: str, key: list[str]) -> dict[tuple[Any, ...], Row]:
    """Every row of a table, by its key."""
    found = connection.execute(sql.SQL("select to_jsonb(t) from {} t").format(sql.Identifier(table)))
    return {tuple(row[name] for name in key): row for (row,) in found}
