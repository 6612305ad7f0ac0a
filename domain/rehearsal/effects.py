"""What a draft of changes would mean: the changes are made, the effect is read, and all is undone.

The effect is not calculated by rules of its own. The changes are made, through the verbs that make them for good,
inside a savepoint; the view that decides what is shared (`sharing_decisions`) is asked, and the functions that say who
works where; and all is undone.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeVar
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain.actor import Actor
from domain.errors import DomainError, Invalid
from domain.rehearsal.changes import ABOUT_PERSONS, AddChange, ChangeView, make
from domain.shapes import View

MINIMUM: Final = 5
"""A smaller number is not told: who takes part in few cases could be recognised by it."""

MOST_MARKS: Final = 5_000
"""So many marks the worker takes at a time: no transaction of it is long."""

Told = TypeVar("Told", bound=View)


class Effect(View):
    """Gevolg: for one organisation and one category, how many records it would gain or lose."""

    organisation_id: UUID = Field(description="Organisatie")
    organisation: str = Field(description="Naam van de organisatie", examples=["UWV"])
    category: str = Field(description="Gegevenscategorie", examples=["housing"])
    gained: int | None = Field(description="Erbij: records; absent when there are some, but fewer than five")
    lost: int | None = Field(description="Eraf: records; absent when there are some, but fewer than five")


class PersonEffect(View):
    """Gevolg voor personen: how many records of one category the people whose role or admission changes gain or lose.

    Each record counts once for each of them: of one person it is what that person gains or loses.
    """

    organisation_id: UUID = Field(description="Organisatie")
    organisation: str = Field(description="Naam van de organisatie", examples=["UWV"])
    persons: int = Field(
        description="Personen: how many of the people in the draft it is about", examples=[1]
    )
    category: str = Field(description="Gegevenscategorie", examples=["housing"])
    gained: int | None = Field(description="Erbij: records; absent when there are some, but fewer than five")
    lost: int | None = Field(description="Eraf: records; absent when there are some, but fewer than five")


_DIFFERENCE: Final = text("""
select o.id as organisation_id, o.name as organisation, d.category, d.gained, d.lost
  from tallies_differing(:before) d join organisations o on o.id = d.viewer_id join categories c on c.code = d.category
 order by o.name, c.phase, d.category
""")

_OF_PERSONS: Final = text("""
select o.id as organisation_id, o.name as organisation, count(distinct d.actor_id) as persons, d.category,
       sum(d.gained)::bigint as gained, sum(d.lost)::bigint as lost
  from sights_differing(:before) d join actors a on a.id = d.actor_id join organisations o on o.id = a.organisation_id
  join categories c on c.code = d.category
 group by o.id, o.name, c.phase, d.category order by o.name, c.phase, d.category
""")

_BEGIN: Final = text("select begin_rehearsal()")


def fold_tallies(session: Session, most: int = MOST_MARKS) -> int:
    """As the worker: bring the totals up to date with what was marked, and tell for how many scopes."""
    found: int = session.execute(text("select fold_tallies(:most)"), {"most": most}).scalar_one()
    return found


def begun(session: Session) -> list[str]:
    """What is decided now; the totals are brought up to date before."""
    found: list[str] = session.execute(_BEGIN).scalar_one()
    return found


def rehearse(
    session: Session, actor: Actor, changes: Sequence[ChangeView]
) -> tuple[dict[UUID, str], list[dict[str, Any]], list[dict[str, Any]]]:
    """Which changes cannot be made any more and why, and what the others mean for organisations and for persons."""
    refused: dict[UUID, str] = {}
    before = begun(session)
    tried = session.begin_nested()
    try:
        for change in changes:
            try:
                make(session, actor, change)
            except DomainError as error:
                refused[change.id] = error.problems[0].code if isinstance(error, Invalid) else error.code
        return refused, *meant(session, changes, before)
    finally:
        tried.rollback()


def try_out(session: Session, actor: Actor, changes: Iterable[ChangeView | AddChange]) -> None:
    """Make these changes and undo them: what is refused then, is refused now."""
    tried = session.begin_nested()
    try:
        for change in changes:
            make(session, actor, change)
    finally:
        tried.rollback()


def meant(
    session: Session, changes: Sequence[ChangeView], before: Sequence[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What these changes meant for organisations and for persons; what they cannot have changed is not asked."""
    of_people = [change.kind in ABOUT_PERSONS for change in changes]
    return (
        [] if all(of_people) else difference(session, before),
        of_persons(session, before) if any(of_people) else [],
    )


def difference(session: Session, before: Sequence[str]) -> list[dict[str, Any]]:
    """For each organisation and category how many records it gained and lost since."""
    session.flush()
    return [dict(one) for one in session.execute(_DIFFERENCE, {"before": before}).mappings()]


def of_persons(session: Session, before: Sequence[str]) -> list[dict[str, Any]]:
    """The same for the people whose own admission or role changed since, by their organisation."""
    session.flush()
    return [dict(one) for one in session.execute(_OF_PERSONS, {"before": before}).mappings()]


def told(effects: Iterable[dict[str, Any]], view: type[Told]) -> Iterable[Told]:
    """The numbers as they may be told."""
    for one in effects:
        yield view(**{**one, **{side: may_be_told(one[side]) for side in ("gained", "lost")}})


def may_be_told(number: int) -> int | None:
    """The number, or nothing when there are some but too few."""
    return None if 0 < number < MINIMUM else number
