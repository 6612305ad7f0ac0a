"""Filters that a person keeps: saved under a name, renamed, opened first, removed. Seen by nobody else."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode
from uuid import UUID

from pydantic import Field, StringConstraints
from sqlalchemy import RowMapping, text
from sqlmodel import Session

from db.tables import new_id
from domain.actor import Actor
from domain.errors import Conflict, Invalid, NotFound, Problem
from domain.lists.asking import LATEST, Asked
from domain.lists.describing import Listing
from domain.lists.finding import checked
from domain.shapes import Line, Shape, View, YesNo

ListName = Literal["signals", "cases", "subjects", "requests", "interventions"]
MOST_SAVED: Final = 30
"""For each list: who keeps more does not find them back."""

Name = Annotated[Line, StringConstraints(max_length=60)]


class SaveFilter(Shape):
    """Bewaard filter: what a list was asked, under a name of one's own."""

    list: ListName = Field(description="Lijst: which list", examples=["signals"])
    name: Name = Field(
        description="Naam: without names of people", examples=["Te beoordelen in Kennemerland"]
    )
    filter: dict[str, Any] = Field(
        default_factory=dict,
        description="Filter: the query parameters of the list, as GET takes them",
        examples=[{"status": ["submitted"], "sort": "-reportedAt"}],
    )
    first: YesNo = Field(default=False, description="Standaard: whether the list opens with it in the portal")


class ChangeFilter(Shape):
    """Bewaard filter wijzigen: another name, or the one the list opens with."""

    name: Name = Field(description="Naam: without names of people", examples=["Te beoordelen"])
    first: YesNo = Field(default=False, description="Standaard: whether the list opens with it in the portal")


class SavedFilterView(View):
    """Bewaard filter."""

    id: UUID = Field(description="Kenmerk")
    list: str = Field(description="Lijst: which list", examples=["signals"])
    name: str = Field(description="Naam", examples=["Te beoordelen in Kennemerland"])
    filter: dict[str, Any] = Field(description="Filter: the query parameters of the list")
    query: str = Field(description="Vraag: the same as a query string", examples=["status=submitted"])
    first: bool = Field(description="Standaard: whether the list opens with it in the portal")
    created_at: datetime = Field(description="Bewaard op")


_COLUMNS: Final = "id, list, name, asked as filter, first, created_at"
_OF_LIST: Final = text(
    f"select {_COLUMNS} from saved_filters where cast(:list as text) is null or list = :list"  # noqa: S608
    " order by list, lower(name)"
)
_ONE: Final = text(f"select {_COLUMNS} from saved_filters where id = :id")  # noqa: S608
# The same name again is the same filter, changed: so sending it twice makes one.
_SAVE: Final = text("""
insert into saved_filters (id, actor_id, list, name, asked, first) values (:id, :actor, :list, :name, cast(:asked as jsonb), :first)
on conflict (actor_id, list, name) do update set asked = excluded.asked, first = excluded.first
returning id
""")


def written(asked: Asked) -> dict[str, Any]:
    """What a list was asked, as it can be kept: without the page, and without what is so by itself."""
    found = asked.model_dump(mode="json", by_alias=True, exclude={"cursor", "limit"}, exclude_defaults=True)
    return {name: value for name, value in found.items() if value not in (None, [], LATEST)}


def query(filter: Mapping[str, Any]) -> str:
    """The same as a query string, in one and the same order."""
    return urlencode(
        [
            (name, str(one).lower() if isinstance(one, bool) else str(one))
            for name, value in sorted(filter.items())
            for one in (value if isinstance(value, list) else [value])
        ]
    )


def saved(session: Session, listing: str | None = None) -> list[SavedFilterView]:
    """The own filters, of one list or of all."""
    return [_view(one) for one in session.execute(_OF_LIST, {"list": listing}).mappings()]


def saved_filter(session: Session, filter_id: UUID) -> SavedFilterView:
    """One own filter."""
    found = session.execute(_ONE, {"id": filter_id}).mappings().one_or_none()
    if found is None:
        raise NotFound
    return _view(found)


def save_filter(
    session: Session, actor: Actor, listing: Listing, asked: Asked, name: str, *, first: bool = False
) -> SavedFilterView:
    """Keep what a list was asked under a name; the same name again changes what it stands for."""
    checked(session, listing, asked, "/filter")
    kept = saved(session, listing.name)
    if len(kept) >= MOST_SAVED and name not in {one.name for one in kept}:
        raise Conflict("too-many-saved-filters", most=MOST_SAVED)
    if first:
        _none_first(session, listing.name)
    made: UUID = session.execute(
        _SAVE,
        {
            "id": new_id(), "actor": actor.id, "list": listing.name, "name": name,
            "asked": json.dumps(written(asked)), "first": first,
        },
    ).scalar_one()  # fmt: skip
    return saved_filter(session, made)


def change_filter(session: Session, filter_id: UUID, data: ChangeFilter) -> SavedFilterView:
    """Give an own filter another name, or let the list open with it."""
    found = saved_filter(session, filter_id)
    if any(one.name == data.name and one.id != found.id for one in saved(session, found.list)):
        raise Invalid(Problem("saved-filter-name-taken", "/name"))
    if data.first:
        _none_first(session, found.list)
    session.execute(
        text("update saved_filters set name = :name, first = :first where id = :id"),
        {"id": filter_id, "name": data.name, "first": data.first},
    )
    return saved_filter(session, filter_id)


def remove_filter(session: Session, filter_id: UUID) -> None:
    """Throw an own filter away."""
    saved_filter(session, filter_id)
    session.execute(text("delete from saved_filters where id = :id"), {"id": filter_id})


def _none_first(session: Session, listing: str) -> None:
    session.execute(
        text("update saved_filters set first = false where first and list = :list"), {"list": listing}
    )


def _view(found: RowMapping) -> SavedFilterView:
    return SavedFilterView(**found, query=query(found["filter"]))
