"""The pages of each role: axe, width, dark scheme, keyboard, English, no foreign host."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import DESKTOP, PHONE, Product
from tests.browser.walker import Walker

pytestmark = pytest.mark.browser
CHARENTON = "/alliances/agir-ensemble-charenton-saint-maurice"
PUBLIC = [
    "/",
    "/chercher/?q=charenton",
    "/territoires/",
    "/territoires/commune/94018/",
    "/territoires/departement/67/",
    "/territoires/perimetre/?t=commune:94018",
    "/acteurs/",
    "/alliances/",
    "/alliances/alliance-ou-partenariat/",
    "/sources/",
    "/accessibilite/",
    "/compte/connexion/",
    *(f"{CHARENTON}/{page}" for page in ("", "enjeux/", "matrice/", "chemin/", "journal/")),
]
INSIDE = [
    "/a-faire/",
    "/compte/",
    "/acteurs/nouvelle/",
    *(
        f"{CHARENTON}/{page}"
        for page in ("membres/", "inviter/", "objectif/", "decisions/", "relais/", "reglages/")
    ),
]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_public_pages_owe_the_same_to_everybody(
    browser: Browser, product: Product, viewport: dict
) -> None:
    walker = Walker(browser, product, viewport, scripts=True)
    hosts = set()
    walker.page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    for path in PUBLIC:
        walker.go(path)
    assert hosts == {product.address.removeprefix("http://")}
    walker.context.close()


def test_pages_of_a_facilitator_on_a_phone_in_the_dark(browser: Browser, product: Product) -> None:
    walker = Walker(browser, product, PHONE, scripts=True)
    walker.page.emulate_media(color_scheme="dark")
    walker.sign_in("bastien@exemple.test")
    for path in INSIDE:
        walker.go(path)
    walker.context.close()


# How many pixels of each section are hidden on the left, then on the right of its row.
HIDDEN = """row => [...row.querySelectorAll("a")].map((link) => {
    const [seen, place] = [row, link].map((one) => one.getBoundingClientRect());
    return [link.matches("[aria-current]"), seen.left - place.left, place.right - seen.right];
})"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without-scripts"])
def test_the_current_section_is_in_sight_on_a_phone(
    browser: Browser, product: Product, scripts: bool
) -> None:
    walker = Walker(browser, product, PHONE, scripts)
    for path, moves in (("", False), ("journal/", scripts)):
        page = walker.go(f"{CHARENTON}/{path}")
        row = page.locator(".page-rail ul")
        sections = row.evaluate(HIDDEN)
        assert max(right for _, _, right in sections) > 0 or moves, "they fit: nothing is proved"
        (hidden,) = [max(sides) for is_current, *sides in sections if is_current]
        assert (hidden < 1) is (scripts or path == ""), sections
        assert (row.evaluate("row => row.scrollLeft") > 0) is moves
        assert page.evaluate("[scrollX, scrollY]") == [0, 0]
        assert page.evaluate("document.activeElement.tagName") == "BODY"
    walker.context.close()


def test_the_keyboard_alone_finds_a_territory(browser: Browser, product: Product) -> None:
    walker = Walker(browser, product, DESKTOP, scripts=True)
    page = walker.go("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Aller au contenu")
    page.keyboard.press("/")
    page.keyboard.type("charenton-le-pont")
    page.keyboard.press("Enter")
    page.wait_for_load_state("load")
    link = page.locator("main a", has_text="Charenton-le-Pont").first
    link.focus()
    outline = link.evaluate("node => getComputedStyle(node).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Charenton-le-Pont")
    walker.context.close()


def test_the_screen_speaks_english_when_asked(browser: Browser, product: Product) -> None:
    walker = Walker(browser, product, DESKTOP, scripts=False)
    page = walker.go("/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("header")).to_contain_text("Territories")
    walker.context.close()
