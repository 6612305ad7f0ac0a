"""A first report, on a phone and with the keys alone: how many there are to press says that it takes no three minutes."""

from collections.abc import Callable
from typing import Final

from tests.browser.conftest import PHONE, Region
from tests.browser.keyboard import Keyboard

# Somebody who does not type blind presses three keys in two seconds (half of what is common), and reads meanwhile.
PRESSED: Final = "addEventListener('keydown', () => localStorage.setItem('keys', 1 + Number(localStorage.getItem('keys'))), true)"
MOST: Final = 270


def test_a_signal_is_reported_within_three_minutes(region: Callable[..., Region]) -> None:
    chain = region()
    hand = Keyboard(chain.visit("inspector", PHONE))
    hand.page.context.add_init_script(PRESSED)
    hand.open("/signals/new")
    hand.check("[name=form][value=AU]")
    hand.choose("[name=municipality]", "Alkmaar")
    hand.send("Verder")
    hand.fill("[name=narrative]", "Vier mensen slapen in de loods.")
    hand.fill("[name=observedFrom]", "3-10-2026")
    hand.fill("[name=task]", "Arbeidstijden")
    hand.fill("[name=organisedCrimeLink]", "Zelfde bemiddelaar, drie adressen.")
    hand.check("[name=urgency][value=danger]")
    hand.sees("Wie gaat dit zien?")
    hand.send("Signaal versturen")
    hand.sees("Bel eerst 112.")
    hand.check("[name=emergencyCalled]")
    hand.send("Signaal versturen")
    hand.sees("S-2026-", "Is er nu iemand in gevaar?")
    pressed = int(hand.page.evaluate("localStorage.getItem('keys')"))
    assert pressed < MOST, pressed
