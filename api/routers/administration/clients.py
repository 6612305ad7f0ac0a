"""API clients and signing keys; a secret is in one answer only."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api import tokens
from api.deps import ActorDep, Db, LoginDb, require_scope
from api.idempotency import Once
from domain import accounts, administration
from domain.administration import AddClient, ClientView, GiveSecret, SecretView
from domain.shapes import View

router = APIRouter(tags=["administration"])

READ = [require_scope("administration:read")]
WRITE = [require_scope("administration:write")]


class ClientList(View):
    """API-clients, by name."""

    items: Sequence[ClientView] = Field(description="API-clients")


class KeyView(View):
    """Ondertekensleutel: its public part is at /.well-known/jwks.json."""

    kid: str = Field(description="Kenmerk", examples=["0199d0c7-5a50-7c13-9a4e-2f6d0f0f7a11"])
    created_at: datetime = Field(description="Gemaakt op")
    retired_at: datetime | None = Field(description="Vervangen op: absent while it signs")


class KeyList(View):
    """Ondertekensleutels, the newest first."""

    items: Sequence[KeyView] = Field(description="Sleutels")


@router.get("/api-clients", dependencies=READ)
def list_clients(session: Db, login: LoginDb, actor: ActorDep) -> ClientList:
    """API-clients: of every partner, and how their secrets stand."""
    return ClientList(items=administration.clients(session, login, actor))


@router.post("/api-clients", status_code=201, dependencies=WRITE)
def add_client(session: Db, login: LoginDb, actor: ActorDep, once: Once, data: AddClient) -> ClientView:
    """API-client toevoegen: a secret, roles and an admission are given apart."""
    return once(
        lambda: administration.client(session, login, actor, administration.add_client(session, actor, data)),
        lambda made: administration.client(session, login, actor, made),
        "/api-clients/{id}",
    )


@router.get("/api-clients/{client_id}", dependencies=READ)
def get_client(session: Db, login: LoginDb, actor: ActorDep, client_id: UUID) -> ClientView:
    """API-client: one of them."""
    return administration.client(session, login, actor, client_id)


@router.post("/api-clients/{client_id}/secrets", status_code=201, dependencies=WRITE)
def give_secret(
    session: Db, login: LoginDb, actor: ActorDep, client_id: UUID, data: GiveSecret
) -> SecretView:
    """Geheim: a new one, shown this once; the old one works until the day that is said."""
    new = administration.give_secret(session, login, actor, client_id, data)
    return SecretView(client_id=new.client_id, secret=new.secret)


@router.post("/api-clients/{client_id}/revocations", status_code=201, dependencies=WRITE)
def revoke_client(session: Db, login: LoginDb, actor: ActorDep, once: Once, client_id: UUID) -> ClientView:
    """Geheim intrekken: tokens it already gave run out within ten minutes."""
    return once(
        lambda: administration.revoke_client(session, login, actor, client_id),
        lambda made: administration.client(session, login, actor, made),
        "/api-clients/{id}",
    )


@router.get("/signing-keys", dependencies=READ)
def list_keys(login: LoginDb, actor: ActorDep) -> KeyList:
    """Ondertekensleutels: the one that signs, and those that still verify."""
    administration.require_administrator(actor)
    return KeyList(items=[KeyView.model_validate(one) for one in accounts.signing_keys(login)])


@router.post("/signing-keys", status_code=201, dependencies=WRITE)
def rotate_key(login: LoginDb, actor: ActorDep) -> KeyList:
    """Nieuwe ondertekensleutel: the one before verifies until its last token has run out."""
    administration.require_administrator(actor)
    tokens.rotate(login, by=actor.id)
    return KeyList(items=[KeyView.model_validate(one) for one in accounts.signing_keys(login)])
