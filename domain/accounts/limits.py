"""Every number of signing in, in one place and dated, so that a change is a decision one can find back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta


@dataclass(frozen=True)
class Rate:
    """How often something may be tried: so many times freely, then the wait doubles from one second to the longest.

    After the window the count starts again.
    """

    tries: int
    longest: timedelta
    window: timedelta


@dataclass(frozen=True)
class Limits:
    """What holds from `valid_from`; sources are OWASP ASVS 5.0 (level 2) and NIST SP 800-63B-4."""

    valid_from: date

    # ASVS 6.2.1 and 6.2.9: long is good, at least 64 must be possible, nothing is cut off.
    password_shortest: int = 12
    password_longest: int = 256

    # ASVS 7.3.1 and 7.3.2; a working day fits in the absolute limit.
    session_idle: timedelta = timedelta(minutes=30)
    session_absolute: timedelta = timedelta(hours=10)
    # Between password and second factor.
    session_halfway: timedelta = timedelta(minutes=10)
    # `last_seen_at` is written at most this often: a page must not cost a write.
    session_touch: timedelta = timedelta(minutes=1)
    session_kept_after_end: timedelta = timedelta(days=30)
    step_up: timedelta = timedelta(minutes=10)

    # RFC 6238: steps of 30 seconds, one step of drift either way.
    totp_step: int = 30
    totp_drift: int = 1
    recovery_codes: int = 10

    # A code for who forgot the password, and an invitation for who never had one: that one may be on leave.
    enrolment: timedelta = timedelta(hours=24)
    invitation: timedelta = timedelta(days=7)

    # One account, or one second factor: after that a guesser is better off elsewhere.
    account: Rate = Rate(tries=5, longest=timedelta(minutes=15), window=timedelta(hours=24))
    # One address: thousands of colleagues can share it, so this only blunts trying many accounts from there.
    address: Rate = Rate(tries=60, longest=timedelta(minutes=1), window=timedelta(minutes=10))
    # An address from which this account signed in so recently has a counter of its own.
    address_familiar: timedelta = timedelta(days=30)

    access_token: timedelta = timedelta(minutes=10)


LIMITS = Limits(valid_from=date(2026, 11, 1))


def moment_or_now(now: datetime | None) -> datetime:
    """The moment passed in (tests, jobs), else the clock's."""
    return now or datetime.now(UTC)
