"""One way to answer with a page: the whole page, or the one block that htmx asked for."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments import render_block
from sqlmodel import Session

from api.problems import language_of
from domain import catalogue, drafts, notices
from domain.actor import CONTENT_ROLES, Actor, StaffRole
from domain.catalogue import HasLabel
from web.i18n import N_, formats, translator
from web.labels import LABELS, RAIL

WEB = Path(__file__).parent
FLASH_COOKIE = "__Host-flash"
# Exactly the address in font.css, or the browser fetches the font twice.
FONT = "/static/vendor/source-sans-3-latin-wght-normal.woff2"

# No inline script, style or evaluated attribute anywhere. History snapshots would leave case content in the browser's
# storage, so going back fetches anew. A refusal with a page of its own is swapped in; after a fault the form stays.
HTMX_CONFIG = {
    "includeIndicatorStyles": False,
    "allowEval": False,
    "selfRequestsOnly": True,
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "400|401|404|409|412", "swap": True},
        {"code": "[45]..", "swap": False, "error": True},
    ],
}

# What a page brings along when htmx puts it in place of another: the message, its width, the bell and the menu.
BESIDE = "#flash:innerHTML,#layout,#bell,#nav"


class NavItem(NamedTuple):
    """One entry of the main menu."""

    href: str
    label: str
    current: bool


class _Entry(NamedTuple):
    href: str
    label: str
    roles: frozenset[StaffRole]


EVERYONE = frozenset(StaffRole)
NAV = (
    _Entry("/", N_("Today"), EVERYONE),
    _Entry("/signals", N_("Signals"), CONTENT_ROLES),
    _Entry("/cases", N_("Cases"), CONTENT_ROLES),
    _Entry("/subjects", N_("Subjects"), CONTENT_ROLES),
    _Entry("/requests", N_("Requests"), CONTENT_ROLES),
    _Entry("/interventions", N_("Interventions"), CONTENT_ROLES),
    _Entry("/meetings", N_("Meetings"), CONTENT_ROLES),
    _Entry("/evaluation", N_("Evaluation"), CONTENT_ROLES),
    _Entry("/search", N_("Search"), CONTENT_ROLES),
    _Entry("/known-questions", N_("Known?"), CONTENT_ROLES),
    _Entry("/reads", N_("Who read ours"), frozenset({StaffRole.PRIVACY_OFFICER})),
    _Entry("/logs", N_("Logs"), frozenset({StaffRole.AUDITOR, StaffRole.COORDINATING_DPO})),
    _Entry("/retention", N_("Keep and destroy"), frozenset({StaffRole.CHAIR, StaffRole.COORDINATING_DPO})),
    _Entry(
        "/emergencies",
        N_("Emergency access"),
        frozenset({StaffRole.PRIVACY_OFFICER, StaffRole.COORDINATING_DPO}),
    ),
    _Entry(
        "/sharing",
        N_("Who may see what"),
        frozenset({StaffRole.PRIVACY_OFFICER, StaffRole.COORDINATING_DPO}),
    ),
    _Entry("/administration", N_("Administration"), frozenset({StaffRole.FUNCTIONAL_ADMINISTRATOR})),
)
"""The main menu in order. Leaving an entry out for a role is a courtesy, not the protection."""


def page(
    request: Request,
    template: str,
    context: Mapping[str, Any],
    *,
    block: str | None = None,
    status: int = 200,
) -> HTMLResponse:
    """The template as a page; only its block `block` when htmx asks and the handler named one.

    The client never names the block. A block wraps exactly one element, whose id is the block's name.
    """
    language = language_of(request)
    env = environment(language)
    values = _frame(request, env, language) | dict(context)
    if block and _asked_by_htmx(request):
        html = render_block(env, template, block, values)
        if values["flash"]:
            html += env.get_template("_flash.html").render(values, beside_block=True)
    else:
        html = env.get_template(template).render(values)
    headers = {"Vary": "HX-Request", "Cache-Control": "no-store", "Content-Language": language}
    response = HTMLResponse(html, status_code=status, headers=headers)
    if values["flash"]:
        response.delete_cookie(FLASH_COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return response


def fragment(
    request: Request, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HTMLResponse:
    """A small part by itself, for a request that only htmx makes."""
    language = language_of(request)
    env = environment(language)
    html = env.get_template(template).render(_frame(request, env, language) | dict(context))
    return HTMLResponse(html, status, {"Cache-Control": "no-store", "Content-Language": language})


def see_other(url: str, flash: str = "", kind: str = "ok") -> RedirectResponse:
    """303 to a page after an act; `flash` is one translated sentence shown there once, without personal data."""
    response = RedirectResponse(url, status_code=303, headers={"Cache-Control": "no-store"})
    if flash:
        said = f"{kind}.{quote(flash)}"
        response.set_cookie(
            FLASH_COOKIE, said, max_age=60, path="/", secure=True, httponly=True, samesite="lax"
        )
    return response


def too_late(request: Request, url: str) -> RedirectResponse:
    """303 back to what something was asked of that cannot be done by this person, or not any more."""
    _ = gettext_of(request)
    return see_other(url, _("That is not possible here, or not any more."), "warning")


def _flash(request: Request) -> dict[str, str]:
    kind, _, text = request.cookies.get(FLASH_COOKIE, "").partition(".")
    return {"flash": unquote(text), "flash_kind": "warning" if kind == "warning" else "ok"}


def gettext_of(request: Request) -> Callable[[str], str]:
    """`_` for a page module: the sentences it makes itself, in the language of the one who asks."""
    return translator(language_of(request)).gettext


def navigation(actor: Actor | None, path: str, language: str) -> list[NavItem]:
    """The main menu for this person, with the room they are in marked."""
    if actor is None:
        return []
    say = translator(language).gettext
    return [
        NavItem(entry.href, say(entry.label), _is_within(path, entry.href))
        for entry in NAV
        if not actor.staff_roles.isdisjoint(entry.roles)
    ]


@cache
def environment(language: str) -> Environment:
    """The templates with the words, dates and labels of one language."""
    env = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_translations(translator(language), newstyle=True)  # type: ignore[attr-defined]
    env.filters |= formats(language) | {
        "label": _labeller(language),
        "anchor": anchor,
        "typed_day": typed_day,
    }
    env.globals |= {"asset": asset, "rail": RAIL, "language": language, "font": FONT}
    env.globals["beside"] = BESIDE
    env.globals["htmx_config"] = json.dumps(HTMX_CONFIG, separators=(",", ":"))
    # Globals and not imports: imports at the top of a template do not run when a single block is rendered.
    env.globals |= {
        "draftable": drafts.accepts,
        "kept": lambda _address: None,
        "draft_seen": "",
        "typed_by": "",
        "meanwhile": None,
    }
    env.globals["p"] = env.get_template("_parts.html").module
    env.globals["f"] = env.get_template("_fields.html").module
    return env


@cache
def asset(path: str) -> str:
    """Address of a static file that changes with its content, so that browsers may keep it for ever."""
    digest = hashlib.sha256((WEB / "static" / path).read_bytes()).hexdigest()[:10]
    return f"/static/{path}?v={digest}"


def anchor(name: str) -> str:
    """The element id of a form field: what the error summary links to."""
    return "field-" + re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")


def word(of: str, code: str, language: str) -> str | None:
    """What a code of one of our own lists is called; None for a code that is not in it."""
    known = LABELS.get(of, {}).get(code)
    return translator(language).gettext(known) if known else None


def _labeller(language: str) -> Callable[[str, str | Iterable[HasLabel]], str]:
    def label(code: str, of: str | Iterable[HasLabel]) -> str:
        """`code|label("step")` or `code|label(entries)`, entries from domain.catalogue; an unknown code as it is."""
        if not isinstance(of, str):
            return catalogue.label(of, code, language)
        return word(of, code, language) or code.replace("_", " ").replace("-", " ")

    return label


def typed_day(value: date | str | None) -> str:
    """A date in a field, as people write it: 3-10-2026. What a person typed otherwise stays as it was typed."""
    with suppress(ValueError):
        on = value if isinstance(value, date) else date.fromisoformat(value or "")
        return f"{on.day}-{on.month}-{on.year}"
    return str(value or "")


def _frame(request: Request, env: Environment, language: str) -> dict[str, Any]:
    """What every template may count on; the form fields among it know whose form it is."""
    own = _left_off(request)
    return _always(request, language) | own | {"f": env.get_template("_fields.html").make_module(own)}


def _left_off(request: Request) -> dict[str, Any]:
    """Whose form it is, and which forms this person left half done."""
    state = request.state
    session: Session | None = getattr(state, "session", None)
    # An answer to a POST shows what was just typed, whatever was kept before.
    asks = request.method in ("GET", "HEAD") and session is not None

    @cache
    def moments() -> dict[str, datetime]:
        return drafts.moments(session) if session and asks else {}

    actor: Actor | None = getattr(state, "actor", None)
    return {
        "kept": lambda address: moments().get(address),
        "draft_seen": getattr(state, "draft_seen", ""),
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "typed_by": actor.id if actor else "",
        "warned": getattr(state, "warned", None),
        "meanwhile": getattr(state, "meanwhile", None),
    }


def _always(request: Request, language: str) -> dict[str, Any]:
    """What every template may count on."""
    actor: Actor | None = getattr(request.state, "actor", None)
    settings = getattr(request.app.state, "settings", None)
    return {
        "actor": actor,
        "closed": actor is not None and actor.has(*CONTENT_ROLES) and not actor.compartments,
        "demo": bool(getattr(settings, "demo", False)),
        **_flash(request),
        "nav": navigation(actor, request.url.path, language),
        "problems": {},
        "request": request,
        "unread": lambda: _unread(request, actor),
    }


def _unread(request: Request, actor: Actor | None) -> int:
    """How many notices wait, for the bell: asked when a whole page is made, while its transaction lasts."""
    session: Session | None = getattr(request.state, "session", None)
    return notices.waiting(session) if session is not None and actor is not None else 0


def _asked_by_htmx(request: Request) -> bool:
    """A fragment request; when htmx restores history after a cache miss it wants the page."""
    return "hx-request" in request.headers and "hx-history-restore-request" not in request.headers


def _is_within(path: str, href: str) -> bool:
    return path == href if href == "/" else path == href or path.startswith(href + "/")
