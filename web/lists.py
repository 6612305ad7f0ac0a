"""The five lists as pages: filtered, sorted and paged by their address, which holds codes, dates and ids only."""

from collections.abc import Callable, Mapping
from typing import Any, get_args
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import EXPORT, ActorDep, Db, asked_of, attempt, costs, following
from api.problems import language_of, sentences
from api.sheets import Wanted, attached, sheet
from api.wording import Wording
from domain import connections, detection, lists
from domain.actor import Actor, StaffRole
from domain.errors import Invalid, NotFound
from domain.lists import LISTINGS, Asked, Found, Listing
from web import list_parts as parts
from web.forms import Form, Typed, status_of
from web.render import gettext_of, page, see_other, word

router = APIRouter(include_in_schema=False)


def _index(listing: Listing) -> Callable[..., Response]:
    def index(request: Request, session: Db, actor: ActorDep) -> Response:
        fields = _fields(request, listing)
        if not request.query_params:
            first = next((one for one in lists.saved(session, listing.name) if one.first), None)
            if first and first.query:
                return see_other(f"/{listing.name}?{first.query}")
        elif "hx-request" not in request.headers and not all(
            value for _, value in request.query_params.multi_items()
        ):
            # What a form sends of fields left empty; without them the address can be read, kept and shared.
            return see_other(parts.place(listing, fields))
        return _show(request, session, actor, listing, fields)

    index.__doc__ = f"The {listing.name} one's organisation takes part in."
    return index


for _listing in LISTINGS.values():
    router.add_api_route(f"/{_listing.name}", _index(_listing), methods=["GET"], name=f"list_{_listing.name}")


@router.get("/lists/{name}/export")
def start_export(request: Request, session: Db, actor: ActorDep, name: str) -> Response:
    """Ask what the file is needed for."""
    listing = _listing_of(name)
    return _export_form(request, session, actor, listing, _fields(request, listing), Typed())


@router.post("/lists/{name}/export", dependencies=[costs(EXPORT)])
def export(request: Request, session: Db, actor: ActorDep, name: str, typed: Form) -> Response:
    """The filtered list as a file, for a stated purpose; it is logged."""
    listing = _listing_of(name)
    fields = _fields(request, listing)
    with attempt(session) as tried:
        wanted = typed.shape(Wanted)
        asked = asked_of(listing, fields)
        found = lists.export(session, actor, listing, asked, wanted.purpose)
        wording = _wording(request, session, actor)
        return attached(sheet(listing, asked, found, wanted.purpose, wording, wanted.format))
    problems = typed.problems(request, tried.refused)
    return _export_form(request, session, actor, listing, fields, typed, problems, status_of(tried.refused))


def _export_form(
    request: Request, session: Session, actor: Actor, listing: Listing, fields: Mapping[str, Any],
    typed: Typed, problems: Mapping[str, str] | None = None, status: int = 200,
) -> Response:  # fmt: skip
    asked = _readable(listing, fields)
    wording = _wording(request, session, actor)
    shown = {
        "listing": listing,
        "typed": typed,
        "problems": problems or {},
        "query": lists.query(lists.written(asked)) or parts.BY_ITSELF,
        "tally": lists.tally(session, actor, listing, asked),
        "most": lists.MOST_EXPORTED,
        "chips": parts.chips(listing, asked, {}, wording),
    }  # fmt: skip
    return page(request, "lists/export.html", shown, status=status)


@router.get("/saved-filters")
def list_saved(request: Request, session: Db, _actor: ActorDep) -> Response:
    """One's own filters: rename them, choose the one a list opens with, throw them away."""
    return _saved(request, session)


@router.post("/lists/{name}/saved-filters")
def save(request: Request, session: Db, actor: ActorDep, name: str, typed: Form) -> Response:
    """Keep the filter of the address under a name, and show the list with it again."""
    _ = gettext_of(request)
    listing = _listing_of(name)
    with attempt(session) as tried:
        asked = asked_of(listing, _fields(request, listing))
        given = {"list": name, "first": bool(typed.get("first"))}
        wanted = typed.shape(lists.SaveFilter, **given)
        made = lists.save_filter(session, actor, listing, asked, wanted.name, first=wanted.first)
        return see_other(
            parts.place(listing, made.filter), _("The filter is kept. You find it above the list.")
        )
    return _saved(
        request, session, typed.problems(request, tried.refused), status_of(tried.refused), (name, typed)
    )


@router.post("/saved-filters/{filter_id}")
def change(request: Request, session: Db, _actor: ActorDep, filter_id: UUID, typed: Form) -> Response:
    """Another name for an own filter, or the list opens with it."""
    _ = gettext_of(request)
    with attempt(session) as tried:
        lists.change_filter(
            session, filter_id, typed.shape(lists.ChangeFilter, first=bool(typed.get("first")))
        )
        return see_other("/saved-filters", _("The filter is changed."))
    told = typed.problems(request, tried.refused)
    return _saved(request, session, told, status_of(tried.refused), (str(filter_id), typed))


@router.post("/saved-filters/{filter_id}/remove")
def remove(request: Request, session: Db, _actor: ActorDep, filter_id: UUID) -> Response:
    """Throw an own filter away."""
    _ = gettext_of(request)
    lists.remove_filter(session, filter_id)
    return see_other("/saved-filters", _("The filter is gone."))


def _saved(
    request: Request, session: Session, problems: Mapping[str, str] | None = None, status: int = 200,
    typed: tuple[str, Typed] = ("", Typed()),
) -> Response:  # fmt: skip
    about, form = typed
    back = f"{request.url.path}?{request.url.query}" if about in LISTINGS else ""
    shown = {
        "saved": lists.saved(session),
        "problems": problems or {},
        "about": about,
        "typed": form,
        "again": back,
    }
    return page(request, "lists/saved.html", shown, status=status)


def _show(
    request: Request, session: Session, actor: Actor, listing: Listing, fields: Mapping[str, Any]
) -> Response:
    """The list as asked; when what was asked cannot be read, the form with what is wrong, and no lines."""
    problems: dict[str, str] = {}
    asked, found, tally = listing.shape(), Found([]), None
    try:
        asked = asked_of(listing, fields)
        found = lists.find(session, actor, listing, asked, following(listing, asked))
        tally = lists.tally(session, actor, listing, asked)
    except Invalid as refused:
        for name, sentence in sentences(request, refused).items():
            problems.setdefault(name.partition("/")[0], sentence)
    wording = _wording(request, session, actor)
    base = lists.written(asked)
    shown = {
        "listing": listing,
        "problems": problems,
        "lines": [parts.cells(listing, line, wording) for line in found.lines],
        "rows": found.lines,
        "heads": parts.heads(listing, asked, base, wording),
        "choices": [parts.choice(listing, name, fields, wording) for name in listing.filters],
        "orders": [(code, wording.say("order", code)) for code in get_args(listing.shape.model_fields["sort"].annotation)],
        "asked": asked,
        "query": lists.query(base),
        "picture": parts.picture(listing, tally, asked, base, wording) if tally else [],
        "chips": parts.chips(listing, asked, base, wording),
        "counted": parts.counted(listing, tally, found, asked, wording.language) if tally else "",
        "whole": tally is None or tally.looked_at_all,
        "further": parts.next_place(listing, found, asked, base),
        "looks_back": len(found.lines) < asked.limit,
        "first": asked.cursor is None,
        "saved": lists.saved(session, listing.name),
        "clear": parts.place(listing, {}),
        "may_submit": detection.may_submit(actor),
        "prepares": actor.has_at_riec(StaffRole.PREPARATION),
        "may_connect": actor.has(*connections.CONNECTORS),
        "asked_by_htmx": "hx-request" in request.headers,
    }  # fmt: skip
    answer = page(request, "lists/index.html", shown, block="found", status=400 if problems else 200)
    if "hx-request" in request.headers:
        answer.headers["HX-Push-Url"] = parts.place(listing, base)
    return answer


def _listing_of(name: str) -> Listing:
    if name not in LISTINGS:
        raise NotFound
    return LISTINGS[name]


def _wording(request: Request, session: Session, actor: Actor) -> Wording:
    return Wording(session, actor, word, language_of(request))


def _fields(request: Request, listing: Listing) -> dict[str, Any]:
    """The filled-in fields of the address: several values where the list takes several."""
    many = {
        listing.shape.model_fields[name].alias or name
        for name in listing.filters
        if parts.is_many(listing, name)
    }
    found: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if value and name in many:
            found.setdefault(name, []).append(value)
        elif value:
            found[name] = value
    return found


def _readable(listing: Listing, fields: Mapping[str, Any]) -> Asked:
    """What was asked, or nothing when that cannot be read: the list itself says what is wrong with it."""
    try:
        return asked_of(listing, fields)
    except Invalid:
        return listing.shape()
