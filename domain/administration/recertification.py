"""Recertification: a round in which every access is confirmed or ended by somebody who may (WGS 1.8(2))."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from db.tables import new_id
from db.tables.administration import Recertification
from domain import access, events
from domain.actor import Actor, StaffRole
from domain.administration.records import add_row, is_administrator, require_administrator
from domain.calendar import today
from domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from domain.events import EventType
from domain.shapes import Day, Shape, View

DECIDES: Final = (StaffRole.FUNCTIONAL_ADMINISTRATOR, StaffRole.MANDATE_HOLDER)


class StartRecertification(Shape):
    """Hercertificering: a round until a date."""

    due_on: Day = Field(description="Vóór: what nobody confirmed before this day ends by itself")


class Confirm(Shape):
    """Besluit over de toegang van één medewerker of koppeling."""

    person_id: UUID = Field(description="Medewerker of koppeling")
    outcome: Literal["confirmed", "ended"] = Field(description="Besluit")


class RoundView(View):
    """Ronde, with how far it has come; a mandate holder sees the own organisation's part."""

    id: UUID = Field(description="Kenmerk")
    started_on: date = Field(description="Begonnen op")
    due_on: date = Field(description="Vóór")
    closed_at: datetime | None = Field(description="Afgesloten op")
    total: int = Field(description="Totaal: people and clients in the round", examples=[40])
    confirmed: int = Field(description="Bevestigd", examples=[30])
    ended: int = Field(description="Beëindigd", examples=[2])
    lapsed: int = Field(description="Vervallen: nobody confirmed them in time", examples=[0])
    open: int = Field(description="Nog te doen", examples=[8])
    for_you: int = Field(description="Voor u: still to do and not about yourself", examples=[7])
    overdue: bool = Field(description="Te laat: past its day and not closed yet")


class ToConfirm(View):
    """Medewerker of koppeling in een ronde."""

    person_id: UUID = Field(description="Medewerker: the id")
    organisation_id: UUID = Field(description="Organisatie: its id")
    organisation: str = Field(description="Organisatie")
    name: str = Field(description="Naam", examples=["Noor de Wit"])
    function_title: str = Field(description="Functie", examples=["Toezichthouder"])
    kind: str = Field(description="Soort: person or client", examples=["person"])
    roles: Sequence[str] = Field(description="Rollen: those of today", examples=[["handler"]])
    admitted_until: date | None = Field(description="Toegelaten tot")
    outcome: str | None = Field(description="Besluit: absent while it is open", examples=["confirmed"])
    decided_by: str | None = Field(description="Door", examples=["Noor de Wit"])
    decided_at: datetime | None = Field(description="Op")
    mine: bool = Field(description="Uzelf: somebody else decides about you")


_ROUNDS = text("""
select r.id, r.started_on, r.due_on, r.closed_at, count(c.actor_id) as total,
       count(*) filter (where c.outcome = 'confirmed') as confirmed, count(*) filter (where c.outcome = 'ended') as ended,
       count(*) filter (where c.outcome = 'lapsed') as lapsed,
       count(c.actor_id) filter (where c.outcome is null) as open,
       count(c.actor_id) filter (where c.outcome is null and c.actor_id <> my_actor()) as for_you,
       r.closed_at is null and r.due_on <= today() as overdue
  from recertifications r left join confirmations c on c.recertification_id = r.id
 where cast(:wanted as uuid) is null or r.id = :wanted group by r.id order by r.started_on desc, r.id desc
""")
_PEOPLE = text("""
select c.actor_id as person_id, a.organisation_id, o.name as organisation, a.name, a.function_title, a.kind,
       array(select x.role from actor_roles x where x.actor_id = a.id and x.valid_from <= today()
               and (x.valid_until is null or x.valid_until > today()) order by x.role) as roles,
       (select max(m.valid_until) from admissions m where m.actor_id = a.id and m.valid_until > today()) as admitted_until,
       c.outcome, d.name as decided_by, c.decided_at, c.actor_id = :me as mine
  from confirmations c join actors a on a.id = c.actor_id join organisations o on o.id = a.organisation_id
  left join actors d on d.id = c.decided_by
 where c.recertification_id = :round order by c.outcome is not null, o.name, lower(a.name)
""")
# Who has an access today: a role that is or will be held, or an admission that has not ended.
_EVERYBODY = text("""
insert into confirmations (recertification_id, actor_id)
select :round, a.id from actors a join organisations o on o.id = a.organisation_id and o.active
 where a.active and (
   exists (select from actor_roles r where r.actor_id = a.id and (r.valid_until is null or r.valid_until > today()))
   or exists (select from admissions m where m.actor_id = a.id and m.valid_until > today()))
""")
_DECIDE = text("""
update confirmations set outcome = :outcome, decided_by = :me, decided_at = clock_timestamp()
 where recertification_id = :round and actor_id = :person
""")
_END = (
    text(
        "update actor_roles set valid_until = greatest(today(), valid_from)"
        " where actor_id = :person and (valid_until is null or valid_until > today())"
    ),
    text(
        "update admissions set valid_until = greatest(today(), valid_from)"
        " where actor_id = :person and valid_until > today()"
    ),
)


def start_recertification(session: Session, actor: Actor, data: StartRecertification) -> RoundView:
    """Begin a round over everybody who has a role or an admission; one round at a time."""
    require_administrator(actor)
    if data.due_on <= today():
        raise Invalid(Problem("date-not-in-future", "/dueOn"))
    if any(one.closed_at is None for one in recertifications(session, actor)):
        raise Conflict("round-is-open")

    round_id = new_id()
    add_row(
        session, Recertification, id=round_id, started_on=today(), due_on=data.due_on, started_by=actor.id
    )
    session.execute(_EVERYBODY, {"round": round_id})

    events.record(
        session, actor, EventType.ADMINISTRATION_RECERTIFICATION_STARTED, object_id=round_id,
        data={"due": data.due_on},
    )  # fmt: skip
    return recertification(session, actor, round_id)


def recertifications(session: Session, actor: Actor) -> list[RoundView]:
    """Every round, the last one first."""
    _require_decider(actor)
    return [RoundView(**one) for one in session.execute(_ROUNDS, {"wanted": None}).mappings()]


def recertification(session: Session, actor: Actor, round_id: UUID) -> RoundView:
    """One round."""
    _require_decider(actor)
    found = session.execute(_ROUNDS, {"wanted": round_id}).mappings().one_or_none()
    if found is None:
        raise NotFound
    return RoundView(**found)


def to_confirm(session: Session, actor: Actor, round_id: UUID) -> list[ToConfirm]:
    """Everybody in a round, what is still open first: of the whole region, or of the own organisation."""
    recertification(session, actor, round_id)
    found = session.execute(_PEOPLE, {"round": round_id, "me": actor.id}).mappings()
    people = [ToConfirm(**one) for one in found]
    access.consulted(session, actor, "recertification", object_ids=[one.person_id for one in people])
    return people


def confirm(session: Session, actor: Actor, round_id: UUID, data: Confirm) -> RoundView:
    """Confirm somebody's access, or end all of it; never one's own."""
    found = recertification(session, actor, round_id)
    person = next((p for p in to_confirm(session, actor, round_id) if p.person_id == data.person_id), None)
    if person is None:
        raise NotFound
    if person.mine:
        raise Conflict("not-oneself")
    if person.outcome is not None or found.closed_at is not None or found.overdue:
        raise Conflict("decided-already")

    session.execute(
        _DECIDE,
        {"outcome": data.outcome, "me": actor.id, "round": round_id, "person": data.person_id},
    )
    if data.outcome == "ended":
        for statement in _END:
            session.execute(statement, {"person": data.person_id})

    what = EventType.ADMINISTRATION_ACCESS_CONFIRMED
    if data.outcome == "ended":
        what = EventType.ADMINISTRATION_ACCESS_ENDED
    events.record(session, actor, what, object_id=data.person_id, data={"round": round_id})
    return recertification(session, actor, round_id)


def open_round(session: Session, actor: Actor) -> RoundView | None:
    """The round that is going on, when this person may decide in it."""
    if not (is_administrator(actor) or actor.has(StaffRole.MANDATE_HOLDER)):
        return None
    return next((one for one in recertifications(session, actor) if one.closed_at is None), None)


def lapse_unconfirmed(session: Session) -> int:
    """End what nobody confirmed in a round whose day has come, and close that round; for the worker."""
    return int(session.execute(text("select lapse_unconfirmed()")).scalar_one())


def _require_decider(actor: Actor) -> None:
    actor.require(*DECIDES)
    if not actor.has(StaffRole.MANDATE_HOLDER) and not is_administrator(actor):
        raise NotAllowed("administrator-of-riec")
