"""Search: a question with its purpose, in a body and never in an address."""

from fastapi import APIRouter, Request, Response

from api.deps import ActorDep, Db, attempt
from domain.search import Search, search
from web.forms import Form, Typed, status_of
from web.render import page

router = APIRouter(prefix="/search", include_in_schema=False)

PLACES = {"case": "/cases/", "subject": "/subjects/", "signal": "/signals/"}
"""Kind of hit -> where it leads, in the order in which the groups are shown."""


@router.get("")
def ask(request: Request, _actor: ActorDep) -> Response:
    """Ask what to look for, and why."""
    return page(request, "search/index.html", {"typed": Typed(), "hits": None, "places": PLACES})


@router.post("")
def find(request: Request, session: Db, actor: ActorDep, typed: Form) -> Response:
    """What matches, as far as one may see it. The answer to the POST itself: the question is in no address."""
    with attempt(session) as tried:
        hits = search(session, actor, typed.shape(Search)).items
        return page(request, "search/index.html", {"typed": typed, "hits": hits, "places": PLACES})
    shown = {
        "typed": typed,
        "hits": None,
        "places": PLACES,
        "problems": typed.problems(request, tried.refused),
    }
    return page(request, "search/index.html", shown, status=status_of(tried.refused))
