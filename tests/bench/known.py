"""`python -m tests.bench.known`: a question known or not known at a million digests, beside a bare select, in one run.

Each round asks in turn: one row by its digest (bare), all organisations by one digest (lookup), the whole question with
its record, committed (question), and one row added and committed (bare insert). Half of what is asked is known.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import quantiles
from uuid import UUID

import psycopg

from api.deps import actor_of
from db import bootstrap
from db.session import who
from domain import known
from tests import volume
from tests.bench.anchors import make_tables, write
from tests.faults.serving import Installation, running

ASKER = 2
FILL = """
insert into digests (row_id, digest, scope_id, owner_id, open, quiet_until)
select gen_random_uuid(), decode(md5(n::text), 'hex'), gen_random_uuid(),
       ('00000000-0000-7000-8000-' || lpad((3 + n % {partners})::text, 12, '0'))::uuid, true, null
  from generate_series(1, {digests}) n
"""
# A phone in each mention, so that there is something to ask; every second one is known to partner 5 too.
PHONES = """
update mentions set identifier_kind = 'phone', identifier_raw = '-', verified = true,
       identifier = '+316' || lpad((right(md5(id::text), 6))::text, 8, '0')
"""
KNOWN = """
insert into digests (row_id, digest, scope_id, owner_id, open, quiet_until)
values (gen_random_uuid(), %s, gen_random_uuid(), %s, true, null)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--digests", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=1_000)
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="schakel-bench-") as home,
        running(Installation(Path(home))) as installation,
    ):
        place = installation.postgres.url().set(drivername="postgresql", database=bootstrap.DATABASE)
        url = place.render_as_string(hide_password=False)
        _fill(installation, url, asked.digests, asked.questions)
        print("\n".join(_measure(installation, url)))


def _fill(installation: Installation, url: str, digests: int, questions: int) -> None:
    started = time.monotonic()
    with psycopg.connect(url) as connection:
        volume.fill(connection, questions)
        connection.execute(PHONES)
        connection.execute("update known_limits set per_person = 1000000, per_organisation = 1000000")
        key = installation.database.keyring.key()  # type: ignore[union-attr]
        connection.execute("insert into digest_keys (id) values (%s)", [key.id])
        connection.execute(FILL.format(partners=volume.PARTNERS - 2, digests=digests).encode())
        phones = connection.execute("select identifier from mentions order by id").fetchall()
        for (phone,) in phones[::2]:
            connection.execute(KNOWN, [key.digest("phone", phone), volume.organisation(5)])
        connection.commit()
        connection.execute("vacuum analyze")
    make_tables(url)
    print(
        f"{time.monotonic() - started:6.0f} s  {digests:,} digests, {len(phones):,} to ask about", flush=True
    )


def _measure(installation: Installation, url: str) -> Iterator[str]:
    took: dict[str, list[float]] = {"bare select": [], "lookup": [], "question": [], "bare insert": []}
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.cursor()
        mentions = connection.execute("select id, identifier from mentions order by id").fetchall()
        key = installation.database.keyring.key()  # type: ignore[union-attr]
        for number, (mention, phone) in enumerate(mentions):
            digest = key.digest("phone", phone)
            rounds: dict[str, Callable[[], object]] = {
                "bare select": partial(_bare, cursor, digest),
                "lookup": partial(_lookup, cursor, digest),
                "question": partial(_ask, installation, mention),
                "bare insert": partial(write, cursor),
            }
            for name, act in rounds.items():
                spent = _timed(act)
                if number >= len(mentions) // 10:  # the first tenth warms up
                    took[name].append(spent)
    yield f"{'':<14}{'p50 ms':>8}{'p95 ms':>8}{'  p50 as a multiple of the bare select'}"
    bare = quantiles(took["bare select"], n=20)[9]
    for name, times in took.items():
        cut = quantiles(times, n=20)
        yield f"{name:<14}{cut[9]:>8.2f}{cut[18]:>8.2f}{cut[9] / bare:>10.1f}"


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - started)


def _bare(cursor: psycopg.Cursor[tuple[object, ...]], digest: bytes) -> object:
    wanted = "select row_id from digests where digest = %s and owner_id = %s and open limit 1"
    return cursor.execute(wanted, [digest, UUID(volume.organisation(5))], prepare=True).fetchone()


def _lookup(cursor: psycopg.Cursor[tuple[object, ...]], digest: bytes) -> object:
    wanted = "select * from known_holders(array[%s::bytea], '{}'::uuid[], %s)"
    return cursor.execute(wanted, [digest, UUID(volume.organisation(ASKER))], prepare=True).fetchall()


def _ask(installation: Installation, mention: object) -> None:
    with installation.database.session_for(UUID(volume.person(ASKER))) as session:
        data = known.AskKnown(reason="Meting.")
        known.ask(session, actor_of(who(session)), UUID(str(mention)), data)
        session.commit()


if __name__ == "__main__":
    sys.exit(main())
