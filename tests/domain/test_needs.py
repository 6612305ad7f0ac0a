"""What a subject needs next: through the steps, late or not, and only as far as the one who asks may see."""

from datetime import timedelta
from uuid import UUID

import pytest

from db.session import Database
from domain import dossier, needs, weighing
from domain.calendar import today
from domain.needs import Need
from tests.world import World, a_weighing, build


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    return build(module_database)


def need(world: World, subject_id: UUID, name: str = "chair") -> Need:
    with world.acting(name) as (session, actor):
        return needs.needs(session, actor, [subject_id])[subject_id]


def opinion(world: World, subject_id: UUID, name: str) -> None:
    with world.acting(name) as (session, actor):
        weighing.give_opinion(session, actor, subject_id, weighing.GiveOpinion(advice="approach", text="Ja."))


def test_in_the_dossier_answers_come_first(world: World) -> None:
    case_id = world.joined(world.case(), "inspectorate")
    subject_id = world.subject(case_id, "Bakkerij Oost")
    assert (need(world, subject_id).kind, need(world, subject_id).turn) == ("contributions", "partners")

    ask = dossier.Ask(
        asked_id=world.organisations["inspectorate"], subject_id=subject_id, question="Wat is bekend?",
        due_on=today() + timedelta(days=5),
    )  # fmt: skip
    with world.acting("analyst") as (session, actor):
        request_id = dossier.request(session, actor, case_id, ask).id
    waiting = need(world, subject_id)
    assert (waiting.kind, waiting.turn, waiting.done, waiting.total) == ("answers", "named", 0, 1)
    assert list(waiting.waits_for) == ["Arbeidsinspectie"]
    assert (waiting.last_on, waiting.overdue) == (today() + timedelta(days=5), False)
    # A partner that takes no part in the question learns nothing of it.
    assert need(world, subject_id, "case_manager").kind != "answers"

    with world.acting("inspector") as (session, actor):
        dossier.answer(session, actor, request_id, dossier.GiveAnswer(outcome="nothing_known"))
    assert (need(world, subject_id).kind, need(world, subject_id).turn) == ("conclusion", "directors")


def test_weighing_counts_the_opinions_of_this_round(world: World) -> None:
    case_id = world.joined(world.joined(world.case(), "inspectorate"), "police")
    subject_id = world.concluded(world.subject(case_id, "Bakkerij West"))
    assert (need(world, subject_id).kind, need(world, subject_id).done) == ("opinions", 0)
    opinion(world, subject_id, "inspector")
    opinion(world, subject_id, "inspector")
    assert (need(world, subject_id).kind, need(world, subject_id).done) == ("opinions", 1)
    opinion(world, subject_id, "detective")
    assert (need(world, subject_id).kind, need(world, subject_id).turn) == ("decision", "chair")

    with world.acting("chair") as (session, actor):
        weighing.weigh(session, actor, subject_id, a_weighing(outcome="back"))
    assert need(world, subject_id).step == "dossier"
    world.concluded(subject_id)
    assert (need(world, subject_id).kind, need(world, subject_id).done) == ("opinions", 0)


def test_the_plan_waits_for_a_yes_then_for_the_work_then_for_what_it_taught(world: World) -> None:
    case_id = world.joined(world.case(), "inspectorate")
    subject_id = world.weighed(world.concluded(world.subject(case_id, "Bakkerij Noordoost")))
    assert need(world, subject_id).kind == "proposal"
    intervention_id = world.proposed(subject_id, "inspectorate", "BM16")
    assert list(need(world, subject_id).waits_for) == ["Arbeidsinspectie"]
    assert need(world, subject_id).kind == "replies"
    world.accepted(intervention_id, "inspector")
    running = need(world, subject_id)
    assert (running.kind, running.done, running.total) == ("reports", 0, 1)
    world.completed(intervention_id, "inspector")
    assert (need(world, subject_id).kind, need(world, subject_id).turn) == ("evaluation", "chair")


def test_a_hidden_subject_needs_nothing_here(world: World) -> None:
    subject_id = world.subject(world.case(), "Onzichtbaar")
    with world.acting("neighbour") as (session, actor):
        assert needs.needs(session, actor, [subject_id]) == {}
