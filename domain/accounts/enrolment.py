"""The first password: a code that works once and for some days, also for the very first administrator."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text, update
from sqlmodel import Session, col

from db.tables.accounts import Credential, Enrolment
from db.tables.base import new_id
from domain.accounts import throttle
from domain.accounts.codes import code_hash, new_code
from domain.accounts.limits import LIMITS, moment_or_now
from domain.accounts.records import record
from domain.accounts.sessions import Place, open_session
from domain.accounts.signing_in import set_password
from domain.errors import Conflict, Invalid, NotFound, Problem
from domain.events import EventType


@dataclass(frozen=True)
class Issued:
    """A new code, shown this once, and until when it works."""

    code: str
    expires_at: datetime


def issue_enrolment(
    session: Session, actor_id: UUID, *, by: UUID | None = None, now: datetime | None = None
) -> Issued:
    """A code with which this person chooses a password, for the functional administrator to hand over.

    It replaces a forgotten password too, but never a second factor; earlier codes stop working.
    """
    at = moment_or_now(now)
    newcomer = session.get(Credential, actor_id) is None
    issued = Issued(new_code(), at + (LIMITS.invitation if newcomer else LIMITS.enrolment))

    _use_up(session, actor_id, at)
    session.add(
        Enrolment(
            token_hash=code_hash(issued.code), actor_id=actor_id, created_at=at, expires_at=issued.expires_at
        )
    )
    session.flush()

    record(session, EventType.ACCOUNT_ENROLMENT_ISSUED, actor_id, by=by)
    return issued


def withdraw_enrolment(
    session: Session, actor_id: UUID, *, by: UUID | None = None, now: datetime | None = None
) -> None:
    """Make the code that a person still has worthless; NotFound when there is none."""
    if not _use_up(session, actor_id, moment_or_now(now)):
        raise NotFound

    record(session, EventType.ACCOUNT_ENROLMENT_WITHDRAWN, actor_id, by=by)


def _use_up(session: Session, actor_id: UUID, at: datetime) -> bool:
    """Whether there was a code that still worked; now there is none."""
    used = session.execute(
        update(Enrolment)
        .where(col(Enrolment.actor_id) == actor_id, col(Enrolment.used_at).is_(None))
        .where(col(Enrolment.expires_at) > at)
        .values(used_at=at)
        .returning(col(Enrolment.actor_id))
    )
    return bool(used.all())


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

    return issue_enrolment(session, actor_id, now=now).code
