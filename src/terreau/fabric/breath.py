"""« Le souffle »: on whom the alliance rests, and what has gone quiet, said kindly."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from terreau.alliances.models import Alliance
from terreau.core.formats import format_number, format_percent
from terreau.fabric.acts import Acts, acts_of, days_before
from terreau.fabric.bridge.loads import Exhaustion, find_quiet, measure_load
from terreau.fabric.networks import Node
from terreau.fabric.summaries import KeyFigure
from terreau.fabric.words import organisations_words

ACT_NAMES = {
    "contributions": gettext_lazy("contributions"),
    "steps": gettext_lazy("petits pas"),
    "promises": gettext_lazy("suites promises"),
    "sessions": gettext_lazy("temps animés"),
    "facilitation": gettext_lazy("facilitations en cours"),
}
HEAVY_SHARE = 0.6
IN_YEARS = 24  # months from which a silence is told in years


@dataclass(frozen=True)
class Breath:
    """What is carried, by how many, and who gave no sign for long."""

    figures: Sequence[KeyFigure]
    base: str
    said: str
    carriers: Sequence[Node]
    quiet: Sequence[tuple[Node, str]]
    never: Sequence[Node]
    last_of_all: datetime.date | None
    is_asleep: bool


def read_breath(
    alliance: Alliance, nodes: Sequence[Node], *, months: int, today: datetime.date
) -> Breath:
    """Read the load of the members over some months, and the silence that lasts as long."""
    acts = acts_of(alliance, since=days_before(today, months), today=today)
    members = {node.key: node for node in nodes if node.is_member}
    load = measure_load({key: acts.counts.get(key, 0) for key in members})
    quiet = find_quiet(
        {key: acts.last.get(key) for key in members},
        today=today,
        days=(today - days_before(today, months)).days,
    )
    carriers = sorted((members[int(key)] for key in load.busiest), key=lambda node: node.name)
    last = acts.last_of_all
    return Breath(
        _figures(load),
        _base(acts, load, months),
        _said(load),
        carriers,
        [(members[int(key)], _since(days)) for key, days in quiet.asleep],
        sorted((members[int(key)] for key in quiet.never), key=lambda node: node.name),
        last,
        last is not None and last < days_before(today, months),
    )


def _figures(load: Exhaustion) -> list[KeyFigure]:
    if not load.acts:
        return []
    return [
        KeyFigure(
            format_percent(load.top_share),
            _("des actes portés par les trois qui en font le plus"),
            _("%(acts)s actes de %(all)s")
            % {"acts": format_number(load.acts), "all": organisations_words(load.actors)},
        ),
        KeyFigure(
            format_number(load.gini, 2),
            _("indice de Gini"),
            _("0 quand toutes font autant, près de 1 quand une seule fait tout"),
        ),
        KeyFigure(
            format_number(load.effective, 1),
            _("organisations qui portent, à parts égales"),
            _("la moitié des actes tient à %(half)s")
            % {"half": organisations_words(load.half or 0)},
        ),
    ]


def _base(acts: Acts, load: Exhaustion, months: int) -> str:
    kinds = ", ".join(
        f"{ACT_NAMES[kind]} : {format_number(count)}" for kind, count in sorted(acts.kinds.items())
    )
    return _("Base : %(acts)s actes notés depuis %(months)s mois par les membres (%(kinds)s).") % {
        "acts": format_number(load.acts),
        "months": format_number(months),
        "kinds": kinds or _("aucun"),
    }


def _said(load: Exhaustion) -> str:
    if not load.acts:
        return _("Aucun acte n’est noté sur cette période : rien ne peut être dit de la charge.")
    if load.top_share is not None and load.top_share >= HEAVY_SHARE and load.actors > 4:
        return _(
            "L’alliance doit beaucoup à quelques-unes. Merci à elles : c’est le bon moment pour "
            "leur proposer un relais, avant que la fatigue ne vienne."
        )
    return _("La charge est partagée : personne ne porte l’alliance seul.")


def _since(days: int) -> str:
    months = max(1, round(days / 30.44))
    if months >= IN_YEARS:
        years = months // 12
        return ngettext("%(count)s an sans signe", "%(count)s ans sans signe", years) % {
            "count": format_number(years)
        }
    return ngettext("%(count)s mois sans signe", "%(count)s mois sans signe", months) % {
        "count": format_number(months)
    }
