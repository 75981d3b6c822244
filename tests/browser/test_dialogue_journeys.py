"""The proof of the dialogue: vote without account, decide an order, capture a workshop."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.walker import Walker

pytestmark = pytest.mark.browser

DIALOGUE = "/alliances/agir-ensemble-charenton-saint-maurice/dialogue/"
QUESTION = re.compile("Qu’est-ce qui aiderait les jeunes")
WORDS = {"phone": "au théâtre", "desktop": "à la caserne", "desktop-without-scripts": "au port"}
KEYS = ("ArrowRight", "ArrowLeft", "ArrowDown")
BUTTONS = ("D’accord", "Pas d’accord", "Je passe")


def code_of_the_room(walker: Walker) -> str:
    """Read the code that the room sees on the wall."""
    walker.go(DIALOGUE)
    walker.follow(QUESTION)
    room = walker.page.url.replace("/conversation/", "/consultation/") + "salle/"
    walker.go(room)
    return walker.page.locator(".room-code").inner_text()


def enter_by_code(walker: Walker, code: str) -> None:
    """Type the code at the door."""
    walker.go("/d/")
    walker.page.get_by_label("Code d’entrée").fill(f" {code[:3]} {code[3:].lower()}")
    walker.press("Entrer")
    expect(walker.page.locator("h1")).to_have_text(QUESTION)


def test_an_inhabitant_without_account_writes_votes_and_reads_the_landscape(
    way, screen: str
) -> None:
    room, inhabitant = way(), way()
    enter_by_code(inhabitant, code_of_the_room(room))
    write_a_statement(inhabitant, f"Il faudrait jouer {WORDS[screen]}.")
    enter_by_code(inhabitant, room.page.locator(".room-code").inner_text())
    inhabitant.follow(re.compile("^(Répondre|Continuer à répondre)$"))
    vote_twenty(inhabitant)
    inhabitant.look()
    inhabitant.follow("Mes réponses")
    expect(inhabitant.page.locator("main")).to_contain_text("20 réponses, sur")
    change_the_first(inhabitant)
    read_the_landscape(inhabitant, room.page.locator(".room-code").inner_text())


def write_a_statement(walker: Walker, text: str) -> None:
    """Propose a statement; what looks like it is shown first."""
    walker.follow("Écrire un énoncé")
    walker.page.get_by_label("Votre énoncé").fill(text)
    walker.press("Proposer mon énoncé")
    second = walker.page.get_by_role("button", name="Rien de tel n’est dit : proposer mon énoncé")
    if second.count():
        second.click()
        walker.look()
    mine = walker.page.locator("section", has_text="Ce que vous avez écrit")
    expect(mine).to_contain_text(text)
    expect(mine).to_contain_text("en attente de relecture")


def vote_twenty(walker: Walker) -> None:
    """Answer twenty statements, by the keys when there is a keyboard that a script listens to."""
    page = walker.page
    by_keys = walker.scripts and page.viewport_size["width"] > 1000
    for number in range(20):
        shown = page.locator("input[name=statement]").get_attribute("value")
        if by_keys:
            page.wait_for_timeout(350)  # a double tap never answers the next statement
            page.keyboard.press(KEYS[number % 3])
        else:
            page.wait_for_timeout(350 if walker.scripts else 0)
            page.get_by_role("button", name=BUTTONS[number % 3], exact=True).click()
        expect(page.locator("input[name=statement]")).not_to_have_value(shown)
        expect(page.locator("[data-terreau-receipt]")).to_contain_text("Enregistré")
        expect(page.locator("#vote")).to_contain_text(f"{number + 1} sur")


def change_the_first(walker: Walker) -> None:
    """Change an answer in the list: it says that it is kept."""
    row = walker.page.locator("main ol.rows > li").first
    row.get_by_role("button", name="je passe").click()
    expect(walker.page.locator("main ol.rows > li").first).to_contain_text("Enregistré")
    walker.look()


def read_the_landscape(walker: Walker, code: str) -> None:
    """See what unites and what divides, the two spaces side by side, in words and in a table."""
    enter_by_code(walker, code)
    walker.follow("Paysage")
    main = walker.page.locator("main")
    for words in ("Ce qui unit", "Ce qui divise", "voix sont simulées", "Espace des habitants"):
        expect(main).to_contain_text(words)
    shown = main.locator("figure").filter(visible=True).first
    expect(shown.locator("svg").filter(visible=True).first).to_be_visible()
    shown.locator("summary", has_text="Voir le tableau").click()
    expect(shown.locator("table")).to_be_visible()
    walker.look()


def test_a_ballot_becomes_an_agenda_that_members_sign(way, screen: str) -> None:
    question = f"Par quoi commencer {WORDS[screen]} ?"
    bastien, ama, lucien = way(), way(), way()
    for walker, name in ((bastien, "bastien"), (ama, "ama"), (lucien, "lucien")):
        walker.sign_in(f"{name}@exemple.test")
    address = publish_a_ballot(bastien, question)
    for walker in (bastien, ama, lucien):
        hand_in_a_paper(walker, address)
    bastien.go(address)
    for act in ("Clore le vote", "Dépouiller", "Dévoiler le résultat"):
        conduct(bastien, act)
    expect(bastien.page.locator("#resultat")).to_contain_text("Base : 3 bulletins")
    bastien.follow("En faire un ordre du jour")
    bastien.page.get_by_label("Ce qui change dans cette version").fill(question)
    bastien.press("Proposer aux membres")
    expect(bastien.page.locator("main")).to_contain_text(question)
    sign(ama, bastien.page.url)


def publish_a_ballot(walker: Walker, question: str) -> str:
    """Prepare a ballot on the challenges of the alliance, and give its address."""
    walker.go(DIALOGUE)
    walker.follow("Préparer un scrutin")
    page = walker.page
    page.get_by_label("question", exact=False).first.fill(question)
    challenges = page.locator("input[name=challenges]")
    for number in range(challenges.count()):
        challenges.nth(number).check()
    walker.press("Enregistrer")
    expect(page.locator("h1")).to_have_text(question)
    conduct(walker, "Publier")
    expect(page.locator("main")).to_contain_text("Votre bulletin")
    return page.url


def conduct(walker: Walker, act: str) -> None:
    """Press a button of the desk beside the page."""
    walker.page.locator(".page-side").get_by_role("button", name=act).click()
    walker.look()


def hand_in_a_paper(walker: Walker, address: str) -> None:
    """Give each option a grade, lower and lower, and read the receipt."""
    walker.go(address)
    groups = walker.page.locator("#voter fieldset")
    assert groups.count() >= 2
    for number in range(groups.count()):
        groups.nth(number).locator("input[type=radio]").nth(min(number, 5)).check()
    walker.press("Déposer mon bulletin")
    expect(walker.page.locator("main")).to_contain_text("Votre bulletin est déposé")
    expect(walker.page.locator("main code").first).to_have_text(re.compile(r"^(\w{4} ){3}\w{4}$"))


def sign(walker: Walker, address: str) -> None:
    """Answer the agenda for one's organisation."""
    walker.go(address)
    walker.page.locator("#repondre").get_by_label("accord", exact=True).check()
    walker.press("Enregistrer ma réponse")
    expect(walker.page.locator("#repondre")).to_contain_text("Votre réponse est enregistrée")


def test_a_workshop_is_typed_by_two_and_followed(way, screen: str) -> None:
    subject = f"Se retrouver {WORDS[screen]}"
    bastien, ama = way(), way()
    bastien.sign_in("bastien@exemple.test")
    ama.sign_in("ama@exemple.test")
    address = open_a_workshop(bastien, subject)
    propose(ama, address, "vert", "Un banc devant chaque école", "Avec les parents\nEt la mairie")
    propose(bastien, address, "bleu", "Une navette le soir", "Jusqu’à minuit")
    ama.go(address)
    board = ama.page.locator("#tableau")
    expect(board).to_contain_text("2 propositions écrites.")
    for words in ("Et la mairie", "Une navette le soir"):
        expect(board).to_contain_text(words)
    ama.follow(re.compile("Un banc devant chaque école$"))
    note_what_became_of_it(ama)
    bastien.go(DIALOGUE + "propositions/")
    expect(bastien.page.locator("main")).to_contain_text("Un banc devant chaque école")


def open_a_workshop(walker: Walker, subject: str) -> str:
    """Open a workshop of today, and give its address."""
    walker.go(DIALOGUE)
    walker.follow("Ouvrir un atelier")
    walker.page.get_by_label("Sujet de l’atelier").fill(subject)
    walker.page.get_by_label("Quand").fill("2026-11-22")
    walker.page.get_by_label("Thèmes").fill("Le matin\nLe soir")
    walker.press("Ouvrir l’atelier")
    expect(walker.page.locator("h1")).to_have_text(subject)
    return walker.page.url


def propose(walker: Walker, address: str, colour: str, title: str, points: str) -> None:
    """Type a proposition for one group."""
    walker.go(address)
    walker.follow(re.compile(f"Écrire pour {colour}", re.I))
    form = walker.page.locator("#ecrire")
    form.get_by_label("Thème").select_option(label="Le matin")
    form.get_by_label("Proposition").fill(title)
    form.get_by_label("Points").fill(points)
    walker.press("Écrire la proposition")
    expect(walker.page.locator("#tableau")).to_contain_text(title)


def note_what_became_of_it(walker: Walker) -> None:
    """Say where the proposition stands, as somebody does the year after."""
    walker.page.locator("summary", has_text="Dire où elle en est").click()
    follow = walker.page.locator("#suivi form")
    follow.locator("[name=status]").select_option(label="commencée")
    follow.get_by_label("Depuis").fill("2026")
    follow.get_by_label("porté par").fill("le conseil de quartier")
    walker.press("Noter")
    expect(walker.page.locator("#suivi")).to_contain_text("le conseil de quartier")
