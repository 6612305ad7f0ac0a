"""`python -m tests.bench.connections`: who could be the same among 10,000, 100,000 and a million persons, in one run.

Row-level security is on throughout. For each size, of whoever comes in anew: one row by its id (bare), the lookup alone, with
the explanation of each, and all that a page asks for (lookup, comparing, reading again through the policies, decisions and log), as the largest
partner and as one of the smallest; how often the one that is meant is among what the lookup gives, how precise each
band is, what filing one more costs, and how large it all is.
"""

import argparse
import math
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import text
from sqlmodel import Session

from api.deps import actor_of
from db import bootstrap
from db.keyring import DigestKey
from db.session import who
from domain import connections, filing
from domain.connections import finding
from tests import volume
from tests.bench.anchors import make_tables, write
from tests.faults.serving import Installation, running
from tests.quality.describing import HARD, LIGHT, Row, Writer
from tests.quality.people import Region

SEED = 51001
A_SIGNAL = 10
"""So many persons in each signal, so that a million of them fit in a run; what is judged of each is the same."""
LARGEST, SMALL = 1, 25
SETTINGS = {
    "shared_buffers": "2GB", "maintenance_work_mem": "1GB", "max_wal_size": "8GB", "fsync": "off",
    "synchronous_commit": "off", "autovacuum": "off",
}  # fmt: skip

STAGE = """
create temporary table stage (n bigint, truth text, name text, name_parts jsonb, birth_date text, identifier_kind text,
                              identifier text, keys bigint[])
"""
MENTIONS = """
insert into mentions (id, signal_id, scope_id, owner_id, category, actor_id, created_at, kind, name, name_parts, birth_date,
                      identifier_kind, identifier_raw, identifier, verified, description)
select ('01910000-0000-7000-8000-' || lpad(t.n::text, 12, '0'))::uuid, s.id, s.id, s.owner_id, 'signal', s.actor_id, s.created_at,
       'person', t.name, t.name_parts, t.birth_date, t.identifier_kind, t.identifier, t.identifier, t.identifier is not null, ''
  from stage t join signals s on s.number = 'V-' || (1 + t.n %% %(signals)s)
"""
ENTRIES = """
insert into connection_entries (row_id, version, scope_id, keys, organisations)
select m.id, 1, m.scope_id, t.keys, p.organisations
  from stage t join mentions m on m.id = ('01910000-0000-7000-8000-' || lpad(t.n::text, 12, '0'))::uuid
  join (select scope_id, array_agg(distinct organisation_id) as organisations from participations group by 1) p
    on p.scope_id = m.scope_id
"""
POSTINGS = """
insert into connection_postings (key, number)
select posting_key(k, o), e.number from connection_entries e, unnest(e.organisations) o, unnest(e.keys) k
"""
SIZES = """
select pg_table_size('connection_postings') + pg_table_size('connection_entries'),
       pg_indexes_size('connection_postings') + pg_indexes_size('connection_entries'),
       (select count(*) from connection_postings)
"""


def main() -> None:
    """Measure each size and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--asked", type=int, default=400)
    asked = parser.parse_args()
    p50 = {}
    for persons in asked.persons:
        with (
            tempfile.TemporaryDirectory(prefix="schakel-bench-") as home,
            running(Installation(Path(home), settings=SETTINGS)) as installation,
        ):
            place = installation.postgres.url().set(drivername="postgresql", database=bootstrap.DATABASE)
            p50[persons] = _one_size(
                installation, place.render_as_string(hide_password=False), persons, asked.asked
            )
    sizes = sorted(p50)
    if len(sizes) > 1:
        for name in p50[sizes[0]]:
            grown = math.log(p50[sizes[-1]][name] / p50[sizes[0]][name]) / math.log(sizes[-1] / sizes[0])
            print(f"growth exponent of the p50, {name}: {grown:.2f}")


def _one_size(installation: Installation, url: str, persons: int, asked: int) -> dict[str, float]:
    started = time.monotonic()
    new = _fill(installation, url, persons, asked)
    make_tables(url)
    load = os.getloadavg()[0]
    print(f"\n{persons:,} persons, filled in {time.monotonic() - started:.0f} s; load {load:.1f}", flush=True)
    found: dict[str, float] = {}
    for name, partner in (("largest", LARGEST), ("small", SMALL)):
        asked_for = new if partner == LARGEST else _own(url, partner, asked)
        took, told = _measure(installation, url, partner, asked_for)
        bare = quantiles(took["bare select"], n=20)[9]
        for what, times in took.items():
            cut = quantiles(times, n=20)
            print(
                f"  {name:<8}{what:<14} p50 {cut[9]:7.2f} ms  p95 {cut[18]:7.2f} ms  {cut[9] / bare:6.1f} x bare"
            )
            found[f"{name} {what}"] = cut[9]
        if partner == LARGEST:
            print("\n".join(told), flush=True)
    print("\n".join(_costs(installation, url, persons)), flush=True)
    return found


def _fill(installation: Installation, url: str, persons: int, asked: int) -> list[tuple[UUID, UUID | None]]:
    """The region, with so many persons; gives who came in last, with the earlier mention of the same person if there is."""
    secret = installation.database.keyring.key()  # type: ignore[union-attr]
    with psycopg.connect(url) as connection:
        volume.fill(connection, persons // A_SIGNAL)
    with psycopg.connect(url) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("delete from mentions")
        connection.execute(STAGE)
        truths: dict[str, int] = {}
        new: list[tuple[UUID, UUID | None]] = []
        with connection.cursor().copy("copy stage from stdin") as copy:
            for n, (row, is_new) in enumerate(_described(persons, asked), start=1):
                thing = _thing(row)
                keys = sorted({one.key for one in filing.keys(secret, thing)})
                copy.write_row(
                    (
                        n,
                        row["truth"],
                        thing["name"],
                        None,
                        thing["birth_date"],
                        thing["identifier_kind"],
                        thing["identifier"],
                        keys,
                    )
                )
                if is_new:
                    earlier = truths.get(row["truth"])
                    new.append((_id(n), earlier and _id(earlier)))
                else:
                    truths[row["truth"]] = n
        connection.execute(MENTIONS.encode(), {"signals": persons // A_SIGNAL})
        connection.execute(ENTRIES)
        connection.execute("alter table connection_postings drop constraint pk_connection_postings")
        connection.execute(POSTINGS)
        connection.execute(
            "alter table connection_postings add constraint pk_connection_postings primary key (key, number)"
        )
        connection.execute("insert into digest_keys (id) values (%s)", [secret.id])
        connection.execute(
            "insert into connection_advices (id, number, assessed_on, organisation_id, actor_id)"
            " select gen_random_uuid(), 'METING', date '2026-01-01', a.organisation_id, a.id from actors a limit 1"
        )
        connection.commit()
        connection.autocommit = True
        connection.execute("vacuum analyze")
    return new


def _own(url: str, partner: int, asked: int) -> list[tuple[UUID, UUID | None]]:
    """Whom a small partner wrote down itself: of those who came in last it sees too few."""
    with psycopg.connect(url) as connection:
        own = connection.execute(
            "select id from mentions where owner_id = %s order by id limit %s",
            [volume.organisation(partner), asked],
        )
        return [(about, None) for (about,) in own]


def _described(persons: int, asked: int) -> Iterator[tuple[Row, bool]]:
    """Known persons, then who comes in with more mistakes: two of three of those are known, the others are like them."""
    region, draw = Region(SEED), Random(SEED + 1)
    writers = Writer(region, LIGHT, SEED + 2), Writer(region, HARD, SEED + 3)
    coming = []
    made = 0
    while made < persons:
        for one in region.people(1_000):
            if draw.random() < 2 / 3 and made < persons:
                made += 1
                yield {"truth": str(one.number), **writers[0].write(one)}, False
            if len(coming) < asked and draw.random() < 2 * asked / persons:
                coming.append(one)
    for one in coming:
        yield {"truth": str(one.number), **writers[1].write(one)}, True


def _thing(row: Row) -> dict[str, Any]:
    """As a signal would mention them: a name, a date of birth and one number; no address."""
    name = " ".join(filter(None, (row["given_name"], row["surname"]))) or "Onbekend"
    digits = row["phone"].replace("+31", "0")
    phone = f"+31{digits[1:]}" if digits else None
    return {
        "kind": "person", "name": name, "name_parts": None, "birth_date": _date(row["date_of_birth"]),
        "identifier_kind": "phone" if phone else None, "identifier": phone,
    }  # fmt: skip


def _date(written: str) -> str:
    return "-".join(reversed(written.split("-")))


def _id(n: int) -> UUID:
    return UUID(f"01910000-0000-7000-8000-{n:012d}")


def _measure(
    installation: Installation, url: str, partner: int, new: Sequence[tuple[UUID, UUID | None]]
) -> tuple[dict[str, list[float]], list[str]]:
    took: dict[str, list[float]] = {
        "bare select": [], "lookup": [], "its processor": [], "with why": [], "page": []
    }  # fmt: skip
    among = found = alike = alike_found = 0
    bands: Counter[tuple[str, bool]] = Counter()
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.cursor()
        for place, (about, meant) in enumerate(new):
            with installation.database.session_for(UUID(volume.person(partner))) as session:
                actor = actor_of(who(session))
                seen = finding._things(session, [about, *([meant] if meant else [])])
                if about not in {one["id"] for one in seen}:
                    continue
                thing = next(one for one in seen if one["id"] == about)
                backend = session.execute(text("select pg_backend_pid()")).scalar_one()
                bare = _timed(partial(_bare, cursor, about))
                before = _processor(backend)
                lookup = _timed(partial(finding._find, session, thing))
                processor = (_processor(backend) - before, None)
                why = _timed(partial(_lookup, session, thing))
                page = _timed(partial(connections.connections, session, actor, about))
                if place >= len(new) // 10:  # the first tenth warms up
                    for name, spent in zip(took, (bare, lookup, processor, why, page), strict=True):
                        took[name].append(spent[0])
                other = next((one for one in seen if one["id"] == meant), None)
                if other:
                    is_found = meant in {one["id"] for one in lookup[1]}
                    is_alike = finding.compared(thing, [other])[0].band is not None
                    among, found = among + 1, found + is_found
                    alike, alike_found = alike + is_alike, alike_found + (is_alike and is_found)
                for one in page[1].candidates:
                    if one.band:
                        bands[one.band, one.id == meant] += 1
    told = [
        f"  {'':<8}among the {finding.MOST} compared: {found} of {among} = {found / max(among, 1):.3f}",
        f"  {'':<8}of who is alike enough to be proposed: {alike_found} of {alike} = {alike_found / max(alike, 1):.3f}",
    ]
    for band in ("strong", "probable", "possible"):
        right, wrong = bands[band, True], bands[band, False]
        told.append(
            f"  {'':<8}{band:<10}{right:>5} right {wrong:>5} wrong: {right / max(right + wrong, 1):.3f}"
        )
    return took, told


def _costs(installation: Installation, url: str, persons: int) -> Iterator[str]:
    took: dict[str, list[float]] = {"bare insert": [], "filing": []}
    secret: DigestKey = installation.database.keyring.key()  # type: ignore[union-attr]
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.cursor()
        heap, index, postings = connection.execute(SIZES).fetchone() or (0, 0, 0)
        things = connection.execute(
            "select m.id, m.kind, m.name, m.name_parts, m.birth_date, m.identifier_kind, m.identifier"
            " from mentions m where m.owner_id = %s order by m.id limit 300", [volume.organisation(3)],
        ).fetchall()  # fmt: skip
        names = ("id", "kind", "name", "name_parts", "birth_date", "identifier_kind", "identifier")
        for thing in (dict(zip(names, one, strict=True)) for one in things):
            connection.execute("set role schakel_reader")
            connection.execute("select unfile(array[%s])", [thing["id"]])
            connection.execute("reset role")
            took["bare insert"].append(_timed(partial(write, cursor))[0])
            took["filing"].append(_timed(partial(_filed, installation, thing))[0])
    keys = sum(len(filing.keys(secret, dict(zip(names, one, strict=True)))) for one in things) / len(things)
    yield (
        f"  size: table {heap / persons:.0f} and index {index / persons:.0f} bytes a person; {postings / persons:.0f} postings,"
        f" {keys:.1f} keys each"
    )
    for name, times in took.items():
        cut = quantiles(times, n=20)
        yield f"  {name:<12} p50 {cut[9]:7.2f} ms  p95 {cut[18]:7.2f} ms"


def _processor(backend: int) -> float:
    """How long a server process has run, in milliseconds: a busy machine makes it wait, and that is not in it."""
    return int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e6


def _bare(cursor: psycopg.Cursor[Any], about: UUID) -> object:
    return cursor.execute("select id from mentions where id = %s", [about], prepare=True).fetchone()


def _lookup(session: Session, thing: dict[str, Any]) -> object:
    return finding.compared(thing, finding._find(session, thing))


def _filed(installation: Installation, thing: dict[str, Any]) -> None:
    with installation.database.session_for(UUID(volume.person(3))) as session:
        filing.file(session, [thing])
        session.commit()


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    made = act()
    return 1000 * (time.perf_counter() - started), made


if __name__ == "__main__":
    sys.exit(main())
