"""Take a wave: the network of a day and its figures, written once and never again."""

import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.posture import SESSION_KEY, Posture
from terreau.core.formats import format_long_date
from terreau.core.jobs import enqueue
from terreau.core.journal import record
from terreau.core.models import Job
from terreau.core.verdicts import Refused, require
from terreau.fabric.actions.layouts import keep_layout
from terreau.fabric.gathering import gather
from terreau.fabric.keeping import HEAVY, figures_of
from terreau.fabric.models import NetworkWave
from terreau.fabric.networks import Network, stored
from terreau.fabric.permissions import can_take_wave
from terreau.fabric.scopes import Scope

WAVE_KIND = "network-wave"
INSTANCE = "instance"


def take_wave(
    scope: Scope, *, label: str, on: datetime.date, by: Posture, now: datetime.datetime
) -> NetworkWave | Job:
    """Take a wave at once, or hand a large network over to a job."""
    require(can_take_wave(by, scope))
    if on > localdate(now):
        raise Refused(
            _("Une vague ne se prend pas sur un jour à venir. Choisissez une autre date.")
        )
    network = gather_all(scope, on)
    if not network.links:
        raise Refused(
            _(
                "Aucun lien n’est noté à cette date : il n’y a rien à garder. "
                "Choisissez-en une autre."
            )
        )
    if len(network.nodes) > HEAVY:
        return enqueue(
            WAVE_KIND, _payload(scope, label, on, by), by=by.person, key=f"wave:{scope.key}:{on}"
        )
    return write_wave(scope, network, uuid=uuid4(), label=label, on=on, by=by, now=now)


def gather_all(scope: Scope, on: datetime.date) -> Network:
    """Gather what a wave keeps: all that the members read, or what is public of a territory."""
    return gather(scope, is_inside=True, on=on)


def _payload(scope: Scope, label: str, on: datetime.date, by: Posture) -> dict[str, Any]:
    return {
        "alliance": scope.alliance.pk if scope.alliance else None,
        "territory": scope.territory.pk if scope.territory else None,
        # Chosen now: a job that is done twice writes one wave.
        "uuid": str(uuid4()),
        "label": label,
        "on": on.isoformat(),
        SESSION_KEY: str(by.mandate.pk) if by.mandate else "",
    }


def _drawn_today(
    scope: Scope, network: Network, on: datetime.date, now: datetime.datetime
) -> Network:
    """Give what the picture shows today: the web of a day gone by would set its places askew."""
    today = localdate(now)
    current = network if on == today else gather_all(scope, today)
    return current if current.links else network


@transaction.atomic
def write_wave(
    scope: Scope,
    network: Network,
    *,
    uuid: UUID,
    label: str,
    on: datetime.date,
    by: Posture,
    now: datetime.datetime,
) -> NetworkWave:
    """Write a wave; the one that carries this uuid already is given back."""
    require(can_take_wave(by, scope))
    if existing := NetworkWave.objects.filter(uuid=uuid).first():
        return existing
    wave = NetworkWave.objects.create(
        uuid=uuid,
        label=label.strip(),
        on=on,
        network=stored(network),
        figures=figures_of(network),
        digest=network.digest,
        taken_by=by.person,
        posture=by.label,
        taken_at=now,
        **scope.columns,
    )
    keep_layout(scope, _drawn_today(scope, network, on, now))
    record(
        scope.alliance.scope if scope.alliance else INSTANCE,
        "wave-taken",
        by=by.person,
        posture=by.label,
        params={"name": scope.name, "date": format_long_date(on)},
        now=now,
    )
    return wave
