"""Migrations: what people have made survives a new release, and the tool writes what is missing.

`at_0001.jsonl` is the cast of tests/world.py and three cases, as the code of revision 0001 left them: one in the
dossier with an open question, one in execution, one closed; and two signals that wait. It is never made anew.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text

from api.deps import actor_of
from db import bootstrap
from db.session import Database, who
from domain import audit, dossier
from domain.errors import NotFound
from migrations import catalogue, difference, freeze
from tests.db.test_schema import CATALOGUE, ask

ROWS = Path(__file__).with_name("at_0001.jsonl")

# How many rows each of them saw at revision 0001 (docs/sharing-in-detail.md says why).
SEEN = {
    "analyst": {"signals": 3, "cases": 3, "subjects": 2, "contributions": 1, "requests": 1, "interventions": 2},
    "case_manager": {"signals": 3, "cases": 3, "subjects": 2, "contributions": 1, "requests": 0, "interventions": 2},
    "inspector": {"signals": 3, "cases": 3, "subjects": 2, "contributions": 1, "requests": 1, "interventions": 2},
    "detective": {"signals": 3, "cases": 1, "subjects": 1, "contributions": 1, "requests": 0, "interventions": 0},
    "tax_officer": {"signals": 0, "cases": 0, "subjects": 0, "contributions": 0, "requests": 0, "interventions": 0},
    "care_coordinator": {"signals": 0, "cases": 0, "subjects": 0, "contributions": 0, "requests": 0, "interventions": 0},
}  # fmt: skip


@lru_cache
def rows() -> list[tuple[str, dict[str, Any]]]:
    """Every row, with its table."""
    return [tuple(json.loads(line)) for line in ROWS.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def superuser(postgres: Any) -> Iterator[psycopg.Connection[Any]]:
    """A superuser in a database that was made at 0001, filled, and brought up to date."""
    opened = postgres.opened("blank")
    database: Database = next(opened)
    name = database.engine("app").url.database
    owner = postgres.urls(name)["owner"]
    bootstrap.migrate(owner, "0001")
    url = postgres.superuser(name).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        fill(connection)
        bootstrap.migrate(owner)
        yield connection
    next(opened, None)


@pytest.fixture(scope="module")
def upgraded(superuser: psycopg.Connection[Any], postgres: Any) -> Iterator[Database]:
    """The same database, as the application knows it."""
    database = Database(postgres.urls(superuser.info.dbname))
    yield database
    database.dispose()


def fill(connection: psycopg.Connection[Any]) -> None:
    """Put the rows back as a restored backup would: without triggers, and with the numbers that they had."""
    connection.execute("set session_replication_role = replica")
    for table, row in rows():
        columns = sql.SQL(", ").join(map(sql.Identifier, row))
        connection.execute(
            sql.SQL(
                "insert into {table} ({columns}) overriding system value"
                " select {columns} from jsonb_populate_record(null::{table}, %s)"
            ).format(table=sql.Identifier(table), columns=columns),
            [json.dumps(row)],
        )
    connection.execute("reset session_replication_role")
    for table in ("events", "access_log"):
        connection.execute(
            sql.SQL("select setval(pg_get_serial_sequence({name}, 'id'), max(id)) from {table}").format(
                name=sql.Literal(table), table=sql.Identifier(table)
            )
        )


def people() -> dict[str, UUID]:
    """The ids of the cast."""
    return {row["email"].split("@")[0]: UUID(row["id"]) for table, row in rows() if table == "actors"}


# --- what was there ---------------------------------------------------------------------------------


def test_every_row_is_there_with_all_it_held(superuser: psycopg.Connection[Any]) -> None:
    for table, row in rows():
        # What search knows is made anew: see the next test.
        held = {name: value for name, value in row.items() if (table, name) != ("search_entries", "words")}
        found = superuser.execute(
            sql.SQL("select count(*) from {} t where to_jsonb(t) @> %s").format(sql.Identifier(table)),
            [json.dumps(held)],
        ).fetchone()
        assert found == (1,), (table, row)


def test_what_was_written_before_is_found_by_its_municipality(superuser: psycopg.Connection[Any]) -> None:
    missed = superuser.execute(
        "select s.number from signals s join municipalities m on m.code = s.municipality_code"
        " join search_entries e on e.row_id = s.id"
        " where e.words not like '%' || lower(m.name) || '%' or e.words not like '%' || lower(s.number) || '%'"
    ).fetchall()
    assert missed == []


def test_nothing_was_added_to_what_people_made(superuser: psycopg.Connection[Any]) -> None:
    for table, number in Counter(table for table, _ in rows()).items():
        counted = sql.SQL("select count(*) from {}").format(sql.Identifier(table))
        assert superuser.execute(counted).fetchone() == (number,), table


@pytest.mark.parametrize("person", SEEN)
def test_each_sees_what_is_theirs_and_no_more(upgraded: Database, person: str) -> None:
    with upgraded.session_for(people()[person]) as session:
        found = {
            table: session.execute(text(f"select count(*) from {table}")).scalar() for table in SEEN[person]
        }

    assert found == SEEN[person]


def test_the_work_goes_on(upgraded: Database) -> None:
    (question,) = [row for table, row in rows() if table == "requests"]
    given = dossier.GiveAnswer(outcome="nothing_known", text="Het bedrijf komt bij ons niet voor.")

    with upgraded.session_for(people()["tax_officer"]) as session, pytest.raises(NotFound):
        dossier.answer(session, actor_of(who(session)), UUID(question["id"]), given)
    with upgraded.session_for(people()["inspector"]) as session:
        seen = dossier.answer(session, actor_of(who(session)), UUID(question["id"]), given)
        session.rollback()

    assert seen.status == "nothing_known"


def test_the_log_is_still_whole(upgraded: Database, tmp_path: Path) -> None:
    with upgraded.session_as("sealer") as session:
        while audit.seal(session, margin=timedelta(0)):
            session.commit()
        audit.checkpoint(session, tmp_path)
        session.commit()
    with upgraded.session_as("auditor") as session:
        assert audit.verify_database(session, tmp_path).exit_code == 0


# --- what is frozen ---------------------------------------------------------------------------------


def test_a_migration_that_was_released_is_never_changed() -> None:
    """Each one names the checksum of the statements before it."""
    for before, after in zip(freeze.frozen(), freeze.frozen()[1:], strict=False):
        assert freeze.checksum(before) in after.with_suffix(".py").read_text(encoding="utf-8"), before.name


# --- the tool ---------------------------------------------------------------------------------------

# What a later release may bring, the other way round: done to a migrated database, and then found missing.
UNDONE = {
    "a table": "drop table idempotency_keys",
    "a column": "alter table signals drop column reference cascade",
    "a column that may not be empty": "alter table actors drop column active cascade",
    "a default": "alter table signals alter column created_at drop default",
    "a check": "alter table scopes drop constraint ck_scopes_phase",
    "a foreign key": "alter table participations drop constraint fk_participations_scope_id",
    "a unique key": "alter table organisations drop constraint uq_organisations_name",
    "an index": "drop index ix_participations_list",
    "not null": "alter table signals alter column narrative drop not null",
    "a type": "alter table signals alter column place type varchar(200)",
    "a function": "drop function hold(uuid)",
    "a policy": "drop policy own on signals",
    "a grant": "revoke select on signals from schakel_app",
    "a rule of the process": "delete from transitions where act = 'conclusion'",
    "a word": "update categories set label_nl = 'Iets anders'",
    "a supplier too many": "insert into suppliers values ('title', 'care')",
    "something old": "create table old_habits (id int primary key)",
}  # fmt: skip


def connected(database: Database, postgres: Any) -> psycopg.Connection[Any]:
    """A superuser's connection to this database."""
    url = postgres.superuser(database.engine("app").url.database).set(drivername="postgresql")
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


@pytest.fixture
def undone(fresh_database: Database, postgres: Any) -> Iterator[psycopg.Connection[Any]]:
    """A superuser in a database of its own that is up to date, to undo something in."""
    with connected(fresh_database, postgres) as connection:
        yield connection


@pytest.fixture(scope="module")
def declared(module_database: Database, postgres: Any) -> Iterator[psycopg.Connection[Any]]:
    """A superuser in a database that is as it should be."""
    with connected(module_database, postgres) as connection:
        yield connection


@pytest.mark.parametrize("what", UNDONE)
def test_what_was_undone_is_done_again(
    undone: psycopg.Connection[Any], declared: psycopg.Connection[Any], what: str
) -> None:
    undone.execute("set role schakel_owner")
    undone.execute(UNDONE[what].encode())
    statements = freeze.statements(undone, declared)
    if what == "something old":
        assert difference.losses(statements) == ["drop table old_habits"]

    for statement in statements:
        undone.execute(statement.encode())

    for part, question in CATALOGUE.items():
        assert ask(undone, question) == ask(declared, question), part


def test_a_column_without_anything_to_put_in_it_is_refused() -> None:
    needed = catalogue.Column("text", needed=True, counted=False, default=None)

    with pytest.raises(difference.NotPossible, match="column name of actors"):
        list(difference.added("actors", "name", needed))


def test_a_dated_row_that_is_gone_ends_and_a_new_one_begins(
    undone: psycopg.Connection[Any], declared: psycopg.Connection[Any]
) -> None:
    """What was allowed until today can be read back for ever."""
    before = ask(undone, "select id from ceilings")
    undone.execute(
        "insert into ceilings select gen_random_uuid(), compartment, part, step, category, 'title', reach, ground, valid_from from ceilings limit 1"
    )
    (gone,) = set(ask(undone, "select id from ceilings")) - set(before)
    undone.execute("delete from ceilings where id = %s", before[0])

    for statement in difference.of_seeds(undone, declared):
        undone.execute(statement.encode())

    assert ask(undone, f"select valid_until = current_date from ceilings where id = '{gone[0]}'") == [(True,)]
    assert ask(undone, f"select valid_from = current_date from ceilings where id = '{before[0][0]}'") == [
        (True,)
    ]
    assert difference.of_seeds(undone, declared) == []


def test_what_an_extension_brought_along_is_left_alone(undone: psycopg.Connection[Any]) -> None:
    undone.execute("create extension pg_stat_statements")
    undone.execute("set role schakel_owner")

    undone.execute(freeze.CLEAR.read_bytes())

    left = ask(undone, "select viewname from pg_views where schemaname = 'public' order by 1")
    assert left == [("pg_stat_statements",), ("pg_stat_statements_info",)]
