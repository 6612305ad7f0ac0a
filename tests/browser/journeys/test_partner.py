"""The chain partner: reports a signal, answers a question, says yes or no."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from domain import dossier
from domain.calendar import today
from domain.dossier import Ask
from tests.browser import steps
from tests.browser.journeys.conftest import Way
from tests.browser.steps import written

WEEK = timedelta(days=7)
WRONG_DAY = "31-2-2026"
SEEN_BY = ("RIEC Riva", "Politie Riva", "OM Riva", "Gemeente Zuidstad")
NOT_SEEN_BY = ("Belastingdienst", "Gemeente Westdorp", "Zorgcoördinatie")


def test_reports_a_signal_and_knows_who_will_read_it(way: Way) -> None:
    place = f"Loods 7, {way.name}"
    inspector = way.hand("inspector")
    steps.begin_signal(inspector)
    inspector.sees("Stap 2 van 2", "Arbeidsuitbuiting", steps.MUNICIPALITY, "Bel 112")
    audience = inspector.page.locator(".audience")
    for name in SEEN_BY:
        expect(audience).to_contain_text(name)
    for name in NOT_SEEN_BY:
        expect(audience).not_to_contain_text(name)

    steps.write_signal(inspector, place)
    inspector.fill("[name=observedFrom]", WRONG_DAY)
    inspector.send("Signaal versturen")
    inspector.sees("Er is 1 ding dat niet klopt", "Deze datum bestaat niet")
    expect(inspector.page.locator("[name=observedFrom]")).to_have_value(WRONG_DAY)
    expect(inspector.page.locator("[name=place]")).to_have_value(place)
    expect(inspector.page.locator('[value="AU09"]')).to_be_checked()
    other = way.hand("inspector")
    other.open("/signals")
    other.misses(place)  # nothing was sent

    inspector.fill("[name=observedFrom]", "3-10-2026")
    inspector.send("Signaal versturen")
    inspector.sees("Uw signaal is binnen", "Het voorbereidingsteam toetst", *SEEN_BY)
    inspector.misses(*NOT_SEEN_BY)
    number = re.search(r"S-\d{4}-\w{8}", inspector.text)
    assert number
    inspector.follow("Bekijk uw signaal")
    inspector.sees(number[0], place, "Zes matrassen achter de oven, geen raam.", "3 okt")
    address = inspector.path

    inspector.open("/")
    inspector.sees(number[0], place)
    manager = way.hand("case_manager")
    assert place in manager.open(address)
    for name in ("tax_officer", "neighbour"):
        stranger = way.hand(name)
        assert stranger.status(address) == 404
        stranger.misses(number[0], place)
        stranger.open("/signals")
        stranger.misses(number[0], place)


def test_answers_a_question_that_only_the_asker_sees(way: Way) -> None:
    question = f"Is dit bedrijf gecontroleerd ({way.name})?"
    case_id = way.case("Nagelstudio in het centrum", "inspectorate", "police")
    way.world.subject(case_id, "Nagelstudio Zon")
    asked = Ask(asked_id=way.world.organisations["inspectorate"], question=question, due_on=today() + WEEK)
    with way.world.acting("analyst") as (session, actor):
        dossier.request(session, actor, case_id, asked)

    inspector = way.hand("inspector")
    inspector.open("/")
    inspector.sees(question)
    inspector.open("/requests")
    inspector.follow(question)
    address = inspector.path
    inspector.sees("RIEC Riva", "Nagelstudio in het centrum")
    inspector.send("Antwoord vastleggen")
    inspector.sees("Er is 1 ding dat niet klopt")

    inspector.check('[name="outcome"][value="nothing_known"]')
    inspector.fill("[name=text]", "Wij kwamen er nooit.")
    inspector.send("Antwoord vastleggen")
    inspector.sees("Niets bekend", "Wij kwamen er nooit.")
    inspector.open("/")
    inspector.misses(question)

    assert "Wij kwamen er nooit." in way.hand("analyst").open(address)
    for name in ("case_manager", "detective"):  # take part in the case, not in the question
        other = way.hand(name)
        assert other.status(address) == 404
        other.misses(question)


def test_says_yes_to_one_intervention_and_no_to_another(way: Way) -> None:
    case_id = way.case("Uitzendbureau bij de haven", "inspectorate", "police")
    subject_id = way.world.subject(case_id, "Uitzendbureau Anker")
    way.world.weighed(way.world.concluded(subject_id))
    first, second = (way.world.proposed(subject_id, "inspectorate", "BM16") for _ in range(2))
    inspector = way.hand("inspector")
    inspector.open("/interventions")
    inspector.sees("Uitzendbureau Anker")

    inspector.open(f"/interventions/{first}")
    inspector.sees("Graag controleren.", "Uitzendbureau Anker")
    inspector.check('[name="outcome"][value="accepted"]')
    inspector.fill("[name=capacityAmount]", "veel")
    inspector.choose("[name=priority]", "high")
    inspector.send("Antwoord vastleggen")
    expect(inspector.page.locator("[name=capacityAmount][aria-invalid=true]")).to_have_value("veel")
    inspector.fill("[name=capacityAmount]", "16")
    inspector.send("Antwoord vastleggen")
    inspector.sees("16 (uren)", "Hoog")

    inspector.open(f"/interventions/{second}")
    inspector.check('[name="outcome"][value="refused"]')
    inspector.send("Antwoord vastleggen")
    expect(inspector.page.locator("[name=reason][aria-invalid=true]")).to_be_visible()
    inspector.fill("[name=reason]", f"Geen mensen vrij tot {written(30)}.")
    inspector.send("Antwoord vastleggen")
    inspector.sees("Geen mensen vrij")
    inspector.open("/")
    inspector.misses(f"/interventions/{second}")

    detective = way.hand("detective")  # sees that it is planned, not what is asked or answered
    detective.open(f"/interventions/{first}")
    detective.sees("Arbeidsinspectie", "Niet gedeeld met u.")
    detective.misses("Graag controleren.", "16 (uren)")
    detective.open(f"/interventions/{second}")
    detective.misses("Geen mensen vrij")
