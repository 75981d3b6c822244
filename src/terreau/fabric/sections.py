"""What the fabric adds to an alliance's overview, to a sheet, and knows of a person."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.actors.extensions import Section
from terreau.actors.models import Organisation
from terreau.alliances.extensions import Card
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import can_read_inside
from terreau.experiments.models import Contribution, Experiment
from terreau.fabric.models import ImportedNetwork, Introduction, NetworkWave
from terreau.fabric.scopes import NOBODY, Scope
from terreau.fabric.summaries import KeyFigure, wave_figures
from terreau.partnerships.models import Partnership, Party
from terreau.partnerships.reading import alliances_seen

SHOWN = 12
HAS_WAVE = Exists(NetworkWave.objects.filter(alliance=OuterRef("pk")).order_by())


def fabric_card(request: HttpRequest, alliance: Alliance) -> Card | None:
    """Show its members the last wave: one query, none where none was ever taken."""
    if not getattr(alliance, "has_wave", True) or not can_read_inside(request.posture, alliance):
        return None
    waves = NetworkWave.objects.filter(alliance=alliance).defer("network")
    wave = waves.order_by("-on", "-pk").first()
    if wave is None:
        return None
    scope = Scope(alliance=alliance)
    figures: list[KeyFigure] = wave_figures(wave.figures)
    context = {
        "wave": wave,
        "figures": figures,
        "url": scope.url(),
        "waves_url": scope.url("waves"),
    }
    return Card(_("La toile"), "fabric/_overview_card.html", context)


def links_of(request: HttpRequest, organisation: Organisation) -> Section | None:
    """Show with whom an organisation is publicly linked, in one query, none where nobody can be."""
    may_be = ("has_parties", "has_contributions")  # noted by the domains between
    if not any(getattr(organisation, name, True) for name in may_be):
        return None
    running = Partnership.objects.visible_to(NOBODY).accompanied().running()
    partnerships = Party.objects.current().filter(
        organisation=organisation, partnership__in=running.order_by().values("pk")
    )
    experiments = Contribution.objects.standing().filter(
        organisation=organisation,
        piece__experiment__in=Experiment.objects.visible_to(NOBODY).order_by().values("pk"),
    )
    partners = Party.objects.current().filter(
        partnership__in=partnerships.order_by().values("partnership")
    )
    bringers = Contribution.objects.standing().filter(
        piece__experiment__in=experiments.order_by().values("piece__experiment")
    )
    linked = (
        Organisation.objects.visible_to(request.user)
        .filter(
            Q(pk__in=partners.order_by().values("organisation"))
            | Q(pk__in=bringers.order_by().values("organisation"))
        )
        .exclude(pk=organisation.pk)
        .order_by("name", "pk")
    )
    rows = list(linked.only("uuid", "name", "world")[: SHOWN + 1])
    if not rows:
        return None
    context = {"rows": rows[:SHOWN], "has_more": len(rows) > SHOWN, "url": _web_of(organisation)}
    return Section(_("Ses liens"), "fabric/_of_organisation.html", context)


def tree_of(request: HttpRequest, partnership: Partnership) -> Section | None:
    """Lead from a partnership to the trees where it stands, without a query of its own."""
    found = alliances_seen(partnership, request.user)
    if not found:
        return None
    return Section(_("Sa place dans l’arbre"), "fabric/_of_partnership.html", {"alliances": found})


def _web_of(organisation: Organisation) -> str:
    """The fabric of the commune where it is seated."""
    place = organisation.place
    return Scope(territory=place).url() if place and place.kind == "commune" else ""


def fabric_data(person: Person) -> dict[str, Any]:
    """What Terreau keeps of what a person did of the fabric."""
    introductions = Introduction.objects.filter(by=person).select_related("first", "second")
    waves = NetworkWave.objects.filter(taken_by=person).defer("network", "figures")
    networks = ImportedNetwork.objects.filter(brought_by=person).defer("draft")
    return {
        "mises en relation": [
            {
                "organisations": [str(one.first), str(one.second)],
                "suite": str(one.get_state_display()),
                "précision": one.note,
                "le": one.at,
            }
            for one in introductions.order_by("at", "pk")
        ],
        "vagues prises": [
            {"au": one.on, "nom": one.label, "le": one.taken_at}
            for one in waves.order_by("taken_at", "pk")
        ],
        "réseaux repris": [
            {"fichier": one.name, "le": one.brought_at}
            for one in networks.order_by("brought_at", "pk")
        ],
    }
