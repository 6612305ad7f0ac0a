"""`python -m tests.bench.sharing`: what row-level security costs, as the same requests with it and without.

A region of cases with ten contributions each. The web server is asked as the largest and as the smallest partner;
then the application's role is let past every policy, a new web server is asked the same, and the role is put back.
Lists are driven by who takes part in what, so both answer with the same lines.
"""

import argparse
import itertools
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from uuid import UUID

import psycopg

from tests import volume
from tests.bench.__main__ import WORKERS, say, superuser
from tests.bench.anchors import bare_server, make_tables
from tests.bench.load import request
from tests.bench.measuring import BUSY, Found, Place, Sizes, measure
from tests.bench.operations import PARTNERS, SCOPES, Operation, search_for
from tests.bench.statements import SETTINGS, Counter
from tests.faults.serving import Installation, running

EACH = 10
SIZES = Sizes(rounds=3, busy=96, alone=24, warm=160, anchor=800)
PASSED = {"with": "nobypassrls", "without": "bypassrls"}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--cases", type=int, default=100_000, help="each with one subject and ten contributions"
    )
    asked = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="schakel-bench-") as home, ExitStack() as open_ones:
        installation = open_ones.enter_context(running(Installation(Path(home), settings=SETTINGS)))
        url = superuser(installation)
        with psycopg.connect(url) as connection:
            volume.fill(connection, 0, asked.cases, EACH)
        make_tables(url)
        say(started, f"{asked.cases:,} cases, {asked.cases * EACH:,} contributions")
        found = {how: _measured(installation, url, how) for how in ("with", "without")}
        say(started, f"measured: {SIZES.rounds} rounds, {WORKERS} workers")
    print("\n".join(_lines(*found.values())))


def _measured(installation: Installation, url: str, how: str) -> Found:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"alter role schakel_app {PASSED[how]}".encode())
    with ExitStack() as open_ones:
        # A new server: what was planned before knows nothing of the change.
        installation.web.kill()
        installation.web.start(f"--workers={WORKERS}")
        bare, bare_port = open_ones.enter_context(bare_server(WORKERS))
        counter = open_ones.enter_context(closing(Counter(url)))
        postgres, web = installation.postgres.pid(), installation.web.pid
        assert postgres
        assert web
        place = Place(url, postgres, web, installation.web.port, bare, bare_port)
        wanted = _operations(url, lambda partner: installation.token(UUID(volume.person(partner)), *SCOPES))
        return measure(place, wanted, counter, SIZES)


def _operations(url: str, token: Callable[[int], str]) -> list[Operation]:
    with psycopg.connect(url) as connection:
        return [
            Operation(name, PARTNERS[partner], requests, 200, writes=False, target=None)
            for partner in PARTNERS
            for name, requests in _asked(connection, partner, token(partner))
        ]


def _asked(
    connection: psycopg.Connection[tuple[object, ...]], partner: int, token: str
) -> Iterator[tuple[str, Iterator[bytes]]]:
    seen = connection.execute(
        "select s.id, s.case_id, s.name from participations p join subjects s on s.id = p.scope_id"
        " where p.organisation_id = %s order by p.last_activity_at desc limit 300",
        [volume.organisation(partner)],
    ).fetchall()
    yield "list of 50 cases", itertools.repeat(request("GET", "/api/v1/cases?limit=50", token))
    yield "one case", itertools.cycle([request("GET", f"/api/v1/cases/{case}", token) for _, case, _ in seen])
    yield (
        "its contributions",
        itertools.cycle(
            [request("GET", f"/api/v1/subjects/{one}/contributions", token) for one, _, _ in seen]
        ),
    )
    yield "search, a name", itertools.cycle([search_for(token, str(name).split()[-1]) for *_, name in seen])


def _lines(limited: Found, free: Found) -> Iterator[str]:
    """Each request with and without, in CPU-ms and pages, and how many times as dear it is with."""
    yield ""
    yield f"{'':30}{'CPU-ms, application + PostgreSQL':^36}  {'PostgreSQL':^10} {'pages':^15}"
    yield f"{'operation':<20}{'partner':<10}{'with':>14}{'without':>14}{'times':>8}  {'times':>10} {'with':>7} {'without':>7}"
    for one, other in zip(limited.asked, free.asked, strict=True):
        here, there = limited.middle(one, BUSY), free.middle(other, BUSY)
        assert limited.size[one] > 0
        yield (
            f"{one.name:<20}{one.partner:<10}{here.app:>7.1f} +{here.database:>5.1f}{there.app:>8.1f} +{there.database:>4.1f}"
            f"{(here.app + here.database) / (there.app + there.database):>8.2f}"
            f"  {here.database / max(there.database, 0.01):>10.2f}"
            f" {limited.asked[one].buffers:>7.0f} {free.asked[other].buffers:>7.0f}"
        )


if __name__ == "__main__":
    main()
