"""Roles and database as the superuser makes them; everything that no migration could repair."""

import json
import stat
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from db import bootstrap
from db.session import Database
from tests.conftest import Postgres

OURS = {f"schakel_{name}" for name in bootstrap.LOGIN_ROLES} | {bootstrap.READER}


def test_no_role_of_ours_can_pass_the_policies_or_make_others(postgres: Postgres) -> None:
    with bootstrap.connect(postgres.superuser()) as connection:
        roles = connection.execute(
            "select rolname, rolcanlogin, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication"
            "  from pg_roles where rolname like 'schakel%'"
        ).fetchall()
    assert {name for name, _login, _mighty in roles} == OURS
    assert [name for name, _login, mighty in roles if mighty] == []
    assert [name for name, login, _mighty in roles if not login] == [bootstrap.READER]


def test_only_the_owner_is_member_of_another_role(postgres: Postgres) -> None:
    with bootstrap.connect(postgres.superuser()) as connection:
        memberships = connection.execute(
            "select member::regrole::text, roleid::regrole::text from pg_auth_members"
            " where member::regrole::text like 'schakel%'"
        ).fetchall()
    assert memberships == [("schakel_owner", bootstrap.READER)]


def test_the_public_may_not_even_enter(fresh_database: Database) -> None:
    with fresh_database.engine("owner").connect() as connection:
        to_public = connection.execute(
            text(
                "select 'database', privilege_type from pg_database, aclexplode(datacl)"
                "  where datname = current_database() and grantee = 0"
                " union all select 'schema', privilege_type from pg_namespace, aclexplode(nspacl)"
                "  where nspname = 'public' and grantee = 0"
            )
        ).all()
    assert to_public == []


def test_a_new_function_can_be_executed_by_nobody_until_it_is_granted(blank_database: Database) -> None:
    with blank_database.engine("owner").begin() as connection:
        connection.execute(text("create function one() returns int language sql as 'select 1'"))
    with (
        blank_database.engine("app").connect() as connection,
        pytest.raises(Exception, match="permission denied for function one"),
    ):
        connection.execute(text("select one()"))


def test_the_owner_can_hand_a_function_to_the_reader(blank_database: Database) -> None:
    with blank_database.engine("owner").begin() as connection:
        connection.execute(text("create function one() returns int language sql as 'select 1'"))
        connection.execute(text(f"alter function one() owner to {bootstrap.READER}"))
        connection.execute(text("grant execute on function one() to schakel_app"))
    with blank_database.engine("app").connect() as connection:
        assert connection.execute(text("select one()")).scalar_one() == 1


def test_twice_is_as_good_as_once_and_a_new_password_replaces_the_old(postgres: Postgres) -> None:
    name = postgres.copy(template="blank")
    try:
        bootstrap.bootstrap(postgres.superuser(), {}, name)
        bootstrap.bootstrap(postgres.superuser(), postgres.passwords(), name)
        with psycopg.connect(
            postgres.urls(name)["app"].set(drivername="postgresql").render_as_string(hide_password=False)
        ) as connection:
            assert connection.execute("show statement_timeout").fetchone() == ("15s",)
    finally:
        postgres.drop(name)


def test_passwords_are_made_once_and_kept_from_others(tmp_path: Path) -> None:
    path = tmp_path / "roles.json"
    made = bootstrap.role_passwords(path)
    assert set(made) == OURS - {bootstrap.READER}
    assert min(map(len, made.values())) >= 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert bootstrap.role_passwords(path) == made == json.loads(path.read_text())


def test_each_process_is_handed_its_own_passwords_alone(tmp_path: Path) -> None:
    made = bootstrap.role_passwords(tmp_path / "roles.json")
    bootstrap.hand_out(made, tmp_path)
    worker = tmp_path / "worker" / "roles.json"
    assert json.loads(worker.read_text()) == {
        role: made[role] for role in ("schakel_worker", "schakel_sealer", "schakel_login", "schakel_app")
    }
    assert stat.S_IMODE(worker.stat().st_mode) == 0o600
    assert set(json.loads((tmp_path / "serve" / "roles.json").read_text())) == {
        "schakel_app", "schakel_login", "schakel_auditor", "schakel_statistics"
    }  # fmt: skip


def test_a_process_gets_addresses_only_for_the_roles_whose_password_it_has(postgres: Postgres) -> None:
    urls = bootstrap.role_urls(postgres.superuser(), {"schakel_app": "secret"})
    assert {name: url.username for name, url in urls.items()} == {"app": "schakel_app"}
    assert urls["app"].database == "schakel"
