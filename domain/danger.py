"""Immediate danger goes to 112 and not into a queue: whoever writes of it has called first.

Nobody watches the queue day and night. So what says that somebody is in danger is only taken in together with the word
that the emergency number was called, and that word is kept.
"""

from datetime import date
from typing import Final, Literal

from sqlmodel import Session

from db.tables.catalogue import EmergencyNumber
from domain import catalogue
from domain.catalogue import LabelledEntry
from domain.errors import Problem

Urgency = Literal["none", "soon", "danger"]

AVIM: Final = "AVIM"
POLICE: Final = "0900-8844"
"""Of the police, for a region that ended its number and gave no other."""


def problems(urgency: Urgency, called: bool) -> list[Problem]:
    """That danger was not told to 112 first, or that it was said to be without there being any."""
    if urgency == "danger" and not called:
        return [Problem("call-first", "/emergencyCalled")]
    if urgency != "danger" and called:
        return [Problem("called-without-danger", "/emergencyCalled")]
    return []


def emergency_number(session: Session, on: date) -> str:
    """The number, beside 112, for what is urgent while nobody is in danger: the team on human trafficking."""
    found = catalogue.valid_on(session, EmergencyNumber, LabelledEntry, on)
    return next((one.label_nl for one in found if one.code == AVIM), POLICE)
