"""How often one may ask: never more than the limit over all processes, and nobody is counted for somebody else."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

import pytest
from fastapi import FastAPI
from sqlmodel import Session
from starlette.testclient import TestClient

from api.main import create_app
from api.rates import Rates, address_key
from api.settings import Settings
from db.session import Database
from db.tables.base import new_id
from domain.accounts import quota
from domain.actor import StaffRole
from tests.api.conftest import Edge, _edge, api, pages
from tests.asking import asking
from tests.statements import statements

API = "/api/v1/probes"
LIMIT = 40
SHARE = LIMIT // 20
HOUR = 3600
LONGEST = 30
"""Seconds that no test here takes, on a busy machine either."""


@dataclass
class Clock:
    """The clock of a process, that stands still until a test moves it."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def _one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window of the database's clock takes an hour; who would stand on the turn of it lets it pass."""
    monkeypatch.setattr(quota, "WINDOW", HOUR)
    if (left := HOUR - time.time() % HOUR) < LONGEST:
        time.sleep(left + 1)


@pytest.fixture
def process(module_database: Database) -> Callable[[], Rates]:
    """Another process, with counters of its own, on the same database."""
    return lambda: Rates(lambda: module_database.session_as("login"), LIMIT, Clock())


def key() -> str:
    return f"test:{new_id()}"


def granted(rates: Rates, who: str, times: int, cost: int = 1) -> int:
    return sum(rates.spend(who, cost).granted for _ in range(times))


def test_one_process_gives_exactly_the_limit(process: Callable[[], Rates]) -> None:
    rates, who = process(), key()
    assert granted(rates, who, 3 * LIMIT) == LIMIT
    assert granted(rates, key(), 5) == 5


def test_two_processes_give_no_more_and_hardly_less(process: Callable[[], Rates]) -> None:
    one, other, who = process(), process(), key()
    given = 0
    for number in range(3 * LIMIT):
        given += granted(one if number % 3 else other, who, 1)
    assert LIMIT - SHARE < given <= LIMIT


def test_also_when_all_ask_at_once(process: Callable[[], Rates]) -> None:
    who = key()
    processes = [process() for _ in range(4)]
    with ThreadPoolExecutor(16) as pool:
        given = list(pool.map(lambda n: granted(processes[n % 4], who, 10), range(32)))
    assert LIMIT - 3 * SHARE < sum(given) <= LIMIT


def test_a_crowd_at_one_process_leaves_the_rest_to_the_other(module_database: Database) -> None:
    """Else what a process drew for the crowd would be gone with it when it is killed."""
    one = Rates(lambda: module_database.session_as("login"), 20 * LIMIT, Clock())
    other = Rates(lambda: module_database.session_as("login"), 20 * LIMIT, Clock())
    who, crowd = key(), 32
    together = Barrier(crowd)

    def ask(_number: int) -> bool:
        together.wait()
        return one.spend(who).granted

    with ThreadPoolExecutor(crowd) as pool:
        assert all(pool.map(ask, range(crowd)))
    assert granted(other, who, 20 * LIMIT) == 19 * LIMIT


def test_what_asks_more_costs_more(process: Callable[[], Rates]) -> None:
    rates, who = process(), key()
    assert granted(rates, who, 10, cost=10) == LIMIT // 10
    assert not rates.spend(who).granted


def test_a_new_minute_begins_anew(process: Callable[[], Rates], module_database: Database) -> None:
    rates, who = process(), key()
    clock = rates._clock
    assert isinstance(clock, Clock)
    granted(rates, who, LIMIT)
    refused = rates.spend(who)
    assert not refused.granted
    clock.now += refused.seconds
    with module_database.session_as("owner") as owner:
        owner.connection().exec_driver_sql(
            "update throttles set window_start = window_start - interval '2 hours' where key = %s", (who,)
        )
        owner.commit()
    assert granted(rates, who, 2 * LIMIT) == LIMIT


def test_it_costs_a_statement_for_each_share_and_none_for_who_is_refused(module_database: Database) -> None:
    rates = Rates(lambda: module_database.session_as("login"), LIMIT, Clock())
    who = key()
    with statements(module_database, "login") as seen:
        granted(rates, who, 10 * LIMIT)
    counted = [one for one in seen if "throttles" in one.text]
    assert len(counted) == 20


def test_without_a_database_nobody_is_refused_for_this() -> None:
    def gone() -> Session:
        return Database({"login": "postgresql+psycopg://nobody@127.0.0.1:1/x"}).session_as("login")

    assert granted(Rates(gone, LIMIT, Clock()), key(), LIMIT) == LIMIT


def test_counters_that_ran_out_are_thrown_away(
    process: Callable[[], Rates], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.rates.MOST_KEPT", 3)
    rates = process()
    clock = rates._clock
    assert isinstance(clock, Clock)
    for _ in range(5):
        rates.spend(key())
    clock.now += 10_000
    for _ in range(3):
        rates.spend(key())
    assert len(rates._purses) <= 4


def test_addresses_are_kept_unreadable_and_a_subscriber_is_one() -> None:
    first, second = address_key("2001:db8::1"), address_key("2001:db8::2:1")
    assert first == second is not None
    assert "2001" not in str(first)
    assert address_key("testclient") is None


# --- at the edge ----------------------------------------------------------------------------------


def limited(database: Database, **settings: int) -> FastAPI:
    app = create_app(Settings(**settings), database)
    app.include_router(api)
    app.include_router(pages)
    return app


@pytest.fixture(scope="module")
def region(module_database: Database) -> Edge:
    """Somebody to ask."""
    return _edge(module_database)


def test_a_client_that_asks_too_often_is_told_when_to_come_back(
    region: Edge, module_database: Database
) -> None:
    strict = Edge(limited(module_database, requests_per_minute=20), region.database, region.organisation_id)
    greedy, modest = strict.machine(strict.person()), strict.machine(strict.person())
    first = greedy.get(API)
    assert first.headers["ratelimit-policy"] == '"minute";q=20;w=3600'
    assert first.headers["ratelimit"].startswith('"minute";r=19;t=')
    answers = [greedy.get(API) for _ in range(25)]
    assert [answer.status_code for answer in answers] == [200] * 19 + [429] * 6
    refused = answers[-1]
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["code"] == "too-many"
    assert int(refused.headers["retry-after"]) == refused.json()["facts"]["retry_after"] > 0
    assert "r=0" in refused.headers["ratelimit"]
    assert modest.get(API).status_code == 200


def test_a_person_gets_a_page_that_says_so(region: Edge, module_database: Database) -> None:
    strict = Edge(limited(module_database, requests_per_minute=20), region.database, region.organisation_id)
    browser = strict.browser(strict.person(StaffRole.REPORTER))
    refused = [browser.get("/cases") for _ in range(21)][-1]
    assert refused.status_code == 429
    assert refused.headers["content-type"].startswith("text/html")
    assert "Te vaak geprobeerd" in refused.text


def test_a_search_counts_as_ten(region: Edge, module_database: Database) -> None:
    strict = Edge(limited(module_database, requests_per_minute=40), region.database, region.organisation_id)
    browser = strict.browser(strict.person(StaffRole.ANALYST))
    asked = {"query": "bakkerij", "purpose": "Toets"}
    statuses = [browser.post("/api/v1/searches", json=asked).status_code for _ in range(5)]
    assert statuses == [200] * 4 + [429]
    other = strict.browser(strict.person(StaffRole.ANALYST))
    assert [other.post("/search", data=asked).status_code for _ in range(5)] == [200] * 4 + [429]


def test_an_address_that_asks_too_often_is_refused_whoever_asks_from_there(
    region: Edge, module_database: Database
) -> None:
    app = limited(module_database, requests_per_minute_address=20)

    def at(address: str) -> TestClient:
        return asking(app, client=(address, 1))

    crowd = at("192.0.2.7")
    assert [crowd.get("/login").status_code for _ in range(22)] == [200] * 20 + [429] * 2
    assert crowd.get("/api/v1/signals").status_code == 429
    assert crowd.post("/oauth/token").status_code == 429
    # What a load balancer and a browser need goes on.
    assert crowd.get("/healthz").status_code == 200
    assert crowd.get("/static/app.css").status_code == 200
    assert at("192.0.2.8").get("/login").status_code == 200
