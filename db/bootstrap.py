"""What a superuser does once per server: the roles and the database. Everything else is a migration.

Every statement may be run again, so a new release starts with the same command. Roles belong to the whole
server and not to one database: two installations on one server need the same passwords.
"""

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import URL

from db.embedded import write_secret

DATABASE = "schakel"
MIGRATIONS = Path(__file__).parents[1] / "migrations"

LOGIN_ROLES: Mapping[str, Mapping[str, str]] = {
    # Limits per role: a request must fail before the browser gives up, a migration may not hold up requests. And that
    # a page here or there costs the same, in memory and on flash: lists follow an index, and sort nothing.
    "owner": {"lock_timeout": "5s"},
    "app": {
        "statement_timeout": "15s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "60s",
        "random_page_cost": "1.1",
    },
    "login": {"statement_timeout": "10s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "30s"},
    "worker": {
        "statement_timeout": "60s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "120s",
    },
    "auditor": {"statement_timeout": "300s", "idle_in_transaction_session_timeout": "300s"},
    "sealer": {
        "statement_timeout": "60s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "60s",
    },
    "statistics": {"statement_timeout": "60s", "idle_in_transaction_session_timeout": "60s"},
}
"""The roles that connect, by short name; in PostgreSQL each is called `schakel_<name>`."""

PROCESSES: Mapping[str, tuple[str, ...]] = {
    "serve": ("app", "login", "auditor", "statistics"),
    "worker": ("worker", "sealer", "login", "app"),
}
"""As whom each process connects. Neither is the owner: who breaks into it finds no password to change the rules with."""

READER = "schakel_reader"
"""Owns every security definer function and cannot log in: nobody *is* the reader, functions act as it."""

EXTENSIONS = ("pg_trgm", "unaccent")

Connection = psycopg.Connection[Any]


def role_passwords(path: Path) -> dict[str, str]:
    """The passwords in this file (0600), made first for each role that has none yet."""
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [f"schakel_{name}" for name in LOGIN_ROLES if f"schakel_{name}" not in known]
    if missing:
        known |= {role: secrets.token_urlsafe(24) for role in missing}
        write_secret(path, json.dumps(known, indent=2) + "\n")
    return known


def hand_out(passwords: Mapping[str, str], folder: Path) -> None:
    """Give each process a roles file of its own, `<process>/roles.json`, with its own roles alone."""
    for process, names in PROCESSES.items():
        own = {role: passwords[role] for role in (f"schakel_{name}" for name in names)}
        write_secret(folder / process / "roles.json", json.dumps(own, indent=2) + "\n")


def role_urls(server: URL, passwords: Mapping[str, str], database: str = DATABASE) -> dict[str, URL]:
    """How each role whose password is known connects to the database, by short name."""
    roles = {name: f"schakel_{name}" for name in LOGIN_ROLES if f"schakel_{name}" in passwords}
    # Through psycopg 3, also when the address says plain `postgresql://`.
    place = server.set(drivername="postgresql+psycopg", database=database)
    return {name: place.set(username=role, password=passwords[role]) for name, role in roles.items()}


def bootstrap(superuser: URL, passwords: Mapping[str, str], database: str = DATABASE) -> None:
    """Make the roles and the database, or bring those that exist up to date."""
    with connect(superuser) as connection:
        # Two of these at once would trip over each other's catalogue rows.
        connection.execute("select pg_advisory_lock(hashtext('schakel bootstrap'))")
        _make_roles(connection, passwords)
        if not exists(connection, database):
            create_database(connection, database)
    with connect(superuser.set(database=database)) as connection:
        for statement in _inside_the_database():
            connection.execute(statement)


def migrate(owner: URL, revision: str = "head") -> None:
    """Bring the schema up to date, as its owner; what is up to date already stays as it is."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"url": owner})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, revision)


@contextmanager
def connect(superuser: URL) -> Iterator[Connection]:
    """A connection as superuser in which every statement stands on its own, as databases demand."""
    url = superuser.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True, application_name="schakel-bootstrap") as connection:
        yield connection


def exists(connection: Connection, database: str) -> bool:
    """Whether the server has a database of this name."""
    found = connection.execute("select 1 from pg_database where datname = %s", [database])
    return found.fetchone() is not None


def create_database(connection: Connection, database: str, template: str | None = None) -> None:
    """Make a database that only our roles may enter: empty, or the copy of a template of ours."""
    # Privileges of the database itself are not copied with a template, so each one gets them anew.
    source = (
        sql.SQL("{} strategy file_copy").format(sql.Identifier(template))
        if template
        else sql.SQL("template0")
    )
    for statement in (
        "create database {database} owner schakel_owner encoding 'UTF8' template {source}",
        "revoke all on database {database} from public",
        "grant connect on database {database} to {roles}",
    ):
        connection.execute(
            sql.SQL(statement).format(database=sql.Identifier(database), source=source, roles=_everyone())
        )


def drop_database(connection: Connection, database: str) -> None:
    """Remove a database, also under those who are connected to it."""
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))


def rename_database(connection: Connection, database: str, name: str) -> None:
    """Give a database its name; whoever is still connected loses the connection."""
    connection.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [database]
    )
    connection.execute(
        sql.SQL("alter database {} rename to {}").format(sql.Identifier(database), sql.Identifier(name))
    )


def _make_roles(connection: Connection, passwords: Mapping[str, str]) -> None:
    for role in (READER, *(f"schakel_{name}" for name in LOGIN_ROLES)):
        if not connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone():
            connection.execute(sql.SQL("create role {}").format(sql.Identifier(role)))
        connection.execute(
            sql.SQL(
                "alter role {} nosuperuser nobypassrls nocreatedb nocreaterole noreplication inherit {}"
            ).format(sql.Identifier(role), sql.SQL("nologin" if role == READER else "login"))
        )
    for role in (f"schakel_{name}" for name in LOGIN_ROLES):
        if role in passwords:
            connection.execute(
                sql.SQL("alter role {} password {}").format(
                    sql.Identifier(role), _verifier(connection, role, passwords[role])
                )
            )
    for name, limits in LOGIN_ROLES.items():
        for setting, value in limits.items():
            connection.execute(
                sql.SQL("alter role {} set {} = {}").format(
                    sql.Identifier(f"schakel_{name}"), sql.Identifier(setting), sql.Literal(value)
                )
            )
    # So that a migration, which runs as owner, can make a function and then hand it to the reader.
    connection.execute(sql.SQL("grant {} to schakel_owner").format(sql.Identifier(READER)))


def _verifier(connection: Connection, role: str, password: str) -> sql.Literal:
    """The password as PostgreSQL keeps it, computed here: in clear it could end up in the server's log."""
    made = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    return sql.Literal(made.decode())


def _inside_the_database() -> Iterator[sql.SQL | sql.Composed]:
    """The statements inside the database that its owner could not run."""
    for extension in EXTENSIONS:
        yield sql.SQL("create extension if not exists {} schema public").format(sql.Identifier(extension))
    yield sql.SQL("alter schema public owner to schakel_owner")
    yield sql.SQL("revoke all on schema public from public")
    yield sql.SQL("grant usage on schema public to {}").format(_everyone())
    # PostgreSQL demands this of whoever becomes the owner of a function in the schema.
    yield sql.SQL("grant create on schema public to {}").format(sql.Identifier(READER))
    # By default everybody may execute a new function; here nobody may until it is granted.
    yield sql.SQL("alter default privileges for role schakel_owner revoke execute on functions from public")
    # A definer function, which runs as the reader, may call every other function.
    yield sql.SQL("alter default privileges for role schakel_owner grant execute on functions to {}").format(
        sql.Identifier(READER)
    )


def _everyone() -> sql.Composed:
    return sql.SQL(", ").join(
        sql.Identifier(role) for role in (READER, *(f"schakel_{name}" for name in LOGIN_ROLES))
    )
