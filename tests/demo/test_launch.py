"""Starting the demo on data of another version: it is brought up to date, or said in words what to do."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from api import launch
from api.demo.clock import told_time
from api.settings import Settings
from db.policies import clock
from db.session import Database
from migrations import freeze


@pytest.fixture
def settings(tmp_path: Path, postgres: Any, fresh_database: Database) -> Settings:
    """The demo of a data directory, whose database is this one."""
    (tmp_path / "demo-accounts.json").write_text("{}")
    (tmp_path / "roles.json").write_text((postgres.home / "roles.json").read_text())
    name = fresh_database.engine("app").url.database
    return Settings(demo=True, data_dir=tmp_path, database_name=name, public_url="http://127.0.0.1:8000")


def start(settings: Settings, postgres: Any) -> None:
    launch._prepare(postgres.superuser(), settings, launch.Progress())


def revision(database: Database) -> str:
    with database.engine("owner").connect() as connection:
        return str(connection.execute(text("select version_num from alembic_version")).scalar_one())


def test_what_is_up_to_date_starts(settings: Settings, postgres: Any, fresh_database: Database) -> None:
    start(settings, postgres)

    assert revision(fresh_database) == freeze.frozen()[-1].name.split("_")[0]


def test_data_of_a_newer_version_is_left_alone(
    settings: Settings, postgres: Any, fresh_database: Database
) -> None:
    with fresh_database.engine("owner").begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))

    with pytest.raises(launch.LaunchFailed, match="made by another version"):
        start(settings, postgres)

    assert revision(fresh_database) == "9999"


def test_data_that_cannot_be_brought_up_to_date_is_left_alone(
    settings: Settings, postgres: Any, fresh_database: Database
) -> None:
    """It says that nothing ever ran, and yet the tables are there."""
    with fresh_database.engine("owner").begin() as connection:
        connection.execute(text("drop table alembic_version"))

    with pytest.raises(launch.LaunchFailed, match="To begin anew") as said:
        start(settings, postgres)

    assert str(settings.data_dir) in str(said.value)


def test_nobody_is_served_while_the_clock_is_told(
    settings: Settings, postgres: Any, fresh_database: Database
) -> None:
    with told_time(fresh_database), pytest.raises(launch.LaunchFailed, match="clocks"):
        start(settings, postgres)

    start(settings, postgres)


def test_the_clock_that_is_served_is_the_declared_one(fresh_database: Database) -> None:
    with fresh_database.engine("app").connect() as connection:
        found = connection.execute(
            text("select proname, prosrc from pg_proc where proname = any(:names)"),
            {"names": list(clock.REAL)},
        )
        assert {name: source.strip() for name, source in found} == {
            "clock": "select clock_timestamp()",
            "statement_clock": "select statement_timestamp()",
            "transaction_clock": "select transaction_timestamp()",
            "today": "select (statement_timestamp() at time zone 'Europe/Amsterdam')::date",
        }
