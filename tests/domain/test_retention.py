"""Retention: what is due, what is held, and that after destruction no table holds a word of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.session import Database
from db.tables import new_id
from domain import audit, cases, detection, disclosures, dossier, evaluation, meetings, retention
from domain.calendar import today
from domain.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from domain.events import EventType
from domain.retention import PlaceHold, Retained
from tests.domain import disclosing, meeting
from tests.world import World, build, take_up

WORD = "kwikstaart"
"""Stands in everything that this module brings in."""


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    return build(module_database)


@contextmanager
def refused(kind: type[DomainError], code: str) -> Iterator[None]:
    with pytest.raises(kind) as raised:
        yield
    assert raised.value.code == code


def owner_says(world: World, statement: str, **values: object) -> None:
    with world.database.session_as("owner") as session:
        session.execute(text(statement), values)
        session.commit()


def a_year_ago(world: World, table: str, scope_id: UUID) -> None:
    """As if that decision had been taken long ago."""
    owner_says(
        world,
        f"update {table} set created_at = created_at - interval '400 days' where scope_id = :id",
        id=scope_id,
    )


def rejected(world: World, **changed: object) -> UUID:
    """A signal that was not taken up."""
    signal_id = world.signal(
        **{
            "narrative": f"Gezien: {WORD}.",
            "mentions": [{"kind": "person", "name": f"Piet {WORD}"}],
            **changed,
        }
    )
    with world.acting("preparer") as (session, actor):
        detection.assess_signal(
            session, actor, signal_id,
            take_up(outcome="reject", new_case=None, concrete_observation=False, reasons=f"Alleen {WORD}."),
        )  # fmt: skip
    return signal_id


def find(world: World, scope_id: UUID, who: str = "dpo") -> Retained | None:
    with world.acting(who) as (session, actor):
        return next((one for one in retention.due(session, actor) if one.id == scope_id), None)


def destroyed(world: World, scope_id: UUID, who: str = "chair") -> retention.Proof:
    with world.acting(who) as (session, actor):
        return retention.destroy(session, actor, scope_id)


def cells_with(world: World, word: str) -> set[str]:
    """Every column of every table in which the word stands, whatever its type."""
    with world.database.session_as("owner") as session:
        columns = session.execute(
            text(
                "select c.table_name, c.column_name from information_schema.columns c"
                " join information_schema.tables t using (table_schema, table_name)"
                " where c.table_schema = 'public' and t.table_type = 'BASE TABLE'"
                " and c.data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'bytea')"
            )
        ).all()
        assert len(columns) > 100
        return {
            f"{table}.{column}"
            for table, column in columns
            if session.execute(
                text(f'select exists (select from "{table}" where lower("{column}"::text) like :word)'),
                {"word": f"%{word}%"},
            ).scalar()
        }


def test_a_signal_that_was_not_taken_up_is_due_after_its_term(world: World) -> None:
    signal_id = rejected(world)
    assert find(world, signal_id) is None

    a_year_ago(world, "assessments", signal_id)

    found = find(world, signal_id)
    assert found is not None
    assert (found.kind, found.term, found.ground) == ("signal", "signal-not-taken-up", "BGS-1.16-1")
    assert found.acts == ["destroy", "hold"]
    assert found.since is not None
    assert found.due_on == found.since + timedelta(days=14)


def test_an_ended_term_no_longer_counts(world: World) -> None:
    signal_id = rejected(world)
    a_year_ago(world, "assessments", signal_id)
    assert find(world, signal_id)
    with world.database.session_as("owner") as session:
        session.execute(
            text("update retention_terms set valid_until = today() where code = 'signal-not-taken-up'")
        )
        session.flush()
        ended = session.execute(
            text("select term from terms_of where scope_id = :id"), {"id": signal_id}
        ).scalar()
        session.rollback()
    assert ended is None


def test_after_destruction_no_table_holds_a_word_of_it(world: World) -> None:
    word = "zilverreiger"
    signal_id = rejected(
        world, narrative=f"Gezien: {word}.", place=f"Bij de {word}", reference=word,
        observations=[{"indicator": "AU09", "words": f"Een {word}."}],
        mentions=[{"kind": "person", "name": f"Piet {word}"}],
    )  # fmt: skip
    a_year_ago(world, "assessments", signal_id)
    assert {"signals.narrative", "mentions.name", "search_entries.words"} <= cells_with(world, word)

    proof = destroyed(world, signal_id)

    assert cells_with(world, word) == set()
    assert {"signals": 1, "mentions": 1, "observations": 1, "assessments": 1}.items() <= proof.rows.items()
    assert len(proof.digest) == 64
    with world.acting("inspector") as (session, actor), pytest.raises(NotFound):
        detection.signal(session, actor, signal_id)
    with world.acting("auditor") as (session, actor):
        assert retention.proof(session, actor, proof.id) == proof


def test_it_leaves_an_event_without_content(world: World) -> None:
    signal_id = rejected(world)
    a_year_ago(world, "assessments", signal_id)
    proof = destroyed(world, signal_id)
    with world.database.session_as("auditor") as session:
        data = session.execute(
            text("select data from events where object_id = :id and type = :type"),
            {"id": proof.id, "type": EventType.RETENTION_DESTROYED},
        ).scalar_one()
    assert data == {
        "scope": str(signal_id), "kind": "signal", "term": "signal-not-taken-up", "rows": sum(proof.rows.values())
    }  # fmt: skip


def test_the_second_time_there_is_nothing(world: World) -> None:
    signal_id = rejected(world)
    a_year_ago(world, "assessments", signal_id)
    destroyed(world, signal_id)
    with pytest.raises(NotFound):
        destroyed(world, signal_id)


def test_what_is_not_due_stays(world: World) -> None:
    with refused(Conflict, "term-not-over"):
        destroyed(world, rejected(world))
    with refused(Conflict, "term-not-over"):
        destroyed(world, world.signal())


@pytest.mark.parametrize("who", ["preparer", "inspector", "administrator", "auditor", "privacy_officer"])
def test_only_the_chair_and_the_coordinating_dpo_decide(world: World, who: str) -> None:
    signal_id = rejected(world)
    a_year_ago(world, "assessments", signal_id)
    with refused(NotAllowed, "role-required"):
        destroyed(world, signal_id, who)
    # Nor by speaking SQL.
    with world.acting(who) as (session, actor):
        with pytest.raises(DBAPIError):
            session.execute(
                text(
                    "insert into destructions (id, scope_id, kind, term, ground, actor_id, organisation_id)"
                    " values (:id, :scope, 'signal', 'signal-not-taken-up', 'BGS-1.16-1', :actor, :home)"
                ),
                {"id": new_id(), "scope": signal_id, "actor": actor.id, "home": actor.organisation_id},
            )
        session.rollback()
        with pytest.raises(DBAPIError):
            session.execute(text("select destroy(:scope, :proof)"), {"scope": signal_id, "proof": new_id()})
        session.rollback()
    assert find(world, signal_id)


def test_the_database_wants_the_decision_of_this_transaction_for_a_term_that_is_over(world: World) -> None:
    early, late = rejected(world), rejected(world)
    a_year_ago(world, "assessments", late)
    insert = text(
        "insert into destructions (id, scope_id, kind, term, ground, actor_id, organisation_id)"
        " values (:id, :scope, 'signal', 'signal-not-taken-up', 'BGS-1.16-1', :actor, :home)"
    )
    for scope_id, other in ((early, early), (late, early)):
        with world.acting("chair") as (session, actor):
            proof_id = new_id()
            session.execute(
                insert, {"id": proof_id, "scope": other, "actor": actor.id, "home": actor.organisation_id}
            )
            with pytest.raises(DBAPIError):
                session.execute(
                    text("select destroy(:scope, :proof)"), {"scope": scope_id, "proof": proof_id}
                )
            session.rollback()
    assert find(world, late)


def test_a_hold_stops_it_until_it_is_released(world: World) -> None:
    signal_id = rejected(world)
    a_year_ago(world, "assessments", signal_id)
    with world.acting("dpo") as (session, actor):
        placed = PlaceHold(reason="Bezwaar loopt.", review_on=today() + timedelta(days=90))
        found = retention.hold(session, actor, signal_id, placed)
        assert (found.hold is not None, found.acts) == (True, ["release"])

    with refused(Conflict, "held"):
        destroyed(world, signal_id)
    with world.acting("chair") as (session, actor), refused(Conflict, "already-held"):
        retention.hold(session, actor, signal_id, placed)
    with world.acting("chair") as (session, actor):
        assert "destroy" in retention.release(session, actor, signal_id).acts
    with world.acting("chair") as (session, actor), refused(Conflict, "not-held-here"):
        retention.release(session, actor, signal_id)
    destroyed(world, signal_id)


def test_the_database_stops_at_a_hold_by_itself(world: World) -> None:
    signal_id = rejected(world)
    a_year_ago(world, "assessments", signal_id)
    with world.acting("dpo") as (session, actor):
        retention.hold(
            session, actor, signal_id, PlaceHold(reason="Bezwaar.", review_on=today() + timedelta(days=9))
        )
    with world.acting("chair") as (session, actor):
        proof_id = new_id()
        session.execute(
            text(
                "insert into destructions (id, scope_id, kind, term, ground, actor_id, organisation_id)"
                " values (:id, :scope, 'signal', 'signal-not-taken-up', 'BGS-1.16-1', :actor, :home)"
            ),
            {"id": proof_id, "scope": signal_id, "actor": actor.id, "home": actor.organisation_id},
        )
        with pytest.raises(DBAPIError):
            session.execute(text("select destroy(:scope, :proof)"), {"scope": signal_id, "proof": proof_id})
        session.rollback()


@pytest.mark.parametrize("days", [0, -1, 184])
def test_a_hold_is_looked_at_again_within_half_a_year(world: World, days: int) -> None:
    signal_id = world.signal()
    with world.acting("dpo") as (session, actor), pytest.raises(Invalid) as wrong:
        retention.hold(
            session, actor, signal_id, PlaceHold(reason="Bezwaar.", review_on=today() + timedelta(days=days))
        )
    assert [one.code for one in wrong.value.problems] == ["review-within-half-a-year"]


def test_a_cleared_subject_goes_before_its_case(world: World) -> None:
    word = "ijsvogel"
    mention = {"kind": "person", "name": f"Sem {word}", "birth_date": "1985-03"}
    case_id = world.joined(world.case(mentions=[mention]), "police", "inspectorate")
    other = world.subject(case_id, "Bakkerij Noord")
    subject_id = world.subject(
        case_id, f"Sem {word}", kind="person", birth_date="1985-03", description=f"Draagt een {word}."
    )
    with world.acting("permit_officer") as (session, actor):
        dossier.contribute(
            session, actor, subject_id,
            dossier.Contribute(category="housing", text=f"Woont bij {word}.", source="BRP", attested=True),
        )  # fmt: skip
        question = dossier.Ask(
            asked_id=world.organisations["inspectorate"], subject_id=subject_id, question=f"Kent u {word}?",
            due_on=date(2099, 1, 1),
        )  # fmt: skip
    with world.acting("case_manager") as (session, actor):
        dossier.request(session, actor, case_id, question)
    with world.acting("permit_officer") as (session, actor):
        relation = {"kind": "employer", "source": "BRP", "text": f"Volgens {word}.", "attested": True}
        for one, another in ((other, subject_id), (subject_id, other)):
            dossier.relate(session, actor, one, dossier.Relate.model_validate({"to_id": another, **relation}))
    world.weighed(world.concluded(subject_id), "none", necessity=f"Niets over {word}.")
    a_year_ago(world, "weighings", subject_id)

    proof = destroyed(world, subject_id, "dpo")

    assert cells_with(world, word) == set()
    assert {
        "subjects": 1,
        "contributions": 1,
        # Whichever end it was.
        "relations": 2,
        "requests": 1,
        "weighings": 1,
        "mentions": 1,
    }.items() <= proof.rows.items()
    with world.acting("analyst") as (session, actor):
        assert [one.id for one in cases.case(session, actor, case_id).subjects] == [other]


def test_what_was_disclosed_of_somebody_goes_with_them(world: World) -> None:
    """The copy too; that something went, and to whom, stays with the case."""
    word = "grutto"
    case_id = world.joined(world.case(), "police", "inspectorate")
    subject_id = world.subject(case_id)
    item = disclosing.contributed(world, "permit_officer", subject_id, text=f"Woont bij {word}.")
    made = disclosing.drafted(world, case_id, item)
    for question in disclosing.asked(world, made).values():
        disclosing.answered(world, "case_manager", question, "no_objection")
    disclosing.released(world, made)
    world.weighed(world.concluded(subject_id), "none")
    a_year_ago(world, "weighings", subject_id)
    assert "extracts.text" in cells_with(world, word)

    proof = destroyed(world, subject_id)

    assert cells_with(world, word) == set()
    assert {"contributions": 1, "extracts": 1}.items() <= proof.rows.items()
    with world.acting("chair") as (session, actor):
        left = disclosures.disclosure(session, actor, made)
        assert (left.status, left.recipient, list(left.items)) == ("released", "Gemeente Westdorp", [])


def test_a_hold_on_the_case_holds_its_subjects(world: World) -> None:
    case_id = world.case()
    subject_id = world.subject(case_id)
    world.weighed(world.concluded(subject_id), "none")
    a_year_ago(world, "weighings", subject_id)
    with world.acting("dpo") as (session, actor):
        retention.hold(
            session, actor, case_id, PlaceHold(reason="Rechtszaak.", review_on=today() + timedelta(days=60))
        )
    found = find(world, subject_id)
    assert found is not None
    assert (found.hold is not None, found.acts) == (True, [])
    with refused(Conflict, "held"):
        destroyed(world, subject_id)


def test_a_closed_case_goes_with_everything_in_it(world: World, tmp_path: Path) -> None:
    word = "roerdomp"
    signal_id = world.signal(narrative=f"Een {word}.")
    with world.acting("preparer") as (session, actor):
        new_case = {"title": f"De {word}", "purpose": f"Nagaan wat {word} doet."}
        seen = detection.assess_signal(session, actor, signal_id, take_up(new_case=new_case))
    case_id = seen.assessments[0].case_id
    assert case_id
    world.joined(case_id, "inspectorate")
    subject_id = world.weighed(world.concluded(world.subject(case_id, f"Bakkerij {word}")))
    world.completed(
        world.accepted(world.proposed(subject_id, "inspectorate", "AR01"), "inspector"), "inspector"
    )
    with world.acting("chair") as (session, actor):
        for about in (subject_id, None):
            evaluation.evaluate(
                session, actor, case_id,
                evaluation.Evaluate(subject_id=about, goal="reached", worked=f"Met {word}."),
            )  # fmt: skip
        evaluation.close(
            session, actor, case_id, evaluation.Close(reason="goal_reached", text=f"Klaar met {word}.")
        )
    a_year_ago(world, "closures", case_id)

    destroyed(world, case_id, "dpo")

    assert cells_with(world, word) == set()
    for who in ("analyst", "inspector", "case_manager"):
        with world.acting(who) as (session, actor):
            with pytest.raises(NotFound):
                cases.case(session, actor, case_id)
            session.rollback()
            assert case_id not in {one.id for one in cases.cases(session, actor)[0]}
    _chain_is_whole(world, tmp_path)


def test_what_a_meeting_said_of_a_case_goes_with_the_case(world: World) -> None:
    """The meeting itself stays: when it was, and who was in the room."""
    word = "wielewaal"
    case_id = world.joined(world.case(), "police", "inspectorate")
    subject_id = world.weighed(world.concluded(world.subject(case_id)), "none")
    meeting_id, (item_id,) = meeting.running(world, case_id, present=("detective", "inspector"))
    for about in (None, subject_id):
        meeting.decided(world, item_id, text=f"Naar {word}.", subject_id=about)
    agreed = meetings.Agree(
        text=f"Bel {word}.", organisation_id=world.organisations["inspectorate"], due_on=today()
    )
    with world.acting("chair") as (session, actor):
        first = meetings.agree(session, actor, item_id, agreed).id
        meetings.agree(session, actor, item_id, agreed.model_copy(update={"after_id": first}))
        meetings.report_action(session, actor, first, meetings.ReportAction(outcome="done", text=word))
        meetings.write_minutes(session, actor, item_id, meetings.WriteMinutes(text=f"Over {word}."))
        meetings.close(session, actor, meeting_id)
        meetings.adopt_minutes(session, actor, meeting_id)
        evaluation.evaluate(session, actor, case_id, evaluation.Evaluate(goal="reached", worked="Samen."))
        evaluation.close(session, actor, case_id, evaluation.Close(reason="goal_reached", text="Klaar."))
    a_year_ago(world, "closures", case_id)
    assert cells_with(world, word) == {
        "decisions.text", "actions.text", "action_reports.text", "minutes.text"
    }  # fmt: skip

    proof = destroyed(world, case_id)

    assert cells_with(world, word) == set()
    kinds = {"agenda_items": 1, "decisions": 2, "actions": 2, "action_reports": 1, "minutes": 2}
    assert kinds.items() <= proof.rows.items()
    with world.acting("chair") as (session, actor):
        assert list(meetings.meeting(session, actor, meeting_id).items) == []
        assert len(meetings.room(session, actor, meeting_id).people) > 1


def _chain_is_whole(world: World, tmp_path: Path) -> None:
    """Nothing was taken out of the logs."""
    with world.database.session_as("sealer") as session, session.begin():
        audit.seal(session)
        audit.checkpoint(session, tmp_path)
    with world.database.session_as("auditor") as session:
        report = audit.verify_database(session, tmp_path)
    assert [str(one) for one in report] == []
    assert report.rows > 50


def test_events_about_what_was_destroyed_hold_ids_only(world: World) -> None:
    signal_id = rejected(world)
    a_year_ago(world, "assessments", signal_id)
    destroyed(world, signal_id)
    assert {one.split(".")[0] for one in cells_with(world, WORD)}.isdisjoint({"events", "access_log"})
