"""What is told to open pages: that something of theirs changed, and nothing of when others are discussed."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import text

from api.live import Follower, Live
from db.session import Database
from domain import meetings
from tests.domain import meeting as told
from tests.world import World, build

PATIENCE = 30


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    return build(module_database)


def test_who_follows_a_case_hears_of_that_case_alone() -> None:
    follower = Follower({"meetings", "of mine"})
    follower.hear("of another")
    assert not follower.changed.is_set()
    follower.hear("of mine")
    assert follower.changed.is_set()


def test_each_follows_their_own_cases_and_only_the_riec_who_is_in_the_room(world: World) -> None:
    bakery = world.joined(world.case(), "police", "inspectorate")
    orchard = world.joined(world.case(), "police", "tax")
    meeting_id, _ = told.convened(world, bakery, orchard)

    def followed(who: str) -> set[str]:
        with world.acting(who) as (session, actor):
            return meetings.followed(session, actor, meeting_id)

    assert followed("inspector") == {"meetings", str(bakery)}
    assert followed("detective") == {"meetings", str(bakery), str(orchard)}
    assert followed("chair") == {"meetings", "attendances", str(bakery), str(orchard)}


def test_a_change_is_told_with_the_case_it_is_about(world: World) -> None:
    """Through PostgreSQL, by the trigger that every table of a meeting has."""
    case_id = world.joined(world.case(), "police", "inspectorate")
    meeting_id, items = told.running(world, case_id)
    live = Live(world.database)

    async def heard(of: UUID, about: set[str]) -> int:
        count = 0
        async for _ in live.changes(of, about, PATIENCE):
            count += 1
            if count == 1:  # it listens now
                await asyncio.to_thread(_minuted, world, items[0])
            else:
                break
        return count

    assert asyncio.run(heard(meeting_id, {str(case_id)})) == 2
    with world.database.session_as("owner") as session:
        assert session.execute(text("select count(*) from minutes")).scalar_one() == 1


def _minuted(world: World, item_id: UUID) -> None:
    with world.acting("chair") as (session, actor):
        meetings.write_minutes(session, actor, item_id, meetings.WriteMinutes(text="Kort."))
