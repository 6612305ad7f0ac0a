"""How a session lets go of its transaction: what was written is undone, what was prepared stays."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from db.session import Database, IdentifiedSession
from db.tables import new_id
from domain import access
from domain.actor import Actor
from tests.world import World, build


class RefusedError(Exception):
    """Somebody may not."""


@pytest.fixture
def world(fresh_database: Database) -> World:
    """A world of which the connections are not shared with another test."""
    return build(fresh_database)


@pytest.fixture
def inspector(world: World) -> Iterator[Actor]:
    """Somebody who looks."""
    with world.acting("inspector") as (_, actor):
        yield actor


def _prepared(session: IdentifiedSession) -> int:
    """How many statements are prepared on this connection; in plain words, so that asking prepares none."""
    driver: Any = session.connection().connection.dbapi_connection
    return len(driver.execute("select 1 from pg_prepared_statements", prepare=False).fetchall())


def _refused_on_the_way(world: World, actor: Actor, looked_at: UUID | None = None) -> None:
    with world.database.session_for(actor.id) as session:
        session.execute(text("select count(*) from signals")).one()
        if looked_at:
            access.consulted(session, actor, "subject.shown", object_ids=[looked_at])
        raise RefusedError


def _cut_off_on_the_way(world: World, actor: Actor) -> None:
    with world.database.session_for(actor.id) as session:
        pid = session.execute(text("select pg_backend_pid()")).scalar_one()
        with world.database.session_as("app") as other:
            other.execute(text("select pg_terminate_backend(:pid)"), {"pid": pid})
        raise RefusedError


def _fallen_on_the_way(world: World, actor: Actor) -> None:
    with world.database.session_for(actor.id) as session:
        session.execute(text("select pg_terminate_backend(pg_backend_pid())"))


def _written(world: World, looked_at: UUID) -> int:
    with world.database.session_as("owner") as session:
        asked = text("select count(*) from access_log where :looked_at = any(object_ids)")
        return int(session.execute(asked, {"looked_at": looked_at}).scalar_one())


def test_who_only_looked_leaves_everything_prepared(world: World, inspector: Actor) -> None:
    """A refusal is no reason to plan the statements of others anew."""
    with world.database.session_for(inspector.id) as session:
        before = _prepared(session)
    assert before > 0
    with pytest.raises(RefusedError):
        _refused_on_the_way(world, inspector)
    with world.database.session_for(inspector.id) as session:
        assert _prepared(session) > before


def test_what_was_written_is_undone(world: World, inspector: Actor) -> None:
    looked_at = new_id()
    with pytest.raises(RefusedError):
        _refused_on_the_way(world, inspector, looked_at)
    assert _written(world, looked_at) == 0


def test_rolling_back_by_hand_is_the_same(world: World, inspector: Actor) -> None:
    looked_at = new_id()
    with world.database.session_for(inspector.id) as session:
        access.consulted(session, inspector, "subject.shown", object_ids=[looked_at])
        session.rollback()
        session.commit()
    assert _written(world, looked_at) == 0


def test_what_went_wrong_in_postgresql_is_let_go_as_well(world: World, inspector: Actor) -> None:
    """And the same session can begin anew."""
    with world.database.session_for(inspector.id) as session:
        with pytest.raises(DBAPIError):
            session.execute(text("select 1 / 0"))
        session.rollback()
        assert session.execute(text("select 1")).scalar_one() == 1


def test_a_connection_that_is_gone_can_be_let_go(world: World, inspector: Actor) -> None:
    """The fault that is told is the one that happened, and not that of letting go."""
    with pytest.raises(RefusedError):
        _cut_off_on_the_way(world, inspector)


def test_a_connection_that_falls_says_so(world: World, inspector: Actor) -> None:
    """And not that something else must be rolled back first."""
    with pytest.raises(OperationalError):
        _fallen_on_the_way(world, inspector)
