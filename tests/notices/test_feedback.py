"""Who is told that feedback is due, late or given, and who of a proposal to the steering group."""

from uuid import UUID

import pytest

from domain import feedback, notices, steering
from domain.calendar import today
from domain.feedback import EndFeedback, GiveFeedback
from domain.steering import DecideProposal, WriteProposal
from tests.domain.disclosing import OUTSIDE, in_register
from tests.notices.hearing import Hearing
from tests.notices.test_telling import told


@pytest.fixture
def case_id(hearing: Hearing) -> UUID:
    """A case of Zuidstad with the police."""
    return hearing.world.joined(hearing.world.case(), "police")


def due_in(hearing: Hearing, result_id: UUID, days: int) -> dict[str, set[str]]:
    """Who has been told what of it once it is due in so many days; asked twice, told once."""
    hearing.owner(
        "update released_results set released_on = today() - 300, due_on = today() + cast(:days as int) where id = :id",
        days=days, id=result_id,
    )  # fmt: skip
    for _ in range(2):
        notices.tell_of_terms(hearing.world.database)
    return told(hearing, result_id)


def test_who_got_it_is_reminded_and_the_riec_hears_of_silence(hearing: Hearing, case_id: UUID) -> None:
    result_id = in_register(hearing.world, case_id)
    assert due_in(hearing, result_id, 29) == {}
    assert due_in(hearing, result_id, 28) == {"neighbour": {"feedback.due"}}
    silent = {"feedback.silent"}
    late = {"neighbour": {"feedback.due", "feedback.late"}, "chair": silent, "analyst": silent}
    assert due_in(hearing, result_id, -1) == late
    (notice, *_) = hearing.of("chair", result_id)
    assert (notice.organisation, notice.number is not None) == ("Gemeente Westdorp", True)
    with hearing.world.acting("neighbour") as (session, actor):
        said = GiveFeedback(effect="not_used", text="Niets.", why="Het was er niet meer.")
        feedback.give_feedback(session, actor, result_id, said)
    hearing.relay()
    assert hearing.kinds("analyst", result_id) == {"feedback.silent", "feedback.given"}
    assert due_in(hearing, result_id, -2)["neighbour"] == {"feedback.due", "feedback.late"}


def test_outside_the_region_the_riec_is_told_to_ask_and_nobody_when_it_ended(
    hearing: Hearing, case_id: UUID
) -> None:
    result_id = in_register(hearing.world, case_id, **OUTSIDE)
    assert due_in(hearing, result_id, 3) == {"chair": {"feedback.ask"}, "analyst": {"feedback.ask"}}
    with hearing.world.acting("chair") as (session, actor):
        feedback.end_feedback(
            session, actor, result_id, EndFeedback(reason="destroyed", explanation="Vernietigd.")
        )
    hearing.relay()
    assert due_in(hearing, result_id, -1) == {"chair": {"feedback.ask"}, "analyst": {"feedback.ask"}}


def test_a_proposal_is_news_for_who_decides_then_for_who_made_it_and_for_who_follows_it_up(
    hearing: Hearing,
) -> None:
    world = hearing.world

    def proposed() -> UUID:
        given = WriteProposal(
            title="Vast punt", text="Eén per gemeente.", reason="Vragen bleven liggen.",
            addressed_id=world.organisations["zuidstad"], due_on=today().replace(year=2099),
        )  # fmt: skip
        with world.acting("analyst") as (session, actor):
            made = steering.propose_policy(session, actor, given).id
        hearing.relay()
        return made

    adopted, rejected = proposed(), proposed()
    assert told(hearing, adopted) == {"chair": {"proposal.made"}}
    for made, outcome in ((adopted, "adopted"), (rejected, "rejected")):
        with world.acting("chair") as (session, actor):
            decided = DecideProposal.model_validate({"outcome": outcome, "text": "Besproken."})
            steering.decide_proposal(session, actor, made, decided)
    hearing.relay()
    made_and_decided = {"chair": {"proposal.made"}, "analyst": {"proposal.decided"}}
    assert told(hearing, rejected) == made_and_decided
    assert told(hearing, adopted) == made_and_decided | {"case_manager": {"proposal.adopted"}}
