"""The policies against the oracle, in random worlds; and broken policies, which the same comparison must catch.

`SCHAKEL_WORLDS=1000` tries more worlds, and different ones each time (the nightly run); 100 fixed ones otherwise.
"""

import itertools
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import hypothesis
import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from db.policies import sharing
from db.session import Database
from tests.db.oracle import Person, Row, World
from tests.db.stage import Stage, subjects
from tests.db.worlds import CATEGORIES, TABLES, numbered, worlds

GIVEN = os.environ.get("SCHAKEL_WORLDS")
QUIET = list(HealthCheck)
# Shrinking a world takes minutes and the difference itself says enough.
THOROUGH = settings(
    max_examples=int(GIVEN or 100), derandomize=GIVEN is None, database=None, deadline=None,
    phases=[Phase.generate], suppress_health_check=QUIET,
)  # fmt: skip


@pytest.fixture(scope="module")
def superuser(module_database: Database, postgres: Any) -> Iterator[psycopg.Connection[Any]]:
    url = postgres.superuser(module_database.engine("app").url.database).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        yield connection


def rooms(world: World) -> list[list[Person]]:
    """Everybody alone, and a few walls: colleagues, two partners, and three together."""
    people = world.persons
    walls = [[people[1], people[7]], [people[0], people[3]], [people[2], people[5], people[3]]]
    return [*([one] for one in people), *walls]


def differences(stage: Stage, world: World, tally: Counter[str]) -> list[str]:
    """Where PostgreSQL and the oracle disagree about what is seen, found or changed."""
    wrong: list[str] = []
    everything = [*world.rows, *subjects(world)]
    for viewers in rooms(world):
        if stage.enters(viewers) != world.may_enter(viewers):
            wrong.append(f"enters: {viewers}")
        if not world.may_enter(viewers):
            continue
        seen, found = stage.seen(viewers), stage.found(viewers)
        for row in everything:
            should = world.sees(viewers, row)
            if (row.id in seen.rows) != should:
                wrong.append(f"row, should be {should}: {row}, by {viewers}")
            if row.table == "subjects":
                if (row.id in found) != should:
                    wrong.append(f"search, should be {should}: {row}, by {viewers}")
            elif (row.id in seen.events) != world.sees(viewers, replace(row, circle=None)):
                wrong.append(f"event, should be {row.id not in seen.events}: {row}, by {viewers}")
            if row.owner not in {one.organisation for one in viewers}:
                tally["foreign rows seen" if should else "foreign rows hidden"] += 1
        for scope in world.scopes:
            if (scope.id in seen.scopes) != world.sees_scope(viewers, scope):
                wrong.append(f"scope, should be {scope.id not in seen.scopes}: {scope}, by {viewers}")
        corrected = {r.id for r in world.rows if r.table == "contributions" and world.may_correct(viewers, r)}
        if stage.corrected(viewers) != corrected:
            wrong.append(f"corrected, should be {sorted(corrected)}: by {viewers}")
        tally["own rows corrected"] += len(corrected)
    return wrong


@st.composite
def attempts(draw: st.DrawFn) -> tuple[World, list[tuple[list[Person], Row]]]:
    """A world, and rows that people try to add to it: mostly their own, somewhere they take part."""
    world = draw(worlds())
    made = []
    for number in range(draw(st.integers(4, 10))):
        viewers = [draw(st.sampled_from(world.persons))]
        if draw(st.sampled_from([False, False, False, True])):
            viewers.append(draw(st.sampled_from(world.persons)))
        author = draw(st.sampled_from([viewers[0]] * 4 + world.persons))
        owner = draw(st.sampled_from([author.organisation] * 4 + world.organisations))
        circle = draw(st.sampled_from([None, None, frozenset({world.persons[2].id})]))
        row = Row(
            numbered(11, number), draw(st.sampled_from(TABLES)), draw(st.sampled_from(world.scopes)), owner,
            author, draw(st.sampled_from(CATEGORIES)), circle,
        )  # fmt: skip
        made.append((list(dict.fromkeys(viewers)), row))
    return world, made


def wrong_writes(
    stage: Stage, world: World, tries: list[tuple[list[Person], Row]], tally: Counter[str]
) -> list[str]:
    """Where PostgreSQL and the oracle disagree about what may be written."""
    wrong: list[str] = []
    for viewers, row in tries:
        if not world.may_enter(viewers):
            continue
        should = world.may_add(viewers, row)
        tally["written" if should else "refused"] += 1
        if stage.adds(viewers, row) != should:
            wrong.append(f"write, should be {should}: {row}, by {viewers}")
    return wrong


def test_everybody_sees_what_the_oracle_says(superuser: psycopg.Connection[Any]) -> None:
    tally: Counter[str] = Counter()

    @THOROUGH
    @given(worlds())
    def compare(world: World) -> None:
        with superuser.transaction(force_rollback=True):
            stage = Stage(superuser)
            stage.build(world)
            assert differences(stage, world, tally) == []

    compare()
    # An oracle that agreed while no foreign row was ever visible would have proved nothing.
    assert tally["foreign rows seen"] > 5000, tally
    assert tally["foreign rows hidden"] > 5000, tally
    assert tally["own rows corrected"] > 500, tally


def test_everybody_writes_what_the_oracle_says(superuser: psycopg.Connection[Any]) -> None:
    tally: Counter[str] = Counter()

    @THOROUGH
    @given(attempts())
    def compare(attempt: tuple[World, list[tuple[list[Person], Row]]]) -> None:
        with superuser.transaction(force_rollback=True):
            stage = Stage(superuser)
            stage.build(attempt[0])
            assert wrong_writes(stage, *attempt, tally) == []

    compare()
    assert tally["written"] > 20, tally
    assert tally["refused"] > 200, tally
