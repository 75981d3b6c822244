"""The fabric of the small France: two who are linked, a wave, a network to check, a suggestion."""

import datetime

from django.utils import timezone

from terreau.alliances.models import Alliance
from terreau.fabric.actions.waves import gather_all
from terreau.fabric.keeping import figures_of
from terreau.fabric.models import ImportedNetwork, ImportedTie, Introduction, NetworkWave
from terreau.fabric.networks import stored
from terreau.fabric.scopes import Scope
from terreau.territories.models import Territory

DAY = datetime.date(2024, 5, 13)


def fill_fabric(scenario, alliance: Alliance) -> None:
    """Add what the addresses of the fabric need."""
    first, second = (row.organisation for row in _members(alliance)[:2])
    drawn = ImportedNetwork.objects.create(
        alliance=alliance, name="liens.csv", posture="Bastien", confirmed_at=timezone.now()
    )
    ImportedTie.objects.create(network=drawn, first=first, second=second)
    draft = {"nodes": [], "ties": [], "refused": [], "told": []}
    waiting = ImportedNetwork.objects.create(
        alliance=alliance, name="kumu.csv", posture="Bastien", draft=draft
    )
    answered = Introduction.objects.create(
        alliance=alliance, first=first, second=second, state="known", posture="Bastien"
    )
    place = Territory.objects.get(kind="commune", code="94018")
    scenario.arguments |= {
        "fabric:wave_alliance.uuid": _wave(Scope(alliance=alliance)).uuid,
        "fabric:wave_territory.uuid": _wave(Scope(territory=place)).uuid,
        "fabric:export_alliance.name": "reseau.graphml",
        "fabric:export_territory.name": "liens.csv",
        "fabric:brought.uuid": waiting.uuid,
        "fabric:unbring.uuid": drawn.uuid,
        "fabric:meet_reopen.uuid": answered.uuid,
    }


def _members(alliance: Alliance):
    rows = alliance.memberships.filter(organisation__isnull=False)
    return rows.select_related("organisation").order_by("pk")


def _wave(scope: Scope) -> NetworkWave:
    network = gather_all(scope, DAY)
    return NetworkWave.objects.create(
        on=DAY,
        network=stored(network),
        figures=figures_of(network),
        digest=network.digest,
        posture="Bastien",
        **scope.columns,
    )
