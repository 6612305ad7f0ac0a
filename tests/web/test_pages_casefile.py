"""The pages of one case: what is next and for whom, its dossier, questions, weighing, plan and timeline."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domain import dossier, weighing
from domain.calendar import today
from domain.events import EventType
from domain.timeline import ROOMS
from tests.statements import statements
from tests.web.people import Browser, alike, words
from tests.world import World
from web.casefile import TABS
from web.labels import LABELS

PAGES = ["", *(f"/{tab}" for tab in TABS if tab)]


@pytest.fixture(scope="module")
def case_id(world: World) -> UUID:
    """A case with one subject that is asked about, one being weighed and one in the hands of a partner."""
    case_id = world.joined(world.joined(world.case(), "inspectorate"), "police")
    asked_about = world.subject(case_id, "Bakkerij Zuid")
    asked(world, case_id, asked_about, "Welke controles zijn er geweest?")
    weighed = world.concluded(world.subject(case_id, "Radko Dimitrov", kind="person", role="perpetrator"))
    with world.acting("inspector") as (session, actor):
        weighing.give_opinion(session, actor, weighed, weighing.GiveOpinion(advice="approach", text="Doen."))
    planned = world.weighed(world.concluded(world.subject(case_id, "Loods Noord", kind="address")))
    world.accepted(world.proposed(planned, "inspectorate", "BM16"), "inspector")
    return case_id


def asked(world: World, case_id: UUID, subject_id: UUID, question: str) -> None:
    with world.acting("analyst") as (session, actor):
        ask = dossier.Ask(
            asked_id=world.organisations["inspectorate"], subject_id=subject_id, question=question,
            due_on=today() + timedelta(days=9),
        )  # fmt: skip
        dossier.request(session, actor, case_id, ask)


@pytest.mark.parametrize("path", PAGES)
def test_each_part_has_an_address_and_says_where_one_is(browser: Browser, case_id: UUID, path: str) -> None:
    shown = browser("chair").get(f"/cases/{case_id}{path}")
    assert shown.status_code == 200
    tabs = re.findall(r'<a class="tabs__link"[^>]*href="([^"]+)"([^>]*)>', shown.text)
    assert [href for href, _ in tabs] == [f"/cases/{case_id}{one}" for one in PAGES]
    assert [href for href, rest in tabs if 'aria-current="page"' in rest] == [f"/cases/{case_id}{path}"]


@pytest.mark.parametrize("path", PAGES[1:])
def test_no_part_of_a_hidden_case_exists(browser: Browser, case_id: UUID, path: str) -> None:
    missing = uuid4()
    for name in ("neighbour", "tax_officer", "auditor"):
        answers = [alike(browser(name).get(f"/cases/{one}{path}"), one) for one in (case_id, missing)]
        assert answers[0] == answers[1]
        assert answers[0].startswith("404")


def test_the_overview_tells_what_is_next_and_for_whom(browser: Browser, case_id: UUID) -> None:
    shown = words(browser("chair").get(f"/cases/{case_id}"))
    assert "1 van 1 vraag is nog niet beantwoord." in shown
    assert "Aan zet: Arbeidsinspectie" in shown
    assert "Nog 1 advies van een partner nodig voor het besluit." in shown
    assert "0 van 1 interventie is afgerond." in shown
    # The partner finds its own question and its own intervention first.
    partner = words(browser("inspector").get(f"/cases/{case_id}"))
    waits = partner.index("Wacht op uw organisatie")
    assert waits < partner.index("beantwoorden") < partner.index("Betrokkenen Ieder")
    assert "Wacht op uw organisatie" not in words(browser("detective").get(f"/cases/{case_id}"))


def test_what_is_offered_can_be_done(browser: Browser, case_id: UUID) -> None:
    for name in ("chair", "analyst", "case_manager", "inspector", "detective"):
        shown = browser(name).get(f"/cases/{case_id}").text
        offered = re.findall(r'<ul class="(?:doing|menu-list|todo)">(.*?)</ul>', shown, re.DOTALL)
        for href in re.findall(r'href="([^"]+)"', " ".join(offered)):
            assert browser(name).get(href.replace("&amp;", "&")).status_code == 200, (name, href)


def test_the_parts_show_their_own(browser: Browser, case_id: UUID) -> None:
    def part(name: str, path: str) -> str:
        return words(browser(name).get(f"/cases/{case_id}/{path}"))

    assert "Welke controles zijn er geweest?" in part("chair", "requests")
    assert "Welke controles zijn er geweest?" not in part("detective", "requests")
    assert "Radko Dimitrov Mogelijke dader 1 Nog te besluiten" in part("chair", "weighing")
    planned = browser("detective").get(f"/cases/{case_id}/plan").text
    assert 'class="gantt__bar gantt__bar--running"' in planned
    assert "Loods Noord" in planned
    assert "Alles over deze betrokkene" in part("inspector", "dossier")


def test_the_timeline_is_sentences_about_what_was_asked_for(browser: Browser, case_id: UUID) -> None:
    everything = words(browser("chair").get(f"/cases/{case_id}/timeline"))
    assert "opende de casus" in everything
    assert re.search(r"gaf advies over Radko Dimitrov", everything)
    weighed = words(browser("chair").get(f"/cases/{case_id}/timeline?act=weighing")).split("Afdrukken")[1]
    assert "gaf advies over" in weighed
    assert "opende de casus" not in weighed
    shown = browser("chair").get(f"/cases/{case_id}/timeline").text
    subject = re.search(r'<option value="([0-9a-f-]{36})">Bakkerij Zuid', shown)
    assert subject
    one = words(browser("chair").get(f"/cases/{case_id}/timeline?subject={subject[1]}")).split("Afdrukken")[1]
    assert "Bakkerij Zuid" in one
    assert "Radko Dimitrov" not in one
    opinions = words(browser("chair").get(f"/cases/{case_id}/timeline?act=weighing.opinion_given"))
    assert "gaf advies over" in opinions.split("Afdrukken")[1]
    assert "opende de casus" not in opinions
    riec = re.search(r'<option value="([0-9a-f-]{36})">RIEC Riva', shown)
    assert riec
    by = words(browser("chair").get(f"/cases/{case_id}/timeline?organisation={riec[1]}")).split("Afdrukken")[
        1
    ]
    assert "RIEC Riva" in by
    assert "Politie Riva" not in by
    future = words(browser("chair").get(f"/cases/{case_id}/timeline?since=2099-01-01"))
    assert "Hier is nog niets gebeurd" in future
    until = words(browser("chair").get(f"/cases/{case_id}/timeline?until=31-12-2098"))
    assert "opende de casus" in until
    # What makes no sense is told, at its field.
    assert "31-2-2026" in words(browser("chair").get(f"/cases/{case_id}/timeline?since=31-2-2026&subject=y"))
    assert browser("chair").get(f"/cases/{case_id}/timeline?before=never").status_code == 400
    earlier = words(browser("chair").get(f"/cases/{case_id}/timeline?before=2001-01-01T00:00:00Z"))
    assert "Hier is nog niets gebeurd" in earlier


@pytest.mark.parametrize("path", PAGES)
def test_a_large_case_costs_no_more_statements(
    world: World, browser: Browser, case_id: UUID, path: str
) -> None:
    small = world.joined(world.case(), "inspectorate")
    only = world.subject(small, "Enige betrokkene")
    asked(world, small, only, "Enige vraag?")
    world.proposed(world.weighed(world.concluded(world.subject(small, "Gepland"))), "inspectorate", "BM16")
    for number in range(4):
        asked(world, case_id, world.subject(case_id, f"Nog een {path} {number}"), "Wat nog meer?")
    counted = []
    for one in (small, case_id):
        browser("chair").get(f"/cases/{one}{path}")
        with statements(world.database) as sent:
            assert browser("chair").get(f"/cases/{one}{path}").status_code == 200
        counted.append(len(sent))
    assert counted[0] == counted[1]
    assert counted[0] <= 70


def test_every_event_of_a_case_has_its_sentence() -> None:
    of_cases = {one.value for one in EventType if one.value.split(".")[0] in (*ROOMS, "detection")}
    # These are of the meeting itself, and of no case.
    of_cases -= {
        f"meeting.{one}"
        for one in (
            "planned",
            "moved",
            "convened",
            "started",
            "closed",
            "minutes_adopted",
            "attendance_noted",
        )
    }
    assert of_cases <= set(LABELS["told"])
    assert {one for one in of_cases if not one.startswith("detection")} <= set(LABELS["event"])
