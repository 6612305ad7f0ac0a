"""Writing an event: the only way one comes into the log from a use case."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session

from db.tables.events import Event
from domain.actor import Actor
from domain.events.types import EventType


class NotForTheLog(TypeError):
    """Something other than ids, codes and numbers was offered as `data`; a mistake of the caller."""


# Inline: no RETURNING, which would need the right to read what was written.
_INSERT: Final = insert(Event.metadata.tables["events"]).inline()

# A code starts with a letter and has no spaces: neither a sentence nor a bare identification number passes.
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]{0,63}")


@dataclass(frozen=True, kw_only=True)
class Happened:
    """What an event is about, and what it says besides ids."""

    scope_id: UUID | None = None
    case_id: UUID | None = None
    subject_id: UUID | None = None
    object_id: UUID | None = None
    category: str = "process"
    data: Mapping[str, Any] = field(default_factory=dict)


def record(
    session: Session,
    actor: Actor,
    type: EventType,
    *,
    scope_id: UUID | None = None,
    case_id: UUID | None = None,
    subject_id: UUID | None = None,
    object_id: UUID | None = None,
    category: str = "process",
    data: Mapping[str, Any] | None = None,
) -> None:
    """Write an event in this transaction. The first event about an object says whose object it is."""
    happened = Happened(
        scope_id=scope_id,
        case_id=case_id,
        subject_id=subject_id,
        object_id=object_id,
        category=category,
        data=data or {},
    )
    record_each(session, actor, type, [happened])


def record_each(session: Session, actor: Actor, type: EventType, happened: Sequence[Happened]) -> None:
    """The same for an act that was done to several things at once: an event for each."""
    rows = [
        {
            "type": EventType(type).value,
            "scope_id": one.scope_id,
            "case_id": one.case_id,
            "subject_id": one.subject_id,
            "object_id": one.object_id,
            "owner_id": actor.organisation_id,
            "category": one.category,
            "actor_id": actor.id,
            "organisation_id": actor.organisation_id,
            "request_id": session.info.get("request_id"),
            "data": _plain(one.data),
        }
        for one in happened
    ]
    # The act first, so that policies and triggers look at the state the act left behind.
    session.flush()
    if rows:
        session.execute(_INSERT, rows)


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain_value(name, value) for name, value in data.items()}


def _plain_value(name: str, value: Any) -> Any:
    match value:
        case None | bool() | int() | float():
            return value
        case UUID():
            return str(value)
        case date():  # and so datetime
            return value.isoformat()
        case str() if _CODE.fullmatch(value):
            return str(value)
        case list() | tuple():
            return [_plain_value(name, one) for one in value]
        case set() | frozenset():
            return sorted((_plain_value(name, one) for one in value), key=str)
        case _:
            raise NotForTheLog(f"data[{name!r}] is no id, code or number, but a {value.__class__.__name__}")
