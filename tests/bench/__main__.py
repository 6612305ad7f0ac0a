"""`python -m tests.bench`: one run, one table. Starts everything it needs itself and leaves nothing behind."""

import argparse
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from uuid import UUID

import psycopg

from db import bootstrap
from tests import volume
from tests.bench.anchors import bare_server, make_tables
from tests.bench.measuring import Found, Place, Sizes, measure
from tests.bench.operations import SCOPES, Operation, operations
from tests.bench.statements import SETTINGS, Counter
from tests.bench.table import lines
from tests.faults.serving import Installation, running

WORKERS = 2
WHOLE = Sizes(rounds=5, busy=120, alone=40, warm=240, anchor=1600)
QUICK = Sizes(rounds=2, busy=64, alone=20, warm=96, anchor=800)
LIMIT_SECONDS = 600


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    sizes = QUICK if asked.quick else WHOLE
    signals = asked.signals or (5_000 if asked.quick else 100_000)
    signal.signal(signal.SIGALRM, _too_long)
    signal.signal(signal.SIGTERM, _too_long)
    signal.alarm(LIMIT_SECONDS)
    started = time.monotonic()
    with _home(asked.home) as home, ExitStack() as open_ones:
        installation = open_ones.enter_context(running(Installation(home, settings=SETTINGS)))
        url = superuser(installation)
        say(started, f"{_fill(url, signals):,} signals")
        found, measured = _measure(installation, url, sizes, open_ones)
        say(started, f"measured: {sizes.rounds} rounds, {WORKERS} workers")
    print()
    print("\n".join(lines(found, measured)))
    if asked.statements:
        _print_statements(found)


def _measure(
    installation: Installation, url: str, sizes: Sizes, open_ones: ExitStack
) -> tuple[Found, list[Operation]]:
    installation.web.start(f"--workers={WORKERS}")
    bare, bare_port = open_ones.enter_context(bare_server(WORKERS))
    counter = open_ones.enter_context(closing(Counter(url)))
    postgres, web = installation.postgres.pid(), installation.web.pid
    assert postgres
    assert web
    place = Place(url, postgres, web, installation.web.port, bare, bare_port)
    wanted = operations(url, lambda partner: installation.token(UUID(volume.person(partner)), *SCOPES))
    return measure(place, wanted, counter, sizes), wanted


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--signals", type=int, help="how many there are (100000)")
    parser.add_argument("--quick", action="store_true", help="under a minute: few signals, few rounds")
    parser.add_argument(
        "--statements", action="store_true", help="also show what each request asks PostgreSQL"
    )
    parser.add_argument("--home", type=Path, help="keep the data here and use it again")
    return parser.parse_args()


@contextmanager
def _home(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    home = Path(tempfile.mkdtemp(prefix="schakel-bench-"))
    try:
        yield home
    finally:
        shutil.rmtree(home)


def superuser(installation: Installation) -> str:
    """How the superuser reaches its database."""
    place = installation.postgres.url().set(drivername="postgresql", database=bootstrap.DATABASE)
    return place.render_as_string(hide_password=False)


def _fill(url: str, signals: int) -> int:
    """Once: data that was kept is used as it is. Says how many there are."""
    with psycopg.connect(url) as connection:
        if connection.execute("select 1 from signals limit 1").fetchone() is None:
            volume.fill(connection, signals)
        there = connection.execute("select count(*) from signals").fetchone()
    make_tables(url)
    assert there is not None
    return int(there[0])


def _print_statements(found: Found) -> None:
    for operation, asked in found.asked.items():
        print(f"\n{operation.name}, {operation.partner}: calls, plans, pages, planning ms, running ms")
        for calls, plans, pages, planning, ran, query in asked.each:
            print(f"  {calls:>5} {plans:>5} {pages:>7} {planning:>8.1f} {ran:>8.1f}  {str(query)[:150]}")


def say(started: float, what: str) -> None:
    """How far it is."""
    print(f"{time.monotonic() - started:6.0f} s  {what}", flush=True)


def _too_long(_signal: int, _frame: object) -> None:
    sys.exit("stopped: asked to, or it took too long")


if __name__ == "__main__":
    main()
