"""Signing in, on the real database as the role that may do nothing else."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Barrier, Thread
from uuid import UUID

import pyotp
import pytest
from passlib.context import CryptContext
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session

from db.session import Database
from db.tables.base import new_id
from db.tables.spine import ActorRow, Organisation
from domain import accounts
from domain.accounts import LIMITS, Place, SessionInfo, passwords, throttle
from domain.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, TooMany

NOW = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GOOD = "zomer zee fiets lamp"
OTHER = "paars behang zonder deur"
OFFICE = Place("192.0.2.10", "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/130.0")
ELSEWHERE = Place("198.51.100.7", "curl/8")

_NUMBERS = count(1)


@pytest.fixture
def session(module_database: Database) -> Iterator[Session]:
    """A session of the login role; each test has accounts and addresses of its own."""
    with module_database.session_as("login") as opened:
        yield opened


@pytest.fixture(scope="module")
def organisation(module_database: Database) -> UUID:
    """The organisation everybody here works for."""
    with module_database.session_as("owner") as owner:
        made = Organisation(name="RIEC Proef", short_name="RIEC", kind="riec", sharing_key="riec")
        owner.add(made)
        owner.commit()
        return made.id


@pytest.fixture
def newcomer(module_database: Database, organisation: UUID) -> Callable[..., ActorRow]:
    """Somebody new, without an account."""

    def make(name: str = "Mariska de Vries", kind: str = "person") -> ActorRow:
        number = next(_NUMBERS)
        with module_database.session_as("owner") as owner:
            made = ActorRow(
                id=new_id(),
                organisation_id=organisation,
                kind=kind,
                name=name,
                email=f"m.devries{number}@riec.example",
            )
            owner.add(made)
            owner.commit()
            return made

    return make


@pytest.fixture
def mariska(session: Session, newcomer: Callable[..., ActorRow]) -> ActorRow:
    """Somebody with a password and a second factor."""
    made = newcomer()
    accounts.create_account(session, made.id, GOOD, pyotp.random_base32())
    session.commit()
    return made


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


class TestPasswords:
    @pytest.mark.parametrize(
        "password", [GOOD, "x7#Kq9!vRm2w", "ﬁets lamp ÿ zee zomer", "密码很长的一句话没有人会猜到它"]
    )
    def test_length_and_unguessability_are_all_that_counts(self, password: str) -> None:
        assert passwords.weaknesses(password) == []

    @pytest.mark.parametrize(
        ("password", "code"),
        [
            ("kort wachtw", "password-too-short"),
            ("x7#Kq9!vRm2w" * 30, "password-too-long"),
            ("1qaz2wsx3edc", "password-common"),
            ("SonyEricsson", "password-common"),
            ("passwordpassword", "password-guessable"),
            ("aaaaaaaaaaaaaaaa", "password-guessable"),
            ("123456789012", "password-guessable"),
            ("Welkom2024!!", "password-guessable"),
            ("m.devries@riec.example", "password-personal"),
            ("MariskaDeVries1", "password-personal"),
        ],
    )
    def test_what_is_refused(self, password: str, code: str) -> None:
        found = passwords.weaknesses(password, about=("Mariska de Vries", "m.devries@riec.example"))

        assert [problem.code for problem in found] == [code]

    def test_every_common_password_that_is_long_enough_is_refused(self) -> None:
        long_enough = [one for one in passwords.common_passwords() if len(one) >= LIMITS.password_shortest]

        assert len(passwords.common_passwords()) >= 3000
        assert long_enough
        assert all(passwords.weaknesses(one) for one in long_enough)

    @pytest.mark.parametrize("length", [64, 256])
    def test_long_passwords_count_to_the_last_character(self, length: int) -> None:
        password = ("zomer zee fiets lamp paars behang zonder deur " * 8)[: length - 1]
        stored = passwords.hashed(password + "!")

        assert passwords.verified(password + "!", stored) == (True, None)
        assert passwords.verified(password + "?", stored)[0] is False

    def test_two_ways_of_typing_the_same_letters_are_one_password(self) -> None:
        stored = passwords.hashed("caf\u00e9 zee fiets lamp")

        assert passwords.verified("cafe\u0301 zee fiets lamp", stored)[0]

    def test_kept_as_argon2id_with_a_salt_of_its_own(self) -> None:
        assert passwords.hashed(GOOD).startswith("$argon2id$")
        assert passwords.hashed(GOOD) != passwords.hashed(GOOD)


class TestSigningIn:
    def test_a_password_alone_is_half_the_way(self, session: Session, mariska: ActorRow) -> None:
        info = known(session, sign_in(session, mariska))

        assert info.actor_id == mariska.id
        assert info.enrolled
        assert not info.complete

    def test_the_second_factor_completes_it_and_is_recorded(
        self, session: Session, mariska: ActorRow, module_database: Database
    ) -> None:
        assert known(session, signed_in(session, mariska)).complete
        assert events_of(module_database, mariska.id)[-2:] == [
            "account.password_accepted",
            "account.signed_in",
        ]

    def test_letters_of_the_address_may_be_capitals(self, session: Session, mariska: ActorRow) -> None:
        assert accounts.sign_in(session, f" {str(mariska.email).upper()} ", GOOD, OFFICE, now=NOW)

    @pytest.mark.parametrize("wrong", ["unknown", "password", "inactive", "no account", "machine"])
    def test_every_refusal_is_the_same_and_costs_one_verification(
        self,
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
        self, session: Session, mariska: ActorRow, module_database: Database
    ) -> None:
        with pytest.raises(NotSignedIn):
            sign_in(session, mariska, password=OTHER)

        assert events_of(module_database, mariska.id)[-1] == "account.sign_in_failed"

    def test_an_old_hash_is_renewed(self, session: Session, mariska: ActorRow) -> None:
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
        self, session: Session, mariska: ActorRow
    ) -> None:
        other = signed_in(session, mariska, ELSEWHERE, NOW - MINUTE)
        old = signed_in(session, mariska)

        new = accounts.change_password(session, known(session, old), GOOD, OTHER, now=NOW)

        assert accounts.session_actor(session, other, now=NOW) is None
        assert accounts.session_actor(session, old, now=NOW) is None
        assert known(session, new).complete
        assert accounts.sign_in(session, str(mariska.email), OTHER, OFFICE, now=NOW)

    def test_everything_wrong_with_a_change_is_said_at_once(
        self, session: Session, mariska: ActorRow
    ) -> None:
        info = known(session, signed_in(session, mariska))

        with pytest.raises(Invalid) as refused:
            accounts.change_password(session, info, OTHER, "kort", now=NOW)

        assert problem_codes(refused) == ["password-wrong", "password-too-short"]

    def test_half_a_session_changes_no_password(self, session: Session, mariska: ActorRow) -> None:
        with pytest.raises(NotSignedIn):
            accounts.change_password(session, known(session, sign_in(session, mariska)), GOOD, OTHER, now=NOW)

    def test_a_password_that_must_change_leaves_the_session_incomplete(
        self, session: Session, mariska: ActorRow
    ) -> None:
        accounts.set_password(session, mariska.id, GOOD, must_change=True, now=NOW)
        token = signed_in(session, mariska)
        assert not known(session, token).complete

        token = accounts.change_password(session, known(session, token), GOOD, OTHER, now=NOW)

        assert known(session, token).complete


class TestThrottle:
    def fail(self, session: Session, who: ActorRow, place: Place, now: datetime) -> None:
        with pytest.raises(NotSignedIn):
            sign_in(session, who, password=OTHER, place=place, now=now)

    def exhaust(self, session: Session, who: ActorRow, place: Place) -> None:
        for _ in range(LIMITS.account_tries + 1):
            self.fail(session, who, place, NOW)

    def test_after_five_tries_the_wait_doubles(self, session: Session, mariska: ActorRow) -> None:
        place = Place("203.0.113.1")
        at = NOW
        self.exhaust(session, mariska, place)
        waits = []
        for _ in range(12):
            with pytest.raises(TooMany) as refused:
                sign_in(session, mariska, place=place, now=at)
            waits.append(refused.value.facts["retry_after"])
            at += timedelta(seconds=waits[-1])
            self.fail(session, mariska, place, at)

        assert waits[:4] == [1, 2, 4, 8]
        assert max(waits) == waits[-1] == LIMITS.throttle_longest.total_seconds()

    def test_trying_while_waiting_does_not_prolong_the_wait(
        self, session: Session, mariska: ActorRow
    ) -> None:
        place = Place("203.0.113.2")
        self.exhaust(session, mariska, place)
        for _ in range(5):
            with pytest.raises(TooMany):
                sign_in(session, mariska, place=place)

        assert sign_in(session, mariska, place=place, now=NOW + timedelta(seconds=1))

    def test_a_good_one_wipes_the_slate(self, session: Session, mariska: ActorRow) -> None:
        place = Place("203.0.113.3")
        for _ in range(3):
            for _ in range(LIMITS.account_tries - 1):
                self.fail(session, mariska, place, NOW)
            assert sign_in(session, mariska, place=place)

    def test_a_stranger_cannot_lock_somebody_out_of_the_usual_place(
        self, session: Session, mariska: ActorRow
    ) -> None:
        usual, stranger = Place("203.0.113.4"), Place("203.0.113.5")
        signed_in(session, mariska, usual, NOW - timedelta(days=3))
        self.exhaust(session, mariska, stranger)

        with pytest.raises(TooMany):
            sign_in(session, mariska, place=Place("203.0.113.6"))
        assert sign_in(session, mariska, place=usual)

    def test_unknown_accounts_are_slowed_down_just_the_same(self, session: Session) -> None:
        for _ in range(LIMITS.account_tries + 1):
            with pytest.raises(NotSignedIn):
                accounts.sign_in(session, "ghost@riec.example", GOOD, Place("203.0.113.7"), now=NOW)

        with pytest.raises(TooMany):
            accounts.sign_in(session, "ghost@riec.example", GOOD, Place("203.0.113.7"), now=NOW)

    def test_one_address_cannot_try_many_accounts(self, session: Session) -> None:
        place = Place("203.0.113.8")
        for number in range(LIMITS.address_tries + 1):
            with pytest.raises(NotSignedIn):
                accounts.sign_in(session, f"ghost{number}@riec.example", GOOD, place, now=NOW)

        with pytest.raises(TooMany):
            accounts.sign_in(session, "another@riec.example", GOOD, place, now=NOW)

    def test_tries_at_the_same_moment_are_all_counted(self, module_database: Database) -> None:
        barrier, refused = Barrier(8), []

        def attempt() -> None:
            with module_database.session_as("login") as session:
                barrier.wait()
                try:
                    throttle.attempt(session, "test:together", tries=3, now=NOW)
                except TooMany:
                    refused.append(1)

        threads = [Thread(target=attempt) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(refused) == 8 - (3 + 1)

    def test_counts_grow_cold(self, session: Session, mariska: ActorRow) -> None:
        place = Place("203.0.113.9")
        self.exhaust(session, mariska, place)
        later = NOW + LIMITS.throttle_window + MINUTE

        for _ in range(LIMITS.account_tries):
            self.fail(session, mariska, place, later)

    def test_of_ipv6_the_network_counts(self) -> None:
        assert throttle.address_hash("2001:db8::1") == throttle.address_hash("2001:db8::ffff:1")
        assert throttle.address_hash("2001:db8::1") != throttle.address_hash("2001:db8:0:1::1")
        assert throttle.address_hash("testclient") == ""


class TestSecondFactor:
    def test_a_code_works_once(self, session: Session, mariska: ActorRow) -> None:
        signed_in(session, mariska)
        half = known(session, sign_in(session, mariska))

        with pytest.raises(Invalid) as refused:
            accounts.pass_second_factor(session, half, code_of(session, mariska), now=NOW)

        assert problem_codes(refused) == ["code-wrong"]

    def test_an_earlier_code_is_worth_nothing_after_a_later_one(
        self, session: Session, mariska: ActorRow
    ) -> None:
        earlier = code_of(session, mariska, NOW - timedelta(seconds=30))
        signed_in(session, mariska)
        half = known(session, sign_in(session, mariska))

        with pytest.raises(Invalid):
            accounts.pass_second_factor(session, half, earlier, now=NOW)

    @pytest.mark.parametrize(("seconds", "good"), [(-60, False), (-30, True), (30, True), (60, False)])
    def test_a_clock_may_be_one_step_off(
        self, seconds: int, good: bool, session: Session, mariska: ActorRow
    ) -> None:
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
        self, code: str, session: Session, mariska: ActorRow, module_database: Database
    ) -> None:
        half = known(session, sign_in(session, mariska))

        with pytest.raises(Invalid):
            accounts.pass_second_factor(session, half, code, now=NOW)

        assert events_of(module_database, mariska.id)[-1] == "account.second_factor_failed"

    def test_guessing_codes_is_slowed_down(self, session: Session, mariska: ActorRow) -> None:
        half = known(session, sign_in(session, mariska))
        for _ in range(LIMITS.account_tries + 1):
            with pytest.raises(Invalid):
                accounts.pass_second_factor(session, half, "000000", now=NOW)

        with pytest.raises(TooMany):
            accounts.pass_second_factor(session, half, code_of(session, mariska), now=NOW)

    def test_enrolment_gives_a_secret_a_picture_and_ten_codes_on_paper(
        self, session: Session, newcomer: Callable[..., ActorRow]
    ) -> None:
        person = newcomer()
        accounts.set_password(session, person.id, GOOD, now=NOW)
        half = known(session, sign_in(session, person))
        shown = accounts.begin_enrolment(session, half, now=NOW)

        assert accounts.begin_enrolment(session, half, now=NOW) == shown
        assert shown.qr.startswith("data:image/svg+xml")
        done = accounts.confirm_enrolment(session, half, pyotp.TOTP(shown.secret).at(NOW), now=NOW)

        assert known(session, done.token).complete
        assert len(set(done.recovery_codes)) == LIMITS.recovery_codes

    def test_a_wrong_code_enrols_nothing(self, session: Session, newcomer: Callable[..., ActorRow]) -> None:
        person = newcomer()
        accounts.set_password(session, person.id, GOOD, now=NOW)
        half = known(session, sign_in(session, person))
        accounts.begin_enrolment(session, half, now=NOW)

        with pytest.raises(Invalid):
            accounts.confirm_enrolment(session, half, "000000", now=NOW)

    def test_a_password_alone_never_replaces_a_second_factor(
        self, session: Session, mariska: ActorRow
    ) -> None:
        half = known(session, sign_in(session, mariska))

        with pytest.raises(NotAllowed):
            accounts.begin_enrolment(session, half, now=NOW)
        with pytest.raises(NotAllowed):
            accounts.confirm_enrolment(session, half, "000000", now=NOW)

    def test_a_recovery_code_works_once_however_it_is_typed(
        self, session: Session, mariska: ActorRow
    ) -> None:
        info = known(session, signed_in(session, mariska))
        first, second, *_ = accounts.renew_recovery_codes(session, info, now=NOW)
        typed = f" {first.upper().replace('-', ' ')} "

        half = known(session, sign_in(session, mariska))
        assert accounts.pass_second_factor(session, half, typed, now=NOW)
        half = known(session, sign_in(session, mariska))
        with pytest.raises(Invalid):
            accounts.pass_second_factor(session, half, first, now=NOW)
        assert accounts.pass_second_factor(session, half, second, now=NOW)

    def test_new_recovery_codes_end_the_old_ones(self, session: Session, mariska: ActorRow) -> None:
        info = known(session, signed_in(session, mariska))
        old = accounts.renew_recovery_codes(session, info, now=NOW)
        accounts.renew_recovery_codes(session, info, now=NOW)

        half = known(session, sign_in(session, mariska))
        with pytest.raises(Invalid):
            accounts.pass_second_factor(session, half, old[0], now=NOW)

    def test_stepping_up_is_asked_after_ten_minutes_and_renews_the_token(
        self, session: Session, mariska: ActorRow
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

    def test_a_lost_second_factor_is_taken_away_by_the_administrator(
        self, session: Session, mariska: ActorRow
    ) -> None:
        accounts.forget_second_factor(session, mariska.id)

        assert not known(session, sign_in(session, mariska)).enrolled


class TestSessions:
    def test_the_token_changes_at_every_step_of_signing_in(self, session: Session, mariska: ActorRow) -> None:
        half = sign_in(session, mariska)
        full = accounts.pass_second_factor(session, known(session, half), code_of(session, mariska), now=NOW)

        assert accounts.session_actor(session, half, now=NOW) is None
        assert known(session, full).complete

    def test_only_a_hash_of_the_token_is_kept(self, session: Session, mariska: ActorRow) -> None:
        token = signed_in(session, mariska)

        kept = session.execute(
            text("select to_jsonb(s)::text from sessions s where actor_id = :id"), {"id": mariska.id}
        ).scalar_one()
        assert token not in kept
        assert OFFICE.address not in kept
        assert "Firefox, Windows" in kept

    def test_idle_too_long(self, session: Session, mariska: ActorRow) -> None:
        token = signed_in(session, mariska)

        almost = NOW + LIMITS.session_idle - timedelta(seconds=1)
        assert accounts.session_actor(session, token, now=NOW + LIMITS.session_idle) is None
        assert known(session, token, almost)
        session.commit()
        assert known(session, token, almost + LIMITS.session_idle - timedelta(seconds=1))

    def test_too_old_however_busy(self, session: Session, mariska: ActorRow) -> None:
        token, at = signed_in(session, mariska), NOW
        while at + 20 * MINUTE < NOW + LIMITS.session_absolute:
            at += 20 * MINUTE
            assert known(session, token, at)

        assert accounts.session_actor(session, token, now=NOW + LIMITS.session_absolute) is None

    def test_half_a_session_lasts_ten_minutes(self, session: Session, mariska: ActorRow) -> None:
        half = sign_in(session, mariska)

        assert accounts.session_actor(session, half, now=NOW + LIMITS.session_halfway) is None

    def test_seen_is_written_at_most_once_a_minute(self, session: Session, mariska: ActorRow) -> None:
        token = signed_in(session, mariska)

        def last_seen(now: datetime) -> datetime:
            known(session, token, now)
            (line,) = accounts.list_sessions(session, mariska.id, now=now)
            return line.last_seen_at

        assert last_seen(NOW + timedelta(seconds=59)) == NOW
        session.expire_all()
        assert last_seen(NOW + MINUTE) == NOW + MINUTE

    def test_listed_and_revoked_by_the_owner_alone(
        self, session: Session, mariska: ActorRow, newcomer: Callable[..., ActorRow]
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

    def test_signing_out_and_ending_all(self, session: Session, mariska: ActorRow) -> None:
        first = signed_in(session, mariska, now=NOW - MINUTE)
        second = signed_in(session, mariska)
        accounts.revoke(session, mariska.id, known(session, second).id, now=NOW)
        assert accounts.session_actor(session, second, now=NOW) is None
        assert known(session, first)

        accounts.revoke_all(session, mariska.id, now=NOW)
        assert accounts.session_actor(session, first, now=NOW) is None

    def test_a_deactivated_account_is_out_at_once(
        self, session: Session, mariska: ActorRow, module_database: Database
    ) -> None:
        token = signed_in(session, mariska)
        deactivate(module_database, mariska)

        assert accounts.session_actor(session, token, now=NOW) is None

    @pytest.mark.parametrize("token", ["", "nonsense", "\x00", "é" * 4000])
    def test_a_made_up_token_is_nobody(self, token: str, session: Session) -> None:
        assert accounts.session_actor(session, token, now=NOW) is None

    def test_one_statement_finds_a_session(
        self, session: Session, mariska: ActorRow, module_database: Database
    ) -> None:
        token = signed_in(session, mariska)
        from sqlalchemy import event

        seen: list[str] = []
        engine = module_database.engine("login")
        event.listen(engine, "before_cursor_execute", lambda *found: seen.append(found[2]))
        known(session, token)

        assert len(seen) == 1

    def test_what_is_long_over_is_swept_away(self, session: Session, mariska: ActorRow) -> None:
        signed_in(session, mariska)
        accounts.sweep(session, now=NOW + LIMITS.session_absolute + LIMITS.session_kept_after_end + MINUTE)

        left = session.execute(text("select count(*) from sessions where actor_id = :id"), {"id": mariska.id})
        assert left.scalar_one() == 0


class TestEnrolment:
    def test_a_code_gives_a_password_once(self, session: Session, newcomer: Callable[..., ActorRow]) -> None:
        person = newcomer()
        code = accounts.issue_enrolment(session, person.id, now=NOW)

        token = accounts.redeem_enrolment(session, code.upper(), GOOD, OFFICE, now=NOW)
        session.commit()

        assert not known(session, token).complete
        with pytest.raises(Invalid) as refused:
            accounts.redeem_enrolment(session, code, OTHER, OFFICE, now=NOW)
        assert problem_codes(refused) == ["enrolment-code-wrong"]

    def test_a_weak_password_leaves_the_code_usable(
        self, session: Session, newcomer: Callable[..., ActorRow]
    ) -> None:
        code = accounts.issue_enrolment(session, newcomer().id, now=NOW)
        session.commit()
        with pytest.raises(Invalid):
            accounts.redeem_enrolment(session, code, "kort", OFFICE, now=NOW)
        session.rollback()

        assert accounts.redeem_enrolment(session, code, GOOD, OFFICE, now=NOW)

    def test_a_code_lasts_a_day_and_a_new_one_ends_it(
        self, session: Session, newcomer: Callable[..., ActorRow]
    ) -> None:
        person = newcomer()
        first = accounts.issue_enrolment(session, person.id, now=NOW)
        second = accounts.issue_enrolment(session, person.id, now=NOW)
        session.commit()

        for code, now in ((first, NOW), (second, NOW + LIMITS.enrolment)):
            with pytest.raises(Invalid):
                accounts.redeem_enrolment(session, code, GOOD, OFFICE, now=now)

    def test_a_forgotten_password_ends_sessions_and_keeps_the_second_factor(
        self, session: Session, mariska: ActorRow
    ) -> None:
        old = signed_in(session, mariska)
        code = accounts.issue_enrolment(session, mariska.id, now=NOW)

        token = accounts.redeem_enrolment(session, code, OTHER, OFFICE, now=NOW)

        assert accounts.session_actor(session, old, now=NOW) is None
        assert known(session, token).enrolled

    def test_the_first_administrator_is_made_once(self, fresh_database: Database) -> None:
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


class TestMachines:
    @pytest.fixture
    def machine(self, newcomer: Callable[..., ActorRow]) -> ActorRow:
        return newcomer("Koppeling", kind="client")

    def test_the_secret_is_shown_once_and_proves_the_client(
        self, session: Session, machine: ActorRow
    ) -> None:
        new = accounts.create_api_client(session, machine.id, [accounts.ApiScope.SIGNALS_WRITE])
        session.commit()

        client = accounts.verify_api_client(session, new.client_id, new.secret, OFFICE, now=NOW)

        assert new.secret.startswith("schakel_")
        assert client == accounts.Client(new.client_id, machine.id, frozenset({"signals:write"}))
        kept = session.execute(
            text("select string_agg(to_jsonb(c)::text, '') from api_clients c")
        ).scalar_one()
        assert new.secret not in kept

    @pytest.mark.parametrize("wrong", ["secret", "unknown", "revoked", "expired", "inactive", "empty"])
    def test_every_refusal_is_the_same(
        self, wrong: str, session: Session, machine: ActorRow, module_database: Database
    ) -> None:
        new = accounts.create_api_client(session, machine.id, [], expires_at=NOW + MINUTE)
        session.commit()
        client_id, secret, now = new.client_id, new.secret, NOW
        match wrong:
            case "secret":
                secret = "schakel_" + "x" * 43
            case "unknown":
                client_id = "client-unknown"
            case "revoked":
                accounts.revoke_api_client(session, client_id)
            case "expired":
                now = NOW + MINUTE
            case "inactive":
                deactivate(module_database, machine)
            case "empty":
                client_id = secret = ""

        with pytest.raises(NotSignedIn) as refused:
            accounts.verify_api_client(session, client_id, secret, OFFICE, now=now)

        assert (refused.value.code, refused.value.facts) == ("client-wrong", {})

    def test_guessing_is_slowed_down_per_address_but_nobody_can_shut_a_client_out(
        self, session: Session, machine: ActorRow
    ) -> None:
        new = accounts.create_api_client(session, machine.id, [])
        session.commit()
        guesser = Place("203.0.113.20")
        for _ in range(LIMITS.address_tries + 1):
            with pytest.raises(NotSignedIn):
                accounts.verify_api_client(session, new.client_id, "x", guesser, now=NOW)

        with pytest.raises(TooMany):
            accounts.verify_api_client(session, new.client_id, new.secret, guesser, now=NOW)
        assert accounts.verify_api_client(session, new.client_id, new.secret, OFFICE, now=NOW)

    def test_a_person_gets_no_secret(self, session: Session, mariska: ActorRow) -> None:
        with pytest.raises(Conflict):
            accounts.create_api_client(session, mariska.id, [])


class TestSeparation:
    TABLES = (
        "credentials",
        "recovery_codes",
        "sessions",
        "api_clients",
        "signing_keys",
        "throttles",
        "enrolments",
    )

    @pytest.mark.parametrize("role", ["app", "worker", "auditor", "sealer", "statistics"])
    @pytest.mark.parametrize("table", TABLES)
    def test_no_other_role_reaches_the_accounts(
        self, role: str, table: str, module_database: Database
    ) -> None:
        with module_database.engine(role).connect() as connection, pytest.raises(ProgrammingError):
            connection.execute(text(f"select count(*) from {table}"))

    @pytest.mark.parametrize("table", ["organisations", "scopes", "participations", "signals", "events"])
    def test_the_login_role_reaches_nothing_else(self, table: str, session: Session) -> None:
        with pytest.raises(ProgrammingError):
            session.execute(text(f"select count(*) from {table}"))

    def test_the_login_role_writes_events_of_accounts_only(self, session: Session) -> None:
        with pytest.raises(ProgrammingError):
            session.execute(text("select account_event('weighing.decided', null, null, '{}')"))


def deactivate(module_database: Database, who: ActorRow) -> None:
    with module_database.session_as("owner") as owner:
        owner.execute(text("update actors set active = false where id = :id"), {"id": who.id})
        owner.commit()


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
