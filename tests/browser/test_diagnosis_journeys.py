"""The proof of the diagnosis: read, ask, count who acts, cross, freeze, print."""

import re
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.reference]

SLUG = "agir-ensemble-charenton-saint-maurice"
DIAGNOSIS = f"/alliances/{SLUG}/diagnostic/"
GRANTS = "grants/pdl/2017_Publication_données_Open_data_Subventions_Conventions.csv"


def test_from_the_portrait_to_the_page_that_is_printed(
    way, reference_data: Path, screen: str
) -> None:
    bastien, inhabitant = way(), way()
    bastien.sign_in("bastien@exemple.test")
    read_the_portrait(bastien)
    ask_what_is_felt(bastien, inhabitant, f"Qu’est-ce qui pèse ici ? ({screen})")
    bring_public_grants(bastien, reference_data / GRANTS)
    read_the_blind_spots(bastien)
    freeze_and_print(bastien, f"Diagnostic d’un jour ({screen})")


def read_the_portrait(walker: Walker) -> None:
    """Read the territory beside its family, then the family itself with its reasons."""
    walker.go("/territoires/commune/94018/portrait/")
    main = walker.page.locator("main")
    if walker.page.viewport_size["width"] >= 1200:
        cut = "nav => nav.scrollWidth - nav.clientWidth"
        assert walker.page.locator(".top-nav").evaluate(cut) <= 0, "the navigation is clipped"
    expect(main).to_contain_text("À côté de sa famille et de la France")
    expect(main).to_contain_text("personne n’est classé")
    walker.follow("Ses semblables")
    expect(main).to_contain_text("Proche par")
    expect(main).to_contain_text("Différent par")
    walker.page.get_by_label("les territoires voisins").check()
    walker.press("Chercher avec ces choix")
    assert "sans=voisins" in walker.page.url


def ask_what_is_felt(walker: Walker, inhabitant: Walker, question: str) -> None:
    """Ask by an open address; one person answers without account, then changes their mind."""
    walker.go(f"{DIAGNOSIS}enquetes/nouvelle/")
    page = walker.page
    page.get_by_label("Question", exact=True).fill(question)
    for label in ("L’insertion des jeunes", "Le handicap"):
        page.get_by_label(label, exact=True).check()
    page.locator("main form button").last.click()
    survey = page.url
    page.get_by_role("button", name="Publier").first.click()
    walker.look()
    door = re.search(r"/d/\w+/", page.content()).group()
    answer(inhabitant, door, "7")
    answer(inhabitant, door, "9")
    walker.go(survey)
    expect(page.locator("main")).to_contain_text("1 réponse")
    page.get_by_role("button", name="Clore").first.click()
    walker.look()
    reveal = page.get_by_role("button", name=re.compile("évoiler"))
    if reveal.count():
        reveal.first.click()
        walker.look()
    # One voice is nobody's figure (R14).
    expect(page.locator("main")).to_contain_text("moins de 5")


def answer(walker: Walker, door: str, score: str) -> None:
    """Score the first subject; the second one stays unsaid."""
    walker.go(door)
    walker.page.get_by_label(score, exact=True).first.check()
    walker.page.get_by_label("habitante ou habitant").check()
    walker.press("Enregistrer mes réponses")
    walker.go(door)
    expect(walker.page.get_by_label(score, exact=True).first).to_be_checked()


def bring_public_grants(walker: Walker, file: Path) -> None:
    """Bring a real file of grants into the census; undo it, so that each screen finds it new."""
    walker.go(f"{DIAGNOSIS}partenariats/")
    walker.follow("Importer un fichier")
    walker.page.locator("input[type=file]").set_input_files(file)
    walker.press("Lire ce fichier")
    main = walker.page.locator("main")
    if "/colonnes/" in walker.page.url:
        walker.press("Voir l’aperçu")
    expect(main).to_contain_text("Rien n’est encore écrit")
    walker.page.locator("main").get_by_text("Continuer", exact=True).first.click()
    walker.look()
    walker.press("Confirmer l’import")
    imported = walker.page.url
    walker.go(f"{DIAGNOSIS}partenariats/")
    expect(main).to_contain_text("16 recensés sans lieu connu")
    expect(main).to_contain_text("Plusieurs réponses possibles")
    walker.go(imported)
    walker.page.get_by_role("button", name=re.compile("Annuler")).first.click()
    walker.look()


def read_the_blind_spots(walker: Walker) -> None:
    """Read the sentences, then the table of the picture."""
    walker.go(DIAGNOSIS)
    main = walker.page.locator("main")
    expect(main).to_contain_text("En quelques phrases")
    expect(main).to_contain_text("Aucun indicateur ne parle encore de cet enjeu")
    figure = main.locator("figure").filter(visible=True).first
    figure.locator("summary", has_text="Voir le tableau").click()
    expect(figure.locator("table")).to_contain_text("La précarité")


def freeze_and_print(walker: Walker, title: str) -> None:
    """Freeze the diagnosis, read its page again, take its papers away."""
    walker.follow("Arrêter le diagnostic")
    walker.page.get_by_label("Titre").fill(title)
    walker.press("Arrêter le diagnostic")
    main = walker.page.locator("main")
    expect(walker.page.locator("h1")).to_contain_text(title)
    expect(main).to_contain_text("INSEE")
    page = walker.page.url
    walker.press("Préparer le PDF")
    wait_for_paper(walker)
    link = main.get_by_role("link", name="Prendre le PDF")
    check_paper(walker, link.get_attribute("href"))
    walker.go(page)
    walker.follow("Page de l’élu·e")
    expect(walker.page.locator("main")).to_contain_text("Charenton")


def wait_for_paper(walker: Walker) -> None:
    """Come back to the page until the job has drawn it, as one does without scripts."""
    for _second in range(60):
        if walker.page.get_by_role("heading", name="Le PDF est prêt").count():
            return walker.look()
        walker.page.wait_for_timeout(1000)
        walker.page.reload()
    raise TimeoutError("no paper was drawn")


def check_paper(walker: Walker, address: str) -> None:
    """Fetch a paper; it is tagged for screen readers, and tells its language."""
    got = walker.context.request.get(walker.product.address + address)
    assert got.headers["content-type"] == "application/pdf"
    paper = got.body()
    streams = re.findall(rb"stream\r?\n(.*?)endstream", paper, re.DOTALL)
    inside = paper + b"".join(map(unpacked, streams))
    assert all(word in inside for word in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang", b"pdfuaid"))


def unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""
