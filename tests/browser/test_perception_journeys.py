"""The proof of what is perceived: a survey answered by link, read after its close; a signal."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.walker import Walker

pytestmark = pytest.mark.browser

DIAGNOSIS = "/alliances/agir-ensemble-charenton-saint-maurice/diagnostic/"
WORDS = {
    "phone": "le téléphone",
    "desktop": "l’ordinateur",
    "desktop-without-scripts": "sans script",
}


def score(walker: Walker, number: int, answer: str) -> None:
    """Give one score of one subject."""
    subject = walker.page.locator("#repondre .field").nth(number)
    subject.get_by_label(answer, exact=True).check()


def steer(walker: Walker, name: str, role: str = "button") -> None:
    """Press what stands beside the content, where one steers."""
    walker.page.get_by_role(role, name=name, exact=True).click()
    walker.look()


def prepare_survey(walker: Walker, question: str) -> str:
    """Prepare and publish a survey of three subjects; give its address."""
    walker.go(DIAGNOSIS + "perceptions/")
    walker.follow("Préparer une enquête")
    walker.page.get_by_label("Question").fill(question)
    walker.page.get_by_label("Fragilités à noter").fill("Mobilité\nIsolement\nAccès aux soins")
    walker.press("Enregistrer")
    steer(walker, "Publier")
    return walker.page.url


def make_link(walker: Walker) -> str:
    """Make one personal link."""
    steer(walker, "Liens personnels", "link")
    walker.page.get_by_label("Nombre de liens").fill("1")
    walker.page.locator("form", has=walker.page.get_by_label("Nombre de liens")).get_by_role(
        "button"
    ).click()
    walker.look()
    return walker.page.locator(".entrance-secret").first.inner_text()


def test_a_survey_is_answered_by_link_changed_and_read_after_its_close(way, screen: str) -> None:
    bastien, inhabitant = way(), way()
    bastien.sign_in("bastien@exemple.test")
    address = prepare_survey(bastien, f"Qu’est-ce qui pèse sur {WORDS[screen]} ?")
    inhabitant.go(make_link(bastien))
    score(inhabitant, 0, "8")
    score(inhabitant, 1, "je ne sais pas")
    inhabitant.page.get_by_label("habitante ou habitant").check()
    inhabitant.press("Enregistrer mes réponses")
    expect(inhabitant.page.locator("main")).to_contain_text("Vos réponses sont gardées")
    score(inhabitant, 0, "6")
    inhabitant.press("Enregistrer mes réponses")
    expect(inhabitant.page.locator("#repondre .field").nth(0).get_by_label("6")).to_be_checked()
    bastien.go(address)
    expect(bastien.page.locator("main")).to_contain_text("1 sur 1 liens remis")
    steer(bastien, "Clore")
    steer(bastien, "Dévoiler les résultats")
    expect(bastien.page.locator("main")).to_contain_text("Moins de 5 réponses")


def test_what_many_felt_is_read_in_sentences_and_in_a_table(way) -> None:
    passer_by = way()
    passer_by.go(DIAGNOSIS + "perceptions/")
    passer_by.follow(re.compile("À quel point chacun de ces sujets pèse-t-il sur votre vie"))
    main = passer_by.page.locator("main")
    expect(main).to_contain_text("1. « ")
    expect(main).to_contain_text("W de Kendall")
    passer_by.page.locator("summary", has_text="Voir le tableau").first.click()
    expect(passer_by.page.locator("figure table, details table").first).to_be_visible()


def test_a_signal_told_without_a_name_is_read_over_then_followed(way, screen: str) -> None:
    somebody, bastien = way(), way()
    text = f"Un besoin monte, vu sur {WORDS[screen]}."
    somebody.go(DIAGNOSIS + "signaux/dire/")
    somebody.page.get_by_label("Ce que vous avez vu ou entendu").fill(text)
    somebody.press("Dire ce signal")
    expect(somebody.page.locator("h1")).to_have_text("Merci, c’est dit")
    bastien.sign_in("bastien@exemple.test")
    bastien.go(DIAGNOSIS + "signaux/")
    bastien.follow(text)
    steer(bastien, "Retenir")
    bastien.page.get_by_label("Ce qui a été fait ou appris").fill("Deux familles rencontrées.")
    bastien.press("Noter cette suite")
    expect(bastien.page.locator("main")).to_contain_text("Deux familles rencontrées.")
