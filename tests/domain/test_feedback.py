"""What came of what was released: asked at least yearly, said by who got it, and kept outside every case."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.policies import feedback as policies
from db.session import Database
from domain import cases, disclosures, evaluation, feedback, levels, retention, worklist
from domain.calendar import add_months, today
from domain.errors import Conflict, Invalid, NotAllowed, NotFound
from domain.events import EventType
from domain.feedback import EndFeedback, GiveFeedback, ReleasedResultView
from tests.domain.disclosing import OUTSIDE, in_register
from tests.world import World, build


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    """The cast."""
    return build(module_database)


@pytest.fixture
def case_id(world: World) -> UUID:
    """A case of Zuidstad with the police."""
    return world.joined(world.case(), "police")


def seen(world: World, result_id: UUID, by: str = "chair") -> ReleasedResultView:
    with world.acting(by) as (session, actor):
        return feedback.released_result(session, actor, result_id)


def given(world: World, result_id: UUID, by: str = "neighbour", **changed: Any) -> ReleasedResultView:
    said = {"effect": "intervention", "text": "De hal is gesloten.", **changed}
    with world.acting(by) as (session, actor):
        return feedback.give_feedback(session, actor, result_id, GiveFeedback.model_validate(said))


def ended(world: World, result_id: UUID, by: str = "chair") -> ReleasedResultView:
    with world.acting(by) as (session, actor):
        data = EndFeedback(reason="reported", explanation="Alles is gemeld.")
        return feedback.end_feedback(session, actor, result_id, data)


def register(world: World, by: str, state: Any = None) -> list[UUID]:
    with world.acting(by) as (session, actor):
        return [one.id for one in feedback.released_results(session, actor, state, limit=100)[0]]


def waits(world: World, by: str, result_id: UUID) -> list[str]:
    with world.acting(by) as (session, actor):
        return [one.kind for one in worklist.tasks(session, actor) if one.id == result_id]


def codes(refused: pytest.ExceptionInfo[Invalid]) -> set[tuple[str, str]]:
    return {(one.code, one.pointer) for one in refused.value.problems}


def owner(world: World, statement: str, **values: Any) -> list[Any]:
    with world.database.session_as("owner") as session:
        done = session.execute(text(statement), values)
        found = list(done) if done.returns_rows else []
        session.commit()
        return found


def released_before(world: World, result_id: UUID, days: int) -> None:
    """Let it have been released so long ago."""
    owner(
        world,
        "update released_results set released_on = released_on - cast(:days as int), due_on = due_on - cast(:days as int)"
        " where id = :id",
        days=days, id=result_id,
    )  # fmt: skip


# --- the register -----------------------------------------------------------------------------------


def test_a_release_is_written_in_the_register_without_a_word_of_what(world: World, case_id: UUID) -> None:
    result_id = in_register(world, case_id)
    with world.acting("chair") as (session, actor):
        case = cases.case(session, actor, case_id)
    for who in ("chair", "neighbour"):
        found = seen(world, result_id, who)
        assert (found.recipient, found.basis, found.released_on) == (
            "Gemeente Westdorp",
            "public_task",
            today(),
        )
        assert (found.due_on, found.state, found.soon) == (add_months(today(), 12), "open", False)
        said = found.model_dump_json()
        assert case.number not in said
        assert str(case_id) not in said
        assert not {word for word in ("Bakkerij", "huisvesting", "Elf mensen") if word in said}
    assert seen(world, result_id).disclosure_id is not None
    assert seen(world, result_id, "neighbour").disclosure_id is None


def test_who_reads_it(world: World, case_id: UUID) -> None:
    ours, outside = in_register(world, case_id), in_register(world, case_id, **OUTSIDE)
    for who in ("chair", "analyst", "preparer"):
        assert {ours, outside} <= set(register(world, who))
    assert ours in register(world, "neighbour")
    assert outside not in register(world, "neighbour")
    # Nor the supplier, nor another partner, nor who only guards or watches.
    for who in ("case_manager", "detective", "privacy_officer", "dpo", "auditor", "administrator"):
        assert register(world, who) == []
        with world.acting(who) as (session, actor), pytest.raises(NotFound):
            feedback.released_result(session, actor, ours)
        with world.acting(who) as (session, actor), pytest.raises(NotFound):
            feedback.give_feedback(session, actor, ours, GiveFeedback(effect="otherwise", text="Iets."))
    with world.acting("chair", "neighbour") as (session, actor), pytest.raises(NotFound):
        feedback.released_result(session, actor, ours)


def test_it_outlives_the_seal_and_the_destruction_of_its_case(world: World, case_id: UUID) -> None:
    result_id = in_register(world, case_id)
    (subject,) = owner(world, "select id from scopes where parent_id = :id and kind = 'subject'", id=case_id)
    world.weighed(world.concluded(subject.id), "none")
    with world.acting("chair") as (session, actor):
        evaluation.evaluate(session, actor, case_id, evaluation.Evaluate(goal="reached", worked="Samen."))
        evaluation.close(session, actor, case_id, evaluation.Close(reason="goal_reached", text="Klaar."))
    assert seen(world, result_id).disclosure_id is None
    assert given(world, result_id).state == "answered"
    for table, scope_id in (("subjects", subject.id), ("cases", case_id)):
        owner(
            world,
            f"update {table} set created_at = created_at - interval '6 years' where id = :id",
            id=scope_id,
        )
        with world.acting("chair") as (session, actor):
            retention.destroy(session, actor, scope_id)
    assert owner(world, "select from release_links where result_id = :id", id=result_id) == []
    assert seen(world, result_id, "neighbour").answers == 1


def test_releases_from_before_the_register_get_their_row_once(world: World, case_id: UUID) -> None:
    result_id = in_register(world, case_id)
    before = seen(world, result_id)
    owner(world, "delete from release_links where result_id = :id", id=result_id)
    owner(world, "delete from released_results where id = :id", id=result_id)
    for _ in range(2):
        with world.database.engine("owner").begin() as connection:
            connection.exec_driver_sql(policies.STATEMENTS[-1].replace("%", "%%"))
    made = owner(
        world, "select result_id from release_links where disclosure_id = :id", id=before.disclosure_id
    )
    assert len(made) == 1
    after = seen(world, made[0].result_id)
    kept = {
        "recipient",
        "recipient_id",
        "recipient_kind",
        "basis",
        "ground",
        "released_on",
        "due_on",
        "disclosure_id",
    }
    assert after.model_dump(include=kept) == before.model_dump(include=kept)
    # As `domain.rows.make_number` makes them.
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    prefix, year, body = after.number.split("-")
    assert (prefix, int(year), len(body)) == ("TK", today().year, 8)
    assert (
        body[7] == alphabet[sum(place * alphabet.index(c) for place, c in enumerate(body[:7], start=2)) % 31]
    )


# --- saying what came of it ------------------------------------------------------------------------


def test_the_recipient_says_it_and_is_asked_again_within_a_year(world: World, case_id: UUID) -> None:
    result_id = in_register(world, case_id)
    for who in ("chair", "analyst", "preparer"):
        with pytest.raises(NotAllowed):
            given(world, result_id, who)
    released_before(world, result_id, 300)
    found = given(world, result_id)
    assert (found.state, found.answers, found.due_on) == ("answered", 1, add_months(today(), 12))
    (said,) = found.said
    assert (said.effect, said.organisation, said.given_on) == ("intervention", "Gemeente Westdorp", today())
    kinds = owner(world, "select type, scope_id, data from events where object_id = :id", id=result_id)
    assert kinds == [(EventType.FEEDBACK_GIVEN, None, {"effect": "intervention"})]


def test_what_is_wrong_is_told_at_once(world: World, case_id: UUID) -> None:
    result_id = in_register(world, case_id)
    with pytest.raises(Invalid) as refused:
        given(
            world, result_id, effect="not_used", text="Bel 06 12345678.", received_on=str(today()),
            corrects_id=str(case_id),
        )  # fmt: skip
    assert codes(refused) == {
        ("text-holds-number", "/text"), ("why-nothing-followed", "/why"), ("day-not-asked", "/receivedOn"),
        ("answer-not-current", "/correctsId"),
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        given(world, result_id, why="Er was niets.")
    assert codes(refused) == {("something-followed", "/why")}
    assert (
        given(world, result_id, effect="not_used", why="De hal stond leeg.").said[0].why
        == "De hal stond leeg."
    )


def test_a_correction_is_another_answer_and_moves_no_day(world: World, case_id: UUID) -> None:
    result_id = in_register(world, case_id)
    first = given(world, result_id).said[0]
    owner(
        world,
        "update feedback_answers set given_on = given_on - 9, next_due_on = next_due_on - 9 where id = :id",
        id=first.id,
    )
    found = given(world, result_id, effect="otherwise", corrects_id=str(first.id))
    assert (found.answers, found.due_on) == (1, add_months(today(), 12) - timedelta(days=9))
    assert [(one.current, one.corrects_id) for one in found.said] == [(False, None), (True, first.id)]
    with pytest.raises(Invalid) as refused:
        given(world, result_id, corrects_id=str(first.id))
    assert codes(refused) == {("answer-not-current", "/correctsId")}


def test_outside_the_region_the_riec_writes_down_what_it_was_told(world: World, case_id: UUID) -> None:
    result_id = in_register(world, case_id, **OUTSIDE)
    released_before(world, result_id, 300)
    for wrong, code in (
        (today() + timedelta(days=1), "date-in-future"),
        (today() - timedelta(days=301), "before-release"),
    ):
        with pytest.raises(Invalid) as refused:
            given(world, result_id, "analyst", received_on=str(wrong))
        assert codes(refused) == {(code, "/receivedOn")}
    with pytest.raises(NotAllowed):
        given(world, result_id, "preparer")
    told = today() - timedelta(days=20)
    found = given(world, result_id, "analyst", received_on=str(told))
    assert (found.said[0].given_on, found.due_on) == (told, add_months(told, 12))


def test_the_riec_ends_it_with_a_reason(world: World, case_id: UUID) -> None:
    result_id = in_register(world, case_id)
    for who in ("analyst", "neighbour"):
        with pytest.raises(NotAllowed):
            ended(world, result_id, who)
    found = ended(world, result_id)
    assert (found.state, found.due_on, found.acts) == ("ended", None, [])
    assert found.ending is not None
    for again in (ended, given):
        with pytest.raises(Conflict):
            again(world, result_id)
    assert result_id in register(world, "neighbour", "ended")


# --- in time ---------------------------------------------------------------------------------------


def test_it_waits_for_who_got_it_from_four_weeks_before_and_for_the_riec_when_it_is_late(
    world: World, case_id: UUID
) -> None:
    result_id, outside = in_register(world, case_id), in_register(world, case_id, **OUTSIDE)
    year = (add_months(today(), 12) - today()).days

    def stands(days: int) -> tuple[list[str], list[str], list[str], str]:
        for one in (result_id, outside):
            released_before(world, one, days)
        told = tuple(
            waits(world, who, one)
            for who, one in (("neighbour", result_id), ("analyst", result_id), ("chair", outside))
        )
        state = seen(world, result_id).state
        for one in (result_id, outside):
            released_before(world, one, -days)
        return (*told, state)

    assert stands(year - 29) == ([], [], [], "open")
    assert stands(year - 28) == (["give-feedback"], [], ["ask-feedback"], "open")
    assert stands(year) == (["give-feedback"], [], ["ask-feedback"], "open")
    assert stands(year + 1) == (["give-feedback"], ["chase-feedback"], ["ask-feedback"], "overdue")
    assert waits(world, "case_manager", result_id) == []
    given(world, result_id)
    assert stands(year + 1)[0] == []


def test_each_turn_counts_once_in_time_late_or_missing(world: World, case_id: UUID) -> None:
    def figures(by: str) -> dict[str, int]:
        with world.acting(by) as (session, actor):
            return levels.chain_figures(session, actor, levels.period()).feedback.model_dump()

    before = {who: figures(who) for who in ("chair", "neighbour")}
    early, late, silent, coming = (in_register(world, case_id) for _ in range(4))
    for one, days in ((late, 400), (silent, 380), (coming, 340)):
        released_before(world, one, days)
    given(world, early)
    given(world, late)
    for who, earlier in before.items():
        more = {name: number - earlier[name] for name, number in figures(who).items()}
        assert more == {"in_time": 1, "late": 1, "missing": 1, "due": 3}, who
    assert figures("detective")["due"] == 0
    ended(world, silent)
    assert figures("chair")["missing"] == before["chair"]["missing"]


# --- the database by itself -------------------------------------------------------------------------


def test_the_database_lets_nobody_else_write_in_the_register(world: World, case_id: UUID) -> None:
    ours, outside = in_register(world, case_id), in_register(world, case_id, **OUTSIDE)
    link = seen(world, ours).disclosure_id
    answer = text(
        "insert into feedback_answers (id, result_id, organisation_id, actor_id, effect, text, why, given_on, next_due_on)"
        " values (gen_random_uuid(), :result, :organisation, :actor, 'otherwise', 'Zo.', '', :on, :on + 300)"
    )
    ending = text(
        "insert into feedback_endings (id, result_id, organisation_id, actor_id, reason, explanation)"
        " values (gen_random_uuid(), :result, :organisation, :actor, 'other', 'Zo.')"
    )
    result = text(
        "insert into released_results (id, number, organisation_id, actor_id, recipient_name, recipient_kind, basis, ground,"
        " released_on, due_on) values (gen_random_uuid(), 'TK-X', :organisation, :actor, 'X', 'public', 'public_task', 'X',"
        " :on, :on + 300)"
    )
    linking = text("insert into release_links (result_id, disclosure_id) values (:result, :link)")
    tries: list[tuple[str, Any, UUID, date]] = [
        ("chair", answer, ours, today()), ("detective", answer, ours, today()), ("neighbour", answer, outside, today()),
        # Nobody says today that it was said before.
        ("neighbour", answer, ours, today() - timedelta(days=1)),
        ("analyst", ending, ours, today()), ("neighbour", ending, ours, today()),
        ("analyst", result, ours, today()), ("neighbour", result, ours, today()),
        ("neighbour", linking, ours, today()), ("chair", linking, outside, today()),
    ]  # fmt: skip
    for who, statement, result_id, on in tries:
        with world.acting(who) as (session, actor), pytest.raises(DBAPIError, match="policy"):
            session.execute(
                statement,
                {
                    "result": result_id, "organisation": actor.organisation_id, "actor": actor.id, "on": on, "link": link,
                },
            )  # fmt: skip
    for table in ("released_results", "release_links", "feedback_answers", "feedback_endings"):
        column = "result_id" if table == "release_links" else "id"
        for verb in (f"delete from {table}", f"update {table} set {column} = {column}"):
            with world.acting("chair") as (session, _), pytest.raises(DBAPIError, match="denied"):
                session.execute(text(verb))


def test_a_year_is_the_most_a_region_can_choose(world: World) -> None:
    longer = "insert into access_terms (code, valid_from, number, legal_ground) values ('feedback_months', '2030-01-01', 13, 'x')"
    with pytest.raises(DBAPIError, match="yearly"):
        owner(world, longer)


def test_the_number_on_the_extract_is_that_of_the_register(world: World, case_id: UUID) -> None:
    result_id = in_register(world, case_id)
    found = seen(world, result_id)
    assert found.disclosure_id
    with world.acting("chair") as (session, actor):
        asked_for = disclosures.extract(session, actor, found.disclosure_id).release.feedback
    assert asked_for is not None
    assert (asked_for.number, asked_for.due_on) == (found.number, found.due_on)
