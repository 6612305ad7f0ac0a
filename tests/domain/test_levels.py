"""Evaluation above the case: lead times, partners, lessons and proposals, each of what the one who asks takes part in."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from db.session import Database
from domain import dossier, evaluation, levels, steering, worklist
from domain.calendar import NETHERLANDS, add_working_days, today
from domain.errors import Conflict, Invalid, NotAllowed, NotFound
from domain.events import EventType
from domain.levels import ChainFigures, ProcessFigures, StepFigures
from domain.steering import DecideProposal, SteeringProposalView, WriteProposal
from tests.statements import statements
from tests.world import World, build


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    """The cast. Each test counts what it adds itself."""
    return build(module_database)


def process(world: World, by: str, code: str = "") -> ProcessFigures:
    with world.acting(by) as (session, actor):
        return levels.process_figures(session, actor, levels.period(code))


def step(world: World, by: str, code: str, period: str = "") -> StepFigures:
    return next(one for one in process(world, by, period).steps if one.step == code)


def chain(world: World, by: str) -> ChainFigures:
    with world.acting(by) as (session, actor):
        return levels.chain_figures(session, actor, levels.period())


def of_partner(world: World, by: str, name: str) -> Counter[str]:
    """What this person counts of that partner."""
    found = {one.organisation_id: one for one in chain(world, by).partners}
    figures = found.get(world.organisations[name])
    return Counter(figures.model_dump(exclude={"organisation", "organisation_id"}) if figures else {})


def was(world: World, of_id: UUID, status: str, day: date) -> None:
    """When that happened; no verb does that."""
    with world.database.session_as("owner") as session:
        session.execute(
            text("update statuses set created_at = :at where of_id = :id and status = :status"),
            {"at": datetime.combine(day, time(12), NETHERLANDS), "id": of_id, "status": status},
        )
        session.commit()


def asked(world: World, case_id: UUID, partner: str) -> UUID:
    with world.acting("chair") as (session, actor):
        given = dossier.Ask(
            asked_id=world.organisations[partner], question="Iets bekend?", due_on=today() + timedelta(days=9)
        )
        return dossier.request(session, actor, case_id, given).id


def answered(world: World, request_id: UUID, by: str) -> None:
    with world.acting(by) as (session, actor):
        dossier.answer(session, actor, request_id, dossier.GiveAnswer(outcome="nothing_known"))


def proposed(world: World, by: str = "analyst", **changed: Any) -> SteeringProposalView:
    given = {
        "title": "Vaste contactpersoon", "text": "Eén per gemeente.", "reason": "Vragen bleven liggen.",
        "addressed_id": world.organisations["zuidstad"], "due_on": today() + timedelta(days=90), **changed,
    }  # fmt: skip
    with world.acting(by) as (session, actor):
        return steering.propose_policy(session, actor, WriteProposal.model_validate(given))


def decided(world: World, proposal_id: UUID, by: str, outcome: str) -> SteeringProposalView:
    with world.acting(by) as (session, actor):
        given = DecideProposal.model_validate({"outcome": outcome, "text": "Zo is het."})
        return steering.decide_proposal(session, actor, proposal_id, given)


def read(world: World, by: str) -> list[UUID]:
    with world.acting(by) as (session, actor):
        return [one.id for one in steering.proposals(session, actor)]


# --- the process ----------------------------------------------------------------------------------


def test_a_step_is_counted_in_working_days_against_the_norm_of_its_day(world: World) -> None:
    monday = date(2025, 10, 6)
    for days in (2, 4, 12):
        signal_id = world.signal()
        world.case(signal_id)
        was(world, signal_id, "submitted", monday)
        was(world, signal_id, "taken_up", add_working_days(monday, days))
    found = step(world, "preparer", "decide", "2025-Q4")
    assert (found.count, found.median, found.p90) == (3, 4.0, 12)
    assert (found.norm, found.within, found.normed) == (10, 2, 3)
    assert found.norm_source


def test_what_was_not_decided_waits_and_shows_when_it_is_too_late(world: World) -> None:
    before = step(world, "chair", "decide")
    old = world.signal()
    world.signal()
    was(world, old, "submitted", add_working_days(today(), -12))
    found = step(world, "chair", "decide")
    assert (found.count, found.waiting - before.waiting, found.overdue - before.overdue) == (
        before.count,
        2,
        1,
    )


def test_every_step_of_the_chain_is_measured_and_outlives_the_seal(world: World) -> None:
    def counted(by: str) -> Counter[str]:
        return Counter({one.step: one.count for one in process(world, by).steps if one.step != "decide"})

    before = {who: counted(who) for who in ("chair", "inspector")}
    case_id = world.joined(world.case(), "inspectorate")
    subject_id = world.weighed(world.concluded(world.subject(case_id)))
    done = world.accepted(world.proposed(subject_id, "inspectorate", "AR01"), "inspector")
    world.completed(done, "inspector")
    with world.acting("chair") as (session, actor):
        for about in (subject_id, None):
            given = evaluation.Evaluate(subject_id=about, goal="reached", worked="Samen.")
            evaluation.evaluate(session, actor, case_id, given)
        evaluation.close(session, actor, case_id, evaluation.Close(reason="goal_reached", text="Klaar."))
    for who, earlier in before.items():
        more = counted(who) - earlier
        assert set(more) == {"dossier", "weigh", "assign", "answer", "carry-out", "close"}, who
        assert set(more.values()) == {1}, who


def test_a_case_one_takes_no_part_in_changes_no_number(world: World) -> None:
    case_id = world.joined(world.case(), "inspectorate", "tax")
    before = [(process(world, who), chain(world, who)) for who in ("detective", "neighbour")]
    weighed = step(world, "inspector", "weigh").count
    subject_id = world.weighed(world.concluded(world.subject(case_id)))
    world.accepted(world.proposed(subject_id, "inspectorate", "AR01"), "inspector")
    asked(world, case_id, "tax")
    assert [(process(world, who), chain(world, who)) for who in ("detective", "neighbour")] == before
    assert step(world, "inspector", "weigh").count == weighed + 1


def test_who_may_not_see_content_counts_nothing(world: World) -> None:
    world.concluded(world.subject(world.case()))
    for who in ("auditor", "privacy_officer", "care_coordinator"):
        assert {(one.count, one.waiting) for one in process(world, who).steps} == {(0, 0)}
        assert chain(world, who).partners == []


def test_a_person_who_is_barred_counts_it_no_more(world: World) -> None:
    before = step(world, "analyst", "dossier").count
    subject_id = world.concluded(world.subject(world.case()))
    assert step(world, "analyst", "dossier").count == before + 1
    with world.database.session_as("owner") as session:
        session.execute(
            text("insert into bars (scope_id, actor_id, reason) values (:scope, :actor, 'Betrokken')"),
            {"scope": subject_id, "actor": world.people["analyst"]},
        )
        session.commit()
    assert step(world, "analyst", "dossier").count == before


def test_a_period_is_a_quarter_a_year_or_the_last_twelve_months(world: World) -> None:
    world.concluded(world.subject(world.case()))
    assert step(world, "chair", "dossier", str(today().year)).count
    assert step(world, "chair", "dossier", str(today().year - 2)).count == 0
    quarter = levels.period("2026-Q3")
    assert (quarter.first, quarter.last) == (date(2026, 7, 1), date(2026, 9, 30))
    assert [levels.period(one.code) for one in levels.choices()] == levels.choices()
    for wrong in ("2026-Q5", "vorig jaar", "99", "2026-Q"):
        with pytest.raises(Invalid):
            levels.period(wrong)


def test_the_figures_ask_the_same_for_little_and_for_much_and_never_the_log_of_who_looked(
    world: World,
) -> None:
    def asking() -> list[str]:
        with statements(world.database) as sent:
            process(world, "chair"), chain(world, "chair")
        return [one.text for one in sent]

    case_id = world.joined(world.case(), "inspectorate")
    world.proposed(world.weighed(world.concluded(world.subject(case_id))), "inspectorate", "AR01")
    asking()  # the norms are remembered
    little = asking()
    for _ in range(4):
        world.proposed(world.weighed(world.concluded(world.subject(case_id))), "inspectorate", "AR01")
    for _ in range(4):
        asked(world, case_id, "inspectorate")
    assert len(asking()) == len(little)
    assert not [one for one in little if "access_log" in one]


# --- the chain ------------------------------------------------------------------------------------


def test_questions_are_counted_for_the_partner_that_answers(world: World) -> None:
    people = ("chair", "detective", "tax_officer")
    before = {who: of_partner(world, who, "police") for who in people}
    case_id = world.joined(world.case(), "police", "tax")
    answered(world, asked(world, case_id, "police"), "detective")
    late = asked(world, case_id, "police")
    with world.database.session_as("owner") as session:
        session.execute(text("update requests set due_on = today() - 1 where id = :id"), {"id": late})
        session.commit()
    assert of_partner(world, "chair", "police") - before["chair"] == {
        "asked": 2, "answered_in_time": 1, "unanswered": 1, "unanswered_late": 1,
    }  # fmt: skip
    answered(world, late, "detective")
    asked(world, case_id, "tax")
    for who in ("chair", "detective"):
        more = of_partner(world, who, "police") - before[who]
        assert more == {"asked": 2, "answered_in_time": 1, "answered_late": 1}, who
    assert of_partner(world, "detective", "tax") == {}
    assert of_partner(world, "tax_officer", "police") == before["tax_officer"]


def test_that_a_question_was_answered_in_time_is_known_after_the_case_moved_on(world: World) -> None:
    before = {who: of_partner(world, who, "police") for who in ("chair", "detective")}
    case_id = world.joined(world.case(), "police")
    subject_id = world.subject(case_id)
    answered(world, asked(world, case_id, "police"), "detective")
    world.weighed(world.concluded(subject_id))
    for who, earlier in before.items():
        assert of_partner(world, who, "police") - earlier == {"asked": 1, "answered_in_time": 1}, who


def test_interventions_are_counted_as_they_stand(world: World) -> None:
    case_id = world.joined(world.case(), "inspectorate", "police")
    before = {who: of_partner(world, who, "inspectorate") for who in ("chair", "detective")}
    subject_id = world.weighed(world.concluded(world.subject(case_id)))
    done = world.proposed(subject_id, "inspectorate", "AR01")
    world.proposed(subject_id, "inspectorate", "AR02")
    world.proposed(subject_id, "police", "ST02")
    world.accepted(done, "inspector")
    # Who takes part sees the outline of the plan, also of what others do.
    for who, earlier in before.items():
        more = of_partner(world, who, "inspectorate") - earlier
        assert more == {"proposed": 2, "accepted": 1, "undecided": 1}, who


# --- lessons --------------------------------------------------------------------------------------


def test_lessons_are_for_who_takes_part_until_the_case_is_sealed(world: World) -> None:
    case_id = world.joined(world.case(), "police")
    world.weighed(world.concluded(world.subject(case_id)), "none")
    with world.acting("chair") as (session, actor):
        given = evaluation.Evaluate(goal="reached", worked="Samen.", lessons="Eerder bellen.")
        evaluation.evaluate(session, actor, case_id, given)

    def learned(by: str) -> list[str]:
        with world.acting(by) as (session, actor):
            return [one.lessons for one in levels.lessons(session, actor, levels.period()).items]

    assert [learned(who) for who in ("chair", "detective")] == [["Eerder bellen."]] * 2
    assert [learned(who) for who in ("neighbour", "inspector", "auditor")] == [[], [], []]
    with world.acting("chair") as (session, actor):
        evaluation.close(session, actor, case_id, evaluation.Close(reason="goal_reached", text="Klaar."))
    assert [learned(who) for who in ("chair", "detective")] == [[], []]


# --- proposals to the steering group --------------------------------------------------------------


def test_a_proposal_is_read_by_the_riec_and_by_whom_it_is_for(world: World) -> None:
    made = proposed(world)
    for who in ("analyst", "chair", "preparer", "case_manager", "permit_officer"):
        assert made.id in read(world, who), who
    for who in ("neighbour", "detective", "privacy_officer", "auditor"):
        assert made.id not in read(world, who)
        with world.acting(who) as (session, actor), pytest.raises(NotFound):
            steering.proposal(session, actor, made.id)
    for who in ("case_manager", "detective", "preparer"):
        with pytest.raises(NotAllowed):
            proposed(world, who)


def test_what_is_wrong_with_a_proposal_is_told_at_once(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        proposed(world, text="Bel 06 12345678.", addressed_id=world.people["chair"], due_on=today())
    assert {one.pointer for one in refused.value.problems} == {"/text", "/addressedId", "/dueOn"}


def test_a_proposal_is_decided_once_and_then_followed_up_by_whom_it_is_for(world: World) -> None:
    made = proposed(world)
    assert (made.status, made.acts) == ("proposed", [])
    for who in ("analyst", "case_manager"):
        with pytest.raises(NotAllowed):
            decided(world, made.id, who, "adopted")
    with pytest.raises(Conflict):
        decided(world, made.id, "chair", "done")
    assert decided(world, made.id, "chair", "adopted").status == "adopted"
    with pytest.raises(Conflict):
        decided(world, made.id, "chair", "rejected")
    with pytest.raises(NotFound):
        decided(world, made.id, "neighbour", "done")
    done = decided(world, made.id, "case_manager", "done")
    assert (done.status, [one.outcome for one in done.decisions]) == ("done", ["adopted", "done"])
    with world.database.session_as("owner") as session:
        types = session.execute(
            text("select type from events where object_id = :id order by id"), {"id": made.id}
        ).scalars()
        assert list(types) == [
            EventType.STEERING_PROPOSED, EventType.STEERING_DECIDED, EventType.STEERING_FOLLOWED_UP,
        ]  # fmt: skip


def test_what_is_open_waits_for_who_must_follow_it_up(world: World) -> None:
    made = proposed(world)

    def waits(by: str) -> list[str]:
        with world.acting(by) as (session, actor):
            return [task.kind for task in worklist.tasks(session, actor) if task.id == made.id]

    assert (waits("chair"), waits("case_manager"), waits("analyst")) == (["decide-proposal"], [], [])
    decided(world, made.id, "chair", "adopted")
    assert (waits("chair"), waits("case_manager"), waits("neighbour")) == ([], ["follow-up"], [])
    decided(world, made.id, "case_manager", "done")
    assert waits("case_manager") == []


def test_the_database_lets_nobody_else_propose_or_decide(world: World) -> None:
    made = proposed(world)
    decision = text(
        "insert into steering_decisions (id, proposal_id, organisation_id, actor_id, outcome, text)"
        " values (gen_random_uuid(), :id, :organisation, :actor, :outcome, 'Zo.')"
    )
    tries = (
        ("case_manager", "adopted"),
        ("case_manager", "done"),
        ("neighbour", "done"),
        ("analyst", "adopted"),
    )
    for who, outcome in tries:
        with world.acting(who) as (session, actor), pytest.raises(Exception, match=r"policy|not adopted"):
            session.execute(
                decision,
                {"id": made.id, "organisation": actor.organisation_id, "actor": actor.id, "outcome": outcome},
            )
