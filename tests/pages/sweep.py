"""Every kind of page in a real browser, in every state, wide and narrow, light and dark: what axe says of it.

States: filled, empty (for somebody who takes part in nothing), error (each form sent with nothing in it), denied
(for somebody who may not see it). All rules run once for each page and language; what depends on colour and width
runs again in each of the other looks.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import axe_playwright_python
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page

from api.middleware import SESSION_COOKIE
from api.problems import LANGUAGE_COOKIE
from tests.pages.walk import STRANGER, WITHOUT_ANYTHING, Portal, Sight, walk

AXE: Final = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
STANDARD: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS: Final[tuple[tuple[str, int, Any], ...]] = (
    ("light", 1280, {"type": "tag", "values": STANDARD}),
    ("dark", 1280, {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}),
    (
        "light",
        320,
        {"type": "rule", "values": ["target-size", "color-contrast", "scrollable-region-focusable"]},
    ),
    ("dark", 320, {"type": "rule", "values": ["color-contrast"]}),
)
RUN: Final = """async (only) => {
  const found = await axe.run(document, {runOnly: only, resultTypes: ['violations']});
  return found.violations.flatMap(one => one.nodes.slice(0, 3).map(node => one.id + ': ' + node.target.join(' ')
    + ' - ' + (node.any[0] || node.all[0] || node.none[0] || {message: ''}).message));
}"""
TOO_WIDE: Final = """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
  ['wider than the window: ' + [...document.querySelectorAll('main *, header *, footer *')]
    .filter(one => one.getBoundingClientRect().right > window.innerWidth + 1)
    .slice(0, 3).map(one => one.tagName.toLowerCase() + '.' + one.className).join(', ')]"""
# The browser's own check of required fields would keep the form from being sent.
SEND_EMPTY: Final = """(form) => {
  for (const field of form.elements) {
    field.required = false;
    if (['text', 'textarea', 'email', 'password', 'search', 'date', 'number'].includes(field.type)) field.value = '';
    if (['checkbox', 'radio'].includes(field.type)) field.checked = false;
  }
  form.noValidate = true;
  form.requestSubmit();
}"""
FORMS: Final = (
    "main form[method=post]:has(textarea, input[type=text], input[type=date], select, input[type=radio])"
)


class Sweep:
    """One language."""

    def __init__(self, address: str, browser: Browser, portal: Portal, language: str) -> None:
        self.address = address
        self.browser = browser
        self.portal = portal
        self.language = language
        self.findings: list[str] = []
        self.looked_at: dict[str, int] = {}
        self._contexts: dict[str, BrowserContext] = {}

    def filled(self, sights: list[Sight]) -> None:
        """The richest page of each route."""
        for one in richest(sights):
            self._look(one.who, one.address, "filled", one.route)

    def empty(self) -> None:
        """What somebody sees who takes part in nothing."""
        for one in richest(walk(self.portal, WITHOUT_ANYTHING)):
            self._look(one.who, one.address, "empty", one.route)

    def denied(self, sights: list[Sight]) -> None:
        """What somebody sees who may not see it; the same page again is looked at once."""
        known: set[str] = set()
        for one in richest(sights):
            refused = self.portal.get(STRANGER, one.address, self.language)
            if refused.status != 200 and refused.bones not in known:
                known.add(refused.bones)
                self._look(STRANGER, one.address, "denied", one.route)

    def error(self, sights: list[Sight]) -> None:
        """Each form sent with nothing in it."""
        for one in richest(sights):
            page = self._page(one.who)
            page.goto(self.address + one.address)
            for number in range(page.locator(FORMS).count()):
                page.goto(self.address + one.address)
                form = page.locator(FORMS).nth(number)
                if not form.is_visible():
                    continue
                form.evaluate(SEND_EMPTY)
                page.wait_for_load_state("networkidle")
                if page.locator("main .error-summary, main [aria-invalid=true]").count():
                    self._judge(page, f"error {one.route} form {number + 1}")
                    self.looked_at["error"] = self.looked_at.get("error", 0) + 1
            page.close()

    def _look(self, who: str, address: str, state: str, route: str) -> None:
        page = self._page(who)
        page.goto(self.address + address)
        self._judge(page, f"{state} {route}")
        self.looked_at[state] = self.looked_at.get(state, 0) + 1
        page.close()

    def _judge(self, page: Page, what: str) -> None:
        for scheme, width, only in LOOKS:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": 900})
            found = page.evaluate(RUN, only)
            if width == 320 and scheme == "light":
                found += page.evaluate(TOO_WIDE)
            self.findings += [f"{what} ({self.language}, {scheme}, {width}): {one}" for one in found]

    def _page(self, who: str) -> Page:
        if who not in self._contexts:
            context = self.browser.new_context(locale=f"{self.language}-NL")
            cookies = {LANGUAGE_COOKIE: self.language} | (
                {SESSION_COOKIE: self.portal.token(who)} if who else {}
            )
            for name, value in cookies.items():
                # Chromium sends secure cookies to this machine itself, but takes them by hand for https alone.
                url = self.address.replace("http:", "https:")
                context.add_cookies([{"name": name, "value": value, "url": url, "secure": True}])
            context.add_init_script(AXE)
            self._contexts[who] = context
        page = self._contexts[who].new_page()
        page.on("pageerror", lambda error: self.findings.append(f"script: {error}"))
        page.on("console", self._hear)
        return page

    def _hear(self, message: Any) -> None:
        """What the browser complains of; a refusal is an answer, not a complaint."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.findings.append(f"console: {message.text}")


def richest(sights: list[Sight]) -> list[Sight]:
    """Of each route the page with most on it."""
    found: dict[str, Sight] = {}
    for one in sights:
        if one.route not in found or len(one.html) > len(found[one.route].html):
            found[one.route] = one
    return list(found.values())


@contextmanager
def served(app: FastAPI, port: int) -> Iterator[str]:
    """The application at an address of its own."""
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


def look_at_every_page(
    app: FastAPI, port: int, browser: Browser, portal: Portal, sights: list[Sight], language: str
) -> Sweep:
    """The whole sweep in one language."""
    with served(app, port) as address:
        sweep = Sweep(address, browser, portal, language)
        sweep.filled(sights)
        sweep.empty()
        sweep.denied(sights)
        sweep.error(sights)
    return sweep
