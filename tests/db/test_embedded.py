"""The server in the wheel: it starts, stops, comes back after a power cut, and lets nobody in without a password."""

import multiprocessing
import os
import subprocess
import tempfile
from collections.abc import Iterator
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL

from db import embedded
from db.embedded import AlreadyInUse, Server, held


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    # Not below pytest's own directory: that is closed to other users, and so to the server's when root runs this.
    with tempfile.TemporaryDirectory(prefix="schakel-server-") as home:
        server = Server(Path(home))
        server.start()
        yield server
        server.stop()


def answer(url: URL, question: str) -> object:
    with psycopg.connect(
        url.set(drivername="postgresql").render_as_string(hide_password=False)
    ) as connection:
        cursor = connection.execute(question.encode())
        row = cursor.fetchone() if cursor.description else None
        return row and row[0]


def test_comes_back_on_its_port_with_its_data_after_a_stop_and_after_a_power_cut(server: Server) -> None:
    before = server.url()
    answer(before, "create table kept as select 1")
    for interruption in (server.stop, server.kill):
        interruption()
        assert server.pid() is None

        server.start()

        assert server.url() == before
        assert answer(server.url(), "select count(*) from kept") == 1


def test_a_pid_file_with_the_number_of_a_stranger_does_not_keep_it_from_starting(server: Server) -> None:
    server.stop()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n0\n5432\n\n\n\n\n")
    assert server.pid() is None

    server.start()

    assert answer(server.url(), "select 1") == 1


def test_every_connection_needs_a_password_also_a_local_one(server: Server) -> None:
    with pytest.raises(psycopg.OperationalError):
        answer(server.url().set(password="guess"), "select 1")
    lines = (server.data / "pg_hba.conf").read_text().splitlines()
    methods = {line.split()[-1] for line in lines if line and not line.startswith("#")}
    assert methods == {"scram-sha-256"}


def test_secrets_can_be_read_by_their_owner_alone(server: Server) -> None:
    assert (server.home / "server.json").stat().st_mode & 0o077 == 0


def test_letters_follow_unicode_and_order_is_that_of_bytes(server: Server) -> None:
    assert answer(server.url(), "select lower('ÉŞÇ')") == "éşç"
    assert answer(server.url(), "select 'a' < 'B'") is False


def test_a_data_directory_is_for_one_process_at_a_time(tmp_path: Path) -> None:
    with held(tmp_path), pytest.raises(AlreadyInUse), held(tmp_path):
        pass
    with held(tmp_path):
        pass


def _user_of_a_server(together: Barrier, found: "Queue[int]") -> None:
    embedded.SYSTEM_USER = "schakel-tried"
    together.wait()
    found.put(embedded._system_user().pw_uid)


def test_processes_that_start_at_once_run_their_server_as_one_user(tmp_path: Path) -> None:
    """On a machine where nobody made that user yet; only root lends a server to somebody."""
    if os.geteuid() != 0:
        assert Server(tmp_path)._user is None
        return
    spawning = multiprocessing.get_context("spawn")
    together, found = spawning.Barrier(3), spawning.Queue()
    processes = [spawning.Process(target=_user_of_a_server, args=(together, found)) for _ in range(3)]
    try:
        for process in processes:
            process.start()
        users = [found.get(timeout=60) for _ in processes]
        for process in processes:
            process.join()
    finally:
        subprocess.run(["userdel", "schakel-tried"], check=True, capture_output=True)
    assert len(set(users)) == 1
