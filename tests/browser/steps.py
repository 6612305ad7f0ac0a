"""The steps of a case through the portal, each by whoever does it, along the links the pages offer.

A `Hand` is a mouse or a keyboard; a step begins on a page of the menu or of the case.
"""

from datetime import timedelta
from typing import Final

from domain.calendar import today
from tests.browser.hands import Hand

TITLE: Final = "Bakkerij aan de haven"
BAKERY: Final = "Bakkerij De Kade"
ANYWAY: Final = "Voeg deze betrokkene toch toe"
QUESTION: Final = "Is dit bedrijf bekend?"
MUNICIPALITY: Final = "Alkmaar"
"""Of the cast's Zuidstad: the code is real, the name of the organisation is not."""


def written(days: int) -> str:
    """The day so many days from now, as people write it."""
    day = today() + timedelta(days=days)
    return f"{day.day}-{day.month}-{day.year}"


def begin_signal(hand: Hand) -> None:
    """Say which form and where; the form itself comes after that."""
    hand.open("/")
    hand.follow("Een signaal melden")
    hand.check('[name="form"][value="AU"]')
    hand.choose("[name=municipality]", MUNICIPALITY)
    hand.send("Verder")


def write_signal(hand: Hand, place: str) -> None:
    """Fill in what was seen."""
    hand.fill("[name=narrative]", "Bij een controle sliepen zes mensen achter de oven.")
    hand.check('[value="AU09"]')
    hand.fill('.sign:has([value="AU09"]) [name$="/words"]', "Zes matrassen achter de oven, geen raam.")
    hand.fill("[name=place]", place)
    hand.fill("[name=observedFrom]", "3 oktober 2026")
    hand.fill("[name=task]", "Toezicht op de arbeidstijden")
    hand.fill("[name=organisedCrimeLink]", "Dezelfde bemiddelaar komt voor op drie adressen.")


def take_up(hand: Hand, number: str, title: str = TITLE) -> None:
    """Test a signal on the criteria, and take it up into a new case."""
    hand.open("/signals")
    hand.follow(number)
    hand.follow("Beoordeel dit signaal")
    for criterion in (
        "concreteObservation", "listedForm", "jointProcessingNecessary", "jointApproachExpected", "withinRegion",
    ):  # fmt: skip
        hand.check(f'[name="{criterion}"][value="true"]')
    hand.check('[name="outcome"][value="take_up"]')
    hand.fill("[name=reasons]", "Concrete waarneming, drie partners nodig.")
    hand.fill('[name="newCase/title"]', title)
    hand.fill('[name="newCase/purpose"]', "Nagaan of er sprake is van uitbuiting.")
    hand.send("Besluit vastleggen")


def let_join(hand: Hand, case: str, partner: str) -> None:
    """Let a partner join the case."""
    hand.open(case)
    hand.follow("Partner toelaten")
    hand.choose("[name=organisationId]", partner)
    hand.fill("[name=reason]", "Nodig voor deze casus.")
    hand.send("Deze partner toelaten")


def name_manager(hand: Hand, case: str) -> None:
    """Name the first case manager there is."""
    hand.open(case)
    hand.follow("Wijs een casemanager aan")
    hand.check("[name=managerId]")
    hand.send("Deze persoon aanwijzen")


def add_subject(hand: Hand, case: str, name: str = BAKERY) -> str:
    """Add a company to the case; gives where it is."""
    hand.open(case)
    hand.follow("Betrokkene toevoegen")
    hand.choose('select[name="kind"]', "organisation")
    hand.fill("[name=name]", name)
    hand.check('[name="role"][value="facilitator"]')
    hand.send("Deze betrokkene toevoegen")
    if hand.page.get_by_role("button", name=ANYWAY).count():  # somebody like that is in sight elsewhere
        hand.send(ANYWAY)
    hand.open(case)
    hand.follow(name)
    return hand.path


def contribute(hand: Hand, subject: str, words: str) -> None:
    """Add what one's organisation holds from its inspections."""
    hand.open(subject)
    hand.follow("Bijdrage toevoegen")
    hand.choose("[name=category]", "supervision")
    hand.fill("[name=text]", words)
    hand.fill("[name=source]", "Inspectieregister")
    hand.check("[name=attested]")
    hand.send("Toevoegen aan het dossier")


def ask(hand: Hand, case: str, partner: str = "Politie Riva", question: str = QUESTION) -> None:
    """Ask a partner a question about the case."""
    hand.open(case)
    hand.follow("Vraag stellen")
    hand.choose("[name=askedId]", partner)
    hand.fill("[name=question]", question)
    hand.choose("[name=ground]", "WGS-1.5-1")
    hand.fill("[name=dueOn]", written(60))
    hand.send("Vraag stellen")


def answer(hand: Hand, question: str = QUESTION) -> None:
    """Answer that nothing is known."""
    hand.open("/requests")
    hand.follow(question)
    hand.check('[name="outcome"][value="nothing_known"]')
    hand.send("Antwoord vastleggen")


def conclude(hand: Hand, subject: str) -> None:
    """Declare the dossier ready."""
    hand.open(subject)
    hand.follow("Dossier gereed verklaren")
    hand.fill("[name=reasons]", "Alle vragen zijn beantwoord.")
    hand.send("Het dossier is gereed")


def advise(hand: Hand, subject: str, words: str) -> None:
    """Give one's opinion."""
    hand.open(subject)
    hand.follow("Geef uw advies")
    hand.check('[name="advice"][value="approach"]')
    hand.fill("[name=text]", words)
    hand.send("Advies vastleggen")


def weigh(hand: Hand, subject: str) -> None:
    """Decide, with all the motives."""
    hand.open(subject)
    hand.follow("Weging vastleggen")
    hand.check('[name="possibleVictim"][value="false"]')
    hand.check('[name="outcome"][value="approach"]')
    hand.choose("[name=qualification]", "facilitator")
    hand.check('[name="certainty"][value="plausible"]')
    for motive in ("necessity", "proportionality", "subsidiarity"):
        hand.fill(f"[name={motive}]", f"Afgewogen: {motive}.")
    hand.send("Weging vastleggen")


def propose(hand: Hand, subject: str, instruction: str = "Kijk naar de slaapplaatsen.") -> str:
    """Propose an inspection to the labour inspectorate; gives where it is."""
    hand.open(subject)
    hand.follow("Stel een interventie voor")
    hand.choose("[name=partnerId]", "Arbeidsinspectie")
    hand.choose("[name=kind]", "BM16")
    hand.fill("[name=instruction]", instruction)
    hand.fill("[name=dueOn]", written(60))
    hand.send("Voorstellen aan de partner")
    hand.open(subject)
    found = hand.page.locator('main a[href^="/interventions/"]').first.get_attribute("href")
    assert found
    return found


def accept(hand: Hand, intervention: str) -> None:
    """Say yes, with hours and priority."""
    hand.open(intervention)
    hand.check('[name="outcome"][value="accepted"]')
    hand.fill("[name=capacityAmount]", "24")
    hand.choose("[name=priority]", "high")
    hand.send("Antwoord vastleggen")


def complete(hand: Hand, intervention: str) -> None:
    """Carry it out, and say what came of it."""
    hand.open(intervention)
    hand.check('[name="result"][value="reached"]')
    hand.fill('form[action$="/completions"] [name=text]', "Gecontroleerd, twee boetes opgelegd.")
    hand.send("Interventie afronden")


def evaluate_and_close(hand: Hand, case: str) -> None:
    """Evaluate every subject and the case as a whole, and close it."""
    hand.open(case)
    hand.follow("Evalueren en afsluiten")
    choices = hand.page.locator("[name=about] option").evaluate_all("all => all.map(one => one.value)")
    for value in filter(None, choices):
        hand.choose("[name=about]", value)
        hand.check('[name="goal"][value="reached"]')
        hand.fill("[name=worked]", "De gezamenlijke controle.")
        hand.send("Evaluatie vastleggen")
    hand.check('[name="reason"][value="goal_reached"]')
    hand.fill('form[action$="/closures"] [name=text]', "Alles is afgerond.")
    hand.send("Casus sluiten")
