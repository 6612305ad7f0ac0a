"""The whole schema as statements: tables from the metadata, everything else from `db.policies` and `db.seed`.

`python -m migrations.freeze` writes the frozen text of the first migration; a test builds a scratch database from
these statements and compares it with one that was migrated.
"""

import importlib
from pathlib import Path

from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

import db.tables  # noqa: F401 fills the metadata
from db.seed import matrix

FROZEN = Path(__file__).parent.parent / "migrations" / "versions" / "0001_spine.sql"
SEPARATOR = "\n-- ;;\n"

# Who asks and who takes part, then sharing: it fixes who may read; the rest stand on its functions.
ORDER = (
    "identity",
    "participations",
    "administration",
    "sharing",
    "process",
    "catalogue",
    "accounts",
    "logs",
    "idempotency",
    "search",
)


def tables() -> list[str]:
    """CREATE TABLE and CREATE INDEX, parents first."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    made: list[str] = []
    for table in SQLModel.metadata.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        made += [str(CreateIndex(index).compile(dialect=dialect)).strip() for index in indexes]
    return made


def policies() -> list[str]:
    """Functions, views, triggers, policies and grants, in order."""
    return [
        statement for name in ORDER for statement in importlib.import_module(f"db.policies.{name}").STATEMENTS
    ]


def seeds(transitions: dict[tuple[str, str], dict[str, str]]) -> list[str]:
    """The dated catalogue data that the law gives."""
    from db import seed

    return [*matrix.statements(), matrix.transition_statement(transitions), *seed.statements()]


def statements(transitions: dict[tuple[str, str], dict[str, str]]) -> list[str]:
    """Everything an empty database needs to become Schakel's, run as the owner."""
    return [*tables(), *policies(), *seeds(transitions)]


def freeze(transitions: dict[tuple[str, str], dict[str, str]]) -> None:
    """Write the text that the first migration runs; afterwards that file is never changed again."""
    FROZEN.write_text(SEPARATOR.join(statements(transitions)) + "\n", encoding="utf-8")
