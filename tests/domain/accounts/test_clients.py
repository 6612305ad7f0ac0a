"""Secrets of machines."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlmodel import Session

from db.session import Database
from db.tables.spine import ActorRow
from domain import accounts
from domain.accounts import LIMITS, Place
from domain.errors import Conflict, NotSignedIn, TooMany
from tests.domain.accounts.steps import (
    MINUTE,
    NOW,
    OFFICE,
    deactivate,
)


@pytest.fixture
def machine(newcomer: Callable[..., ActorRow]) -> ActorRow:
    return newcomer("Koppeling", kind="client")


def test_the_secret_is_shown_once_and_proves_the_client(session: Session, machine: ActorRow) -> None:
    new = accounts.create_api_client(session, machine.id, [accounts.ApiScope.SIGNALS_WRITE])
    session.commit()

    client = accounts.verify_api_client(session, new.client_id, new.secret, OFFICE, now=NOW)

    assert new.secret.startswith("schakel_")
    assert client == accounts.Client(new.client_id, machine.id, frozenset({"signals:write"}))
    kept = session.execute(text("select string_agg(to_jsonb(c)::text, '') from api_clients c")).scalar_one()
    assert new.secret not in kept


def test_the_old_secret_works_until_the_day_that_was_said(session: Session, machine: ActorRow) -> None:
    old = accounts.create_api_client(session, machine.id, [])
    new = accounts.renew_api_client(session, old.client_id, old_until=NOW + MINUTE)
    session.commit()

    for secret in (old.secret, new.secret):
        assert accounts.verify_api_client(session, old.client_id, secret, OFFICE, now=NOW)
    with pytest.raises(NotSignedIn):
        accounts.verify_api_client(session, old.client_id, old.secret, OFFICE, now=NOW + MINUTE)
    assert accounts.verify_api_client(session, new.client_id, new.secret, OFFICE, now=NOW + MINUTE)
    (state,) = accounts.api_clients(session, machine.id)
    assert state.last_used_at == NOW + MINUTE


def test_without_a_day_the_old_secret_ends_at_once(session: Session, machine: ActorRow) -> None:
    old = accounts.create_api_client(session, machine.id, [])
    accounts.renew_api_client(session, old.client_id)
    session.commit()

    with pytest.raises(NotSignedIn):
        accounts.verify_api_client(session, old.client_id, old.secret, OFFICE, now=NOW)


@pytest.mark.parametrize("wrong", ["secret", "unknown", "revoked", "expired", "inactive", "empty"])
def test_every_refusal_is_the_same(
    wrong: str, session: Session, machine: ActorRow, module_database: Database
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
    session: Session, machine: ActorRow
) -> None:
    new = accounts.create_api_client(session, machine.id, [])
    session.commit()
    guesser = Place("203.0.113.20")
    for _ in range(LIMITS.address.tries + 1):
        with pytest.raises(NotSignedIn):
            accounts.verify_api_client(session, new.client_id, "x", guesser, now=NOW)

    with pytest.raises(TooMany):
        accounts.verify_api_client(session, new.client_id, new.secret, guesser, now=NOW)
    assert accounts.verify_api_client(session, new.client_id, new.secret, OFFICE, now=NOW)


def test_a_person_gets_no_secret(session: Session, mariska: ActorRow) -> None:
    with pytest.raises(Conflict):
        accounts.create_api_client(session, mariska.id, [])
