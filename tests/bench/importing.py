"""`python -m tests.bench.importing --rows 100000`: what a large file takes to read, check and import, and how much memory.

The file is CSV or XLSX (`--format`), full of texts that are all different. Reading is what a request does, checking and
importing what the worker does; of the last `--import` rows are done, since each takes as long as the one before. Starts a
PostgreSQL of its own and leaves nothing behind; memory is what this process takes more than before.
"""

import argparse
import csv
import io
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar
from uuid import UUID

from openpyxl import Workbook

from api.importing import fingerprint, opened, signal_of
from db import bootstrap
from db.embedded import Server
from db.keyring import Keyring
from db.session import Database
from domain import importing
from domain.importing import StartImport, template
from tests.bench.machine import memory
from tests.world import World, build

EVERY = 0.2
Made = TypeVar("Made")


def main() -> None:
    """Make the file, and measure."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--import", type=int, default=2_000, dest="imported")
    asked.add_argument("--format", choices=("csv", "xlsx"), default="csv")
    args = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as file:
        (_csv if args.format == "csv" else _xlsx)(file, args.rows)
        print(f"{args.format}: {args.rows:,} rows, {file.seek(0, 2) / 1e6:.0f} MB")
        with _region(Path(folder)) as world:
            _measure(world, file, args.imported)


def _measure(world: World, file: IO[bytes], most: int) -> None:
    def read() -> UUID:
        content = fingerprint(file)
        with world.acting("inspector") as (session, actor), opened(file) as sheet:
            made = importing.bring_in(session, actor, "large", content, sheet.headers, sheet.rows)
            ours = {place: one for place, one in enumerate(made.mapping) if one}
            importing.map_columns(session, actor, made.id, ours, signal_of)
            return made.id

    def go_on(parts: int) -> None:
        while parts:
            with world.acting("inspector") as (session, actor):
                if not importing.go_on(session, actor, made, signal_of):
                    return
            parts -= 1

    made = _timed("read", read)
    _timed("check", lambda: go_on(-1))
    with world.acting("inspector") as (session, actor):
        print(importing.start(session, actor, made, StartImport(which="good")).counts)
    _timed(f"import {most:,}", lambda: go_on(most // 50))
    with world.acting("inspector") as (session, actor):
        _timed("a page of rows", lambda: importing.rows(session, actor, made, "good", 5_000, 25))
        _timed("how far it is", lambda: importing.view(session, made))


def _timed(name: str, act: Callable[[], Made]) -> Made:
    before, most, done = memory([os.getpid()]), 0.0, threading.Event()

    def watch() -> None:
        nonlocal most
        while not done.wait(EVERY):
            most = max(most, memory([os.getpid()]))

    watcher = threading.Thread(target=watch)
    watcher.start()
    started = time.perf_counter()
    made = act()
    took = time.perf_counter() - started
    done.set()
    watcher.join()
    print(f"{name}: {took:.2f} s, at most {max(0.0, most - before):.0f} MiB more")
    return made


def _row(number: int) -> list[str]:
    said = {
        "reference": f"B-{number}", "form": "AU", "municipalityCode": "Alkmaar", "observedFrom": "3-10-2026",
        "narrative": f"Bij controle {number} sliepen mensen achter de oven, zonder raam en met één deur. " * 3,
        "task": "Toezicht op de Huisvestingswet", "organisedCrimeLink": f"Dezelfde bemiddelaar als bij {number - 1}.",
        "urgency": "geen", "mentions/0/kind": "persoon", "mentions/0/name": f"Sem Bakker {number}",
        "mentions/0/birthDate": "12-3-1985", "observations/0/indicator": "AU09",
        "observations/0/words": f"{number} matrassen.",
    }  # fmt: skip
    return [said.get(column.path, "") for column in template()]


def _csv(file: IO[bytes], rows: int) -> None:
    lines = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(lines, delimiter=";")
    writer.writerow([column.nl for column in template()])
    writer.writerows(_row(number) for number in range(rows))
    lines.flush()
    lines.detach()


def _xlsx(file: IO[bytes], rows: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([column.nl for column in template()])
    for number in range(rows):
        sheet.append(_row(number))
    book.save(file)


@contextmanager
def _region(home: Path) -> Iterator[World]:
    server = Server(home, settings={"shared_buffers": "256MB", "max_wal_size": "4GB"})
    server.start()
    try:
        passwords = bootstrap.role_passwords(home / "roles.json")
        bootstrap.bootstrap(server.url(), passwords, "schakel")
        urls = bootstrap.role_urls(server.url(), passwords, "schakel")
        bootstrap.migrate(urls["owner"])
        database = Database(urls, keyring=Keyring(home / "digest-key.json"))
        yield build(database)
        database.dispose()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
