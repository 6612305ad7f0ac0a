"""Where the keys that sign access tokens are kept; `api.tokens` makes and uses them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, text, update
from sqlmodel import Session, col, or_, select

from db.tables.accounts import SigningKey
from domain.accounts.limits import LIMITS, moment_or_now
from domain.accounts.records import record
from domain.events import EventType

# A retired key verifies as long as the last token it signed lives, and as long again for slow clocks and caches.
VERIFIES_AFTER_RETIREMENT: timedelta = 2 * LIMITS.access_token


@dataclass(frozen=True)
class PublicKey:
    """What verifying needs."""

    kid: str
    pem: str


@dataclass(frozen=True)
class PrivateKey:
    """What signing needs."""

    kid: str
    pem: str


@dataclass(frozen=True)
class KeyState:
    """A signing key as the administrator sees it."""

    kid: str
    created_at: datetime
    retired_at: datetime | None


def signing_keys(session: Session) -> list[KeyState]:
    """Every key that signs or still verifies, the newest first; never a private part."""
    rows = session.execute(
        select(SigningKey.kid, SigningKey.created_at, SigningKey.retired_at).order_by(
            col(SigningKey.created_at).desc()
        )
    )
    return [KeyState(*row) for row in rows]


def public_keys(session: Session, *, now: datetime | None = None) -> list[PublicKey]:
    """The keys a token may be signed with, the newest first."""
    since = moment_or_now(now) - VERIFIES_AFTER_RETIREMENT
    rows = session.execute(
        select(SigningKey.kid, SigningKey.public_pem)
        .where(or_(col(SigningKey.retired_at).is_(None), col(SigningKey.retired_at) > since))
        .order_by(col(SigningKey.created_at).desc())
    )
    return [PublicKey(*row) for row in rows]


def private_key(session: Session) -> PrivateKey | None:
    """The key to sign with now, if one was ever made."""
    row = session.execute(
        select(SigningKey.kid, SigningKey.private_pem).where(col(SigningKey.retired_at).is_(None))
    ).one_or_none()
    return PrivateKey(*row) if row else None


def lock_keys(session: Session) -> None:
    """Let one transaction at a time make a key."""
    session.execute(text("select pg_advisory_xact_lock(hashtext('signing_keys'))"))


def add_key(
    session: Session,
    kid: str,
    public_pem: str,
    private_pem: str,
    *,
    by: UUID | None = None,
    now: datetime | None = None,
) -> None:
    """Sign with this key from now on; the one before only verifies, the ones before that are deleted."""
    at = moment_or_now(now)
    session.execute(update(SigningKey).where(col(SigningKey.retired_at).is_(None)).values(retired_at=at))
    session.execute(delete(SigningKey).where(col(SigningKey.retired_at) <= at - VERIFIES_AFTER_RETIREMENT))
    session.add(SigningKey(kid=kid, public_pem=public_pem, private_pem=private_pem, created_at=at))
    session.flush()

    record(session, EventType.ACCOUNT_SIGNING_KEY_ROTATED, by, {"key": kid})
