"""Who looked: the only writer of the access log.

Every query that returns content calls `consulted()` once, a list writes one row. The log serves lawfulness
control and nothing else (WGS 1.8(4)): statistics, timeline and webhooks never import this module.
"""

from collections.abc import Sequence
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, func, insert, text
from sqlmodel import Session

from db.tables.events import Access
from domain.actor import Actor

# Inline: no RETURNING, since the application may add to this log and not read it. Without a ground of its own, a
# look in a place has the ground of the part one has there.
_LOG: Final = Access.metadata.tables["access_log"]
_GROUND: Final = func.coalesce(
    bindparam("ground_given", type_=Text), func.ground_here(bindparam("place", type_=Uuid))
)
_INSERT: Final = insert(_LOG).values(ground=_GROUND).inline()

_SEEN_TOGETHER: Final = text(
    "select seen_together(:what, :scope, cast(:objects as uuid[]), :purpose, :request)"
)

EMERGENCY: Final = "emergency, WGS 1.8(2)"
"""The ground of every look into a case that somebody sees because of an emergency only."""

Outcome = Literal["shown", "exported", "printed", "refused"]


def consulted(
    session: Session,
    actor: Actor,
    what: str,
    *,
    scope_id: UUID | None = None,
    object_ids: Sequence[UUID] = (),
    rule_id: UUID | None = None,
    ground: str | None = None,
    purpose: str | None = None,
    outcome: Outcome = "shown",
) -> None:
    """Write down that the actor was shown something, in the transaction that read it."""
    if not {scope_id, *object_ids}.isdisjoint(actor.emergencies):
        ground = EMERGENCY
    row = {
        "actor_id": actor.id,
        "organisation_id": actor.organisation_id,
        "staff_roles": sorted(actor.staff_roles),
        "what": what,
        "scope_id": scope_id,
        "object_ids": list(object_ids),
        "rule_id": rule_id,
        "ground_given": ground,
        "place": scope_id,
        "purpose": purpose,
        "outcome": outcome,
        "request_id": session.info.get("request_id"),
    }
    session.execute(_INSERT, row)


def seen_together(
    together: Session, what: str, scope_id: UUID, object_ids: Sequence[UUID], purpose: str
) -> None:
    """Write down for everybody before a wall that they were shown something; their own session, and nobody's name."""
    together.execute(
        _SEEN_TOGETHER,
        {
            "what": what,
            "scope": scope_id,
            "objects": list(object_ids),
            "purpose": purpose[:1000],
            "request": together.info.get("request_id"),
        },
    )


def refused(
    session: Session,
    actor: Actor,
    what: str,
    *,
    scope_id: UUID | None = None,
    object_ids: Sequence[UUID] = (),
    purpose: str | None = None,
) -> None:
    """Write down a refusal; for the edge, in a transaction of its own, since the refused one rolls back."""
    consulted(
        session, actor, what, scope_id=scope_id, object_ids=object_ids, purpose=purpose, outcome="refused"
    )
