"""The dated code lists as they stand in the JSON files beside this module, written out as INSERT statements.

Sources: domain.md 3 (indicators), 5.1 and 5.2 (interventions), 6.3 (decisions), 8 (municipalities); each list
carries the dates on which the law or the list itself took effect. Migrations take the text that
`statements()` gave on the day they were written; later changes are new migrations.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Table as Columns
from sqlalchemy import insert
from sqlalchemy.dialects import postgresql

from db.tables.base import Table
from db.tables.catalogue import LISTS
from db.tables.circle import AccessTerm
from db.tables.guard import GuardedWord
from db.tables.known import KnownLimit

_HERE = Path(__file__).parent
# Literals, no parameters: so no percent sign is doubled and the text runs in any client.
_DIALECT = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]


def statements() -> list[str]:
    """One INSERT for each code list and for what else is dated data, values as properly quoted literals."""
    models: list[type[Table]] = [*LISTS, KnownLimit, AccessTerm, GuardedWord]
    return [_insert(model.metadata.tables[str(model.__tablename__)]) for model in models]


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of one list, with every column named and dates as dates."""
    loaded: list[dict[str, Any]] = json.loads((_HERE / f"{name}.json").read_text(encoding="utf-8"))
    return [{"valid_until": None, **row} | _dates(row) for row in loaded]


def _dates(row: dict[str, Any]) -> dict[str, date]:
    """The dated columns of a row."""
    return {name: date.fromisoformat(row[name]) for name in ("valid_from", "valid_until") if row.get(name)}


def _insert(table: Columns) -> str:
    """The INSERT of one whole list."""
    statement = insert(table).values(rows(table.name))
    return str(statement.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True}))
