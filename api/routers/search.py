"""Search over the API: a POST, since what is asked for may be a name or a BSN."""

from fastapi import APIRouter

from api.deps import SEARCH, ActorDep, Db, costs, require_scope
from domain import search
from domain.search import EarlierList, Hits, Search, SearchThings

router = APIRouter(tags=["search"])


@router.post("/searches", dependencies=[require_scope("cases:read"), costs(SEARCH)])
def search_everything(session: Db, actor: ActorDep, data: Search) -> Hits:
    """Zoeken: in signals, cases and subjects that you may see, for a stated purpose."""
    return search.search(session, actor, data)


@router.post("/thing-searches", dependencies=[require_scope("cases:read"), costs(SEARCH)])
def search_things(session: Db, actor: ActorDep, data: SearchThings) -> EarlierList:
    """Zoeken voor het maken: what you can already see of the persons and things you are about to make."""
    asked = [search.asked_by(one) for one in data.things]
    return search.earlier(session, actor, asked, data.purpose)
