"""Each act of the six rooms: what it does, the event it leaves, and when it is refused."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from db.session import Database
from db.tables import new_id
from domain import assignment, cases, detection, dossier, evaluation, execution, weighing
from domain.assignment import GiveReply
from domain.calendar import today
from domain.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, WrongStep
from tests.world import World, a_signal, a_weighing, build, take_up

ACCEPTED = GiveReply(outcome="accepted", capacity_hours=16, priority="normal")
REFUSED = GiveReply(outcome="refused", reason="Geen mensen.")
DEFERRED = GiveReply(outcome="deferred", reason="Na de zomer.", until=today() + timedelta(days=30))
CONCLUDED = dossier.Conclude(reasons="Alles is er.")
DONE = execution.Complete(result="reached", text="Uitgevoerd.")
LEARNED = evaluation.Evaluate(goal="reached", worked="Samen optrekken.")
CLOSED = evaluation.Close(reason="goal_reached", text="Klaar.")


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    """The cast."""
    return build(module_database)


@pytest.fixture
def case_id(world: World) -> UUID:
    """A case of Zuidstad with the police, the tax service and the inspectorate."""
    return world.joined(world.case(), "police", "tax", "inspectorate")


@pytest.fixture
def bakery(world: World, case_id: UUID) -> UUID:
    """Its subject."""
    return world.subject(case_id)


@pytest.fixture
def told(world: World) -> Callable[[], list[str]]:
    """The events since the test began, or since they were asked for last."""
    seen = [_last(world)]

    def since() -> list[str]:
        with world.database.session_as("auditor") as session:
            found = session.execute(
                text("select id, type from events where id > :last order by id"), {"last": seen[0]}
            )
            new = [(one.id, one.type) for one in found]
        seen[0] = max((key for key, _ in new), default=seen[0])
        return [type_ for _, type_ in new]

    return since


def _last(world: World) -> int:
    with world.database.session_as("auditor") as session:
        return int(session.execute(text("select coalesce(max(id), 0) from events")).scalar_one())


@contextmanager
def refused(kind: type[DomainError], code: str) -> Iterator[None]:
    """The act is refused with this code, or with a problem of this code."""
    with pytest.raises(kind) as raised:
        yield
    found = (
        {one.code for one in raised.value.problems}
        if isinstance(raised.value, Invalid)
        else {raised.value.code}
    )
    assert code in found


def does(world: World, who: str, act: Callable[..., Any], *given: Any) -> Any:
    """The act, by this person, in a transaction of its own."""
    with world.acting(who) as (session, actor):
        return act(session, actor, *given)


# ------------------------------------------------------------------------------------------ detection


def test_the_inspector_submits_a_signal(world: World, told: Callable[[], list[str]]) -> None:
    seen = does(world, "inspector", detection.submit_signal, a_signal())
    assert (seen.status, seen.step, seen.owner) == ("submitted", "detection", "Arbeidsinspectie")
    assert told() == ["detection.signal_submitted"]
    with refused(NotAllowed, "not-a-participant"):
        does(world, "care_coordinator", detection.submit_signal, a_signal())
    with refused(Invalid, "date-in-future"):
        does(world, "inspector", detection.submit_signal, a_signal(observed_from=today() + timedelta(days=1)))
    with refused(NotAllowed, "role-required"):
        does(world, "chair", detection.submit_signal, a_signal())


def test_the_inspector_adds_to_its_own_signal(world: World, told: Callable[[], list[str]]) -> None:
    signal_id = world.signal()
    told()
    addition = detection.AddToSignal(text="Ook op zondag.")
    seen = does(world, "inspector", detection.add_to_signal, signal_id, addition)
    assert [one.text for one in seen.additions] == ["Ook op zondag."]
    assert told() == ["detection.signal_supplemented"]
    with refused(NotAllowed, "not-the-owner"):
        does(world, "permit_officer", detection.add_to_signal, signal_id, addition)
    # In its case it is added to as well; see tests/domain/test_danger_and_additions.py for what is closed.
    world.case(signal_id)
    told()
    assert len(does(world, "inspector", detection.add_to_signal, signal_id, addition).additions) == 2
    assert told() == ["detection.signal_supplemented"]


@pytest.mark.parametrize(
    ("outcome", "more", "status", "step"),
    [
        ("take_up", {}, "taken_up", "dossier"),
        ("send_back", {"new_case": None}, "sent_back", "detection"),
        ("reject", {"new_case": None}, "rejected", "closed"),
        ("hand_over", {"new_case": None, "handed_to": "FIOD"}, "handed_over", "closed"),
    ],
)
def test_the_preparer_assesses_a_signal(
    world: World, told: Callable[[], list[str]], outcome: str, more: dict[str, Any], status: str, step: str
) -> None:
    signal_id = world.signal()
    told()
    with refused(NotAllowed, "role-required"):
        does(world, "detective", detection.assess_signal, signal_id, take_up(outcome=outcome, **more))
    does(world, "preparer", detection.assess_signal, signal_id, take_up(outcome=outcome, **more))
    assert told()[-1] == "detection.signal_assessed"
    reporter = does(world, "inspector", detection.signal, signal_id)
    assert (reporter.status, reporter.step, reporter.assessments) == (status, step, [])


def test_a_signal_that_fails_a_criterion_is_not_taken_up(world: World) -> None:
    with refused(Invalid, "criterion-not-met"):
        does(world, "preparer", detection.assess_signal, world.signal(), take_up(within_region=False))


# --------------------------------------------------------------------------------------------- cases


def test_the_chair_opens_a_case_with_phase_1(world: World, told: Callable[[], list[str]]) -> None:
    opened = cases.OpenCase(
        title="Kade",
        purpose="Nagaan.",
        organised_crime_link="Bemiddelaar.",
        municipality_code="GM0361",
        necessity="Ja.",
    )
    seen = does(world, "chair", cases.open_case, opened)
    assert (seen.step, seen.phase, seen.sealed) == ("dossier", 1, False)
    assert told() == ["case.opened", "case.phase_opened"]
    with refused(NotAllowed, "role-required"):
        does(world, "case_manager", cases.open_case, opened)


def test_the_police_join_a_case(world: World, told: Callable[[], list[str]]) -> None:
    case_id = world.case()
    told()
    police = cases.AddParticipant(organisation_id=world.organisations["police"], reason="Nodig.")
    care = cases.AddParticipant(organisation_id=world.organisations["care"], reason="Nodig.")
    seen = does(world, "chair", cases.add_participant, case_id, police)
    assert "Politie Riva" in [one.name for one in seen.participants]
    assert told() == ["case.participant_added"]
    with refused(Invalid, "organisation-cannot-join"):
        does(world, "chair", cases.add_participant, case_id, care)
    with refused(NotAllowed, "role-required"):
        does(world, "detective", cases.add_participant, case_id, police)


def test_phases_open_one_by_one(world: World, case_id: UUID, told: Callable[[], list[str]]) -> None:
    with refused(Conflict, "phase-order"):
        does(world, "chair", dossier.open_phase, case_id, dossier.OpenPhase(phase=3, necessity="Nodig."))
    seen = does(world, "chair", dossier.open_phase, case_id, dossier.OpenPhase(phase=2, necessity="Nodig."))
    assert seen.phase == 2
    assert told() == ["case.phase_opened"]


def test_a_subject_stands_in_the_dossier(world: World, case_id: UUID, told: Callable[[], list[str]]) -> None:
    sem = cases.AddSubject(kind="person", role="victim", name="Sem")
    seen = does(world, "case_manager", cases.add_subject, case_id, sem)
    assert (seen.step, seen.status, seen.name) == ("dossier", "added", "Sem")
    assert told() == ["case.subject_added"]
    with refused(NotAllowed, "role-required"):
        does(world, "detective", cases.add_subject, case_id, sem)
    with refused(NotFound, "not-found"):
        does(world, "neighbour", cases.add_subject, case_id, sem)


def test_zuidstad_names_its_case_manager(world: World, case_id: UUID, told: Callable[[], list[str]]) -> None:
    named = cases.NameManager(manager_id=world.people["case_manager"])
    seen = does(world, "case_manager", cases.name_case_manager, case_id, named)
    assert [one.manager for one in seen.managers] == ["Case Manager"]
    assert told() == ["case.case_manager_named"]
    with refused(Invalid, "not-a-case-manager"):
        other = cases.NameManager(manager_id=world.people["neighbour"])
        does(world, "case_manager", cases.name_case_manager, case_id, other)


# ------------------------------------------------------------------------------------------- dossier


def _holds(category: str, **more: Any) -> dossier.Contribute:
    return dossier.Contribute(category=category, text="Elf mensen.", source="BRP", attested=True, **more)


def test_zuidstad_contributes_and_corrects(world: World, bakery: UUID, told: Callable[[], list[str]]) -> None:
    made = does(world, "permit_officer", dossier.contribute, bakery, _holds("housing"))
    better = dossier.Correct(text="Negen mensen.", source="BRP")
    seen = does(world, "case_manager", dossier.correct, made.id, better)
    assert (seen.text, seen.mine) == ("Negen mensen.", True)
    assert seen.corrected_at
    assert told() == ["dossier.contributed", "dossier.corrected"]
    with refused(NotAllowed, "not-the-owner"):
        does(world, "detective", dossier.correct, made.id, better)


def test_a_contribution_is_of_an_open_phase_and_ones_own_task(world: World, bakery: UUID) -> None:
    with refused(Invalid, "phase-not-open"):
        does(world, "tax_officer", dossier.contribute, bakery, _holds("fiscal"))
    with refused(Invalid, "category-not-supplied"):
        does(world, "tax_officer", dossier.contribute, bakery, _holds("housing"))
    with refused(WrongStep, "wrong-step"):
        does(
            world,
            "permit_officer",
            dossier.contribute,
            world.weighed(world.concluded(bakery)),
            _holds("housing"),
        )


def test_a_question_is_answered_once_by_who_was_asked(
    world: World, case_id: UUID, told: Callable[[], list[str]]
) -> None:
    soon = today() + timedelta(days=14)
    tax = dossier.Ask(asked_id=world.organisations["tax"], question="Omzet?", due_on=soon)
    asked = does(world, "case_manager", dossier.request, case_id, tax)
    answer = dossier.GiveAnswer(outcome="nothing_known")
    with refused(NotAllowed, "not-the-asked"):
        does(world, "analyst", dossier.answer, asked.id, answer)
    seen = does(world, "tax_officer", dossier.answer, asked.id, answer)
    assert (seen.status, seen.acts) == ("nothing_known", [])
    assert told() == ["dossier.requested", "dossier.answered"]
    with refused(Conflict, "already-answered"):
        does(world, "tax_officer", dossier.answer, asked.id, answer)
    with refused(Invalid, "asked-takes-no-part"):
        outsider = dossier.Ask(asked_id=world.organisations["westdorp"], question="Iets?", due_on=soon)
        does(world, "case_manager", dossier.request, case_id, outsider)


def test_a_dossier_is_concluded(world: World, bakery: UUID, told: Callable[[], list[str]]) -> None:
    with refused(NotAllowed, "role-required"):
        does(world, "detective", dossier.conclude, bakery, CONCLUDED)
    assert does(world, "analyst", dossier.conclude, bakery, CONCLUDED).step == "weighing"
    assert told() == ["dossier.concluded"]
    with refused(WrongStep, "wrong-step"):
        does(world, "analyst", dossier.conclude, bakery, CONCLUDED)


# ------------------------------------------------------------------------------------------ weighing


def test_two_partners_advise_and_the_chair_weighs(
    world: World, bakery: UUID, told: Callable[[], list[str]]
) -> None:
    advice = weighing.GiveOpinion(advice="approach", text="Doen.")
    with refused(WrongStep, "wrong-step"):
        does(world, "detective", weighing.give_opinion, bakery, advice)
    world.concluded(bakery)
    told()
    does(world, "detective", weighing.give_opinion, bakery, advice)
    with refused(Invalid, "too-few-opinions"):
        does(world, "chair", weighing.weigh, bakery, a_weighing(few_opinions_reason=""))
    does(world, "inspector", weighing.give_opinion, bakery, advice)
    with refused(NotAllowed, "role-required"):
        does(world, "analyst", weighing.weigh, bakery, a_weighing())
    seen = does(world, "chair", weighing.weigh, bakery, a_weighing(few_opinions_reason=""))
    assert (seen.step, seen.status) == ("assignment", "approach_decided")
    assert told() == ["weighing.opinion_given", "weighing.opinion_given", "weighing.decided"]


@pytest.mark.parametrize(("outcome", "step"), [("back", "dossier"), ("none", "closed")])
def test_a_weighing_moves_that_subject_and_no_other(
    world: World, case_id: UUID, bakery: UUID, outcome: str, step: str
) -> None:
    other = world.concluded(world.subject(case_id, "Uitzendbureau"))
    world.weighed(world.concluded(bakery), outcome)
    stands = {one.id: one.step for one in does(world, "chair", cases.case, case_id).subjects}
    assert stands == {bakery: step, other: "weighing"}


# ------------------------------------------------------------------- assignment, execution, evaluation


def test_zuidstad_accepts_and_the_inspectorate_refuses(
    world: World, bakery: UUID, told: Callable[[], list[str]]
) -> None:
    world.weighed(world.concluded(bakery))
    told()
    closing = world.proposed(bakery, "zuidstad", "BM05")
    inspecting = world.proposed(bakery, "inspectorate", "AR01")
    with refused(NotAllowed, "not-the-assignee"):
        does(world, "inspector", assignment.reply, closing, ACCEPTED)
    with refused(NotAllowed, "role-required"):
        does(world, "permit_officer", assignment.reply, closing, ACCEPTED)
    with refused(Invalid, "reason-missing"):
        does(world, "case_manager", assignment.reply, closing, GiveReply(outcome="refused"))
    does(world, "case_manager", assignment.reply, closing, DEFERRED)
    does(world, "inspector", assignment.reply, inspecting, REFUSED)
    assert does(world, "chair", cases.subject, bakery).step == "assignment"
    assert does(world, "case_manager", assignment.reply, closing, ACCEPTED).status == "accepted"
    assert does(world, "chair", cases.subject, bakery).step == "execution"
    assert told() == [
        "assignment.proposed", "assignment.proposed", "assignment.deferred", "assignment.refused",
        "assignment.accepted",
    ]  # fmt: skip
    with refused(Conflict, "already-replied"):
        does(world, "case_manager", assignment.reply, closing, ACCEPTED)


def test_a_proposal_fits_the_partner(world: World, bakery: UUID) -> None:
    world.weighed(world.concluded(bakery))
    with refused(Invalid, "not-this-partners-intervention"):
        world.proposed(bakery, "tax", "BM05")
    with refused(Invalid, "partner-takes-no-part"):
        world.proposed(bakery, "westdorp", "BM05")


def test_zuidstad_reports_and_completes(world: World, bakery: UUID, told: Callable[[], list[str]]) -> None:
    closing = world.proposed(world.weighed(world.concluded(bakery)), "zuidstad", "BM05")
    with refused(WrongStep, "wrong-step"):
        does(world, "case_manager", execution.complete, closing, DONE)
    world.accepted(closing, "case_manager")
    told()
    seen = does(
        world, "permit_officer", execution.report_progress, closing, execution.ReportProgress(text="Loopt.")
    )
    assert seen.status == "in_progress"
    with refused(NotAllowed, "not-the-assignee"):
        does(world, "inspector", execution.complete, closing, DONE)
    assert does(world, "case_manager", execution.complete, closing, DONE).status == "completed"
    assert told() == ["execution.reported", "execution.completed"]
    assert does(world, "chair", cases.subject, bakery).step == "evaluation"


def test_the_chair_evaluates_and_closes(
    world: World, case_id: UUID, bakery: UUID, told: Callable[[], list[str]]
) -> None:
    with refused(Conflict, "subjects-open"):
        does(world, "chair", evaluation.close, case_id, CLOSED)
    closing = world.proposed(world.weighed(world.concluded(bakery)), "zuidstad", "BM05")
    world.completed(world.accepted(closing, "case_manager"), "case_manager")
    told()
    with refused(Conflict, "evaluation-missing"):
        does(world, "chair", evaluation.close, case_id, CLOSED)
    with refused(NotAllowed, "role-required"):
        does(world, "case_manager", evaluation.evaluate, case_id, LEARNED)
    about = evaluation.Evaluate(subject_id=bakery, goal="reached", worked="Samen optrekken.")
    does(world, "chair", evaluation.evaluate, case_id, about)
    does(world, "chair", evaluation.evaluate, case_id, LEARNED)
    does(world, "chair", evaluation.close, case_id, CLOSED)
    assert told() == ["evaluation.recorded", "evaluation.recorded", "evaluation.case_closed"]
    seen = does(world, "detective", cases.case, case_id)
    assert (seen.step, seen.sealed, seen.phases, seen.acts) == ("closed", True, [], [])
    with refused(WrongStep, "case-closed"):
        does(
            world,
            "chair",
            cases.add_subject,
            case_id,
            cases.AddSubject(kind="person", role="none", name="Noor"),
        )


def test_what_is_hidden_is_what_never_was(world: World, case_id: UUID, bakery: UUID) -> None:
    """Every act on the case of another starts with not finding it."""
    for hidden in (bakery, new_id()):
        with refused(NotFound, "not-found"):
            does(world, "neighbour", dossier.conclude, hidden, CONCLUDED)
    for hidden in (case_id, new_id()):
        with refused(NotFound, "not-found"):
            does(world, "neighbour", evaluation.close, hidden, CLOSED)
