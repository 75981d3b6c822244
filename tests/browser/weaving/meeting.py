"""Meet: the event is announced, everybody is seated and welcomed, and who met is read."""

import datetime
import re

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.walker import Walker
from tests.browser.weaving.company import (
    BAKERY,
    SLUG,
    YOUTH,
    Company,
    conduct,
    wait_for,
)

MEETINGS = f"/alliances/{SLUG}/rencontres/"
AMA, LUCIEN, VISITOR = "Ama Diallo", "Lucien Petit", "Rose Blin"
NEIGHBOUR = "Une voisine"


def meet(company: Company) -> str:
    """Hold one meeting with its rounds; give its title."""
    bastien, title = company("bastien"), company.named("Se rencontrer")
    address = announce(bastien, title)
    guests = {AMA: YOUTH, LUCIEN: BAKERY, VISITOR: company.visitors}
    for name, organisation in guests.items():
        add_by_hand(bastien, address, name, organisation)
    register_by_the_door(company.make(), bastien, address)
    seat_everybody(bastien, address)
    welcome_all(bastien, address, (*guests, NEIGHBOUR))
    bastien.go(f"{address}suites/")
    bastien.press("Relire le plan et les présences")
    expect(bastien.page.locator("main")).to_contain_text("rencontrées")
    expect(bastien.page.locator("main .tag-leaf", has_text="première fois").first).to_be_visible()
    promise_something(bastien)
    bastien.go(address)
    return title


def announce(walker: Walker, title: str) -> str:
    """Prepare a meeting of today and announce it."""
    walker.go(f"{MEETINGS}nouvelle/")
    page, now = walker.page, timezone.localtime()
    page.get_by_label("mise en relation").check()
    page.get_by_label("Titre").fill(title)
    for label, hours in (("Début", 1), ("Fin", 3)):
        moment = now + datetime.timedelta(hours=hours)
        page.get_by_label(label, exact=True).fill(moment.strftime("%Y-%m-%dT%H:%M"))
    walker.press("Enregistrer")
    expect(page.locator("h1")).to_have_text(title)
    conduct(walker, "Annoncer")
    return page.url


def add_by_hand(walker: Walker, address: str, name: str, organisation: str) -> None:
    """Register somebody who telephoned, by the keyboard alone where the form is open."""
    walker.go(f"{address}inscriptions/ajouter/")
    walker.page.get_by_label("Organisation").fill(organisation)
    walker.page.get_by_label("Nom", exact=True).fill(name)
    walker.page.keyboard.press("Enter")
    expect(walker.page.locator("main")).to_contain_text(name)


def register_by_the_door(inhabitant: Walker, facilitator: Walker, address: str) -> None:
    """Register without account, by the code that was passed round."""
    facilitator.page.goto(address)
    code = re.search(r"/r/(\w+)/", facilitator.page.content()).group(1)
    inhabitant.go(f"/r/{code}/")
    inhabitant.page.get_by_label("Votre nom").fill(NEIGHBOUR)
    inhabitant.press("M’inscrire")
    expect(inhabitant.page.locator("main")).to_contain_text("inscrite")


def seat_everybody(walker: Walker, address: str) -> None:
    """Have the rounds computed, look at them, keep them; badges and sheets can be printed."""
    walker.go(f"{address}tours/calculer/")
    walker.page.get_by_label("Nombre de tours").fill("3")
    walker.page.get_by_label("Personnes par table").fill("2")
    walker.press("Calculer")
    wait_for(walker, f"{address}tours/", "3 tours, tables de 2")
    walker.follow("3 tours, tables de 2")
    walker.page.get_by_role("button", name=re.compile("[Rr]etenir")).click()
    walker.look()
    expect(walker.page.locator("main")).to_contain_text("Tour 1")
    walker.go(f"{address}badges/")


def welcome_all(walker: Walker, address: str, names: tuple[str, ...]) -> None:
    """Note everybody present, by the big buttons of a phone."""
    walker.go(f"{address}accueil/")
    for name in names:
        walker.page.get_by_role("button", name=re.compile(f"Présente.*{name}", re.S)).click()
        expect(walker.page.locator("li", has_text=name)).to_contain_text("notée à")
    walker.look()


def promise_something(walker: Walker) -> None:
    """Note what two of them promised each other."""
    walker.follow(re.compile("Noter une suite"))
    walker.page.get_by_label("Suite promise").fill("Se revoir avec l’équipe")
    walker.press("Enregistrer")
    expect(walker.page.locator("main")).to_contain_text("Se revoir avec l’équipe")
