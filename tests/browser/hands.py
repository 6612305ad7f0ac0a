"""Somebody at a window: opens pages, follows links, fills in forms; with the mouse here, with the keys in `keyboard`.

What a hand does is said once, so the same steps can be gone with either, with and without scripts.
"""

import re
from abc import ABC, abstractmethod
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Error, Locator, Page, expect

PATIENCE: Final = 30_000
"""A busy machine is no reason to fail (milliseconds)."""
SOON: Final = 10_000
"""What comes without asking anybody is there by then."""

# Does pressing this bring a part of the page, or a page?
SWAPS: Final = """at => !!window.htmx &&
  (at.matches('[hx-get], [hx-post]') || (at.type === 'submit' && !!at.form && at.form.matches('[hx-get], [hx-post]')))"""
TOO_WIDE: Final = "document.documentElement.scrollWidth > innerWidth"


class Hand(ABC):
    """What one can do at a window, whatever one does it with."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def path(self) -> str:
        """Where this window is."""
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        """What can be read below the menu."""
        return " ".join(self.page.inner_text("main").split())

    def open(self, address: str) -> str:
        """Go to this address; gives what can be read there."""
        self.page.goto(address)
        return self.text

    def status(self, address: str) -> int:
        """With which status this address answers."""
        answer = self.page.goto(address)
        assert answer is not None, address
        return answer.status

    def follow(self, words: str) -> None:
        """Follow the first link on the page on which these words stand."""
        self.arrive_by(self.page.locator("main").get_by_role("link", name=words).first)

    def send(self, button: str) -> None:
        """Press the button on which these words stand, and wait for what comes of it."""
        self.arrive_by(self.page.get_by_role("button", name=button, exact=True).last)

    def arrive_by(self, target: Locator) -> None:
        """Press something, and wait until what comes of it stands on the page."""
        if target.evaluate(SWAPS):
            with self.page.expect_response(lambda one: one.request.resource_type == "xhr", timeout=PATIENCE):
                self.press(target)
            expect(self.page.locator(".htmx-request")).to_have_count(0, timeout=PATIENCE)
        else:
            with self.page.expect_navigation(timeout=PATIENCE):
                self.press(target)
        assert not self.page.evaluate(TOO_WIDE), f"{self.page.url} is wider than the window"

    def sees(self, *words: str) -> None:
        """All of this can be read on the page."""
        for one in words:
            try:
                self.page.locator("main", has_text=re.compile(re.escape(one))).wait_for(timeout=SOON)
            except Error:
                raise AssertionError(f"{self.page.url} does not say {one!r}: {self.text}") from None

    def misses(self, *words: str) -> None:
        """Nothing of this is in the page, not even where it does not show."""
        for one in words:
            assert one not in self.page.content(), f"{self.page.url} holds {one}"

    def choose(self, selector: str, wanted: str) -> None:
        """Choose from a list, by the code of a choice or by how its words begin."""
        field = self.found(selector)
        option = field.locator(f'option[value="{wanted}"]')
        if not option.count():
            option = field.locator("option").filter(has_text=re.compile(rf"^\s*{re.escape(wanted)}"))
        value = option.first.get_attribute("value") or ""
        self.pick(field, value, " ".join(option.first.inner_text().split()))
        expect(field).to_have_value(value)

    def found(self, selector: str) -> Locator:
        """A field, after unfolding what it is in."""
        closed = self.page.locator(f"details:not([open]):has({selector})")
        while closed.count():
            self.press(closed.first.locator("> summary"))
        return self.page.locator(selector).first

    @abstractmethod
    def fill(self, selector: str, value: str) -> None:
        """Type in a field; what stood there goes."""

    @abstractmethod
    def check(self, selector: str) -> None:
        """Choose a box, or one of several."""

    @abstractmethod
    def pick(self, field: Locator, value: str, words: str) -> None:
        """Choose this one from a list."""

    @abstractmethod
    def press(self, target: Locator) -> None:
        """Press a button, or follow a link."""


class Mouse(Hand):
    """A window that is used with the mouse."""

    def fill(self, selector: str, value: str) -> None:
        """Type in a field; what stood there goes."""
        self.found(selector).fill(value)

    def check(self, selector: str) -> None:
        """Choose a box, or one of several."""
        self.found(selector).check()

    def pick(self, field: Locator, value: str, words: str) -> None:
        """Choose this one from a list."""
        field.select_option(value)

    def press(self, target: Locator) -> None:
        """Press a button, or follow a link."""
        target.click()
