"""Hands that never touch a mouse: Tab to reach, Enter and Space to act, keys to write."""

import re

from playwright.sync_api import Locator

from tests.browser.walker import Walker

# Nobody walks longer than this through one page to reach what they came for.
FURTHEST = 160
# What is reached is seen to be: an outline, or a ring drawn as a shadow.
IS_SEEN = """node => {
    const style = getComputedStyle(node);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
        || style.boxShadow !== "none";
}"""
IS_FOCUSED = "node => node === document.activeElement"


class Hands:
    """One person at one keyboard."""

    def __init__(self, walker: Walker) -> None:
        self.walker, self.page = walker, walker.page

    def reach(self, role: str, name: str | re.Pattern, *, backwards: bool = False) -> Locator:
        """Walk to the first element of the content that is called so."""
        wanted = self.page.locator("main").get_by_role(role, name=name).first
        wanted.wait_for()
        for _step in range(FURTHEST):
            if wanted.evaluate(IS_FOCUSED):
                assert wanted.evaluate(IS_SEEN), f"{name}: nothing shows that it is reached"
                return wanted
            self.page.keyboard.press("Shift+Tab" if backwards else "Tab")
        raise AssertionError(f"{self.page.url}: Tab never reaches « {name} »")

    def follow(self, name: str | re.Pattern) -> None:
        """Follow a link."""
        self.reach("link", name)
        self._leave("Enter")

    def press(self, name: str | re.Pattern, key: str = "Enter") -> None:
        """Press a button that leads to another page."""
        self.reach("button", name)
        self._leave(key)

    def touch(self, name: str | re.Pattern) -> None:
        """Press a button that changes the page where it stands."""
        self.reach("button", name)
        self.page.keyboard.press("Space")

    def write(self, name: str | re.Pattern, text: str) -> None:
        """Write in a field, whatever it held."""
        self.reach("textbox", name)
        self._type(text)

    def number(self, name: str | re.Pattern, text: str) -> None:
        """Write a number."""
        self.reach("spinbutton", name)
        self._type(text)

    def choose(self, name: str | re.Pattern, beginning: str) -> None:
        """Choose in a list, by the first letters of what is wanted."""
        chosen = self.reach("combobox", name)
        self.page.keyboard.type(beginning)
        label = chosen.evaluate("node => node.selectedOptions[0].textContent.trim()")
        assert label.lower().startswith(beginning.lower()), f"{name}: « {label} »"

    def _type(self, text: str) -> None:
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def _leave(self, key: str) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.walker.look()
