"""Making notices: who should know is asked of the database, once in the session of each who might."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from db.session import Database
from db.tables import new_id
from domain import events
from domain.actor import Actor
from domain.calendar import now
from domain.notices.audiences import EVENTS, OWN, TABLES, Audience
from domain.notices.kinds import USUAL
from domain.notices.terms import TERMS

NEWS: Final = timedelta(days=14)
"""What happened longer ago is history: a worker that stood still for a month does not bury people in it."""

STRAIGHT_AWAY: Final = timedelta(days=1)
"""What is older than this is not worth a mail of its own."""

UNKNOWN_ACTOR: Final = "28000"


def tell(database: Database, event: events.Notice) -> None:
    """Make the notices of one event; hearing the same event twice makes them once."""
    if event.at < now() - NEWS:
        return
    for audience in EVENTS.get(event.type, ()):
        thing = event.object_id if audience.named else event.scope_id
        about = {"cause": f"event {event.id}", "at": event.at, "object": event.object_id, "due_on": None}
        _tell(database, audience, thing, event.id, about)


def tell_of_terms(database: Database) -> None:
    """Make the notices of what is late or soon ends; as often as one likes, each is made once."""
    with database.session_as("worker") as session, session.begin():
        passed = session.execute(text("select term, thing, due_on from passed_terms()")).all()
    for term, thing, due_on in passed:
        for audience in TERMS[term]:
            about = {"cause": f"{term} {due_on}", "at": now(), "object": None, "due_on": due_on}
            _tell(database, audience, thing, None, about)


def tell_own(session: Session, actor: Actor, what: str, thing: UUID) -> None:
    """Tell the one whose session this is that their own work is over, in the transaction in which it ended."""
    moment = now()
    about = {"cause": f"{what} {moment.isoformat()}", "at": moment, "object": None, "due_on": None}
    _insert_into(session, actor.id, OWN[what], thing, about)


def _tell(
    database: Database, audience: Audience, thing: UUID | None, event_id: int | None, about: dict[str, Any]
) -> None:
    """Ask everybody who might have to know; one who cannot be asked now does not keep it from the others."""
    failed: DBAPIError | None = None
    for person_id in _people(database, audience, thing, event_id):
        try:
            _note(database, person_id, audience, thing, about)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != UNKNOWN_ACTOR:
                failed = error
    if failed is not None:
        raise failed


def _people(
    database: Database, audience: Audience, thing: UUID | None, event_id: int | None
) -> Iterable[UUID]:
    with database.session_as("worker") as session, session.begin():
        return list(
            session.execute(
                text("select people_to_tell(:event, :thing, :parts, :roles)"),
                {
                    "event": event_id,
                    "thing": thing,
                    "parts": list(audience.parts),
                    "roles": [role.value for role in audience.roles],
                },
            ).scalars()
        )


def _note(
    database: Database, person_id: UUID, audience: Audience, thing: UUID | None, about: dict[str, Any]
) -> None:
    """Make the notice as this person, who sees the thing or makes none."""
    with database.session_for(person_id) as session:
        _insert_into(session, person_id, audience, thing, about)
        session.commit()


def _insert_into(
    session: Session, person_id: UUID, audience: Audience, thing: UUID | None, about: dict[str, Any]
) -> None:
    at: datetime = about["at"]
    values = {
        "id": new_id(),
        "kind": audience.kind.value,
        "about": audience.about,
        "thing": person_id if audience.about == "account" else thing,
        "group": audience.kind.group.value,
        "usual": USUAL[audience.kind.group],
        "fresh": at > now() - STRAIGHT_AWAY,
        "roles": [role.value for role in audience.roles],
        **about,
    }
    session.execute(_insert(audience), values)


@cache
def _insert(audience: Audience) -> TextClause:
    names = {"roles": "cast(:roles as text[])", "object": "cast(:object as uuid)"}
    names |= {"at": "cast(:at as timestamptz)", "due_on": "cast(:due_on as date)"}
    when = audience.when
    for name, cast in names.items():
        when = when.replace(f":{name}", cast)
    return text(
        "insert into notices (id, person_id, kind, object_kind, object_id, cause, mail, at)"  # noqa: S608 - our own
        " select :id, my_actor(), :kind, :about, o.id, :cause,"
        " case when w.mail = 'now' and not :fresh then 'digest' else w.mail end, :at"
        f"  from {TABLES[audience.about]} o"
        " cross join lateral (select coalesce((select p.mail from notice_preferences p"
        "   where p.person_id = my_actor() and p.kinds = :group), :usual) as mail) w"
        f" where o.id = :thing and ({when})"
        # Without naming the columns: to read those, PostgreSQL would plan all that a notice can be about as well.
        " on conflict do nothing"
    )
