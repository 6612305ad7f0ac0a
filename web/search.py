"""Search: a question with its purpose, in a body and never in an address."""

from datetime import UTC, datetime
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import SEARCH, ActorDep, Db, attempt, costs
from domain import accounts, calendar, cases, catalogue, drafts
from domain.actor import Actor
from domain.search import KINDS, MOST, Hits, Search, search
from web.forms import Form, Typed, status_of
from web.render import gettext_of, page

router = APIRouter(prefix="/search", include_in_schema=False)

PLACES = {"case": "/cases/", "subject": "/subjects/", "signal": "/signals/", "attachment": "/attachments/"}
"""Kind of hit -> where it leads, in the order in which the groups are shown."""

# The purpose of this visit, kept on the server beside the drafts: it may say whom it is about.
PURPOSE: Final = "purpose of searching"
CHOICES: Final = 20


@router.get("")
def ask(request: Request, session: Db, actor: ActorDep) -> Response:
    """Ask what to look for, and why; the purpose of this visit is filled in already."""
    since = datetime.now(UTC) - accounts.LIMITS.session_absolute
    typed = Typed(drafts.remembered(session, PURPOSE, since))
    return _page(request, session, actor, typed)


@router.post("", dependencies=[costs(SEARCH)])
def find(request: Request, session: Db, actor: ActorDep, typed: Form) -> Response:
    """What matches, as far as one may see it. The answer to the POST itself: the question is in no address."""
    given = {"purpose": purpose} if (purpose := _purpose(request, session, actor, typed)) else {}
    with attempt(session) as tried:
        hits = search(session, actor, typed.shape(Search, **given, kinds=typed.all("kinds")))
        drafts.remember(session, actor, PURPOSE, {name: typed.all(name) for name in ("case", "purpose")})
        return _page(request, session, actor, typed, hits=hits)
    problems = typed.problems(request, tried.refused)
    return _page(request, session, actor, typed, problems=problems, status=status_of(tried.refused))


def _purpose(request: Request, session: Session, actor: Actor, typed: Typed) -> str:
    """The case that was chosen, by its number, with what was added in own words; or those words alone."""
    words = typed.get("purpose").strip()
    _ = gettext_of(request)
    number = next(
        (one.number for one in _own_cases(session, actor) if str(one.id) == typed.get("case")), None
    )
    return ": ".join(filter(None, (number and f"{_('Case')} {number}", words)))


def _own_cases(session: Session, actor: Actor) -> list[cases.CaseLine]:
    found, _ = cases.cases(session, actor, limit=CHOICES)
    return [one for one in found if one.step != "closed"]


def _page(
    request: Request,
    session: Session,
    actor: Actor,
    typed: Typed,
    *,
    hits: Hits | None = None,
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    shown: dict[str, Any] = {
        "typed": typed,
        "hits": hits,
        "problems": problems or {},
        "places": PLACES,
        "most": MOST,
        "kinds": KINDS,
        "own_cases": _own_cases(session, actor),
        "municipalities": catalogue.municipalities(session, calendar.today()),
    }
    return page(request, "search/index.html", shown, status=status)
