"""One case from signal to closure in a real browser, by six people of four organisations, with and without scripts.

After the acts that change what partners may see, their windows are read: each sees what the rules give it, and
something another sees is missing.
"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from domain.calendar import today
from tests.browser.conftest import Region, send
from tests.world import ZUIDSTAD

LATER = (today() + timedelta(days=60)).isoformat()
TITLE, BAKERY = "Bakkerij aan de haven", "Bakkerij De Kade"
WORDS = "Zes matrassen achter de oven, geen raam."


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_case_from_signal_to_closure(region: Callable[..., Region], scripts: bool) -> None:
    chain = region(scripts=scripts)
    inspector, preparer, chair = chain.window("inspector"), chain.window("preparer"), chain.window("chair")
    detective, manager, neighbour = (
        chain.window(name) for name in ("detective", "case_manager", "neighbour")
    )

    _report(inspector)
    number = _number_of_the_first_signal(preparer)
    for window, sees in ((inspector, True), (detective, True), (manager, True), (neighbour, False)):
        assert (number in _text(window, "/signals")) is sees

    _take_up(preparer, number)
    case = _follow(preparer, "/cases", TITLE)
    assert TITLE not in _text(detective, "/cases")  # the police take no part yet
    for partner in ("Arbeidsinspectie", "Politie Riva"):
        _let_join(preparer, case, partner)
    assert TITLE in _text(detective, "/cases")
    assert TITLE not in _text(neighbour, "/cases")
    assert neighbour.goto(case).status == 404  # type: ignore[union-attr]

    _name_manager(manager, case)
    _add_bakery(preparer, case)
    subject = _follow(preparer, case, BAKERY)
    _contribute(inspector, subject, "Drie boetes in twee jaar.")
    assert "Drie boetes in twee jaar." in _text(detective, subject)
    _ask(preparer, case)
    question = _follow(detective, "/requests", "Is dit bedrijf bekend?")
    assert manager.goto(question).status == 404  # type: ignore[union-attr]  # a partner sees its own question only
    _answer(detective, question)

    preparer.goto(f"{subject}/conclude")
    preparer.fill("[name=reasons]", "Alle vragen zijn beantwoord.")
    send(preparer, "Het dossier is gereed")
    _advise(inspector, subject, "Wij kunnen binnen twee weken controleren.")
    _advise(detective, subject, "Eens met een controle.")
    assert "Eens met een controle." in _text(inspector, subject)

    _weigh(chair, subject)
    assert "Eens met een controle." not in _text(
        inspector, subject
    )  # opinions close when the subject moves on
    intervention = _propose(chair, subject)
    assert "Kijk naar de slaapplaatsen." in _text(inspector, intervention)
    assert "Kijk naar de slaapplaatsen." not in _text(detective, intervention)  # others: the title only

    _accept(inspector, intervention)
    _complete(inspector, intervention)
    _evaluate_and_close(chair, case)
    closed = _text(inspector, case)
    assert TITLE in closed
    assert BAKERY not in closed


def _text(window: Page, address: str) -> str:
    window.goto(address)
    return window.inner_text("main")


def _follow(window: Page, address: str, link: str) -> str:
    """The address behind a link on a page."""
    window.goto(address)
    href = window.get_by_role("link", name=link).first.get_attribute("href")
    assert href
    return href.split("?")[0]


def _number_of_the_first_signal(window: Page) -> str:
    found = re.search(r"S-\d{4}-\w{8}", _text(window, "/signals"))
    assert found
    return found[0]


def _check(window: Page, name: str, value: str) -> None:
    window.locator(f'[name="{name}"][value="{value}"]').check()


def _accessible(window: Page) -> None:
    """No findings of axe; it needs scripts itself."""
    if window.evaluate("typeof document.querySelector") == "function" and "htmx" in window.content():
        found = Axe().run(window, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
        assert found.violations_count == 0, found.generate_report()


def _report(window: Page) -> None:
    window.goto("/signals/new")
    _check(window, "form", "AU")
    window.select_option("[name=municipality]", ZUIDSTAD)
    send(window, "Verder")
    send(window, "Signaal versturen")  # everything that is wrong, at once, and nothing is lost
    expect(window.locator("[aria-invalid=true]").first).to_be_visible()
    window.fill("[name=narrative]", "Bij een controle sliepen zes mensen achter de oven.")
    window.locator('details:has([value="AU09"]) > summary').last.click()
    window.locator('[value="AU09"]').check()
    window.locator('.sign:has([value="AU09"]) [name$="/words"]').fill(WORDS)
    window.fill("[name=place]", "Kade 12")
    window.fill("[name=observedFrom]", "2026-10-03")
    window.fill("[name=task]", "Toezicht op de arbeidstijden")
    window.fill("[name=organisedCrimeLink]", "Dezelfde bemiddelaar komt voor op drie adressen.")
    send(window, "Signaal versturen")
    expect(window.locator("main")).to_contain_text(re.compile(r"S-\d{4}-\w{8}"))


def _take_up(window: Page, number: str) -> None:
    window.goto(_follow(window, "/signals", number) + "/assess")
    for criterion in (
        "concreteObservation", "listedForm", "jointProcessingNecessary", "jointApproachExpected", "withinRegion",
    ):  # fmt: skip
        _check(window, criterion, "true")
    _check(window, "outcome", "take_up")
    window.fill("[name=reasons]", "Concrete waarneming, drie partners nodig.")
    window.fill('[name="newCase/title"]', TITLE)
    window.fill('[name="newCase/purpose"]', "Nagaan of er sprake is van uitbuiting.")
    send(window, "Besluit vastleggen")


def _let_join(window: Page, case: str, partner: str) -> None:
    window.goto(f"{case}/participants/new")
    window.select_option("[name=organisationId]", label=partner)
    window.fill("[name=reason]", "Nodig voor deze casus.")
    send(window, "Deze partner toelaten")


def _name_manager(window: Page, case: str) -> None:
    window.goto(f"{case}/manager")
    window.locator("[name=managerId]").first.check()
    send(window, "Deze persoon aanwijzen")
    expect(window.locator("main")).to_contain_text("Case Manager")


def _add_bakery(window: Page, case: str) -> None:
    window.goto(f"{case}/subjects/new")
    window.locator('select[name="kind"]').select_option("organisation")
    window.fill("[name=name]", BAKERY)
    _check(window, "role", "facilitator")
    send(window, "Deze betrokkene toevoegen")


def _contribute(window: Page, subject: str, words: str) -> None:
    window.goto(f"{subject}/contributions/new")
    window.select_option("[name=category]", "supervision")
    window.fill("[name=text]", words)
    window.fill("[name=source]", "Inspectieregister")
    window.locator("[name=attested]").check()
    send(window, "Toevoegen aan het dossier")


def _ask(window: Page, case: str) -> None:
    window.goto(f"{case}/requests/new")
    window.select_option("[name=askedId]", label="Politie Riva")
    window.fill("[name=question]", "Is dit bedrijf bekend?")
    window.select_option("[name=ground]", index=1)
    window.fill("[name=dueOn]", LATER)
    send(window, "Vraag stellen")


def _answer(window: Page, question: str) -> None:
    window.goto(question)
    _check(window, "outcome", "nothing_known")
    send(window, "Antwoord vastleggen")


def _advise(window: Page, subject: str, words: str) -> None:
    window.goto(f"{subject}/opinions/new")
    _check(window, "advice", "approach")
    window.fill("[name=text]", words)
    send(window, "Advies vastleggen")


def _weigh(window: Page, subject: str) -> None:
    window.goto(f"{subject}/weigh")
    _check(window, "possibleVictim", "false")
    _check(window, "outcome", "approach")
    window.select_option("[name=qualification]", "facilitator")
    _check(window, "certainty", "plausible")
    for motive in ("necessity", "proportionality", "subsidiarity"):
        window.fill(f"[name={motive}]", f"Afgewogen: {motive}.")
    send(window, "Weging vastleggen")


def _propose(window: Page, subject: str) -> str:
    window.goto(f"{subject}/interventions/new")
    window.select_option("[name=partnerId]", label="Arbeidsinspectie")
    window.select_option("[name=kind]", "BM16")
    window.fill("[name=instruction]", "Kijk naar de slaapplaatsen.")
    window.fill("[name=dueOn]", LATER)
    send(window, "Voorstellen aan de partner")
    window.goto(subject)
    found = window.locator('a[href^="/interventions/"]').first.get_attribute("href")
    assert found
    return found


def _accept(window: Page, intervention: str) -> None:
    window.goto(intervention)
    _check(window, "outcome", "accepted")
    window.fill("[name=capacityHours]", "24")
    window.select_option("[name=priority]", "high")
    send(window, "Antwoord vastleggen")


def _complete(window: Page, intervention: str) -> None:
    window.goto(intervention)
    _check(window, "result", "reached")
    window.locator('form[action$="/completions"] [name=text]').fill("Gecontroleerd, twee boetes opgelegd.")
    send(window, "Interventie afronden")


def _evaluate_and_close(window: Page, case: str) -> None:
    window.goto(f"{case}/evaluation")
    choices = window.locator("[name=about] option").all()
    for value in [one.get_attribute("value") for one in choices if one.get_attribute("value")]:
        window.goto(f"{case}/evaluation")
        window.select_option("[name=about]", value)
        _check(window, "goal", "reached")
        window.fill("[name=worked]", "De gezamenlijke controle.")
        send(window, "Evaluatie vastleggen")
    _check(window, "reason", "goal_reached")
    window.locator('form[action$="/closures"] [name=text]').fill("Alles is afgerond.")
    send(window, "Casus sluiten")
