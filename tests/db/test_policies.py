"""The policies against the oracle, in random worlds; and broken policies, which the same comparison must catch.

`SCHAKEL_WORLDS=1000` tries more worlds, and different ones each time (the nightly run); 100 fixed ones otherwise.
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from db.policies import explaining, search, sharing
from db.policies.identity import _GLASS_OF
from db.policies.participations import let_in
from db.session import Database
from tests.db.oracle import Person, Row, World
from tests.db.stage import Seen, Stage, subjects
from tests.db.worlds import CATEGORIES, ENDED, LATER, TABLES, numbered, worlds

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


Tries = list[tuple[list[Person], Row]]


def differences(stage: Stage, world: World, tally: Counter[str]) -> Iterator[str]:
    """Where PostgreSQL and the oracle disagree about what is seen, found or changed."""
    for viewers in world.rooms:
        seen = stage.seen(viewers)
        if (seen is not None) != world.may_enter(viewers):
            yield f"enters: {viewers}"
        elif seen is not None:
            yield from (f"{what} by {viewers}" for what in _differences(seen, world, viewers, tally))


def _differences(seen: Seen, world: World, viewers: list[Person], tally: Counter[str]) -> Iterator[str]:
    theirs = {one.organisation for one in viewers}
    for row in [*world.rows, *subjects(world)]:
        should = world.sees(viewers, row)
        if (row.id in seen.rows) != should:
            yield f"row, should be {should}: {row}"
        if row.table == "subjects" and (row.id in seen.found) != should:
            yield f"search, should be {should}: {row}"
        # The event of a closed row is as closed as the row: its category would tell.
        if row.table != "subjects" and (row.id in seen.events) != should:
            yield f"event, should not be {row.id in seen.events}: {row}"
        if row.owner not in theirs:
            tally["foreign rows seen" if should else "foreign rows hidden"] += 1
    yield from _marks(seen, replace(world, more=subjects(world)), viewers, tally)
    for scope in world.scopes:
        if (scope.id in seen.scopes) != world.sees_scope(viewers, scope):
            yield f"scope, should not be {scope.id in seen.scopes}: {scope}"
    corrected = {r.id for r in world.rows if r.table == "contributions" and world.may_correct(viewers, r)}
    if seen.corrected != corrected:
        yield f"corrected, should be {sorted(corrected)}:"
    tally["own rows corrected"] += len(corrected)


def _marks(seen: Seen, world: World, viewers: list[Person], tally: Counter[str]) -> Iterator[str]:
    categories = {row.category for row in (*world.rows, *world.more)}
    for scope, category in ((scope, category) for scope in world.scopes for category in categories):
        told = world.told(viewers, scope, category)
        if ((scope.id, category) in seen.withheld) != told:
            yield f"withheld, should be {told}: {category} in {scope}"
        tally["withheld"] += told


@st.composite
def attempts(draw: st.DrawFn) -> tuple[World, Tries]:
    """A world, and rows that people try to add to it: most of them right but for one thing, or nothing."""
    world = draw(worlds())
    made = []
    for number in range(10):
        seat = draw(st.sampled_from([one for one in world.seats if one.organisation.active]))
        person = next(one for one in world.persons if one.organisation == seat.organisation)
        table = draw(st.sampled_from(TABLES))
        supplied = sorted(category for category, kind in world.suppliers if kind == seat.organisation.kind)
        row = Row(
            numbered(11, number), table, seat.scope, seat.organisation, person,
            draw(st.sampled_from(supplied if table == "contributions" else CATEGORIES)),
        )  # fmt: skip
        anybody = st.sampled_from(world.persons)
        viewers = [person]
        match draw(
            st.sampled_from(["", "", "", "author", "owner", "category", "wall", "circle", "elsewhere"])
        ):
            case "author":
                row = replace(row, author=draw(anybody))
            case "owner":
                row = replace(row, owner=draw(anybody).organisation)
            case "category":
                row = replace(row, category=draw(st.sampled_from(CATEGORIES)))
            case "wall":
                viewers = list(dict.fromkeys([person, draw(anybody)]))
            case "circle":
                row = replace(row, circle=frozenset({draw(anybody).id}))
            case "elsewhere":
                row = replace(row, scope=draw(st.sampled_from(world.scopes)))
        made.append((viewers, row))
    return world, made


def wrong_writes(stage: Stage, world: World, tries: Tries, tally: Counter[str]) -> Iterator[str]:
    """Where PostgreSQL and the oracle disagree about what may be written, and who notices."""
    for viewers, row in tries:
        if not world.may_enter(viewers):
            continue
        should = world.may_add(viewers, row)
        tally["written" if should else "refused"] += 1
        if stage.adds(viewers, row) != should:
            yield f"write, should be {should}: {row}, by {viewers}"
        elif should and stage.noticed(viewers, row) != world.notice(row):
            yield f"noticed, should be {sorted(world.notice(row))}: {row}"
        event = world.may_record(viewers, row)
        if stage.adds(viewers, row, "events") != event:
            yield f"event written, should be {event}: {row}, by {viewers}"


def test_everybody_sees_what_the_oracle_says(superuser: psycopg.Connection[Any]) -> None:
    tally: Counter[str] = Counter()

    @THOROUGH
    @given(worlds())
    def compare(world: World) -> None:
        with superuser.transaction(force_rollback=True):
            stage = Stage(superuser)
            stage.build(world)
            assert list(differences(stage, world, tally)) == []

    compare()
    # An oracle that agreed while no foreign row was ever visible would have proved nothing.
    assert tally["foreign rows seen"] > 3000, tally
    assert tally["foreign rows hidden"] > 3000, tally
    assert tally["own rows corrected"] > 300, tally
    assert tally["withheld"] > 100, tally


def test_everybody_writes_what_the_oracle_says(superuser: psycopg.Connection[Any]) -> None:
    tally: Counter[str] = Counter()

    @THOROUGH
    @given(attempts())
    def compare(attempt: tuple[World, Tries]) -> None:
        with superuser.transaction(force_rollback=True):
            stage = Stage(superuser)
            stage.build(attempt[0])
            assert list(wrong_writes(stage, *attempt, tally)) == []

    compare()
    assert tally["written"] > 20, tally
    assert tally["refused"] > 200, tally


def _everywhere(change: str) -> list[str]:
    return [change.format(t=table) for table in (*TABLES, "subjects", "events")]


def _view(fragment: str, instead: str) -> list[str]:
    """The decision without one of its conditions."""
    for text in (sharing._AGREED, sharing._DECISIONS):
        if fragment in text:
            return [text.replace("create view", "create or replace view").replace(fragment, instead)]
    raise AssertionError(f"the decision no longer says {fragment!r}")


def _function(fragment: str, instead: str) -> str:
    """`withheld()` without one of its conditions."""
    text = explaining._WITHHELD
    assert fragment in text, f"withheld() no longer says {fragment!r}"
    return text.replace("create function", "create or replace function").replace(fragment, instead)


TABLES_AND_EVENTS = (*TABLES, "subjects", "events")


def _seen(fragment: str, instead: str) -> list[str]:
    """The policy that says who sees a row, everywhere, with something else in the place of one of its conditions."""

    def changed(table: str) -> str:
        said, tight = sharing.seen(table), fragment.format(t=table)
        assert tight in said, f"seen() no longer says {tight!r}"
        return said.replace(tight, instead)

    return [f"alter policy seen on {table} using ({changed(table)})" for table in TABLES_AND_EVENTS]


def _unnamed(loose: str) -> list[str]:
    """Every policy that asks whether a person is named, with something else instead."""
    mine = loose.replace("p.", "participations.")
    return [
        *_seen(let_in("p"), loose),
        (
            "alter policy mine on participations using (organisation_id = any(case when has_content_role()"
            f" then viewers() end) and compartment = any(admitted()) and ({mine})"
            f" and {sharing.not_barred('participations')})"
        ),
    ]


GIVEN_HERE = sharing.given("{t}", "p", "v.id")
OPEN_HERE = sharing.working("{t}", "p").rpartition("\n       and ")[2]
UNGUARDED = "alter policy mine on participations using (organisation_id = any(viewers()))"

SABOTAGE: dict[str, list[str]] = {
    # Participations are for the admitted who are not barred, and every policy looks there: either lock holds alone.
    "no compartment": [*_seen("p.compartment = any(admitted())", "true"), UNGUARDED],
    "no bars": [*_everywhere("alter policy named on {t} using (true)"), UNGUARDED],
    "no named persons": _unnamed("true"),
    "one of the room is named": _unnamed(
        "p.persons is null or viewers_of(p.organisation_id) && p.persons or p.scope_id = any(glass())"
    ),
    "nobody of a mixed room is named": _unnamed(
        "p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass())"
        " or cardinality(viewers()) > 1"
    ),
    "no way in for an emergency": _unnamed("p.persons is null or viewers_of(p.organisation_id) <@ p.persons"),
    "an emergency that never ends": [
        _GLASS_OF.replace("create function", "create or replace function").replace(
            "and e.ends_at > statement_clock()", ""
        )
    ],
    "search finds what is not named": [
        search._SEARCH.replace("create function", "create or replace function").replace(let_in("p"), "true")
    ],
    "no circles": [f"drop policy named on {table}" for table in TABLES],
    "no phase": _seen(OPEN_HERE, "true"),
    "no member": _everywhere("drop policy member on {t}"),
    "everything shared": _seen(GIVEN_HERE, "true"),
    "nothing shared": _seen(GIVEN_HERE, "false"),
    "shared with who left": _seen("p.ended_at is null and exists", "exists"),
    "seen without a place": _everywhere("alter policy seen on {t} using (has_content_role())"),
    "seen by one of the room": _seen("unnest(viewers()) as v(id)", "(select (viewers())[1]) as v(id)"),
    "own without a content role": [*_seen("has_content_role() and ", ""), UNGUARDED],
    "anybody corrects": [
        f"alter policy corrected on contributions using ({sharing.seen('contributions')}) with check (true)"
    ],
    "anybody as owner": _everywhere("alter policy own on {t} with check (true)"),
    "anybody as author": [
        f"alter policy member on {table} with check ({sharing.member(table)})" for table in TABLES
    ],
    "what may not be supplied": ["drop policy supplier on contributions"],
    "scopes for all who take part": [UNGUARDED],
    "ended rules": _view("(r.ended_at is null or r.ended_at > statement_clock())", "true"),
    "rules to come": _view("r.valid_from <= statement_clock()", "true"),
    "ended agreements": _view("(g.valid_until is null or g.valid_until > statement_clock())", "true"),
    "agreements to come": _view("g.valid_from <= statement_clock()", "true"),
    "ended ceilings": _view("(c.valid_until is null or c.valid_until > today())", "true"),
    "ceilings to come": _view("c.valid_from <= today()", "true"),
    "any recipient": _view("(r.recipient_kind is null or r.recipient_kind = w.kind)", "true"),
    "any step": _view("(r.step is null or r.step = c.step)", "true"),
    "excepted recipients": _view("x.side = 'recipient'", "false"),
    "excepted owners": _view("x.side = 'owner'", "false"),
    "closed rows leave a mark": [_function("r.circle is null", "true")],
    "a mark without the ceiling": [_function("t.viewer = v.id))", "t.viewer = v.id or true))")],
    "a mark in a sealed scope": [_function("(not p.sealed or c.survives_seal)", "true")],
    "a mark for the barred": [_function("and b.actor_id = any(viewer_actors())", "and false")],
    "a mark for who is not named": [_function(let_in("p"), "true")],
    "a mark without admission": [_function("p.compartment = any(admitted())", "true")],
    "a mark for who left": [_function("and p.ended_at is null", "")],
    "no mark at all": [_function("d.level <> 'existence' as shown", "true as shown")],
}


# So that a condition is missed, the world must have something it is about: every second rule or ceiling.
SOME = frozenset(numbered(1, number) for number in (1, 2, 3))
STRESSED: dict[str, tuple[str, dict[str, Any]]] = {
    "ended rules": ("rules", {"valid": ENDED}),
    "rules to come": ("rules", {"valid": LATER}),
    "ended agreements": ("rules", {"agreement": ENDED}),
    "agreements to come": ("rules", {"agreement": LATER}),
    "any recipient": ("rules", {"recipient_kind": "police"}),
    "any step": ("rules", {"step": "weighing"}),
    "excepted recipients": ("rules", {"not_to": SOME}),
    "excepted owners": ("rules", {"not_from": SOME}),
    "ended ceilings": ("ceilings", {"valid": ENDED}),
    "ceilings to come": ("ceilings", {"valid": LATER}),
    "a mark without the ceiling": ("ceilings", {"level": "existence"}),
    "a mark in a sealed scope": ("ceilings", {"level": "existence"}),
    "a mark for the barred": ("ceilings", {"level": "existence"}),
    "a mark for who is not named": ("ceilings", {"level": "existence"}),
    "a mark without admission": ("ceilings", {"level": "existence"}),
    "a mark for who left": ("ceilings", {"level": "existence"}),
    "no mark at all": ("ceilings", {"level": "existence"}),
}


def stressed(world: World, name: str) -> World:
    """The world with more of what this sabotage would let through."""
    if name == "closed rows leave a mark":
        nobody = [replace(row, circle=frozenset()) for row in world.rows]
        hinted = [replace(one, level="existence") for one in world.ceilings]
        return replace(world, default_matrix=False, rows=nobody, ceilings=hinted)
    if name == "one of the room is named":
        one, other = world.persons[1], world.persons[-1]
        assert one.organisation == other.organisation
        named = [replace(seat, persons=frozenset({one.id})) for seat in world.seats]
        return replace(world, seats=named, bars=set(), rooms=[[one, other]])
    if name == "no way in for an emergency":
        nobody_named = [replace(seat, persons=frozenset()) for seat in world.seats]
        everybody = {(scope.id, one.id) for scope in world.scopes for one in world.persons}
        return replace(
            world, seats=nobody_named, bars=set(), emergencies=everybody, lapsed=set(),
            rooms=[[one] for one in world.persons],
        )  # fmt: skip
    if name not in STRESSED:
        return world
    what, change = STRESSED[name]
    changed = [replace(one, **change) if n % 2 else one for n, one in enumerate(getattr(world, what))]
    return replace(world, default_matrix=False, **{what: changed})


# What only shows when somebody writes.
WRITING = {"no member", "anybody as owner", "anybody as author", "what may not be supplied"}


@pytest.fixture(scope="module")
def pool() -> list[tuple[World, Tries]]:
    """Worlds in which broken policies must show; the same each time."""
    made: list[tuple[World, Tries]] = []
    fixed = settings(THOROUGH, max_examples=40, derandomize=True)

    @fixed
    @given(attempts())
    def keep(attempt: tuple[World, Tries]) -> None:
        made.append(attempt)

    keep()
    return made


@pytest.mark.parametrize("name", SABOTAGE)
def test_broken_policies_are_caught(
    superuser: psycopg.Connection[Any], pool: list[tuple[World, Tries]], name: str
) -> None:
    def caught(world: World, tries: Tries) -> bool:
        world = stressed(world, name)
        with superuser.transaction(force_rollback=True):
            stage = Stage(superuser)
            stage.build(world)
            for statement in SABOTAGE[name]:
                superuser.execute(statement.encode())
            wrong = (
                wrong_writes(stage, world, tries, Counter())
                if name in WRITING
                else differences(stage, world, Counter())
            )
            return next(wrong, None) is not None

    assert any(caught(*attempt) for attempt in pool), "in no world did it make a difference"
