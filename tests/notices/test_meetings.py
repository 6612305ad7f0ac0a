"""Who is told of a meeting and of what was agreed there: once the agenda is sent, and only those whose case it is."""

from datetime import timedelta
from uuid import UUID

import pytest

from domain import circle, meetings, notices
from domain.calendar import today
from tests.domain import meeting
from tests.notices.hearing import Hearing
from tests.notices.test_telling import late, told


@pytest.fixture
def bakery(hearing: Hearing) -> UUID:
    """A case of the municipality, the police and the labour inspectorate."""
    return hearing.world.joined(hearing.world.case(), "police", "inspectorate")


def agreed(hearing: Hearing, item_id: UUID, person: str | None = None) -> UUID:
    data = meetings.Agree(
        text="Huurcontracten opvragen.", organisation_id=hearing.world.organisations["zuidstad"],
        person_id=hearing.world.people[person] if person else None, due_on=today() + timedelta(days=3),
    )  # fmt: skip
    with hearing.world.acting("chair") as (session, actor):
        return meetings.agree(session, actor, item_id, data).id


def test_the_invited_are_told_when_the_agenda_is_sent(hearing: Hearing, bakery: UUID) -> None:
    """Of who takes part in the case, those who answer for their organisation."""
    world = hearing.world
    meeting_id = meeting.planned(world)
    meeting.on_agenda(world, meeting_id, bakery)
    hearing.relay()
    assert told(hearing, meeting_id) == {}
    with world.acting("chair") as (session, actor):
        meetings.convene(session, actor, meeting_id)
    hearing.relay()
    assert told(hearing, meeting_id) == {
        who: {"meeting.convened"} for who in ("detective", "inspector", "permit_officer", "case_manager")
    }


def test_a_colleague_who_may_not_know_of_the_case_is_not_told(hearing: Hearing, bakery: UUID) -> None:
    world = hearing.world
    with world.acting("chair") as (session, actor):
        named = circle.Decide(
            kind="named", organisation_id=world.organisations["zuidstad"], reason="Nodig.",
            person_ids=[world.people["permit_officer"]],
        )  # fmt: skip
        circle.decide(session, actor, bakery, named)
    meeting_id, _ = meeting.convened(world, bakery)
    hearing.relay()
    assert "permit_officer" in told(hearing, meeting_id)
    assert "case_manager" not in told(hearing, meeting_id)


def test_who_is_invited_by_a_case_that_was_added_later_is_told(hearing: Hearing, bakery: UUID) -> None:
    world = hearing.world
    orchard = world.joined(world.case(), "tax")
    meeting_id, _ = meeting.convened(world, bakery)
    hearing.relay()
    assert "meeting.case_added" not in {kind for kinds in told(hearing, bakery).values() for kind in kinds}
    meeting.on_agenda(world, meeting_id, orchard)
    hearing.relay()
    assert "meeting.case_added" in told(hearing, orchard)["tax_officer"]
    assert "detective" not in told(hearing, orchard)


def test_the_invited_are_told_that_it_was_moved_and_nobody_before_the_agenda_was_sent(
    hearing: Hearing, bakery: UUID
) -> None:
    world = hearing.world

    def moved(meeting_id: UUID) -> None:
        later = meetings.PlanMeeting.model_validate({
            "theme": "Casusoverleg Zuid", "on": str(today() + timedelta(days=9)), "begins": "09:00", "ends": "11:00",
        })  # fmt: skip
        with world.acting("chair") as (session, actor):
            meetings.move_meeting(session, actor, meeting_id, later)
        hearing.relay()

    own = meeting.planned(world)
    meeting.on_agenda(world, own, bakery)
    moved(own)
    assert told(hearing, own) == {}
    sent, _ = meeting.convened(world, bakery)
    moved(sent)
    assert told(hearing, sent)["detective"] == {"meeting.convened", "meeting.moved"}
    assert "tax_officer" not in told(hearing, sent)


def test_who_took_an_action_on_is_told_and_reminded_and_the_chair_hears_that_it_is_late(
    hearing: Hearing, bakery: UUID
) -> None:
    _, items = meeting.running(hearing.world, bakery, present=("detective", "permit_officer"))
    of_all, of_one = agreed(hearing, items[0]), agreed(hearing, items[0], "case_manager")
    hearing.relay()
    assert told(hearing, of_all) == {who: {"action.agreed"} for who in ("permit_officer", "case_manager")}
    assert told(hearing, of_one) == {"case_manager": {"action.agreed"}}

    late(hearing, "actions", "due_on", of_one)
    for _ in range(2):
        notices.tell_of_terms(hearing.world.database)
    assert told(hearing, of_one) == {
        "case_manager": {"action.agreed", "action.late"}, "chair": {"action.chase"},
    }  # fmt: skip
    assert len(hearing.of("case_manager", of_one)) == 2
    assert told(hearing, of_all) == {who: {"action.agreed"} for who in ("permit_officer", "case_manager")}


def test_what_is_done_is_not_late(hearing: Hearing, bakery: UUID) -> None:
    _, items = meeting.running(hearing.world, bakery, present=("detective", "permit_officer"))
    action_id = agreed(hearing, items[0])
    with hearing.world.acting("case_manager") as (session, actor):
        done = meetings.ReportAction(outcome="done", text="Gedaan.")
        meetings.report_action(session, actor, action_id, done)
    late(hearing, "actions", "due_on", action_id)
    hearing.relay()
    notices.tell_of_terms(hearing.world.database)
    assert told(hearing, action_id) == {}
