"""Default deny: every ceiling, policy and admission is needed, one by one; without it somebody sees less.

One prepared region with the standard matrix and a rule for every category: an organisation has each part in a
scope at each step, and a partner owns one row of every category there.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.schema import Table

from db.policies.sharing import given, seen, shareable_tables, working
from db.seed import matrix
from db.session import Database
from tests.db.oracle import (
    Admission,
    Category,
    Ceiling,
    Organisation,
    Person,
    Row,
    Rule,
    Scope,
    Seat,
    Span,
    World,
)
from tests.db.stage import Stage
from tests.db.worlds import numbered

CEILINGS = [(part, step, category, level) for part, step, category, level, _, _ in matrix.ceiling_rows()]
PLACES = sorted({(part, step) for part, step, _, _ in CEILINGS})
CATEGORIES = {code: Category(phase, outlives) for code, _, _, phase, outlives, _ in matrix.CATEGORIES}

OWNER = Organisation(numbered(1, 0), "tax")
VIEWER = Organisation(numbered(1, 1), "municipality", "GM0361")
HANDLER = (("handler", Span()),)
TELLER = Person(numbered(2, 0), OWNER, HANDLER, (Admission("R"), Admission("T")))
READER = Person(numbered(2, 1), VIEWER, HANDLER, (Admission("R"),))
SCOPES = {
    place: Scope(numbered(3, n), place[1], territory=VIEWER.territory) for n, place in enumerate(PLACES)
}
# Places where one thing is wrong.
SECRET = Scope(numbered(3, 901), "dossier", compartment="T", territory=VIEWER.territory)
BARRED = Scope(numbered(3, 902), "dossier", territory=VIEWER.territory)
EARLY = Scope(numbered(3, 903), "dossier", phase=0, territory=VIEWER.territory)
LEFT = Scope(numbered(3, 904), "dossier", territory=VIEWER.territory)
HOME = SCOPES["municipality", "dossier"]


def _row(place: tuple[str, str], category: str) -> Row:
    number = PLACES.index(place) * len(CATEGORIES) + list(CATEGORIES).index(category)
    return Row(numbered(4, number), "statuses", SCOPES[place], OWNER, TELLER, category)


def _prepared() -> World:
    world = World(CATEGORIES, set(), [OWNER, VIEWER], [TELLER, READER], default_matrix=True)
    world.scopes = [*SCOPES.values(), SECRET, BARRED, EARLY, LEFT]
    world.seats = [Seat(scope, VIEWER, place[0]) for place, scope in SCOPES.items()]
    world.seats += [Seat(scope, VIEWER, "municipality", ended=scope is LEFT) for scope in world.scopes[-4:]]
    world.seats += [Seat(scope, OWNER, "partner") for scope in world.scopes]
    world.bars = {(BARRED.id, READER.id)}
    world.ceilings = [Ceiling("R", *row[:5]) for row in matrix.ceiling_rows()]
    world.rules = [Rule(category) for category in CATEGORIES]
    world.rows = [_row(place, category) for place in PLACES for category in CATEGORIES]
    return world


@pytest.fixture(scope="module")
def prepared(module_database: Database, postgres: Any) -> Iterator[psycopg.Connection[Any]]:
    """The region, for good, and a superuser's connection to it."""
    url = postgres.superuser(module_database.engine("app").url.database).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        Stage(connection).build(_prepared())
        connection.execute("analyze")
        connection.commit()
        yield connection


@pytest.fixture
def stage(prepared: psycopg.Connection[Any]) -> Iterator[Stage]:
    with prepared.transaction(force_rollback=True):
        yield Stage(prepared)


def _seen(stage: Stage, scope: Scope, table: str = "statuses") -> set[UUID]:
    with stage.as_viewers([READER]):
        found = stage.connection.execute(f"select id from {table} where scope_id = %s".encode(), [scope.id])
        return {key for (key,) in found}


@pytest.mark.parametrize("place", PLACES, ids="-".join)
def test_a_part_at_a_step_gets_its_ceilings_and_nothing_else(stage: Stage, place: tuple[str, str]) -> None:
    allowed = {
        _row(place, category).id
        for part, step, category, level in CEILINGS
        if (part, step) == place and level != "existence"
    }
    assert _seen(stage, SCOPES[place]) == allowed


@pytest.mark.parametrize(("part", "step", "category", "level"), CEILINGS, ids="-".join)
def test_without_the_ceiling_it_is_hidden(
    stage: Stage, part: str, step: str, category: str, level: str
) -> None:
    scope = SCOPES[part, step]
    before = _seen(stage, scope)

    # One that a migration brought begins today.
    changed = stage.connection.execute(
        "update ceilings set valid_from = least(valid_from, today() - 1), valid_until = today()"
        " where part = %s and step = %s and category = %s",
        [part, step, category],
    )

    assert changed.rowcount == 1
    gone = {_row((part, step), category).id} if level != "existence" else set()
    assert before - _seen(stage, scope) == gone


def _marked(stage: Stage, scope: Scope) -> set[str]:
    with stage.as_viewers([READER]):
        found = stage.connection.execute("select category from withheld(%s)", [[scope.id]])
        return {category for (category,) in found}


EXISTENCE = [(part, step, category) for part, step, category, level in CEILINGS if level == "existence"]


@pytest.mark.parametrize("place", PLACES, ids="-".join)
def test_a_mark_stands_where_the_ceiling_gives_existence_and_nowhere_else(
    stage: Stage, place: tuple[str, str]
) -> None:
    assert _marked(stage, SCOPES[place]) == {
        category for *here, category in EXISTENCE if tuple(here) == place
    }


@pytest.mark.parametrize(("part", "step", "category"), EXISTENCE, ids="-".join)
def test_without_the_ceiling_there_is_no_mark(stage: Stage, part: str, step: str, category: str) -> None:
    scope = SCOPES[part, step]
    before = _marked(stage, scope)
    stage.connection.execute(
        "update ceilings set valid_until = today() where part = %s and step = %s and category = %s",
        [part, step, category],
    )
    assert before - _marked(stage, scope) == {category}


@pytest.mark.parametrize(
    "taken_away",
    [
        "update rules set ended_at = now()",
        "update participations set ended_at = now() where organisation_id = %(viewer)s",
        "update admissions set valid_until = today() where actor_id = %(reader)s",
        "update actor_roles set role = 'privacy_officer' where actor_id = %(reader)s",
        "insert into bars (scope_id, actor_id, reason) select id, %(reader)s, 'x' from scopes on conflict do nothing",
        "update scopes set sealed_at = now()",
        "update scopes set phase = 0",
        # Closed to a circle: no trace, not even that it exists.
        "update statuses set circle = '{}'",
        "update statuses set circle = array[%(viewer)s]::uuid[]",
        "delete from statuses",
    ],
)
def test_no_mark_without_rule_part_admission_seal_phase_or_open_row(stage: Stage, taken_away: str) -> None:
    assert _marked(stage, HOME) == set(matrix.PHASES_2_3)
    stage.connection.execute(taken_away.encode(), {"viewer": VIEWER.id, "reader": READER.id})
    assert _marked(stage, HOME) == set()


# What is told to nobody at all, whatever the partners agree: it has an owner and no ceiling.
UNSHARED = ("disclosure", "attendance")


def test_what_has_no_ceiling_is_meant_so() -> None:
    assert {code for code in CATEGORIES if code not in {one for _, _, one, _ in CEILINGS}} == set(UNSHARED)


@pytest.mark.parametrize("category", [code for code in CATEGORIES if code not in UNSHARED])
def test_without_the_rule_it_is_hidden(stage: Stage, category: str) -> None:
    places = [(part, step) for part, step, one, level in CEILINGS if one == category and level != "existence"]
    assert places, f"nobody ever sees {category}"

    stage.connection.execute("update rules set ended_at = now() where category = %s", [category])

    for place in places:
        assert _row(place, category).id not in _seen(stage, SCOPES[place])


@pytest.mark.parametrize(
    "closed",
    [
        "update admissions set valid_until = today() where actor_id = %s",
        "update admissions set valid_from = today() + 1 where actor_id = %s",
        "update admissions set screened_on = today() + 1 where actor_id = %s",
        "update admissions set trained_on = today() + 1 where actor_id = %s",
        "delete from admissions where actor_id = %s",
        "update actor_roles set valid_until = today() where actor_id = %s",
        "update actor_roles set valid_from = today() + 1 where actor_id = %s",
        "update actor_roles set role = 'privacy_officer' where actor_id = %s",
        "update actor_roles set role = 'functional_administrator' where actor_id = %s",
    ],
)
def test_without_admission_and_role_there_is_nothing(stage: Stage, closed: str) -> None:
    everything = "select count(*) from statuses union all select count(*) from scopes"
    with stage.as_viewers([READER]):
        assert all(count for (count,) in stage.connection.execute(everything.encode()))

    stage.connection.execute(closed.encode(), [READER.id])

    with stage.as_viewers([READER]):
        found = stage.connection.execute(
            f"{everything} union all select count(*) from participations".encode()
        )
        assert [count for (count,) in found] == [0, 0, 0]


def test_the_end_of_an_agreement_ends_what_stands_on_it(stage: Stage) -> None:
    assert _seen(stage, HOME)
    stage.connection.execute("update agreements set valid_until = now()")
    assert not _seen(stage, HOME)


@pytest.mark.parametrize(
    "gone", ["update organisations set active = false", "update actors set active = false"]
)
def test_who_is_no_longer_active_cannot_enter(stage: Stage, gone: str) -> None:
    stage.connection.execute(gone.encode())
    assert stage.seen([READER]) is None


def test_an_admission_that_ends_in_the_middle_of_a_session_closes_the_door(
    module_database: Database, prepared: psycopg.Connection[Any]
) -> None:
    from sqlalchemy import text

    count = text("select count(*) from statuses")
    with module_database.session_for(READER.id) as session:
        assert session.execute(count).scalar_one() > 0
        session.commit()
        prepared.execute("update admissions set valid_until = today() where actor_id = %s", [READER.id])
        prepared.commit()
        try:
            # The same session, its next transaction.
            assert session.execute(count).scalar_one() == 0
        finally:
            session.rollback()
            # What has ended is not revived, not even here: the trigger has to stand aside.
            prepared.execute("set local session_replication_role = replica")
            prepared.execute(
                "update admissions set valid_until = '2099-01-01' where actor_id = %s", [READER.id]
            )
            prepared.commit()


@pytest.mark.parametrize(
    ("table", "column"), [("admissions", "valid_until"), ("agreements", "valid_until"), ("rules", "ended_at")]
)
def test_what_has_ended_is_not_revived(prepared: psycopg.Connection[Any], table: str, column: str) -> None:
    prepared.execute(f"update {table} set {column} = '2026-01-02'")
    with pytest.raises(psycopg.errors.NoDataFound):
        prepared.execute(f"update {table} set {column} = '2099-01-01'")
    prepared.rollback()


# --- the five policies, on every shareable table --------------------------------------------------

FIVE = {
    "seen": ("PERMISSIVE", "SELECT"),
    "own": ("PERMISSIVE", "INSERT"),
    "corrected": ("PERMISSIVE", "UPDATE"),
    "named": ("RESTRICTIVE", "ALL"),
    "member": ("RESTRICTIVE", "INSERT"),
}
MORE = {
    "contributions": {"supplier": ("RESTRICTIVE", "INSERT"), "kept": ("RESTRICTIVE", "UPDATE")},
    "attachments": {"supplier": ("RESTRICTIVE", "INSERT"), "kept": ("RESTRICTIVE", "UPDATE")},
    # What "both" asks is tried in tests/domain/test_relations.py.
    "relations": {
        "supplier": ("RESTRICTIVE", "INSERT"),
        "pair_seen": ("RESTRICTIVE", "INSERT"),
        "kept": ("RESTRICTIVE", "UPDATE"),
        "pair": ("RESTRICTIVE", "SELECT"),
    },
    # And in tests/domain/test_connections.py.
    "connections": {"pair_seen": ("RESTRICTIVE", "INSERT"), "pair": ("RESTRICTIVE", "SELECT")},
    "events": {
        "as_myself": ("RESTRICTIVE", "INSERT"),
        "pair": ("RESTRICTIVE", "SELECT"),
        "connection": ("RESTRICTIVE", "SELECT"),
    },
    # What they ask is tried in tests/domain/test_disclosures.py.
    **{
        table: {"decided": ("RESTRICTIVE", "INSERT")}
        for table in ("disclosures", "consents", "releases", "extracts")
    },
    # These in tests/domain/test_plan.py.
    "schedules": {"carries_out": ("RESTRICTIVE", "INSERT")},
    "dependencies": {"directs": ("RESTRICTIVE", "INSERT")},
    # This in tests/domain/test_reopening.py.
    "reopenings": {"decided": ("RESTRICTIVE", "INSERT")},
    # These in tests/domain/test_meetings.py and tests/api/test_leaks_of_meetings.py.
    **{
        table: {"decided": ("RESTRICTIVE", "INSERT")}
        for table in ("agenda_items", "attendances", "decisions", "actions", "action_reports", "minutes")
    },
    "meetings": {"decided": ("RESTRICTIVE", "INSERT"), "theirs": ("RESTRICTIVE", "SELECT")},
}
BESIDE = {"decided", "theirs", "directs", "carries_out", "pair", "pair_seen"}
"""What a policy of its own asks of a table beside the five."""
TABLES = {table.name: table for table in shareable_tables()}


@pytest.mark.parametrize("table", [*TABLES, "events"])
def test_every_shareable_table_has_exactly_the_five(stage: Stage, table: str) -> None:
    found = stage.connection.execute(
        "select policyname, permissive, cmd from pg_policies where tablename = %s and roles = '{schakel_app}'",
        [table],
    )
    # Nobody corrects what was told.
    wanted = FIVE if table != "events" else {name: how for name, how in FIVE.items() if name != "corrected"}
    assert {name: (kind, verb) for name, kind, verb in found} == wanted | MORE.get(table, {})


def _columns(table: Table, row: Row) -> dict[str, Any]:
    """The row with anything at all in the columns that sharing does not look at."""
    sharing = {
        "id": row.id, "scope_id": row.scope.id, "owner_id": row.owner.id, "category": row.category,
        "actor_id": row.author.id,
    }  # fmt: skip
    anything = {str: "x", bool: True, int: 1, UUID: row.id, list: [row.id]}
    return sharing | {
        column.name: anything.get(column.type.python_type, "2026-01-01")
        for column in table.columns
        if column.name not in sharing and not column.nullable and column.name != "created_at"
    }


def _accept_anything(stage: Stage, table: Table) -> None:
    """Only the five policies are to refuse: no foreign keys, triggers, checks or other unique columns."""
    for one in table.constraints:
        if isinstance(one, CheckConstraint | UniqueConstraint):
            stage.connection.execute(f"alter table {table.name} drop constraint {one.name} cascade".encode())
    for policy in MORE.get(table.name, {}).keys() & BESIDE:
        stage.connection.execute(f"drop policy {policy} on {table.name}".encode())
    stage.connection.execute("set local session_replication_role = replica")


def _without(name: str, condition: str, instead: str) -> str:
    """The policy that says who sees a row, with something else in the place of one of its conditions."""
    assert condition in seen(name)
    return f"alter policy seen on {name} using ({seen(name).replace(condition, instead)})"


# What is taken away -> (the row that shows what it is for, whether it is seen as long as it is there)
SHOWN_BY: dict[str, tuple[Row, bool]] = {
    "given": (Row(numbered(12, 2), "", HOME, OWNER, TELLER, "housing"), True),
    "compartment": (Row(numbered(12, 3), "", SECRET, VIEWER, READER, "housing"), False),
    "named": (Row(numbered(12, 4), "", BARRED, VIEWER, READER, "housing"), False),
    "phase": (Row(numbered(12, 5), "", EARLY, VIEWER, READER, "housing"), False),
}


def _taken_away(name: str) -> dict[str, str]:
    phase = working(name, "p").rpartition("\n       and ")[2]
    return {
        "given": _without(name, given(name, "p", "v.id"), "false"),
        "compartment": _without(name, "p.compartment = any(admitted())", "true"),
        "named": f"drop policy named on {name}",
        "phase": _without(name, phase, "true"),
    }


@pytest.mark.parametrize("name", TABLES)
def test_each_policy_and_each_of_its_conditions_makes_a_difference(stage: Stage, name: str) -> None:
    table, connection = TABLES[name], stage.connection
    _accept_anything(stage, table)
    for row, _ in SHOWN_BY.values():
        stage.put(name, [_columns(table, row)])
    # The second lock, on participations, would otherwise hold by itself.
    connection.execute("alter policy mine on participations using (organisation_id = any(viewers()))")

    for what, statement in _taken_away(name).items():
        row, visible = SHOWN_BY[what]
        assert (row.id in _seen(stage, row.scope, name)) is visible, what
        with connection.transaction(force_rollback=True):
            connection.execute(statement.encode())
            assert (row.id in _seen(stage, row.scope, name)) is not visible, f"{what} makes no difference"

    # Adding is granted by `own` alone, and limited by `member`; whoever forgets what grants reading shows nothing.
    own, left = (
        Row(numbered(12, n), name, scope, VIEWER, READER, "housing") for n, scope in ((1, HOME), (6, LEFT))
    )
    assert (_adds(stage, table, own), _adds(stage, table, left)) == (True, False)
    for policy in ("own", "seen"):
        with connection.transaction(force_rollback=True):
            connection.execute(f"drop policy {policy} on {name}".encode())
            assert _adds(stage, table, own) is (policy != "own")
            assert bool(_seen(stage, HOME, name)) is (policy != "seen")
    connection.execute(f"drop policy member on {name}".encode())
    assert _adds(stage, table, left)


@pytest.mark.parametrize("name", TABLES)
def test_nobody_writes_for_another(stage: Stage, name: str) -> None:
    table = TABLES[name]
    _accept_anything(stage, table)
    right = Row(numbered(12, 7), name, HOME, VIEWER, READER, "housing")

    assert _adds(stage, table, right)
    assert not _adds(stage, table, replace(right, owner=OWNER))
    assert not _adds(stage, table, replace(right, author=TELLER))
    assert not _adds(stage, table, replace(right, scope=SECRET))
    assert not _adds(stage, table, replace(right, scope=BARRED))
    assert not _adds(stage, table, replace(right, scope=EARLY))
    assert not _adds(stage, table, replace(right, scope=replace(HOME, id=numbered(3, 999))))


def _adds(stage: Stage, table: Table, row: Row) -> bool:
    try:
        with stage.as_viewers([READER]):
            stage.put(table.name, [_columns(table, row)])
            return True
    except psycopg.errors.InsufficientPrivilege:
        return False
