"""The first password, a forgotten one, and the very first administrator."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from db.session import Database
from db.tables.spine import ActorRow
from domain import accounts
from domain.accounts import LIMITS
from domain.errors import Conflict, Invalid, NotFound
from tests.domain.accounts.steps import (
    GOOD,
    NOW,
    OFFICE,
    OTHER,
    known,
    problem_codes,
    signed_in,
)


def test_a_code_gives_a_password_once(session: Session, newcomer: Callable[..., ActorRow]) -> None:
    person = newcomer()
    code = accounts.issue_enrolment(session, person.id, now=NOW).code

    token = accounts.redeem_enrolment(session, code.upper(), GOOD, OFFICE, now=NOW)
    session.commit()

    assert not known(session, token).complete
    with pytest.raises(Invalid) as refused:
        accounts.redeem_enrolment(session, code, OTHER, OFFICE, now=NOW)
    assert problem_codes(refused) == ["enrolment-code-wrong"]


def test_a_weak_password_leaves_the_code_usable(session: Session, newcomer: Callable[..., ActorRow]) -> None:
    code = accounts.issue_enrolment(session, newcomer().id, now=NOW).code
    session.commit()
    with pytest.raises(Invalid):
        accounts.redeem_enrolment(session, code, "kort", OFFICE, now=NOW)
    session.rollback()

    assert accounts.redeem_enrolment(session, code, GOOD, OFFICE, now=NOW)


def test_an_invitation_lasts_a_week_and_a_new_one_ends_it(
    session: Session, newcomer: Callable[..., ActorRow]
) -> None:
    person = newcomer()
    first = accounts.issue_enrolment(session, person.id, now=NOW).code
    second = accounts.issue_enrolment(session, person.id, now=NOW).code
    session.commit()

    for code, now in ((first, NOW), (second, NOW + LIMITS.invitation)):
        with pytest.raises(Invalid):
            accounts.redeem_enrolment(session, code, GOOD, OFFICE, now=now)


def test_a_code_for_a_forgotten_password_lasts_a_day(session: Session, mariska: ActorRow) -> None:
    issued = accounts.issue_enrolment(session, mariska.id, now=NOW)

    assert issued.expires_at == NOW + LIMITS.enrolment


def test_a_code_that_was_withdrawn_is_worth_nothing(
    session: Session, newcomer: Callable[..., ActorRow]
) -> None:
    person = newcomer()
    code = accounts.issue_enrolment(session, person.id, now=NOW).code
    assert [one.actor_id for one in accounts.open_invitations(session, now=NOW)].count(person.id) == 1

    accounts.withdraw_enrolment(session, person.id, now=NOW)

    assert person.id not in [one.actor_id for one in accounts.open_invitations(session, now=NOW)]
    with pytest.raises(Invalid):
        accounts.redeem_enrolment(session, code, GOOD, OFFICE, now=NOW)
    with pytest.raises(NotFound):
        accounts.withdraw_enrolment(session, person.id, now=NOW)


def test_a_forgotten_password_ends_sessions_and_keeps_the_second_factor(
    session: Session, mariska: ActorRow
) -> None:
    old = signed_in(session, mariska)
    code = accounts.issue_enrolment(session, mariska.id, now=NOW).code

    token = accounts.redeem_enrolment(session, code, OTHER, OFFICE, now=NOW)

    assert accounts.session_actor(session, old, now=NOW) is None
    assert known(session, token).enrolled


def test_the_first_administrator_is_made_once(fresh_database: Database) -> None:
    def make(session: Session, email: str) -> str:
        return accounts.create_first_administrator(session, "RIEC Proef", "Anna Bos", email, now=NOW)

    with fresh_database.session_as("login") as session:
        code = make(session, "a.bos@riec.example")
        session.commit()
        assert accounts.redeem_enrolment(session, code, GOOD, OFFICE, now=NOW)
        session.commit()
        with pytest.raises(Conflict) as refused:
            make(session, "b.bos@riec.example")

    assert refused.value.code == "administrator-exists"
