"""Slowing down who guesses, in PostgreSQL, so that it holds over all processes.

An attempt is counted *before* it is checked and that count is committed: a hundred tries at the same moment
are a hundred tries. A good one takes its count back.

Nobody can lock a victim out for good. The wait never exceeds a quarter of an hour (`Limits.account`) and is not prolonged by
trying during the wait; an address from which the account signed in lately has its own counter, so a stranger
elsewhere does not touch the place where the victim works; and an enrolment code of the functional
administrator always works. Machines have no counter per client at all: their secrets cannot be guessed, so
it would only help who wants to shut one out.
"""

import hashlib
import math
from datetime import datetime
from ipaddress import IPv6Address, ip_address

from sqlalchemy import text
from sqlmodel import Session

from domain.accounts.limits import Rate
from domain.errors import TooMany

# One statement, so that two attempts at once cannot both be the last free one. A blocked key is not touched.
_COUNT = text("""
insert into throttles as t (key, window_start, count, blocked_until) values (:key, :now, 1, null)
on conflict (key) do update set
    count = case when t.window_start <= :stale then 1 else t.count + 1 end,
    window_start = case when t.window_start <= :stale then :now else t.window_start end,
    blocked_until = case
        when t.window_start > :stale and t.count >= :tries
        then :now + make_interval(secs => least(:longest, power(2, least(t.count - :tries, 20))))
    end
where t.blocked_until is null or t.blocked_until <= :now
returning count
""")


def attempt(session: Session, key: str, rate: Rate, *, now: datetime) -> None:
    """Count one attempt under this key, or refuse with the time to wait; commits, since a refusal must count."""
    counted = session.execute(
        _COUNT,
        {
            "key": key,
            "now": now,
            "stale": now - rate.window,
            "tries": rate.tries,
            "longest": rate.longest.total_seconds(),
        },
    ).scalar_one_or_none()
    session.commit()
    if counted is None:
        raise TooMany("too-many", retry_after=_wait(session, key, now))


def forgive(session: Session, key: str) -> None:
    """Forget the attempts under this key: the last one was good."""
    session.execute(text("delete from throttles where key = :key"), {"key": key})


def take_back(session: Session, key: str) -> None:
    """Take back one attempt only: a good one says nothing of the others from the same address."""
    session.execute(
        text("update throttles set count = greatest(count - 1, 0) where key = :key"), {"key": key}
    )


def key_for(kind: str, *parts: object) -> str:
    """The key of a counter: no address or account name is kept readable."""
    return f"{kind}:{hashlib.sha256('|'.join(map(str, parts)).encode()).hexdigest()[:32]}"


def address_hash(address: str) -> str:
    """A short hash of an internet address; of IPv6 the /64, since one subscriber has all of that.

    For comparing only: who holds the table can undo it by trying all addresses.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        parsed = IPv6Address(int(parsed) >> 64 << 64)
    return hashlib.sha256(str(parsed).encode()).hexdigest()[:32]


def _wait(session: Session, key: str, now: datetime) -> int:
    """Whole seconds until the key is free again, at least one."""
    until = session.execute(
        text("select blocked_until from throttles where key = :key"), {"key": key}
    ).scalar_one_or_none()
    session.commit()
    return max(1, math.ceil((until - now).total_seconds())) if until else 1
