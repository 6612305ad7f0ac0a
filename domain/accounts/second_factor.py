"""The second factor: codes of an authenticator app (RFC 6238) and recovery codes on paper."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pyotp
import segno
from sqlalchemy import delete, update
from sqlmodel import Session, col

from db.tables.accounts import Credential, RecoveryCode
from domain.accounts import throttle
from domain.accounts.codes import code_hash, new_code
from domain.accounts.limits import LIMITS, moment_or_now
from domain.accounts.records import record
from domain.accounts.sessions import SessionInfo, rotate
from domain.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, Problem
from domain.events import EventType

ISSUER = "Schakel"


@dataclass(frozen=True)
class Provisioning:
    """What an authenticator app needs, as a QR code (a `data:` address) and as text to type."""

    secret: str
    qr: str


@dataclass(frozen=True)
class Enrolled:
    """The new token of the session and the recovery codes, which are shown this once."""

    token: str
    recovery_codes: list[str]


def pass_second_factor(session: Session, info: SessionInfo, code: str, *, now: datetime | None = None) -> str:
    """Complete a sign-in with a code of the app or a recovery code; gives the session's new token."""
    at = moment_or_now(now)
    if info.second_factor_at is not None:
        raise Conflict("already-signed-in")
    factor = _checked(session, info.actor_id, code, at)

    token = rotate(session, info.id, second_factor=True, now=at)

    record(session, EventType.ACCOUNT_SIGNED_IN, info.actor_id, {"factor": factor})
    return token


def step_up(session: Session, info: SessionInfo, code: str, *, now: datetime | None = None) -> str:
    """Give the second factor again, as changing one's own credentials asks; gives the session's new token."""
    at = moment_or_now(now)
    if info.second_factor_at is None:
        raise NotSignedIn("second-factor-required")
    factor = _checked(session, info.actor_id, code, at)

    token = rotate(session, info.id, stepped_up=True, now=at)

    record(session, EventType.ACCOUNT_STEPPED_UP, info.actor_id, {"factor": factor})
    return token


def begin_enrolment(session: Session, info: SessionInfo, *, now: datetime | None = None) -> Provisioning:
    """The secret for a new authenticator app, the same one until it is confirmed.

    Who already has a second factor must have given it just now: a password alone never replaces it.
    """
    credential = _credential(session, info.actor_id)
    if credential.totp_secret is not None:
        require_stepped_up(info, now=now)

    if credential.totp_pending is None:
        credential.totp_pending = pyotp.random_base32()
        session.add(credential)
        session.flush()

    uri = pyotp.TOTP(credential.totp_pending).provisioning_uri(name=info.email, issuer_name=ISSUER)
    qr = segno.make(uri, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
    return Provisioning(secret=credential.totp_pending, qr=qr)


def confirm_enrolment(
    session: Session, info: SessionInfo, code: str, *, now: datetime | None = None
) -> Enrolled:
    """Take the new authenticator app into use with its first good code, and hand out recovery codes."""
    at = moment_or_now(now)
    throttle.attempt(session, _key(info.actor_id), LIMITS.account, now=at)
    credential = _credential(session, info.actor_id, lock=True)
    if credential.totp_secret is not None:
        require_stepped_up(info, now=at)
    step = _matching_step(credential.totp_pending, code, at)
    if step is None:
        raise Invalid(Problem("code-wrong", "/code"))

    credential.totp_secret, credential.totp_pending = credential.totp_pending, None
    credential.totp_last_step = step
    session.add(credential)
    codes = _new_recovery_codes(session, info.actor_id)
    token = rotate(session, info.id, second_factor=True, now=at)
    throttle.forgive(session, _key(info.actor_id))

    record(session, EventType.ACCOUNT_SECOND_FACTOR_ENROLLED, info.actor_id)
    return Enrolled(token, codes)


def renew_recovery_codes(session: Session, info: SessionInfo, *, now: datetime | None = None) -> list[str]:
    """Ten new recovery codes; the old ones are worth nothing from here on."""
    require_stepped_up(info, now=now)

    codes = _new_recovery_codes(session, info.actor_id)

    record(session, EventType.ACCOUNT_RECOVERY_CODES_RENEWED, info.actor_id)
    return codes


def forget_second_factor(session: Session, actor_id: UUID, *, by: UUID | None = None) -> None:
    """Take away a lost second factor, for the functional administrator; the next sign-in enrols anew."""
    credential = session.get(Credential, actor_id, with_for_update=True, populate_existing=True)
    if credential is None:
        raise NotFound

    credential.totp_secret = credential.totp_pending = None
    session.add(credential)
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.actor_id) == actor_id))

    record(session, EventType.ACCOUNT_SECOND_FACTOR_FORGOTTEN, actor_id, by=by)


def require_stepped_up(info: SessionInfo, *, now: datetime | None = None) -> None:
    """Refuse unless the second factor was given just now."""
    if not info.stepped_up(now):
        raise NotAllowed("step-up-required")


def _checked(session: Session, actor_id: UUID, code: str, at: datetime) -> str:
    """Which kind of second factor the code is; a wrong one is counted and recorded for good."""
    throttle.attempt(session, _key(actor_id), LIMITS.account, now=at)
    if _use_totp(session, actor_id, code, at):
        factor = "totp"
    elif _use_recovery_code(session, actor_id, code, at):
        factor = "recovery-code"
    else:
        record(session, EventType.ACCOUNT_SECOND_FACTOR_FAILED, actor_id)
        session.commit()
        raise Invalid(Problem("code-wrong", "/code"))
    throttle.forgive(session, _key(actor_id))
    return factor


def _use_totp(session: Session, actor_id: UUID, code: str, at: datetime) -> bool:
    """Whether the code is right and its time step was never used; the update makes that hold at any speed."""
    credential = _credential(session, actor_id)
    step = _matching_step(credential.totp_secret, code, at)
    if step is None:
        return False
    used = session.execute(
        update(Credential)
        .where(col(Credential.actor_id) == actor_id, col(Credential.totp_last_step) < step)
        .values(totp_last_step=step)
        .returning(col(Credential.actor_id))
    ).scalar_one_or_none()
    return used is not None


def _use_recovery_code(session: Session, actor_id: UUID, code: str, at: datetime) -> bool:
    """Whether the code is an unused one of the list; it is used by this."""
    used = session.execute(
        update(RecoveryCode)
        .where(col(RecoveryCode.actor_id) == actor_id, col(RecoveryCode.code_hash) == code_hash(code))
        .where(col(RecoveryCode.used_at).is_(None))
        .values(used_at=at)
        .returning(col(RecoveryCode.actor_id))
    ).scalar_one_or_none()
    return used is not None


def _matching_step(secret: str | None, code: str, at: datetime) -> int | None:
    """The time step this code belongs to, within the drift allowed."""
    plain = "".join(code.split())
    if secret is None or not (plain.isascii() and plain.isdigit()):
        return None
    totp = pyotp.TOTP(secret, interval=LIMITS.totp_step)
    here = int(at.timestamp()) // LIMITS.totp_step
    steps = range(here - LIMITS.totp_drift, here + LIMITS.totp_drift + 1)
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step), plain)), None)


def _new_recovery_codes(session: Session, actor_id: UUID) -> list[str]:
    codes = [new_code() for _ in range(LIMITS.recovery_codes)]
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.actor_id) == actor_id))
    session.add_all(RecoveryCode(actor_id=actor_id, code_hash=code_hash(code)) for code in codes)
    session.flush()
    return codes


def _credential(session: Session, actor_id: UUID, *, lock: bool = False) -> Credential:
    credential = session.get(Credential, actor_id, with_for_update=lock, populate_existing=True)
    if credential is None:
        raise NotSignedIn("not-signed-in")
    return credential


def _key(actor_id: UUID) -> str:
    return throttle.key_for("code", actor_id)
