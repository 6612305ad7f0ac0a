"""What time it is, for everything that happens in the domain: the real time, unless a story is being told.

The demo region tells what happened over the months, act by act, and `at()` says when each act was done. Outside
that there is no way to another time. The database has clocks of its own (`db.policies.clock`), which believe
nobody; accounts, sessions, tokens and the seals of the logs use the real time without asking here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from itertools import count

_MILLISECOND = 1_000_000

_told: ContextVar[tuple[datetime, Iterator[int]] | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The moment of what is being done."""
    told = _told.get()
    return told[0] if told else datetime.now(UTC)


def nanoseconds() -> int | None:
    """The time for a new identifier; None leaves it to the generator, which keeps its own in order.

    Told ids lie a millisecond apart: within one, the generator keeps no order of a time that it is given.
    """
    told = _told.get()
    return int(told[0].timestamp()) * 1000 * _MILLISECOND + next(told[1]) * _MILLISECOND if told else None


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Do something at another moment than the present one."""
    token = _told.set((moment, count()))
    try:
        yield
    finally:
        _told.reset(token)
