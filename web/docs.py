"""Help (hulp): the documentation of the repository as pages, for everybody; it says nothing of this installation."""

from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse

from api.deps import session_of
from api.middleware import SESSION_COOKIE
from api.problems import language_of
from domain.errors import NotFound, NotSignedIn
from web.i18n import N_, translator
from web.markdown import page_of, read
from web.render import page

DOCS: Final = Path(str(files("docs")))

GUIDES: Final = (
    "reporter",
    "handler",
    "mandate-holder",
    "case-manager",
    "preparation",
    "analyst",
    "chair",
    "privacy-officer",
    "auditor",
    "administrator",
)
"""One for each role, in the order of the chain; the file exists in both languages."""

SHELVES: Final = (
    (N_("How it works"), ("tour", "sharing", "sharing-in-detail", "glossary", "accessibility")),
    (N_("Connecting systems"), ("api", "api-changelog", "events")),
    (N_("Running Schakel"), ("operations", "security", "threat-model", "performance", "matching")),
)
"""The other documents, in the order in which one would read them; those of no shelf come on the last one."""

KINDS: Final = {".webp": "image/webp", ".svg": "image/svg+xml"}
"""Pictures of pages, and drawn ones."""


@dataclass(frozen=True)
class Entry:
    """One document in the menu."""

    href: str
    title: str
    language: str


@dataclass(frozen=True)
class Shelf:
    """Some documents under one heading."""

    title: str
    entries: tuple[Entry, ...]


def perhaps_signed_in(request: Request) -> None:
    """Show the menu to who is signed in; help is there for who is not, too."""
    if SESSION_COOKIE in request.cookies:
        with suppress(NotSignedIn), session_of(request):
            pass


router = APIRouter(prefix="/help", include_in_schema=False)
WITH_MENU: Final = [Depends(perhaps_signed_in)]


@router.get("", dependencies=WITH_MENU)
def index(request: Request) -> Response:
    """All there is to read."""
    return page(request, "docs/index.html", {"shelves": shelves(language_of(request))})


@router.get("/guide/{role}", dependencies=WITH_MENU)
def guide(request: Request, role: str) -> Response:
    """The guide of one role, in the language of who reads."""
    if role not in GUIDES:
        raise NotFound
    return _shown(request, f"guide/{language_of(request)}/{role}")


@router.get("/decisions/{name}", dependencies=WITH_MENU)
def decision(request: Request, name: str) -> Response:
    """Why something is as it is."""
    if name not in _names("decisions"):
        raise NotFound
    return _shown(request, f"decisions/{name}")


@router.get("/{name}", dependencies=WITH_MENU)
def show(request: Request, name: str) -> Response:
    """One of the other documents."""
    if name not in _names():
        raise NotFound
    return _shown(request, name)


@router.get("/pictures/{folder}/{name}")
def picture(folder: str, name: str) -> Response:
    """A picture, of a page in one language or drawn; its address changes with its content."""
    kind = _pictures().get(f"{folder}/{name}")
    if kind is None:
        raise NotFound
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return FileResponse(DOCS / "pictures" / folder / name, media_type=kind, headers=kept)


def _shown(request: Request, name: str) -> Response:
    language = language_of(request)
    shown = {
        "document": read(DOCS, name),
        "here": page_of(name),
        "written_in": language if name.startswith("guide/") else "en",
        "shelves": shelves(language),
    }
    return page(request, "docs/show.html", shown)


@cache
def shelves(language: str) -> tuple[Shelf, ...]:
    """Everything there is to read, guides first."""
    say = translator(language).gettext
    guides = tuple(_entry(f"guide/{language}/{role}", language) for role in GUIDES)
    found = [Shelf(say(N_("What do you do?")), guides)]
    loose = sorted(_names() - {name for _, names in SHELVES for name in names})
    for number, (title, names) in enumerate(SHELVES, start=1):
        named = [name for name in names if name in _names()]
        more = loose if number == len(SHELVES) else []
        found.append(Shelf(say(title), tuple(_entry(name, "en") for name in [*named, *more])))
    decisions = tuple(_entry(f"decisions/{name}", "en") for name in sorted(_names("decisions")))
    return (*found, Shelf(say(N_("Why it is so")), decisions))


def _entry(name: str, language: str) -> Entry:
    return Entry(page_of(name), read(DOCS, name).title, language)


@cache
def _names(folder: str = "") -> frozenset[str]:
    return frozenset(file.stem for file in (DOCS / folder).glob("*.md"))


@cache
def _pictures() -> dict[str, str]:
    return {
        f"{file.parent.name}/{file.name}": KINDS[file.suffix]
        for file in (DOCS / "pictures").glob("*/*")
        if file.suffix in KINDS
    }
