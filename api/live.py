"""Telling open pages that something changed: by its id alone, so that each asks anew with its own rights.

One connection per process listens to PostgreSQL, as long as anybody follows anything.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import suppress
from uuid import UUID

import psycopg

from db.policies.meetings import CHANGED
from db.session import Database

AGAIN_AFTER = 1.0
"""Seconds before a connection that was lost is made anew."""


class Live:
    """Who waits for news of what."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._listener: asyncio.Task[None] | None = None

    async def changes(self, of: UUID, seconds: float) -> AsyncIterator[None]:
        """One item each time it changed, for so long; several changes at once are one."""
        changed = asyncio.Event()
        self._waiting[str(of)].add(changed)
        if self._listener is None or self._listener.done():
            self._listener = asyncio.create_task(self._listen())
        try:
            async with asyncio.timeout(seconds):
                while True:
                    await changed.wait()
                    changed.clear()
                    yield
        except TimeoutError:
            return
        finally:
            self._forget(str(of), changed)

    def _forget(self, of: str, changed: asyncio.Event) -> None:
        self._waiting[of].discard(changed)
        if not self._waiting[of]:
            del self._waiting[of]
        if not self._waiting and self._listener:
            self._listener.cancel()
            self._listener = None

    async def _listen(self) -> None:
        url = self._database.url("app").set(drivername="postgresql").render_as_string(hide_password=False)
        while True:
            with suppress(psycopg.OperationalError):
                async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
                    await connection.execute(f"listen {CHANGED}".encode())
                    # What happened while nobody listened is not known: everybody looks once.
                    for name in list(self._waiting):
                        self._tell(name)
                    async for notification in connection.notifies():
                        self._tell(notification.payload)
            await asyncio.sleep(AGAIN_AFTER)

    def _tell(self, of: str) -> None:
        for one in self._waiting.get(of, ()):
            one.set()
