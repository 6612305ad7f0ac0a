"""Search before create: what one can already see of the same person or thing, before it is made once more.

It asks the one search there is, by the number where there is one and else by the name, and so shows only what the one
who asks may see. What others hold and one does not see, is asked through known or not known (domain.known).
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Final
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from domain.actor import Actor
from domain.naming import Thing, checked
from domain.search.finding import Hit, Kind, Search, search
from domain.shapes import Line, Shape, View

MOST_THINGS: Final = 10
"""Of a signal that names a whole street the first ones are looked up; the rest one searches for."""
MOST_HITS: Final = 5
MADE: Final[list[Kind]] = ["signal", "case", "subject"]
"""Where the same person or thing can stand; a file is none."""
SHORTEST: Final = 3
"""A name of two letters finds half the region."""


class SearchThings(Shape):
    """Zoeken voor het maken: in a body, never in an address, since it holds names and numbers."""

    things: Sequence[Thing] = Field(max_length=50, description="Personen en zaken that are about to be made")
    purpose: Line = Field(description="Doel: why this search is needed", examples=["Casus MH-2026-7K4QX2MC"])


class Earlier(View):
    """Al te zien: what one can see already of one person or thing."""

    asked: str = Field(description="Gezocht op: the number, or else the name")
    hits: Sequence[Hit] = Field(description="Treffers, the best first")
    more: bool = Field(description="Meer: there is more than is shown; searching finds it")


class EarlierList(View):
    """Al te zien, for each person or thing of which there is something."""

    items: Sequence[Earlier] = Field(description="Personen en zaken")


def asked_by(thing: Thing) -> str:
    """By what a person or thing is looked for: the checked number, or else what to call it."""
    columns, _ = checked(thing, "")
    found = columns.get("identifier") or thing.identifier or columns["display_name"] or thing.name
    return str(found or "")


def earlier(
    session: Session, actor: Actor, asked: Iterable[str], purpose: str, besides: Collection[UUID] = ()
) -> EarlierList:
    """What there is to see by these numbers and names, `besides` what they were read from; on the record."""
    wanted = [one for one in dict.fromkeys(asked) if len(one.strip()) >= SHORTEST][:MOST_THINGS]
    return EarlierList(
        items=[one for name in wanted if (one := _of(session, actor, name, purpose, besides)).hits]
    )


def _of(session: Session, actor: Actor, name: str, purpose: str, besides: Collection[UUID]) -> Earlier:
    found = search(session, actor, Search(query=name[:200], purpose=purpose, kinds=MADE))
    hits = [hit for hit in found.items if hit.id not in besides]
    return Earlier(asked=name, hits=hits[:MOST_HITS], more=found.more or len(hits) > MOST_HITS)
