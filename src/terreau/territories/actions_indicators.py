"""Acts on the indicators that persons bring: declare, amend, withdraw, bring figures in."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from terreau.core.journal import record
from terreau.core.verdicts import require
from terreau.territories.indicators.cells import FigureCell, Place, merge_cells
from terreau.territories.models import Indicator, ReferenceImport
from terreau.territories.permissions import can_amend_indicator, can_manage_indicators

LONGEST_SLUG = 50


@transaction.atomic
def declare_indicator(values: Mapping[str, Any], *, by: Any, now: datetime.datetime) -> Indicator:
    """Add an indicator that a person brings, with its definition and its source."""
    require(can_manage_indicators(by))
    indicator = Indicator(slug=_free_slug(values["name"]), is_local=True, **values)
    indicator.full_clean()
    indicator.save()
    _tell("indicator-declared", indicator.name, by=by, now=now)
    return indicator


@transaction.atomic
def amend_indicator(
    indicator: Indicator, values: Mapping[str, Any], *, by: Any, now: datetime.datetime
) -> Indicator:
    """Say better what an indicator that a person brought means."""
    require(can_amend_indicator(by, indicator))
    for name, value in values.items():
        setattr(indicator, name, value)
    indicator.full_clean()
    indicator.save()
    _tell("indicator-amended", indicator.name, by=by, now=now)
    return indicator


@transaction.atomic
def withdraw_indicator(indicator: Indicator, *, by: Any, now: datetime.datetime) -> None:
    """Remove an indicator that a person brought, and its figures, unless others stand on it."""
    require(can_amend_indicator(by, indicator))
    slug = indicator.slug
    users = Indicator.objects.filter(
        Q(numerator_slug=slug) | Q(denominator_slug=slug) | Q(weight_slug=slug)
    ).first()
    if users is not None:
        raise ValidationError(
            _("« %(name)s » est calculé avec cet indicateur : retirez-le d’abord.")
            % {"name": users.name}
        )
    name = indicator.name
    indicator.delete()
    _tell("indicator-withdrawn", name, by=by, now=now)


@transaction.atomic
def bring_figures(
    cells: Iterable[FigureCell], *, without: Iterable[Place] = (), by: Any, now: datetime.datetime
) -> None:
    """Put figures among those of indicators that persons brought, or take some back."""
    require(can_manage_indicators(by))
    cells, without = list(cells), list(without)
    slugs = {cell.slug for cell in cells} | {place[0] for place in without}
    # Two imports at once would each write the series without the figures of the other.
    locked = Indicator.objects.select_for_update().filter(slug__in=slugs, is_local=True)
    names = {one.slug: one.name for one in locked}
    if set(names) != slugs:
        raise ValidationError(
            _("Les chiffres d’une source officielle ne s’apportent pas à la main.")
        )
    loaded = ReferenceImport.objects.order_by("-pk").first()
    merge_cells(cells, without=without, vintage=loaded.vintage if loaded else "")
    for name in sorted(names.values()):
        _tell("indicator-figures-brought", name, by=by, now=now)


def _free_slug(name: str) -> str:
    stem = f"local-{slugify(name)[:LONGEST_SLUG]}".rstrip("-")
    taken = set(Indicator.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{rank}" for rank in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *numbered) if slug not in taken)


def _tell(verb: str, name: str, *, by: Any, now: datetime.datetime) -> None:
    record("instance", verb, by=by, posture=_("en mon nom"), params={"name": name}, now=now)
