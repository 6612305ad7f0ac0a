"""Telling open pages that something changed: that alone, so that each asks anew with its own rights.

One connection per process listens to PostgreSQL, as long as anybody follows anything. Who follows a meeting hears of
the cases they take part in, and nothing of when others are discussed.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Collection
from contextlib import suppress
from uuid import UUID

import psycopg

from db.policies.meetings import CHANGED
from db.session import Database

AGAIN_AFTER = 1.0
"""Seconds before a connection that was lost is made anew."""


class Follower:
    """Somebody who waits for news, and of what."""

    def __init__(self, about: Collection[str]) -> None:
        self.about = frozenset(about)
        self.changed = asyncio.Event()

    def hear(self, about: str) -> None:
        """Something changed; news of what this follower does not follow is none."""
        if about in self.about:
            self.changed.set()


class Live:
    """Who follows which meeting."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._followers: dict[str, set[Follower]] = defaultdict(set)
        self._listener: asyncio.Task[None] | None = None

    async def changes(self, meeting_id: UUID, about: Collection[str], seconds: float) -> AsyncIterator[None]:
        """One item each time something of this changed, for so long; several changes at once are one."""
        follower = Follower(about)
        self._followers[str(meeting_id)].add(follower)
        if self._listener is None or self._listener.done():
            self._listener = asyncio.create_task(self._listen())
        try:
            async with asyncio.timeout(seconds):
                while True:
                    await follower.changed.wait()
                    follower.changed.clear()
                    yield
        except TimeoutError:
            return
        finally:
            self._forget(str(meeting_id), follower)

    def _forget(self, meeting: str, follower: Follower) -> None:
        self._followers[meeting].discard(follower)
        if not self._followers[meeting]:
            del self._followers[meeting]
        if not self._followers and self._listener:
            self._listener.cancel()
            self._listener = None

    async def _listen(self) -> None:
        url = self._database.url("app").set(drivername="postgresql").render_as_string(hide_password=False)
        while True:
            with suppress(psycopg.OperationalError):
                async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
                    await connection.execute(f"listen {CHANGED}".encode())
                    # What happened while nobody listened is not known: everybody looks once.
                    for one in [one for followers in self._followers.values() for one in followers]:
                        one.changed.set()
                    async for notification in connection.notifies():
                        meeting, _, about = notification.payload.partition(" ")
                        for one in self._followers.get(meeting, ()):
                            one.hear(about)
            await asyncio.sleep(AGAIN_AFTER)
