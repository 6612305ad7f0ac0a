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
    ADMINISTRATION_READ = "administration:read"
    """Organisations, people, clients and code lists, as the functional administrator sees them."""
    ADMINISTRATION_WRITE = "administration:write"
    """Administer them: add, change, end."""


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


@dataclass(frozen=True)
class ClientState:
    """What the administrator sees of the credentials of a client: never a secret."""

    client_id: str
    actor_id: UUID
    scopes: tuple[str, ...]
    active: bool
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    previous_until: datetime | None


def create_api_client(
    session: Session,
    actor_id: UUID,
    scopes: Iterable[ApiScope],
    *,
    expires_at: datetime | None = None,
    by: UUID | None = None,
) -> NewClient:
    """Credentials for an actor of kind `client`; the secret is shown once."""
    kind = session.exec(select(ActorRow.kind).where(ActorRow.id == actor_id)).one_or_none()
    if kind is None:
        raise NotFound
    if kind != "client":
        raise Conflict("actor-is-no-client")
    new = NewClient(f"client-{secrets.token_hex(8)}", _new_secret())

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

    record(session, EventType.ACCOUNT_CLIENT_CREATED, actor_id, {"client": new.client_id}, by=by)
    return new


def renew_api_client(
    session: Session,
    client_id: str,
    *,
    old_until: datetime | None = None,
    expires_at: datetime | None = None,
    by: UUID | None = None,
) -> NewClient:
    """A new secret for a client, shown once; the old one works until a moment, or not at all any more."""
    found = session.get(ApiClient, client_id, with_for_update=True, populate_existing=True)
    if found is None or not found.active:
        raise NotFound
    new = NewClient(client_id, _new_secret())

    found.previous_hash = found.secret_hash if old_until else None
    found.previous_until = old_until
    found.secret_hash = token_hash(new.secret)
    found.expires_at = expires_at
    session.add(found)
    session.flush()

    record(session, EventType.ACCOUNT_CLIENT_RENEWED, found.actor_id, {"client": client_id}, by=by)
    return new


def api_clients(session: Session, *actor_ids: UUID) -> list[ClientState]:
    """The credentials of all clients, or of these, the newest first."""
    wanted = select(ApiClient).order_by(col(ApiClient.created_at).desc())
    if actor_ids:
        wanted = wanted.where(col(ApiClient.actor_id).in_(actor_ids))
    return [
        ClientState(
            one.client_id,
            one.actor_id,
            tuple(one.scopes),
            one.active,
            one.created_at,
            one.expires_at,
            one.last_used_at,
            one.previous_until,
        )
        for one in session.exec(wanted)
    ]


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
    given = token_hash(secret)
    same = hmac.compare_digest(given, known.secret_hash if known else token_hash(""))
    if known is not None and known.previous_hash and known.previous_until and known.previous_until > at:
        same |= hmac.compare_digest(given, known.previous_hash)
    valid = known is not None and known.active and (known.expires_at is None or known.expires_at > at)
    if known is None or not (same and valid):
        record(session, EventType.ACCOUNT_CLIENT_REFUSED, known.actor_id if known else None)
        session.commit()
        raise NotSignedIn("client-wrong")

    throttle.take_back(session, key)
    known.last_used_at = at
    session.add(known)
    session.flush()
    return Client(known.client_id, known.actor_id, frozenset(known.scopes))


def revoke_api_client(session: Session, client_id: str, *, by: UUID | None = None) -> None:
    """End a client; tokens it already holds run out within ten minutes."""
    actor_id = session.execute(
        update(ApiClient)
        .where(col(ApiClient.client_id) == client_id, col(ApiClient.active).is_(True))
        .values(active=False)
        .returning(col(ApiClient.actor_id))
    ).scalar_one_or_none()
    if actor_id is None:
        raise NotFound

    record(session, EventType.ACCOUNT_CLIENT_REVOKED, actor_id, {"client": client_id}, by=by)


def _new_secret() -> str:
    return SECRET_PREFIX + secrets.token_urlsafe(32)
