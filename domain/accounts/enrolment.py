"""The first password: a code that works once and for a day, also for the very first administrator."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text, update
from sqlmodel import Session, col

from db.tables.accounts import Enrolment
from db.tables.base import new_id
from domain.accounts import throttle
from domain.accounts.codes import code_hash, new_code
from domain.accounts.limits import LIMITS, moment_or_now
from domain.accounts.records import record
from domain.accounts.sessions import Place, open_session
from domain.accounts.signing_in import set_password
from domain.errors import Conflict, Invalid, Problem
from domain.events import EventType


def issue_enrolment(session: Session, actor_id: UUID, *, now: datetime | None = None) -> str:
    """A code with which this person chooses a password, for the functional administrator to hand over.

    It replaces a forgotten password too, but never a second factor; earlier codes stop working.
    """
    at = moment_or_now(now)
    code = new_code()

    session.execute(
        update(Enrolment)
        .where(col(Enrolment.actor_id) == actor_id, col(Enrolment.used_at).is_(None))
        .values(used_at=at)
    )
    session.add(Enrolment(token_hash=code_hash(code), actor_id=actor_id, expires_at=at + LIMITS.enrolment))
    session.flush()

    record(session, EventType.ACCOUNT_ENROLMENT_ISSUED, actor_id)
    return code


def redeem_enrolment(
    session: Session, code: str, password: str, place: Place, *, now: datetime | None = None
) -> str:
    """Choose a password with a code; gives the token of a session that still needs its second factor.

    A password that is refused leaves the code usable: the transaction takes both back.
    """
    at = moment_or_now(now)
    key = throttle.key_for("address", place.ip_hash)
    throttle.attempt(session, key, LIMITS.address, now=at)
    actor_id = session.execute(
        update(Enrolment)
        .where(col(Enrolment.token_hash) == code_hash(code), col(Enrolment.used_at).is_(None))
        .where(col(Enrolment.expires_at) > at)
        .values(used_at=at)
        .returning(col(Enrolment.actor_id))
    ).scalar_one_or_none()
    if actor_id is None:
        raise Invalid(Problem("enrolment-code-wrong", "/code"))

    set_password(session, actor_id, password, now=at)
    throttle.take_back(session, key)

    return open_session(session, actor_id, place, now=at)


def create_first_administrator(
    session: Session,
    organisation_name: str,
    name: str,
    email: str,
    *,
    organisation_kind: str = "riec",
    now: datetime | None = None,
) -> str:
    """Make the first functional administrator and give the enrolment code; refused when there is one already.

    The database itself checks and does it (`first_administrator`), so this cannot become a second way in.
    """
    made = session.execute(
        text("select first_administrator(:organisation, :organisation_name, :kind, :actor, :name, :email)"),
        {
            "organisation": new_id(),
            "organisation_name": organisation_name.strip(),
            "kind": organisation_kind,
            "actor": (actor_id := new_id()),
            "name": name.strip(),
            "email": email.strip().lower(),
        },
    ).scalar_one()
    if not made:
        raise Conflict("administrator-exists")

    return issue_enrolment(session, actor_id, now=now)
