"""Sessions that the server keeps: how long they live, and who ends them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, text
from sqlmodel import Session

from db.session import Database
from db.tables.spine import ActorRow
from domain import accounts
from domain.accounts import LIMITS
from domain.errors import NotFound
from tests.domain.accounts.steps import (
    ELSEWHERE,
    MINUTE,
    NOW,
    OFFICE,
    code_of,
    deactivate,
    known,
    sign_in,
    signed_in,
)


def test_the_token_changes_at_every_step_of_signing_in(session: Session, mariska: ActorRow) -> None:
    half = sign_in(session, mariska)
    full = accounts.pass_second_factor(session, known(session, half), code_of(session, mariska), now=NOW)

    assert accounts.session_actor(session, half, now=NOW) is None
    assert known(session, full).complete


def test_only_a_hash_of_the_token_is_kept(session: Session, mariska: ActorRow) -> None:
    token = signed_in(session, mariska)

    kept = session.execute(
        text("select to_jsonb(s)::text from sessions s where actor_id = :id"), {"id": mariska.id}
    ).scalar_one()
    assert token not in kept
    assert OFFICE.address not in kept
    assert "Firefox, Windows" in kept


def test_idle_too_long(session: Session, mariska: ActorRow) -> None:
    token = signed_in(session, mariska)

    almost = NOW + LIMITS.session_idle - timedelta(seconds=1)
    assert accounts.session_actor(session, token, now=NOW + LIMITS.session_idle) is None
    assert known(session, token, almost)
    session.commit()
    assert known(session, token, almost + LIMITS.session_idle - timedelta(seconds=1))


def test_too_old_however_busy(session: Session, mariska: ActorRow) -> None:
    token, at = signed_in(session, mariska), NOW
    while at + 20 * MINUTE < NOW + LIMITS.session_absolute:
        at += 20 * MINUTE
        assert known(session, token, at)

    assert accounts.session_actor(session, token, now=NOW + LIMITS.session_absolute) is None


def test_half_a_session_lasts_ten_minutes(session: Session, mariska: ActorRow) -> None:
    half = sign_in(session, mariska)

    assert accounts.session_actor(session, half, now=NOW + LIMITS.session_halfway) is None


def test_seen_is_written_at_most_once_a_minute(session: Session, mariska: ActorRow) -> None:
    token = signed_in(session, mariska)

    def last_seen(now: datetime) -> datetime:
        known(session, token, now)
        (line,) = accounts.list_sessions(session, mariska.id, now=now)
        return line.last_seen_at

    assert last_seen(NOW + timedelta(seconds=59)) == NOW
    session.expire_all()
    assert last_seen(NOW + MINUTE) == NOW + MINUTE


def test_listed_and_revoked_by_the_owner_alone(
    session: Session, mariska: ActorRow, newcomer: Callable[..., ActorRow]
) -> None:
    old = signed_in(session, mariska, ELSEWHERE, NOW - MINUTE)
    here = known(session, signed_in(session, mariska))
    lines = accounts.list_sessions(session, mariska.id, current=here.id, now=NOW)
    assert [(line.device, line.current) for line in lines] == [("Firefox, Windows", True), ("", False)]

    with pytest.raises(NotFound):
        accounts.revoke(session, newcomer().id, lines[1].id, now=NOW)
    accounts.revoke(session, mariska.id, lines[1].id, now=NOW)

    assert accounts.session_actor(session, old, now=NOW) is None
    assert len(accounts.list_sessions(session, mariska.id, now=NOW)) == 1
    with pytest.raises(NotFound):
        accounts.revoke(session, mariska.id, lines[1].id, now=NOW)


def test_signing_out_and_ending_all(session: Session, mariska: ActorRow) -> None:
    first = signed_in(session, mariska, now=NOW - MINUTE)
    second = signed_in(session, mariska)
    accounts.revoke(session, mariska.id, known(session, second).id, now=NOW)
    assert accounts.session_actor(session, second, now=NOW) is None
    assert known(session, first)

    accounts.revoke_all(session, mariska.id, now=NOW)
    assert accounts.session_actor(session, first, now=NOW) is None


def test_a_deactivated_account_is_out_at_once(
    session: Session, mariska: ActorRow, module_database: Database
) -> None:
    token = signed_in(session, mariska)
    deactivate(module_database, mariska)

    assert accounts.session_actor(session, token, now=NOW) is None


@pytest.mark.parametrize("token", ["", "nonsense", "\x00", "é" * 4000])
def test_a_made_up_token_is_nobody(token: str, session: Session) -> None:
    assert accounts.session_actor(session, token, now=NOW) is None


def test_one_statement_finds_a_session(
    session: Session, mariska: ActorRow, module_database: Database
) -> None:
    token = signed_in(session, mariska)
    seen: list[str] = []
    engine = module_database.engine("login")
    event.listen(engine, "before_cursor_execute", lambda *found: seen.append(found[2]))
    known(session, token)

    assert len(seen) == 1


def test_what_is_long_over_is_swept_away(session: Session, mariska: ActorRow) -> None:
    signed_in(session, mariska)
    accounts.sweep(session, now=NOW + LIMITS.session_absolute + LIMITS.session_kept_after_end + MINUTE)

    left = session.execute(text("select count(*) from sessions where actor_id = :id"), {"id": mariska.id})
    assert left.scalar_one() == 0
