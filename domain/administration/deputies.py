"""Deputies: a colleague who watches over somebody's work during leave, as themselves and with their own rights."""

from datetime import date
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session, col

from db.tables import new_id
from db.tables.administration import Deputy
from domain import events
from domain.actor import Actor
from domain.administration.records import add_row, change_rows
from domain.calendar import today
from domain.errors import Invalid, NotFound, Problem
from domain.events import EventType
from domain.shapes import Day, Shape, View


class NameDeputy(Shape):
    """Vervanger: a colleague, from and until a day."""

    deputy_id: UUID = Field(description="Vervanger: the id of a colleague")
    valid_from: Day = Field(description="Vanaf")
    valid_until: Day = Field(description="Tot: the first day back")


class DeputyView(View):
    """Vervanging."""

    id: UUID = Field(description="Kenmerk")
    actor_id: UUID = Field(description="Vervangen medewerker: the id")
    name: str = Field(description="Vervangen medewerker", examples=["Noor de Wit"])
    deputy_id: UUID = Field(description="Vervanger: the id")
    deputy: str = Field(description="Vervanger", examples=["Sanne Bakker"])
    valid_from: date = Field(description="Vanaf")
    valid_until: date = Field(description="Tot: the first day back")
    current: bool = Field(description="Nu: whether it is so today")


class CandidateView(View):
    """Collega die kan vervangen: admitted to the same boxes."""

    id: UUID = Field(description="Kenmerk")
    name: str = Field(description="Naam", examples=["Sanne Bakker"])
    function_title: str = Field(description="Functie", examples=["Toezichthouder"])


_DEPUTIES = """
select d.id, d.actor_id, a.name, d.deputy_id, b.name as deputy, d.valid_from, d.valid_until,
       d.valid_from <= today() as current
  from deputies d join actors a on a.id = d.actor_id join actors b on b.id = d.deputy_id and b.active
 where d.valid_until > today() and d.valid_until > d.valid_from and {which} order by d.valid_from, d.id
"""
_IDS = text("""
select actor_id, deputy_id from deputies
 where actor_id = any(cast(:wanted as uuid[])) and valid_from <= today() and valid_until > today()
""")
_CANDIDATES = text("""
select a.id, a.name, a.function_title from actors a
 where a.organisation_id = :mine and a.kind = 'person' and a.active and a.id <> :me
   and cast(:boxes as text[]) <@ array(select m.compartment::text from admissions m where m.actor_id = a.id
     and m.valid_from <= today() and m.valid_until > today() and m.screened_on <= today() and m.trained_on <= today())
 order by a.name
""")


def candidates(session: Session, actor: Actor) -> list[CandidateView]:
    """The colleagues who are admitted to everything this person is admitted to."""
    found = session.execute(
        _CANDIDATES,
        {"mine": actor.organisation_id, "me": actor.id, "boxes": sorted(actor.compartments)},
    )
    return [CandidateView(**one) for one in found.mappings()]


def name_deputy(session: Session, actor: Actor, data: NameDeputy) -> DeputyView:
    """Name a colleague with the same admissions who watches over one's work; the deputy never acts in one's name."""
    problems = []
    if data.deputy_id not in {one.id for one in candidates(session, actor)}:
        problems.append(Problem("deputy-not-possible", "/deputyId"))
    if data.valid_until <= today():
        problems.append(Problem("date-not-in-future", "/validUntil"))
    elif data.valid_until <= data.valid_from:
        problems.append(Problem("ends-before-it-begins", "/validUntil"))
    if any(
        one.valid_from < data.valid_until and data.valid_from < one.valid_until
        for one in my_deputies(session, actor)
    ):
        problems.append(Problem("deputy-already", "/validFrom"))
    if problems:
        raise Invalid(*problems)

    deputy_id = new_id()
    add_row(session, Deputy, id=deputy_id, actor_id=actor.id, **data.model_dump())

    events.record(session, actor, EventType.ADMINISTRATION_DEPUTY_NAMED, object_id=data.deputy_id)
    return a_deputy(session, actor, deputy_id)


def end_deputy(session: Session, actor: Actor, deputy_id: UUID) -> None:
    """End one's deputy's time today: one is back early. One that had still to begin never does."""
    found = a_deputy(session, actor, deputy_id)

    change_rows(
        session,
        Deputy,
        (col(Deputy.id) == deputy_id) & (col(Deputy.actor_id) == actor.id),
        valid_until=max(found.valid_from, today()),
    )

    events.record(session, actor, EventType.ADMINISTRATION_DEPUTY_ENDED, object_id=found.deputy_id)


def my_deputies(session: Session, actor: Actor) -> list[DeputyView]:
    """Who watches, or will watch, over this person's work."""
    return _found(session, "d.actor_id = :id", actor.id)


def watching(session: Session, actor: Actor) -> list[DeputyView]:
    """Over whose work this person watches today; what waits for that colleague's roles waits for the deputy's own."""
    return [one for one in _found(session, "d.deputy_id = :id", actor.id) if one.current]


def a_deputy(session: Session, actor: Actor, deputy_id: UUID) -> DeputyView:
    """One deputy of this person."""
    found = next((one for one in my_deputies(session, actor) if one.id == deputy_id), None)
    if found is None:
        raise NotFound
    return found


def replacing(session: Session, *actor_ids: UUID) -> dict[UUID, DeputyView]:
    """Who replaces each of these today, as far as somebody does; anybody who works with them may know."""
    found = _found(session, "d.actor_id = any(:id)", list(actor_ids)) if actor_ids else []
    return {one.actor_id: one for one in found if one.current}


def deputies_of(session: Session, *actor_ids: UUID) -> dict[UUID, list[UUID]]:
    """The deputies of today of each of these, who get their notices too; also in the session of the worker."""
    found: dict[UUID, list[UUID]] = {}
    for actor_id, deputy_id in session.execute(_IDS, {"wanted": list(actor_ids)}):
        found.setdefault(actor_id, []).append(deputy_id)
    return found


def _found(session: Session, which: str, value: object) -> list[DeputyView]:
    rows = session.execute(text(_DEPUTIES.format(which=which)), {"id": value}).mappings()
    return [DeputyView(**one) for one in rows]
