"""Codes of an app, codes on paper, and stepping up."""

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from sqlmodel import Session

from db.session import Database
from db.tables.spine import ActorRow
from domain import accounts
from domain.accounts import LIMITS
from domain.errors import Invalid, NotAllowed, TooMany
from tests.domain.accounts.steps import (
    GOOD,
    MINUTE,
    NOW,
    code_of,
    events_of,
    known,
    problem_codes,
    sign_in,
    signed_in,
)


def test_a_code_works_once(session: Session, mariska: ActorRow) -> None:
    signed_in(session, mariska)
    half = known(session, sign_in(session, mariska))

    with pytest.raises(Invalid) as refused:
        accounts.pass_second_factor(session, half, code_of(session, mariska), now=NOW)

    assert problem_codes(refused) == ["code-wrong"]


def test_an_earlier_code_is_worth_nothing_after_a_later_one(session: Session, mariska: ActorRow) -> None:
    earlier = code_of(session, mariska, NOW - timedelta(seconds=30))
    signed_in(session, mariska)
    half = known(session, sign_in(session, mariska))

    with pytest.raises(Invalid):
        accounts.pass_second_factor(session, half, earlier, now=NOW)


@pytest.mark.parametrize(("seconds", "good"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_clock_may_be_one_step_off(seconds: int, good: bool, session: Session, mariska: ActorRow) -> None:
    half = known(session, sign_in(session, mariska))
    code = code_of(session, mariska, NOW + timedelta(seconds=seconds))
    try:
        accounts.pass_second_factor(session, half, code, now=NOW)
    except Invalid:
        assert not good
    else:
        assert good


@pytest.mark.parametrize("code", ["", "000000", "abcdef", "١٢٣٤٥٦", "12345678901234567890", "\x00"])
def test_other_codes_are_refused_and_recorded(
    code: str, session: Session, mariska: ActorRow, module_database: Database
) -> None:
    half = known(session, sign_in(session, mariska))

    with pytest.raises(Invalid):
        accounts.pass_second_factor(session, half, code, now=NOW)

    assert events_of(module_database, mariska.id)[-1] == "account.second_factor_failed"


def test_guessing_codes_is_slowed_down(session: Session, mariska: ActorRow) -> None:
    half = known(session, sign_in(session, mariska))
    for _ in range(LIMITS.account.tries + 1):
        with pytest.raises(Invalid):
            accounts.pass_second_factor(session, half, "000000", now=NOW)

    with pytest.raises(TooMany):
        accounts.pass_second_factor(session, half, code_of(session, mariska), now=NOW)


def test_enrolment_gives_a_secret_a_picture_and_ten_codes_on_paper(
    session: Session, newcomer: Callable[..., ActorRow]
) -> None:
    person = newcomer()
    accounts.set_password(session, person.id, GOOD, now=NOW)
    half = known(session, sign_in(session, person))
    shown = accounts.begin_enrolment(session, half, now=NOW)

    assert accounts.begin_enrolment(session, half, now=NOW) == shown
    assert shown.qr.startswith("data:image/svg+xml")
    done = accounts.confirm_enrolment(session, half, pyotp.TOTP(shown.secret).at(NOW), now=NOW)

    assert known(session, done.token).proven
    assert len(set(done.recovery_codes)) == LIMITS.recovery_codes


def test_a_wrong_code_enrols_nothing(session: Session, newcomer: Callable[..., ActorRow]) -> None:
    person = newcomer()
    accounts.set_password(session, person.id, GOOD, now=NOW)
    half = known(session, sign_in(session, person))
    accounts.begin_enrolment(session, half, now=NOW)

    with pytest.raises(Invalid):
        accounts.confirm_enrolment(session, half, "000000", now=NOW)


def test_a_password_alone_never_replaces_a_second_factor(session: Session, mariska: ActorRow) -> None:
    half = known(session, sign_in(session, mariska))

    with pytest.raises(NotAllowed):
        accounts.begin_enrolment(session, half, now=NOW)
    with pytest.raises(NotAllowed):
        accounts.confirm_enrolment(session, half, "000000", now=NOW)


def test_a_recovery_code_works_once_however_it_is_typed(session: Session, mariska: ActorRow) -> None:
    info = known(session, signed_in(session, mariska))
    first, second, *_ = accounts.renew_recovery_codes(session, info, now=NOW)
    typed = f" {first.upper().replace('-', ' ')} "

    half = known(session, sign_in(session, mariska))
    assert accounts.pass_second_factor(session, half, typed, now=NOW)
    half = known(session, sign_in(session, mariska))
    with pytest.raises(Invalid):
        accounts.pass_second_factor(session, half, first, now=NOW)
    assert accounts.pass_second_factor(session, half, second, now=NOW)


def test_new_recovery_codes_end_the_old_ones(session: Session, mariska: ActorRow) -> None:
    info = known(session, signed_in(session, mariska))
    old = accounts.renew_recovery_codes(session, info, now=NOW)
    accounts.renew_recovery_codes(session, info, now=NOW)

    half = known(session, sign_in(session, mariska))
    with pytest.raises(Invalid):
        accounts.pass_second_factor(session, half, old[0], now=NOW)


def test_stepping_up_is_asked_after_ten_minutes_and_renews_the_token(
    session: Session, mariska: ActorRow
) -> None:
    old = signed_in(session, mariska)
    later = NOW + LIMITS.step_up + MINUTE
    info = known(session, old, later)
    with pytest.raises(NotAllowed) as refused:
        accounts.renew_recovery_codes(session, info, now=later)
    assert refused.value.code == "step-up-required"

    new = accounts.step_up(session, info, code_of(session, mariska, later), now=later)

    assert accounts.session_actor(session, old, now=later) is None
    assert accounts.renew_recovery_codes(session, known(session, new, later), now=later)


def test_a_lost_second_factor_is_taken_away_by_the_administrator(session: Session, mariska: ActorRow) -> None:
    accounts.forget_second_factor(session, mariska.id)

    assert not known(session, sign_in(session, mariska)).enrolled
