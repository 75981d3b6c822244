"""The same weaving without any mouse: whoever only has keys registers, welcomes, gives, answers."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP
from tests.browser.weaving.company import BAKERY, YOUTH, Company
from tests.browser.weaving.hands import Hands
from tests.browser.weaving.meeting import NEIGHBOUR, announce
from tests.browser.weaving.partnering import fill
from tests.browser.weaving.trial import add_piece, ask_a_question

pytestmark = pytest.mark.browser
KEYS = pytest.param((DESKTOP, True), id="desktop")
STRENGTHS = {YOUTH: "Un accueil par le prénom.", BAKERY: "Des jeunes ponctuels."}


@pytest.mark.parametrize("way", [KEYS], indirect=True)
def test_a_journey_by_keyboard_alone(way) -> None:
    company = Company(way, "au clavier", "Le Relais des Âges (fictif)")
    bastien, lucien = company("bastien"), company("lucien", BAKERY)
    meeting = announce(bastien, company.named("Se rencontrer"))
    register(Hands(company.make()), code_of(bastien, meeting))
    welcome(Hands(bastien), meeting)
    experiment = ask_a_question(bastien, company.named("Un atelier de cuisine"))
    add_piece(bastien, experiment, "Un vidéoprojecteur", "material", "2", "appareils")
    pledge(Hands(lucien), experiment)
    title = company.named("Un fournil pour apprendre")
    lucien.go("/partenariats/nouveau/")
    review(Hands(lucien), Hands(company("ama", YOUTH)), fill(lucien, title, YOUTH))


def code_of(facilitator, meeting: str) -> str:
    """Read the code that is passed round."""
    facilitator.page.goto(meeting)
    return re.search(r"/r/(\w+)/", facilitator.page.content()).group(1)


def register(hands: Hands, code: str) -> None:
    """Take a place, without account."""
    hands.walker.go(f"/r/{code}/")
    hands.write("Votre nom", NEIGHBOUR)
    hands.press("M’inscrire")
    expect(hands.page.locator("main")).to_contain_text("inscrite")


def welcome(hands: Hands, meeting: str) -> None:
    """Note who came, change one's mind, and never lose one's place in the list."""
    hands.walker.go(f"{meeting}accueil/")
    row = hands.page.locator("li", has_text=NEIGHBOUR)
    here = re.compile(f"Présente.*{NEIGHBOUR}", re.S)
    hands.touch(here)
    expect(row).to_contain_text("notée à")
    expect(row.get_by_role("button", name=here)).to_be_focused()
    hands.touch(here)
    expect(row).not_to_contain_text("notée à")
    hands.touch(here)
    expect(row).to_contain_text("notée à")


def pledge(hands: Hands, experiment: str) -> None:
    """Promise a part of a piece, from the puzzle."""
    hands.walker.go(experiment)
    hands.follow("Un vidéoprojecteur")
    hands.follow("Nous l’apportons")
    hands.write(re.compile("^Combien"), "1")
    hands.press("Promettre")
    expect(hands.page.locator("main")).to_contain_text("promise")


def review(first: Hands, second: Hands, address: str) -> None:
    """Open a review, and answer it from both sides."""
    first.walker.go(f"{address}revues/")
    open_one(first)
    page = first.page.url
    answer(first, BAKERY, "9")
    second.walker.go(page)
    expect(second.page.locator("main")).not_to_contain_text(STRENGTHS[BAKERY])
    answer(second, YOUTH, "4")
    for hands in (first, second):
        hands.walker.go(page)
        for words in STRENGTHS.values():
            expect(hands.page.locator("main")).to_contain_text(words)


def open_one(hands: Hands) -> None:
    """Open the review of today, with the date that is proposed."""
    hands.follow("Ouvrir une revue")
    hands.press("Enregistrer")


def answer(hands: Hands, organisation: str, score: str) -> None:
    """Give one side's answer for good."""
    hands.follow("Répondre pour notre organisation")
    for field in hands.page.locator("fieldset").first.locator("select").all():
        label = hands.page.locator(f"label[for='{field.get_attribute('id')}']").inner_text()
        hands.choose(re.compile(re.escape(label.split("\n")[0])), score)
    hands.choose(re.compile("Repartiriez-vous"), "oui")
    hands.write(re.compile("Ce qui marche"), STRENGTHS[organisation])
    hands.press("Donner la réponse")
