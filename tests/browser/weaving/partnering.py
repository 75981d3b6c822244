"""Partner: two partnerships are noted where they were born, and one is reviewed blind."""

import re

from playwright.sync_api import expect

from tests.browser.walker import Walker
from tests.browser.weaving.company import BAKERY, YOUTH, Company, conduct

BORN_HERE = "Noter un partenariat né de cet essai"


def found_two(company: Company, experiment: str, meeting: str) -> tuple[str, str]:
    """Note both partnerships; give their addresses."""
    lucien, ama = company("lucien", BAKERY), company("ama", YOUTH)
    first = note(lucien, experiment, company.named("Un fournil pour apprendre"), YOUTH)
    say_of_which_meeting(lucien, first, meeting)
    newcomer = company.named("Café des Quais (fictif)")
    second = note(ama, experiment, company.named("Un café qui cuisine"), newcomer, "economic")
    say_why(lucien, first)
    lucien.go(experiment)
    expect(lucien.page.locator("body")).to_contain_text(company.named("Un fournil pour apprendre"))
    expect(lucien.page.locator("body")).to_contain_text(company.named("Un café qui cuisine"))
    return first, second


def note(walker: Walker, experiment: str, title: str, other: str, world: str = "") -> str:
    """Note a partnership from the page of the experiment, with one other party."""
    walker.page.goto(experiment)
    walker.follow(re.compile(BORN_HERE))
    return fill(walker, title, other, world)


def fill(walker: Walker, title: str, other: str, world: str = "") -> str:
    """Say who the parties are and where they stand, where the form is open."""
    page = walker.page
    page.get_by_label("Nom du partenariat").fill(title)
    second = page.locator("fieldset", has=page.locator("legend", has_text="Partie 2"))
    second.get_by_label("Organisation", exact=False).first.fill(other)
    if world:
        second.get_by_label("Son monde", exact=False).select_option(world)
    page.get_by_label("Étape d’aujourd’hui").select_option("steering")
    walker.press("Noter ce partenariat")
    expect(page.locator("h1")).to_have_text(title)
    return page.url


def say_of_which_meeting(walker: Walker, address: str, meeting: str) -> None:
    """Complete the sheet: it was also born of the meeting."""
    walker.go(f"{address}modifier/")
    choices = walker.page.get_by_label("Né de la rencontre")
    choices.select_option(choices.locator("option", has_text=meeting).get_attribute("value"))
    walker.press("Enregistrer la fiche")
    expect(walker.page.locator("body")).to_contain_text(meeting)


def say_why(walker: Walker, address: str) -> None:
    """Say what one's organisation comes for, and what it gives."""
    walker.page.goto(address)
    walker.follow(re.compile(f"Dire ses objectifs.*{re.escape(BAKERY)}"))
    walker.page.get_by_label("Recrutement", exact=True).check()
    walker.press("Enregistrer")
    walker.go(f"{address}apports/")
    walker.follow(re.compile(f"Noter un apport.*{re.escape(BAKERY)}"))
    walker.page.get_by_label("Nature").select_option("audience")
    walker.page.get_by_label("Quoi", exact=True).fill("Huit matinées au fournil")
    walker.press("Noter")
    expect(walker.page.locator("main")).to_contain_text("Huit matinées au fournil")


def review_blind(company: Company, address: str) -> None:
    """Each side answers alone; the second answer opens both to both, at the same instant."""
    lucien, ama = company("lucien", BAKERY), company("ama", YOUTH)
    lucien.go(f"{address}revues/")
    lucien.follow("Ouvrir une revue")
    lucien.press("Enregistrer")
    review = lucien.page.url
    answer(lucien, "Des jeunes ponctuels.", score="9")
    expect(lucien.page.locator("body")).to_contain_text("On attend")
    ama.go(review)
    expect(ama.page.locator("main")).not_to_contain_text("Des jeunes ponctuels.")
    answer(ama, "Un accueil par le prénom.", score="4")
    for walker in (ama, lucien):
        walker.go(review)
        for words in ("Des jeunes ponctuels.", "Un accueil par le prénom.", "5 points d’écart"):
            expect(walker.page.locator("main")).to_contain_text(words)
    agree_on_a_step(lucien, ama, review)


def answer(walker: Walker, strengths: str, *, score: str) -> None:
    """Give one side's answer for good."""
    walker.follow("Répondre pour notre organisation")
    page = walker.page
    for field in page.locator("fieldset").first.locator("select").all():
        field.select_option(score)
    page.get_by_label("Repartiriez-vous").select_option("yes")
    page.get_by_label("Ce qui marche").fill(strengths)
    walker.press("Donner la réponse")


def agree_on_a_step(proposer: Walker, other: Walker, review: str) -> None:
    """Propose the next step, and agree to it from the other side."""
    proposer.page.goto(review)
    proposer.page.get_by_label("Prochain pas", exact=True).fill("Fixer les dates en une fois")
    conduct(proposer, "Proposer ce pas")
    other.page.goto(review)
    conduct(other, re.compile("Donner notre accord"))
    expect(other.page.locator("#pas")).to_contain_text("convenu par toutes les parties")
