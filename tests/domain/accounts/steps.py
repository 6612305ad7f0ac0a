"""What people do in these tests, said in one word."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pyotp
import pytest
from sqlalchemy import text
from sqlmodel import Session

from db.session import Database
from db.tables.spine import ActorRow
from domain import accounts
from domain.accounts import Place, SessionInfo
from domain.errors import Invalid

NOW = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GOOD = "zomer zee fiets lamp"
OTHER = "paars behang zonder deur"
OFFICE = Place("192.0.2.10", "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/130.0")
ELSEWHERE = Place("198.51.100.7", "curl/8")


def sign_in(
    session: Session,
    who: ActorRow,
    *,
    password: str = GOOD,
    place: Place = OFFICE,
    now: datetime = NOW,
) -> str:
    token = accounts.sign_in(session, who.email or "", password, place, now=now)
    session.commit()
    return token


def code_of(session: Session, who: ActorRow, now: datetime = NOW) -> str:
    secret = session.execute(
        text("select totp_secret from credentials where actor_id = :id"), {"id": who.id}
    ).scalar_one()
    return pyotp.TOTP(secret).at(now)


def known(session: Session, token: str, now: datetime = NOW) -> SessionInfo:
    info = accounts.session_actor(session, token, now=now)
    assert info is not None
    return info


def signed_in(session: Session, who: ActorRow, place: Place = OFFICE, now: datetime = NOW) -> str:
    """Password and second factor."""
    half = known(session, sign_in(session, who, place=place, now=now), now)
    token = accounts.pass_second_factor(session, half, code_of(session, who, now), now=now)
    session.commit()
    return token


def problem_codes(refused: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def events_of(module_database: Database, who: UUID) -> list[str]:
    with module_database.session_as("owner") as owner:
        rows = owner.execute(text("select type from events where actor_id = :id order by id"), {"id": who})
        return list(rows.scalars())


def deactivate(module_database: Database, who: ActorRow) -> None:
    with module_database.session_as("owner") as owner:
        owner.execute(text("update actors set active = false where id = :id"), {"id": who.id})
        owner.commit()
