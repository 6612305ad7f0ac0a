"""The start page: what waits for whom, the most pressing first, with as many statements however much it is."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from domain import cases, detection, dossier, standing, timeline, weighing, worklist
from domain.calendar import add_working_days, today
from tests.statements import statements
from tests.web.people import Browser, words
from tests.world import World, take_up


def waiting(world: World, name: str) -> list[tuple[str, str]]:
    """What waits for this person, as (kind, label)."""
    with world.acting(name) as (session, actor):
        return [(task.kind, task.label or task.code) for task in worklist.tasks(session, actor)]


def test_nothing_waiting_is_said_kindly(browser: Browser) -> None:
    for name in ("auditor", "privacy_officer", "care_coordinator"):
        shown = browser(name).get("/")
        assert shown.status_code == 200
        assert "Er wacht niets op u" in words(shown)
        assert 'href="/sharing"' in shown.text
    assert 'href="/signals/new"' in browser("tax_officer").get("/").text
    assert 'href="/signals/new"' not in browser("auditor").get("/").text


def test_a_closed_door_is_not_called_quiet(world: World, browser: Browser) -> None:
    assert "niet toegelaten" not in words(browser("tax_officer").get("/"))
    with world.database.session_as("owner") as owner:
        owner.execute(
            text("delete from admissions where actor_id = :id"), {"id": world.people["tax_officer"]}
        )
        owner.commit()
    for address in ("/", "/signals", "/cases", "/search"):
        shown = words(browser("tax_officer").get(address))
        assert "U bent op dit moment niet toegelaten" in shown
        assert "Er wacht niets op u" not in shown
    # Who works with no content needs no admission, and is told nothing of it.
    assert "niet toegelaten" not in words(browser("auditor").get("/"))


def test_danger_comes_first(world: World, browser: Browser) -> None:
    world.signal(place="Gewoon")
    urgent = world.signal(place="Gevaarlijk", urgency="danger")
    assert waiting(world, "preparer")[0][1].startswith("Gevaarlijk (")
    shown = browser("preparer").get("/").text
    begin = shown.split('id="first-title"')[1].split("</section>")[0]
    assert f'href="/signals/{urgent}/assess"' in begin
    assert "Signalen om te beoordelen" in words(browser("preparer").get("/"))
    assert not waiting(world, "auditor")
    assert not [kind for kind, _ in waiting(world, "inspector") if kind == "assess"]


def test_a_signal_sent_back_waits_for_its_reporter(world: World) -> None:
    signal_id = world.signal(by="detective", place="Teruggestuurd")
    with world.acting("preparer") as (session, actor):
        detection.assess_signal(
            session, actor, signal_id, take_up(outcome="send_back", new_case=None, concrete_observation=False)
        )
    assert "Teruggestuurd" in str(waiting(world, "detective"))
    assert "Teruggestuurd" not in str(waiting(world, "inspector") + waiting(world, "preparer"))


def test_a_case_through_the_steps_waits_for_one_after_the_other(world: World) -> None:
    def kinds(name: str) -> set[str]:
        return {kind for kind, _ in waiting(world, name)}

    case_id = world.joined(world.case(), "inspectorate")
    assert "name-manager" in kinds("case_manager")
    with world.acting("case_manager") as (session, actor):
        cases.name_case_manager(session, actor, case_id, cases.NameManager(manager_id=actor.id))
    assert "name-manager" not in kinds("case_manager")

    subject_id = world.subject(case_id, "Bakkerij Noord")
    ask = dossier.Ask(
        asked_id=world.organisations["inspectorate"],
        question="Wat is bekend?",
        due_on=today() + timedelta(days=3),
    )
    with world.acting("analyst") as (session, actor):
        request_id = dossier.request(session, actor, case_id, ask).id
    assert ("answer", "Wat is bekend?") in waiting(world, "inspector")
    with world.acting("inspector") as (session, actor):
        dossier.answer(session, actor, request_id, dossier.GiveAnswer(outcome="nothing_known"))
    assert "answer" not in kinds("inspector")

    world.concluded(subject_id)
    assert ("weigh", "Bakkerij Noord") in waiting(world, "chair")
    assert ("advise", "Bakkerij Noord") in waiting(world, "inspector")
    with world.acting("inspector") as (session, actor):
        weighing.give_opinion(session, actor, subject_id, weighing.GiveOpinion(advice="approach", text="Ja."))
    assert "advise" not in kinds("inspector")

    world.weighed(subject_id)
    assert ("propose", "Bakkerij Noord") in waiting(world, "chair")
    intervention_id = world.proposed(subject_id, "inspectorate", "BM16")
    assert "propose" not in kinds("chair")
    assert ("reply", "BM16") in waiting(world, "inspector")

    world.accepted(intervention_id, "inspector")
    assert ("carry-out", "BM16") in waiting(world, "inspector")
    world.completed(intervention_id, "inspector")
    assert "carry-out" not in kinds("inspector")
    assert {"evaluate", "close"} <= kinds("chair")


def test_what_was_done_pushes_nothing_off_the_list(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many subjects were advised on or planned for before."""
    case_id = world.joined(world.case(), "police", "inspectorate")
    before = world.concluded(world.subject(case_id, "Bakkerij Oost"))
    with world.acting("inspector") as (session, actor):
        weighing.give_opinion(session, actor, before, weighing.GiveOpinion(advice="approach", text="Ja."))
    world.proposed(world.weighed(world.concluded(world.subject(case_id, "Bakkerij Oud"))), "police", "ST02")
    world.concluded(world.subject(case_id, "Bakkerij West"))
    monkeypatch.setattr(worklist.waiting, "MOST", 1)
    assert ("advise", "Bakkerij West") in waiting(world, "inspector")


def test_more_waiting_costs_no_more_statements(world: World, browser: Browser) -> None:
    browser("preparer").get("/")
    with statements(world.database) as few:
        browser("preparer").get("/")
    for _ in range(5):
        world.signal()
    with statements(world.database) as many:
        browser("preparer").get("/")
    assert len(many) == len(few)
    assert len(few) <= 40


def test_what_others_did_since_the_last_visit_is_told(world: World, browser: Browser) -> None:
    case_id = world.joined(world.case(), "police")
    with world.acting("detective") as (session, actor):
        began = timeline.look(session, actor)
        assert timeline.look(session, actor) == began
    subject_id = world.subject(case_id, "Loods aan de kade")
    with world.acting("detective") as (session, actor):
        told = timeline.changes(session, actor, began)
        assert ("case.subject_added", subject_id) in [(one.type, one.subject_id) for one in told]
        # Newest first, and nothing of one's own.
        assert [one.at for one in told] == sorted((one.at for one in told), reverse=True)
        assert actor.name not in {one.person for one in told}
    shown = words(browser("detective").get("/"))
    assert "Nieuw sinds uw vorige bezoek" in shown
    assert "voegde een betrokkene toe: Loods aan de kade" in shown
    # Who takes no part is told nothing of it, in words or in numbers.
    assert "Loods aan de kade" not in words(browser("neighbour").get("/"))
    with world.acting("neighbour") as (session, actor):
        assert case_id not in {one.case_id for one in timeline.changes(session, actor, began)}


def test_the_timeline_names_no_row_that_is_hidden(world: World) -> None:
    case_id = world.joined(world.case(), "inspectorate", "police")
    subject_id = world.concluded(world.subject(case_id, "Loods zonder ramen"))
    world.accepted(world.proposed(world.weighed(subject_id), "inspectorate", "BM16"), "inspector")
    hidden = 0
    for name in ("chair", "detective", "inspector", "case_manager"):
        with world.acting(name) as (session, actor):
            seen = set(session.connection().exec_driver_sql("select id from weighings").scalars())
            seen |= set(session.connection().exec_driver_sql("select id from opinions").scalars())
            for one in timeline.timeline(session, actor, case_id).items:
                if one.type.startswith("weighing."):
                    assert one.object_id is None or one.object_id in seen
                    hidden += one.object_id is None
    assert hidden  # or this proves nothing


def test_a_visit_is_new_again_after_half_an_hour(world: World) -> None:
    with world.acting("prosecutor") as (session, actor):
        first = timeline.look(session, actor)
    with world.database.engine("owner").begin() as connection:
        connection.execute(text("set local row_security = off"))
        connection.execute(
            text("update visits set looked_at = looked_at - interval '2 hours' where actor_id = :me"),
            {"me": world.people["prosecutor"]},
        )
    with world.acting("prosecutor") as (session, actor):
        second = timeline.look(session, actor)
        assert second > first
        assert session.execute(text("select count(*) from visits")).scalar_one() == 1


def test_a_case_manager_sees_the_own_cases_with_what_they_need(world: World, browser: Browser) -> None:
    case_id = world.case()
    world.subject(case_id, "Kas aan de ringdijk")
    with world.acting("case_manager") as (session, actor):
        cases.name_case_manager(session, actor, case_id, cases.NameManager(manager_id=actor.id))
        assert case_id in standing.managed(session, actor)
        assert sum(standing.standing(session, actor).values()) >= 1
    shown = words(browser("case_manager").get("/"))
    assert "Casussen waarvan u casemanager bent" in shown
    assert "Kas aan de ringdijk : Partners voegen toe wat zij weten." in shown
    assert "Casussen waarvan u casemanager bent" not in words(browser("permit_officer").get("/"))


def test_a_mandate_holder_sees_what_was_promised_before_saying_yes(world: World, browser: Browser) -> None:
    case_id = world.joined(world.case(), "inspectorate")
    subject_id = world.weighed(world.concluded(world.subject(case_id, "Werkplaats Zuid")))
    with world.acting("inspector") as (session, actor):
        before = standing.promised(session, actor)
    world.accepted(world.proposed(subject_id, "inspectorate", "BM16"), "inspector")
    with world.acting("inspector") as (session, actor):
        after = standing.promised(session, actor)
    assert after.number == before.number + 1
    assert after.hours > before.hours
    waiting = world.proposed(subject_id, "inspectorate", "BM16")
    shown = words(browser("inspector").get(f"/interventions/{waiting}"))
    assert f"{after.hours} uur." in shown


def test_the_norm_makes_an_old_signal_late(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.signal(place="Oud signaal")
    later = today() + timedelta(days=30)
    monkeypatch.setattr("domain.worklist.waiting.today", lambda: later)
    with world.acting("preparer") as (session, actor):
        found = {
            task.label.split(" (")[0]: task
            for task in worklist.tasks(session, actor)
            if task.kind == "assess"
        }
    assert found["Oud signaal"].overdue
    assert found["Oud signaal"].due_on == add_working_days(today(), 10)


def test_the_chair_sees_what_waits_in_each_district(browser: Browser) -> None:
    shown = words(browser("chair").get("/"))
    assert "Wat er per district wacht" in shown
    assert "Wat er per district wacht" not in words(browser("analyst").get("/"))


def test_who_looks_after_the_system_finds_the_way_there(browser: Browser) -> None:
    assert 'href="/administration"' in browser("administrator").get("/").text
    assert "Nieuw sinds uw vorige bezoek" not in words(browser("administrator").get("/"))
