"""Known or not known: what the asker is told, what the found partner sees, and what nobody learns."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from db.session import Database
from domain import detection, known
from domain.actor import StaffRole
from domain.errors import Invalid, NotAllowed, NotFound, TooMany
from domain.events import EventType
from tests.world import WESTDORP, World, build

NUMBERS = iter(range(10_000_000, 99_999_999))


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    return build(module_database)


@pytest.fixture
def phone() -> str:
    """A number that nobody wrote down yet."""
    return f"06 {next(NUMBERS)}"


def held(world: World, phone: str, by: str = "inspector", **changed: Any) -> UUID:
    """A signal that mentions this phone."""
    mention = {"kind": "phone", "identifier_kind": "phone", "identifier": phone}
    return world.signal(by, mentions=[{**mention, **changed}])


def the_mention(world: World, signal_id: UUID, by: str = "preparer") -> UUID:
    with world.acting(by) as (session, actor):
        return detection.view(session, actor, signal_id).mentions[0].id


def asked(world: World, by: str, about: UUID, **changed: Any) -> known.KnownQuestion:
    given = {"reason": "Nodig voor de weging van dit signaal.", **changed}
    with world.acting(by) as (session, actor):
        return known.ask(session, actor, about, known.AskKnown(**given))


def a_subject(world: World, phone: str, **changed: Any) -> UUID:
    """A subject with this phone, in a case in which police and tax service take part."""
    case_id = world.joined(world.case(), "police", "tax")
    return world.subject(case_id, "Bakkerij", identifier_kind="phone", identifier=phone, **changed)


def names(found: known.KnownQuestion) -> list[str]:
    return [one.name for one in found.routes]


def found_by(world: World, who: str, question: UUID) -> list[known.Finding]:
    with world.acting(who) as (session, actor):
        return [one for one in known.findings(session, actor) if one.id == question]


def as_owner(world: World, query: str, **given: Any) -> list[Any]:
    with world.database.session_as("owner") as session:
        return list(session.execute(text(query), given))


def test_the_preparation_team_hears_which_partner_and_the_partner_hears_who_asked(
    world: World, phone: str
) -> None:
    theirs = held(world, phone, "neighbour", description="Belde drie keer.")
    answer = asked(world, "preparer", the_mention(world, held(world, phone.replace(" ", "-"))))
    assert answer.answer == "known"
    assert names(answer) == ["Gemeente Westdorp"]
    assert answer.bases == ["phone"]

    (finding,) = found_by(world, "neighbour", answer.id)
    assert (finding.asker, finding.ground, finding.about_kind, finding.scope_id) == (
        "RIEC Riva", "WGS-1.5-1", "mention", theirs,
    )  # fmt: skip
    assert "reason" not in known.Finding.model_fields
    assert found_by(world, "detective", answer.id) == []


def test_who_is_on_a_case_hears_yes_and_turns_to_the_riec(world: World, phone: str) -> None:
    held(world, phone, "neighbour")
    answer = asked(world, "tax_officer", a_subject(world, phone))
    assert (answer.answer, names(answer)) == ("known", ["RIEC Riva"])


def test_nobody_knows(world: World, phone: str) -> None:
    answer = asked(world, "tax_officer", a_subject(world, phone))
    assert (answer.answer, answer.routes) == ("not_known", [])


def test_what_lies_in_the_same_case_is_no_news(world: World, phone: str) -> None:
    signal_id = held(world, phone)
    case_id = world.joined(world.case(signal_id), "tax")
    subject_id = world.subject(case_id, identifier_kind="phone", identifier=phone)
    assert asked(world, "tax_officer", subject_id).answer == "not_known"


def test_a_whole_name_with_a_whole_date_of_birth_is_enough_and_less_is_not(world: World) -> None:
    def person(**given: Any) -> UUID:
        return world.signal(mentions=[{"kind": "person", **given}])

    world.signal(
        "neighbour", mentions=[{"kind": "person", "name": "Ötto d'Ancóna", "birth_date": "1979-04-03"}]
    )
    same = the_mention(world, person(name="OTTO  D’ANCONA", birth_date="3-4-1979"))
    assert asked(world, "preparer", same).answer == "known"
    other = the_mention(world, person(name="Otto d'Ancona", birth_date="1979-04-04"))
    assert asked(world, "preparer", other).answer == "not_known"
    for less in (
        {"name": "Otto d'Ancona", "birth_date": "1979-04"},
        {"name": "Otto", "birth_date": "1979-04-03"},
    ):
        with pytest.raises(Invalid) as refused:
            asked(world, "preparer", the_mention(world, person(**less)))
        assert [one.code for one in refused.value.problems] == ["nothing-to-ask-by"]


def test_the_same_question_is_the_same_question(world: World, phone: str) -> None:
    mention = the_mention(world, held(world, phone))
    first = asked(world, "preparer", mention)
    held(world, phone, "neighbour")
    again = asked(world, "analyst", mention)
    assert (again.id, again.answer) == (first.id, "not_known")
    assert len(as_owner(world, "select 1 from known_questions where about_id = :id", id=mention)) == 1


def test_there_is_a_limit_for_a_person_and_one_for_an_organisation(world: World) -> None:
    case_id = world.joined(world.case(), "prosecution")
    subjects = [
        world.subject(case_id, identifier_kind="phone", identifier=f"06 {next(NUMBERS)}") for _ in range(3)
    ]
    with world.database.session_as("owner") as session:
        session.execute(text("update known_limits set per_person = 1, per_organisation = 2"))
        session.commit()
    try:
        first = asked(world, "prosecutor", subjects[0])
        with pytest.raises(TooMany):
            asked(world, "prosecutor", subjects[1])
        # What was asked before is no new question.
        assert asked(world, "prosecutor", subjects[0]).id == first.id
    finally:
        with world.database.session_as("owner") as session:
            session.execute(text("update known_limits set per_person = 25, per_organisation = 100"))
            session.commit()


# --- vulnerable -----------------------------------------------------------------------------------


def referral(world: World, question: UUID) -> known.Referral | None:
    with world.acting("preparer") as (session, actor):
        return next((one for one in known.referrals(session, actor) if one.id == question), None)


def settled(world: World, question: UUID, outcome: str) -> None:
    with world.acting("preparer") as (session, actor):
        known.settle(session, actor, question, known.SettleKnown(outcome=outcome))


def seen(world: World, who: str, question: UUID) -> known.KnownQuestion:
    with world.acting(who) as (session, actor):
        return known.question(session, actor, question)


def test_about_a_possible_victim_a_person_answers(world: World, phone: str) -> None:
    held(world, phone, "neighbour")
    answer = asked(world, "tax_officer", a_subject(world, phone, role="victim", kind="person"))
    assert (answer.answer, names(answer)) == ("by_hand", ["RIEC Riva"])

    waiting = referral(world, answer.id)
    assert waiting is not None
    assert (waiting.asker, waiting.asked_by_hand) == ("Belastingdienst", True)
    assert [one.name for one in waiting.organisations] == ["Gemeente Westdorp"]
    # The record of who was found does not say so, and that of the asker is not theirs to know.
    assert not found_by(world, "neighbour", answer.id)[0].by_hand

    settled(world, answer.id, "known")
    told = seen(world, "tax_officer", answer.id)
    assert (told.answer, names(told)) == ("known", ["RIEC Riva"])
    assert told.answered_at is not None
    assert referral(world, answer.id) is None
    with pytest.raises(Exception, match="no such question"):
        settled(world, answer.id, "not_known")


def test_about_a_minor_or_when_the_asker_says_so(world: World, phone: str) -> None:
    child = {"kind": "person", "name": "Kim", "birth_date": "2012"}
    assert asked(world, "preparer", the_mention(world, held(world, phone, **child))).answer == "by_hand"
    answer = asked(world, "tax_officer", a_subject(world, f"06 {next(NUMBERS)}"), by_hand=True)
    assert answer.answer == "by_hand"
    settled(world, answer.id, "not_known")
    assert seen(world, "tax_officer", answer.id).answer == "not_known"


def test_whom_another_holds_as_a_victim_no_machine_tells(world: World, phone: str) -> None:
    """The asker is told what it would be told if nobody knew; the RIEC learns the rest, and may tell."""
    a_subject(world, phone, role="perpetrator_victim", kind="person")
    mention = {"kind": "phone", "identifier_kind": "phone", "identifier": phone}
    signal_id = world.signal("detective", municipality_code=WESTDORP, mentions=[mention])
    answer = asked(world, "neighbour", the_mention(world, signal_id, "neighbour"))
    assert (answer.answer, answer.routes, answer.answered_at) == ("not_known", [], None)
    assert referral(world, answer.id) is not None
    assert found_by(world, "analyst", answer.id)[0].by_hand
    settled(world, answer.id, "not_known")
    assert seen(world, "neighbour", answer.id) == answer

    second = asked(world, "detective", the_mention(world, signal_id, "detective"))
    assert second.answer == "not_known"
    settled(world, second.id, "known")
    assert seen(world, "detective", second.id).answer == "known"


def test_who_turns_out_to_be_a_possible_victim_answers_no_longer(world: World, phone: str) -> None:
    subject_id = a_subject(world, phone)
    world.weighed(world.concluded(subject_id), possible_victim=True)
    (line,) = as_owner(world, "select quiet_until::text from digests where row_id = :id", id=subject_id)
    assert line == ("infinity",)


# --- hidden ---------------------------------------------------------------------------------------


def test_what_is_closed_sealed_or_cleared_is_not_known(world: World, phone: str) -> None:
    subject_id = a_subject(world, phone)
    closing = f"06 {next(NUMBERS)}"
    theirs = held(world, closing, "neighbour")
    asks = [the_mention(world, held(world, number)) for number in (phone, closing)]
    with world.database.session_as("owner") as session:
        circle = {"circle": [world.people["neighbour"]], "id": theirs}
        session.execute(text("update signals set circle = :circle where id = :id"), circle)
        session.commit()
    world.weighed(world.concluded(subject_id), "none")
    assert [asked(world, "detective", one).answer for one in asks] == ["not_known", "not_known"]


def test_who_only_reported_or_sees_nothing_cannot_ask(world: World, phone: str) -> None:
    mention = the_mention(world, held(world, phone))
    with pytest.raises(NotAllowed, match="only-reported"):
        asked(world, "inspector", mention)
    with pytest.raises(NotFound):
        asked(world, "neighbour", mention)
    with pytest.raises(NotAllowed, match="role-required"), world.acting("preparer") as (session, actor):
        known.referrals(
            session, actor.__class__(**{**vars(actor), "staff_roles": frozenset({StaffRole.CHAIR})})
        )


def test_an_answer_is_for_the_organisation_that_asked(world: World, phone: str) -> None:
    held(world, phone, "neighbour")
    answer = asked(world, "tax_officer", a_subject(world, phone))
    for other in ("detective", "chair", "neighbour", "auditor"):
        with pytest.raises(NotFound):
            seen(world, other, answer.id)


# --- the record -----------------------------------------------------------------------------------


def test_both_sides_have_it_on_the_record(world: World, phone: str) -> None:
    theirs = held(world, phone, "neighbour")
    subject_id = a_subject(world, phone)
    answer = asked(world, "tax_officer", subject_id)
    (event,) = as_owner(
        world, "select type, scope_id, data::text from events where object_id = :id", id=answer.id
    )
    assert event[:2] == (EventType.KNOWN_ASKED, subject_id)
    assert phone[3:] not in event[2]
    (look,) = as_owner(
        world,
        "select object_ids, ground, purpose from access_log where what = 'known' and scope_id = :id",
        id=subject_id,
    )
    assert (set(look.object_ids), look.ground, look.purpose) == ({answer.id, theirs}, "WGS-1.5-1", None)


def test_no_plain_text_stands_in_the_index(world: World, phone: str) -> None:
    held(world, phone)
    with world.acting("chair") as (session, _actor), pytest.raises(Exception, match="permission denied"):
        session.execute(text("select 1 from digests"))
    digests = [one.line for one in as_owner(world, "select to_jsonb(d)::text as line from digests d")]
    assert digests
    assert not any(phone[3:] in one for one in digests)


def test_everything_that_can_be_asked_by_is_in_the_index(world: World) -> None:
    left = as_owner(
        world,
        "select id from (select id, identifier_kind from mentions union all select id, identifier_kind from subjects) t"
        " where identifier_kind in ('bsn', 'kvk', 'bag', 'phone', 'licence_plate', 'iban')"
        " and not exists (select from digests d where d.row_id = t.id)",
    )
    assert left == []


@pytest.fixture
def keyring(world: World) -> Any:
    return world.database.keyring


def test_a_new_key_changes_every_digest_and_no_answer(world: World, phone: str, keyring: Any) -> None:
    from domain import digests

    held(world, phone, "neighbour")
    mention = the_mention(world, held(world, phone))
    first = asked(world, "preparer", mention)
    before = set(as_owner(world, "select row_id, digest from digests"))
    with world.database.session_as("owner") as session:
        digests.rebuild(session, keyring, new_key=True)
    after = set(as_owner(world, "select row_id, digest from digests"))
    assert len(after) == len(before)
    assert not after & before
    assert asked(world, "preparer", mention).id == first.id
    assert asked(world, "detective", the_mention(world, held(world, phone))).answer == "known"


def test_another_key_than_that_of_the_index_gets_no_answer(world: World, phone: str, keyring: Any) -> None:
    from db.keyring import fresh
    from domain.errors import Conflict

    mention = the_mention(world, held(world, phone))
    right = keyring.key()
    keyring.replace(fresh())
    try:
        with pytest.raises(Conflict, match="try-again"):
            asked(world, "preparer", mention)
        with pytest.raises(Conflict, match="try-again"):
            held(world, phone)
    finally:
        keyring.replace(right)
