"""Search over what the one who asks may see, for a stated purpose (WGS 1.8(5))."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session, col, select

from db.tables.cases import Case, Subject
from db.tables.detection import Signal
from domain import access
from domain.actor import Actor
from domain.shapes import Line, Shape, View

MOST = 50


class Search(Shape):
    """Zoekvraag: in a body, never in an address, since it may hold a name or a BSN."""

    query: Line = Field(min_length=2, description="Zoekvraag", examples=["bakkerij"])
    purpose: Line = Field(description="Doel: why this search is needed", examples=["Casus MH-2026-7K4QX2M"])


class Hit(View):
    """Treffer."""

    kind: str = Field(description="Soort: signal, case or subject")
    id: UUID = Field(description="Kenmerk")
    label: str = Field(description="Omschrijving")


class Hits(View):
    """Treffers: the best first; only what this viewer may see."""

    items: Sequence[Hit] = Field(description="Treffers")


def search(session: Session, actor: Actor, data: Search) -> Hits:
    """What matches, as far as the one who asks may see it; typing errors are forgiven."""
    found = session.execute(
        text("select kind, target_id from search(:query, :most)"), {"query": data.query, "most": MOST}
    ).all()
    labels = _labels(session, [key for _, key in found])
    items = [Hit(kind=kind, id=key, label=labels[key]) for kind, key in found if key in labels]
    access.consulted(session, actor, "search", object_ids=[one.id for one in items], purpose=data.purpose)
    return Hits(items=items)


def _labels(session: Session, ids: list[UUID]) -> dict[UUID, str]:
    """How each hit is called, read once more through the policies: what is not visible gets no label."""
    if not ids:
        return {}
    signals = session.exec(select(Signal.id, Signal.number, Signal.place).where(col(Signal.id).in_(ids)))
    cases = session.exec(select(Case.id, Case.number, Case.title).where(col(Case.id).in_(ids)))
    subjects = session.exec(
        select(Subject.id, Subject.name, Subject.description).where(col(Subject.id).in_(ids))
    )
    return {
        **{key: f"{number} {place}".strip() for key, number, place in signals},
        **{key: f"{number} {title}" for key, number, title in cases},
        **{key: name or description[:80] for key, name, description in subjects},
    }
