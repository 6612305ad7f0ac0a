"""API clients and signing keys; a secret is shown in one answer only."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api import tokens
from api.deps import ActorDep, Db, LoginDb
from domain import accounts, administration
from domain.accounts import ApiScope
from domain.actor import Actor
from domain.administration import AddClient, ClientView, GiveSecret
from domain.errors import DomainError
from web import rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.render import gettext_of, page, see_other

router = APIRouter(prefix="/administration/clients")

HERE = "/administration/clients"


@router.get("")
def index(request: Request, session: Db, login: LoginDb, actor: ActorDep) -> Response:
    """Every client and how its secret stands; and the keys that sign tokens."""
    shown = {
        "clients": administration.clients(session, login, actor),
        "keys": accounts.signing_keys(login),
    }
    return page(request, "administration/clients.html", shown)


@router.get("/new")
def start(request: Request, session: Db, actor: ActorDep) -> Response:
    """Ask whose client it is."""
    administration.require_administrator(actor)
    return _form(request, session, actor, Typed())


@router.post("/new")
def add(request: Request, session: Db, login: LoginDb, actor: ActorDep, typed: Form) -> Response:
    """Add a client."""

    def made() -> ClientView:
        return administration.client(
            session, login, actor, administration.add_client(session, actor, typed.shape(AddClient))
        )

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        made,
        lambda refused: _form(request, session, actor, typed, refused),
        to=lambda made: f"{HERE}/{made}",
        said=N_("The client is added. Now give it a secret."),
    )


@router.post("/keys")
def rotate(request: Request, login: LoginDb, actor: ActorDep) -> Response:
    """Sign with a new key from now on."""
    administration.require_administrator(actor)
    tokens.rotate(login, by=actor.id)
    _ = gettext_of(request)
    return see_other(HERE, _("A new key signs from now on. The old one stays valid for its last tokens."))


@router.get("/{client_id}")
def show(request: Request, session: Db, login: LoginDb, actor: ActorDep, client_id: UUID) -> Response:
    """One client: its secret, roles and admissions."""
    return _show(request, session, login, actor, client_id, Typed())


@router.post("/{client_id}/secret")
def give_secret(
    request: Request, session: Db, login: LoginDb, actor: ActorDep, client_id: UUID, typed: Form
) -> Response:
    """Make a secret and show it this once: it exists in this answer only."""

    def done() -> Response:
        data = typed.shape(GiveSecret, scopes=typed.all("scopes"))
        new = administration.give_secret(session, login, actor, client_id, data)
        found = administration.client(session, login, actor, client_id)
        return page(request, "administration/secret.html", {"client": found, "new": new})

    return rooms.answer(
        session,
        done,
        lambda refused: _show(request, session, login, actor, client_id, typed, refused),
    )


@router.post("/{client_id}/revocation")
def revoke(
    request: Request, session: Db, login: LoginDb, actor: ActorDep, client_id: UUID, typed: Form
) -> Response:
    """End the secret of a client."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: administration.revoke_client(session, login, actor, client_id),
        lambda refused: _show(request, session, login, actor, client_id, typed, refused),
        to=f"{HERE}/{client_id}",
        said=N_("The secret is revoked."),
    )


def _show(
    request: Request,
    session: Session,
    login: Session,
    actor: Actor,
    client_id: UUID,
    typed: Typed,
    refused: DomainError | None = None,
) -> Response:
    context = {
        "client": administration.client(session, login, actor, client_id),
        "person": administration.person(session, actor, client_id),
        "scopes": list(ApiScope),
    }
    return rooms.form(request, "administration/client.html", context, typed, refused)


def _form(
    request: Request, session: Session, actor: Actor, typed: Typed, refused: DomainError | None = None
) -> Response:
    organisations = [one for one in administration.all_organisations(session, actor) if one.active]
    return rooms.form(
        request, "administration/client_form.html", {"organisations": organisations}, typed, refused
    )
