"""Lists over the API: as a file, and the filters that one keeps. The lists themselves stand with their rooms."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.deps import EXPORT, ActorDep, Db, asked_of, costs, require_scope
from api.problems import language_of
from api.sheets import MEDIA_TYPES, Wanted, attached, sheet
from api.wording import Wording
from domain import lists
from domain.lists import LISTINGS, ChangeFilter, ListName, SavedFilterView, SaveFilter
from domain.shapes import View

router = APIRouter(tags=["lists"])

# What a client may have made of a list is what it may read.
READ = [require_scope("signals:read"), require_scope("cases:read")]


class Export(Wanted):
    """Export: a filtered list as a file, for a stated purpose (WGS 1.8(5))."""

    list: ListName = Field(description="Lijst: which list", examples=["signals"])
    filter: dict[str, Any] = Field(
        default_factory=dict,
        description="Filter: the query parameters of the list, as GET takes them",
        examples=[{"status": ["submitted"]}],
    )


class SavedFilterList(View):
    """Bewaarde filters, by list and name."""

    items: Sequence[SavedFilterView] = Field(description="Filters")


@router.post(
    "/exports",
    dependencies=[*READ, costs(EXPORT)],
    response_class=Response,
    responses={
        200: {
            "description": "Bestand: the lines of the list that you may see, at most 5,000.",
            "content": {
                media.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
                for media in MEDIA_TYPES.values()
            },
        }
    },
)
def export_list(session: Db, actor: ActorDep, request: Request, data: Export) -> Response:
    """Exporteren: a filtered list as a file; it holds what you may see and nothing else, and it is logged."""
    listing = LISTINGS[data.list]
    asked = asked_of(listing, data.filter, "/filter")
    found = lists.export(session, actor, listing, asked, data.purpose)
    wording = Wording(session, actor, request.app.state.word, language_of(request))
    return attached(sheet(listing, asked, found, data.purpose, wording, data.format))


@router.get("/saved-filters", dependencies=READ)
def list_saved_filters(session: Db, _actor: ActorDep) -> SavedFilterList:
    """Bewaarde filters: your own; nobody else sees them."""
    return SavedFilterList(items=lists.saved(session))


@router.post("/saved-filters", status_code=201, dependencies=READ)
def save_filter(session: Db, actor: ActorDep, data: SaveFilter) -> SavedFilterView:
    """Filter bewaren: the same name again changes what it stands for, so a retry makes no second one."""
    listing = LISTINGS[data.list]
    asked = asked_of(listing, data.filter, "/filter")
    return lists.save_filter(session, actor, listing, asked, data.name, first=data.first)


@router.get("/saved-filters/{filter_id}", dependencies=READ)
def get_saved_filter(session: Db, _actor: ActorDep, filter_id: UUID) -> SavedFilterView:
    """Bewaard filter: one of your own."""
    return lists.saved_filter(session, filter_id)


@router.put("/saved-filters/{filter_id}", dependencies=READ)
def change_saved_filter(
    session: Db, _actor: ActorDep, filter_id: UUID, data: ChangeFilter
) -> SavedFilterView:
    """Filter wijzigen: another name, or the one the list opens with."""
    return lists.change_filter(session, filter_id, data)


@router.delete("/saved-filters/{filter_id}", status_code=204, dependencies=READ)
def remove_saved_filter(session: Db, _actor: ActorDep, filter_id: UUID) -> None:
    """Filter verwijderen."""
    lists.remove_filter(session, filter_id)
