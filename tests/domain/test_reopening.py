"""Taking up once more: a subject that was dealt with, and a case that was closed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from db.session import Database
from db.tables import new_id
from db.tables.evaluation import Reopening
from domain import (
    assignment,
    cases,
    evaluation,
    execution,
    levels,
    needs,
    retention,
    rows,
    timeline,
    weighing,
    worklist,
)
from domain.errors import Conflict, Invalid, NotAllowed, NotFound, WrongStep
from domain.evaluation import Close, Evaluate, Reopen
from tests.domain import meeting
from tests.world import World, a_weighing, build

AGAIN = Reopen(reason="new_facts", text="Er wonen weer mensen.")
REFUSED = assignment.GiveReply(outcome="refused", reason="Geen mensen.")


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    """The cast."""
    return build(module_database)


@pytest.fixture
def case_id(world: World) -> UUID:
    """A case with the police and the inspectorate."""
    return world.joined(world.case(), "police", "inspectorate")


@pytest.fixture
def bakery(world: World, case_id: UUID) -> UUID:
    """Its subject."""
    return world.subject(case_id)


def does(world: World, who: str, act: Callable[..., Any], *given: Any) -> Any:
    """The act, by this person, in a transaction of its own."""
    with world.acting(who) as (session, actor):
        return act(session, actor, *given)


def steps(world: World, case_id: UUID) -> dict[UUID, str]:
    return {one.id: one.step for one in does(world, "chair", cases.case, case_id).subjects}


def through(world: World, subject_id: UUID) -> UUID:
    """The subject after an approach that was carried out."""
    world.weighed(world.concluded(subject_id))
    intervention_id = world.proposed(subject_id, "inspectorate", "AR01")
    world.completed(world.accepted(intervention_id, "inspector"), "inspector")
    return intervention_id


def learned(world: World, case_id: UUID, *about: UUID | None) -> None:
    for one in about:
        does(
            world,
            "chair",
            evaluation.evaluate,
            case_id,
            Evaluate(subject_id=one, goal="reached", worked="Samen."),
        )


def closed(world: World, case_id: UUID) -> None:
    does(world, "chair", evaluation.close, case_id, Close(reason="goal_reached", text="Klaar."))


def waits(world: World, who: str, subject_id: UUID) -> list[str]:
    """What the work list of this person says of the subject."""
    return [one.kind for one in does(world, who, worklist.tasks) if one.id == subject_id]


# ----------------------------------------------------------------------------------- one subject


@pytest.mark.parametrize("outcome", ["none", "hand_over"])
def test_who_was_let_go_goes_back_to_the_dossier_and_no_other(
    world: World, case_id: UUID, bakery: UUID, outcome: str
) -> None:
    other = world.weighed(world.concluded(world.subject(case_id, "Uitzendbureau")), "none")
    more = {"handed_to": "Veiligheidshuis"} if outcome == "hand_over" else {}
    world.weighed(world.concluded(bakery), outcome, **more)
    seen = does(world, "chair", cases.subject, bakery)
    assert seen.acts == ["reopen"]

    made = does(world, "chair", evaluation.reopen_subject, bakery, AGAIN)
    assert (made.case_id, made.subject_id, made.reason) == (case_id, bakery, "new_facts")
    assert steps(world, case_id) == {bakery: "dossier", other: "closed"}
    seen = does(world, "detective", cases.subject, bakery)
    assert (seen.name, seen.status) == ("Bakkerij Zuid", "reopened")
    # Everybody who takes part is told that it was, and why.
    (told,) = does(world, "detective", evaluation.reopenings, case_id)
    assert told.text == "Er wonen weer mensen."
    moments, _ = does(world, "detective", timeline.latest, case_id)
    assert "evaluation.subject_reopened" in {one.type for one in moments}


def test_only_the_chair_of_the_riec_reopens_and_only_what_was_dealt_with(world: World, bakery: UUID) -> None:
    with pytest.raises(WrongStep):
        does(world, "chair", evaluation.reopen_subject, bakery, AGAIN)
    world.weighed(world.concluded(bakery), "none")
    for who in ("analyst", "case_manager", "detective"):
        with pytest.raises(NotAllowed):
            does(world, who, evaluation.reopen_subject, bakery, AGAIN)
        assert "reopen" not in does(world, who, cases.subject, bakery).acts
    for there in (new_id(), bakery):
        with pytest.raises(NotFound):
            does(world, "neighbour", evaluation.reopen_subject, there, AGAIN)
    does(world, "chair", evaluation.reopen_subject, bakery, AGAIN)
    with pytest.raises(WrongStep):
        does(world, "chair", evaluation.reopen_subject, bakery, AGAIN)


def test_it_is_weighed_anew_and_what_was_done_before_settles_nothing(
    world: World, case_id: UUID, bakery: UUID
) -> None:
    before = through(world, bakery)
    learned(world, case_id, bakery, None)
    does(world, "chair", evaluation.reopen_subject, bakery, AGAIN)
    world.concluded(bakery)
    # What was advised before the dossier was opened again does not count.
    assert waits(world, "detective", bakery) == ["advise"]
    with pytest.raises(Invalid):
        does(world, "chair", weighing.weigh, bakery, a_weighing(few_opinions_reason=""))
    world.weighed(bakery)
    plan = does(world, "detective", cases.subject, bakery)
    assert plan.step == "assignment"
    need = does(world, "chair", needs.needs, [bakery])[bakery]
    assert (need.kind, need.turn) == ("proposal", "chair")
    assert waits(world, "chair", bakery) == ["propose"]

    inspecting = world.proposed(bakery, "inspectorate", "AR01")
    does(world, "inspector", assignment.reply, inspecting, REFUSED)
    assert steps(world, case_id) == {bakery: "assignment"}
    closing = world.accepted(world.proposed(bakery, "zuidstad", "BM05"), "case_manager")
    assert steps(world, case_id) == {bakery: "execution"}
    world.completed(closing, "case_manager")
    assert steps(world, case_id) == {bakery: "evaluation"}
    assert waits(world, "chair", bakery) == ["evaluate"]
    assert before not in (inspecting, closing)

    # What was learned the first time says nothing of the second.
    waiting = does(world, "chair", lambda session, _: evaluation.missing(session, case_id))
    assert [one.code for one in waiting] == ["evaluation-missing", "case-evaluation-missing"]
    assert does(world, "chair", needs.needs, [bakery])[bakery].kind == "evaluation"
    with pytest.raises(Conflict):
        closed(world, case_id)
    learned(world, case_id, bakery, None)
    closed(world, case_id)


def test_what_was_done_before_can_be_weighed_along(world: World, case_id: UUID, bakery: UUID) -> None:
    """The outline of the plan shows in the dossier too (WGS 2.23(3)); what was asked stays with who asked it."""
    through(world, bakery)
    does(world, "chair", evaluation.reopen_subject, bakery, AGAIN)
    for who in ("chair", "detective", "case_manager"):
        with world.acting(who) as (session, _):
            found = session.execute(
                text("select kind, content_scope_id from interventions where scope_id = :id"), {"id": bakery}
            ).all()
            assert [one.kind for one in found] == ["AR01"]
            corner = {"id": found[0].content_scope_id}
            content = session.execute(text("select count(*) from instructions where scope_id = :id"), corner)
            assert content.scalar_one() == (who == "chair")


def test_it_is_a_decision_of_the_meeting_when_the_case_is_on_the_table(world: World, case_id: UUID) -> None:
    subject_id = world.weighed(world.concluded(world.subject(case_id)), "none")
    _, (item_id,) = meeting.running(world, case_id, present=("detective", "inspector"))
    does(world, "chair", evaluation.reopen_subject, subject_id, AGAIN)
    with world.acting("chair") as (session, _):
        found = session.execute(
            text("select kind, subject_id from decisions where item_id = :id"), {"id": item_id}
        ).all()
    assert [tuple(one) for one in found] == [("B18", subject_id)]


def test_the_clock_of_who_was_let_go_stops(world: World, bakery: UUID) -> None:
    world.weighed(world.concluded(bakery), "none")
    assert does(world, "chair", _term, bakery) == "subject-cleared"
    does(world, "chair", evaluation.reopen_subject, bakery, AGAIN)
    assert does(world, "chair", _term, bakery) == "subject-five-years"


def _term(session: Any, actor: Any, scope_id: UUID) -> str | None:
    found = session.execute(
        text("select term from retention(:scope, null, 9) where since is not null"), {"scope": scope_id}
    )
    term: str | None = found.scalar_one_or_none()
    return term


# --------------------------------------------------------------------------------- the whole case


def test_a_closed_case_is_opened_and_closed_again(world: World, case_id: UUID, bakery: UUID) -> None:
    through(world, bakery)
    learned(world, case_id, bakery, None)
    with pytest.raises(WrongStep):
        does(world, "chair", evaluation.reopen_case, case_id, AGAIN)
    closed(world, case_id)
    assert does(world, "chair", cases.case, case_id).acts == ["reopen"]
    assert does(world, "detective", cases.case, case_id).acts == []
    assert does(world, "chair", cases.subject, bakery).acts == []
    assert does(world, "chair", _term, case_id) == "case-closed"
    with pytest.raises(WrongStep):
        does(world, "chair", evaluation.reopen_subject, bakery, AGAIN)

    does(world, "chair", evaluation.reopen_case, case_id, AGAIN)
    seen = does(world, "detective", cases.case, case_id)
    assert (seen.sealed, seen.step, len(seen.phases)) == (False, "evaluation", 1)
    assert steps(world, case_id) == {bakery: "closed"}
    assert does(world, "chair", _term, case_id) == "case-five-years"

    does(world, "chair", evaluation.reopen_subject, bakery, AGAIN)
    assert does(world, "detective", cases.subject, bakery).name == "Bakkerij Zuid"
    world.weighed(world.concluded(bakery), "none")
    learned(world, case_id, None)
    closed(world, case_id)
    seen = does(world, "detective", cases.case, case_id)
    assert (seen.sealed, seen.step) == (True, "closed")
    with world.acting("chair") as (session, _):
        last = evaluation.closure_of(session, case_id)
        told = rows.latest_statuses(session, [case_id])
    assert last is not None
    assert told[case_id] == "closed"


def test_what_a_closed_case_says_is_why_it_was_opened_again(world: World, case_id: UUID) -> None:
    world.weighed(world.concluded(world.subject(case_id)), "none")
    learned(world, case_id, None)
    closed(world, case_id)
    for who in ("analyst", "case_manager", "detective"):
        with pytest.raises(NotAllowed):
            does(world, who, evaluation.reopen_case, case_id, AGAIN)
    with pytest.raises(NotFound):
        does(world, "neighbour", evaluation.reopen_case, case_id, AGAIN)
    does(world, "chair", evaluation.reopen_case, case_id, AGAIN)
    with pytest.raises(WrongStep):
        does(world, "chair", evaluation.reopen_case, case_id, AGAIN)
    learned(world, case_id, None)
    closed(world, case_id)
    (told,) = does(world, "detective", evaluation.reopenings, case_id)
    assert (told.subject_id, told.text) == (None, "Er wonen weer mensen.")


def test_what_is_taken_up_once_more_waits_again_in_the_lead_times(
    world: World, case_id: UUID, bakery: UUID
) -> None:
    def waiting() -> dict[str, int]:
        with world.acting("chair") as (session, actor):
            found = levels.process_figures(session, actor, levels.period())
        return {one.step: one.waiting for one in found.steps if one.step in ("dossier", "close")}

    world.weighed(world.concluded(bakery), "none")
    learned(world, case_id, None)
    closed(world, case_id)
    before = waiting()
    does(world, "chair", evaluation.reopen_case, case_id, AGAIN)
    does(world, "chair", evaluation.reopen_subject, bakery, AGAIN)
    assert waiting() == {"dossier": before["dossier"] + 1, "close": before["close"] + 1}
    world.weighed(world.concluded(bakery), "none")
    learned(world, case_id, None)
    closed(world, case_id)
    assert waiting() == before


# ------------------------------------------------------------------- what the database holds to


def test_nobody_but_the_chair_writes_into_what_is_sealed(world: World, case_id: UUID) -> None:
    """A partner that takes part is refused by the policy itself, and so is everything but a reopening."""
    world.weighed(world.concluded(world.subject(case_id)), "none")
    learned(world, case_id, None)
    closed(world, case_id)
    for who in ("detective", "analyst", "case_manager"):
        with world.acting(who) as (session, actor):
            with pytest.raises(ProgrammingError, match="row-level security"):
                rows.add(session, actor, Reopening, case_id, "status", case_id=case_id, **AGAIN.model_dump())
            session.rollback()
    with world.acting("chair") as (session, actor):
        with pytest.raises(ProgrammingError, match="row-level security"):
            rows.note_status(session, actor, case_id, case_id, "reopened")
        session.rollback()


def test_the_seal_breaks_on_a_decision_of_this_case_and_this_moment_only(world: World) -> None:
    two = [world.joined(world.case(), "police") for _ in range(2)]
    for case_id in two:
        world.weighed(world.concluded(world.subject(case_id)), "none")
        learned(world, case_id, None)
        closed(world, case_id)
    with world.acting("chair") as (session, actor):
        proof = rows.add(session, actor, Reopening, two[0], "status", case_id=two[0], **AGAIN.model_dump())
        with pytest.raises(DBAPIError):
            session.execute(text("select reopen(:case, :proof)"), {"case": two[1], "proof": proof})
        session.rollback()
    with world.acting("chair") as (session, actor):
        proof = rows.add(session, actor, Reopening, two[0], "status", case_id=two[0], **AGAIN.model_dump())
        session.commit()
    with world.acting("chair") as (session, actor), pytest.raises(DBAPIError):
        session.execute(text("select reopen(:case, :proof)"), {"case": two[0], "proof": proof})


def test_what_was_destroyed_is_not_reopened(world: World, case_id: UUID) -> None:
    subject_id = world.weighed(world.concluded(world.subject(case_id)), "none")
    with world.database.session_as("owner") as session:
        session.execute(
            text(
                "update weighings set created_at = created_at - interval '400 days' where scope_id = :subject"
            ),
            {"subject": subject_id},
        )
        session.commit()
    does(world, "chair", retention.destroy, subject_id)
    with pytest.raises(NotFound):
        does(world, "chair", evaluation.reopen_subject, subject_id, AGAIN)


def test_a_report_on_what_was_done_before_moves_nothing(world: World, case_id: UUID, bakery: UUID) -> None:
    before = through(world, bakery)
    does(world, "chair", evaluation.reopen_subject, bakery, AGAIN)
    with pytest.raises(WrongStep):
        does(
            world, "inspector", execution.complete, before, execution.Complete(result="reached", text="Nog.")
        )
    assert steps(world, case_id) == {bakery: "dossier"}
