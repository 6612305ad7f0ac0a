"""What goes on beside the cases: a recertification, in which some organisations did their part; a signal whose term
was over and that was destroyed; and lists that somebody keeps at hand."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Final
from uuid import UUID

from api.demo.days import Deed
from api.demo.people import Staff
from api.demo.telling import Teller
from domain import administration, lists, retention
from domain.administration import Confirm, StartRecertification
from domain.calendar import today
from domain.lists import LISTINGS

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


DESTROYED: Final = 12
"""Working days ago."""

KEPT: Final[tuple[tuple[str, str, str, Mapping[str, object]], ...]] = (
    ("annelies.bakkum", "cases", "Wat in Alkmaar loopt", {"state": ["open"]}),
    (
        "samira.ouali",
        "signals",
        "Te beoordelen met haast",
        {"status": ["submitted"], "urgency": ["danger", "soon"]},
    ),
)
"""Who keeps which list at hand, under which name."""


def destruction(teller: Teller) -> Iterator[Deed]:
    """The oldest signal that was not taken up is destroyed once its term is over, and the proof stays."""
    yield Deed(DESTROYED, partial(_destroy, teller))


def _destroy(teller: Teller) -> None:
    session, actor = teller.acting("hulya.demirci")
    oldest = next(
        one for one in retention.due(session, actor) if one.kind == "signal" and "destroy" in one.acts
    )
    retention.destroy(session, actor, oldest.id)


def lists_at_hand(teller: Teller) -> Iterator[Deed]:
    """Some keep what they ask a list every day."""
    for who, listing, name, asked in KEPT:
        yield Deed(DESTROYED, partial(_keep, teller, who, listing, name, asked))


def _keep(teller: Teller, who: str, listing: str, name: str, asked: Mapping[str, object]) -> None:
    session, actor = teller.acting(who)
    wanted = LISTINGS[listing]
    lists.save_filter(session, actor, wanted, wanted.shape.model_validate(asked), name)
