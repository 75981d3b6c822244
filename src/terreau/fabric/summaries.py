"""The few figures that stand beside the picture, each with its base."""

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from terreau.core.formats import format_number, format_percent
from terreau.fabric.networks import Network
from terreau.fabric.words import links_words, organisations_words


class KeyFigure(NamedTuple):
    """One figure, its words and what it is counted on."""

    value: str
    label: str
    base: str


def key_figures(network: Network) -> list[KeyFigure]:
    """Count what needs no computing: organisations, links, links between two worlds."""
    size, links = len(network.nodes), len(network.links)
    crossing = sum(
        network.nodes[link.first].world != network.nodes[link.second].world
        for link in network.links
    )
    figures = [
        KeyFigure(
            format_number(size - network.alone),
            _("organisations reliées"),
            _("sur %(all)s") % {"all": organisations_words(size)},
        ),
        KeyFigure(
            format_number(links),
            _("liens"),
            _("une paire d’organisations compte une fois, quel que soit ce qui la relie"),
        ),
    ]
    if links:
        figures.append(
            KeyFigure(
                format_percent(crossing / links),
                _("des liens passent d’un monde à un autre"),
                _("%(count)s sur %(all)s")
                % {"count": format_number(crossing), "all": links_words(links)},
            )
        )
    return figures


def years_of(network: Network, on: datetime.date) -> list[tuple[int, str, bool]]:
    """List the ends of year since the first link: (year, day, is chosen)."""
    known = [link.since for link in network.links if link.since]
    if not known:
        return []
    first = max(min(known).year, on.year - 11)
    return [
        (year, f"{year}-12-31", on == datetime.date(year, 12, 31)) for year in range(first, on.year)
    ]


def national_figures(partnerships: QuerySet, experiments: QuerySet) -> list[KeyFigure]:
    """Count what is public in the whole instance, in two queries."""
    partners = partnerships.aggregate(
        count=Count("pk", distinct=True),
        parties=Count("parties__organisation", distinct=True, filter=Q(parties__left_on=None)),
    )
    tried = experiments.aggregate(
        count=Count("pk", distinct=True),
        bringers=Count(
            "pieces__contributions__organisation",
            distinct=True,
            filter=~Q(pieces__contributions__state__in=("asked", "declined", "withdrawn")),
        ),
    )
    return [
        KeyFigure(
            format_number(partners["count"]),
            _("partenariats publics"),
            _("entre %(all)s") % {"all": organisations_words(partners["parties"])},
        ),
        KeyFigure(
            format_number(tried["count"]),
            _("expérimentations publiques"),
            _("avec les apports de %(all)s") % {"all": organisations_words(tried["bringers"])},
        ),
    ]


def wave_figures(figures: Mapping[str, Any]) -> list[KeyFigure]:
    """Read again the few figures of a wave."""
    mixing = figures["mixing"]
    base = mixing["internal"] + mixing["external"]
    return [
        KeyFigure(
            format_number(figures["links"]),
            _("liens"),
            _("entre %(all)s") % {"all": organisations_words(figures["organisations"])},
        ),
        KeyFigure(
            format_percent(mixing["external"] / base) if base else _("inconnu"),
            _("des liens passent d’un monde à un autre"),
            _("%(count)s sur %(all)s")
            % {"count": format_number(mixing["external"]), "all": links_words(base)},
        ),
    ]
