"""Every kind of page in a real browser, in every state, wide and narrow, light and dark: what axe says of it.

States: filled, empty (for somebody who takes part in nothing), error (each form sent with nothing in it), denied
(for somebody who may not see it). All rules run once for each page and state at 1280 wide; what depends on width runs
again at 320, and what depends on colour in the dark scheme at both. Colours do not depend on the language, and what axe
looks at is elements and not words: in English the pages that have other elements than in Dutch are looked at, and all of
them with SCHAKEL_EVERY_LANGUAGE=1.

Contrast is most of the work of axe, and rows and pages repeat each other: of the texts in the same colours, before the
same colours, two are measured on the page that has them first (`ONE_OF_EACH`).
"""

import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import axe_playwright_python
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, Response

from api.middleware import SESSION_COOKIE
from api.problems import LANGUAGE_COOKIE
from tests.pages.walk import STRANGER, WITHOUT_ANYTHING, Portal, Sight, walk

AXE: Final = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
STANDARD: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Look = tuple[str, int, Any]
ALL_RULES: Final = {"type": "tag", "values": STANDARD}
OF_COLOUR: Final = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
OF_WIDTH: Final = {"type": "rule", "values": ["target-size", "color-contrast", "scrollable-region-focusable"]}
WIDE: Final[Look] = ("light", 1280, ALL_RULES)
NARROW: Final[Look] = ("light", 320, OF_WIDTH)
DARK_WIDE: Final[Look] = ("dark", 1280, OF_COLOUR)
DARK_NARROW: Final[Look] = ("dark", 320, OF_COLOUR)
LOOKS: Final[Mapping[str, tuple[Look, ...]]] = {
    "filled": (WIDE, DARK_WIDE, DARK_NARROW, NARROW)
} | dict.fromkeys(("empty", "error", "denied"), (WIDE, DARK_NARROW))
# What contrast depends on is the style of a text and of all that it stands in. Where axe looks away, at a single
# letter or at what is switched off, another text of the same style must not stand in for it.
# Gives the styles that were measured on no page before.
ONE_OF_EACH: Final = """(known) => {
  const of_style = ['color', 'backgroundColor', 'backgroundImage', 'opacity', 'fontSize', 'fontWeight', 'textShadow',
    'position', 'clip', 'clipPath', 'visibility', 'filter', 'mixBlendMode'];
  const before = new Set(known), kinds = new Map(), found = new Map();
  const number = (text) => {
    let high = 0xdeadbeef, low = 0x41c6ce57;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      high = Math.imul(high ^ code, 2654435761);
      low = Math.imul(low ^ code, 1597334677);
    }
    return 4294967296 * (0x1fffff & low) + (high >>> 0);
  };
  for (const one of document.querySelectorAll('*')) {
    const style = getComputedStyle(one);
    const text = [...one.childNodes].filter(node => node.nodeType === Node.TEXT_NODE)
      .map(node => node.data.trim()).join('');
    const key = [kinds.get(one.parentElement), one.tagName, one.getAttribute('class'),
      ...of_style.map(name => style[name])].join('|');
    kinds.set(one, number(key));
    const off = [one, one.control].some(it => it?.closest('[disabled], [aria-disabled=true], [inert]'));
    const kind = number([kinds.get(one), /[\\p{L}\\p{N}]/u.test(text), text.length > 1, off,
      one.checkVisibility()].join('|'));
    const holds_text = (text !== '' || one.matches('input, select, textarea')) && !before.has(kind);
    if (holds_text) found.set(kind, (found.get(kind) || 0) + 1);
    one.toggleAttribute('data-measured', holds_text && found.get(kind) <= 2);
  }
  return [...found.keys()];
}"""
MEASURED: Final = "axe.configure({rules: [{id: 'color-contrast', selector: '[data-measured]'}]});"
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
# Until then the page stands in letters of another width.
LETTERS: Final = "() => document.fonts.ready.then(() => null)"
SETTLED: Final = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"
TAG: Final = re.compile(r"<\w+(?: [^>]*?class=\"[^\"]*\")?")
FORMS: Final = (
    "main form[method=post]:has(textarea, input[type=text], input[type=date], select, input[type=radio])"
)
# Where this is not in it there is no such form, and no need to open the page.
FIELD: Final = re.compile(r'<textarea|<select|type="(?:text|date|radio)"')


class Sweep:
    """One language."""

    def __init__(self, address: str, browser: Browser, portal: Portal, language: str) -> None:
        self.address = address
        self.browser = browser
        self.portal = portal
        self.language = language
        self.findings: list[str] = []
        self.looked_at: dict[str, int] = {}
        self._pages: dict[str, Page] = {}
        self._measured: set[int] = set()

    def filled(self, sights: list[Sight]) -> None:
        """The richest page of each route, and then each of its forms sent with nothing in it."""
        for one in richest(sights):
            self._look(one.who, one.address, "filled", one.route)
            if FIELD.search(one.html):
                self._send_nothing(one)

    def narrow(self, sights: list[Sight]) -> None:
        """The longest page of each route on a phone: long words and numbers must not push it out of the window."""
        longest: dict[str, Sight] = {}
        for one in sorted(sights, key=lambda one: len(one.html)):
            longest[one.route] = one
        for one in set(longest.values()) - set(richest(sights)):
            page = self._page(one.who)
            page.set_viewport_size({"width": 320, "height": 900})
            page.goto(self.address + one.address)
            page.evaluate(LETTERS)
            self.findings += [
                f"longest {one.route} ({self.language}): {said}" for said in page.evaluate(TOO_WIDE)
            ]

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

    def _send_nothing(self, one: Sight) -> None:
        """The page is open."""
        page = self._page(one.who)
        for number in range(page.locator(FORMS).count()):
            if number:
                page.goto(self.address + one.address)
            form = page.locator(FORMS).nth(number)
            if not form.is_visible():
                continue
            # htmx swaps a part of the page; without it the browser opens a new one.
            swapped = form.get_attribute("hx-post") is not None
            with page.expect_response(_is_post) if swapped else page.expect_navigation():
                form.evaluate(SEND_EMPTY)
            page.wait_for_function(SETTLED)
            if page.locator("main .error-summary, main [aria-invalid=true]").count():
                self._judge(page, "error", f"{one.route} form {number + 1}")

    def _look(self, who: str, address: str, state: str, route: str) -> None:
        page = self._page(who)
        page.goto(self.address + address)
        page.evaluate(LETTERS)
        self._judge(page, state, route)

    def _judge(self, page: Page, state: str, what: str) -> None:
        self.looked_at[state] = self.looked_at.get(state, 0) + 1
        for scheme, width, only in LOOKS[state]:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": 900})
            new = page.evaluate(ONE_OF_EACH, list(self._measured))
            self._measured.update(new)
            found = page.evaluate(RUN, only) if new or only != OF_COLOUR else []
            if width == 320:
                found += page.evaluate(TOO_WIDE)
            where = f"{state} {what} ({self.language}, {scheme}, {width})"
            self.findings += [f"{where}: {one}" for one in found]

    def _page(self, who: str) -> Page:
        if who not in self._pages:
            context = self.browser.new_context(locale=f"{self.language}-NL")
            cookies = {LANGUAGE_COOKIE: self.language} | (
                {SESSION_COOKIE: self.portal.token(who)} if who else {}
            )
            for name, value in cookies.items():
                # Chromium sends secure cookies to this machine itself, but takes them by hand for https alone.
                url = self.address.replace("http:", "https:")
                context.add_cookies([{"name": name, "value": value, "url": url, "secure": True}])
            context.add_init_script(AXE + MEASURED)
            page = context.new_page()
            page.on("pageerror", lambda error: self.findings.append(f"script: {error}"))
            page.on("console", self._hear)
            self._pages[who] = page
        return self._pages[who]

    def _hear(self, message: Any) -> None:
        """What the browser complains of; a refusal is an answer, not a complaint."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.findings.append(f"console: {message.text}")


def _is_post(answer: Response) -> bool:
    return answer.request.method == "POST"


def richest(sights: list[Sight]) -> list[Sight]:
    """Of each route the page with most different things on it; of those the shortest, since rows repeat each other."""
    found: dict[str, Sight] = {}
    for one in sorted(sights, key=lambda one: (len(set(TAG.findall(one.html))), -len(one.html))):
        found[one.route] = one
    return list(found.values())


@contextmanager
def served(app: FastAPI, port: int) -> Iterator[str]:
    """The application at an address of its own."""
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", timeout_graceful_shutdown=1))
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
        sweep.narrow(sights)
        sweep.empty()
        sweep.denied(sights)
    return sweep


def look_at_these_pages(
    app: FastAPI, port: int, browser: Browser, portal: Portal, sights: list[Sight], language: str
) -> Sweep:
    """Only as they are mostly seen, and with mistakes in their forms."""
    with served(app, port) as address:
        sweep = Sweep(address, browser, portal, language)
        sweep.filled(sights)
    return sweep
