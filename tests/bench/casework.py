"""`python -m tests.bench.casework`: the pages people work on all day, at the size of a region after some years.

The start page with its work list and the page of a case, as HTML in a signed-in browser's session, for the RIEC,
the police, the largest and the smallest municipality; beside a bare select of one row by its key, prepared, in the same rounds. Statements
are counted at a tenth of the size too: a page that asks more when there is more says so.
"""

import argparse
import itertools
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median, quantiles
from typing import Final
from uuid import UUID

import psycopg

from api.middleware import SESSION_COOKIE
from domain.accounts import Place, open_session
from tests import volume
from tests.bench import anchors
from tests.bench.__main__ import say, superuser
from tests.bench.load import ask, request
from tests.bench.statements import SETTINGS, Asked, Counter
from tests.faults.serving import Installation, running
from tests.world import sworn_to_secrecy

EACH: Final = 20
WHO: Final = {1: "the RIEC", 2: "police", 3: "largest town", volume.PARTNERS: "smallest"}
ROUNDS, REQUESTS = 3, 20

_CASES = (
    "select scope_id from participations where organisation_id = %s and kind = 'case' and ended_at is null"
    " order by last_activity_at desc limit 300"
)
Page = tuple[str, str, Iterator[bytes]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help=f"each with {EACH} contributions")
    parser.add_argument(
        "--statements", action="store_true", help="also show the dearest statements of each page"
    )
    asked = parser.parse_args()
    started = time.monotonic()
    small = asked.cases // 10
    with Region(small) as (_, counter, port, pages):
        few = {page[:2]: _counted(counter, port, page) for page in pages}
        say(started, f"counted at {small:,} cases")
    with Region(asked.cases) as (url, counter, port, pages):
        many = {page[:2]: _counted(counter, port, page) for page in pages}
        say(started, f"counted at {asked.cases:,} cases, {asked.cases * EACH:,} contributions")
        bare, times = _measured(url, port, pages)
    print("\n".join(_lines(few, many, bare, times)))
    if asked.statements:
        print("\n".join(_dearest(many)))


class Region(ExitStack):
    """A region of this size, the application on it, and the pages as three of its people ask for them."""

    def __init__(self, cases: int) -> None:
        super().__init__()
        self._cases = cases

    def __enter__(self) -> tuple[str, Counter, int, list[Page]]:
        home = self.enter_context(tempfile.TemporaryDirectory(prefix="schakel-bench-"))
        installation = self.enter_context(running(Installation(Path(home), settings=SETTINGS)))
        url = superuser(installation)
        with psycopg.connect(url) as connection:
            volume.fill(connection, 0, self._cases, EACH, work=True)
        anchors.make_tables(url)
        installation.web.start("--workers=1")
        pages = list(_pages(installation, url))
        return url, self.enter_context(closing(Counter(url))), installation.web.port, pages


def _pages(installation: Installation, url: str) -> Iterator[Page]:
    sworn_to_secrecy(installation.database, *(UUID(volume.person(partner)) for partner in WHO))
    for partner, name in WHO.items():
        with installation.database.session_as("login") as session:
            token = open_session(
                session, UUID(volume.person(partner)), Place("127.0.0.1", "Bench"), second_factor=True
            )
            session.commit()
        with psycopg.connect(url) as connection:
            found = connection.execute(_CASES, [volume.organisation(partner)]).fetchall()
        cookie = f"{SESSION_COOKIE}={token}"
        headers = {"cookie": cookie, "accept_language": "nl"}
        yield "start page", name, itertools.repeat(request("GET", "/", None, **headers))
        of_cases = [request("GET", f"/cases/{case}", None, **headers) for (case,) in found]
        yield "page of a case", name, itertools.cycle(of_cases)


def _counted(counter: Counter, port: int, page: Page) -> Asked:
    """What one page asks of PostgreSQL, in a process that has made it before."""
    *_, requests = page
    ask(port, requests, 20, 1, 200)
    with counter.counting(20) as asked:
        ask(port, requests, 20, 1, 200)
    return asked


def _measured(
    url: str, port: int, pages: list[Page]
) -> tuple[list[float], dict[tuple[str, str], list[float]]]:
    """Milliseconds on one connection: every page and the bare select in turn, round after round."""
    bare: list[float] = []
    times: dict[tuple[str, str], list[float]] = {page[:2]: [] for page in pages}
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.cursor()
        for _ in range(ROUNDS):
            for _ in range(10 * REQUESTS):
                begun = time.perf_counter()
                anchors.read(cursor)
                bare.append(1000 * (time.perf_counter() - begun))
            for page in pages:
                times[page[:2]] += [answer.took for answer in ask(port, page[2], REQUESTS, 1, 200)]
    return bare, times


def _lines(
    few: dict[tuple[str, str], Asked], many: dict[tuple[str, str], Asked], bare: list[float],
    times: dict[tuple[str, str], list[float]],
) -> Iterator[str]:  # fmt: skip
    one = median(bare)
    yield ""
    yield f"Bare select of one row by its key: {one:.2f} ms (p95 {quantiles(bare, n=20)[18]:.2f})"
    yield ""
    yield f"{'':<30}{'statements':^17}{'pages':^17}{'ms, one connection':^22}"
    yield f"{'page':<17}{'as':<13}{'few':>7} {'many':>7}  {'few':>7} {'many':>7}  {'p50':>7} {'p95':>7} {'times bare':>11}"
    for key, taken in times.items():
        name, who = key
        a, b, p50 = few[key], many[key], median(taken)
        yield (
            f"{name:<17}{who:<13}{a.statements:>7.1f} {b.statements:>7.1f}  {a.buffers:>7.0f} {b.buffers:>7.0f}"
            f"  {p50:>7.1f} {quantiles(taken, n=20)[18]:>7.1f} {p50 / one:>11.0f}"
        )
    yield ""
    more = [key for key in many if round(many[key].statements) > round(few[key].statements)]
    yield "More statements where there is more: " + (", ".join(" as ".join(key) for key in more) or "none")


def _dearest(many: dict[tuple[str, str], Asked]) -> Iterator[str]:
    for (name, who), asked in many.items():
        yield f"\n{name}, {who}: calls, plans, pages, planning ms, running ms in 20 requests"
        for calls, plans, pages, planning, ran, query in sorted(asked.each, key=lambda one: -one[2])[:8]:
            yield f"  {calls:>5} {plans:>5} {pages:>9} {planning:>8.1f} {ran:>8.1f}  {' '.join(str(query).split())[:170]}"


if __name__ == "__main__":
    main()
