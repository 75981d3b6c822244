"""Keep where the organisations are drawn, so that a picture stays the same between two visits."""

import datetime

from django.db import transaction
from django.utils import timezone

from terreau.fabric.bridge.layouts import place_all
from terreau.fabric.gathering import gather
from terreau.fabric.models import NetworkLayout
from terreau.fabric.networks import Network, linked_only
from terreau.fabric.scopes import Scope, living_scopes


@transaction.atomic
def keep_layout(scope: Scope, network: Network) -> NetworkLayout:
    """Place a network from where it was drawn; nothing moves while it says the same.

    Whoever left keeps a place: they may come back.
    """
    kept, _created = NetworkLayout.objects.select_for_update().get_or_create(**scope.columns)
    if kept.digest != network.digest:
        moved = place_all(linked_only(network), kept.positions, pinned=False)
        kept.positions, kept.digest = {**kept.positions, **moved}, network.digest
        kept.save()
    return kept


def keep_layouts(now: datetime.datetime) -> int:
    """Place the network of every alliance as its members see it today; tell how many there are."""
    done = 0
    for scope in living_scopes():
        network = gather(scope, is_inside=True, on=timezone.localdate(now))
        if network.links:
            keep_layout(scope, network)
            done += 1
    return done
