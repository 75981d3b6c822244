"""Figures of the first page, each with its base (R7)."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Q, Subquery, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.actors.models import Organisation
from terreau.core.formats import format_compact, format_number
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import ReferenceImport, Territory


@dataclass(frozen=True)
class KeyFigure:
    """A number, what it counts, and of what."""

    value: str
    label: str
    base: str


def referential_stamp() -> tuple:
    """Change when the referential does, for the price of look-ups by key, in one query."""
    loaded = ReferenceImport.objects.order_by("-pk")[:1]
    last = Territory.objects.order_by("-pk").values_list(
        *("pk", "code", "name"), Subquery(loaded.values("pk")), Subquery(loaded.values("loaded_at"))
    )
    return last.first() or ()


@lru_cache(maxsize=4)
def _communes(_stamp: tuple) -> dict[str, int | None]:
    """Count the communes and their inhabitants, anew only when the referential has changed."""
    return Territory.objects.filter(kind=TerritoryKind.COMMUNE, is_obsolete=False).aggregate(
        count=Count("pk"), people=Sum("population"), known=Count("population")
    )


def home_figures(person, alliances: int, stamp: tuple) -> list[KeyFigure]:
    """Count alliances, organisations and communes."""
    communes = _communes(stamp)
    actors = Organisation.objects.visible_to(person).aggregate(
        count=Count("pk"), worlds=Count("world", distinct=True)
    )
    return [
        KeyFigure(
            format_number(alliances),
            ngettext("alliance publiée", "alliances publiées", alliances),
            _("Base : les alliances que leurs membres ont choisi de montrer sur cette instance."),
        ),
        KeyFigure(
            format_number(actors["count"]),
            ngettext("organisation", "organisations", actors["count"]),
            ngettext(
                "Base : les fiches visibles par vous, de %(worlds)s monde.",
                "Base : les fiches visibles par vous, de %(worlds)s mondes.",
                actors["worlds"],
            )
            % {"worlds": actors["worlds"]},
        ),
        KeyFigure(
            format_number(communes["count"]),
            ngettext("commune", "communes", communes["count"]),
            _("Base : référentiel officiel chargé ; %(people)s habitants dans %(known)s communes.")
            % {
                "people": format_compact(communes["people"]),
                "known": format_number(communes["known"]),
            },
        ),
    ]


def matching(words: str, *fields: str) -> Q:
    """Ask that each word typed be in one of the fields."""
    asked = Q()
    for word in words.split()[:8]:
        one = Q()
        for field in fields:
            one |= Q(**{f"{field}__icontains": word})
        asked &= one
    return asked
