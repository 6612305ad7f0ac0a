"""What people decided of two descriptions: added, never changed, and seen by who sees both."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from domain import rows
from domain.actor import Actor
from domain.connections.shapes import ConnectionView
from domain.errors import NotFound

_READ: Final = """
select c.id, c.from_id, c.to_id, c.verdict, c.reason, c.band, c.compared_with as model, c.owner_id, c.created_at, a.name as decided_by
  from connections c join actors a on a.id = c.actor_id where {which} order by c.id
"""
_ABOUT: Final = text(_READ.format(which=":about in (c.from_id, c.to_id)"))
_OF_TWO: Final = text(_READ.format(which="c.from_id = any(:two) and c.to_id = any(:two)"))


def decisions_about(session: Session, actor: Actor, about_id: UUID) -> dict[UUID, list[ConnectionView]]:
    """All decisions about one and another, by that other; oldest first."""
    found: dict[UUID, list[ConnectionView]] = {}
    for one in session.execute(_ABOUT, {"about": about_id}).mappings():
        other = one["to_id"] if one["from_id"] == about_id else one["from_id"]
        found.setdefault(other, []).append(_view(session, one))
    return {other: _with_acts(each) for other, each in found.items()}


def decisions_of(session: Session, one_id: UUID, other_id: UUID) -> list[ConnectionView]:
    """All decisions about these two; oldest first."""
    found = session.execute(_OF_TWO, {"two": [one_id, other_id]}).mappings()
    return _with_acts([_view(session, one) for one in found])


def decision(session: Session, connection_id: UUID) -> ConnectionView:
    """One decision as it stands among the others about the same two."""
    two = session.execute(
        text("select from_id, to_id from connections where id = :id"), {"id": connection_id}
    ).one_or_none()
    if two is None:
        raise NotFound
    return rows.one_of(decisions_of(session, *two), connection_id)


def _with_acts(found: Sequence[ConnectionView]) -> list[ConnectionView]:
    """Only the last one can be taken back: what came before is history."""
    if not found:
        return []
    *earlier, last = found
    may = [] if last.verdict == "open" else ["undo"]
    return [*earlier, last.model_copy(update={"acts": may})]


def _view(session: Session, one: Any) -> ConnectionView:
    owner = rows.organisation_names(session)[one["owner_id"]]
    return ConnectionView.model_validate({**one, "owner": owner, "acts": []})
