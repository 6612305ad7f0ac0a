"""Code lists: what is in them, adding a code from a day, ending one on a day."""

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic.alias_generators import to_camel
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import administration, catalogue
from domain.administration import AddEntry, EndEntry
from domain.calendar import today
from domain.catalogue import HasLabel
from domain.errors import DomainError
from web import rooms
from web.forms import Form, Typed
from web.render import gettext_of, page, see_other

router = APIRouter(prefix="/administration/code-lists")

HERE = "/administration/code-lists"


@router.get("")
def index(request: Request, session: Db, actor: ActorDep) -> Response:
    """Every code list."""
    administration.require_administrator(actor)
    shown = {"lists": administration.code_lists(session)}
    return page(request, "administration/code_lists.html", shown)


@router.get("/{name}")
def show(request: Request, session: Db, actor: ActorDep, name: str) -> Response:
    """One list: what can be chosen, what is to come, and what once could be chosen."""
    administration.require_administrator(actor)
    return _show(request, session, name)


@router.get("/{name}/new")
def start(request: Request, session: Db, actor: ActorDep, name: str) -> Response:
    """Ask for the fields of a new code."""
    administration.require_administrator(actor)
    return _form(request, session, name, Typed({"validFrom": [today().isoformat()]}))


@router.post("/{name}/new")
def add(request: Request, session: Db, actor: ActorDep, name: str, typed: Form) -> Response:
    """Add a code."""
    _ = gettext_of(request)

    def done() -> Response:
        administration.add_entry(session, actor, name, _entry(typed, name))
        return see_other(f"{HERE}/{name}", _("The code is added."))

    return rooms.answer(session, done, lambda refused: _form(request, session, name, typed, refused))


@router.post("/{name}/endings")
def end(request: Request, session: Db, actor: ActorDep, name: str, typed: Form) -> Response:
    """End a code."""
    _ = gettext_of(request)

    def done() -> Response:
        administration.end_entry(session, actor, name, typed.shape(EndEntry))
        return see_other(f"{HERE}/{name}", _("The code is ended. It stays readable where it was used."))

    return rooms.answer(session, done, lambda refused: _show(request, session, name, refused))


def _show(request: Request, session: Session, name: str, refused: DomainError | None = None) -> Response:
    kept = name in administration.KEPT
    context = {"name": name, "kept": kept, "entries": administration.entries(session, name)}
    context |= {"words": _words(session)}
    return rooms.form(request, "administration/code_list.html", context, Typed(), refused)


def _form(
    request: Request, session: Session, name: str, typed: Typed, refused: DomainError | None = None
) -> Response:
    choices = administration.choices(session, name)
    fields = [
        {"name": to_camel(column), "choices": choices.get(column), "many": column == "organisation_kinds"}
        for column in administration.columns_of(name)
    ]
    context = {"name": name, "fields": fields, "long": name == "secrecy-statements", "words": _words(session)}
    return rooms.form(request, "administration/code.html", context, typed, refused)


def _words(session: Session) -> dict[str, Iterable[HasLabel] | str]:
    """The words for the codes that a field holds."""
    kinds = administration.entries(session, "organisation-kinds")
    words: dict[str, Iterable[HasLabel] | str] = {
        one: one
        for one in ("dimension", "weight", "observable", "track", "concerns", "compartment", "district")
    }
    return words | {
        "since": "term_since",
        "form": catalogue.indicator_groups(session, today()),
        "legalGround": catalogue.legal_grounds(session, None, today()),
        "organisationKinds": kinds,
        "suppliers": kinds,
        "categories": administration.entries(session, "categories"),
    }


def _entry(typed: Typed, name: str) -> AddEntry:
    """The shape; a list of codes comes as fields of one name, which a shape does not read by itself."""
    given: dict[str, Any] = {}
    if "organisation_kinds" in administration.columns_of(name):
        given["organisationKinds"] = typed.all("organisationKinds")
    return typed.shape(AddEntry, **given)
