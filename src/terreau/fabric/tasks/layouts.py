"""The pictures follow the networks, a few times a day."""

import datetime

from terreau.core.jobs.upkeep import upkeep
from terreau.fabric.actions.layouts import keep_layouts

EVERY_SECONDS = 6 * 3600.0


@upkeep("network-layouts", every_seconds=EVERY_SECONDS)
def follow_networks(now: datetime.datetime) -> None:
    """Place who arrived, and let the others move gently."""
    keep_layouts(now)
