"""How often somebody may ask: a limit for each person or client and a wider one for each internet address.

A process spends shares of a minute that it drew from PostgreSQL: one statement for each twentieth of the limit and
not for each request. Together processes never exceed the limit; who spreads requests over n processes can
be refused up to n - 1 shares early (docs/decisions/0012).
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from domain.accounts import quota, throttle

SHARES: Final = 20
"""A process draws the limit divided by this at a time."""

MOST_KEPT: Final = 10_000
"""Above this many counters the ones that have run out are thrown away."""

UNCOUNTED_SECONDS: Final = 5.0
"""Without a database nobody is refused for this; it is asked again after so long."""


@dataclass
class _Purse:
    """What this process may still spend for one key, what nobody claimed when it last drew, and until when."""

    units: int = 0
    unclaimed: int = 0
    ends: float = 0.0
    drawing: Lock = field(default_factory=Lock)


@dataclass(frozen=True)
class Standing:
    """How one request stands with its limit."""

    granted: bool
    limit: int
    remaining: int
    seconds: int

    def headers(self) -> dict[str, str]:
        """What the answer says of it: draft-ietf-httpapi-ratelimit-headers, and Retry-After when refused."""
        said = {
            "RateLimit-Policy": f'"minute";q={self.limit};w={quota.WINDOW}',
            "RateLimit": f'"minute";r={self.remaining};t={self.seconds}',
        }
        return said if self.granted else said | {"Retry-After": str(self.seconds)}


class Rates:
    """The counters of this process."""

    def __init__(
        self, open_session: Callable[[], Session], limit: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._open_session = open_session
        self._limit = limit
        self._clock = clock
        self._purses: dict[str, _Purse] = {}
        self._lock = Lock()

    def spend(self, key: str, cost: int = 1) -> Standing:
        """Spend units of this key's minute, or be told how long to wait; asks PostgreSQL when the share is used up."""
        while (standing := self.spend_at_hand(key, cost)) is None:
            # One at a time: a crowd that finds the purse empty would draw the whole limit into this process.
            with self._purse(key).drawing:
                if (standing := self.spend_at_hand(key, cost)) is not None:
                    return standing
                self._draw(key, cost)
        return standing

    def spend_at_hand(self, key: str, cost: int = 1) -> Standing | None:
        """The same as far as it can be told without PostgreSQL; None when it has to be asked."""
        with self._lock:
            purse = self._purses.setdefault(key, _Purse())
            left = purse.ends - self._clock()
            if left <= 0 or (purse.units < cost and purse.unclaimed > 0):
                return None
            granted = purse.units >= cost
            purse.units -= cost if granted else 0
            return Standing(granted, self._limit, purse.units + purse.unclaimed, max(1, math.ceil(left)))

    def _purse(self, key: str) -> _Purse:
        with self._lock:
            return self._purses.setdefault(key, _Purse())

    def _draw(self, key: str, cost: int) -> None:
        share = self._share(key, max(cost, self._limit // SHARES))
        with self._lock:
            if len(self._purses) > MOST_KEPT:
                self._throw_away()
            purse = self._purses.setdefault(key, _Purse())
            if purse.ends <= self._clock():
                purse.units = 0
            purse.units += share.units
            purse.unclaimed = share.unclaimed
            purse.ends = self._clock() + share.seconds

    def _share(self, key: str, units: int) -> quota.Share:
        try:
            with self._open_session() as session:
                return quota.draw(session, key, units, self._limit)
        except SQLAlchemyError:
            # The request itself will find out that the database is gone, and say so better.
            return quota.Share(self._limit, 0, UNCOUNTED_SECONDS)

    def _throw_away(self) -> None:
        now = self._clock()
        self._purses = {key: purse for key, purse in self._purses.items() if purse.ends > now}


def actor_key(actor_id: UUID) -> str:
    """The counter of one person or client."""
    return f"minute:actor:{actor_id}"


def address_key(address: str) -> str | None:
    """The counter of one internet address, not readable as such; None when there is no address."""
    known = throttle.address_hash(address)
    return f"minute:address:{known}" if known else None
