"""One plan over all partners: dates, what waits for what, embargo, and nothing of what is hidden."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from db.policies.participations import WAITING
from db.session import Database
from domain import assignment, coordination, execution, interventions
from domain.calendar import today
from domain.coordination import AddDependency, ScheduleIntervention
from domain.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from domain.execution import Complete, ReportProgress, YieldShape
from domain.interventions import InterventionView
from domain.plan import OPEN_FOR_REPLY, RUNNING
from tests.world import World, build


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    return build(module_database)


@pytest.fixture
def case_id(world: World) -> UUID:
    return world.joined(world.case(), "police", "inspectorate", "tax")


@pytest.fixture
def subject_id(world: World, case_id: UUID) -> UUID:
    return world.weighed(world.concluded(world.subject(case_id)))


@pytest.fixture
def arrest(world: World, subject_id: UUID) -> UUID:
    return world.proposed(subject_id, "police", "ST02")


@pytest.fixture
def inspection(world: World, subject_id: UUID, arrest: UUID) -> UUID:
    return world.proposed(subject_id, "inspectorate", "AR01")


def test_what_is_open_waits_in_the_database_too() -> None:
    assert set(WAITING) >= {*OPEN_FOR_REPLY, *RUNNING}


def day(number: int) -> date:
    return today() + timedelta(days=number)


def waits(world: World, intervention_id: UUID, by: str = "chair", **told: Any) -> InterventionView:
    with world.acting(by) as (session, actor):
        return coordination.add_dependency(session, actor, intervention_id, AddDependency(**told))


def planned(world: World, intervention_id: UUID, by: str, first: int, last: int) -> InterventionView:
    with world.acting(by) as (session, actor):
        data = ScheduleIntervention(starts_on=day(first), ends_on=day(last))
        return coordination.schedule(session, actor, intervention_id, data)


def reported(world: World, intervention_id: UUID, by: str, **told: Any) -> InterventionView:
    with world.acting(by) as (session, actor):
        data = ReportProgress(text="Het loopt.", **told)
        return execution.report_progress(session, actor, intervention_id, data)


def seen(world: World, case_id: UUID, by: str) -> dict[UUID, InterventionView]:
    with world.acting(by) as (session, actor):
        return {one.id: one for one in interventions.plan(session, actor, case_id)}


def codes(refused: DomainError) -> set[str]:
    return {one.code for one in getattr(refused, "problems", ())} or {refused.code}


def test_the_partner_plans_and_all_who_share_the_plan_see_the_dates(
    world: World, case_id: UUID, arrest: UUID
) -> None:
    with pytest.raises(Conflict) as early:
        planned(world, arrest, "detective", 3, 4)
    assert early.value.code == "not-running"
    world.accepted(arrest, "detective")
    planned(world, arrest, "detective", 3, 4)
    planned(world, arrest, "detective", 5, 6)
    for who in ("chair", "inspector", "case_manager"):
        found = seen(world, case_id, who)[arrest]
        assert (found.planned_from, found.planned_until, found.started_on) == (day(5), day(6), None)
    assert seen(world, case_id, "inspector")[arrest].instruction is None
    with pytest.raises(NotAllowed):
        planned(world, arrest, "inspector", 1, 2)
    with pytest.raises(Invalid):
        planned(world, arrest, "detective", 6, 5)


def test_what_comes_first_holds_the_other_back_until_it_is_done(
    world: World, case_id: UUID, arrest: UUID, inspection: UUID
) -> None:
    waits(world, inspection, waits_for_id=arrest)
    world.accepted(arrest, "detective")
    world.accepted(inspection, "inspector")
    for act in (
        lambda: reported(world, inspection, "inspector"),
        lambda: world.completed(inspection, "inspector"),
    ):
        with pytest.raises(Conflict) as held:
            act()
        assert (held.value.code, held.value.facts) == ("embargo-waits", {"partner": "Politie Riva"})
    mine = seen(world, case_id, "inspector")[inspection]
    assert mine.embargo
    assert (mine.embargo.waits_for, mine.acts) == ("Politie Riva", ["schedule"])

    planned(world, arrest, "detective", 10, 11)
    assert planned(world, inspection, "inspector", 9, 9).clashes == ["order"]
    assert planned(world, inspection, "inspector", 11, 12).clashes == []

    world.completed(arrest, "detective")
    done = reported(world, inspection, "inspector")
    assert (done.status, done.embargo, done.started_on) == ("in_progress", None, today())


def test_until_the_other_has_started_is_enough_when_that_was_said(
    world: World, arrest: UUID, inspection: UUID
) -> None:
    waits(world, inspection, waits_for_id=arrest, until="started")
    world.accepted(arrest, "detective")
    world.accepted(inspection, "inspector")
    with pytest.raises(Conflict):
        reported(world, inspection, "inspector")
    reported(world, arrest, "detective")
    reported(world, inspection, "inspector")


def test_an_order_without_embargo_is_a_clash_and_no_refusal(
    world: World, arrest: UUID, inspection: UUID
) -> None:
    waits(world, inspection, waits_for_id=arrest, embargo=False)
    world.accepted(arrest, "detective")
    world.accepted(inspection, "inspector")
    assert planned(world, inspection, "inspector", 1, 2).clashes == ["order"]
    reported(world, inspection, "inspector")


def test_a_day_holds_until_it_comes_and_a_new_day_takes_its_place(
    world: World, case_id: UUID, arrest: UUID, inspection: UUID
) -> None:
    waits(world, inspection, not_before=day(20))
    world.accepted(arrest, "detective")
    world.accepted(inspection, "inspector")
    with pytest.raises(Conflict) as held:
        reported(world, inspection, "inspector")
    assert held.value.facts == {"until": day(20).isoformat()}
    assert planned(world, inspection, "inspector", 19, 21).clashes == ["embargo"]
    assert seen(world, case_id, "tax_officer")[inspection].not_before == day(20)
    waits(world, inspection, not_before=today())
    assert reported(world, inspection, "inspector").clashes == []


def test_the_day_named_when_it_was_proposed_holds_too(world: World, subject_id: UUID) -> None:
    with world.acting("chair") as (session, actor):
        given = assignment.Propose(
            kind="AR01", partner_id=world.organisations["inspectorate"], instruction="Later.", not_before=day(5),
            due_on=day(9),
        )  # fmt: skip
        made = assignment.propose(session, actor, subject_id, given).id
    world.accepted(made, "inspector")
    with pytest.raises(Conflict) as held:
        world.completed(made, "inspector")
    assert held.value.code == "embargo-until"


def test_what_was_said_can_be_lifted_once(
    world: World, case_id: UUID, arrest: UUID, inspection: UUID
) -> None:
    (told,) = waits(world, inspection, waits_for_id=arrest).waits_for
    with world.acting("inspector") as (session, actor), pytest.raises(NotAllowed):
        coordination.lift_dependency(session, actor, told.id)
    with world.acting("neighbour") as (session, actor), pytest.raises(NotFound):
        coordination.lift_dependency(session, actor, told.id)
    with world.acting("chair") as (session, actor):
        assert coordination.lift_dependency(session, actor, told.id).waits_for == []
    with world.acting("chair") as (session, actor), pytest.raises(Conflict) as twice:
        coordination.lift_dependency(session, actor, told.id)
    assert twice.value.code == "already-lifted"


def test_what_will_not_be_done_is_not_waited_for(world: World, arrest: UUID, inspection: UUID) -> None:
    waits(world, inspection, waits_for_id=arrest)
    with world.acting("detective") as (session, actor):
        refusal = assignment.GiveReply(outcome="refused", reason="Geen mensen.")
        assignment.reply(session, actor, arrest, refusal)
    world.accepted(inspection, "inspector")
    reported(world, inspection, "inspector")


def test_order_makes_sense(world: World, case_id: UUID, arrest: UUID, inspection: UUID) -> None:
    elsewhere = world.weighed(world.concluded(world.subject(world.joined(world.case(), "police"))))
    other = world.proposed(elsewhere, "police", "ST02")
    waits(world, inspection, waits_for_id=arrest)
    for told, code in (
        ({"waits_for_id": inspection}, "dependency-circle"),
        ({"waits_for_id": arrest}, "dependency-circle"),
        ({"waits_for_id": other}, "intervention-of-another-case"),
        ({}, "dependency-one-of-both"),
        ({"waits_for_id": inspection, "not_before": day(3)}, "dependency-one-of-both"),
    ):
        with pytest.raises(DomainError) as refused:
            waits(world, arrest, **told)
        assert codes(refused.value) == {code}
    with pytest.raises(NotAllowed):
        waits(world, inspection, by="case_manager", not_before=day(3))
    with pytest.raises(NotFound):
        waits(world, inspection, by="neighbour", not_before=day(3))


def test_of_a_hidden_intervention_nothing_shows_and_nobody_is_made_to_wait_for_it(
    world: World, case_id: UUID, arrest: UUID, inspection: UUID
) -> None:
    """The inspector is kept out of the other subject: what waits for something there waits, to him, for nothing."""
    second = world.weighed(world.concluded(world.subject(case_id, "Stil pand")))
    hidden = world.proposed(second, "police", "ST02")
    waits(world, inspection, waits_for_id=hidden)
    assert [one.waits_for_id for one in seen(world, case_id, "inspector")[inspection].waits_for] == [hidden]
    world.accepted(arrest, "detective")
    world.accepted(inspection, "inspector")
    planned(world, inspection, "inspector", 1, 2)
    assert seen(world, case_id, "chair")[inspection].clashes == ["order"]

    with world.database.session_as("owner") as session:
        session.execute(
            text("insert into bars (scope_id, actor_id, reason) values (:scope, :who, 'Betrokken')"),
            {"scope": second, "who": world.people["inspector"]},
        )
        session.commit()
    found = seen(world, case_id, "inspector")
    mine = found[inspection]
    assert hidden not in found
    assert str(hidden) not in mine.model_dump_json()
    assert (mine.waits_for, mine.embargo, mine.clashes) == ([], None, [])
    assert seen(world, case_id, "chair")[inspection].waits_for

    third = world.weighed(world.concluded(world.subject(case_id, "Nog stiller pand")))
    quiet = world.proposed(third, "police", "ST02")
    with world.database.session_as("owner") as session:
        session.execute(
            text(
                "update participations set ended_at = clock() where scope_id = :scope and organisation_id = :who"
            ),
            {"scope": third, "who": world.organisations["inspectorate"]},
        )
        session.commit()
    with pytest.raises(Invalid) as refused:
        waits(world, inspection, waits_for_id=quiet)
    assert codes(refused.value) == {"dependency-not-shared"}


def test_nobody_tells_dates_or_order_in_the_name_of_another(
    world: World, arrest: UUID, inspection: UUID
) -> None:
    """Past the domain, straight at the tables: the policies refuse it."""
    from db.tables.assignment import Dependency, Intervention, Schedule
    from domain import rows

    for who, model, more in (
        ("detective", Schedule, {"kind": "planned", "starts_on": today(), "ends_on": today()}),
        ("detective", Dependency, {"not_before": today()}),
    ):
        with world.acting(who) as (session, actor):
            place = rows.find(session, Intervention, inspection).scope_id
            with pytest.raises(Exception, match="row-level security"):
                rows.add(session, actor, model, place, "plan", intervention_id=inspection, **more)
            session.rollback()


def test_dates_of_what_happened_are_of_the_past_and_run_forward(
    world: World, arrest: UUID, case_id: UUID
) -> None:
    world.accepted(arrest, "detective")
    with pytest.raises(Invalid) as refused:
        reported(world, arrest, "detective", started_on=day(1))
    assert codes(refused.value) == {"date-in-future"}
    reported(world, arrest, "detective", started_on=day(-4))
    assert reported(world, arrest, "detective").started_on == day(-4)
    with world.acting("detective") as (session, actor), pytest.raises(Invalid):
        execution.complete(
            session, actor, arrest, Complete(result="reached", text="Klaar.", ended_on=day(-5))
        )
    with world.acting("detective") as (session, actor):
        ended = Complete(result="reached", text="Klaar.", ended_on=day(-2))
        execution.complete(session, actor, arrest, ended)
    found = seen(world, case_id, "tax_officer")[arrest]
    assert (found.started_on, found.ended_on, found.acts) == (day(-4), day(-2), [])


def test_yields_are_for_the_partner_and_the_riec(world: World, arrest: UUID, case_id: UUID) -> None:
    world.accepted(arrest, "detective")
    for kinds, code in ((["zoveel"], "code-not-valid"), (["arrests", "arrests"], "yield-twice")):
        data = Complete(
            result="reached", text="Klaar.", yields=[YieldShape(kind=kind, amount=2) for kind in kinds]
        )
        with world.acting("detective") as (session, actor), pytest.raises(Invalid) as refused:
            execution.complete(session, actor, arrest, data)
        assert codes(refused.value) == {code}
    data = Complete(
        result="reached", text="Klaar.",
        yields=[YieldShape(kind="arrests", amount=2), YieldShape(kind="penalty_eur", amount=15_000)],
    )  # fmt: skip
    with world.acting("detective") as (session, actor):
        execution.complete(session, actor, arrest, data)
    told = [("arrests", 2), ("penalty_eur", 15_000)]
    for who, sees in (("detective", told), ("chair", told), ("inspector", []), ("case_manager", [])):
        assert [(one.kind, one.amount) for one in seen(world, case_id, who)[arrest].yields] == sees
