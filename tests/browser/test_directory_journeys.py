"""The proof of the living directory: a messy file, a sheet verified by link, a list taken away."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Product
from tests.browser.walker import Walker

pytestmark = pytest.mark.browser

MESSY = """Annuaire des partenaires 2025;;;;;;
;;;;;;
Raison sociale;Nature;N° SIRET;CP;Ville;Thématique;Tél
Boulangerie du Confluent;Entreprise;;94220;CHARENTON LE PONT;économie locale;
Café {key};Association;;94220;Charenton le Pont;culture;01 43 00 00 00
Les Amis de la Marne {key};Association;7,88E+13;94220;Charenton;environnement;
"=HYPERLINK(""http://x"";""{key}"")";Association;;94220;Charenton le Pont;;
Total;;;;;;4
"""


def test_a_messy_file_becomes_sheets_and_is_taken_back(way, tmp_path, request) -> None:
    key = request.node.callspec.id.replace("-", " ")
    file = tmp_path / f"annuaire {key}.csv"
    file.write_bytes(MESSY.format(key=key).encode("cp1252"))
    bastien = way()
    bastien.sign_in("bastien@exemple.test")
    deposit(bastien, file)
    decide_and_confirm(bastien)
    expect(bastien.page.locator("main")).to_contain_text("Créées (3)")
    errors = fetch_errors(bastien, tmp_path)
    assert "notation scientifique" in errors.read_text("utf-8-sig")
    bastien.go(f"/acteurs/?q=Café+{key}")
    expect(bastien.page.locator("main")).to_contain_text(f"Café {key}")
    bastien.page.go_back()
    bastien.press("Annuler tout l’import")
    expect(bastien.page.locator("body")).to_contain_text("annul")
    bastien.go(f"/acteurs/?q=Café+{key}")
    expect(bastien.page.get_by_role("heading", name=f"Café {key}")).to_have_count(0)
    corrected = errors.read_text("utf-8-sig").replace("7,88E+13", "")
    errors.write_text(corrected, "utf-8-sig")
    deposit(bastien, errors)
    expect(bastien.page.locator("main")).to_contain_text("À créer")


def deposit(walker: Walker, file) -> None:
    """Bring a file in, and look at its columns unless they are remembered."""
    walker.go("/imports/organisations/")
    walker.page.locator("input[type=file]").set_input_files(file)
    walker.page.locator("main form").get_by_role("button").last.click()
    walker.look()
    if "/colonnes/" in walker.page.url:
        expect(walker.page.locator("main")).to_contain_text("Raison sociale")
        walker.press("Voir l’aperçu")
    expect(walker.page.locator("main")).to_contain_text("Rien n’est encore écrit")


def decide_and_confirm(walker: Walker) -> None:
    """Say that the look-alike is a new one, with the keyboard when there is a script."""
    page = walker.page
    expect(page.locator("main")).to_contain_text("À décider (1)")
    walker.follow("Décider des ressemblances")
    if walker.scripts:
        page.keyboard.press("n")
    else:
        page.get_by_label("Une nouvelle fiche").check()
    expect(page.get_by_label("Une nouvelle fiche")).to_be_checked()
    walker.press("Enregistrer ces décisions")
    walker.follow("Continuer")
    walker.press("Confirmer l’import")


def fetch_errors(walker: Walker, folder):
    """Take the refused rows away, in the format of the file."""
    link = walker.page.locator("main").get_by_role("link", name="CSV").first
    answer = walker.context.request.get(walker.product.address + link.get_attribute("href"))
    assert answer.ok
    file = folder / "refus.csv"
    file.write_bytes(answer.body())
    return file


def test_a_structure_verifies_its_sheet_by_link(way, product: Product, request) -> None:
    key = request.node.callspec.id
    guest = f"accueil-{key}@exemple.test"
    bastien, structure = way(), way()
    bastien.sign_in("bastien@exemple.test")
    bastien.go("/acteurs/?q=accenture")
    bastien.follow(re.compile("^Accenture"))
    sheet = bastien.page.url
    bastien.follow("Lui envoyer son lien")
    bastien.page.get_by_label("Adresse électronique de la structure").fill(guest)
    bastien.press("Envoyer le lien")
    link = re.search(r"http://\S+/acteurs/verifier/\S+", product.last_letter(guest))
    assert link
    structure.go(link[0])
    structure.press("Tout est juste")
    expect(structure.page.locator("body")).to_contain_text("Merci")
    bastien.go(sheet)
    expect(bastien.page.locator("main")).to_contain_text("par lien")
    expect(bastien.page.locator("main")).not_to_contain_text("jamais vérifiée")


def test_what_the_list_gives_comes_back_identical(way, tmp_path) -> None:
    bastien = way()
    bastien.sign_in("odile@exemple.test")
    bastien.go("/acteurs/?q=boulangerie")
    bastien.follow("Carte")
    expect(bastien.page.locator("main figure").first).to_be_visible()
    bastien.go("/acteurs/liste-ouverte/")
    for kind in ("csv", "ods"):
        answer = bastien.context.request.get(
            f"{bastien.product.address}/acteurs/liste-ouverte/organisations.{kind}"
        )
        assert answer.ok
        file = tmp_path / f"organisations.{kind}"
        file.write_bytes(answer.body())
        deposit(bastien, file)
        main = bastien.page.locator("main")
        expect(main).to_contain_text(re.compile(r"Déjà à jour \(\d+\)"))
        for title in ("À créer", "À modifier", "À corriger", "À décider"):
            expect(main).not_to_contain_text(re.compile(rf"{title} \(\d+\)"))


PLACES = (
    "/acteurs/a-rafraichir/",
    "/acteurs/relectures/",
    "/acteurs/campagnes/",
    "/acteurs/campagnes/nouvelle/",
    "/acteurs/doublons/",
    "/acteurs/fusions/",
    "/acteurs/vues/",
    "/acteurs/carte/",
    "/acteurs/opposition/",
    "/acteurs/liste-ouverte/",
    "/imports/",
    "/imports/organisations/dictionnaire/",
    "/acteurs/?territory=departement:94",
    "/alliances/agir-ensemble-charenton-saint-maurice/grille/",
    "/api/",
)


def test_each_page_of_the_directory_owes_the_same(way) -> None:
    walker = way()
    walker.sign_in("bastien@exemple.test")
    for place in PLACES:
        walker.go(place)
        expect(walker.page.locator("h1")).to_have_count(1)
