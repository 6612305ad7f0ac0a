"""What somebody without a mouse, or without sight, meets on every page: the skip link, the menu, where the focus
goes, and what is said aloud. The whole chain by keyboard is in `test_chain_in_the_browser`.
"""

from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Page, expect

from domain import accounts
from tests.browser import steps
from tests.browser.conftest import PASSWORD, PHONE, SECRET, Region
from tests.browser.hands import Hand
from tests.browser.keyboard import Keyboard

LISTEN = """() => {
  window.heard = [];
  const hear = region => new MutationObserver(() => window.heard.push(region.textContent.trim())).observe(
    region, {childList: true, characterData: true, subtree: true});
  document.querySelectorAll('[role=status]').forEach(hear);
}"""
UNREACHABLE = "document.querySelector('[name=query]').tabIndex = -1"
INVISIBLE = """document.querySelectorAll('a, button').forEach(one => {
  one.style.outline = one.style.boxShadow = 'none';
})"""
COVERED = """Object.assign(
  document.body.appendChild(document.createElement('div')).style, {position: 'fixed', inset: '0', zIndex: 99})"""
HEARD = "() => window.heard.join(' | ')"


def _tab(page: Page, *, back: bool = False) -> None:
    page.keyboard.press("Shift+Tab" if back else "Tab")


def test_signs_in_by_keyboard(region: Callable[..., Region]) -> None:
    chain = region()
    with chain.world.database.session_as("login") as session:
        accounts.create_account(session, chain.world.people["inspector"], accounts.chosen(PASSWORD), SECRET)
        session.commit()
    hand = Keyboard(chain.visit())
    hand.open("/login?next=/signals")
    hand.fill("[name=email]", "inspector@example.org")
    hand.fill("[name=password]", "verkeerd verkeerd")
    hand.send("Inloggen")
    expect(hand.page.locator(".error-summary")).to_be_focused()
    expect(hand.page.locator("[name=email]")).to_have_value("inspector@example.org")
    hand.fill("[name=password]", PASSWORD)
    hand.send("Inloggen")
    hand.fill("[name=code]", pyotp.TOTP(SECRET).now())
    hand.send("Verder")
    assert hand.path == "/signals"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_skip_link_goes_past_the_menu(region: Callable[..., Region], scripts: bool) -> None:
    page = region(scripts=scripts).visit("inspector")
    page.goto("/signals")
    _tab(page)
    skip = page.locator(":focus")
    expect(skip).to_have_text("Naar de inhoud")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    _tab(page)
    assert page.evaluate("!!document.activeElement.closest('main')")
    _tab(page, back=True)
    _tab(page, back=True)
    assert page.evaluate("!!document.activeElement.closest('header')")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_menu_of_a_phone_opens_and_closes(region: Callable[..., Region], scripts: bool) -> None:
    hand = Keyboard(region(scripts=scripts).visit("inspector", PHONE))
    hand.open("/")
    menu, button = hand.page.locator("#menu"), hand.page.get_by_role("button", name="Menu", exact=True)
    expect(menu).to_be_hidden()
    hand.press(button)
    expect(menu).to_be_visible()
    _tab(hand.page)
    assert hand.page.evaluate("!!document.activeElement.closest('#menu')")  # the next stop is in the menu
    hand.page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()

    hand.page.keyboard.press("Enter")
    hand.press(hand.page.get_by_role("button", name="Sluiten", exact=True))
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()

    hand.page.keyboard.press("Enter")
    hand.arrive_by(menu.get_by_role("link", name="Signalen", exact=True))
    assert hand.path == "/signals"
    expect(menu).to_be_hidden()


def test_what_is_wrong_takes_the_focus_and_leads_to_its_field(region: Callable[..., Region]) -> None:
    hand = Keyboard(region().visit("inspector"))
    steps.begin_signal(hand)
    hand.fill("[name=place]", "Kade 12")
    hand.send("Signaal versturen")
    summary = hand.page.locator(".error-summary")
    expect(summary).to_be_focused()
    _lead_to_its_field(hand, "narrative")
    expect(hand.page.locator("[name=place]")).to_have_value("Kade 12")

    hand.open("/search")
    hand.fill("[name=query]", "Sem")
    hand.send("Zoeken")
    expect(hand.page.locator(".error-summary")).to_be_focused()
    hand.fill("[name=purpose]", "Toets")
    hand.send("Zoeken")
    expect(hand.page.locator("#results")).to_be_focused()


def _lead_to_its_field(hand: Hand, name: str) -> None:
    hand.press(hand.page.locator(f".error-summary a[href='#field-{name}']"))
    at = hand.page.locator(f"[name='{name}']")
    expect(at).to_be_focused()
    expect(at).to_have_attribute("aria-invalid", "true")
    said = at.get_attribute("aria-describedby") or ""
    assert any(
        "Fout" in hand.page.locator(f"[id='{one}']").inner_text() for one in said.split() if "problem" in one
    )


def test_after_an_act_the_focus_is_at_what_came_of_it(region: Callable[..., Region]) -> None:
    chain = region()
    case_id = chain.world.joined(chain.world.case(), "inspectorate")
    hand = Keyboard(chain.visit("preparer"))
    hand.open(f"/cases/{case_id}")
    hand.follow("Partner toelaten")
    hand.page.evaluate(LISTEN)
    hand.send("Deze partner toelaten")
    expect(hand.page.locator(".error-summary")).to_be_focused()
    hand.choose("[name=organisationId]", "Politie Riva")
    hand.fill("[name=reason]", "Nodig voor deze casus.")
    hand.send("Deze partner toelaten")
    assert hand.path == f"/cases/{case_id}"
    hand.sees("Politie Riva")
    expect(hand.page.locator("h1")).to_be_focused()
    assert "Politie Riva" not in hand.page.locator("[role=status]").first.inner_text()
    expect(hand.page.locator("#flash")).not_to_be_empty()
    assert hand.page.evaluate(HEARD)


def test_another_page_of_a_case_is_said_and_keeps_the_focus(region: Callable[..., Region]) -> None:
    chain = region()
    case_id = chain.world.joined(chain.world.case(), "inspectorate")
    hand = Keyboard(chain.visit("inspector"))
    hand.open(f"/cases/{case_id}")
    hand.page.evaluate(LISTEN)
    for name, title in (("Vragen", "Vragen"), ("Tijdlijn", "Tijdlijn")):
        tab = hand.page.locator(".tabs__link", has_text=name)
        hand.arrive_by(tab)
        expect(tab).to_be_focused()
        expect(hand.page.locator("#arrived")).to_contain_text(title)
    heard = hand.page.evaluate(HEARD)
    assert heard.index("Vragen") < heard.index("Tijdlijn")


def test_a_fault_is_said_and_what_was_typed_stays(region: Callable[..., Region]) -> None:
    hand = Keyboard(region().visit("inspector"))
    steps.begin_signal(hand)
    hand.fill("[name=narrative]", "Zes matrassen.")
    hand.page.evaluate(LISTEN)
    hand.page.route("**/signals/new", lambda route: route.abort())
    hand.press(hand.page.get_by_role("button", name="Signaal versturen"))
    expect(hand.page.locator("#flash")).to_contain_text("Dat is niet gelukt")
    assert "Dat is niet gelukt" in hand.page.evaluate(HEARD)
    expect(hand.page.locator("[name=narrative]")).to_have_value("Zes matrassen.")
    hand.page.unroute("**/signals/new")
    hand.send("Signaal versturen")
    expect(hand.page.locator(".error-summary")).to_be_focused()


@pytest.mark.parametrize(
    ("sabotage", "noticed"),
    [
        (UNREACHABLE, "Tab does not come to"),
        (INVISIBLE, "no sign of the focus"),
        (COVERED, "covered by"),
    ],
    ids=["out of reach", "invisible focus", "covered focus"],
)
def test_the_keyboard_notices_what_shuts_it_out(
    region: Callable[..., Region], sabotage: str, noticed: str
) -> None:
    hand = Keyboard(region().visit("inspector"))
    hand.open("/search")
    hand.page.evaluate(sabotage)
    with pytest.raises(AssertionError, match=noticed):
        hand.fill("[name=query]", "Sem")
