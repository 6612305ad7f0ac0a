"""Signing in with a password and changing it."""

from collections.abc import Callable

import pytest
from passlib.context import CryptContext
from sqlalchemy import text
from sqlmodel import Session

from db.session import Database
from db.tables.spine import ActorRow
from domain import accounts
from domain.accounts import passwords
from domain.errors import Invalid, NotSignedIn
from tests.domain.accounts.steps import (
    ELSEWHERE,
    GOOD,
    MINUTE,
    NOW,
    OFFICE,
    OTHER,
    deactivate,
    events_of,
    known,
    problem_codes,
    sign_in,
    signed_in,
)


def test_a_password_alone_is_half_the_way(session: Session, mariska: ActorRow) -> None:
    info = known(session, sign_in(session, mariska))

    assert info.actor_id == mariska.id
    assert info.enrolled
    assert not info.complete


def test_the_second_factor_completes_it_and_is_recorded(
    session: Session, mariska: ActorRow, module_database: Database
) -> None:
    assert known(session, signed_in(session, mariska)).complete
    assert events_of(module_database, mariska.id)[-2:] == [
        "account.password_accepted",
        "account.signed_in",
    ]


def test_letters_of_the_address_may_be_capitals(session: Session, mariska: ActorRow) -> None:
    assert accounts.sign_in(session, f" {str(mariska.email).upper()} ", GOOD, OFFICE, now=NOW)


@pytest.mark.parametrize("wrong", ["unknown", "password", "inactive", "no account", "machine"])
def test_every_refusal_is_the_same_and_costs_one_verification(
    wrong: str,
    session: Session,
    mariska: ActorRow,
    newcomer: Callable[..., ActorRow],
    module_database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    email, password = str(mariska.email), GOOD
    if wrong == "unknown":
        email = "nobody@riec.example"
    elif wrong == "password":
        password = OTHER
    elif wrong == "inactive":
        deactivate(module_database, mariska)
    else:
        email = str(newcomer(kind="client" if wrong == "machine" else "person").email)
    done = count_verifications(monkeypatch)

    with pytest.raises(NotSignedIn) as refused:
        accounts.sign_in(session, email, password, OFFICE, now=NOW)

    assert (refused.value.code, refused.value.facts) == ("credentials-wrong", {})
    assert len(done) == 1


def test_a_failure_is_recorded_though_it_is_refused(
    session: Session, mariska: ActorRow, module_database: Database
) -> None:
    with pytest.raises(NotSignedIn):
        sign_in(session, mariska, password=OTHER)

    assert events_of(module_database, mariska.id)[-1] == "account.sign_in_failed"


def test_an_old_hash_is_renewed(session: Session, mariska: ActorRow) -> None:
    cheap = CryptContext(schemes=["argon2"], argon2__memory_cost=1024, argon2__time_cost=1).hash(GOOD)
    session.execute(
        text("update credentials set password_hash = :hash where actor_id = :id"),
        {"hash": cheap, "id": mariska.id},
    )
    session.commit()

    sign_in(session, mariska)

    stored = session.execute(
        text("select password_hash from credentials where actor_id = :id"), {"id": mariska.id}
    ).scalar_one()
    assert stored != cheap
    assert passwords.verified(GOOD, stored) == (True, None)


def test_changing_the_password_ends_the_other_sessions_and_renews_the_token(
    session: Session, mariska: ActorRow
) -> None:
    other = signed_in(session, mariska, ELSEWHERE, NOW - MINUTE)
    old = signed_in(session, mariska)

    new = accounts.change_password(session, known(session, old), GOOD, OTHER, now=NOW)

    assert accounts.session_actor(session, other, now=NOW) is None
    assert accounts.session_actor(session, old, now=NOW) is None
    assert known(session, new).complete
    assert accounts.sign_in(session, str(mariska.email), OTHER, OFFICE, now=NOW)


def test_everything_wrong_with_a_change_is_said_at_once(session: Session, mariska: ActorRow) -> None:
    info = known(session, signed_in(session, mariska))

    with pytest.raises(Invalid) as refused:
        accounts.change_password(session, info, OTHER, "kort", now=NOW)

    assert problem_codes(refused) == ["password-wrong", "password-too-short"]


def test_half_a_session_changes_no_password(session: Session, mariska: ActorRow) -> None:
    with pytest.raises(NotSignedIn):
        accounts.change_password(session, known(session, sign_in(session, mariska)), GOOD, OTHER, now=NOW)


def test_a_password_that_must_change_leaves_the_session_incomplete(
    session: Session, mariska: ActorRow
) -> None:
    accounts.set_password(session, mariska.id, GOOD, must_change=True, now=NOW)
    token = signed_in(session, mariska)
    assert not known(session, token).complete

    token = accounts.change_password(session, known(session, token), GOOD, OTHER, now=NOW)

    assert known(session, token).complete


def count_verifications(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each time a password is really compared with a hash, a dummy one included."""
    done: list[str] = []
    hasher = passwords.HASHES.handler("argon2")
    original = hasher.verify

    def verify(secret: str, stored: str, **context: object) -> bool:
        done.append(stored)
        return original(secret, stored, **context)

    passwords.HASHES.dummy_verify()  # makes the dummy hash, once
    monkeypatch.setattr(hasher, "verify", verify)
    return done
