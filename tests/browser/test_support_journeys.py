"""Accompany, log hours in one form, be told once: walked as each screen shows it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.walker import Walker

pytestmark = pytest.mark.browser
NOTES = {"phone": "Table du matin", "desktop": "Table du midi"}


def sign_in(walker: Walker, name: str) -> Walker:
    """Come as somebody of the demo."""
    walker.sign_in(f"{name}@exemple.test")
    return walker


def test_hours_are_logged_in_one_form_and_taken_back(way, screen: str) -> None:
    bastien = sign_in(way(), "bastien")
    bastien.go("/accompagnement/heures/")
    words = NOTES.get(screen, "Table du soir")
    bastien.page.get_by_label("30 min").check()
    bastien.page.get_by_label("lieu", exact=True).check()
    bastien.page.get_by_label("En deux mots").fill(words)
    bastien.press("Enregistrer")
    expect(bastien.page.locator("#mois")).to_contain_text(words)
    bastien.press("Annuler ce que je viens de noter")
    expect(bastien.page.locator("#mois")).not_to_contain_text(words)
    expect(bastien.page.get_by_label("En deux mots")).to_have_value(words)
    bastien.press("Enregistrer")
    bastien.go("/accompagnement/heures/bilan/")
    expect(bastien.page.locator("main")).to_contain_text("a noté")


def test_a_file_from_the_sheet_to_the_accord(way, screen: str) -> None:
    """One file an organisation and a screen: the three screens share one demo."""
    organisations = {"phone": "Fondation des Quatre Saisons", "desktop": "Boulangerie du Confluent"}
    name = organisations.get(screen, "Gazette des Bords de Marne")
    bastien = sign_in(way(), "bastien")
    bastien.go(f"/acteurs/?q={name.replace(' ', '+')}")
    bastien.page.locator("a.card-link", has_text=name).first.click()
    bastien.look()
    bastien.follow(re.compile("^Accompagner"))
    bastien.page.get_by_label("Ce qui est demandé").fill("Trouver deux partenaires")
    bastien.press("Ouvrir le dossier")
    bastien.page.get_by_label("Note", exact=True).fill("Rappeler jeudi")
    bastien.press("Garder pour moi")
    expect(bastien.page.locator("#notes")).to_contain_text("Rappeler jeudi")
    expect(bastien.page.locator("#notes-partagees")).not_to_contain_text("Rappeler jeudi")
    add_task(bastien)
    bastien.go("/accompagnement/")
    expect(bastien.page.locator("main")).to_contain_text("Prochaine tâche : Écrire au président")


def add_task(walker: Walker) -> None:
    """Unfold the form of a task, and add one."""
    walker.page.locator("summary", has_text="Ajouter une tâche").click()
    walker.page.get_by_label("Tâche").fill("Écrire au président")
    walker.press("Ajouter")
    expect(walker.page.locator("#taches")).to_contain_text("Écrire au président")


def test_the_inbox_is_arranged_and_its_digest_is_seen_and_stopped(way) -> None:
    ama = sign_in(way(), "ama")
    ama.go("/a-faire/")
    ama.follow("Par nature")
    ama.go("/a-faire/?par=alliance")
    ama.follow("Recevoir un résumé par courriel")
    expect(ama.page.locator("main")).to_contain_text("Prochain message possible")
    ama.go("/compte/messages/apercu/")
    ama.go("/compte/messages/")
    ama.page.get_by_label("jamais", exact=True).check()
    ama.press("Enregistrer")
    expect(ama.page.locator("main")).to_contain_text("Aucun message ne part")
    ama.page.get_by_label("chaque semaine").check()
    ama.press("Enregistrer")
