"""Capacity: what a partner can do, what it promised of it, and who may know."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from db.session import Database
from domain import assignment, capacity, coordination, interventions, process
from domain.calendar import add_months, today
from domain.capacity import CapacityView, KeepCapacity
from domain.coordination import ScheduleIntervention
from domain.errors import Invalid, NotAllowed
from tests.world import World, build

MONTHS = (add_months(today().replace(day=1), 2 + 3 * number) for number in range(7))
"""For each test a month of its own, in which nobody promised anything yet."""


@pytest.fixture(scope="module")
def everybody(module_database: Database) -> World:
    return build(module_database)


@pytest.fixture
def world(everybody: World) -> World:
    """The cast, of whom nobody told any capacity."""
    with everybody.database.session_as("owner") as session:
        session.execute(text("delete from capacities"))
        session.commit()
    return everybody


@pytest.fixture
def month() -> date:
    return next(MONTHS)


@pytest.fixture
def inspection(world: World) -> UUID:
    case = world.joined(world.case(), "inspectorate", "police")
    return world.proposed(world.weighed(world.concluded(world.subject(case))), "inspectorate", "AR01")


def keep(world: World, month: date, by: str = "inspector", **told: Any) -> CapacityView:
    given = {"starts_on": month, "period": "month", "unit": "inspections", "amount": 6, **told}
    with world.acting(by) as (session, actor):
        return capacity.keep(session, actor, KeepCapacity.model_validate(given))


def seen(world: World, by: str, *partners: str) -> list[CapacityView]:
    asked = [world.organisations[one] for one in partners] or None
    with world.acting(by) as (session, actor):
        return capacity.capacities(session, actor, asked)


def accepted(world: World, intervention_id: UUID, first: date, last: date, **told: Any) -> None:
    given = {
        "outcome": "accepted", "priority": "normal", "capacity_amount": 8, "capacity_unit": "inspections",
        "planned_from": first, "planned_until": last, **told,
    }  # fmt: skip
    with world.acting("inspector") as (session, actor):
        assignment.reply(session, actor, intervention_id, assignment.GiveReply.model_validate(given))


def test_a_partner_keeps_its_own_and_the_last_word_holds(world: World, month: date) -> None:
    keep(world, month)
    made = keep(world, month, amount=10)
    quarter = keep(
        world, month, period="quarter", unit="hours", amount=400, starts_on=month + timedelta(days=20)
    )
    assert (quarter.starts_on.month - 1) % 3 == 0
    assert quarter.ends_on == add_months(quarter.starts_on, 3) - timedelta(days=1)
    (mine,) = [one for one in seen(world, "inspector") if one.unit == "inspections"]
    assert (mine.id, mine.amount, mine.load, mine.free) == (made.id, 10, 0, 10)


def test_own_organisation_and_the_riec_and_nobody_else(world: World, month: date) -> None:
    keep(world, month)
    keep(world, month, by="detective", unit="investigations", amount=2)
    for who in ("chair", "analyst"):
        assert {one.organisation for one in seen(world, who)} == {"Arbeidsinspectie", "Politie Riva"}
    assert {one.organisation for one in seen(world, "chair", "police")} == {"Politie Riva"}
    assert {one.organisation for one in seen(world, "inspector")} == {"Arbeidsinspectie"}
    for who in ("case_manager", "administrator", "auditor", "care_coordinator"):
        assert seen(world, who) == []
    assert seen(world, "detective", "inspectorate") == []
    with pytest.raises(NotAllowed):
        keep(world, month, by="permit_officer")
    with pytest.raises(Exception, match="row-level security"), world.acting("detective") as (session, actor):
        session.execute(
            text(
                "insert into capacities (id, organisation_id, starts_on, months, unit, amount, actor_id)"
                " values (gen_random_uuid(), :other, '2099-01-01', 1, 'hours', 1, :me)"
            ),
            {"other": world.organisations["inspectorate"], "me": actor.id},
        )


def test_load_is_what_the_partner_named_spread_over_the_days_it_planned(
    world: World, inspection: UUID, month: date
) -> None:
    first, second = month, add_months(month, 1)
    keep(world, month)
    keep(world, month, starts_on=second, amount=20)
    accepted(world, inspection, second - timedelta(days=14), second + timedelta(days=13))
    for who in ("inspector", "chair"):
        found = seen(world, who, "inspectorate")
        assert [one.starts_on for one in found] == [first, second]
        assert sum(one.load for one in found) == pytest.approx(8, abs=0.2)
        assert all(3 <= one.load <= 5 and one.interventions == 1 for one in found)
    with world.acting("inspector") as (session, actor):
        moved = ScheduleIntervention(starts_on=second, ends_on=second + timedelta(days=6))
        coordination.schedule(session, actor, inspection, moved)
    assert [one.load for one in seen(world, "inspector")] == [0, 8]


def test_a_kind_with_capacity_of_its_own_counts_apart(world: World, inspection: UUID, month: date) -> None:
    keep(world, month)
    keep(world, month, intervention_kind="AR01", amount=9)
    accepted(world, inspection, month, month + timedelta(days=13))
    found = {one.intervention_kind: (one.load, one.free) for one in seen(world, "inspector")}
    assert found == {None: (0, 6), "AR01": (8, 1)}


def test_too_much_is_a_clash_for_who_may_know_it(world: World, inspection: UUID, month: date) -> None:
    keep(world, month)
    accepted(world, inspection, month, month + timedelta(days=13))
    with world.acting("chair") as (session, actor):
        subject_id = interventions.view(session, actor, inspection).subject_id
        case_id = process.parent_of(session, subject_id)
    assert case_id
    for who, sees in (("chair", ["capacity"]), ("inspector", ["capacity"]), ("detective", [])):
        with world.acting(who) as (session, actor):
            (found,) = interventions.plan(session, actor, case_id)
            assert [one for one in found.clashes if one == "capacity"] == sees


def test_what_does_not_fit_is_refused_all_at_once(world: World, month: date) -> None:
    with pytest.raises(Invalid) as refused:
        keep(world, month, unit="zakken", intervention_kind="BM01", starts_on=add_months(today(), -4))
    assert {(one.code, one.pointer) for one in refused.value.problems} == {
        ("code-not-valid", "/unit"), ("code-not-valid", "/interventionKind"), ("period-over", "/startsOn"),
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        keep(world, month, starts_on=add_months(today(), 30))
    assert [one.code for one in refused.value.problems] == ["too-far-ahead"]


def test_hours_are_told_as_before(world: World, inspection: UUID, month: date) -> None:
    keep(world, month, unit="hours", amount=40)
    accepted(
        world,
        inspection,
        month,
        month + timedelta(days=6),
        capacity_amount=None,
        capacity_unit=None,
        capacity_hours=16,
    )
    (mine,) = seen(world, "inspector")
    assert (mine.load, mine.free) == (16, 24)
    with world.acting("inspector") as (session, actor):
        (said,) = interventions.view(session, actor, inspection).replies
    assert (said.capacity_hours, said.capacity_amount, said.capacity_unit) == (16, 16, "hours")
