"""See what was woven: the genealogy, and the web before and after one leaves."""

import datetime
import re

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.walker import Walker
from tests.browser.weaving.company import FABRIC, YOUTH, Company


def read_the_genealogy(company: Company, address: str, titles: tuple[str, ...]) -> None:
    """From the sheet of a partnership to the tree that it stands in."""
    ama = company("ama", YOUTH)
    ama.page.goto(address)
    ama.page.get_by_role("link", name=re.compile("De quoi il est né")).click()
    ama.look()
    for title in titles:
        expect(ama.page.locator("main")).to_contain_text(title)


def see_one_leave(company: Company, address: str) -> None:
    """What would be lost, then what is: the newcomer was linked by one partnership alone."""
    ama, newcomer = company("ama", YOUTH), company.named("Café des Quais (fictif)")
    before = wave(company("bastien"), company.named("avant"))
    ama.go(FABRIC)
    expect(ama.page.locator("main")).to_contain_text(newcomer)
    ama.go(f"{FABRIC}et-si/")
    ama.page.locator("#organisation").select_option(label=YOUTH)
    ama.press("Voir sans elle")
    expect(ama.page.locator("main")).to_contain_text("N’auraient plus aucun lien")
    expect(ama.page.locator("main")).to_contain_text(newcomer)
    expect(ama.page.locator("main figure")).to_have_count(2)
    leave(ama, address, newcomer)
    compare(company("bastien"), before, newcomer)


def wave(walker: Walker, name: str) -> str:
    """Keep the web of today, for good; give its address."""
    walker.go(f"{FABRIC}vagues/")
    walker.page.get_by_label("Nom de la vague").fill(name)
    walker.press("Prendre la vague")
    expect(walker.page.locator("h1")).to_contain_text(name)
    return walker.page.url


def leave(walker: Walker, address: str, name: str) -> None:
    """Note that a party left, since nobody speaks for it here."""
    walker.page.goto(address)
    walker.follow(re.compile(f"Noter son départ.*{re.escape(name)}"))
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    walker.page.get_by_label("Partie le").fill(yesterday.isoformat())
    walker.page.get_by_label("Pourquoi").fill("Le café a changé de mains.")
    walker.press("Noter le départ")
    expect(walker.page.locator("#parties")).to_contain_text("Le café a changé de mains.")


def compare(walker: Walker, before: str, name: str) -> None:
    """Read both waves side by side: what is gone is named, what was kept did not change."""
    wave(walker, walker.page.locator("h1").inner_text().split(" · ")[-1].replace("avant", "après"))
    choices = walker.page.get_by_label("Comparer avec")
    kept = choices.locator(f"option[value='{before.rstrip('/').rsplit('/', 1)[-1]}']")
    choices.select_option(kept.get_attribute("value"))
    walker.press("Comparer")
    expect(walker.page.locator("main")).to_contain_text("1 lien de moins")
    expect(walker.page.locator("main")).to_contain_text(name)
