"""The functional administrator: lets somebody in, and out again; and never sees what a case is about."""

import re

import pyotp
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.browser.hands import Hand
from tests.browser.journeys.conftest import Way
from tests.browser.steps import written


def test_lets_somebody_in_and_out_again(way: Way) -> None:
    place, name = f"Steiger 9, {way.name}", f"Noor {way.name.title()}"
    email = f"noor.{way.name.replace(' ', '.')}@example.org"
    signal_id = way.world.signal(by="permit_officer", place=place)
    administrator = way.hand("administrator")
    person = _add(administrator, name, email)
    link = administrator.page.locator("dd", has_text="/enrolment#").inner_text().strip()
    administrator.sees("U ziet dit alleen nu")
    assert administrator.status(f"/signals/{signal_id}") == 404
    administrator.misses(place)

    newcomer = way.hand()
    assert "Inloggen" in newcomer.open("/signals")
    _enrol(newcomer, link, email, scripts=way.scripts)
    newcomer.open("/")
    newcomer.sees(name)
    newcomer.open("/signals")
    newcomer.misses(place)  # neither role nor admission yet

    _give_role(administrator, person)
    newcomer.open("/signals")
    newcomer.misses(place)  # not admitted yet
    _admit(administrator, person)
    newcomer.open("/signals")
    newcomer.sees(place)
    newcomer.open(f"/signals/{signal_id}")
    newcomer.sees(place)

    administrator.open(person)
    administrator.arrive_by(
        administrator.page.locator("#admissions").get_by_role("button", name="Beëindigen", exact=True)
    )
    administrator.sees("De toelating is beëindigd.", "Niet toegelaten")
    assert newcomer.status(f"/signals/{signal_id}") == 404  # at once, in the session that is open
    newcomer.misses(place)
    newcomer.open("/signals")
    newcomer.misses(place)


def _add(hand: Hand, name: str, email: str) -> str:
    """Add a person of Zuidstad, first without an address; gives their page."""
    hand.open("/")
    hand.follow("Beheer")
    hand.open("/administration/people")
    hand.follow("Medewerker toevoegen")
    hand.choose("[name=organisationId]", "Gemeente Zuidstad")
    hand.fill("[name=name]", name)
    hand.send("Toevoegen en uitnodigen")
    expect(hand.page.locator("[name=email][aria-invalid=true]")).to_be_visible()
    expect(hand.page.locator("[name=name]")).to_have_value(name)
    hand.fill("[name=email]", email)
    hand.send("Toevoegen en uitnodigen")
    found = hand.page.locator("main a", has_text=name).first.get_attribute("href")
    assert found
    return found


def _enrol(hand: Hand, link: str, email: str, *, scripts: bool) -> None:
    """Choose a password, set up the app, keep the recovery codes, confirm secrecy; then sign in with all of it."""
    hand.open(link)
    code = link.partition("#")[2]
    if scripts:
        expect(hand.page.locator("[name=code]")).to_have_value(code)
        assert code not in hand.page.url
    else:
        hand.fill("[name=code]", code)
    hand.fill("[name=password]", PASSWORD)
    hand.fill("[name=repeated]", PASSWORD + "x")
    hand.send("Verder")
    hand.sees("Er is 1 ding dat niet klopt")
    hand.fill("[name=code]", code)
    hand.fill("[name=password]", PASSWORD)
    hand.fill("[name=repeated]", PASSWORD)
    hand.send("Verder")

    hand.sees("Stel uw tweede factor in")
    secret = re.sub(r"\s", "", hand.page.locator("dd").first.inner_text())
    hand.fill("[name=code]", pyotp.TOTP(secret).now())
    hand.send("Instellen")
    codes = hand.page.locator("main li code").all_inner_texts()
    assert len(set(codes)) == len(codes) >= 8
    hand.follow("Ik heb ze bewaard, verder")
    hand.sees("U houdt geheim wat u leest")
    hand.open("/signals")
    hand.sees("U houdt geheim wat u leest")  # nothing else before that
    hand.send("Bevestigen en verder")
    hand.sees("Er is 1 ding dat niet klopt")
    hand.check("[name=secrecy]")
    hand.send("Bevestigen en verder")

    hand.page.context.clear_cookies()
    hand.open("/login")
    hand.fill("[name=email]", email)
    hand.fill("[name=password]", PASSWORD)
    hand.send("Inloggen")
    hand.fill("[name=code]", codes[0])
    hand.send("Verder")


def _give_role(hand: Hand, person: str) -> None:
    hand.open(person)
    hand.follow("Rol geven")
    hand.choose("[name=role]", "reporter")
    hand.send("Deze rol geven")


def _admit(hand: Hand, person: str) -> None:
    hand.open(person)
    hand.follow("Toelaten")
    hand.fill("[name=screeningKind]", "VOG")
    hand.fill("[name=screenedOn]", written(-10))
    hand.fill("[name=trainedOn]", written(-5))
    hand.fill("[name=validUntil]", written(300))
    hand.send("Toelaten")
