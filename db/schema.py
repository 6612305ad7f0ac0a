"""The whole schema as statements: tables from the metadata, everything else from `db.policies` and `db.seed`.

`python -m migrations.freeze` writes the frozen text of the first migration; a test builds a scratch database from
these statements and compares it with one that was migrated.
"""

import importlib
from collections.abc import Collection
from pathlib import Path

from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import AddConstraint, CreateIndex, CreateTable
from sqlmodel import SQLModel

import db.tables  # noqa: F401 fills the metadata
from db.policies import clock
from db.seed import matrix

FROZEN = Path(__file__).parent.parent / "migrations" / "versions" / "0001_spine.sql"
SEPARATOR = "\n-- ;;\n"

# Who asks and who takes part, then sharing: it fixes who may read; the rest stand on its functions.
ORDER = (
    "identity",
    "participations",
    "administration",
    "sharing",
    "explaining",
    "audience",
    "evidence",
    "process",
    "circle",
    "foreseeing",
    "emergency",
    "placing",
    "planning",
    "steering",
    "catalogue",
    "accounts",
    "logs",
    "sources",
    "lawfulness",
    "idempotency",
    "search",
    "known",
    "retention",
    "relations",
    "connections",
    "attachments",
    "disclosures",
    "feedback",
    "concerns",
    "filters",
    "drafts",
    "importing",
    "notices",
    "letters",
    "visits",
    "guard",
    "agreements",
    "meetings",
    "tallies",
    "rehearsal",
)


def tables(among: Collection[str] | None = None) -> list[str]:
    """CREATE TABLE and CREATE INDEX of all tables, or of those among these names, parents first."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    made: list[str] = []
    for table in SQLModel.metadata.sorted_tables:
        if among is not None and table.name not in among:
            continue
        made.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        made += [str(CreateIndex(index).compile(dialect=dialect)).strip() for index in indexes]
    return made


def pieces() -> dict[str, str]:
    """Each index, and each constraint as something to add to its table, by name."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    made: dict[str, str] = {}
    for table in SQLModel.metadata.sorted_tables:
        for index in table.indexes:
            made[str(index.name)] = str(CreateIndex(index).compile(dialect=dialect)).strip()
        for constraint in table.constraints:
            added = AddConstraint(constraint, isolate_from_table=False)
            text = str(added.compile(dialect=dialect)).strip()
            made[text.split(" ADD CONSTRAINT ", 1)[1].split()[0]] = text
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
    return [*clock.STATEMENTS, *tables(), *policies(), *seeds(transitions)]


def freeze(transitions: dict[tuple[str, str], dict[str, str]]) -> None:
    """Write the text that the first migration runs; afterwards that file is never changed again."""
    FROZEN.write_text(SEPARATOR.join(statements(transitions)) + "\n", encoding="utf-8")
