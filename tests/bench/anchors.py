"""The bare things next to which everything is measured: nothing on this stack can be faster.

A: FastAPI that answers a constant. B: PostgreSQL that finds one row by its key. C: PostgreSQL that adds one row and
waits for the disk.
"""

import random
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from tests.faults.serving import ROOT, wait_for

TABLES = """
create table if not exists bench_rows (id int primary key, filler text not null);
insert into bench_rows select n, repeat('x', 84) from generate_series(1, 100000) n on conflict do nothing;
create table if not exists bench_log (id bigint generated always as identity primary key, filler text not null)
"""

Act = Callable[[psycopg.Cursor[tuple[object, ...]]], object]


def make_tables(url: str) -> None:
    """What B and C work on."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(TABLES)
        connection.execute("vacuum analyze bench_rows")


def read(cursor: psycopg.Cursor[tuple[object, ...]]) -> object:
    """Anchor B."""
    wanted = [random.randint(1, 100_000)]
    return cursor.execute("select filler from bench_rows where id = %s", wanted, prepare=True).fetchone()


def write(cursor: psycopg.Cursor[tuple[object, ...]]) -> object:
    """Anchor C."""
    return cursor.execute("insert into bench_log (filler) values (%s)", ["x" * 84], prepare=True)


def repeat(url: str, act: Act, count: int, connections: int, begun: Callable[[], None]) -> None:
    """Do it this many times over this many connections; says when all stand, since connecting is not measured."""
    ready = threading.Barrier(connections, action=begun)

    def client() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.cursor()
            act(cursor)
            ready.wait(timeout=30)
            for _ in range(count // connections):
                act(cursor)

    clients = [threading.Thread(target=client, daemon=True) for _ in range(connections)]
    for one in clients:
        one.start()
    for one in clients:
        one.join(timeout=60)


@contextmanager
def bare_server(workers: int) -> Iterator[tuple[int, int]]:
    """Anchor A with as many processes as the real thing has: its process and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--http=httptools", "--loop=uvloop", "--no-access-log", "--log-level=error"]
    running = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "tests.bench.ping:app", f"--port={port}", f"--workers={workers}", *options],
        cwd=ROOT,
    )  # fmt: skip
    try:
        wait_for(lambda: _listens(port), "the bare server")
        yield running.pid, port
    finally:
        running.terminate()
        try:
            running.wait(timeout=10)
        except subprocess.TimeoutExpired:
            running.kill()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
