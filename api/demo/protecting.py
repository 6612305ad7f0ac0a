"""A signal whose source stays behind the RIEC, as the stories tell of it."""

from typing import Protocol
from uuid import UUID

from sqlmodel import Session

from api.demo.stories import SignalTale
from domain import detection
from domain.actor import Actor


class Acting(Protocol):
    """Who can act as anybody of the region."""

    def acting(self, key: str) -> tuple[Session, Actor]:
        """The session of this person."""
        ...


def bring_in(teller: Acting, tale: SignalTale, made: list[UUID]) -> None:
    """What the preparation team writes of it; what follows is about that."""
    session, actor = teller.acting(tale.assessor)
    written = detection.BringIn(
        narrative=tale.written, task="Toezicht", organised_crime_link=tale.link, place=tale.place
    )
    made.append(detection.bring_in(session, actor, made[0], written).id)


def ask_unmasking(teller: Acting, tale: SignalTale, made: list[UUID]) -> None:
    """Somebody asks to see the source, and waits for a second person."""
    session, actor = teller.acting(tale.unmask_by)
    detection.ask_unmasking(session, actor, made[-1], detection.AskUnmasking(reason=tale.unmask))
