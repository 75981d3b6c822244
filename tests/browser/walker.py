"""A person in a browser, who checks each page they see."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

AXE_TAGS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],  # the same rules; what they passed is not written out
}

# What axe judges on a page: its elements, with their classes and the attributes that they bear.
ANATOMY = """() => matchMedia("(prefers-color-scheme: dark)").matches + [...new Set(
    [...document.querySelectorAll("*")].map((node) =>
        [node.parentElement ? node.parentElement.className : "", node.tagName, node.className]
            .concat([...node.attributes].map((one) =>
                /^(role|type|aria-.*|scope|lang|hidden)$/.test(one.name)
                    ? one.name + "=" + one.value : one.name)).join(" ")))].sort().join("|")"""
# A colour that is passing into another is nobody's to read: those that end are waited for.
SETTLED = """() => Promise.allSettled(document.getAnimations()
    .filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime))
    .map((one) => one.finished))"""
_judged: set[tuple] = set()


class Walker:
    """A person in a browser: walks, and checks each page they see."""

    def __init__(self, browser: Browser, product, viewport: dict, scripts: bool) -> None:
        self.product, self.scripts = product, scripts
        self.context = browser.new_context(
            viewport=viewport, locale="fr-FR", java_script_enabled=scripts
        )
        self.page: Page = self.context.new_page()
        self.seen: set[str] = set()

    def go(self, path: str) -> Page:
        """Open an address of the product."""
        address = path if path.startswith("http") else self.product.address + path
        response = self.page.goto(address)
        assert response.status == 200, f"{path}: {response.status}"
        self.look()
        return self.page

    def look(self) -> None:
        """Check what any page owes to anybody: no overflow, and zero violation of axe.

        A page made of the same elements as another one on the same screen is judged once.
        """
        self.page.wait_for_load_state("load")
        self.seen.add(re.sub(r"[?#].*", "", self.page.url))
        if self.scripts:
            wide = self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, f"{self.page.url} is wider than the screen by {wide} px"
            anatomy = (*self.page.viewport_size.values(), self.page.evaluate(ANATOMY))
            if anatomy in _judged:
                return
            self.page.evaluate(SETTLED)
            found = Axe().run(self.page, options=AXE_TAGS)
            assert found.violations_count == 0, f"{self.page.url}: {found.generate_report()}"
            _judged.add(anatomy)

    def press(self, name: str) -> None:
        """Press the button of the content that says so."""
        self.page.locator("main").get_by_role("button", name=name).click()
        self.look()

    def follow(self, name: str | re.Pattern) -> None:
        """Follow the first link of the content that says so."""
        self.page.locator("main").get_by_role("link", name=name).first.click()
        self.look()

    def sign_in(self, email: str) -> None:
        """Sign in with the password of the demo."""
        self.go("/compte/connexion/")
        self.page.get_by_label("Votre adresse électronique").fill(email)
        self.page.locator("summary", has_text="mot de passe").click()
        self.page.locator("input[type=password]").fill("terreau-de-demonstration")
        self.page.get_by_role("button", name="Entrer").click()
        self.look()
