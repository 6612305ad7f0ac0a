"""Case meetings: each sees its own cases, the wall what everybody in the room may see, and decisions who was there."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.session import Database
from domain import assignment, dossier, evaluation, meetings, weighing
from domain.calendar import today
from domain.errors import Conflict, Invalid, NotAllowed, NotFound
from domain.meetings import Agree, NoteAttendance, ReportAction, WriteMinutes
from tests.domain.meeting import (
    comes,
    convened,
    decided,
    on_agenda,
    on_the_wall,
    planned,
    running,
    seen,
)
from tests.world import World, a_weighing, build


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    return build(module_database)


@pytest.fixture
def bakery(world: World) -> UUID:
    """A case of the municipality, the police and the labour inspectorate."""
    return world.joined(world.case(), "police", "inspectorate")


@pytest.fixture
def orchard(world: World) -> UUID:
    """Another, in which the tax service takes part and the police do not."""
    return world.joined(world.case(), "tax")


def test_each_finds_its_own_cases_on_the_agenda_and_no_other(
    world: World, bakery: UUID, orchard: UUID
) -> None:
    meeting_id, _ = convened(world, bakery, orchard)

    def cases_for(who: str) -> list[UUID]:
        return [one.case_id for one in seen(world, who, meeting_id).items]

    assert cases_for("chair") == [bakery, orchard]
    assert cases_for("detective") == [bakery]
    assert cases_for("tax_officer") == [orchard]
    assert cases_for("case_manager") == [bakery, orchard]


def test_a_meeting_is_the_riecs_own_until_it_is_convened(world: World, bakery: UUID) -> None:
    meeting_id = planned(world)
    on_agenda(world, meeting_id, bakery)
    with pytest.raises(NotFound):
        seen(world, "detective", meeting_id)
    with world.acting("chair") as (session, actor):
        meetings.convene(session, actor, meeting_id)
    assert seen(world, "detective", meeting_id).state == "convened"
    with pytest.raises(NotFound):
        seen(world, "tax_officer", meeting_id)


def test_a_meeting_is_moved_until_it_begins(world: World, bakery: UUID) -> None:
    meeting_id, _ = convened(world, bakery)
    later = meetings.PlanMeeting(
        theme="Casusoverleg Noord",
        place="Zaal 3",
        on=today() + timedelta(days=9),
        begins="09:00",
        ends="11:00",
    )
    with world.acting("chair") as (session, actor):
        moved = meetings.move_meeting(session, actor, meeting_id, later)
        with pytest.raises(Invalid):
            meetings.move_meeting(session, actor, meeting_id, later.model_copy(update={"ends": "08:00"}))
    assert (moved.theme, moved.place, moved.acts) == (
        "Casusoverleg Noord", "Zaal 3", ["put-on-agenda", "move", "attend", "start"],
    )  # fmt: skip
    assert seen(world, "detective", meeting_id).starts_at == moved.starts_at
    assert moved.starts_at.date() == today() + timedelta(days=9)
    with pytest.raises(NotAllowed), world.acting("detective") as (session, actor):
        meetings.move_meeting(session, actor, meeting_id, later)
    with pytest.raises(NotFound), world.acting("tax_officer") as (session, actor):
        meetings.move_meeting(session, actor, meeting_id, later)
    with world.acting("chair") as (session, actor):
        meetings.start(session, actor, meeting_id)
        with pytest.raises(Conflict):
            meetings.move_meeting(session, actor, meeting_id, later)
        session.commit()
    # Nor by anybody else: the database holds it where it was.
    for what in ("theme = 'Anders'", "ends_at = ends_at + interval '1 hour'"):
        with world.acting("chair") as (session, _), pytest.raises(DBAPIError, match="passed"):
            session.execute(text(f"update meetings set {what} where id = :id"), {"id": meeting_id})


def test_the_wall_shows_what_everybody_in_the_room_may_see(world: World, bakery: UUID, orchard: UUID) -> None:
    subject = world.subject(bakery)
    meeting_id, _ = running(world, bakery, orchard, present=("detective", "inspector"))

    assert on_the_wall(world, meeting_id).case_number
    assert [one.id for one in on_the_wall(world, meeting_id).subjects] == [subject]

    comes(world, meeting_id, "tax_officer")
    assert on_the_wall(world, meeting_id).case_number is None
    assert not on_the_wall(world, meeting_id).subjects

    comes(world, meeting_id, "tax_officer", "corridor")
    assert on_the_wall(world, meeting_id).case_number


def test_what_one_partner_may_not_see_is_not_on_the_wall(world: World, bakery: UUID) -> None:
    subject = world.subject(bakery)
    with world.acting("permit_officer") as (session, actor):
        dossier.contribute(
            session, actor, subject,
            dossier.Contribute(
                category="housing", text="Elf mensen op één adres.", source="BRP", attested=True,
                for_whom="named", persons=[world.people["detective"]],
            ),
        )  # fmt: skip
    meeting_id, _ = running(world, bakery, present=("inspector",))
    assert on_the_wall(world, meeting_id).subjects[0].notes == []
    # Not even before the person for whom it is: the chair stands there too.
    comes(world, meeting_id, "inspector", "gone")
    comes(world, meeting_id, "detective")
    assert on_the_wall(world, meeting_id).subjects[0].notes == []


def test_everybody_before_the_wall_is_in_the_log(world: World, bakery: UUID) -> None:
    meeting_id, _ = running(world, bakery, present=("detective", "inspector"))
    on_the_wall(world, meeting_id)
    with world.database.session_as("owner") as session:
        logged = session.execute(
            text("select distinct actor_id from access_log where what = 'wall' and scope_id = :case"),
            {"case": bakery},
        ).scalars()
        assert set(logged) == {world.people[one] for one in ("chair", "detective", "inspector")}


def test_nobody_decides_while_somebody_is_there_who_takes_no_part(
    world: World, bakery: UUID, orchard: UUID
) -> None:
    meeting_id, items = running(world, bakery, orchard, present=("detective", "inspector", "tax_officer"))
    with pytest.raises(Conflict) as refused:
        decided(world, items[0])
    assert (refused.value.code, refused.value.facts) == ("outsiders-in-room", {"outsiders": 1})
    with world.acting("chair") as (session, actor):
        room = meetings.clear_room(session, actor, meeting_id)
    assert (room.outsiders, room.partners, room.quorum) == (0, 2, True)
    assert decided(world, items[0]).kind == "B16"


def test_several_come_in_at_once_or_nobody_does(world: World, bakery: UUID) -> None:
    meeting_id, _ = running(world, bakery)
    both = [
        NoteAttendance(person_id=world.people[one], whereabouts="room") for one in ("detective", "inspector")
    ]
    stranger = NoteAttendance(person_id=world.people["tax_officer"], whereabouts="room")
    with pytest.raises(Invalid), world.acting("chair") as (session, actor):
        meetings.note_attendance(session, actor, meeting_id, *both, stranger)
    with world.acting("chair") as (session, actor):
        assert meetings.room(session, actor, meeting_id).partners == 0
        assert meetings.note_attendance(session, actor, meeting_id, *both).partners == 2


def test_a_decision_says_who_was_there_who_was_against_and_who_was_absent(world: World, bakery: UUID) -> None:
    _, items = running(world, bakery, present=("detective", "inspector"))
    police, inspectorate = world.organisations["police"], world.organisations["inspectorate"]
    with pytest.raises(Invalid) as refused:
        decided(
            world, items[0], kind="B99", against_ids=[world.organisations["tax"], inspectorate],
            responsible_id=world.organisations["tax"], review_on=today(),
        )  # fmt: skip
    assert {(one.code, one.pointer) for one in refused.value.problems} == {
        ("code-not-valid", "/kind"),
        ("not-in-the-room", "/againstIds/0"),
        ("dissent-wanted", "/dissent"),
        ("takes-no-part", "/responsibleId"),
        ("date-passed", "/reviewOn"),
    }
    made = decided(world, items[0], against_ids=[inspectorate], dissent="Eerst een controle.")
    names = {name: _name(world, name) for name in ("riec", "police", "inspectorate", "zuidstad")}
    assert made.present == sorted([names["riec"], names["police"], names["inspectorate"]])
    assert (made.against, made.absent) == ([names["inspectorate"]], [names["zuidstad"]])
    assert names["inspectorate"] not in made.in_favour
    assert police


def _name(world: World, name: str) -> str:
    with world.database.session_as("owner") as session:
        return session.execute(
            text("select name from organisations where id = :id"), {"id": world.organisations[name]}
        ).scalar_one()


def test_a_decision_needs_partners_who_are_still_there(world: World, bakery: UUID) -> None:
    meeting_id, items = running(world, bakery, present=("detective", "inspector"))
    comes(world, meeting_id, "inspector", "gone")
    with pytest.raises(Conflict) as refused:
        decided(world, items[0])
    assert (refused.value.code, refused.value.facts) == ("quorum-left", {"present": 1, "needed": 2})


def test_what_is_weighed_with_the_case_on_the_table_is_a_decision_of_the_meeting(
    world: World, bakery: UUID
) -> None:
    subject = world.concluded(world.subject(bakery))
    _, items = running(world, bakery, present=("detective", "inspector"))
    with world.acting("chair") as (session, actor):
        weighing.weigh(session, actor, subject, a_weighing(few_opinions_reason="In het overleg."))
    with world.acting("detective") as (session, actor):
        found = meetings.discussed(session, actor, items[0])
    (made,) = found.decisions
    assert (made.kind, made.subject_id, made.necessity) == ("B10", subject, "")
    assert _name(world, "police") in made.present


def test_what_partners_answer_with_the_case_on_the_table_is_noted_when_it_is_taken_off(
    world: World, bakery: UUID
) -> None:
    subject = world.weighed(world.concluded(world.subject(bakery)))
    before = world.proposed(subject, "police", "ST02")
    world.accepted(before, "detective")
    _, items = running(world, bakery, present=("detective", "inspector"))
    refused = world.proposed(subject, "inspectorate", "AR01")
    no = assignment.GiveReply(outcome="refused", reason="Geen mensen.")
    with world.acting("inspector") as (session, actor):
        assignment.reply(session, actor, refused, no)
    with world.acting("chair") as (session, actor):
        meetings.close_item(session, actor, items[0])
    with world.acting("detective") as (session, actor):
        found = meetings.discussed(session, actor, items[0])
    assert [
        (one.kind, one.subject_id, one.responsible, bool(one.evidence_id)) for one in found.decisions
    ] == [
        ("B11", subject, _name(world, "inspectorate"), True),
        ("B13", subject, _name(world, "inspectorate"), False),
    ]
    assert _name(world, "police") in found.decisions[1].present


def test_what_is_noted_when_a_case_is_taken_off_is_noted_once(world: World, bakery: UUID) -> None:
    """Also when it is taken off in two windows at the same moment."""
    subject = world.weighed(world.concluded(world.subject(bakery)))
    intervention = world.proposed(subject, "inspectorate", "AR01")
    meeting_id, items = running(world, bakery, present=("detective", "inspector"))
    world.accepted(intervention, "inspector")

    def take_off_once_more() -> None:
        with world.acting("chair") as (session, actor):
            meetings.close_item(session, actor, items[0])

    with ThreadPoolExecutor(1) as pool:
        with world.acting("chair") as (session, actor):
            meetings.close(session, actor, meeting_id)
            second = pool.submit(take_off_once_more)
            # It waits for the first; without that it looks at a table that is not cleared yet.
            with pytest.raises(TimeoutError):
                second.result(timeout=0.5)
        with pytest.raises(Conflict):
            second.result(timeout=30)
    with world.acting("detective") as (session, actor):
        assert [one.kind for one in meetings.discussed(session, actor, items[0]).decisions] == ["B12"]


def test_a_case_that_is_closed_leaves_the_table_and_what_partners_answered_is_noted(
    world: World, bakery: UUID
) -> None:
    subject = world.weighed(world.concluded(world.subject(bakery)))
    done = world.accepted(world.proposed(subject, "police", "ST02"), "detective")
    refused = world.proposed(subject, "inspectorate", "AR01")
    _, items = running(world, bakery, present=("detective", "inspector"))
    no = assignment.GiveReply(outcome="refused", reason="Geen mensen.")
    with world.acting("inspector") as (session, actor):
        assignment.reply(session, actor, refused, no)
    world.completed(done, "detective")
    with world.acting("chair") as (session, actor):
        for about in (subject, None):
            data = evaluation.Evaluate(subject_id=about, goal="reached", worked="Samen optrekken.")
            evaluation.evaluate(session, actor, bakery, data)
        evaluation.close(session, actor, bakery, evaluation.Close(reason="goal_reached", text="Klaar."))
    with world.database.session_as("owner") as session:
        made = session.execute(
            text("select kind from decisions where item_id = :item order by id"), {"item": items[0]}
        )
        assert list(made.scalars()) == ["B13", "B17"]
        lies_there = text("select closed_at is null from agenda_items where id = :item")
        assert session.execute(lies_there, {"item": items[0]}).scalar_one() is False


def test_who_may_not_stay_decides_nothing_of_what_is_noted_when_a_case_is_taken_off(
    world: World, bakery: UUID
) -> None:
    """Nobody has to leave before the table is cleared; who takes no part is still not in favour of anything."""
    subject = world.weighed(world.concluded(world.subject(bakery)))
    intervention = world.proposed(subject, "inspectorate", "AR01")
    meeting_id, items = running(world, bakery, present=("detective", "inspector"))
    world.accepted(intervention, "inspector")
    on_agenda(world, meeting_id, world.joined(world.case(), "tax"))
    comes(world, meeting_id, "tax_officer")
    with world.acting("chair") as (session, actor):
        meetings.close(session, actor, meeting_id)
    with world.acting("detective") as (session, actor):
        (made,) = meetings.discussed(session, actor, items[0]).decisions
    assert made.kind == "B12"
    assert _name(world, "tax") not in made.present + made.in_favour


@pytest.mark.parametrize(("by", "noted"), [("chair", 1), ("preparer", 0)])
def test_a_phase_is_opened_by_the_meeting_when_its_chair_does(
    world: World, bakery: UUID, by: str, noted: int
) -> None:
    """Who does not lead the meeting does not know who is in the room."""
    running(world, bakery, present=("detective", "inspector"))
    with world.acting(by) as (session, actor):
        opened = dossier.open_phase(
            session, actor, bakery, dossier.OpenPhase(phase=2, necessity="De geldstroom.")
        )
        told = meetings.decisions_of(session, actor, bakery)
    assert opened.phase == 2
    assert [(one.kind, one.subject_id, bool(one.evidence_id), one.text) for one in told] == (
        [("B06", None, True, "")] * noted
    )


def test_decisions_that_move_a_case_are_taken_where_that_is_done(world: World, bakery: UUID) -> None:
    _, items = running(world, bakery, present=("detective", "inspector"))
    with pytest.raises(Invalid) as refused:
        decided(world, items[0], kind="B10")
    assert [one.code for one in refused.value.problems] == ["decided-elsewhere"]


def agreed(world: World, item_id: UUID, **changed: Any) -> UUID:
    data = Agree(**{
        "text": "Huurcontracten opvragen.", "organisation_id": world.organisations["inspectorate"],
        "due_on": today() + timedelta(days=9), **changed,
    })  # fmt: skip
    with world.acting("chair") as (session, actor):
        return meetings.agree(session, actor, item_id, data).id


def test_who_took_an_action_on_tells_what_became_of_it(world: World, bakery: UUID) -> None:
    _, items = running(world, bakery, present=("detective", "inspector"))
    action_id = agreed(world, items[0])
    done = ReportAction(outcome="done", text="Ze staan in het dossier.")
    with pytest.raises(NotAllowed), world.acting("detective") as (session, actor):
        meetings.report_action(session, actor, action_id, done)
    with pytest.raises(NotFound), world.acting("tax_officer") as (session, actor):
        meetings.report_action(session, actor, action_id, done)
    with world.acting("inspector") as (session, actor):
        assert meetings.report_action(session, actor, action_id, done).status == "done"
    with pytest.raises(Conflict), world.acting("inspector") as (session, actor):
        meetings.report_action(session, actor, action_id, done)


def test_a_draft_is_for_who_was_there_and_adopted_minutes_never_change(world: World, bakery: UUID) -> None:
    meeting_id, items = running(world, bakery, present=("detective", "inspector"))

    def written(by: str) -> list[tuple[str, str]]:
        with world.acting(by) as (session, actor):
            return [(one.kind, one.text) for one in meetings.discussed(session, actor, items[0]).minutes]

    with world.acting("chair") as (session, actor):
        meetings.write_minutes(session, actor, items[0], WriteMinutes(text="Eerst."))
        meetings.write_minutes(session, actor, items[0], WriteMinutes(text="De politie begint."))
        meetings.close(session, actor, meeting_id)
    assert written("detective") == [("draft", "De politie begint.")]
    assert written("case_manager") == []  # takes part in the case, and was not there

    with world.acting("chair") as (session, actor):
        meetings.adopt_minutes(session, actor, meeting_id)
        meetings.write_minutes(session, actor, items[0], WriteMinutes(text="Het was de recherche."))
    expected = [("adopted", "De politie begint."), ("correction", "Het was de recherche.")]
    assert written("detective") == written("case_manager") == expected
    with world.database.session_as("owner") as session, pytest.raises(Exception, match="adopted_at passed"):
        session.execute(text("update meetings set adopted_at = null where id = :id"), {"id": meeting_id})


def test_only_the_chair_of_the_riec_leads(world: World, bakery: UUID) -> None:
    for who in ("case_manager", "detective", "analyst"):
        with pytest.raises(NotAllowed):
            planned(world, by=who)
    meeting_id, _ = convened(world, bakery)
    with pytest.raises(NotAllowed), world.acting("detective") as (session, actor):
        meetings.room(session, actor, meeting_id)
