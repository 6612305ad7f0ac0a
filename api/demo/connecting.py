"""Connections in the demo region: a made-up advice turns them on, one is linked, and two namesakes are told apart."""

from collections.abc import Iterator
from functools import partial
from typing import Final
from uuid import UUID

from sqlmodel import Session

from api.demo.days import Deed, ahead
from api.demo.people import Staff
from api.demo.telling import Teller
from domain import connections, detection
from domain.actor import Actor
from domain.connections import Connect, NoteAdvice

ADVISED: Final = 205
"""Working days ago; everything about it is made up, as its number says."""
NUMBER: Final = "VERZONNEN-RAC-0001"

DECIDED: Final = (
    (
        "Andrzej Wrona", "Andrej Wrona", "same",
        "De controleur van Heemskerk heeft de foto op het werkpasje vergeleken: het is dezelfde man.",
    ),
    (
        "Piotr Nowak", "Piotr Nowak", "not_same",
        "Twee mannen met dezelfde naam. Zij stonden tijdens de controle naast elkaar.",
    ),
)  # fmt: skip
"""Of two signals that name these: what the preparation team decided, and why."""


def told(teller: Teller, staff: Staff) -> Iterator[Deed]:
    """The advice, and later what was decided of two pairs; others wait for who looks at the demo."""
    yield Deed(ADVISED, partial(_advise, teller, staff.person[0].key))
    yield Deed(1, partial(_decide, teller))


def _advise(teller: Teller, administrator: str) -> None:
    session, actor = teller.acting(administrator)
    connections.note_advice(session, actor, NoteAdvice(number=NUMBER, assessed_on=ahead(-10)))


def _decide(teller: Teller) -> None:
    session, actor = teller.acting("joris.vandervelde")
    for one, other, verdict, reason in DECIDED:
        first, last = (
            _mention(session, actor, teller.named[name][place], name)
            for name, place in ((one, 0), (other, -1))
        )
        said = Connect.model_validate({"to_id": last, "verdict": verdict, "reason": reason})
        connections.connect(session, actor, first, said)
        teller.places.setdefault(f"connections {one}", f"/signals/{teller.named[one][0]}/connections")


def _mention(session: Session, actor: Actor, signal_id: UUID, name: str) -> UUID:
    """Where a signal names somebody."""
    mentions = detection.view(session, actor, signal_id).mentions
    return next(one.id for one in mentions if one.name == name)
