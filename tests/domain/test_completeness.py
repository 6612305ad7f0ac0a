"""What a case still needs before weighing: each line follows from a rule, and goes when it is met."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from db.session import Database
from domain import cases, dossier
from domain.calendar import today
from domain.completeness import Missing, completeness
from domain.errors import NotFound
from tests.world import World, build


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    return build(module_database)


def missing(world: World, case_id: UUID, by: str = "case_manager") -> list[Missing]:
    with world.acting(by) as (session, actor):
        return list(completeness(session, actor, case_id).items)


def kinds(world: World, case_id: UUID, by: str = "case_manager") -> list[str]:
    return [one.kind for one in missing(world, case_id, by)]


def asked(world: World, case_id: UUID, partner: str, subject_id: UUID | None = None) -> UUID:
    question = dossier.Ask(
        asked_id=world.organisations[partner], subject_id=subject_id, question="Iets bekend?",
        due_on=today() + timedelta(days=7),
    )  # fmt: skip
    with world.acting("case_manager") as (session, actor):
        return dossier.request(session, actor, case_id, question).id


def test_each_line_goes_when_it_is_met(world: World) -> None:
    case_id = world.joined(world.case(), "inspectorate")
    assert kinds(world, case_id) == ["manager", "subject"]

    with world.acting("case_manager") as (session, actor):
        cases.name_case_manager(session, actor, case_id, cases.NameManager(manager_id=actor.id))
    subject_id = world.subject(case_id, "Sem", kind="person", role="unknown")
    assert kinds(world, case_id) == ["contribution", "role", "identity"]
    question = asked(world, case_id, "inspectorate", subject_id)
    assert kinds(world, case_id) == ["answer", "contribution", "role", "identity"]
    with world.acting("inspector") as (session, actor):
        dossier.contribute(
            session, actor, subject_id,
            dossier.Contribute(category="housing", text="Woont daar.", source="Bezoek", attested=True),
        )  # fmt: skip
        dossier.answer(session, actor, question, dossier.GiveAnswer(outcome="provided"))
    assert kinds(world, case_id) == ["role", "identity"]
    world.concluded(subject_id)
    assert missing(world, case_id) == []


def test_a_phase_is_missed_when_all_that_who_was_asked_supplies_is_of_a_later_one(world: World) -> None:
    case_id = world.joined(world.case(), "tax", "inspectorate")
    world.subject(case_id)
    taxes, _ = asked(world, case_id, "tax"), asked(world, case_id, "inspectorate")
    (phase,) = [one for one in missing(world, case_id) if one.kind == "phase"]
    assert (phase.request_id, phase.phase, phase.partner) == (taxes, 2, "Belastingdienst")
    with world.acting("chair") as (session, actor):
        dossier.open_phase(session, actor, case_id, dossier.OpenPhase(phase=2, necessity="De geldstroom."))
    assert "phase" not in kinds(world, case_id)


def test_a_date_that_has_passed_is_late(world: World) -> None:
    case_id = world.joined(world.case(), "inspectorate")
    question = asked(world, case_id, "inspectorate")
    with world.database.session_as("owner") as session:
        session.execute(text("update requests set due_on = today() - 1 where id = :id"), {"id": question})
        session.commit()
    (answer,) = [one for one in missing(world, case_id) if one.kind == "answer"]
    assert answer.overdue


def test_a_question_between_others_is_not_told(world: World) -> None:
    case_id = world.joined(world.case(), "police", "inspectorate")
    subject_id = world.subject(case_id)
    asked(world, case_id, "inspectorate", subject_id)
    assert "answer" in kinds(world, case_id, "inspector")
    assert "answer" not in kinds(world, case_id, "detective")
    with pytest.raises(NotFound):
        missing(world, case_id, "neighbour")
