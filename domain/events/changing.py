"""Who changed a thing last: told to who was changing it at the same time."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from domain.events.types import EventType

CHANGES: Final = (
    EventType.CASE_SUBJECT_CORRECTED,
    EventType.DOSSIER_CORRECTED,
    EventType.DOSSIER_RELATION_CORRECTED,
    EventType.DOSSIER_AUDIENCE_CHANGED,
    EventType.WEIGHING_AUDIENCE_CHANGED,
    EventType.MEETING_MOVED,
    EventType.MEETING_MINUTES_WRITTEN,
    EventType.ADMINISTRATION_ORGANISATION_CHANGED,
    EventType.ADMINISTRATION_PERSON_CHANGED,
)
"""What is written when something that exists is changed, or written anew in its place."""

_LAST: Final = text(
    "select a.id, a.name from events e join actors a on a.id = e.actor_id"
    " where e.object_id = :thing and e.type = any(:changes) order by e.id desc limit 1"
)


@dataclass(frozen=True)
class Changer:
    """Who changed something."""

    id: UUID
    name: str


def last_changer(session: Session, thing_id: UUID) -> Changer | None:
    """Who changed this thing last, as far as the one who asks may know."""
    asked = {"thing": thing_id, "changes": [one.value for one in CHANGES]}
    found = session.execute(_LAST, asked).one_or_none()
    return Changer(*found) if found else None
