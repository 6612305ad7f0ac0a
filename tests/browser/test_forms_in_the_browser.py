"""What people type is not lost: drafts, a reload, a session that ends meanwhile; with and without scripts."""

import re
from collections.abc import Callable

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import text

from tests.browser.conftest import PASSWORD, SECRET, Region, send
from tests.world import ZUIDSTAD

STORY = "Zes matrassen achter de oven.\nNiemand mocht met ons praten: “straks”, zei hij."
FORM = f"/signals/new?form=AU&municipality={ZUIDSTAD}"
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


def write(window: Page) -> None:
    """Fill in a text, a box with its words, a row of its own, and a date as people write it."""
    window.fill("[name=narrative]", STORY)
    window.locator('details:has([value="AU09"]) > summary').last.click()
    window.locator('[value="AU09"]').check()
    window.locator('.sign:has([value="AU09"]) [name$="/words"]').fill("Zes.")
    window.locator('details:has([name="mentions/1/name"]) > summary').click()
    window.fill('[name="mentions/1/name"]', "Sem de Vries")
    window.fill("[name=observedFrom]", "3 okt")


def assert_written(window: Page) -> None:
    """All of it is there again."""
    expect(window.locator("[name=narrative]")).to_have_value(STORY)
    expect(window.locator('[value="AU09"]')).to_be_checked()
    expect(window.locator('.sign:has([value="AU09"]) [name$="/words"]')).to_have_value("Zes.")
    expect(window.locator('[name="mentions/1/name"]')).to_have_value("Sem de Vries")
    expect(window.locator("[name=observedFrom]")).to_have_value("3 okt")


def keep(window: Page, *, scripts: bool) -> None:
    """Stop typing for a moment; or, without scripts, press the button."""
    if scripts:
        expect(window.locator(".draft__said")).to_contain_text("Bewaard als concept", timeout=10_000)
    else:
        send(window, "Bewaar als concept")
        expect(window).to_have_url(re.compile("/drafts$"))


def end_sessions(chain: Region, name: str) -> None:
    """The session ends, as it does by itself after half an hour."""
    with chain.world.database.session_as("login") as session:
        session.execute(
            text("update sessions set revoked_at = now() where actor_id = :actor"),
            {"actor": chain.world.people[name]},
        )
        session.commit()


def sign_in(window: Page, name: str) -> None:
    window.fill("[name=email]", f"{name}@example.org")
    window.fill("[name=password]", PASSWORD)
    send(window, "Inloggen")
    window.fill("[name=code]", pyotp.TOTP(SECRET).now())
    send(window, "Verder")


def forget_codes(chain: Region, name: str) -> None:
    """A code of the app works once; so that the next can be given within the same half minute."""
    with chain.world.database.session_as("login") as session:
        session.execute(
            text("update credentials set totp_last_step = 0 where actor_id = :actor"),
            {"actor": chain.world.people[name]},
        )
        session.commit()


@BOTH
def test_a_form_is_found_again_and_sent_once(region: Callable[..., Region], scripts: bool) -> None:
    window = region(scripts=scripts).window("inspector")
    window.goto(FORM)
    write(window)
    keep(window, scripts=scripts)

    window.goto(FORM)  # as after a reload, or another day
    expect(window.locator("[name=narrative]")).to_have_count(0)
    expect(window.locator(".left-off")).to_contain_text("U was hier gebleven")
    send(window, "Ga ermee verder")
    assert_written(window)
    if scripts:
        found = Axe().run(
            window, context="main", options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
        )
        assert found.violations_count == 0, found.generate_report()

    window.locator('[name="mentions/1/kind"]').select_option("person")
    window.fill("[name=task]", "Toezicht")
    window.fill("[name=organisedCrimeLink]", "Dezelfde bemiddelaar.")
    send(window, "Signaal versturen")
    expect(window.locator("h1")).to_contain_text("is binnen")
    window.goto("/drafts")
    expect(window.locator("main")).to_contain_text("U hebt geen concepten")
    window.goto(FORM)
    expect(window.locator("[name=narrative]")).to_have_value("")


@BOTH
def test_a_draft_can_be_thrown_away(region: Callable[..., Region], scripts: bool) -> None:
    window = region(scripts=scripts).window("inspector")
    window.goto(FORM)
    write(window)
    keep(window, scripts=scripts)
    window.goto("/drafts")
    expect(window.locator("main")).to_contain_text("Zes matrassen achter de oven.")
    send(window, "Weggooien")
    expect(window.locator("main")).to_contain_text("U hebt geen concepten")
    window.goto(FORM)
    expect(window.locator("[name=narrative]")).to_have_value("")


@BOTH
def test_what_is_sent_after_the_session_ended_is_not_lost(
    region: Callable[..., Region], scripts: bool
) -> None:
    chain = region(scripts=scripts)
    window = chain.window("inspector")
    window.goto(FORM)
    end_sessions(chain, "inspector")
    forget_codes(chain, "inspector")
    write(window)
    send(window, "Signaal versturen")
    expect(window.locator("main")).to_contain_text("Uw sessie is afgelopen")
    sign_in(window, "inspector")
    expect(window).to_have_url(re.compile("/drafts$"))
    send(window, "Ga ermee verder")
    assert_written(window)  # in the form, and nothing was sent
    window.goto("/signals")
    expect(window.locator("main")).not_to_contain_text("S-20")
    stored = window.evaluate("() => JSON.stringify([localStorage, sessionStorage, document.cookie])")
    assert "matrassen" not in stored
    assert "Vries" not in stored


def test_while_typing_a_session_that_ended_is_said_at_once(region: Callable[..., Region]) -> None:
    chain = region()
    window = chain.window("inspector")
    window.goto(FORM)
    end_sessions(chain, "inspector")
    forget_codes(chain, "inspector")
    write(window)
    expect(window.locator(".draft__said")).to_contain_text("uw sessie is afgelopen", timeout=10_000)
    with window.expect_popup() as opened:
        window.get_by_role("link", name="Log opnieuw in").click()
    sign_in(opened.value, "inspector")
    opened.value.close()

    assert_written(window)
    window.locator("[name=narrative]").press_sequentially(" Nog iets.")
    keep(window, scripts=True)


def test_who_signs_in_as_somebody_else_sees_and_sends_nothing_of_it(region: Callable[..., Region]) -> None:
    chain = region(scripts=False)
    window = chain.window("inspector")
    chain.window("detective")
    window.goto(FORM)
    end_sessions(chain, "inspector")
    forget_codes(chain, "detective")
    write(window)
    send(window, "Signaal versturen")
    sign_in(window, "detective")
    expect(window.locator("main")).to_contain_text("als iemand anders")
    window.goto("/drafts")
    expect(window.locator("main")).not_to_contain_text("Zes matrassen")


def test_a_second_window_says_what_it_replaced(region: Callable[..., Region]) -> None:
    window = region().window("inspector")
    other = window.context.new_page()
    window.goto(FORM)
    other.goto(FORM)
    window.fill("[name=narrative]", "Eerste venster")
    keep(window, scripts=True)
    other.fill("[name=narrative]", "Tweede venster")
    expect(other.locator(".draft__said")).to_contain_text("ander venster", timeout=10_000)
    other.fill("[name=narrative]", "Tweede venster, verder")
    keep(other, scripts=True)


def test_what_is_wrong_has_the_focus_and_leads_to_its_field(region: Callable[..., Region]) -> None:
    window = region().window("inspector")
    window.set_viewport_size({"width": 390, "height": 800})
    window.goto(FORM)
    window.fill("[name=observedFrom]", "31-2-2026")
    window.fill("[name=place]", "Kade 12")
    send(window, "Signaal versturen")
    summary = window.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Deze datum bestaat niet")
    summary.get_by_role("link", name=re.compile("Voor het eerst gezien op")).click()
    expect(window.locator("[name=observedFrom]")).to_be_focused()
    expect(window.locator("[name=observedFrom]")).to_have_value("31-2-2026")
    expect(window.locator("[name=place]")).to_have_value("Kade 12")
    assert window.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_page_that_comes_in_place_of_a_form_brings_its_own_frame(region: Callable[..., Region]) -> None:
    """Its width, the menu and the bell: what stands around it is not left over from the form."""
    chain = region()
    case = f"/cases/{chain.world.case()}"
    window = chain.visit("preparer")
    window.goto(f"{case}/subjects/new")
    expect(window.locator("#layout")).to_have_class("layout narrow")
    narrow = window.locator("main").bounding_box()
    window.fill("[name=name]", "Bakkerij De Oven")
    window.locator('select[name="kind"]').select_option("organisation")
    window.check('[name="role"][value="facilitator"]')
    send(window, "Deze betrokkene toevoegen")
    expect(window.locator("#flash")).to_contain_text("hoort nu bij de casus")
    expect(window.locator("#layout")).not_to_have_class("layout narrow")
    wide = window.locator("main").bounding_box()
    assert narrow
    assert wide
    assert wide["width"] > narrow["width"] + 300
    expect(window.locator("#bell")).to_be_visible()
    expect(window.locator("#nav [aria-current]")).to_have_text("Casussen")
