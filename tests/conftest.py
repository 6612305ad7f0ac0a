"""The real thing for every test: a PostgreSQL, migrated as in production, and our own roles on it.

One server per run, one migrated template, one copy of it per xdist process. Tests connect as the roles of the
application and commit; whoever must count rows, or break things, asks for a copy of its own (about 0.1 s).

- `database` (session): the Database of this process, shared by its tests. Make your own cases in it and look at
  those alone.
- `fresh_database` (test) and `module_database` (module): a Database that nobody else writes to.
- `new_database` (session): a function that makes one more, e.g. `new_database()`; dropped at the end.
- `blank_database` (test): roles and extensions, but no migration: for comparing catalogues.
- `demo_region` (module): a copy of the demo region, which is told once per run, with what was written beside it.
- `postgres` (session): the server itself: `superuser(database)`, `urls(database)`, `stop()`, `start()`.

`--postgres=embedded` (the default) takes the server in the wheel, `--postgres=installed` the PostgreSQL 15 or
newer of Debian's packages; SCHAKEL_TEST_DATABASE_URL, a superuser's address, takes a server that already runs.
"""

import itertools
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from filelock import FileLock
from sqlalchemy import URL, make_url

from api import demo
from db import bootstrap
from db.embedded import CARELESS, Server, installed_bin
from db.keyring import FILE as KEY_FILE
from db.keyring import Keyring
from db.session import Database
from tests.demo.loaded import Loaded

TEMPLATE = "template"
BLANK = "blank"
DEMO = "demo"
HOME = pytest.StashKey[str]()

# Tests ask as `testserver`, and more in a minute than people do; tests of the limits set their own.
os.environ |= {
    "SCHAKEL_LIVE_SECONDS": "0",
    "SCHAKEL_ALLOWED_HOSTS": "testserver",
    "SCHAKEL_REQUESTS_PER_MINUTE": "1000000",
    "SCHAKEL_REQUESTS_PER_MINUTE_ADDRESS": "1000000",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgres", choices=("embedded", "installed"), default="embedded", help="which PostgreSQL"
    )


def pytest_configure(config: pytest.Config) -> None:
    """The process that leads the run says where the server will stand; the first test that needs it starts it."""
    if not hasattr(config, "workerinput"):
        config.stash[HOME] = tempfile.mkdtemp(prefix="schakel-tests-")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Tell each xdist process where that is."""
    node.workerinput["home"] = node.config.stash[HOME]  # type: ignore[attr-defined]


LONG: Final = (
    "pages/test_axe_in_dutch.py", "api/test_access_matrix.py", "faults/test_schemathesis.py",
    "browser/test_chain_in_the_browser.py", "test_chain.py", "pages/test_every_page.py",
    "pages/test_axe_in_english.py", "db/test_policies.py", "faults/test_storm.py",
)  # fmt: skip
"""The files that take longest, longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first: one process that is still busy with it keeps all others waiting at the end."""
    place = {str(Path(__file__).parent / name): number for number, name in enumerate(LONG)}
    items.sort(key=lambda one: place.get(str(one.path), len(place)))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server when every process is done with it."""
    home = config.stash.get(HOME, None)
    if home is not None:
        if (Path(home) / ".prepared").exists():
            Postgres(Path(home), config).clear()
        shutil.rmtree(home)


class Postgres:
    """The server of this test run, and the databases on it."""

    def __init__(self, home: Path, config: pytest.Config) -> None:
        self.home = home
        self.own: Server | None = None
        self._given = os.environ.get("SCHAKEL_TEST_DATABASE_URL")
        if not self._given:
            installed = config.getoption("postgres") == "installed"
            if installed and installed_bin() is None:
                raise pytest.UsageError(
                    "--postgres=installed: no PostgreSQL 15 or newer in /usr/lib/postgresql"
                )
            self.own = Server(home, bin_directory=installed_bin() if installed else None, settings=CARELESS)
        self._numbers = itertools.count(1)
        # On a server that was given, several runs may be at work.
        self._run = f"schakel_{home.name.removeprefix('schakel-tests-')}"

    def start(self) -> None:
        """Start the server."""
        if self.own:
            self.own.start()

    def stop(self) -> None:
        """Stop the server."""
        if self.own:
            self.own.stop()

    def superuser(self, database: str = "postgres") -> URL:
        """The superuser's address; for arranging a disaster and for reading the catalogue, not for testing."""
        server = self.own.url() if self.own else make_url(self._given or "")
        return server.set(drivername="postgresql+psycopg", database=database)

    def urls(self, database: str) -> dict[str, URL]:
        """The addresses of our roles."""
        return bootstrap.role_urls(self.superuser(), self.passwords(), database)

    def passwords(self) -> dict[str, str]:
        """The passwords of our roles, by full name."""
        return bootstrap.role_passwords(self.home / "roles.json")

    def prepare(self) -> None:
        """Make both templates, once per run."""
        with FileLock(self.home / ".prepare"):
            self.start()
            done = self.home / ".prepared"
            if not done.exists():
                for template in (BLANK, TEMPLATE):
                    bootstrap.bootstrap(self.superuser(), self.passwords(), f"{self._run}_{template}")
                bootstrap.migrate(self.urls(f"{self._run}_{TEMPLATE}")["owner"])
                done.touch()

    def prepare_demo(self) -> None:
        """Tell the demo region, once per run; its files stand beside what `demo_said` says."""
        with FileLock(self.home / ".prepare-demo"):
            if self.demo_said.exists():
                return
            name, said = self.copy(name=f"{self._run}_{DEMO}"), list[str]()
            self.demo_said.parent.mkdir()
            database = self._over(name, self.demo_said.parent)
            demo.load(database, self.demo_said.parent, said.append)
            database.dispose()
            # What autovacuum does elsewhere: without it PostgreSQL plans for tables of which it knows nothing.
            with bootstrap.connect(self.superuser(name)) as connection:
                connection.execute("analyze")
            self.demo_said.write_text(json.dumps(said))

    @property
    def demo_said(self) -> Path:
        """What was said while the demo region was told."""
        return self.home / "demo" / "said.json"

    def clear(self) -> None:
        """Leave nothing behind on the server, or no server."""
        if self.own is None:
            for template in (BLANK, TEMPLATE, DEMO):
                self.drop(f"{self._run}_{template}")
        self.stop()

    def copy(self, template: str = TEMPLATE, name: str | None = None) -> str:
        """Make a copy of a template and say its name."""
        name = name or f"{self._run}_{os.getpid()}_{next(self._numbers)}"
        # A template can be copied by one at a time.
        with FileLock(self.home / ".copy"), bootstrap.connect(self.superuser()) as connection:
            bootstrap.create_database(connection, name, f"{self._run}_{template}")
        return name

    def drop(self, name: str) -> None:
        """Remove a copy."""
        with bootstrap.connect(self.superuser()) as connection:
            bootstrap.drop_database(connection, name)

    def opened(self, template: str = TEMPLATE) -> Iterator[Database]:
        """A Database over a copy of its own, which goes when the test that asked for it is over."""
        name = self.copy(template)
        folder = self.home / name
        if template == DEMO:
            shutil.copytree(self.demo_said.parent, folder)
        database = self._over(name, folder)
        yield database
        database.dispose()
        self.drop(name)

    def _over(self, name: str, folder: Path) -> Database:
        """The database of that name, with keys and files of its own: a test that replaces a key replaces no other's."""
        return Database(self.urls(name), keyring=Keyring(folder / KEY_FILE), plan_once=True)


def folder_of(database: Database) -> Path:
    """Where the keys and files that go with it stand."""
    assert database.keyring is not None
    return database.keyring.path.parent


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Postgres:
    """The server of this run, with the migrated template on it."""
    worker = getattr(request.config, "workerinput", None)
    server = Postgres(Path(worker["home"] if worker else request.config.stash[HOME]), request.config)
    server.prepare()
    return server


@pytest.fixture(scope="session")
def database(postgres: Postgres) -> Iterator[Database]:
    """The database of this process; what a test commits, the next one sees."""
    yield from postgres.opened()


@pytest.fixture(scope="module")
def module_database(postgres: Postgres) -> Iterator[Database]:
    """A database for the tests of one module."""
    yield from postgres.opened()


@pytest.fixture(scope="module")
def demo_region(postgres: Postgres) -> Iterator[Loaded]:
    """The demo region in a database of this module."""
    postgres.prepare_demo()
    said = json.loads(postgres.demo_said.read_text())
    for database in postgres.opened(DEMO):
        yield Loaded(database, folder_of(database) / demo.ACCOUNTS, said)


@pytest.fixture
def fresh_database(postgres: Postgres) -> Iterator[Database]:
    """A database for one test."""
    yield from postgres.opened()


@pytest.fixture
def blank_database(postgres: Postgres) -> Iterator[Database]:
    """A database with roles and extensions in which no migration ran."""
    yield from postgres.opened(BLANK)


@pytest.fixture(scope="session")
def new_database(postgres: Postgres) -> Iterator[Callable[[], Database]]:
    """One more database each time it is called."""
    made: list[Iterator[Database]] = []

    def make() -> Database:
        opened = postgres.opened()
        made.append(opened)
        return next(opened)

    yield make
    for opened in made:
        next(opened, None)
