"""Slowing down who guesses, without helping who wants to lock somebody out."""

import contextlib
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import Session

from db.session import Database
from db.tables.spine import ActorRow
from domain import accounts
from domain.accounts import LIMITS, Place, throttle
from domain.accounts.limits import Rate
from domain.errors import NotSignedIn, TooMany
from tests.domain.accounts.steps import (
    GOOD,
    MINUTE,
    NOW,
    OTHER,
    sign_in,
    signed_in,
)


def fail(session: Session, who: ActorRow, place: Place, now: datetime) -> None:
    with pytest.raises(NotSignedIn):
        sign_in(session, who, password=OTHER, place=place, now=now)


def exhaust(session: Session, who: ActorRow, place: Place) -> None:
    for _ in range(LIMITS.account.tries + 1):
        fail(session, who, place, NOW)


def test_after_five_tries_the_wait_doubles(session: Session, mariska: ActorRow) -> None:
    place = Place("203.0.113.1")
    at = NOW
    exhaust(session, mariska, place)
    waits = []
    for _ in range(12):
        with pytest.raises(TooMany) as refused:
            sign_in(session, mariska, place=place, now=at)
        waits.append(refused.value.facts["retry_after"])
        at += timedelta(seconds=waits[-1])
        fail(session, mariska, place, at)

    assert waits[:4] == [1, 2, 4, 8]
    assert max(waits) == waits[-1] == LIMITS.account.longest.total_seconds()


def test_trying_while_waiting_does_not_prolong_the_wait(session: Session, mariska: ActorRow) -> None:
    place = Place("203.0.113.2")
    exhaust(session, mariska, place)
    for _ in range(5):
        with pytest.raises(TooMany):
            sign_in(session, mariska, place=place)

    assert sign_in(session, mariska, place=place, now=NOW + timedelta(seconds=1))


def test_a_good_one_wipes_the_slate(session: Session, mariska: ActorRow) -> None:
    place = Place("203.0.113.3")
    for _ in range(3):
        for _ in range(LIMITS.account.tries - 1):
            fail(session, mariska, place, NOW)
        assert sign_in(session, mariska, place=place)


def test_a_stranger_cannot_lock_somebody_out_of_the_usual_place(session: Session, mariska: ActorRow) -> None:
    usual, stranger = Place("203.0.113.4"), Place("203.0.113.5")
    signed_in(session, mariska, usual, NOW - timedelta(days=3))
    exhaust(session, mariska, stranger)

    with pytest.raises(TooMany):
        sign_in(session, mariska, place=Place("203.0.113.6"))
    assert sign_in(session, mariska, place=usual)


def test_unknown_accounts_are_slowed_down_just_the_same(session: Session) -> None:
    for _ in range(LIMITS.account.tries + 1):
        with pytest.raises(NotSignedIn):
            accounts.sign_in(session, "ghost@riec.example", GOOD, Place("203.0.113.7"), now=NOW)

    with pytest.raises(TooMany):
        accounts.sign_in(session, "ghost@riec.example", GOOD, Place("203.0.113.7"), now=NOW)


def test_one_address_cannot_try_many_accounts(session: Session) -> None:
    place = Place("203.0.113.8")
    for number in range(LIMITS.address.tries + 1):
        with pytest.raises(NotSignedIn):
            accounts.sign_in(session, f"ghost{number}@riec.example", GOOD, place, now=NOW)

    with pytest.raises(TooMany):
        accounts.sign_in(session, "another@riec.example", GOOD, place, now=NOW)


def test_colleagues_behind_one_address_wait_a_minute_at_most(session: Session, mariska: ActorRow) -> None:
    place = Place("203.0.113.30")
    at = NOW
    for number in range(LIMITS.address.tries + 10):
        with contextlib.suppress(NotSignedIn, TooMany):
            accounts.sign_in(session, f"colleague{number}@riec.example", GOOD, place, now=at)
        at += timedelta(seconds=1)

    assert sign_in(session, mariska, place=place, now=at + LIMITS.address.longest)


def test_tries_at_the_same_moment_are_all_counted(module_database: Database) -> None:
    barrier, refused = Barrier(8), []

    def attempt() -> None:
        with module_database.session_as("login") as session:
            barrier.wait()
            try:
                throttle.attempt(session, "test:together", Rate(3, MINUTE, MINUTE), now=NOW)
            except TooMany:
                refused.append(1)

    threads = [Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 8 - (3 + 1)


def test_counts_grow_cold(session: Session, mariska: ActorRow) -> None:
    place = Place("203.0.113.9")
    exhaust(session, mariska, place)
    later = NOW + LIMITS.account.window + MINUTE

    for _ in range(LIMITS.account.tries):
        fail(session, mariska, place, later)


def test_of_ipv6_the_network_counts() -> None:
    assert throttle.address_hash("2001:db8::1") == throttle.address_hash("2001:db8::ffff:1")
    assert throttle.address_hash("2001:db8::1") != throttle.address_hash("2001:db8:0:1::1")
    assert throttle.address_hash("testclient") == ""
