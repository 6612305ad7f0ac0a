"""Somebody who uses no mouse: everything is reached with Tab and the arrows, and what has the focus can be seen.

WCAG 2.2: 2.1.1 keyboard, 2.1.2 no trap, 2.4.7 focus visible, 2.4.11 focus not obscured.
"""

from typing import Final

from playwright.sync_api import Locator

from tests.browser.hands import Hand

MOST: Final = 400
"""Presses of Tab before one gives up: further than anybody would go."""

IN_GROUP: Final = """wanted => {
  const at = document.activeElement;
  return at === wanted || (wanted.type === 'radio' && at.type === 'radio' && at.name === wanted.name && at.form === wanted.form);
}"""
# Where the focus is must show, and nothing that stays in place may cover it.
HIDDEN: Final = """() => {
  const at = document.activeElement;
  if (at === document.body) return '';  // between the last of the page and the first
  const style = getComputedStyle(at), box = at.getBoundingClientRect();
  if (at.matches('input[type=radio], input[type=checkbox]')) return '';
  if (style.outlineStyle === 'none' && style.boxShadow === 'none') return 'no sign of the focus';
  if (box.bottom <= 0 || box.top >= innerHeight) return 'out of sight';
  const [x, y] = [Math.max(box.left, 0) + Math.min(box.width, 20) / 2, (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2];
  const top = document.elementFromPoint(x, y);
  return !top || at.contains(top) || top.contains(at) || top.closest('label') ? '' : 'covered by ' + top.outerHTML.slice(0, 80);
}"""


class Keyboard(Hand):
    """A window that is used with the keys alone."""

    def fill(self, selector: str, value: str) -> None:
        """Type in a field; what stood there goes."""
        self.reach(self.found(selector))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(value)

    def check(self, selector: str) -> None:
        """Choose: a box with the space bar, one of several with the arrows."""
        wanted = self.found(selector)
        self.reach(wanted)
        if wanted.get_attribute("type") == "radio":
            self._arrow(wanted)
        elif not wanted.is_checked():
            self.page.keyboard.press("Space")
        assert wanted.is_checked(), selector

    def pick(self, field: Locator, value: str, words: str) -> None:
        """Choose from a list by typing what stands there."""
        self.reach(field)
        self.page.keyboard.type(words)

    def press(self, target: Locator) -> None:
        """Press a button or follow a link."""
        self.reach(target)
        self.page.keyboard.press("Enter")

    def reach(self, wanted: Locator) -> None:
        """Come there with Tab, seeing all the way where one is."""
        wanted.wait_for(state="attached")
        for _ in range(MOST):
            if wanted.evaluate(IN_GROUP):
                return
            self.page.keyboard.press("Tab")
            trouble = self.page.evaluate(HIDDEN)
            assert not trouble, (
                f"{self.page.url}: {trouble}: {self.page.evaluate('document.activeElement.outerHTML.slice(0, 200)')}"
            )
        raise AssertionError(f"{self.page.url}: Tab does not come to {wanted}")

    def _arrow(self, wanted: Locator) -> None:
        self.page.keyboard.press("Space")
        for _ in range(MOST):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
