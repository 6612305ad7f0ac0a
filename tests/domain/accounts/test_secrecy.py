"""Nobody works before having confirmed the statement in force; a new version asks anew (WGS 1.11)."""

from collections.abc import Callable

import pyotp
import pytest
from sqlalchemy import text
from sqlmodel import Session

from db.session import Database
from db.tables.spine import ActorRow
from domain import accounts
from domain.errors import Invalid
from tests.domain.accounts.steps import GOOD, events_of, known, problem_codes, signed_in


@pytest.fixture
def mariska(session: Session, newcomer: Callable[..., ActorRow]) -> ActorRow:
    """Somebody who has everything but the statement."""
    made = newcomer()
    accounts.create_account(session, made.id, accounts.chosen(GOOD), pyotp.random_base32(), secrecy=False)
    session.commit()
    return made


def test_signing_in_is_complete_once_the_statement_is_confirmed(
    session: Session, mariska: ActorRow, module_database: Database
) -> None:
    token = signed_in(session, mariska)
    assert known(session, token).proven
    assert not known(session, token).complete

    version = accounts.secrecy_statement(session).version
    for _ in range(2):
        accounts.confirm_secrecy(session, mariska.id, version)
        session.commit()

    assert known(session, token).complete
    assert events_of(module_database, mariska.id).count("account.secrecy_confirmed") == 1


def test_what_was_not_read_or_is_not_in_force_is_not_confirmed(session: Session, mariska: ActorRow) -> None:
    version = accounts.secrecy_statement(session).version
    for asked, read, code in (
        (version, False, "secrecy-not-acknowledged"),
        ("2019-1", True, "secrecy-statement-changed"),
    ):
        with pytest.raises(Invalid) as refused:
            accounts.confirm_secrecy(session, mariska.id, asked, read=read)
        assert problem_codes(refused) == [code]


def test_a_new_version_asks_anew(session: Session, mariska: ActorRow, module_database: Database) -> None:
    token = signed_in(session, mariska)
    accounts.confirm_secrecy(session, mariska.id, accounts.secrecy_statement(session).version)
    session.commit()
    assert known(session, token).complete

    with module_database.session_as("owner") as owner:
        owner.execute(
            text(
                "insert into secrecy_statements (code, valid_from, label_nl, label_en) values ('next', today(), 'a', 'b')"
            )
        )
        owner.commit()

    assert accounts.secrecy_statement(session).version == "next"
    assert not known(session, token).complete
