"""The client: keeps connections open, asks a fixed number of times, and costs next to nothing itself.

A fixed number and not a fixed time: what is still in the queue when the clock stops would spoil the next round.
"""

import asyncio
import itertools
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

PATIENCE = 60.0


class WrongAnswer(RuntimeError):
    """The server answered something else than the operation is about; its cost would mean nothing."""


@dataclass(frozen=True)
class Answer:
    """What came back, and how long that took in milliseconds."""

    status: int
    body: bytes
    took: float


def request(method: str, path: str, token: str | None, body: object = None, **headers: str) -> bytes:
    """A request as it goes over the line."""
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", "accept: application/json"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if token:
        lines.append(f"authorization: Bearer {token}")
    if content:
        lines += ["content-type: application/json", f"content-length: {len(content)}"]
    return "\r\n".join([*lines, "", ""]).encode() + content


def ask(port: int, requests: Iterable[bytes], count: int, connections: int, expected: int) -> list[Answer]:
    """Ask this many times over this many connections."""
    return asyncio.run(_ask(port, itertools.islice(requests, count), connections, expected))


async def _ask(port: int, requests: Iterator[bytes], connections: int, expected: int) -> list[Answer]:
    answers: list[Answer] = []

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            for wanted in requests:
                started = time.perf_counter()
                writer.write(wanted)
                status, body = await asyncio.wait_for(_read(reader), PATIENCE)
                answers.append(Answer(status, body, 1000 * (time.perf_counter() - started)))
                if status != expected:
                    raise WrongAnswer(f"{wanted[:80]!r}: {status} {body[:300]!r}")
        finally:
            writer.close()

    async with asyncio.TaskGroup() as clients:
        for _ in range(connections):
            clients.create_task(client())
    return answers


async def _read(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    _, found, rest = head.partition(b"\r\ncontent-length:")
    length = int(rest.split(b"\r\n", 1)[0]) if found else 0
    return int(head.split(b" ", 2)[1]), await reader.readexactly(length)
