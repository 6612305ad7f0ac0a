"""One case in which the police named who works on it: a colleague is barred, and another looked in an emergency."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text

from api.demo.days import Dated
from api.demo.telling import Teller
from domain import circle, emergencies

CHAIR, DECIDES, WORKS, BARRED, HURRIED = (
    "ineke.schouten", "naima.elkhatib", "stefan.vrolijk", "priya.ramdin", "jelle.dijkstra",
)  # fmt: skip
"""Who directs the case, who of the police names whom, who is kept out, and who could not wait."""

_CASE: Final = text(
    "select c.id, c.number from cases c join participations p on p.scope_id = c.id"
    " where p.organisation_id = :police and p.step <> 'closed' order by p.last_activity_at limit 1"
)


def told(teller: Teller, after: datetime) -> Iterator[Dated]:
    """After everything else, so that no story runs into a door that is closed by then."""
    found: list[tuple[UUID, str]] = []
    used: list[UUID] = []
    deeds: list[Callable[[], object]] = [
        lambda: found.append(_case(teller)),
        lambda: _decide(teller, DECIDES, found[0][0], "named", "Zij doen het onderzoek.", DECIDES, WORKS),
        lambda: _decide(teller, CHAIR, found[0][0], "barred", "Kent een betrokkene persoonlijk.", BARRED),
        lambda: used.append(_hurry(teller, found[0][1])),
        lambda: _end(teller, used[0]),
    ]
    for place, deed in enumerate(deeds):
        yield Dated(after + timedelta(seconds=15 * place), deed)


def _case(teller: Teller) -> tuple[UUID, str]:
    session, _ = teller.acting(DECIDES)
    found = session.execute(_CASE, {"police": teller.region.organisations["politie"]}).one()
    teller.places["case with named persons"] = f"/cases/{found.id}/circle"
    return found.id, found.number


def _decide(teller: Teller, who: str, case_id: UUID, kind: circle.Kind, reason: str, *persons: str) -> None:
    session, actor = teller.acting(who)
    decision = circle.Decide(
        kind=kind, organisation_id=teller.region.organisations["politie"], reason=reason,
        person_ids=[teller.region.people[one] for one in persons],
    )  # fmt: skip
    circle.decide(session, actor, case_id, decision)


def _hurry(teller: Teller, number: str) -> UUID:
    """Somebody who is not named could not wait."""
    session, actor = teller.acting(HURRIED)
    why = "Een mogelijk slachtoffer meldt zich aan de balie; Naima en Stefan zijn niet bereikbaar."
    return emergencies.break_glass(session, actor, emergencies.BreakGlass(number=number, reason=why)).id


def _end(teller: Teller, emergency_id: UUID) -> None:
    """And ended it: what is left is the review."""
    session, actor = teller.acting(HURRIED)
    emergencies.end(session, actor, emergency_id)
