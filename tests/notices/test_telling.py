"""Who is told of what: exactly those who see it and whose work it is; once; and as long as they may see it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain import administration, cases, detection, dossier, evaluation, events, known, meetings, notices
from domain.actor import StaffRole
from domain.calendar import today
from domain.errors import NotFound
from domain.events import EventType
from tests.domain import disclosing
from tests.domain.meeting import running
from tests.notices.hearing import Hearing
from tests.world import WESTDORP, take_up
from web.letters import LINES
from web.notices import SENTENCES

PEOPLE = (
    "preparer", "analyst", "chair", "detective", "prosecutor", "permit_officer", "case_manager", "neighbour",
    "inspector", "tax_officer", "care_coordinator", "privacy_officer", "dpo", "auditor", "administrator",
)  # fmt: skip


def told(hearing: Hearing, about: UUID) -> dict[str, set[str]]:
    """Everybody who has a notice about a thing, and of which kinds."""
    found = {name: hearing.kinds(name, about) for name in PEOPLE}
    return {name: kinds for name, kinds in found.items() if kinds}


def asked(hearing: Hearing, case_id: UUID, organisation: str = "inspectorate", **changed: Any) -> UUID:
    ask = {
        "asked_id": hearing.world.organisations[organisation], "question": "Wat is bekend?",
        "due_on": today() + timedelta(days=3), **changed,
    }  # fmt: skip
    with hearing.world.acting("case_manager") as (session, actor):
        return dossier.request(session, actor, case_id, dossier.Ask(**ask)).id


def test_who_is_reminded_by_hand_is_told(hearing: Hearing) -> None:
    world = hearing.world
    case_id = world.joined(world.case(), "inspectorate", "police")
    request_id = asked(hearing, case_id)
    with world.acting("case_manager") as (session, actor):
        dossier.remind(session, actor, request_id)
    hearing.relay()
    assert told(hearing, request_id) == {"inspector": {"question.asked", "question.reminded"}}


def late(hearing: Hearing, table: str, column: str, row_id: UUID, days: int = 1) -> None:
    """Let a term have passed."""
    hearing.owner(
        f"update {table} set {column} = today() - cast(:days as int) where id = :id", days=days, id=row_id
    )


def test_a_signal_is_news_for_the_preparation_team(hearing: Hearing) -> None:
    signal_id = hearing.world.signal()
    hearing.relay()
    assert told(hearing, signal_id) == {"preparer": {"signal.submitted"}}
    urgent = hearing.world.signal(urgency="danger")
    hearing.relay()
    assert told(hearing, urgent) == {"preparer": {"signal.danger"}}


def test_the_invited_are_told_of_a_meeting_and_of_what_they_took_on(hearing: Hearing) -> None:
    world = hearing.world
    case_id = world.joined(world.case(), "police", "inspectorate")
    meeting_id, items = running(world, case_id, present=("detective", "inspector"))
    agreed = meetings.Agree(
        text="Stukken opvragen.", organisation_id=world.organisations["inspectorate"], due_on=today()
    )
    with world.acting("chair") as (session, actor):
        action_id = meetings.agree(session, actor, items[0], agreed).id
    hearing.relay()
    assert told(hearing, meeting_id)["inspector"] == {"meeting.convened"}
    assert "tax_officer" not in told(hearing, meeting_id)
    assert told(hearing, action_id) == {"inspector": {"action.agreed"}}

    hearing.owner("update actions set due_on = today() - 5 where id = :id", id=action_id)
    notices.tell_of_terms(world.database)
    assert "action.late" in hearing.kinds("inspector", action_id)
    assert "action.chase" in hearing.kinds("chair", action_id)


def test_what_became_of_a_signal_is_news_for_who_reported_it(hearing: Hearing) -> None:
    hearing.world.people["other_inspector"] = person(
        hearing, "other_inspector", "inspectorate", StaffRole.REPORTER
    )
    back, refused = hearing.world.signal(), hearing.world.signal()
    with hearing.world.acting("preparer") as (session, actor):
        detection.assess_signal(session, actor, back, take_up(outcome="send_back", new_case=None))
        detection.assess_signal(session, actor, refused, take_up(outcome="reject", new_case=None))
    hearing.relay()
    assert told(hearing, back) == {"inspector": {"signal.sent_back"}}
    assert told(hearing, refused) == {"inspector": {"signal.decided"}}
    assert hearing.of("other_inspector") == []
    with hearing.world.acting("inspector") as (session, actor):
        detection.add_to_signal(session, actor, back, detection.AddToSignal(text="Ook op zondag."))
    hearing.relay()
    assert hearing.kinds("preparer", back) == {"signal.supplemented"}


def person(hearing: Hearing, name: str, organisation: str, *roles: StaffRole) -> UUID:
    world = hearing.world
    with world.acting("administrator") as (session, actor):
        given = {
            "organisation_id": world.organisations[organisation],
            "name": name,
            "email": f"{name}@example.org",
        }
        made = administration.add_actor(session, actor, administration.AddActor(**given))
        for role in roles:
            administration.give_role(session, actor, made, role)
        admission = administration.GiveAdmission(
            compartment="R", screening_kind="VOG", screened_on=today(), trained_on=today(),
            valid_until=today() + timedelta(days=365),
        )  # fmt: skip
        administration.admit(session, actor, made, admission)
    return made


def test_a_case_through_the_steps(hearing: Hearing) -> None:
    """After each act, everybody who is told of it, and nobody else."""
    world = hearing.world
    case_id = world.case()
    hearing.relay()
    assert told(hearing, case_id) == {"case_manager": {"case.manager_wanted"}}

    world.joined(case_id, "inspectorate")
    hearing.relay()
    assert told(hearing, case_id)["inspector"] == {"case.joined"}
    assert "case.joined" not in hearing.kinds("detective", case_id) | hearing.kinds("permit_officer", case_id)

    with world.acting("case_manager") as (session, actor):
        cases.name_case_manager(session, actor, case_id, cases.NameManager(manager_id=actor.id))
    hearing.relay()
    assert "case.manager_named" not in hearing.kinds("case_manager", case_id)  # who did it knows

    request_id = asked(hearing, case_id)
    hearing.relay()
    assert told(hearing, request_id) == {"inspector": {"question.asked"}}
    with world.acting("inspector") as (session, actor):
        dossier.answer(session, actor, request_id, dossier.GiveAnswer(outcome="nothing_known"))
    hearing.relay()
    assert told(hearing, request_id) == {
        "inspector": {"question.asked"}, "case_manager": {"question.answered"}
    }  # fmt: skip

    subject_id = world.concluded(world.subject(case_id))
    hearing.relay()
    assert told(hearing, subject_id) == {
        "chair": {"subject.weigh"}, "inspector": {"subject.advise"}, "case_manager": {"subject.advise"},
        "permit_officer": {"subject.advise"},
    }  # fmt: skip

    intervention_id = world.proposed(world.weighed(subject_id), "inspectorate", "AR01")
    hearing.relay()
    assert told(hearing, intervention_id) == {"inspector": {"intervention.proposed"}}
    world.completed(world.accepted(intervention_id, "inspector"), "inspector")
    hearing.relay()
    assert told(hearing, intervention_id)["chair"] == {"intervention.accepted", "intervention.completed"}

    with world.acting("chair") as (session, actor):
        goal = {"goal": "reached", "worked": "Samen."}
        evaluation.evaluate(session, actor, case_id, evaluation.Evaluate(subject_id=subject_id, **goal))
        evaluation.evaluate(session, actor, case_id, evaluation.Evaluate(**goal))
        evaluation.close(session, actor, case_id, evaluation.Close(reason="goal_reached", text="Klaar."))
    hearing.relay()
    closed = {name for name, kinds in told(hearing, case_id).items() if "case.closed" in kinds}
    assert closed == {"preparer", "analyst", "case_manager", "permit_officer", "inspector"}

    with world.acting("chair") as (session, actor):
        again = evaluation.Reopen(reason="new_facts", text="Er is nieuws.")
        evaluation.reopen_case(session, actor, case_id, again)
        evaluation.reopen_subject(session, actor, subject_id, again)
    hearing.relay()
    reopened = {name for name, kinds in told(hearing, case_id).items() if "case.reopened" in kinds}
    assert reopened == closed
    add = {name for name, kinds in told(hearing, subject_id).items() if "subject.reopened" in kinds}
    assert add == {"case_manager", "permit_officer", "inspector"}


def test_a_colleague_who_is_named_is_told(hearing: Hearing) -> None:
    hearing.world.people["new_manager"] = person(hearing, "new_manager", "zuidstad", StaffRole.CASE_MANAGER)
    case_id = hearing.world.case()
    with hearing.world.acting("case_manager") as (session, actor):
        named = cases.NameManager(manager_id=hearing.world.people["new_manager"])
        cases.name_case_manager(session, actor, case_id, named)
    hearing.relay()
    assert hearing.kinds("new_manager", case_id) == {"case.manager_named"}
    assert "case.manager_named" not in hearing.kinds("case_manager", case_id)


def test_who_does_not_see_it_hears_nothing(alone: Hearing) -> None:
    """Somebody barred, somebody whose admission ended, another municipality, another role."""
    world = alone.world
    world.people["barred"] = person(alone, "barred", "inspectorate", StaffRole.HANDLER)
    world.people["expired"] = person(alone, "expired", "inspectorate", StaffRole.HANDLER)
    case_id = world.joined(world.case(), "inspectorate")
    request_id = asked(alone, case_id)
    alone.owner(
        "update admissions set valid_until = today() where actor_id = :id", id=world.people["expired"]
    )
    alone.owner(
        "insert into bars (scope_id, actor_id, reason) values (:scope, :actor, 'x')",
        scope=request_id, actor=world.people["barred"],
    )  # fmt: skip
    alone.relay()
    assert alone.kinds("inspector", request_id) == {"question.asked"}
    assert alone.kinds("barred", request_id) == set()
    assert alone.kinds("barred", case_id) == {"case.joined"}
    for name in ("expired", "neighbour", "privacy_officer", "auditor", "tax_officer"):
        assert alone.of(name) == [], name
    # Nor was one made that a policy hides: there is none.
    made = alone.owner("select person_id from notices where object_id = :id", id=request_id)
    assert {one.person_id for one in made} == {world.people["inspector"]}


def test_a_notice_vanishes_with_the_sight_of_what_it_is_about(alone: Hearing) -> None:
    """From the list, the count, the pages and by its id, as if it never was; and comes back with it."""
    world = alone.world
    first = asked(alone, world.joined(world.case(), "inspectorate"))
    second = asked(alone, world.joined(world.case(), "inspectorate"))
    alone.relay()
    [gone] = alone.of("inspector", second)

    def count() -> int:
        with world.acting("inspector") as (session, _actor):
            return notices.waiting(session)

    before = count()
    alone.owner(
        "insert into bars (scope_id, actor_id, reason) values (:scope, :actor, 'x')",
        scope=second, actor=world.people["inspector"],
    )  # fmt: skip
    assert count() == before - 1
    assert alone.of("inspector", second) == []
    assert alone.of("inspector", first)
    with world.acting("inspector") as (session, actor):
        page, further = notices.notices(session, actor, limit=before - 1, unread=True)
        assert (len(page), further) == (before - 1, None)
        with pytest.raises(NotFound):
            notices.read(session, actor, gone.id)
        assert notices.read_all(session, actor) == before - 1
    alone.owner("delete from bars")
    assert [one.read_at for one in alone.of("inspector", second)] == [None]


def test_one_reads_ones_own_notices_only(hearing: Hearing) -> None:
    signal_id = hearing.world.signal()
    hearing.relay()
    [notice] = hearing.of("preparer", signal_id)
    for name in ("chair", "inspector", "auditor"):
        with hearing.world.acting(name) as (session, actor), pytest.raises(NotFound):
            notices.read(session, actor, notice.id)
    with hearing.world.acting("preparer") as (session, actor):
        assert notices.read(session, actor, notice.id).read_at
        assert notices.read(session, actor, notice.id).read_at == notices.notice(session, notice.id).read_at


def test_relaying_twice_tells_once(hearing: Hearing) -> None:
    signal_id = hearing.world.signal()
    hearing.relay()
    hearing.owner("update outbox set delivered_at = null, next_attempt_at = now()")
    hearing.relay()
    assert len(hearing.of("preparer", signal_id)) == 1


def test_history_is_no_news(alone: Hearing) -> None:
    """A worker that stood still for a month, or a story that was told, does not bury people in notices."""
    alone.world.signal()
    [event] = alone.owner("select id, type, scope_id from events where type = 'detection.signal_submitted'")
    notice = events.Notice(
        event.id, _long_ago(), event.type, event.scope_id, None, None, event.scope_id, None, 1
    )  # fmt: skip
    notices.tell(alone.world.database, notice)
    assert alone.of("preparer") == []


def _long_ago() -> datetime:
    return datetime.now(UTC) - timedelta(days=15)


def test_what_is_dealt_with_already_is_no_news(alone: Hearing) -> None:
    """The worker was away while a question was asked and answered, and a signal assessed."""
    world = alone.world
    case_id = world.joined(world.case(), "inspectorate")
    request_id = asked(alone, case_id)
    with world.acting("inspector") as (session, actor):
        dossier.answer(session, actor, request_id, dossier.GiveAnswer(outcome="nothing_known"))
    alone.relay()
    assert alone.kinds("inspector", request_id) == set()
    assert alone.kinds("preparer") == set()
    assert alone.kinds("case_manager", request_id) == {"question.answered"}


# --- terms ----------------------------------------------------------------------------------------


def test_what_is_late_is_told_once(hearing: Hearing) -> None:
    world = hearing.world
    case_id = world.joined(world.case(), "inspectorate")
    request_id = asked(hearing, case_id)
    other_id = world.joined(world.case(), "inspectorate")
    intervention_id = world.proposed(
        world.weighed(world.concluded(world.subject(other_id))), "inspectorate", "AR01"
    )
    hearing.relay()
    notices.tell_of_terms(world.database)
    assert hearing.kinds("inspector", request_id) == {"question.asked"}  # on the day itself there is time

    late(hearing, "requests", "due_on", request_id)
    late(hearing, "interventions", "due_on", intervention_id)
    late(hearing, "cases", "manager_due_on", case_id)
    for _ in range(2):
        notices.tell_of_terms(world.database)
    assert hearing.kinds("inspector", request_id) == {"question.asked", "answer.late"}
    assert hearing.kinds("case_manager", request_id) == {"question.late"}
    assert hearing.kinds("inspector", intervention_id) == {"intervention.proposed", "intervention.late"}
    assert hearing.kinds("chair", intervention_id) == {"intervention.chase"}
    assert hearing.kinds("case_manager", case_id) == {"case.manager_wanted", "case.manager_late"}
    assert len(hearing.of("inspector", request_id)) == 2
    assert hearing.kinds("neighbour") == set()


def test_what_is_late_for_one_and_two_periods_goes_higher(hearing: Hearing) -> None:
    world = hearing.world
    case_id = world.joined(world.case(), "inspectorate")
    request_id = asked(hearing, case_id)
    other_id = world.joined(world.case(), "inspectorate")
    intervention_id = world.proposed(
        world.weighed(world.concluded(world.subject(other_id))), "inspectorate", "AR01"
    )
    hearing.relay()
    answers = {"inspector": {"question.asked"}, "chair": set[str]()}
    acts = {"inspector": {"intervention.proposed"}, "chair": set[str]()}
    for days, told, done in (
        (15, {"inspector": "answer.escalated"}, {"inspector": "intervention.escalated"}),
        (29, {"chair": "question.escalated"}, {"chair": "intervention.steering"}),
        (43, {}, {}),
    ):
        overdue(hearing, "requests", request_id, days)
        overdue(hearing, "interventions", intervention_id, days)
        for _ in range(2):
            notices.tell_of_terms(world.database)
        for who in ("inspector", "chair"):
            answers[who] |= {told[who]} if who in told else set()
            acts[who] |= {done[who]} if who in done else set()
            assert hearing.kinds(who, request_id) == answers[who]
            assert hearing.kinds(who, intervention_id) == acts[who]
        assert hearing.kinds("neighbour") == set()


def overdue(hearing: Hearing, table: str, row_id: UUID, days: int) -> None:
    """So many days too late."""
    hearing.owner(
        f"update {table} set due_on = today() - cast(:days as int) where id = :id", days=days, id=row_id
    )


def test_an_admission_that_ends_is_told_a_month_and_a_week_before(hearing: Hearing) -> None:
    world = hearing.world
    ends = person(hearing, "ends", "tax", StaffRole.HANDLER)
    world.people["ends"] = ends

    def valid_until(days: int) -> set[date]:
        hearing.owner(
            "update admissions set valid_until = today() + cast(:days as int) where actor_id = :id",
            days=days,
            id=ends,
        )
        notices.tell_of_terms(world.database)
        return {one.at.date() for one in hearing.of("ends")}

    valid_until(31)
    assert hearing.of("ends") == []
    valid_until(30)
    valid_until(30)
    assert [one.kind.value for one in hearing.of("ends")] == ["account.admission_ends"]
    valid_until(7)
    assert len(hearing.of("ends")) == 2
    assert hearing.kinds("tax_officer") == set()


# --- one's own account ----------------------------------------------------------------------------


def of_an_account(hearing: Hearing, name: str, what: str) -> None:
    """An event as the accounts write it."""
    hearing.owner(
        "select account_event(:what, :id, null, '{}')", what=f"account.{what}", id=hearing.world.people[name]
    )
    hearing.relay()


def test_setting_up_an_account_is_no_news_and_changing_it_is(hearing: Hearing) -> None:
    for what in ("password_set", "second_factor_enrolled", "signed_in"):
        of_an_account(hearing, "dpo", what)
    assert hearing.kinds("dpo") == set()
    of_an_account(hearing, "dpo", "password_set")
    assert hearing.kinds("dpo") == {"account.password"}
    of_an_account(hearing, "dpo", "second_factor_enrolled")
    assert hearing.kinds("dpo") == {"account.password", "account.second_factor"}


def test_a_changed_password_is_told_to_its_owner_alone(hearing: Hearing) -> None:
    of_an_account(hearing, "auditor", "password_changed")
    assert hearing.kinds("auditor") == {"account.password"}
    assert "account.password" not in hearing.kinds("administrator") | hearing.kinds("privacy_officer")


# --- the table ------------------------------------------------------------------------------------


def test_the_deputy_of_who_asked_is_told_too(alone: Hearing) -> None:
    world = alone.world
    deputy = person(alone, "deputy", "zuidstad", StaffRole.CASE_MANAGER, StaffRole.HANDLER)
    world.people["deputy"] = deputy
    alone.owner(
        "insert into deputies (id, actor_id, deputy_id, valid_from, valid_until)"
        " values (gen_random_uuid(), :me, :deputy, today(), today() + 5)",
        me=world.people["case_manager"], deputy=deputy,
    )  # fmt: skip
    request_id = asked(alone, world.joined(world.case(), "inspectorate"))
    with world.acting("inspector") as (session, actor):
        dossier.answer(session, actor, request_id, dossier.GiveAnswer(outcome="nothing_known"))
    alone.relay()
    assert told(alone, request_id) == {"case_manager": {"question.answered"}}
    assert alone.kinds("deputy", request_id) == {"question.answered"}


def test_every_audience_is_of_a_known_event_and_every_kind_has_one() -> None:
    assert set(notices.EVENTS) <= set(EventType)
    audiences = [one for group in (*notices.EVENTS.values(), *notices.TERMS.values()) for one in group]
    assert {one.kind for one in (*audiences, *notices.OWN.values())} == set(notices.Kind)
    assert set(notices.USUAL) == set(notices.Group) == {kind.group for kind in notices.Kind}


def test_every_kind_has_its_words_on_the_page_and_in_a_mail() -> None:
    assert set(SENTENCES) == set(LINES) == set(notices.Kind)


def test_every_term_that_the_database_tells_of_has_an_audience(hearing: Hearing) -> None:
    [definition] = hearing.owner("select prosrc from pg_proc where proname = 'passed_terms'")
    for term in notices.TERMS:
        assert f"'{term}'" in definition.prosrc


def test_a_notice_holds_no_content(hearing: Hearing) -> None:
    columns = hearing.owner(
        "select column_name from information_schema.columns where table_name = 'notices' order by 1"
    )
    assert [one.column_name for one in columns] == [
        "at", "cause", "id", "kind", "mail", "mailed_at", "object_id", "object_kind", "person_id", "read_at",
    ]  # fmt: skip


def test_who_is_found_who_must_answer_and_who_waits_are_told(hearing: Hearing) -> None:
    """The found partner that it is asked about what it holds; the RIEC that a person must answer; the asker at last."""
    mention = {"kind": "phone", "identifier_kind": "phone", "identifier": "06 40000001"}
    hearing.world.signal("neighbour", municipality_code=WESTDORP, mentions=[mention])
    signal_id = hearing.world.signal(mentions=[mention])
    with hearing.world.acting("case_manager") as (session, actor):
        about = detection.view(session, actor, signal_id).mentions[0].id
        question = known.ask(session, actor, about, known.AskKnown(reason="Nodig.", by_hand=True)).id
    hearing.relay()
    assert told(hearing, question) == {"preparer": {"known.waiting"}, "neighbour": {"known.found"}}
    assert [one.organisation for one in hearing.of("neighbour", question)] == ["Gemeente Zuidstad"]

    with hearing.world.acting("preparer") as (session, actor):
        known.settle(session, actor, question, known.SettleKnown(outcome="not_known"))
    hearing.relay()
    # What no longer waits is no news any more.
    assert told(hearing, question) == {"neighbour": {"known.found"}, "case_manager": {"known.answered"}}


def test_a_supplier_is_asked_before_its_data_leave_and_the_riec_hears_what_changed(hearing: Hearing) -> None:
    """Of a draft nobody hears; what a supplier is asked is no news for another."""
    world = hearing.world
    case_id = world.joined(world.case(), "police", "inspectorate")
    item = disclosing.contributed(world, "permit_officer", world.subject(case_id))
    made = disclosing.drafted(world, case_id, item)
    hearing.relay()
    assert told(hearing, made) == {}

    (question,) = disclosing.asked(world, made).values()
    hearing.relay()
    assert told(hearing, question) == {
        "permit_officer": {"question.asked"},
        "case_manager": {"question.asked"},
    }
    disclosing.answered(world, "case_manager", question, "no_objection")
    hearing.relay()
    assert told(hearing, question)["chair"] == {"question.answered"}

    disclosing.released(world, made)
    hearing.relay()
    assert told(hearing, made) == {}, "who released it knows"
    with world.acting("permit_officer") as (session, actor):
        dossier.correct(session, actor, item, dossier.Correct(text="Negen mensen.", source="BRP"))
    hearing.relay()
    assert told(hearing, item) == {"chair": {"disclosure.changed"}, "analyst": {"disclosure.changed"}}
