"""API clients of the partners: who they are, until when they work, and new secrets, each shown once."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import accounts, calendar
from domain.accounts import ApiScope, ClientState, NewClient
from domain.actor import Actor
from domain.administration.people import AddActor, add_actor
from domain.administration.records import require_administrator
from domain.errors import Conflict, Invalid, NotFound, Problem
from domain.shapes import Day, Line, Shape, View

EXPIRES_SOON: Final = timedelta(days=30)


class AddClient(Shape):
    """API-client (koppeling) of a partner; roles and admission are given as to a person."""

    organisation_id: UUID = Field(description="Organisatie")
    name: Line = Field(description="Naam", examples=["Zaaksysteem Alkmaar"])


class GiveSecret(Shape):
    """Geheim: a new one; the old one may keep working for a while."""

    scopes: Sequence[ApiScope] = Field(
        default=(), description="Bevoegdheden: of the first secret; later ones keep them"
    )
    expires_on: Day | None = Field(default=None, description="Verloopt op: the first day without")
    old_until: Day | None = Field(
        default=None, description="Oud geheim geldig tot: the first day without; at once when it is not said"
    )


class ClientView(View):
    """API-client, without any secret."""

    id: UUID = Field(description="Kenmerk")
    organisation_id: UUID = Field(description="Organisatie: its id")
    organisation: str = Field(description="Organisatie")
    name: str = Field(description="Naam", examples=["Zaaksysteem Alkmaar"])
    active: bool = Field(description="Actief: whether the client takes part")
    client_id: str | None = Field(
        description="Client id: absent until there is a secret", examples=["client-0f3a"]
    )
    scopes: Sequence[str] = Field(description="Bevoegdheden", examples=[["signals:read"]])
    expires_at: datetime | None = Field(description="Verloopt op")
    old_until: datetime | None = Field(description="Oud geheim geldig tot")
    last_used_at: datetime | None = Field(description="Laatst gebruikt op")
    state: Literal["no_secret", "works", "expiring", "expired", "revoked", "inactive"] = Field(
        description="Stand"
    )


class SecretView(View):
    """Geheim: shown this once and kept nowhere."""

    client_id: str = Field(description="Client id", examples=["client-0f3a"])
    secret: str = Field(description="Geheim", examples=["schakel_..."])


_CLIENTS = text("""
select a.id, a.organisation_id, o.name as organisation, a.name, a.active and o.active as active
  from actors a join organisations o on o.id = a.organisation_id
 where a.kind = 'client' and (cast(:wanted as uuid) is null or a.id = :wanted) order by lower(a.name), a.id
""")


def clients(session: Session, login: Session, actor: Actor) -> list[ClientView]:
    """Every API client, by name."""
    require_administrator(actor)
    states: dict[UUID, ClientState] = {}
    for one in accounts.api_clients(login):
        states.setdefault(one.actor_id, one)
    found = session.execute(_CLIENTS, {"wanted": None}).mappings()
    return [_view(dict(row), states.get(row["id"])) for row in found]


def client(session: Session, login: Session, actor: Actor, client_id: UUID) -> ClientView:
    """One API client."""
    require_administrator(actor)
    row = session.execute(_CLIENTS, {"wanted": client_id}).mappings().one_or_none()
    if row is None:
        raise NotFound
    return _view(dict(row), next(iter(accounts.api_clients(login, client_id)), None))


def add_client(session: Session, actor: Actor, data: AddClient) -> UUID:
    """Add an API client; without a secret it cannot come in, without role and admission it sees nothing."""
    return add_actor(
        session, actor, AddActor(organisation_id=data.organisation_id, kind="client", name=data.name)
    )


def give_secret(
    session: Session, login: Session, actor: Actor, client_id: UUID, data: GiveSecret
) -> NewClient:
    """A client's first secret, or a new one beside or instead of the old."""
    found = client(session, login, actor, client_id)
    if found.state == "inactive":
        raise Conflict("inactive-already")
    first = found.client_id is None or found.state == "revoked"
    problems = [
        Problem("date-not-in-future", pointer)
        for pointer, on in (("/expiresOn", data.expires_on), ("/oldUntil", data.old_until))
        if on is not None and on <= calendar.today()
    ]
    if first and not data.scopes:
        problems.append(Problem("scopes-missing", "/scopes"))
    if problems:
        raise Invalid(*problems)

    expires_at = _start_of(data.expires_on)
    if first:
        return accounts.create_api_client(login, client_id, data.scopes, expires_at=expires_at, by=actor.id)
    return accounts.renew_api_client(
        login,
        str(found.client_id),
        old_until=_start_of(data.old_until),
        expires_at=expires_at,
        by=actor.id,
    )


def revoke_client(session: Session, login: Session, actor: Actor, client_id: UUID) -> ClientView:
    """End the secrets of a client; tokens it already holds run out within ten minutes."""
    found = client(session, login, actor, client_id)
    if found.client_id is None or found.state == "revoked":
        raise Conflict("client-without-secret")

    accounts.revoke_api_client(login, found.client_id, by=actor.id)
    return client(session, login, actor, client_id)


def _start_of(on: date | None) -> datetime | None:
    """The first moment of that day, as the law counts days here."""
    return datetime.combine(on, time(), calendar.NETHERLANDS) if on else None


def _view(row: dict[str, object], state: ClientState | None) -> ClientView:
    return ClientView.model_validate({
        **row,
        "client_id": state and state.client_id,
        "scopes": state.scopes if state else (),
        "expires_at": state and state.expires_at,
        "old_until": state and state.previous_until,
        "last_used_at": state and state.last_used_at,
        "state": _state(bool(row["active"]), state),
    })  # fmt: skip


def _state(active: bool, state: ClientState | None) -> str:
    now = calendar.now()
    if not active:
        return "inactive"
    if state is None:
        return "no_secret"
    if not state.active:
        return "revoked"
    if state.expires_at is None:
        return "works"
    if state.expires_at <= now:
        return "expired"
    return "expiring" if state.expires_at - now < EXPIRES_SOON else "works"
