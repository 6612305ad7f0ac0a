"""Plans, not timings: what PostgreSQL touches for the smallest and the largest partner, as the application's role.

20,000 signals and sixty partners. A policy that had to find rows by walking a table touched 100,000 pages for the
smallest partner; these gates fail long before anybody notices.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.deps import actor_of
from db.session import Database, who
from domain import detection, lists, search
from domain.actor import Actor
from domain.search.words import taken_apart
from tests import volume
from tests.statements import Sent, statements
from tests.world import World, a_signal, build

SIGNALS = 20_000
LARGEST, SMALLEST = 1, volume.PARTNERS
# A page of fifty with the status of each: a hundred rows at two pages, and for each of them one look at the participation
# at four. What matters is that it is the same for everybody, and never grows with the region.
MOST_BUFFERS = 750
MOST_BUFFERS_OF_ONE = 75

# Walking one of these means that a partner pays for what others do.
LARGE = {"participations", "scopes", "signals", "statuses", "mentions", "observations", "search_entries"}


@pytest.fixture(scope="module")
def region(module_database: Database, postgres: Any) -> Database:
    with psycopg.connect(_address(module_database, postgres, "superuser")) as connection:
        volume.fill(connection, SIGNALS)
    return module_database


def _address(database: Database, postgres: Any, role: str) -> str:
    name = database.engine("app").url.database
    url = postgres.superuser(name) if role == "superuser" else postgres.urls(name)[role]
    return str(url.set(drivername="postgresql").render_as_string(hide_password=False))


@dataclass
class Asked:
    """The statements that went to PostgreSQL, with their values."""

    statements: list[Sent]

    def reading(self) -> list[Sent]:
        return [one for one in self.statements if _is_query(one.text)]


def _is_query(statement: str) -> bool:
    return statement.lstrip().lower().startswith(("select", "with")) and "become(" not in statement


@contextmanager
def acting(region: Database, partner: int) -> Iterator[tuple[Session, Actor, Asked]]:
    """Somebody of this partner at work, and what PostgreSQL is asked meanwhile."""
    with region.session_for(UUID(volume.person(partner))) as session:
        actor = actor_of(who(session))
        with statements(region) as sent:
            yield session, actor, Asked(sent)


def a_list(session: Session, actor: Actor, limit: int = 50) -> list[UUID]:
    found, _ = detection.signals(session, actor, None, limit)
    return [one.id for one in found]


def a_search(session: Session, actor: Actor) -> None:
    search.search(session, actor, search.Search(query="straat 4321", purpose="Test"))


# --- pages touched --------------------------------------------------------------------------------


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)


def prepared(statement: str, values: dict[str, Any]) -> tuple[str, list[Any]]:
    """The statement as PREPARE wants it: numbered parameters."""
    order: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[1] not in order:
            order.append(match[1])
        return f"${order.index(match[1]) + 1}"

    text = re.sub(r"%\((\w+)\)s", number, statement).replace("%%", "%")
    return text, [values[name] for name in order]


def plan_of(
    connection: psycopg.Connection[Any],
    partner: int,
    statement: str,
    values: dict[str, Any],
    first: int | None,
) -> dict[str, Any]:
    """The plan as it ran for this partner; perhaps after it was prepared and run for another one."""
    text, given = prepared(statement, values)
    literals = [psycopg.sql.Literal(value).as_string(connection) for value in given]
    arguments = f"({', '.join(literals)})" if literals else ""
    with connection.transaction(force_rollback=True):
        connection.execute(f"prepare asked as {text}".encode())
        if first is not None:
            connection.execute("select become(%s::uuid[])", [[volume.person(first)]])
            for _ in range(7):
                connection.execute(f"execute asked{arguments}".encode())
        connection.execute("select become(%s::uuid[])", [[volume.person(partner)]])
        # What a statement reads of the catalogue is not its own: the first on a connection does, and so does one that
        # comes after a flood of tables made elsewhere on the server, when PostgreSQL forgets all it knew (679 pages).
        connection.execute(f"execute asked{arguments}".encode())
        looks = [_look(connection, f"execute asked{arguments}") for _ in range(2)]
        connection.execute("deallocate asked")
        return min(looks, key=pages)


def _look(connection: psycopg.Connection[Any], statement: str) -> dict[str, Any]:
    row = connection.execute(f"explain (analyze, buffers, format json) {statement}".encode()).fetchone()
    plan: dict[str, Any] = row[0][0]["Plan"]  # type: ignore[index]
    return plan


def pages(plan: dict[str, Any]) -> int:
    """How many pages were touched, in memory or not."""
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


BEFORE = pytest.mark.parametrize(
    "first", [None, LARGEST, SMALLEST], ids=["fresh", "after-largest", "after-smallest"]
)
PARTNERS = pytest.mark.parametrize("partner", [LARGEST, 3, SMALLEST])


def checked(
    region: Database,
    postgres: Any,
    partner: int,
    first: int | None,
    asked: Asked,
    most: int,
    window: bool = False,
) -> None:
    """Every query of an act, looked at again: few pages, and no table walked."""
    assert asked.reading()
    with psycopg.connect(_address(region, postgres, "app")) as connection:
        for statement, values in asked.reading():
            plan = plan_of(connection, partner, statement, values, first)
            touched = pages(plan)
            walked = [node["Relation Name"] for node in nodes(plan) if node["Node Type"] == "Seq Scan"]
            assert touched <= most, (touched, statement)
            assert LARGE.isdisjoint(walked), statement
            # A window of a thousand may be read in another way where that costs less: for it the pages are counted.
            if "last_activity_at desc" in statement and not window:
                entries = [node for node in nodes(plan) if node.get("Index Name") == "ix_participations_list"]
                assert [node["Node Type"] for node in entries] == ["Index Scan"], statement
                # In the order of the index and not further than needed: two parts in each of 51 scopes.
                assert entries[0]["Actual Rows"] <= 2 * 51, statement


@BEFORE
@PARTNERS
def test_pages_touched_by_a_list(region: Database, postgres: Any, partner: int, first: int | None) -> None:
    with acting(region, partner) as (session, actor, asked):
        assert len(a_list(session, actor)) >= 20
    checked(region, postgres, partner, first, asked, MOST_BUFFERS)


@BEFORE
@PARTNERS
def test_pages_touched_by_a_detail(region: Database, postgres: Any, partner: int, first: int | None) -> None:
    with acting(region, partner) as (session, actor, _):
        signal_id = a_list(session, actor, 1)[0]
    with acting(region, partner) as (session, actor, asked):
        detection.signal(session, actor, signal_id)
    checked(region, postgres, partner, first, asked, MOST_BUFFERS_OF_ONE)


MOST_BUFFERS_OF_FILING = 100


@BEFORE
def test_pages_touched_by_filing_what_a_signal_mentions(
    region: Database, postgres: Any, first: int | None
) -> None:
    """Whatever others ever mentioned is not walked to find what was just written."""
    mentions = [
        {"kind": "person", "name": "Noor de Wit", "identifier_kind": "phone", "identifier": "06 12345678"}
    ]
    with acting(region, 3) as (session, actor, asked):
        detection.submit_signal(session, actor, a_signal(municipality_code="GM9003", mentions=mentions))
    filing = [one for one in asked.reading() if re.search("index_digests|file_connections", one.text)]
    assert len(filing) == 2
    checked(region, postgres, 3, first, Asked(filing), MOST_BUFFERS_OF_FILING)


# What a filter may cost: a thousand places and a thousand rows by key, before a policy looks at any of them.
MOST_BUFFERS_OF_A_FILTER = 3_000
FILTERS = {
    "form that nobody reported": lists.SignalsAsked(form=["SE"]),
    "municipality without signals": lists.SignalsAsked(municipality=["GM0361"]),
    "long ago": lists.SignalsAsked(reported_until=date(2020, 1, 1)),
    "somebody else": lists.SignalsAsked(reported_by=[UUID(int=7)]),
}


@BEFORE
@PARTNERS
@pytest.mark.parametrize("asked_for", FILTERS.values(), ids=FILTERS)
def test_pages_touched_by_a_filter_that_fits_nothing(
    region: Database, postgres: Any, partner: int, first: int | None, asked_for: lists.SignalsAsked
) -> None:
    """The dearest filter looks through the whole window; no table is walked, and no policy asked for nothing."""
    with acting(region, partner) as (session, actor, asked):
        assert lists.find(session, actor, lists.SIGNALS, asked_for).lines == []
    checked(region, postgres, partner, first, asked, MOST_BUFFERS_OF_A_FILTER, window=True)


# Every row of the window is looked at by the policies, twice: the signal and its status.
MOST_BUFFERS_OF_A_WINDOW = 14_000


@BEFORE
@PARTNERS
@pytest.mark.parametrize("sort", ["-reportedAt", "urgency"])
def test_pages_touched_by_an_order_and_a_count(
    region: Database, postgres: Any, partner: int, first: int | None, sort: Any
) -> None:
    """Bounded by the window, whatever the size of the region and of the partner."""
    with acting(region, partner) as (session, actor, asked):
        assert lists.find(session, actor, lists.SIGNALS, lists.SignalsAsked(sort=sort)).lines
        assert lists.tally(session, actor, lists.SIGNALS, lists.SignalsAsked()).total > 50
    checked(region, postgres, partner, first, asked, MOST_BUFFERS_OF_A_WINDOW, window=True)


def test_a_policy_alone_would_walk_the_table(region: Database, postgres: Any) -> None:
    """Why lists are driven by participations: the gate does see the difference."""
    with psycopg.connect(_address(region, postgres, "app")) as connection:
        plan = plan_of(
            connection, SMALLEST, "select id from signals order by created_at desc limit 50", {}, None
        )
    assert pages(plan) > 50 * MOST_BUFFERS_OF_ONE


@pytest.mark.parametrize("words", ["straat 4321", "nummer 12345", "straet 4321"])
@pytest.mark.parametrize("partner", [LARGEST, SMALLEST])
def test_search_goes_through_its_index(region: Database, postgres: Any, partner: int, words: str) -> None:
    told: list[str] = []
    with psycopg.connect(_address(region, postgres, "superuser")) as connection:
        connection.add_notice_handler(lambda notice: told.append(notice.message_primary or ""))
        connection.execute("load 'auto_explain'")
        for name, value in (
            ("log_min_duration", "0"),
            ("log_nested_statements", "on"),
            ("log_level", "notice"),
        ):
            connection.execute(f"set auto_explain.{name} = {value}".encode())
        connection.execute("set local role schakel_app")
        connection.execute("select become(%s::uuid[])", [[volume.person(partner)]])
        told.clear()
        # As often as it takes before PostgreSQL settles on a plan.
        for _ in range(7):
            asked = taken_apart(words)
            connection.execute(
                "select * from search(%s, %s, array['signal', 'case', 'subject'], 50)",
                [list(asked.words), list(asked.numbers)],
            ).fetchall()

    plans = [plan for plan in told if "search_entries" in plan and "candidates" in plan]
    assert plans, told
    assert all("ix_search_entries_words" in plan for plan in plans)
    assert not any("Seq Scan on search_entries" in plan for plan in plans)


@pytest.fixture(scope="module")
def cases(new_database: Callable[[], Database], postgres: Any) -> Database:
    """Three thousand cases, each with a subject, and no signals."""
    made = new_database()
    with psycopg.connect(_address(made, postgres, "superuser")) as connection:
        volume.fill(connection, 0, 3_000, 1)
    return made


@BEFORE
@pytest.mark.parametrize("partner", [LARGEST, SMALLEST])
def test_pages_touched_by_reading_what_search_found(
    cases: Database, postgres: Any, partner: int, first: int | None
) -> None:
    """What was found is looked up by its id; the cases it belongs to were once read all, each under its policies."""
    with acting(cases, partner) as (session, actor, asked):
        name = session.execute(text("select name from subjects limit 1")).scalar_one()
        found = search.search(session, actor, search.Search(query=name.split()[-1], purpose="Test"))
    assert found.items
    rows = Asked([one for one in asked.statements if "'cases'" in one.text])
    with psycopg.connect(_address(cases, postgres, "app")) as connection:
        for statement, values in rows.reading():
            plan = plan_of(connection, partner, statement, values, first)
            walked = {node["Relation Name"] for node in nodes(plan) if node["Node Type"] == "Seq Scan"}
            assert pages(plan) <= MOST_BUFFERS, (pages(plan), statement)
            assert walked.isdisjoint({"cases", "subjects", "scopes", "participations"}), statement
    assert rows.statements


def test_pages_touched_by_counting_where_a_case_stands(cases: Database, postgres: Any) -> None:
    """At each act: what hangs below the case is looked up, and not every scope read."""
    with psycopg.connect(_address(cases, postgres, "superuser")) as connection:
        (case_id,) = connection.execute("select id from cases limit 1").fetchone() or (None,)
        looks = [_look(connection, f"select recount('{case_id}')") for _ in range(3)]
    assert min(map(pages, looks)) <= 90, [*map(pages, looks)]


# --- statements -----------------------------------------------------------------------------------


def test_a_list_asks_the_same_for_five_and_for_fifty(region: Database) -> None:
    counts = set()
    for limit in (5, 50):
        with acting(region, LARGEST) as (session, actor, asked):
            assert len(a_list(session, actor, limit)) == limit
            counts.add(len(asked.statements))
    assert len(counts) == 1
    # The four of performance.md 4, the names of organisations, and the line in the access log.
    assert counts.pop() <= 6


LISTINGS = pytest.mark.parametrize("listing", lists.LISTINGS.values(), ids=lambda one: one.name)


@LISTINGS
def test_each_list_asks_the_same_for_nothing_and_for_much(region: Database, listing: lists.Listing) -> None:
    """Page, count and file: filtered and in any order, with a fixed number of statements."""
    counts = {}
    for sort in ("-lastActivityAt", "lastActivityAt"):
        with acting(region, LARGEST) as (session, actor, asked):
            wanted = listing.shape(sort=sort)
            lists.find(session, actor, listing, wanted)
            counts["page"] = len(asked.statements)
            lists.tally(session, actor, listing, wanted)
            counts["count"] = len(asked.statements) - counts["page"]
        with acting(region, LARGEST) as (session, actor, asked):
            lists.export(session, actor, listing, wanted, "Toets")
            counts["file"] = len(asked.statements)
        # The lines, whether there is more behind the window, and the line in the access log.
        assert counts["page"] <= 3
        assert counts["count"] == 1
        assert counts["file"] == 3


def test_a_detail_asks_little(region: Database) -> None:
    with acting(region, LARGEST) as (session, actor, _):
        signal_id = a_list(session, actor, 1)[0]
    with acting(region, LARGEST) as (session, actor, asked):
        detection.signal(session, actor, signal_id)
    assert len(asked.statements) <= 9, [text for text, _ in asked.statements]


def test_a_search_asks_little(region: Database) -> None:
    with acting(region, LARGEST) as (session, actor, asked):
        a_search(session, actor)
    assert len(asked.statements) <= 6, [text for text, _ in asked.statements]


def test_submitting_asks_the_same_for_one_mention_and_for_ten(region: Database) -> None:
    counts = []
    # The first one fills what is remembered of the code lists.
    for many in (1, 1, 10):
        mentions = [{"kind": "person", "name": f"Persoon {n}"} for n in range(many)]
        with acting(region, 3) as (session, actor, asked):
            detection.submit_signal(session, actor, a_signal(municipality_code="GM9003", mentions=mentions))
            counts.append(len(asked.statements))
    assert counts[1] == counts[2], counts


# --- the decision ---------------------------------------------------------------------------------


def test_the_decision_stays_small(database: Database) -> None:
    """The set that every policy looks into: at most 500 rows for each viewer, with the standard rules."""
    world: World = build(database)
    with world.acting("chair") as (session, _):
        from sqlalchemy import text

        for name, organisation_id in world.organisations.items():
            found = session.execute(
                text("select count(*) from shared_with(:id)"), {"id": organisation_id}
            ).scalar_one()
            assert 0 < found <= 500, (name, found)
