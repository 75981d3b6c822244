"""Waves of large networks, computed in the background."""

import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.posture import SESSION_KEY, choose_posture, current_mandates
from terreau.alliances.models import Alliance
from terreau.core.jobs import Progress, job
from terreau.fabric.actions.waves import WAVE_KIND, gather_all, write_wave
from terreau.fabric.keeping import figures_of
from terreau.fabric.scopes import Scope
from terreau.territories.models import Territory

STEPS = 3


@job(WAVE_KIND, label=gettext_lazy("Vague d’un réseau"), retries=2, resumable=True)
def take_large_wave(progress: Progress, payload: dict) -> dict:
    """Read, compute, write; killed anywhere, it starts again and writes one wave only."""
    scope = Scope(
        Alliance.objects.filter(pk=payload["alliance"]).first(),
        Territory.objects.filter(pk=payload["territory"]).first(),
    )
    on = datetime.date.fromisoformat(payload["on"])
    progress.advance(0, STEPS, _("Lecture des liens"))
    network = gather_all(scope, on)
    progress.advance(1, STEPS, _("Calcul des chiffres"))
    figures_of(network)
    progress.advance(2, STEPS, _("Écriture de la vague"))
    now, person = timezone.now(), progress.requested_by
    mandates = current_mandates(person, today=timezone.localdate(now))
    by = choose_posture(person, mandates, payload[SESSION_KEY])
    with transaction.atomic():
        wave = write_wave(
            scope,
            network,
            uuid=UUID(payload["uuid"]),
            label=payload["label"],
            on=on,
            by=by,
            now=now,
        )
    progress.advance(STEPS, STEPS)
    return {"url": scope.url("wave", wave.uuid), "url_label": _("Lire la vague")}
