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


# One word each: names that share several would be proposed to each other.
ONE_WORD = {"phone": "Alto", "desktop": "Basson", "desktop-without-scripts": "Cithare"}


def test_a_messy_file_becomes_sheets_and_is_taken_back(way, tmp_path, screen: str) -> None:
    key = ONE_WORD[screen]
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


def test_a_structure_verifies_its_sheet_by_link(way, product: Product, screen: str) -> None:
    key = screen
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


NAMES = ("Tannerie", "Corderie", "Tanneries", "Filature")
WORDS = {"phone": "Aubépine", "desktop": "Bruyère", "desktop-without-scripts": "Cyprès"}
TWINS = """Raison sociale;Nature;CP;Ville
Tannerie {word};Association;94220;Charenton-le-Pont
Tanneries {word};Association;94220;Charenton-le-Pont
Corderie {word};Entreprise;94220;Charenton-le-Pont
Filature {word};Association;94410;Saint-Maurice
"""


def test_duplicates_are_decided_from_the_keyboard_or_by_buttons(way, tmp_path, screen: str) -> None:
    word = WORDS[screen]
    bastien = way()
    bastien.sign_in("bastien@exemple.test")
    bring_twins(bastien, tmp_path / f"ateliers {word}.csv", word)
    addresses = [find_sheet(bastien, f"{name} {word}") for name in NAMES]
    put_side_by_side(bastien, *addresses[:2])
    put_side_by_side(bastien, *addresses[2:])
    tell_distinct(bastien, f"Tannerie {word}")
    merge_then_part(bastien, word)


def bring_twins(walker: Walker, file, word: str) -> None:
    """Bring two lines alike in, and say that they are two."""
    file.write_text(TWINS.format(word=word))
    deposit(walker, file)
    expect(walker.page.locator("main")).to_contain_text("À décider (1)")
    walker.follow("Décider des ressemblances")
    expect(walker.page.locator("main")).to_contain_text("ligne 2 de ce fichier")
    if walker.scripts:
        walker.page.keyboard.press("n")
    else:
        walker.page.get_by_label("Une nouvelle fiche").check()
    walker.press("Enregistrer ces décisions")
    walker.follow("Continuer")
    walker.press("Confirmer l’import")
    expect(walker.page.locator("main")).to_contain_text("Créées (4)")


def find_sheet(walker: Walker, name: str) -> str:
    """The address of a sheet, as a person copies it."""
    walker.go(f"/acteurs/?q={name}")
    walker.follow(re.compile(f"^{name}"))
    return walker.page.url


def put_side_by_side(walker: Walker, first: str, second: str) -> None:
    """Compare two sheets that somebody recognised."""
    walker.go("/acteurs/doublons/")
    walker.page.get_by_label("Adresse de la première fiche").fill(first)
    walker.page.get_by_label("Adresse de la seconde fiche").fill(second)
    walker.press("Comparer")
    expect(walker.page.locator("h1")).to_have_text("La même organisation ?")


def reach(walker: Walker, name: str) -> None:
    """Go down the list with J, as the page says, until the pair that names this sheet."""
    for _step in range(30):
        here = walker.page.evaluate(
            "document.activeElement.closest('[data-terreau-row]')?.innerText ?? ''"
        )
        if name in here:
            return
        walker.page.keyboard.press("j")
    raise LookupError(name)


def row_of(walker: Walker, name: str):
    """The pair of the list that names this sheet."""
    named = walker.page.get_by_role("link", name=name, exact=True)
    return walker.page.locator("main li.stack").filter(has=named)


def tell_distinct(walker: Walker, name: str) -> None:
    """Say « two organisations » from the list: D, or the button."""
    walker.go("/acteurs/doublons/")
    expect(row_of(walker, name)).to_have_count(1)
    if walker.scripts:
        reach(walker, name)
        walker.page.keyboard.press("j")
        walker.page.keyboard.press("k")
        reach(walker, name)
        with walker.page.expect_navigation():
            walker.page.keyboard.press("d")
        walker.look()
    else:
        row_of(walker, name).get_by_role("button").click()
        walker.look()
    expect(walker.page.locator("body")).to_contain_text("ne seront plus proposées ensemble")
    expect(row_of(walker, name)).to_have_count(0)


def merge_then_part(walker: Walker, word: str) -> None:
    """Open a pair with Enter, choose the other name with 2, merge with M, then take it back."""
    walker.go("/acteurs/doublons/")
    if walker.scripts:
        reach(walker, f"Tanneries {word}")
        walker.page.keyboard.press("Enter")
    else:
        row_of(walker, f"Tanneries {word}").get_by_role("link", name="Comparer").click()
    expect(walker.page.locator("h1")).to_have_text("La même organisation ?")
    walker.look()
    field = walker.page.locator("[data-terreau-row]").filter(has_text="Nom").first
    other = field.locator("input[value=absorbed]")
    if walker.scripts:
        walker.page.keyboard.press("j")
        walker.page.keyboard.press("2")
        expect(other).to_be_checked()
        with walker.page.expect_navigation():
            walker.page.keyboard.press("m")
        walker.look()
    else:
        other.check()
        walker.press("Réunir les deux fiches")
    expect(walker.page.locator("h1")).to_contain_text("réunie à")
    walker.press("Annuler la réunion")
    expect(walker.page.locator("main")).to_contain_text("il y a de nouveau deux fiches")


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
