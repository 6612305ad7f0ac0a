"""No difference that could be measured tells more than the answer: the same statements, the same pages.

A hundred thousand digests of sixty partners. What is closed must cost what is not there costs, to the page.
"""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest

from db.session import Database
from domain import detection, known
from tests import volume
from tests.db.test_plans import _address, acting
from tests.statements import statements
from tests.world import a_signal

DIGESTS = 100_000
ASKER, HOLDER = 1, 5

FILLER = f"""
insert into digests (row_id, digest, scope_id, owner_id, open, quiet_until)
select gen_random_uuid(), decode(md5(n::text), 'hex'), gen_random_uuid(),
       ('00000000-0000-7000-8000-' || lpad((1 + n % {volume.PARTNERS})::text, 12, '0'))::uuid, true, null
  from generate_series(1, {DIGESTS}) n
"""
HELD = """
insert into digests (row_id, digest, scope_id, owner_id, open, quiet_until)
select gen_random_uuid(), decode(md5(%(name)s), 'hex'), gen_random_uuid(), %(holder)s, %(open)s, %(quiet)s::date
  from generate_series(1, %(times)s)
"""


@pytest.fixture(scope="module")
def region(module_database: Database, postgres: Any) -> Database:
    with psycopg.connect(_address(module_database, postgres, "superuser")) as connection:
        volume.fill(connection, 500)
    return module_database


@pytest.fixture(scope="module")
def superuser(region: Database, postgres: Any) -> Iterator[psycopg.Connection[Any]]:
    connection = psycopg.connect(_address(region, postgres, "superuser"), autocommit=True)
    connection.execute(FILLER.encode())
    for name, times, is_open, quiet in (
        ("once", 1, True, None), ("often", 500, True, None), ("closed", 1, False, None),
        ("closed often", 500, False, None), ("victim", 1, True, "infinity"),
    ):  # fmt: skip
        holder = volume.organisation(HOLDER)
        connection.execute(
            HELD.encode(), {"name": name, "times": times, "open": is_open, "quiet": quiet, "holder": holder}
        )
    connection.execute("vacuum analyze digests")
    yield connection
    connection.close()


def touched(superuser: psycopg.Connection[Any], name: str) -> tuple[int, int]:
    """How many pages one lookup takes in a session that did it before, and how many organisations it found."""
    lookup = "known_holders(array[decode(md5(%s), 'hex')], '{}'::uuid[], %s)"
    given = [name, volume.organisation(ASKER)]
    superuser.execute(f"select from {lookup}".encode(), given)
    plan = superuser.execute(
        f"explain (analyze, buffers, costs off) select from {lookup}".encode(), given
    ).fetchall()
    text = "\n".join(line for (line,) in plan)
    found = superuser.execute(f"select count(row_id) from {lookup}".encode(), given).fetchone()
    assert found is not None
    hit = re.search(r"Buffers: shared hit=(\d+)", text)
    assert hit, text
    return int(hit[1]), found[0]


def test_what_is_closed_costs_what_is_not_there_costs(superuser: psycopg.Connection[Any]) -> None:
    pages, found = touched(superuser, "never written down")
    assert found == 0
    assert touched(superuser, "closed") == (pages, 0)
    assert touched(superuser, "closed often") == (pages, 0)


def test_how_often_it_was_written_down_cannot_be_told(superuser: psycopg.Connection[Any]) -> None:
    once, found = touched(superuser, "once")
    assert found == 1
    assert touched(superuser, "often") == (once, 1)
    assert touched(superuser, "victim") == (once, 1)


def test_each_organisation_is_a_walk_down_the_index(superuser: psycopg.Connection[Any]) -> None:
    pages, _ = touched(superuser, "never written down")
    assert pages <= 5 * volume.PARTNERS


def test_the_same_statements_whatever_the_answer(
    region: Database, superuser: psycopg.Connection[Any]
) -> None:
    phones = {"known": "06 10000001", "closed": "06 10000002", "nobody": "06 10000003"}
    for what, phone in phones.items():
        if what != "nobody":
            _submit(region, HOLDER, phone)
    closed = "update signals set circle = array[actor_id] where id in (select signal_id from mentions where identifier = %s)"
    superuser.execute(closed.encode(), ["+31610000002"])

    answers, sent = {}, {}
    # The first one reads the code lists that a process then keeps.
    for what, phone in {"first": "06 10000004", **phones}.items():
        mention = _submit(region, HOLDER + 1, phone)
        with acting(region, 2) as (session, actor, _), statements(region) as asked:
            found = known.ask(session, actor, mention, known.AskKnown(reason="Toets."))
            session.commit()
        answers[what], sent[what] = found.answer, [one.text for one in asked]
    del answers["first"]
    assert answers == {"known": "known", "closed": "not_known", "nobody": "not_known"}
    assert sent["known"] == sent["closed"] == sent["nobody"]


def test_a_question_writes_as_much_for_every_answer(superuser: psycopg.Connection[Any]) -> None:
    """One question, one line in the log, and a row for each of the others."""
    counted = superuser.execute(
        "select count(*) from known_questions q join known_findings f on f.question_id = q.id group by q.id"
    ).fetchall()
    assert {number for (number,) in counted} == {volume.PARTNERS - 1}


def _submit(region: Database, partner: int, phone: str) -> UUID:
    """A signal of this partner that mentions a phone; gives the mention."""
    mention = {"kind": "phone", "identifier_kind": "phone", "identifier": phone}
    signal = a_signal(municipality_code=f"GM9{partner:03d}", mentions=[mention], observations=[])
    with acting(region, partner) as (session, actor, _):
        made = detection.submit_signal(session, actor, signal)
        session.commit()
    return made.mentions[0].id


def test_the_guard_is_what_hides(superuser: psycopg.Connection[Any]) -> None:
    """Without it the same lookup finds what is closed, so the tests above would fail."""
    definition = superuser.execute(
        "select pg_get_functiondef('known_holders(bytea[], uuid[], uuid)'::regprocedure)"
    ).fetchone()
    assert definition is not None
    assert " and d.open" in definition[0]
    superuser.execute(definition[0].replace(" and d.open", "").encode())
    try:
        assert touched(superuser, "closed")[1] == 1
    finally:
        superuser.execute(definition[0].encode())
    assert touched(superuser, "closed")[1] == 0
