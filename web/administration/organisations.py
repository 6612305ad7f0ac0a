"""Organisations: the list, one of them, adding, changing, deactivating."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db, LoginDb
from domain import administration, catalogue, process
from domain.actor import Actor
from domain.administration import AddOrganisation, ChangeOrganisation, OrganisationDetail, Which
from domain.calendar import today
from domain.errors import DomainError
from web import merging, rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.render import page

router = APIRouter(prefix="/administration/organisations")

HERE = "/administration/organisations"


@router.get("")
def index(request: Request, session: Db, actor: ActorDep) -> Response:
    """Every partner there is or was."""
    shown = {"organisations": administration.all_organisations(session, actor)}
    return page(request, "administration/organisations.html", shown | _lists(session))


@router.get("/new")
def start(request: Request, session: Db, actor: ActorDep) -> Response:
    """Ask which partner joins the chain."""
    administration.require_administrator(actor)
    return _form(request, session, None, Typed())


@router.post("/new")
def add(request: Request, session: Db, actor: ActorDep, typed: Form) -> Response:
    """Add a partner."""

    def made() -> OrganisationDetail:
        organisation_id = administration.add_organisation(session, actor, typed.shape(AddOrganisation))
        return administration.organisation(session, actor, organisation_id)

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        made,
        lambda refused: _form(request, session, None, typed, refused),
        to=lambda made: f"{HERE}/{made}",
        said=N_("The organisation is added."),
    )


@router.get("/{organisation_id}")
def show(request: Request, session: Db, login: LoginDb, actor: ActorDep, organisation_id: UUID) -> Response:
    """One partner with its people."""
    return _show(request, session, login, actor, organisation_id)


@router.get("/{organisation_id}/edit")
def start_change(request: Request, session: Db, actor: ActorDep, organisation_id: UUID) -> Response:
    """Show what describes a partner, to change it."""
    found = administration.organisation(session, actor, organisation_id)
    return _form(request, session, found, merging.opened(_stored(found)))


@router.post("/{organisation_id}/edit")
def change(request: Request, session: Db, actor: ActorDep, organisation_id: UUID, typed: Form) -> Response:
    """Change what describes a partner; what another administrator changed meanwhile is shown first."""
    process.edit(session, organisation_id)
    found = administration.organisation(session, actor, organisation_id)

    def act() -> OrganisationDetail:
        merging.settle(session, typed, _stored(found), organisation_id)
        given = typed.shape(ChangeOrganisation)
        return administration.change_organisation(session, actor, organisation_id, given)

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        act,
        lambda refused: _form(request, session, found, typed, refused),
        to=f"{HERE}/{organisation_id}",
        said=N_("The change is recorded."),
    )


@router.post("/{organisation_id}/deactivation")
def deactivate(
    request: Request, session: Db, login: LoginDb, actor: ActorDep, organisation_id: UUID, typed: Form
) -> Response:
    """Let a partner take part no longer."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: administration.deactivate_organisation(session, login, actor, organisation_id),
        lambda refused: _show(request, session, login, actor, organisation_id, refused),
        to=f"{HERE}/{organisation_id}",
        said=N_("The organisation no longer takes part."),
    )


@router.post("/{organisation_id}/reactivation")
def reactivate(
    request: Request, session: Db, login: LoginDb, actor: ActorDep, organisation_id: UUID, typed: Form
) -> Response:
    """Let a partner take part again."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: administration.reactivate_organisation(session, actor, organisation_id),
        lambda refused: _show(request, session, login, actor, organisation_id, refused),
        to=f"{HERE}/{organisation_id}",
        said=N_("The organisation takes part again."),
    )


def _stored(found: OrganisationDetail) -> dict[str, str | list[str]]:
    """What the form holds of a partner as it is now."""
    return {
        "name": found.name,
        "shortName": found.short_name,
        "district": found.district or "",
        "contact": found.contact or "",
        "preparation": "true" if found.preparation else "",
    }


def _show(
    request: Request,
    session: Session,
    login: Session,
    actor: Actor,
    organisation_id: UUID,
    refused: DomainError | None = None,
) -> Response:
    found = administration.organisation(session, actor, organisation_id)
    which = Which(organisation_id=organisation_id)
    people, _ = administration.people(session, login, actor, which, limit=100)
    context = {"organisation": found, "people": people}
    return rooms.form(
        request, "administration/organisation.html", context | _lists(session), Typed(), refused
    )


def _form(
    request: Request,
    session: Session,
    found: OrganisationDetail | None,
    typed: Typed,
    refused: DomainError | None = None,
) -> Response:
    context = {"organisation": found, "places": catalogue.municipalities(session, today())}
    return rooms.form(
        request, "administration/organisation_form.html", context | _lists(session), typed, refused
    )


def _lists(session: Session) -> dict[str, Any]:
    places = catalogue.municipalities(session, today())
    return {
        "kinds": administration.entries(session, "organisation-kinds"),
        "municipalities": places,
        "districts": sorted({one.district for one in places}),
    }
