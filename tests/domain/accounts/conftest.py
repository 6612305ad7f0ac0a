"""Somebody to sign in, on the real database as the role that may do nothing else."""

from collections.abc import Callable, Iterator
from itertools import count
from uuid import UUID

import pyotp
import pytest
from sqlmodel import Session

from db.session import Database
from db.tables.base import new_id
from db.tables.spine import ActorRow, Organisation
from domain import accounts
from tests.domain.accounts.steps import (
    GOOD,
)

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
    accounts.create_account(session, made.id, accounts.chosen(GOOD), pyotp.random_base32())
    session.commit()
    return made
