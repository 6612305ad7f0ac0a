"""A lookup reads what lies where the organisation takes part, and little of it: the largest partner and the smallest alike.

Without timing: pages and indexes. What others hold costs nothing, to the page.
"""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text

from db.session import Database
from tests import volume
from tests.db.test_plans import _address, acting

LARGEST, SMALLEST = 1, 55
FULL = 5_000

# Each mention under keys of its own, under one that two hundred have, and under one that very many have.
ENTRIES = """
insert into connection_entries (row_id, version, scope_id, keys, organisations)
select m.id, 1, m.scope_id,
       array(select ('x' || left(md5(k), 16))::bit(64)::bigint from unnest(array['own ' || n, 'two ' || n / 2, 'many ' || n % 50, 'all']) k),
       array(select distinct p.organisation_id from participations p where p.scope_id = m.scope_id)
  from (select *, row_number() over (order by id) as n from mentions) m;
insert into connection_postings (key, number)
select posting_key(k, o), e.number from connection_entries e, unnest(e.organisations) o, unnest(e.keys) k
"""
ADVICE = """
insert into connection_advices (id, number, assessed_on, organisation_id, actor_id)
select gen_random_uuid(), 'TOETS', date '2026-01-01', a.organisation_id, a.id from actors a limit 1
"""


@pytest.fixture(scope="module")
def region(module_database: Database, postgres: Any) -> Database:
    with psycopg.connect(_address(module_database, postgres, "superuser")) as connection:
        volume.fill(connection, FULL)
    with psycopg.connect(_address(module_database, postgres, "superuser"), autocommit=True) as connection:
        connection.execute(ENTRIES)
        connection.execute(ADVICE)
        connection.execute("vacuum analyze")
    return module_database


@pytest.fixture(scope="module")
def superuser(region: Database, postgres: Any) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(_address(region, postgres, "superuser"), autocommit=True) as connection:
        yield connection


def own_mention(superuser: psycopg.Connection[Any], partner: int) -> tuple[UUID, list[int]]:
    found = superuser.execute(
        "select e.row_id, e.keys from connection_entries e where %s::uuid = any(e.organisations) order by e.number limit 1",
        [volume.organisation(partner)],
    ).fetchone()
    assert found is not None
    return found


def touched(region: Database, partner: int, about: UUID, keys: list[int]) -> tuple[int, int]:
    """How many pages a lookup takes in a session that did it before, and how many it found."""
    lookup = "find_connections(:about, cast(:keys as bigint[]), cast(:weights as int[]), cast(:strong as boolean[]), 60)"
    given = {"about": about, "keys": keys, "weights": [10] * len(keys), "strong": [False] * len(keys)}
    with acting(region, partner) as (session, _, _):
        for _ in range(3):
            found = len(session.execute(text(f"select id from {lookup}"), given).all())
        (plan,) = session.execute(
            text(f"explain (analyze, buffers, format json) select id from {lookup}"), given
        ).scalars()
    top = plan[0]["Plan"]
    return top["Shared Hit Blocks"] + top["Shared Read Blocks"], found


@pytest.mark.parametrize("partner", [LARGEST, SMALLEST])
def test_a_lookup_touches_few_pages_for_the_largest_and_the_smallest(
    region: Database, superuser: psycopg.Connection[Any], partner: int
) -> None:
    about, keys = own_mention(superuser, partner)
    pages, found = touched(region, partner, about, keys)
    assert found <= 60
    assert pages < 40 * max(found, 4) + 1_500, (pages, found)


def test_what_others_hold_costs_nothing(region: Database, superuser: psycopg.Connection[Any]) -> None:
    """A thousand more under the same keys, where the smallest partner takes no part: the same outcome and pages.

    But for one page of an index that was split meanwhile: here ids of organisations lie side by side.
    """
    about, keys = own_mention(superuser, SMALLEST)
    before = touched(region, SMALLEST, about, keys)
    superuser.execute(
        "insert into connection_postings (key, number)"
        " select posting_key(k, %s), 90000000 + n from unnest(%s::bigint[]) k, generate_series(1, 1000) n",
        [volume.organisation(LARGEST), keys],
    )
    try:
        pages, found = touched(region, SMALLEST, about, keys)
        assert found == before[1]
        assert abs(pages - before[0]) <= 2
    finally:
        superuser.execute("delete from connection_postings where number > 90000000")


def test_a_key_is_read_from_its_index_alone_and_cut(
    region: Database, superuser: psycopg.Connection[Any]
) -> None:
    superuser.execute("vacuum analyze connection_postings")
    plan = superuser.execute(
        "explain (analyze, buffers, costs off) select x.number from connection_postings x"
        " where x.key = posting_key(('x' || left(md5('all'), 16))::bit(64)::bigint, %s) order by x.number desc limit 201",
        [volume.organisation(LARGEST)],
    ).fetchall()
    told = "\n".join(line for (line,) in plan)
    assert "Index Only Scan Backward using pk_connection_postings" in told
    assert "Heap Fetches: 0" in told
    hit = re.search(r"Buffers: shared hit=(\d+)", told)
    assert hit is None or int(hit[1]) < 10


def test_the_guard_is_what_hides(region: Database, superuser: psycopg.Connection[Any]) -> None:
    """Without the policies in it the same lookup gives what is filed and may not be seen, so that the tests of leaks would fail."""
    about, keys = own_mention(superuser, SMALLEST)
    hidden = superuser.execute(
        "select e.number from connection_entries e where not %s::uuid = any(e.organisations) order by 1 limit 1",
        [volume.organisation(SMALLEST)],
    ).fetchone()
    assert hidden is not None
    # Filed for the smallest by mistake: the policies still hide it.
    superuser.execute(
        "insert into connection_postings (key, number) select posting_key(%s, %s), %s",
        [keys[0], volume.organisation(SMALLEST), hidden[0]],
    )
    definition = superuser.execute(
        "select pg_get_functiondef(oid) from pg_proc where proname = 'find_connections'"
    ).fetchone()
    assert definition is not None
    guarded, unguarded = (
        definition[0],
        re.sub(
            r"(where t\.id <> about) and .*? (limit most;\s+return;)",
            r"\1 \2",
            definition[0],
            flags=re.DOTALL,
        ),
    )
    assert unguarded != guarded
    _, found = touched(region, SMALLEST, about, [keys[0]])
    superuser.execute(unguarded.encode())
    try:
        assert touched(region, SMALLEST, about, [keys[0]])[1] == found + 1
    finally:
        superuser.execute(guarded.encode())
        superuser.execute("delete from connection_postings where number = %s and key = posting_key(%s, %s)",
                          [hidden[0], keys[0], volume.organisation(SMALLEST)])  # fmt: skip
