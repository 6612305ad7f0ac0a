"""Nothing that was promised is lost and nothing is there twice, whatever dies meanwhile.

32 clients send 2,000 signals. The web server and PostgreSQL are each killed with SIGKILL three times, and come
back as they do after a power cut; a client repeats its request with the same key until it reads 201.
"""

import queue
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import httpx2
import pytest

from domain import audit
from tests.faults.conftest import Install
from tests.faults.serving import Installation, Process, wait_for
from tests.world import a_signal, build

SIGNALS = 2_000
CLIENTS = 32
LONGEST = 600.0  # to tell what hangs, no more: 130 s on two quiet cores
REPORTERS = ("inspector", "detective", "permit_officer", "tax_officer")
DISASTERS = ("web", "postgres") * 3

# As in production: what was committed has reached the disk.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}

# What a client may be told while something is down or a lost request of its own is still busy.
TRY_AGAIN = {(503, "unavailable"), (503, "try-again"), (409, "idempotency-key-busy")}


@dataclass
class Storm:
    """What the clients have still to send and what they were told."""

    url: str
    tokens: list[str]
    deadline: float = field(default_factory=lambda: time.monotonic() + LONGEST)
    waiting: "queue.SimpleQueue[int]" = field(default_factory=queue.SimpleQueue)
    made: dict[str, UUID] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def rage(self) -> list[threading.Thread]:
        """Let the clients loose."""
        for number in range(SIGNALS):
            self.waiting.put(number)
        clients = [threading.Thread(target=self._client, daemon=True) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        return clients

    def _client(self) -> None:
        with httpx2.Client(base_url=self.url, timeout=10) as client:
            while not self.wrong:
                try:
                    number = self.waiting.get_nowait()
                except queue.Empty:
                    return
                self._send(client, number)

    def _send(self, client: httpx2.Client, number: int) -> None:
        """One signal, again and again under the same key until it is there."""
        key = f"storm-{number:04}"
        body = a_signal(reference=key).model_dump(mode="json", by_alias=True)
        token = self.tokens[number % len(self.tokens)]
        headers = {"authorization": f"Bearer {token}", "idempotency-key": key}
        while time.monotonic() < self.deadline and not self.wrong:
            try:
                answer = client.post("/api/v1/signals", json=body, headers=headers)
            except httpx2.TransportError as lost:
                self.told[type(lost).__name__] += 1
                time.sleep(
                    random.uniform(0.2, 0.6)
                )  # what is starting up needs the processor more than we do
            else:
                self.told[str(answer.status_code)] += 1
                if answer.status_code == 201:
                    self.made[key] = UUID(answer.json()["id"])
                    return
                if (answer.status_code, answer.json()["code"]) not in TRY_AGAIN:
                    self.wrong.append(answer.text)
                    return
            time.sleep(random.uniform(0.1, 0.4))
        self.wrong.append(f"{key} never came through")

    @property
    def retries(self) -> int:
        """How many requests were sent again."""
        return self.told.total() - len(self.made)


@pytest.fixture(scope="module")
def stormy(install: Install) -> Installation:
    """A durable installation with two web processes and a worker."""
    return install(DURABLE)


def test_every_201_is_there_once_and_nothing_is_there_twice(
    stormy: Installation, record_testsuite_property: Callable[[str, object], None]
) -> None:
    world = build(stormy.database)
    tokens = [stormy.token(world.people[name], "signals:write") for name in REPORTERS]
    worker = Process(stormy.home, "worker")
    stormy.web.start("--workers", "2")
    worker.start()
    try:
        started = time.monotonic()
        storm = Storm(stormy.web.url, tokens)
        clients = storm.rage()
        for number, what in enumerate(DISASTERS, start=1):
            _wait_for_progress(storm, number * SIGNALS // (len(DISASTERS) + 1))
            _kill(stormy, what)
        for client in clients:
            client.join(LONGEST)
        seconds = time.monotonic() - started
        assert storm.wrong == []
        for name, value in {
            "seconds": round(seconds, 1),
            "retries": storm.retries,
            "told": storm.told,
        }.items():
            record_testsuite_property(f"storm_{name}", value)
        print(f"storm: {seconds:.1f} s, {storm.told.total()} requests, {storm.retries} retries, {storm.told}")
        assert storm.retries > 0, "nothing was lost on the way: the storm proved nothing"

        wait_for(lambda: _unsealed(stormy) == 0, "the sealer")
        assert worker.pid, worker.said()
    finally:
        worker.kill()
    stormy.database.dispose()  # connections from before the disasters
    _check(stormy, storm)


def _wait_for_progress(storm: Storm, made: int) -> None:
    wait_for(lambda: storm.wrong or len(storm.made) >= made, f"signal {made}", LONGEST)


def _kill(stormy: Installation, what: str) -> None:
    """Kill one of the two, let the clients feel it, and bring it back."""
    if what == "web":
        stormy.web.kill()
        time.sleep(0.3)
        stormy.web.start("--workers", "2")
    else:
        before = stormy.postgres.url()
        stormy.postgres.kill()
        time.sleep(0.3)
        stormy.postgres.start()
        assert stormy.postgres.url() == before


def _unsealed(stormy: Installation) -> int:
    with stormy.database.session_as("auditor") as session:
        return audit.verify_database(session, stormy.home).waiting


def _check(stormy: Installation, storm: Storm) -> None:
    found = stormy.rows("select reference, id, number from signals")
    assert len(found) == SIGNALS
    assert {reference: made for reference, made, _ in found} == storm.made
    assert len({number for _, _, number in found}) == SIGNALS

    # Every part of each signal once: nothing was half done and done again.
    assert stormy.rows("select count(*), count(distinct signal_id) from mentions") == [(SIGNALS, SIGNALS)]
    assert stormy.rows("select count(*), count(distinct of_id) from statuses") == [(SIGNALS, SIGNALS)]
    assert stormy.rows("select count(*) from scopes") == [(SIGNALS,)]
    assert stormy.rows("select count(*) from idempotency_keys") == [(SIGNALS,)]

    submitted = (
        "select count(*), count(distinct object_id) from events where type = 'detection.signal_submitted'"
    )
    assert stormy.rows(submitted) == [(SIGNALS, SIGNALS)]
    assert stormy.rows("select id from events except select event_id from outbox") == []
    assert stormy.rows("select event_id from outbox group by event_id having count(*) > 1") == []

    with stormy.database.session_as("auditor") as session:
        report = audit.verify_database(session, stormy.home)
    assert report.findings == []
    assert report.waiting == 0
