"""Signing in with a password, signing out and changing the password."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, update
from sqlmodel import Session, col, select

from db.tables.accounts import Credential, Enrolment
from db.tables.spine import ActorRow
from domain.accounts import passwords, throttle
from domain.accounts.limits import LIMITS, moment_or_now
from domain.accounts.records import record
from domain.accounts.secrecy import confirm_secrecy, secrecy_statement
from domain.accounts.sessions import Place, SessionInfo, is_familiar, open_session, revoke_all, rotate
from domain.errors import Invalid, NotFound, NotSignedIn, Problem
from domain.events import EventType


@dataclass(frozen=True)
class Person:
    """Somebody who may sign in, as far as these functions need to know."""

    id: UUID
    name: str
    email: str
    password_hash: str | None


def sign_in(session: Session, email: str, password: str, place: Place, *, now: datetime | None = None) -> str:
    """The token of a session that still needs its second factor.

    An unknown address, an inactive account and a wrong password cannot be told apart: the same statements, one
    password verification, the same answer. A refusal is committed, so that it counts.
    """
    at = moment_or_now(now)
    address_key = throttle.key_for("address", place.ip_hash)
    throttle.attempt(session, address_key, LIMITS.address, now=at)
    person = _person(session, func.lower(col(ActorRow.email)) == email.strip().lower())
    account_key = _account_key(session, person, email, place, at)
    throttle.attempt(session, account_key, LIMITS.account, now=at)
    good, new_hash = passwords.verified(password, person.password_hash if person else None)
    if person is None or not good:
        record(session, EventType.ACCOUNT_SIGN_IN_FAILED, person.id if person else None)
        session.commit()
        raise NotSignedIn("credentials-wrong")

    throttle.forgive(session, account_key)
    throttle.take_back(session, address_key)
    if new_hash is not None:
        _write_hash(session, person.id, new_hash)
    token = open_session(session, person.id, place, now=at)

    record(session, EventType.ACCOUNT_PASSWORD_ACCEPTED, person.id)
    return token


def change_password(
    session: Session,
    info: SessionInfo,
    current: str,
    new: str,
    *,
    now: datetime | None = None,
) -> str:
    """Change one's own password; every other session ends, this one gets a new token."""
    at = moment_or_now(now)
    if info.second_factor_at is None:
        raise NotSignedIn("second-factor-required")
    person = _known(session, info.actor_id)
    key = throttle.key_for("change", person.id)
    throttle.attempt(session, key, LIMITS.account, now=at)
    problems = passwords.weaknesses(new, about=(person.name, person.email), pointer="/new")
    if not passwords.verified(current, person.password_hash)[0]:
        problems.insert(0, Problem("password-wrong", "/current"))
    if problems:
        raise Invalid(*problems)

    throttle.forgive(session, key)
    _write_hash(session, person.id, passwords.hashed(new), changed_at=at, must_change=False)
    revoke_all(session, person.id, keep=info.id, now=at)
    token = rotate(session, info.id, now=at)

    record(session, EventType.ACCOUNT_PASSWORD_CHANGED, person.id)
    return token


def set_password(
    session: Session, actor_id: UUID, password: str, *, must_change: bool = False, now: datetime | None = None
) -> None:
    """Give a person a password, replacing the one there was; all their sessions end, and codes for another one too."""
    person = _known(session, actor_id)
    chosen = passwords.chosen(password, about=(person.name, person.email))
    _keep_password(session, actor_id, chosen, must_change=must_change, at=moment_or_now(now))


def _keep_password(
    session: Session, actor_id: UUID, password_hash: str, *, must_change: bool, at: datetime
) -> None:
    credential = session.get(Credential, actor_id) or Credential(actor_id=actor_id, password_hash="")
    credential.password_hash = password_hash
    credential.must_change = must_change
    credential.changed_at = at
    session.add(credential)
    session.flush()
    revoke_all(session, actor_id, now=at)
    session.execute(
        update(Enrolment)
        .where(col(Enrolment.actor_id) == actor_id, col(Enrolment.used_at).is_(None))
        .values(used_at=at)
    )

    record(session, EventType.ACCOUNT_PASSWORD_SET, actor_id)


def demand_new_password(session: Session, actor_id: UUID, *, by: UUID | None = None) -> None:
    """Have a person choose a new password before anything else, at once and wherever they are signed in."""
    demanded = session.execute(
        update(Credential)
        .where(col(Credential.actor_id) == actor_id)
        .values(must_change=True)
        .returning(col(Credential.actor_id))
    ).scalar_one_or_none()
    if demanded is None:
        raise NotFound

    record(session, EventType.ACCOUNT_PASSWORD_DEMANDED, actor_id, by=by)


def create_account(
    session: Session, actor_id: UUID, password_hash: str, totp_secret: str, *, secrecy: bool = True
) -> None:
    """A complete account with a known second factor, for the demo and for tests: nothing left to enrol or confirm.

    The hash is that of `passwords.chosen`.
    """
    _keep_password(session, actor_id, password_hash, must_change=False, at=moment_or_now(None))
    if secrecy:
        confirm_secrecy(session, actor_id, secrecy_statement(session).version)
    session.execute(
        update(Credential).where(col(Credential.actor_id) == actor_id).values(totp_secret=totp_secret)
    )


def open_demo_session(session: Session, email: str, place: Place, *, now: datetime | None = None) -> str:
    """Sign a made-up person in without any proof: for the demo, which alone offers the page that calls this."""
    person = _person(session, func.lower(col(ActorRow.email)) == email.strip().lower())
    if person is None:
        raise NotFound

    token = open_session(session, person.id, place, second_factor=True, now=now)

    record(session, EventType.ACCOUNT_SIGNED_IN, person.id, {"factor": "demo"})
    return token


def _person(session: Session, which: ColumnElement[bool]) -> Person | None:
    row = session.execute(
        select(ActorRow.id, ActorRow.name, ActorRow.email, Credential.password_hash)
        .join(Credential, col(Credential.actor_id) == col(ActorRow.id), isouter=True)
        .where(which, col(ActorRow.kind) == "person", col(ActorRow.active).is_(True))
    ).one_or_none()
    return Person(*row) if row else None


def _known(session: Session, actor_id: UUID) -> Person:
    person = _person(session, col(ActorRow.id) == actor_id)
    if person is None:
        raise NotFound
    return person


def _account_key(session: Session, person: Person | None, email: str, place: Place, at: datetime) -> str:
    """The counter of an account, apart for addresses it signs in from: see `throttle` for why."""
    account = email.strip().lower()
    if is_familiar(session, person.id if person else None, place, now=at):
        return throttle.key_for("account", account, place.ip_hash)
    return throttle.key_for("account", account)


def _write_hash(session: Session, actor_id: UUID, password_hash: str, **also: object) -> None:
    session.execute(
        update(Credential)
        .where(col(Credential.actor_id) == actor_id)
        .values(password_hash=password_hash, **also)
    )
