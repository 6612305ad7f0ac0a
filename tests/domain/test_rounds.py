"""An information round: one question to several partners, each of whom sees its own and no other."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from db.session import Database
from domain import dossier
from domain.calendar import today
from domain.dossier import AskInformationRound, GiveAnswer, InformationRoundView
from domain.dossier.requesting import may_remind_from
from domain.dossier.rounds import MOST
from domain.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.world import World, build


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    return build(module_database)


@pytest.fixture
def case_id(world: World) -> UUID:
    return world.joined(world.case(), "police", "inspectorate", "tax")


def ask_round(
    world: World,
    case_id: UUID,
    *asked: str,
    about: tuple[UUID, ...] = (),
    by: str = "case_manager",
    **changed: Any,
) -> InformationRoundView:
    given = {"question": "Is dit bij u bekend?", "due_on": today() + timedelta(days=14), **changed}
    data = AskInformationRound(
        asked_ids=[world.organisations[one] for one in asked], subject_ids=about, **given
    )
    with world.acting(by) as (session, actor):
        return dossier.ask_round(session, actor, case_id, data)


def answered(world: World, by: str, request_id: UUID, outcome: str) -> None:
    with world.acting(by) as (session, actor):
        dossier.answer(session, actor, request_id, GiveAnswer.model_validate({"outcome": outcome}))


def seen(world: World, round_id: UUID, by: str = "case_manager") -> InformationRoundView:
    with world.acting(by) as (session, actor):
        return dossier.a_round(session, actor, round_id)


def late(world: World, request_id: UUID) -> None:
    with world.database.session_as("owner") as session:
        session.execute(text("update requests set due_on = today() - 1 where id = :id"), {"id": request_id})
        session.commit()


def test_each_answers_for_itself_and_silence_is_seen(world: World, case_id: UUID) -> None:
    made = ask_round(world, case_id, "police", "inspectorate", "tax")
    questions = {one.asked: one.id for one in made.requests}
    assert (len(questions), made.answered, made.silent) == (3, 0, 0)

    answered(world, "detective", questions["Politie Riva"], "refused")
    answered(world, "inspector", questions["Arbeidsinspectie"], "not_competent")
    late(world, questions["Belastingdienst"])
    found = seen(world, made.id)
    assert (found.answered, found.silent) == (2, 1)
    assert {one.asked: one.status for one in found.requests} == {
        "Politie Riva": "refused", "Arbeidsinspectie": "not_competent", "Belastingdienst": "asked",
    }  # fmt: skip
    told = seen(world, made.id, "analyst")
    assert [one.model_dump(exclude={"acts"}) for one in told.requests] == [
        one.model_dump(exclude={"acts"}) for one in found.requests
    ]


def test_who_is_asked_does_not_learn_that_others_are(world: World, case_id: UUID) -> None:
    made = ask_round(world, case_id, "police", "inspectorate")
    for who, others in (("detective", "Arbeidsinspectie"), ("inspector", "Politie Riva")):
        with world.acting(who) as (session, actor):
            (mine,) = dossier.requests_of(session, actor, case_id)
            assert (mine.asked_id, mine.round_id) == (actor.organisation_id, None)
            assert dossier.rounds([mine]) == []
            hidden = next(one.id for one in made.requests if one.asked == others)
            with pytest.raises(NotFound):
                dossier.request_view(session, actor, hidden)
            with pytest.raises(NotFound):
                dossier.a_round(session, actor, made.id)
    with world.acting("tax_officer") as (session, actor):
        assert dossier.requests_of(session, actor, case_id) == []


def test_about_each_subject_each_partner_gets_a_question_of_its_own(world: World, case_id: UUID) -> None:
    about = (world.subject(case_id), world.subject(case_id, "Bakkerij Noord"))
    made = ask_round(world, case_id, "police", "tax", "police", about=(*about, about[0]))
    assert {(one.asked, one.subject_id) for one in made.requests} == {
        (asked, subject) for asked in ("Politie Riva", "Belastingdienst") for subject in about
    }
    assert len(made.requests) == 4
    with world.acting("case_manager") as (session, actor):
        (found,) = dossier.rounds(dossier.requests_of(session, actor, case_id))
    assert found.id == made.id


def test_all_that_is_wrong_is_told_at_once_and_nobody_is_asked(world: World, case_id: UUID) -> None:
    elsewhere = world.subject(world.joined(world.case(), "police"))
    with pytest.raises(Invalid) as refused:
        ask_round(
            world, case_id, "police", "westdorp", about=(elsewhere, uuid4()), due_on=today(), ground="GEEN"
        )
    assert {(one.code, one.pointer) for one in refused.value.problems} == {
        ("date-not-in-future", "/dueOn"), ("code-not-valid", "/ground"), ("asked-takes-no-part", "/askedIds/1"),
        ("subject-of-another-case", "/subjectIds/0"), ("subject-of-another-case", "/subjectIds/1"),
    }  # fmt: skip
    with world.acting("analyst") as (session, actor):
        assert dossier.requests_of(session, actor, case_id) == []


def test_the_asker_reminds_once_a_working_day(world: World, case_id: UUID) -> None:
    made = ask_round(world, case_id, "police", "inspectorate", "tax")
    questions = {one.asked: one.id for one in made.requests}
    answered(world, "inspector", questions["Arbeidsinspectie"], "nothing_known")

    with world.acting("case_manager") as (session, actor):
        one = dossier.remind(session, actor, questions["Politie Riva"])
        assert (one.reminders, "remind" in one.acts) == (1, False)
    with pytest.raises(Conflict, match="reminded-already"), world.acting("case_manager") as (session, actor):
        dossier.remind(session, actor, questions["Politie Riva"])
    with pytest.raises(Conflict, match="already-answered"), world.acting("case_manager") as (session, actor):
        dossier.remind(session, actor, questions["Arbeidsinspectie"])
    # All at once: only who still owes an answer and was not reminded today.
    with world.acting("case_manager") as (session, actor):
        found = dossier.remind_round(session, actor, made.id)
        assert {one.asked: one.reminders for one in found.requests} == {
            "Politie Riva": 1, "Arbeidsinspectie": 0, "Belastingdienst": 1,
        }  # fmt: skip
    with pytest.raises(Conflict, match="nobody-to-remind"), world.acting("case_manager") as (session, actor):
        dossier.remind_round(session, actor, made.id)
    with world.database.session_as("owner") as session:
        session.execute(text("update reminders set created_at = created_at - interval '5 days'"))
        session.commit()
    with world.acting("case_manager") as (session, actor):
        assert dossier.remind(session, actor, questions["Politie Riva"]).reminders == 2


def test_only_who_asked_reminds_and_who_is_asked_sees_it(world: World, case_id: UUID) -> None:
    (question,) = ask_round(world, case_id, "police").requests
    for who in ("analyst", "detective", "permit_officer"):
        with pytest.raises(NotAllowed), world.acting(who) as (session, actor):
            dossier.remind(session, actor, question.id)
    with pytest.raises(NotFound), world.acting("tax_officer") as (session, actor):
        dossier.remind(session, actor, question.id)
    with world.acting("case_manager") as (session, actor):
        dossier.remind(session, actor, question.id)
    with world.acting("detective") as (session, actor):
        assert dossier.request_view(session, actor, question.id).reminders == 1


@pytest.mark.parametrize(
    ("last", "again"),
    [("2026-11-26", "2026-11-27"), ("2026-11-27", "2026-11-30"), ("2026-12-24", "2026-12-28")],
)
def test_a_weekend_or_holiday_is_no_working_day(last: str, again: str) -> None:
    at = datetime.fromisoformat(f"{last}T15:00:00+01:00")
    assert may_remind_from(at) == date.fromisoformat(again)


def test_a_round_has_an_end(world: World, case_id: UUID) -> None:
    about = tuple(world.subject(case_id, f"Bakkerij {number}") for number in range(MOST // 3 + 1))
    with pytest.raises(Invalid) as refused:
        ask_round(world, case_id, "police", "inspectorate", "tax", about=about)
    assert {one.code for one in refused.value.problems} == {"round-too-large"}


def test_a_partner_asks_no_round(world: World, case_id: UUID) -> None:
    with pytest.raises(NotAllowed):
        ask_round(world, case_id, "police", by="detective")
    with pytest.raises(NotFound):
        ask_round(world, case_id, "police", by="neighbour")
