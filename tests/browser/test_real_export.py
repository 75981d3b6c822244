"""A real public conversation, brought in by one command, is walked page by page."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.reference]

ALLIANCE = "agir-ensemble-charenton-saint-maurice"
EXPORT = "scoop-hivemind.biodiversity"
PATIENCE = 60  # visits: the landscape of five hundred voices is first computed in the background


@pytest.fixture(scope="module")
def door(product, reference_data: Path) -> str:
    """Bring the export in by the command of the guide, and give the door of its inhabitants."""
    told = product.command(
        "import-conversation",
        str(reference_data / "polis" / EXPORT),
        *("--alliance", ALLIANCE, "--source", "Scoop, CC BY 4.0", "--publish"),
    )
    assert "536 voix, 29719 votes" in told
    return re.search(r"/d/\w+/", told).group()


def test_a_real_export_is_read_voted_and_seen(way, door: str) -> None:
    inhabitant, bastien = way(), way()
    inhabitant.go(door)
    expect(inhabitant.page.locator("h1")).to_contain_text("Biodiversity")
    expect(inhabitant.page.locator("main")).to_contain_text("Scoop, CC BY 4.0")
    conversation = inhabitant.page.url
    inhabitant.go(f"{conversation}enonces/")
    expect(inhabitant.page.locator("main")).to_contain_text("sur 154")
    inhabitant.go(f"{conversation}voter/")
    inhabitant.page.get_by_role("button", name="Je passe", exact=True).click()
    expect(inhabitant.page.locator("[data-terreau-receipt]")).to_contain_text("Enregistré")
    bastien.sign_in("bastien@exemple.test")
    see_the_landscape(bastien, f"{conversation}paysage/")


def see_the_landscape(walker: Walker, address: str) -> None:
    """Wait for the drawing, then read what it says and the table beside it."""
    main = walker.page.locator("main")
    for _visit in range(PATIENCE):
        walker.page.goto(address)
        if "Ce qui divise" in main.inner_text():
            break
        walker.page.wait_for_timeout(1000)
    walker.look()
    for words in ("Ce qui unit", "Ce qui divise", "Ce que dit chaque groupe", "Base : 53"):
        expect(main).to_contain_text(words)
    figure = main.locator("figure").filter(visible=True).first
    figure.locator("summary", has_text="Voir le tableau").click()
    expect(figure.locator("table")).to_be_visible()
