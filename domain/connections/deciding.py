"""Linking two descriptions, saying that they are not the same, and taking either back: always by a person."""

from uuid import UUID

from sqlmodel import Session

from db.tables import new_id
from db.tables.cases import Subject
from db.tables.connections import Connection
from db.tables.detection import Mention
from domain import access, events, guard, process, rows
from domain.actor import Actor
from domain.connections.finding import CONNECTORS, are_on, compared, ends, thing
from domain.connections.history import decision, decisions_of
from domain.connections.shapes import Connect, ConnectionView, EndView, UndoConnection
from domain.errors import Conflict, Invalid, NotFound, Problem
from domain.events import EventType
from domain.likeness import standard

_TYPES = {
    "same": EventType.CONNECTION_LINKED,
    "not_same": EventType.CONNECTION_PARTED,
    "open": EventType.CONNECTION_UNDONE,
}


def connect(session: Session, actor: Actor, about_id: UUID, data: Connect) -> ConnectionView:
    """Decide whether two are the same; remembered, shown to who sees both, and nothing is merged."""
    about = thing(session, about_id)

    actor.require(*CONNECTORS)
    _alone(session, about_id, data.to_id)
    both = ends(session, [about_id, data.to_id])
    problems = _problems(both, about_id, data.to_id)
    problems += guard.problems(session, data)
    if problems:
        raise Invalid(*problems)
    _require_place(session, both[about_id], both[data.to_id])
    guard.note(session, actor, data)
    earlier = decisions_of(session, about_id, data.to_id)
    if earlier and earlier[-1].verdict == data.verdict:
        raise Conflict("connection-decided")

    (alike,) = compared(about, [thing(session, data.to_id)])
    return _add(session, actor, about_id, data.to_id, data.verdict, data.reason, alike.band)


def undo(session: Session, actor: Actor, connection_id: UUID, data: UndoConnection) -> ConnectionView:
    """Take the last decision about two back: they are open again, and the history says why."""
    found = decision(session, connection_id)

    actor.require(*CONNECTORS)
    _alone(session, found.from_id, found.to_id)
    found = decision(session, connection_id)
    if "undo" not in found.acts:
        raise Conflict("connection-overtaken")
    guard.check(session, actor, data)

    return _add(session, actor, found.from_id, found.to_id, "open", data.reason, found.band)


def connection(session: Session, actor: Actor, connection_id: UUID) -> ConnectionView:
    """One decision, read on the record."""
    found = decision(session, connection_id)
    actor.require(*CONNECTORS)
    access.consulted(session, actor, "connection", object_ids=[connection_id, found.from_id, found.to_id])
    return found


def _alone(session: Session, one: UUID, other: UUID) -> None:
    process.alone(session, f"connection {min(one, other)} {max(one, other)}")


def _problems(both: dict[UUID, EndView], about_id: UUID, to_id: UUID) -> list[Problem]:
    """What is hidden and what never was get the same answer."""
    if to_id == about_id:
        return [Problem("connection-with-itself", "/toId")]
    if to_id not in both:
        return [Problem("connection-unknown", "/toId")]
    if both[to_id].kind != both[about_id].kind:
        return [Problem("connection-of-two-kinds", "/toId")]
    return []


def _require_place(session: Session, about: EndView, other: EndView) -> None:
    """Both still worked on; and across cases only as long as an advice is noted."""
    for end in (about, other):
        process.require(session, end.scope_id, *process.OPEN)
    within = about.scope_id == other.scope_id or (
        about.case_id is not None and about.case_id == other.case_id
    )
    if not within and not are_on(session):
        raise Conflict("connections-off")


def _add(
    session: Session, actor: Actor, from_id: UUID, to_id: UUID, verdict: str, reason: str, band: str | None
) -> ConnectionView:
    """It lies where the first lies, in the same category and as closed: the policies hold to that."""
    first = session.get(Mention, from_id) or session.get(Subject, from_id)
    if first is None:
        raise NotFound
    made = new_id()
    rows.add(
        session, actor, Connection, first.scope_id, first.category,
        id=made, circle=first.circle, from_id=from_id, to_id=to_id, verdict=verdict, reason=reason,
        band=band, compared_with=standard().name if band else None,
    )  # fmt: skip

    # Told to who sees both ends, and to nobody else: see db.policies.connections.
    events.record(
        session, actor, _TYPES[verdict], scope_id=first.scope_id, object_id=made, category=first.category,
        data={"band": band} if band else {}, **_of_case(session, first),
    )  # fmt: skip
    return decision(session, made)


def _of_case(session: Session, first: Mention | Subject) -> dict[str, UUID]:
    return {"case_id": first.case_id, "subject_id": first.id} if isinstance(first, Subject) else {}
