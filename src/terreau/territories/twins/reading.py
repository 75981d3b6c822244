"""What the pages of a subject show: its portrait, its family, and the choices made."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import QueryDict
from django.utils.translation import gettext as _

from terreau.core.pictures import Picture
from terreau.territories.density import (
    DensityPortrait,
    density_sums,
    tell_commune_density,
    tell_unit_density,
)
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import ReferenceSource, Territory
from terreau.territories.programmes import tell_layer
from terreau.territories.twins.choices import TwinsForm
from terreau.territories.twins.family_map import draw_family_map
from terreau.territories.twins.picture import draw_twins
from terreau.territories.twins.portrait import Portrait, portray_subject, read_figures, shelves_for
from terreau.territories.twins.searching import Search, left_out, place_subject, search_twins
from terreau.territories.twins.shelf import Held
from terreau.territories.twins.subjects import Subject
from terreau.territories.twins.telling import (
    tell_apart,
    tell_band,
    tell_country,
    tell_differences,
    tell_family,
    tell_kept,
    tell_likeness,
    tell_near,
    tell_stability,
)


@dataclass(frozen=True)
class ToldMember:
    """One member of the family, in words."""

    territory: Territory
    kept: str
    near: str
    apart: str
    same_kind: bool


def portrait_context(subject: Subject, data: QueryDict, held: Held) -> dict[str, Any]:
    """Give what the portrait shows, words before the picture."""
    portrait, _form = _read(subject, data, held)
    subject, search = portrait.subject, portrait.search
    return {
        "subject": subject,
        "portrait": portrait,
        "family_words": tell_family(search),
        "stability_words": tell_stability(search),
        "likeness": tell_likeness(portrait),
        "differences": tell_differences(portrait),
        "beside_country": tell_country(portrait),
        "picture": _picture(portrait),
        "density": _density(subject),
        "members_vintage": _members_vintage(subject),
        "programmes": [(one.is_over, tell_layer(one), one) for one in portrait.programmes],
        "errors": [],
    }


def twins_context(subject: Subject, data: QueryDict, held: Held) -> dict[str, Any]:
    """Give what the page of the family shows."""
    portrait, form = _read(subject, data, held)
    subject, search = portrait.subject, portrait.search
    own = {line.figure.slug: line.figure.value for line in portrait.lines}
    own |= {figure.slug: figure.value for figure in portrait.sizes}
    return {
        "subject": subject,
        "form": form,
        "search": search,
        "family_words": tell_family(search),
        "stability_words": tell_stability(search),
        "hint": _hint(subject, search),
        "bands": _bands(search, own),
        "unknown": _names(search, search.unknown),
        "left_out": _names(search, search.shelf.left_out),
        "map": draw_family_map(subject, search),
        "picture": _picture(portrait),
        "errors": [],
    }


def _bands(search: Search, own: dict[str, float | None]) -> list[tuple[str, list[ToldMember]]]:
    """The members by nearness, in alphabetical order inside: small differences mean nothing."""
    found: dict[str, list[ToldMember]] = {}
    for member in search.members:
        told = ToldMember(
            member.territory,
            tell_kept(member),
            tell_near(search.shelf, member.twin),
            tell_apart(search.shelf, member.twin, own),
            member.twin.same_kind,
        )
        found.setdefault(tell_band(member.twin), []).append(told)
    return [
        (band, sorted(some, key=lambda one: (one.territory.folded_name, one.territory.pk)))
        for band, some in found.items()
    ]


def _read(subject: Subject, data: QueryDict, held: Held) -> tuple[Portrait, TwinsForm]:
    figures = read_figures(subject, held)
    subject, shelf = place_subject(subject, figures, shelves_for(subject, held))
    form = TwinsForm(data, subject=subject, shelf=shelf)
    if subject.level:
        settings = form.settings(left_out(subject, form.excluded))
        search = search_twins(subject, shelf, figures, settings)
    else:
        search = Search(shelf, form.settings(frozenset()), reason=_no_level(subject))
    return portray_subject(subject, figures, search), form


def _no_level(subject: Subject) -> str:
    if subject.units[0].kind == TerritoryKind.REGION:
        return _(
            "Les régions sont trop peu nombreuses pour que l’on y cherche une famille : les "
            "chiffres se lisent ici à côté de ceux de la France."
        )
    return _(
        "Ce territoire est hors de la plupart des statistiques : on ne lui cherche pas de famille."
    )


def _picture(portrait: Portrait) -> Picture | None:
    if not any(line.figure.value is not None for line in portrait.lines):
        return None
    return draw_twins(
        portrait.lines, name=portrait.subject.label, family=len(portrait.search.members)
    )


def _density(subject: Subject) -> DensityPortrait | None:
    unit = subject.unit
    if unit is not None and not unit.is_whole:
        return tell_commune_density(unit)
    sums = Territory.objects.communes_of(subject.units).aggregate(
        communes=Count("pk"), **density_sums()
    )
    return tell_unit_density(sums)


def _members_vintage(subject: Subject) -> str:
    """Of which day the status of an intercommunalité is, as its source says."""
    if subject.unit is None or not subject.unit.epci_type:
        return ""
    found = ReferenceSource.objects.filter(slug="dgcl-intercommunalites")
    return next(iter(found.values_list("vintage", flat=True)), "")


def _hint(subject: Subject, search: Search) -> str:
    """Propose another level when nobody of this one is near."""
    if not subject.is_free or any(one.twin.band != "far" for one in search.members):
        return ""
    return _(
        "Personne n’est vraiment proche à ce niveau : essayez de comparer ce périmètre avec des "
        "communes, des intercommunalités ou des départements."
    )


def _names(search: Search, slugs: tuple[str, ...]) -> list[str]:
    return [str(search.shelf.indicators[slug].name) for slug in slugs]
