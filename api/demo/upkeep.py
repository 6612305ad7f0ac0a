"""What the functional administrator has under way: a recertification, in which some organisations did their part."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Final
from uuid import UUID

from api.demo.days import Deed
from api.demo.people import Staff
from api.demo.telling import Teller
from domain import administration
from domain.administration import Confirm, StartRecertification
from domain.calendar import today

BEGUN: Final = 9
"""Working days ago."""

WEEKS: Final = timedelta(weeks=5)

CONFIRMED_BY: Final = {"naima.elkhatib": 8, "henk.rozendaal": 5, "femke.brouwer": 2}
"""Mandate holders who confirmed their own people, and when; about themselves somebody else decides."""


def recertification(teller: Teller, staff: Staff) -> Iterator[Deed]:
    """A round is begun, and the first organisations confirm who still needs access."""
    opened: list[UUID] = []
    yield Deed(BEGUN, partial(_begin, teller, staff.person[0].key, opened))
    for key, ago in CONFIRMED_BY.items():
        yield Deed(ago, partial(_confirm, teller, key, opened))


def _begin(teller: Teller, administrator: str, opened: list[UUID]) -> None:
    session, actor = teller.acting(administrator)
    asked = StartRecertification(due_on=today() + WEEKS)
    opened.append(administration.start_recertification(session, actor, asked).id)


def _confirm(teller: Teller, by: str, opened: list[UUID]) -> None:
    session, actor = teller.acting(by)
    for one in administration.to_confirm(session, actor, opened[0]):
        if not one.mine:
            data = Confirm(person_id=one.person_id, outcome="confirmed")
            administration.confirm(session, actor, opened[0], data)
