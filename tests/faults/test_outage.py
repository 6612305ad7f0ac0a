"""What goes on when something fails half-way: nothing is promised that is not there, and nothing needs a restart."""

import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from httpx2 import Response
from sqlalchemy import text
from starlette.testclient import TestClient

from api.middleware import SESSION_COOKIE
from db import bootstrap
from db.embedded import CARELESS
from db.session import Database
from domain import accounts, audit
from domain.actor import StaffRole
from domain.calendar import today
from tests.api.caller import Caller, calling
from tests.faults.conftest import Install
from tests.faults.serving import Installation, Process, wait_for
from tests.world import World, a_signal, a_weighing, build, take_up

SIGNALS = "/api/v1/signals"


def as_json(shape: Any) -> dict[str, Any]:
    """The body of a request."""
    made: dict[str, Any] = shape.model_dump(mode="json", by_alias=True, exclude_none=True)
    return made


class Served:
    """An installation with a web server and a worker, and people at it."""

    def __init__(self, made: Installation) -> None:
        self.made = made
        self.world = build(made.database)
        self.worker = Process(made.home, "worker")
        made.web.start("--workers", "1")
        self.worker.start()
        self._headers = {name: self._known(name) for name in ("inspector", "preparer")}

    def _known(self, name: str) -> dict[str, str]:
        with self.made.database.session_as("login") as session:
            token = accounts.open_session(
                session, self.world.people[name], accounts.Place(), second_factor=True
            )
            session.commit()
        return {"cookie": f"{SESSION_COOKIE}={token}", "sec-fetch-site": "same-origin"}

    def ask(self, method: str, path: str, who: str = "inspector", **given: Any) -> Response:
        headers = self._headers[who] | given.pop("headers", {})
        return httpx2.request(method, self.made.web.url + path, headers=headers, timeout=15, **given)

    def unsealed(self) -> int:
        """How many rows of the logs wait for the worker; raises when the logs are not whole."""
        with self.made.database.session_as("auditor") as session:
            report = audit.verify_database(session, self.made.home)
        assert report.findings == []
        return report.waiting


@pytest.fixture(scope="module")
def served(install: Install) -> Iterator[Served]:
    made = Served(install(CARELESS))
    yield made
    made.worker.kill()


class TestDatabaseAway:
    def test_stopped_and_back(self, served: Served) -> None:
        signal_id = served.world.signal()
        page, api = f"/signals/{signal_id}", f"{SIGNALS}/{signal_id}"
        before = (served.made.web.pid, served.worker.pid)
        assert served.ask("GET", api).status_code == served.ask("GET", page).status_code == 200

        served.made.postgres.stop()
        try:
            for answer in (
                served.ask("GET", api),
                served.ask("POST", SIGNALS, json=as_json(a_signal(reference="lost"))),
                served.ask("GET", "/readyz"),
            ):
                assert answer.status_code == 503, answer.text
                assert int(answer.headers["retry-after"]) > 0
                assert answer.headers["content-type"] == "application/problem+json"
                assert answer.json()["code"] == "unavailable"
            shown = served.ask("GET", page)
            assert (shown.status_code, int(shown.headers["retry-after"]) > 0) == (503, True)
            assert shown.headers["content-type"].startswith("text/html")
            assert "Schakel is even niet bereikbaar" in shown.text
            assert served.ask("GET", "/healthz").status_code == 200
        finally:
            served.made.postgres.start()

        assert served.ask("GET", api).status_code == served.ask("GET", page).status_code == 200
        assert served.ask("GET", "/readyz").status_code == 200
        assert served.ask("POST", SIGNALS, json=as_json(a_signal())).status_code == 201
        assert served.made.rows("select 1 from signals where reference = 'lost'") == []
        served.made.database.dispose()
        wait_for(lambda: served.unsealed() == 0, "the worker")
        assert (served.made.web.pid, served.worker.pid) == before, "somebody restarted"

    def test_killed_under_many_requests_and_back(self, served: Served) -> None:
        address = f"{SIGNALS}/{served.world.signal()}"
        stop = threading.Event()

        def read() -> Counter[int]:
            told: Counter[int] = Counter()
            while not stop.is_set():
                told[served.ask("GET", address).status_code] += 1
                time.sleep(0.02)
            return told

        with ThreadPoolExecutor(6) as pool:
            readers = [pool.submit(read) for _ in range(6)]
            time.sleep(0.5)
            served.made.postgres.kill()
            time.sleep(0.5)
            served.made.postgres.start()
            try:
                wait_for(lambda: served.ask("GET", address).status_code == 200, "recovery", patience=10)
            finally:
                stop.set()
        told = sum((reader.result() for reader in readers), Counter[int]())
        assert set(told) == {200, 503}, told
        served.made.database.dispose()

    def test_a_lost_answer_and_a_retry_make_one(self, served: Served) -> None:
        body = json.dumps(as_json(a_signal(reference="lost-answer"))).encode()
        headers = served._headers["inspector"] | {"idempotency-key": "lost-answer"}
        _send_and_hang_up(served.made.web.port, body, headers)

        def retry() -> Response | None:
            answer = served.ask("POST", SIGNALS, content=body, headers=headers | JSON)
            return answer if answer.status_code != 409 else None

        first = wait_for(retry, "the answer")
        second = served.ask("POST", SIGNALS, content=body, headers=headers | JSON)
        assert first.status_code == second.status_code == 201
        assert first.json()["id"] == second.json()["id"]
        assert first.headers["location"] == second.headers["location"]
        found = served.made.rows("select id from signals where reference = 'lost-answer'")
        assert found == [(UUID(first.json()["id"]),)]


JSON = {"content-type": "application/json"}


def _send_and_hang_up(port: int, body: bytes, headers: dict[str, str]) -> None:
    """A request whose answer nobody waits for."""
    lines = [f"{name}: {value}" for name, value in (headers | JSON).items()]
    head = "\r\n".join(
        [f"POST {SIGNALS} HTTP/1.1", "host: 127.0.0.1", f"content-length: {len(body)}", *lines]
    )
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(head.encode() + b"\r\n\r\n" + body)


@pytest.fixture
def caller(fresh_database: Database) -> Iterator[Caller]:
    with calling(fresh_database) as caller:
        yield caller


class TestCommit:
    """A 201 is said after the commit and not before."""

    @pytest.mark.parametrize(
        ("what", "status"),
        [
            ("raise exception 'no'", 500),
            ("raise exception 'no' using errcode = '40001'", 503),
            ("perform pg_terminate_backend(pg_backend_pid())", 503),
        ],
    )
    @pytest.mark.parametrize("path", [SIGNALS, "/signals/new"])
    def test_that_fails_is_no_201(
        self, caller: Caller, postgres: Any, what: str, status: int, path: str
    ) -> None:
        superuser = postgres.superuser(caller.world.database.engine("app").url.database)
        _at_commit(superuser, what)
        form = {
            "act": "send", "form": "AU", "municipalityCode": "GM0361", "narrative": "x", "task": "x",
            "organisedCrimeLink": "x", "observedFrom": "2026-10-03", "urgency": "none",
        }  # fmt: skip
        body = as_json(a_signal()) if path == SIGNALS else form
        answer = caller.post("inspector", path, body)
        assert answer.status_code == status, answer.text
        assert "location" not in answer.headers
        assert caller.get("inspector", SIGNALS).json()["items"] == []


def _at_commit(superuser: Any, what: str) -> None:
    with bootstrap.connect(superuser) as connection:
        connection.execute(
            "create function fail() returns trigger language plpgsql security definer as"
            f" $$ begin {what}; return null; end $$"
        )
        connection.execute(
            "create constraint trigger fail after insert on signals deferrable initially deferred"
            " for each row execute function fail()"
        )


# The second one looked after the first was done, or while it was being done.
HAPPENED = {"wrong-step", "overtaken", "already-answered", "already-exists"}


class TestAtOnce:
    """Two people decide the same thing at the same moment: one does, the other is told what happened."""

    def test_a_signal(self, caller: Caller) -> None:
        caller.person("second", "riec", StaffRole.PREPARATION)
        for _ in range(5):
            address = f"{SIGNALS}/{caller.world.signal()}/assessments"
            done = _together(caller, ("preparer", "second"), address, as_json(take_up()))
            assert len(done["assessments"]) == 1

    def test_a_weighing(self, caller: Caller) -> None:
        caller.person("second_chair", "riec", StaffRole.CHAIR)
        world = caller.world
        case_id = world.case()
        for _ in range(5):
            subject_id = world.concluded(world.subject(case_id))
            address = f"/api/v1/subjects/{subject_id}/weighings"
            done = _together(caller, ("chair", "second_chair"), address, as_json(a_weighing()))
            assert done["step"] == "assignment"

    def test_an_answer_of_two_colleagues(self, caller: Caller) -> None:
        caller.person("colleague", "inspectorate", StaffRole.MANDATE_HOLDER)
        world = caller.world
        case_id = world.joined(world.case(), "inspectorate")
        for _ in range(5):
            asked = {
                "askedId": str(world.organisations["inspectorate"]), "question": "Wat is er bekend?",
                "dueOn": str(today() + timedelta(days=30)),
            }  # fmt: skip
            made = caller.done("analyst", f"/cases/{case_id}/requests", asked)
            address = f"/api/v1/requests/{made['id']}/answers"
            _together(caller, ("inspector", "colleague"), address, {"outcome": "nothing_known"})


def _together(caller: Caller, people: tuple[str, str], address: str, body: dict[str, Any]) -> Any:
    """Both at once: what the first made; the second must have been told that somebody was first."""
    start = threading.Barrier(len(people))
    known = {name: caller._headers(name) for name in people}

    def decide(name: str) -> Response:
        client = TestClient(caller.app, base_url="https://testserver")
        start.wait(10)
        return client.post(address, json=body, headers=known[name])

    with ThreadPoolExecutor(len(people)) as pool:
        answers = sorted(pool.map(decide, people), key=lambda answer: answer.status_code)
    assert [answer.status_code for answer in answers] == [201, 409], [answer.text for answer in answers]
    assert answers[1].json()["code"] in HAPPENED, answers[1].text
    return answers[0].json()


class TestAdmission:
    """Screening and training run out by themselves, also while somebody is at work (WGS 1.8(2), BGS 1.11)."""

    def test_that_expires_in_the_middle_of_a_session(self, caller: Caller) -> None:
        signal_id = caller.world.signal()
        address = f"/signals/{signal_id}"
        for path in (address, SIGNALS + f"/{signal_id}"):
            assert caller.get("inspector", path).status_code == 200
        assert _ids(caller) == [str(signal_id)]

        _expire(caller.world, "inspector")

        never = caller.get("inspector", f"{SIGNALS}/{UUID(int=7)}")
        for path in (address, SIGNALS + f"/{signal_id}"):
            assert caller.get("inspector", path).status_code == 404
        assert caller.get("inspector", f"{SIGNALS}/{signal_id}").json()["detail"] == never.json()["detail"]
        assert _ids(caller) == []
        refused = caller.post("inspector", SIGNALS, as_json(a_signal()))
        assert refused.status_code in (403, 404), refused.text
        assert caller.post("inspector", f"{SIGNALS}/{signal_id}/additions", {"text": "x"}).status_code == 404
        assert caller.get("inspector", "/account").status_code == 200
        assert _ids(caller, "preparer") == [str(signal_id)]


def _ids(caller: Caller, who: str = "inspector") -> list[str]:
    return [line["id"] for line in caller.get(who, SIGNALS).json()["items"]]


def _expire(world: World, name: str) -> None:
    """Let time pass: the admission ended today."""
    with world.database.session_as("owner") as owner:
        changed = owner.execute(
            text("update admissions set valid_until = today() where actor_id = :actor"),
            {"actor": world.people[name]},
        )
        owner.commit()
    assert changed.rowcount == 1  # type: ignore[attr-defined]


class TestKeys:
    """`Idempotency-Key` on a real act."""

    def send(self, caller: Caller, who: str, **changed: Any) -> Response:
        return caller.post(who, SIGNALS, as_json(a_signal(**changed)), idempotency_key="key-1")

    def test_the_same_again_is_the_same_signal(self, caller: Caller) -> None:
        first, again = self.send(caller, "inspector"), self.send(caller, "inspector")
        assert first.status_code == again.status_code == 201
        assert first.json() == again.json()
        assert _ids(caller) == [first.json()["id"]]

    def test_the_same_key_for_something_else_is_refused(self, caller: Caller) -> None:
        self.send(caller, "inspector")
        answer = self.send(caller, "inspector", place="Elders")
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")
        assert len(_ids(caller)) == 1

    def test_means_nothing_to_another(self, caller: Caller) -> None:
        mine, theirs = self.send(caller, "inspector"), self.send(caller, "tax_officer")
        assert mine.status_code == theirs.status_code == 201
        assert mine.json()["id"] != theirs.json()["id"]

    def test_does_not_show_what_was_made_to_who_may_not_see_it_any_more(self, caller: Caller) -> None:
        self.send(caller, "inspector")
        _expire(caller.world, "inspector")
        assert self.send(caller, "inspector").status_code == 404
