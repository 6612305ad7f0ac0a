"""`python -m migrations.freeze 0002 rooms` writes the migration from the last one to what db/ declares now.

It builds both on a PostgreSQL of its own (the last migration, the declarations), writes down the way from one to
the other as frozen SQL, runs that, and refuses when the two still differ. Read what it wrote, and try it on a copy
of a real database. A migration that was released is never changed again: each names the checksum of the one before.

Without arguments it writes the first migration anew, as long as there is no second.
"""

import hashlib
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import URL

from db import bootstrap, schema
from db.embedded import CARELESS, Server
from db.policies import clock
from domain.process import TRANSITIONS
from migrations import catalogue, difference

VERSIONS = Path(__file__).parent / "versions"
CLEAR = Path(__file__).with_name("clear.sql")

DECLARED = {
    (kind, step.value): {act: to.value for act, to in acts.items()}
    for (kind, step), acts in TRANSITIONS.items()
}

MODULE = '''"""{title}: what changed since {before}.

The statements stand beside this file, in the order in which they run and separated by a line `-- ;;`. They were
generated once from the declarations in db/ and are frozen: later changes are migrations of their own.

Revision: {revision}
Revises: {before}
"""

from pathlib import Path

from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None

BUILDS_ON = "{checksum}"
"""SHA-256 of the statements of the revision before: whoever has run those, may run these."""


def upgrade() -> None:
    """Run the frozen statements, each as it stands."""
    # no_parameters: `%` and `:` in function bodies are SQL here and mark no parameters.
    connection = op.get_bind().execution_options(no_parameters=True)
    for statement in Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split("\\n-- ;;\\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)
'''


def frozen() -> list[Path]:
    """The statements of every migration, in order."""
    return sorted(VERSIONS.glob("[0-9]*.sql"))


def checksum(path: Path) -> str:
    """What a file is recognised by."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def freeze(revision: str, name: str) -> list[str]:
    """Write the next migration, try it, and give the statements after which something is gone for good."""
    last = frozen()[-1]
    before = last.name.split("_")[0]
    if revision <= before:
        raise difference.NotPossible(f"{before} is the last migration; the next one comes after it")
    with _server() as server:
        _migrated(server, "previous")
        _declared(server, "declared")
        with _connected(server, "previous") as old, _connected(server, "declared") as new:
            way = statements(old, new)
        path = VERSIONS / f"{revision}_{name}.sql"
        path.write_text(schema.SEPARATOR.join(way) + "\n", encoding="utf-8")
        path.with_suffix(".py").write_text(
            MODULE.format(
                title=name.replace("_", " ").capitalize(),
                revision=revision,
                before=before,
                checksum=checksum(last),
            ),
            encoding="utf-8",
        )
        bootstrap.migrate(_owner(server, "previous"))
        with _connected(server, "previous") as old, _connected(server, "declared") as new:
            left = difference.of_tables(catalogue.read(old), catalogue.read(new))
    if left:
        raise difference.NotPossible(
            "the migration was written, but after it this is still different:\n" + "\n".join(left)
        )
    return difference.losses(way)


def statements(old: catalogue.Connection, new: catalogue.Connection) -> list[str]:
    """The way from one database to another that was made from the declarations.

    What holds no state is dropped and made anew as a whole: so nothing of it can be forgotten.
    """
    return [
        CLEAR.read_text(encoding="utf-8").strip(),
        *clock.STATEMENTS,
        *difference.of_tables(catalogue.read(old), catalogue.read(new)),
        *schema.policies(),
        *difference.of_seeds(old, new),
    ]


@contextmanager
def _server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="schakel-freeze-") as home:
        server = Server(Path(home), settings=CARELESS)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _migrated(server: Server, database: str) -> None:
    bootstrap.bootstrap(server.url(), _passwords(server), database)
    bootstrap.migrate(_owner(server, database))


def _declared(server: Server, database: str) -> None:
    bootstrap.bootstrap(server.url(), _passwords(server), database)
    url = _owner(server, database).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        for statement in schema.statements(DECLARED):
            connection.execute(statement.encode())


def _passwords(server: Server) -> dict[str, str]:
    return bootstrap.role_passwords(server.home / "roles.json")


def _owner(server: Server, database: str) -> URL:
    return bootstrap.role_urls(server.url(), _passwords(server), database)["owner"]


@contextmanager
def _connected(server: Server, database: str) -> Iterator[catalogue.Connection]:
    with bootstrap.connect(server.url().set(database=database)) as connection:
        yield connection


def main(arguments: list[str]) -> None:
    """Write the first migration anew, or the next one."""
    if not arguments:
        if len(frozen()) > 1:
            sys.exit("The first migration is frozen: give the number and the name of the next one.")
        schema.freeze(DECLARED)
        return
    revision, name = arguments
    try:
        lost = freeze(revision, name)
    except difference.NotPossible as problem:
        sys.exit(str(problem))
    print(f"Wrote migrations/versions/{revision}_{name}.sql. Read it before you commit it.")
    for statement in lost:
        print(f"This loses data: {statement}")


if __name__ == "__main__":
    main(sys.argv[1:])
