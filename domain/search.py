"""Search over what the one who asks may see, for a stated purpose (WGS 1.8(5))."""

from collections.abc import Sequence
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field, StringConstraints
from sqlalchemy import text
from sqlmodel import Session

from domain import access
from domain.actor import Actor
from domain.shapes import Line, Shape, View

MOST = 50

# One letter finds everything and tells nothing.
Wanted = Annotated[Line, StringConstraints(min_length=2)]


class Search(Shape):
    """Zoekvraag: in a body, never in an address, since it may hold a name or a BSN."""

    query: Wanted = Field(description="Zoekvraag", examples=["bakkerij"])
    purpose: Line = Field(description="Doel: why this search is needed", examples=["Casus MH-2026-7K4QX2MC"])


class Hit(View):
    """Treffer."""

    kind: str = Field(description="Soort: signal, case or subject")
    id: UUID = Field(description="Kenmerk")
    label: str = Field(description="Omschrijving")


class Hits(View):
    """Treffers: the best first; only what this viewer may see."""

    items: Sequence[Hit] = Field(description="Treffers")


# How each hit is called is read once more through the policies: what is not visible has no label.
_SEARCH: Final = text("""
select h.kind, h.target_id as id, case h.kind
         when 'signal' then (select trim(s.number || ' ' || s.place) from signals s where s.id = h.target_id)
         when 'case' then (select c.number || ' ' || c.title from cases c where c.id = h.target_id)
         else (select coalesce(nullif(s.name, ''), left(s.description, 80)) from subjects s where s.id = h.target_id)
       end as label
  from search(:query, :most) with ordinality h order by h.ordinality
""")


def search(session: Session, actor: Actor, data: Search) -> Hits:
    """What matches, as far as the one who asks may see it; typing errors are forgiven."""
    found = session.execute(_SEARCH, {"query": data.query, "most": MOST}).mappings()
    items = [Hit.model_validate(dict(one)) for one in found if one["label"] is not None]
    access.consulted(session, actor, "search", object_ids=[one.id for one in items], purpose=data.purpose)
    return Hits(items=items)
