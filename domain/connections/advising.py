"""On or off: connections across cases need a legal advice and an impact assessment, and who noted them (domain.md 2.12)."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from db.tables import new_id
from domain import access, events, process
from domain.actor import Actor
from domain.calendar import today
from domain.connections.finding import are_on
from domain.connections.shapes import AdviceView, NoteAdvice
from domain.errors import Conflict, Invalid, NotFound, Problem
from domain.events import EventType

_READ: Final = """
select v.id, v.number, v.assessed_on, a.name as noted_by, v.created_at, v.ended_at
  from connection_advices v join actors a on a.id = v.actor_id {which} order by v.id desc
"""
_ALL: Final = text(_READ.format(which=""))
_ONE: Final = text(_READ.format(which="where v.id = :id"))
_ADD: Final = text(
    "insert into connection_advices (id, number, assessed_on, organisation_id, actor_id)"
    " values (:id, :number, :assessed_on, :organisation, :actor)"
)
_END: Final = text(
    "update connection_advices set ended_at = clock(), ended_by = :actor where id = :id and ended_at is null"
)


def note_advice(session: Session, actor: Actor, data: NoteAdvice) -> AdviceView:
    """Turn connections across cases on, by the number of the advice and the date of the assessment."""
    actor.require_administrator()
    process.alone(session, "connection advice")
    if data.assessed_on > today():
        raise Invalid(Problem("date-in-future", "/assessedOn"))
    if are_on(session):
        raise Conflict("connections-on")

    made = new_id()
    session.execute(
        _ADD,
        {"id": made, "organisation": actor.organisation_id, "actor": actor.id, **data.model_dump()},
    )

    events.record(session, actor, EventType.CONNECTION_ADVICE_NOTED, object_id=made)
    return advice(session, actor, made)


def end_advice(session: Session, actor: Actor, advice_id: UUID) -> AdviceView:
    """Turn connections across cases off: at once, for everybody. What people decided stays."""
    actor.require_administrator()
    found = advice(session, actor, advice_id)
    if found.ended_at:
        raise Conflict("connections-off")

    session.execute(_END, {"id": advice_id, "actor": actor.id})

    events.record(session, actor, EventType.CONNECTION_ADVICE_ENDED, object_id=advice_id)
    return advice(session, actor, advice_id)


def advices(session: Session, actor: Actor) -> Sequence[AdviceView]:
    """By what connections are and were on, newest first: for everybody who works here."""
    found = [AdviceView.model_validate(dict(one)) for one in session.execute(_ALL).mappings()]
    access.consulted(session, actor, "connection_advices", object_ids=[one.id for one in found])
    return found


def advice(session: Session, actor: Actor, advice_id: UUID) -> AdviceView:
    """One of them."""
    found = session.execute(_ONE, {"id": advice_id}).mappings().one_or_none()
    if found is None:
        raise NotFound
    return AdviceView.model_validate(dict(found))
