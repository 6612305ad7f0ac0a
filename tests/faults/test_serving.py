"""The processes that serve: they have the application in common, one that dies is followed by another, all stop."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from db.embedded import CARELESS
from tests.bench import machine
from tests.faults.conftest import Install
from tests.faults.serving import Installation, wait_for

MIB = 1024


@pytest.fixture(scope="module")
def made(install: Install) -> Installation:
    """An installation."""
    return install(CARELESS)


@pytest.fixture
def served(made: Installation) -> Iterator[Installation]:
    """Served by two processes, as in production."""
    made.web.start("--workers", "2")
    wait_for(lambda: len(_workers(made)) == 2, "the second process")
    yield made
    made.web.kill()


def _workers(made: Installation) -> list[int]:
    assert made.web.pid
    return [pid for pid in machine.tree(made.web.pid)[1:] if machine.works(pid)]


def _shared(pid: int) -> int:
    """KiB that were written before this process began, and not since."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Shared_Dirty:"))


def test_what_nobody_changes_is_in_memory_once(served: Installation) -> None:
    assert all(_shared(pid) > 40 * MIB for pid in _workers(served))


def test_a_process_that_dies_is_followed_by_another(served: Installation) -> None:
    first, second = _workers(served)
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: len(set(_workers(served)) - {first, second}) == 1, "another process")
    # The connections are new each time, so that both get some.
    assert {httpx2.get(f"{served.web.url}/healthz", timeout=10).status_code for _ in range(20)} == {200}


def test_all_of_them_stop_when_asked(served: Installation) -> None:
    processes = [served.web.pid, *_workers(served)]
    assert served.web.pid
    os.kill(served.web.pid, signal.SIGTERM)
    wait_for(lambda: served.web.pid is None, "the end")
    assert not [pid for pid in processes if Path(f"/proc/{pid}").exists()]
