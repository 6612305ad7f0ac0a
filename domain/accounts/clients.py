"""Machines of the partners: client id, secret and what they may do (OAuth 2.0 client credentials)."""

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from db.tables.accounts import ApiClient
from db.tables.spine import ActorRow
from domain.accounts import throttle
from domain.accounts.limits import LIMITS, moment_or_now
from domain.accounts.records import record
from domain.accounts.sessions import Place, token_hash
from domain.errors import Conflict, NotFound, NotSignedIn
from domain.events import EventType

# A recognisable beginning lets scanners of source code find a secret that leaked.
SECRET_PREFIX = "schakel_"  # noqa: S105 - not a secret


class ApiScope(StrEnum):
    """What an access token may be used for; it narrows what the client's own actor may do, never widens it."""

    SIGNALS_READ = "signals:read"
    """Signals the organisation takes part in, and their assessments."""
    SIGNALS_WRITE = "signals:write"
    """Submit and assess signals."""
    CASES_READ = "cases:read"
    """Cases the organisation takes part in, and everything in them that is shared with it."""
    CASES_WRITE = "cases:write"
    """Act in cases: contribute, answer, weigh, assign, report, evaluate."""


@dataclass(frozen=True)
class NewClient:
    """A client as its owner sees it this once: the secret is kept nowhere."""

    client_id: str
    secret: str


@dataclass(frozen=True)
class Client:
    """A client that proved who it is."""

    client_id: str
    actor_id: UUID
    scopes: frozenset[str]


def create_api_client(
    session: Session,
    actor_id: UUID,
    scopes: Iterable[ApiScope],
    *,
    expires_at: datetime | None = None,
) -> NewClient:
    """Credentials for an actor of kind `client`; the secret is shown once."""
    kind = session.exec(select(ActorRow.kind).where(ActorRow.id == actor_id)).one_or_none()
    if kind is None:
        raise NotFound
    if kind != "client":
        raise Conflict("actor-is-no-client")
    new = NewClient(f"client-{secrets.token_hex(8)}", SECRET_PREFIX + secrets.token_urlsafe(32))

    session.add(
        ApiClient(
            client_id=new.client_id,
            actor_id=actor_id,
            secret_hash=token_hash(new.secret),
            scopes=sorted(scopes),
            expires_at=expires_at,
        )
    )
    session.flush()

    record(session, EventType.ACCOUNT_CLIENT_CREATED, actor_id, {"client": new.client_id})
    return new


def verify_api_client(
    session: Session, client_id: str, secret: str, place: Place, *, now: datetime | None = None
) -> Client:
    """The client these credentials belong to; an unknown one is compared as well and refused the same way."""
    at = moment_or_now(now)
    # Apart from people at the same address: a machine with an old secret would make them wait.
    key = throttle.key_for("machine", place.ip_hash)
    throttle.attempt(session, key, LIMITS.address, now=at)
    known = session.exec(
        select(ApiClient)
        .join(ActorRow, col(ActorRow.id) == col(ApiClient.actor_id))
        .where(ApiClient.client_id == client_id, col(ActorRow.active).is_(True))
    ).one_or_none()
    same = hmac.compare_digest(token_hash(secret), known.secret_hash if known else token_hash(""))
    valid = known is not None and known.active and (known.expires_at is None or known.expires_at > at)
    if known is None or not (same and valid):
        record(session, EventType.ACCOUNT_CLIENT_REFUSED, known.actor_id if known else None)
        session.commit()
        raise NotSignedIn("client-wrong")

    throttle.take_back(session, key)
    return Client(known.client_id, known.actor_id, frozenset(known.scopes))


def revoke_api_client(session: Session, client_id: str) -> None:
    """End a client; tokens it already holds run out within ten minutes."""
    actor_id = session.execute(
        update(ApiClient)
        .where(col(ApiClient.client_id) == client_id, col(ApiClient.active).is_(True))
        .values(active=False)
        .returning(col(ApiClient.actor_id))
    ).scalar_one_or_none()
    if actor_id is None:
        raise NotFound

    record(session, EventType.ACCOUNT_CLIENT_REVOKED, actor_id, {"client": client_id})
