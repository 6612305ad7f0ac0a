"""Nobody else reaches the accounts, and the login role reaches nothing else."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session

from db.session import Database

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
def test_no_other_role_reaches_the_accounts(role: str, table: str, module_database: Database) -> None:
    with module_database.engine(role).connect() as connection, pytest.raises(ProgrammingError):
        connection.execute(text(f"select count(*) from {table}"))


@pytest.mark.parametrize("table", ["organisations", "scopes", "participations", "signals", "events"])
def test_the_login_role_reaches_nothing_else(table: str, session: Session) -> None:
    with pytest.raises(ProgrammingError):
        session.execute(text(f"select count(*) from {table}"))


def test_the_login_role_writes_events_of_accounts_only(session: Session) -> None:
    with pytest.raises(ProgrammingError):
        session.execute(text("select account_event('weighing.decided', null, null, '{}')"))
