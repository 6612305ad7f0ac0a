"""A list by keyboard alone, in a real Chromium; the same without scripts; and what axe says of it."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE, Region, send

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def _filled(region: Callable[..., Region], **how: bool) -> Region:
    made = region(**how)
    for urgency in ("none", "soon", "danger"):
        made.world.signal(urgency=urgency, place=f"Kade {urgency}")
    made.world.subject(made.world.joined(made.world.case(), "inspectorate"))
    return made


def test_filtering_by_keyboard_keeps_the_focus_and_says_what_was_found(region: Callable[..., Region]) -> None:
    window = _filled(region).window("inspector")
    window.goto("/signals")
    window.locator("summary", has_text="Spoed").focus()
    window.keyboard.press("Enter")
    window.keyboard.press("Tab")
    expect(window.get_by_label("Geen haast")).to_be_focused()
    window.keyboard.press("Tab")
    window.keyboard.press("Tab")
    window.keyboard.press("Space")

    expect(window.locator("#told")).to_have_text("1 signaal", timeout=PATIENCE)
    expect(window.locator("tbody tr")).to_have_count(1)
    expect(window).to_have_url(re.compile(r"/signals\?urgency=danger$"), timeout=PATIENCE)
    expect(window.get_by_label("Gevaar")).to_be_focused()
    window.keyboard.press("Escape")
    expect(window.locator("summary", has_text="Spoed")).to_be_focused()
    expect(window.locator("details.choice[open]")).to_have_count(0)

    window.locator(".chip", has_text="Gevaar").press("Enter")
    expect(window.locator("tbody tr")).to_have_count(4, timeout=PATIENCE)
    window.go_back()
    expect(window.locator("tbody tr")).to_have_count(1, timeout=PATIENCE)


def test_the_same_without_scripts(region: Callable[..., Region]) -> None:
    window = _filled(region, scripts=False).window("inspector")
    window.goto("/signals")
    window.locator("summary", has_text="Spoed").click()
    window.get_by_label("Deze week").check()
    send(window, "Filter")
    expect(window.locator("tbody tr")).to_have_count(1)
    assert window.url.endswith("?sort=-lastActivityAt&urgency=soon")
    window.locator("summary", has_text="Dit filter bewaren").click()
    window.fill("[name=name]", "Deze week")
    send(window, "Bewaren")
    expect(window.locator(".saved__list")).to_contain_text("Deze week")
    window.get_by_role("link", name="Hiervan een bestand maken").click()
    window.fill("[name=purpose]", "Overleg")
    with window.expect_download() as saved:
        window.get_by_role("button", name="Het bestand maken").click()
    assert saved.value.suggested_filename.endswith(".xlsx")


@pytest.mark.parametrize("width", [1280, 320])
def test_lists_pass_the_rules_for_everybody(region: Callable[..., Region], width: int) -> None:
    window = _filled(region).window("inspector")
    window.set_viewport_size({"width": width, "height": 900})
    for path in (
        "/signals?urgency=danger&urgency=soon", "/cases", "/subjects", "/interventions", "/signals?reportedFrom=x",
        "/lists/signals/export?urgency=danger", "/saved-filters",
    ):  # fmt: skip
        window.goto(path)
        assert window.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        found = Axe().run(window, options={"runOnly": {"type": "tag", "values": RULES}})
        assert found.response["violations"] == [], (path, found.generate_report())
