"""The proof: from a territory to a printed page, on a phone, on a desk, without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Product
from tests.browser.walker import Walker

pytestmark = pytest.mark.browser


def test_from_a_territory_to_a_printed_page(way, product: Product, screen: str) -> None:
    name = f"Alliance de preuve {screen}"
    lucien = way()
    compose_a_perimeter(lucien)
    lucien.sign_in("lucien@exemple.test")
    open_an_alliance(lucien, name)
    guest = f"invitee-{screen}@exemple.test"
    invite(lucien, guest)
    slug = lucien.page.url.split("/alliances/")[1].split("/")[0]
    propose_an_objective(lucien, slug)
    nour = way()
    accept(nour, product, guest)
    consent(nour, slug)
    read_and_print(lucien, slug)


def compose_a_perimeter(walker: Walker) -> None:
    walker.go("/")
    page = walker.page
    page.locator("main input[type=search]").first.fill("charenton")
    page.locator("main input[type=search]").first.press("Enter")
    walker.look()
    walker.follow("Charenton-le-Pont")
    expect(page.locator("h1")).to_contain_text("Charenton-le-Pont")
    walker.follow("Composer un périmètre d’ici")
    page.locator("#composer-q").fill("94410")
    page.locator("#composer-q").press("Enter")
    page.get_by_role("checkbox", name="Saint-Maurice").first.check()
    if not walker.scripts:
        page.locator("main form").first.get_by_role("button").first.click()
    expect(page.locator("main")).to_contain_text("2 communes")
    walker.look()


def open_an_alliance(walker: Walker, name: str) -> None:
    walker.go("/alliances/ouvrir/?t=commune:94018&t=commune:94069")
    page = walker.page
    page.get_by_label("La question qui rassemble").fill("Comment se rencontrer pour de bon ?")
    page.get_by_label("Nom de l’alliance").fill(name)
    walker.press("Continuer")
    expect(page.locator("main")).to_contain_text("Saint-Maurice")
    walker.press("Continuer")
    walker.press("Ouvrir l’alliance")
    expect(page.locator("h1")).to_have_text(name)


def invite(walker: Walker, guest: str) -> None:
    walker.follow("Inviter")
    page = walker.page
    page.get_by_label("Organisation", exact=False).first.fill(f"Librairie {guest.split('@')[0]}")
    page.get_by_label("Son monde", exact=False).select_option("economic")
    page.get_by_label("Adresse électronique").fill(guest)
    walker.press("Envoyer l’invitation")
    expect(page.locator("main")).to_contain_text("envoyée")


def propose_an_objective(walker: Walker, slug: str) -> None:
    walker.go(f"/alliances/{slug}/objectif/proposer/")
    walker.page.locator("textarea[name=text]").fill("Que cent jeunes rencontrent une entreprise.")
    walker.press("Mettre au consentement")
    expect(walker.page.locator("main")).to_contain_text("Que cent jeunes")


def accept(walker: Walker, product: Product, guest: str) -> None:
    letter = product.last_letter(guest)
    link = re.search(r"http://\S+/alliances/invitation/\S+", letter)
    assert link, letter
    walker.go(link[0])
    walker.page.get_by_label("Votre nom").fill("Nour Haddad")
    walker.press("Rejoindre l’alliance")
    expect(walker.page.locator("body")).to_contain_text("Nour Haddad")
    again = walker.page.goto(link[0])
    assert again.status == 410


def consent(walker: Walker, slug: str) -> None:
    walker.go(f"/alliances/{slug}/objectif/")
    page = walker.page
    page.get_by_label("réserve", exact=True).check()
    walker.press("Enregistrer ma réponse")
    expect(page.locator("main")).to_contain_text("Dites en une phrase la raison")
    page.get_by_label("accord", exact=True).check()
    walker.press("Enregistrer ma réponse")
    expect(page.locator("main")).to_contain_text("Base : 1 membre sur 2 a répondu")


def read_and_print(walker: Walker, slug: str) -> None:
    for place in ("chemin", "matrice", "enjeux", "journal", "membres", "decisions", "reglages"):
        walker.go(f"/alliances/{slug}/{place}/")
    walker.go(f"/alliances/{slug}/imprimer/")
    walker.page.emulate_media(media="print")
    expect(walker.page.locator("main")).to_contain_text("Comment se rencontrer pour de bon ?")
    assert not walker.page.locator("nav.rail").is_visible()
