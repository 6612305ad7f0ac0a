"""Naming, un-naming and barring persons in a case, opening a participation again, and ending one."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from db.tables import new_id
from domain import cases, events, guard
from domain.actor import Actor, StaffRole
from domain.circle.reading import circle
from domain.circle.shapes import ABOUT_PERSONS, Decide, Decided, Seat
from domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from domain.events import EventType
from domain.process import NOT_MOVED

_EVENTS: Final = {
    "named": EventType.CASE_PERSON_NAMED,
    "unnamed": EventType.CASE_PERSON_UNNAMED,
    "opened": EventType.CASE_PARTICIPATION_OPENED,
    "barred": EventType.CASE_PERSON_BARRED,
    "lifted": EventType.CASE_BAR_LIFTED,
    "left": EventType.CASE_PARTICIPANT_LEFT,
}

_INSERT: Final = text("""
insert into circle_decisions (id, scope_id, organisation_id, person_id, kind, reason, actor_id, owner_id)
select d.id, :case, :organisation, d.person, :kind, :reason, my_actor(), my_organisation()
  from unnest(cast(:ids as uuid[]), cast(:persons as uuid[])) d(id, person)
""")

_SEES: Final = text("select exists (select from cases where id = :case)")


def decide(session: Session, actor: Actor, case_id: UUID, data: Decide) -> Decided:
    """Decide who of an organisation takes part in the case (WGS 2.23(5)); the decision works at once."""
    cases.find_open(session, case_id)

    seat = deciding_about(session, actor, case_id, data.organisation_id)
    _check(session, case_id, seat, data)
    guard.check(session, actor, data)

    ids = [new_id() for _ in data.person_ids] or [new_id()]
    persons: list[UUID | None] = [*data.person_ids] or [None]
    # The events first: who names others and not themselves sees the case no more after the decision.
    for decision_id in ids:
        events.record(
            session, actor, _EVENTS[data.kind], scope_id=case_id, case_id=case_id, object_id=decision_id,
            category="title", data={"organisation": data.organisation_id},
        )  # fmt: skip
    _write(session, {
        "case": case_id, "organisation": data.organisation_id, "kind": data.kind, "reason": data.reason,
        "ids": ids, "persons": persons,
    })  # fmt: skip

    sees = session.execute(_SEES, {"case": case_id}).scalar_one()
    return Decided(id=ids[0], case_id=case_id, kind=data.kind, still_in_sight=sees)


def decided(session: Session, actor: Actor, decision_id: UUID) -> Decided:
    """What was decided, for who still may know of it."""
    found = (
        session.execute(
            text("select id, scope_id as case_id, kind from circle_decisions where id = :id"),
            {"id": decision_id},
        )
        .mappings()
        .one_or_none()
    )
    if found is None:
        raise NotFound
    return Decided(**found, still_in_sight=True)


def deciding_about(session: Session, actor: Actor, case_id: UUID, organisation_id: UUID) -> Seat:
    """The participation it is about, when this person may decide about it."""
    actor.require(StaffRole.CHAIR, StaffRole.MANDATE_HOLDER, StaffRole.CASE_MANAGER)
    seats = {one.organisation_id: one for one in circle(session, actor, case_id).seats}
    if organisation_id not in seats:
        raise Invalid(Problem("takes-no-part", "/organisationId"))
    if not seats[organisation_id].acts:
        raise NotAllowed("not-your-people")
    return seats[organisation_id]


def _check(session: Session, case_id: UUID, seat: Seat, data: Decide) -> None:
    """Everything that is wrong with it at once."""
    problems = []
    if data.kind in ABOUT_PERSONS and not data.person_ids:
        problems.append(Problem("who-is-it-about", "/personIds"))
    if data.kind not in ABOUT_PERSONS and data.person_ids:
        problems.append(Problem("about-no-person", "/personIds"))
    if len(set(data.person_ids)) < len(data.person_ids):
        problems.append(Problem("named-twice", "/personIds"))
    if data.kind == "left" and "riec" in seat.parts:
        problems.append(Problem("riec-stays", "/organisationId"))
    if problems:
        raise Invalid(*problems)
    _check_persons(session, case_id, data)
    if data.kind == "opened" and (seat.persons is None or _naming_required(session)):
        raise Conflict("already-open" if seat.persons is None else "naming-is-required")


def _check_persons(session: Session, case_id: UUID, data: Decide) -> None:
    """Only whom one can choose from, and only what is not so already."""
    asked = {"case": case_id, "organisation": data.organisation_id}
    known = {
        one.id: one for one in session.execute(text("select * from eligible(:case, :organisation)"), asked)
    }
    if not set(data.person_ids) <= set(known):
        raise Invalid(Problem("not-eligible", "/personIds"))
    chosen = [known[one] for one in data.person_ids]
    moot = {
        "named": [one for one in chosen if one.named], "unnamed": [one for one in chosen if not one.named],
        "barred": [one for one in chosen if one.barred], "lifted": [one for one in chosen if not one.barred],
    }  # fmt: skip
    if moot.get(data.kind):
        raise Conflict("so-already", names=[one.name for one in moot[data.kind]])


def _naming_required(session: Session) -> bool:
    return bool(
        session.execute(
            text(
                "select exists (select from access_terms where code = 'naming_required' and valid_from <= today()"
                " and (valid_until is null or valid_until > today()))"
            )
        ).scalar_one()
    )


def _write(session: Session, decision: dict[str, Any]) -> None:
    try:
        with session.connection().begin_nested():
            session.execute(_INSERT, decision)
    except DBAPIError as error:
        say_when_nobody_is_left(error)
        raise


def say_when_nobody_is_left(error: DBAPIError) -> None:
    """The one refusal of the database that has a meaning here; after the others there is nothing to be seen."""
    if getattr(error.orig, "sqlstate", None) == NOT_MOVED:
        raise Conflict("nobody-left") from error


__all__ = ["decide", "decided", "deciding_about", "say_when_nobody_is_left"]
