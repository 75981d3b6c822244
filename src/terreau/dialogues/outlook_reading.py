"""Crossed views for the pages of this domain, and for the diagnosis that stands above it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from terreau.actors.enums import ActorWorld
from terreau.alliances.models import Alliance
from terreau.core.formats import format_number
from terreau.dialogues.bridge.outlooks import OutlookView, view_outlook
from terreau.dialogues.models import Outlook

STRONG, PARTIAL = 0.7, 0.4  # the usual readings of W (Schmidt, 1997)


@dataclass(frozen=True)
class PerceivedChallenge:
    """How the worlds perceive one challenge, as the diagnosis reads it (R6)."""

    challenge: int
    means: dict[str, float | None]
    bases: dict[str, int]


def latest_outlook(alliance: Alliance) -> Outlook | None:
    """The last revealed crossed views of an alliance."""
    shown = Outlook.objects.filter(alliance=alliance, revealed_at__isnull=False)
    return shown.order_by("-opens_at", "-pk").first()


def outlook_by_world(alliance: Alliance) -> list[PerceivedChallenge]:
    """Give what each world perceives of each challenge; nothing before it was revealed."""
    outlook = latest_outlook(alliance)
    if outlook is None:
        return []
    return [
        PerceivedChallenge(
            one.item.challenge_id,
            {view.world: view.mean for view in one.views},
            {view.world: view.base for view in one.views},
        )
        for one in view_outlook(outlook).items
        if one.item.challenge_id
    ]


def agreement_words(view: OutlookView) -> str:
    """Say in words whether the worlds put the subjects in the same order."""
    found = view.agreement
    if found is None or found.w is None:
        return _("Trop peu de mondes ont répondu pour dire s’ils voient le même ordre.")
    told = {"w": format_number(found.w, 2), "n": found.raters}
    if found.p is None:
        sentence = _(
            "Accord sur l’ordre : W de Kendall %(w)s, sur %(n)s mondes ; "
            "trop peu pour écarter le hasard."
        )
        return sentence % told
    told["p"] = format_number(found.p, 3)
    if found.w >= STRONG:
        sentence = _(
            "Les mondes voient à peu près le même ordre : W de Kendall %(w)s, sur %(n)s mondes ; "
            "probabilité que ce soit le hasard : %(p)s."
        )
    elif found.w >= PARTIAL:
        sentence = _(
            "Les mondes s’accordent sur une partie de l’ordre : W de Kendall %(w)s, sur %(n)s "
            "mondes ; probabilité que ce soit le hasard : %(p)s."
        )
    else:
        sentence = _(
            "Chaque monde voit son propre ordre : W de Kendall %(w)s, sur %(n)s mondes ; "
            "probabilité que ce soit le hasard : %(p)s."
        )
    return sentence % told


def gap_words(view: OutlookView) -> list[str]:
    """Say the three widest gaps between two worlds."""
    gaps = sorted(
        ((one.widest, one.item) for one in view.items if one.widest and one.widest[2] >= 1),
        key=lambda pair: -pair[0][2],
    )
    return [
        _("« %(item)s » : %(gap)s points d’écart ; %(high)s y voient plus que %(low)s.")
        % {
            "item": item.label,
            "gap": format_number(widest[2], 1),
            "high": ActorWorld(widest[0]).label,
            "low": ActorWorld(widest[1]).label,
        }
        for widest, item in gaps[:3]
    ]
