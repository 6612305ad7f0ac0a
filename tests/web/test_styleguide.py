"""Every part in a real browser: accessible, inside its viewport, under the strict policy, and light."""

import gzip
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, chromium
from web import render, vendor

STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ADDRESSES = ("/cases/x", "/cases/x?wrong", "/problem", "/problem?anonymous")
LIMIT = 150_000


@pytest.fixture(scope="module")
def site(guide: FastAPI) -> Iterator[str]:
    # A browser that still holds a connection must not keep the server, nor the server the test run.
    server = uvicorn.Server(uvicorn.Config(guide, port=0, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield found
        found.close()


def _open(browser: Browser, address: str, width: int = 1280, **options: str) -> tuple[Page, list[str]]:
    page = browser.new_context(viewport={"width": width, "height": 800}, **options).new_page()  # type: ignore[arg-type]
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address, wait_until="networkidle")
    # A page that is itself an answer of 400 or 404 is said aloud by the browser; that is no complaint.
    return page, [one for one in complaints if "Failed to load resource" not in one]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_parts_are_accessible_and_fit(browser: Browser, site: str, width: int, scheme: str) -> None:
    for address in ADDRESSES:
        page, complaints = _open(browser, site + address, width, color_scheme=scheme, locale="nl-NL")
        if page.locator("details").count():
            page.locator("summary").first.click()
        violations = [
            (one["id"], one["nodes"][0]["target"])
            for one in Axe().run(page, options=STANDARDS).response["violations"]
        ]

        assert violations == []
        assert complaints == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.context.close()


def test_a_page_weighs_little() -> None:
    """What a first visit takes, compressed as the server sends it."""
    own = ["app.css", "app.js", "icons/schakel.svg"]
    brought = ["design.css", "font.css", "htmx.min.js", "icons.svg"]
    files = [render.WEB / "static" / name for name in own] + [vendor.TARGET / name for name in brought]
    font = (vendor.TARGET / "source-sans-3-latin-wght-normal.woff2").stat().st_size

    assert font + sum(len(gzip.compress(file.read_bytes())) for file in files) < LIMIT


def test_the_menu_of_a_phone_works_without_script(browser: Browser, site: str) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=False, locale="nl-NL"
    )
    page = context.new_page()
    page.goto(f"{site}/cases/x")
    assert not page.get_by_role("link", name="Signalen", exact=True).is_visible()

    page.get_by_role("button", name="Menu").click()
    assert page.get_by_role("link", name="Signalen", exact=True).is_visible()
    assert page.get_by_role("button", name="Uitloggen").is_visible()

    page.get_by_role("button", name="Sluiten").click()
    assert not page.get_by_role("link", name="Signalen", exact=True).is_visible()
    context.close()


def test_a_refused_form_puts_the_reader_at_its_problems(browser: Browser, site: str) -> None:
    page, _ = _open(browser, f"{site}/cases/x?wrong", locale="nl-NL")
    assert page.evaluate("document.activeElement.getAttribute('aria-labelledby')") == "error-summary"

    page.get_by_role("link", name="Kies een besluit").click()
    assert page.evaluate("document.activeElement.id") == "field-outcome"
    page.context.close()


def test_the_skip_link_comes_first_and_leads_to_the_content(browser: Browser, site: str) -> None:
    page, _ = _open(browser, f"{site}/cases/x", locale="nl-NL")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.context.close()
