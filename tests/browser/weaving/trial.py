"""Try together: a question, its puzzle, a coalition, what is brought, a decision."""

import re

from playwright.sync_api import expect

from tests.browser.walker import Walker
from tests.browser.weaving.company import BAKERY, PATIENCE, SLUG, YOUTH, Company

FLOUR, TIME = "Invendus du soir", "Accompagnement d’élèves avant et après"
KILOS, HOURS = "4", "12"
PIECES = ((FLOUR, "material", KILOS, "kilos"), (TIME, "human", HOURS, "heures"))


def try_together(company: Company) -> str:
    """Ask a question, complete its puzzle, decide; give the address of the experiment."""
    bastien, lucien, ama = company("bastien"), company("lucien", BAKERY), company("ama", YOUTH)
    address = ask_a_question(bastien, company.named("Un atelier de cuisine"))
    for piece in PIECES:
        add_piece(bastien, address, *piece)
    accept_a_coalition(bastien, address)
    promise(lucien, address, FLOUR, KILOS)
    promise(ama, address, TIME, HOURS)
    for title in (FLOUR, TIME):
        note_as_brought(bastien, address, title)
    decide(bastien, address)
    return address


def ask_a_question(walker: Walker, title: str) -> str:
    """Look first at who asked it already, then ask one's own."""
    walker.go(f"/experiences/nouvelle/?alliance={SLUG}")
    walker.page.get_by_label("Votre question").fill("Comment trouver un stage près de chez soi ?")
    walker.press("Chercher ce qui existe")
    expect(walker.page.locator("main")).to_contain_text("Un premier stage pour chacun")
    walker.follow("La nôtre est différente : la poser")
    page = walker.page
    page.get_by_label("Nom", exact=True).fill(title)
    page.get_by_label("innovation", exact=True).check()
    walker.press("Poser la question")
    expect(page.locator("h1")).to_have_text(title)
    return re.match(r".*/experiences/[0-9a-f-]{36}/", page.url).group()


def add_piece(walker: Walker, address: str, *told: str) -> None:
    """Name a piece that it needs."""
    title, nature, quantity, unit = told
    walker.page.goto(f"{address}pieces/ajouter/")
    page = walker.page
    page.get_by_label("Pièce", exact=True).fill(title)
    page.get_by_label("Nature").select_option(nature)
    page.get_by_label("Quantité").fill(quantity)
    page.get_by_label("Unité").fill(unit)
    walker.press("Ajouter cette pièce")
    expect(page.locator("main")).to_contain_text(title)


def accept_a_coalition(walker: Walker, address: str) -> None:
    """Have the solver say who could complete it together, and ask them."""
    walker.go(f"{address}coalitions/")
    walker.press("Chercher")
    for _visit in range(PATIENCE):
        walker.page.goto(f"{address}coalitions/")
        told = walker.page.locator("main").inner_text()
        if "Propositions" in told and "en calcul" not in told:
            break
        walker.page.wait_for_timeout(300)
    walker.page.locator("main ul.rows a").first.click()
    walker.look()
    expect(walker.page.locator("main")).to_contain_text("2 organisations peuvent apporter ensemble")
    walker.press("Envoyer ces demandes")


def promise(walker: Walker, address: str, title: str, amount: str) -> None:
    """Answer for one's organisation, from one's « à faire »."""
    walker.go("/a-faire/")
    walker.page.locator(f"main a[href*='{address.split('/')[-2]}']", has_text=title).first.click()
    walker.look()
    if walker.page.get_by_role("link", name="Répondre à la demande").count():
        walker.follow("Répondre à la demande")
    walker.page.get_by_label("Combien").fill(amount)
    walker.press("Nous la promettons")
    expect(walker.page.locator("main")).to_contain_text("promise")


def note_as_brought(walker: Walker, address: str, title: str) -> None:
    """Say that it came, and thank."""
    walker.page.goto(address)
    walker.page.locator("main").get_by_role("link", name=title).last.click()
    walker.page.locator("main").get_by_role("link", name="Suivre").first.click()
    walker.press("Noter qu’elle est apportée")
    walker.page.locator("main").get_by_role("link", name="Suivre").first.click()
    walker.page.locator("textarea[name=thanks], input[name=thanks]").fill("Merci à l’équipe.")
    walker.press("Dire merci")
    expect(walker.page.locator("main")).to_contain_text("Merci à l’équipe.")


def decide(walker: Walker, address: str) -> None:
    """Keep what works, and say why."""
    walker.go(f"{address}decisions/")
    walker.page.get_by_label("pérenniser").check()
    walker.page.get_by_label("Parce que").fill("Deux matinées pleines, et une équipe qui veut.")
    walker.press("Noter la décision")
    walker.go(address)
    expect(walker.page.locator("main")).to_contain_text("pérennisée")
    expect(walker.page.locator("main")).to_contain_text("complet")
