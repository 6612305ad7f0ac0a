"""Drafts: kept for one person, seen by nobody else, gone with the thing they are about and after their time."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from db.session import Database
from domain import circle, drafts
from domain.errors import Invalid, NotFound
from tests import world
from tests.world import PEOPLE, World

NEW = "/signals/new"
TYPED = {"narrative": ["Zes matrassen: “straks” 🙂"], "observations/3/indicator": ["AU09"], "empty": [""]}


@pytest.fixture(scope="module")
def region(module_database: Database) -> World:
    return world.build(module_database)


def keep(region: World, who: str, address: str = NEW, fields: drafts.Fields = TYPED) -> drafts.Saved:
    with region.acting(who) as (session, actor):
        return drafts.save(session, actor, address, fields)


def left_by(region: World, who: str) -> dict[str, drafts.DraftView]:
    with region.acting(who) as (session, actor):
        return {one.address: one for one in drafts.drafts(session, actor)}


def as_superuser(region: World, postgres: object, statement: str) -> list[tuple[object, ...]]:
    name = region.database.engine("app").url.database
    url = postgres.superuser(name).set(drivername="postgresql")  # type: ignore[attr-defined]
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        found = connection.execute(statement.encode())
        return found.fetchall() if found.description else []


def test_a_draft_comes_back_as_it_was_and_goes_when_it_is_discarded(region: World) -> None:
    keep(region, "inspector")
    with region.acting("inspector") as (session, actor):
        assert drafts.draft(session, actor, NEW).fields == TYPED
        assert set(drafts.moments(session)) == {NEW}
        drafts.discard(session, NEW)
        with pytest.raises(NotFound):
            drafts.draft(session, actor, NEW)


@pytest.mark.parametrize("other", [name for name in [*PEOPLE, "administrator"] if name != "inspector"])
def test_nobody_else_sees_or_touches_it(region: World, other: str) -> None:
    """Not a colleague, not the auditor, the data protection officer or the administrator; nor all together on a wall."""
    keep(region, "inspector")
    with region.acting(other) as (session, _):
        for statement in (
            "select * from drafts",
            "delete from drafts returning 1",
            "update drafts set fields = '{}' returning 1",
        ):
            assert session.execute(text(statement)).all() == []
    with region.acting(other, "inspector") as (session, _):
        assert session.execute(text("select * from drafts")).all() == []
    assert left_by(region, "inspector")[NEW].fields == TYPED


def test_nobody_writes_a_draft_in_another_name(region: World) -> None:
    with region.acting("detective") as (session, actor), pytest.raises(ProgrammingError, match="row-level"):
        drafts.save(session, replace(actor, id=region.people["inspector"]), NEW, {})


@pytest.mark.parametrize("role", ["login", "worker", "auditor", "sealer", "statistics"])
def test_no_technical_role_reads_drafts(region: World, role: str) -> None:
    keep(region, "inspector")
    with region.database.session_as(role) as session, pytest.raises(DBAPIError, match="permission denied"):
        session.execute(text("select fields from drafts"))


def test_the_reader_role_cannot_read_what_is_in_it(region: World, postgres: object) -> None:
    readable = as_superuser(
        region,
        postgres,
        "select string_agg(attname, ' ' order by attname) from pg_attribute where attrelid = 'drafts'::regclass"
        " and attnum > 0 and has_column_privilege('schakel_reader', 'drafts', attname, 'select')",
    )
    assert "fields" not in str(readable)
    assert "expires_at" in str(readable)


def test_a_thing_out_of_sight_takes_its_draft_along(region: World) -> None:
    case_id = region.joined(region.case(), "inspectorate")
    subject_id = region.subject(case_id)
    address = f"/subjects/{subject_id}/contributions/new"
    keep(region, "inspector", address)
    assert left_by(region, "inspector")[address].about == "Bakkerij Zuid"

    left = circle.Decide(
        kind="left", organisation_id=region.organisations["inspectorate"], reason="Niet meer nodig."
    )
    with region.acting("chair") as (session, actor):
        circle.decide(session, actor, case_id, left)
    assert address not in left_by(region, "inspector")
    with region.acting("inspector") as (session, actor), pytest.raises(NotFound):
        drafts.draft(session, actor, address)


def test_a_hidden_thing_is_a_missing_one(region: World) -> None:
    """Whoever tries addresses learns nothing: the same refusal for what is hidden and what never was."""
    hidden = region.signal()
    refusals = set()
    for one in (hidden, uuid4()):
        with region.acting("neighbour") as (session, actor), pytest.raises(DBAPIError) as refused:
            drafts.save(session, actor, f"/signals/{one}/additions", TYPED)
        refusals.add((refused.value.orig.sqlstate, str(refused.value.orig).split("\n")[0]))  # type: ignore[union-attr]
    assert len(refusals) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/",
        "signals/new",
        "//evil.example",
        "/signals/../x",
        "/nonsense/" + "0" * 8 + "-0000-0000-0000-000000000000",
        "/a" * 9,
        "/signals/new?x=1",
    ],
)
def test_only_forms_of_ours_are_kept(region: World, address: str) -> None:
    with region.acting("inspector") as (session, actor), pytest.raises(NotFound):
        drafts.save(session, actor, address, TYPED)


@pytest.mark.parametrize("fields", [{"narrative": ["x" * drafts.LIMITS.longest]}, {"narrative": ["a\x00b"]}])
def test_what_cannot_be_kept_is_refused(region: World, fields: drafts.Fields) -> None:
    with region.acting("inspector") as (session, actor), pytest.raises(Invalid):
        drafts.save(session, actor, NEW, fields)


def test_half_a_character_is_kept_as_far_as_it_goes(region: World) -> None:
    keep(region, "prosecutor", fields={"narrative": ["half \ud83d"]})
    assert left_by(region, "prosecutor")[NEW].fields == {"narrative": ["half ?"]}


def test_the_last_window_wins_and_is_told(region: World) -> None:
    first = keep(region, "detective")
    with region.acting("detective") as (session, actor):
        second = drafts.save(session, actor, NEW, {"narrative": ["Tweede"]}, first.at)
    assert (first.over, second.over) == (None, None)
    third = keep(region, "detective")  # a window that knows of neither
    assert third.over == second.at


def test_no_more_than_so_many_are_kept(region: World) -> None:
    for number in range(drafts.LIMITS.most + 3):
        keep(
            region,
            "tax_officer",
            f"/signals/form-{'abcdefghijklmnopqrstuvwxyz'[number // 26]}{'abcdefghijklmnopqrstuvwxyz'[number % 26]}",
        )
    kept = left_by(region, "tax_officer")
    assert len(kept) == drafts.LIMITS.most
    assert "/signals/form-aa" not in kept


def test_what_nobody_came_back_to_disappears(region: World, postgres: object) -> None:
    keep(region, "inspector")
    keep(region, "case_manager")
    as_superuser(
        region, postgres,
        f"update drafts set expires_at = now() - interval '1 second' where actor_id = '{region.people['inspector']}' and address = '{NEW}'",
    )  # fmt: skip
    assert NEW not in left_by(region, "inspector")
    with region.database.session_as("worker") as session:
        assert drafts.forget_expired(session) == 1
        session.commit()
    assert NEW in left_by(region, "case_manager")
    until = left_by(region, "case_manager")[NEW]
    assert timedelta(days=13) < until.expires_at - until.saved_at <= drafts.LIMITS.kept


def test_nothing_of_a_draft_is_in_a_log_or_in_what_is_found(region: World, postgres: object) -> None:
    keep(region, "inspector", fields={"narrative": ["Kanariegeel"]})
    for table in ("events", "access_log", "search_entries", "outbox"):
        assert (
            as_superuser(region, postgres, f"select 1 from {table} t where t::text ilike '%kanariegeel%'")
            == []
        )
