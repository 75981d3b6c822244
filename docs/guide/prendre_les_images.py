"""Take the pictures of the guide from a running demonstration.

    make demo                                  # in one terminal
    python docs/guide/prendre_les_images.py    # in another

Each picture is taken at the width of a computer and of a telephone, then lightened; the script
stops when one would weigh more than 80 kB or when a page does not answer 200.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from alleger_les_images import lighten
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
EXAMPLE = Path(__file__).parent / "exemple-partenaires.csv"
IMPORT = "/imports/organisations/"
SIZES = {1280: 800, 360: 740}
LIMIT = 80_000
PASSWORD = "terreau-de-demonstration"  # noqa: S105 - the public one of every demonstration
CHARENTON = "/alliances/agir-ensemble-charenton-saint-maurice"
MORVAN = "/alliances/se-deplacer-en-morvan-fictive"
MEETINGS = f"{CHARENTON}/rencontres/"
TRIALS = f"/experiences{CHARENTON.replace('alliances', 'alliance')}/"
WEB = f"/reseau{CHARENTON.replace('alliances', 'alliance')}/"
SHARED = f"/partenariats{CHARENTON.replace('alliances', 'alliance')}/"
TALK = "Qu’est-ce qui aiderait les jeunes"


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the page, who looks, and the links they follow from there."""

    name: str
    path: str
    who: str = ""
    link: str = ""
    # A step of the import of the example file: its deposit, then the end of the address to show.
    step: str | None = None
    # The picture to bring to the top of the screen, where the page begins by something else.
    figure: bool = False


SHOTS = (
    Shot("accueil", "/"),
    Shot("territoire", "/territoires/commune/94018/"),
    Shot("portrait", "/territoires/commune/94018/portrait/"),
    Shot("semblables", "/territoires/commune/94018/jumeaux/"),
    Shot("acteurs", "/acteurs/", "bastien"),
    Shot("perimetre", "/territoires/perimetre/?t=commune:94018&t=commune:94069", "bastien"),
    Shot("ouvrir-question", "/alliances/ouvrir/", "bastien"),
    Shot("premier-jour", f"{MORVAN}/", "gaelle"),
    Shot("membres", f"{CHARENTON}/membres/", "bastien"),
    Shot("objectif", f"{CHARENTON}/objectif/", "bastien"),
    Shot("chemin", f"{CHARENTON}/chemin/", "bastien"),
    Shot("matrice", f"{CHARENTON}/matrice/", "bastien"),
    Shot("journal", f"{CHARENTON}/journal/", "bastien", "Chacun fait un pas de côté"),
    Shot("relais", f"{CHARENTON}/relais/", "bastien"),
    Shot("import-depot", IMPORT, "bastien"),
    Shot("import-colonnes", IMPORT, "bastien", step="colonnes/"),
    Shot("import-apercu", IMPORT, "bastien", step=""),
    Shot("import-decisions", IMPORT, "bastien", step="decider/"),
    Shot("fiche", f"{CHARENTON}/membres/", "bastien", "Ville de Charenton-le-Pont"),
    Shot("a-rafraichir", "/acteurs/a-rafraichir/", "bastien"),
    Shot("liste-ouverte", "/acteurs/liste-ouverte/"),
    Shot("conversation", f"{CHARENTON}/dialogue/", "", TALK),
    Shot("voter", f"{CHARENTON}/dialogue/", "", f"{TALK} › Répondre"),
    Shot("paysage", f"{CHARENTON}/dialogue/", "", f"{TALK} › Paysage"),
    Shot("scrutin", f"{CHARENTON}/dialogue/", "", "Par quel enjeu commencer cette année"),
    Shot("ordre-du-jour", f"{CHARENTON}/dialogue/ordre-du-jour/"),
    Shot("atelier", f"{CHARENTON}/dialogue/", "", "Cinquième rencontre"),
    Shot("rencontre", MEETINGS, "bastien", "Place aux stages"),
    Shot("tours", MEETINGS, "bastien", "Sept minutes › Les tours de rencontres"),
    Shot("suites", MEETINGS, "bastien", "Sept minutes › Qui a rencontré qui"),
    Shot("puzzle", TRIALS, "bastien", "Un premier stage", figure=True),
    Shot("coalition", TRIALS, "bastien", "Un premier stage › Qui pourrait la compléter"),
    Shot("apports", SHARED, "lucien", "Le fournil ouvert › Apports"),
    Shot("revue", SHARED, "lucien", "Le fournil ouvert › Revues › Revue du"),
    Shot("diagnostic", f"{CHARENTON}/diagnostic/", "bastien"),
    Shot("angles-morts", f"{CHARENTON}/diagnostic/", "bastien", figure=True),
    Shot("toile", WEB, "bastien", figure=True),
    Shot("genealogie", f"{WEB}genealogie/", "bastien", figure=True),
    Shot("vagues", f"{WEB}vagues/", "bastien", "Après"),
    Shot("bureau", "/accompagnement/", "bastien"),
    Shot("heures", "/accompagnement/heures/bilan/", "bastien"),
    Shot("a-faire", "/a-faire/", "ama"),
)


def main() -> None:
    """Take every picture, or only those named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="only these pictures")
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--password", default=PASSWORD)
    asked = parser.parse_args()
    IMAGES.mkdir(exist_ok=True)
    wanted = [shot for shot in SHOTS if not asked.names or shot.name in asked.names]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for width in SIZES:
            _take_all(browser, wanted, width, asked.address, asked.password)
        browser.close()


def _chromium() -> str | None:
    chosen = os.environ.get("CHROMIUM")
    return chosen or shutil.which("chromium") or shutil.which("chromium-browser")


def _take_all(
    browser: Browser, shots: Iterable[Shot], width: int, address: str, password: str
) -> None:
    pages: dict[str, Page] = {}
    for shot in shots:
        if shot.who not in pages:
            pages[shot.who] = _open_page(browser, width, address, shot.who, password)
        _take(pages[shot.who], shot, width, address)
    for page in pages.values():
        page.context.close()


def _open_page(browser: Browser, width: int, address: str, who: str, password: str) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": SIZES[width]}, locale="fr-FR", reduced_motion="reduce"
    )
    page = context.new_page()
    if who:
        page.goto(f"{address}/compte/connexion/")
        page.fill("input[name=login]", f"{who}@exemple.test")
        page.locator("form details summary").click()
        page.fill("input[name=password]", password)
        page.locator("form details button").click()
        page.wait_for_load_state("networkidle")
        if "connexion" in page.url:
            sys.exit(f"{who} n’a pas pu se connecter : est-ce bien la démonstration ?")
    return page


def _take(page: Page, shot: Shot, width: int, address: str) -> None:
    answer = page.goto(address + shot.path, wait_until="networkidle")
    if answer is None or answer.status != 200:
        sys.exit(f"{shot.name} : {shot.path} répond {answer and answer.status}")
    for link in filter(None, shot.link.split(" › ")):
        page.locator("main").get_by_role("link", name=link).first.click()
        page.wait_for_load_state("networkidle")
    if shot.step is not None:
        _deposit(page, shot.step)
    if shot.figure:
        page.locator("main figure").first.evaluate("node => node.scrollIntoView()")
    picture = lighten(page.screenshot(type="png"))
    if len(picture) > LIMIT:
        sys.exit(f"{shot.name}-{width}.png pèse {len(picture)} octets, plus que {LIMIT}.")
    file = IMAGES / f"{shot.name}-{width}.png"
    file.write_bytes(picture)
    sys.stdout.write(f"{file.name} : {len(picture) // 1000} ko\n")


def _deposit(page: Page, step: str) -> None:
    """Bring the example file in, agree to its columns, and show one page of its import."""
    page.locator("input[type=file]").set_input_files(EXAMPLE)
    page.get_by_role("button", name="Lire ce fichier").click()
    page.wait_for_load_state("networkidle")
    if page.url.endswith("/colonnes/"):
        page.get_by_role("button", name="Voir l’aperçu").click()
        page.wait_for_load_state("networkidle")
    page.goto(page.url + step, wait_until="networkidle")


if __name__ == "__main__":
    main()
