"""The filters of the directory: the list, the map, the open files and the API read them alike."""

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import (
    ORGANISATION_WORLDS,
    FreshnessLevel,
    Lifecycle,
    ResourceDirection,
    ResourceNature,
    SizeClass,
)
from terreau.actors.models import ActionDomain
from terreau.actors.models.organisations import OrganisationQuerySet
from terreau.actors.search.finding import Answer, find, narrowed
from terreau.actors.search.queries import LONGEST_TEXT, Filters, read_words
from terreau.territories.fields import TerritoriesField
from terreau.territories.models import Territory

AROUND = "around"
PLAIN = ("q", "world", "domain", "where", "nature", "direction", "size", "fresh", "state")


def _choices(anything: Any, values: Any) -> list[tuple[str, Any]]:
    return [("", anything), *((value.value, value.label) for value in values)]


def _choice(label: Any, anything: Any, values: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=_choices(anything, values))


class TypedField(forms.CharField):
    """What is typed while one searches: cut rather than refused."""

    def to_python(self, value: Any) -> str:
        return super().to_python((value or "").replace("\x00", ""))[:LONGEST_TEXT]


class DirectoryForm(forms.Form):
    """Words × world × domain × territory × offers and needs × size × freshness × situation."""

    q = TypedField(
        label=_("Nom, sigle, savoir-faire, offre ou besoin"),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "maxlength": LONGEST_TEXT}
        ),
    )
    world = _choice(_("Monde"), _("tous les mondes"), ORGANISATION_WORLDS)
    domain = forms.ChoiceField(label=_("Domaine"), required=False)
    t = TerritoriesField(label=_("Territoires"), required=False)
    where = forms.ChoiceField(
        label=_("Présence"),
        required=False,
        choices=[
            ("", _("siège ou action")),
            ("seat", _("siège")),
            ("acts", _("action")),
            (AROUND, _("partout, les plus proches d’abord")),
        ],
    )
    direction = _choice(_("Offre ou besoin"), _("peu importe"), ResourceDirection)
    nature = _choice(_("Nature"), _("toutes les natures"), ResourceNature)
    size = _choice(_("Effectif"), _("tous les effectifs"), SizeClass)
    fresh = _choice(_("Fraîcheur de la fiche"), _("toutes les fiches"), FreshnessLevel)
    state = _choice(_("Situation"), _("toutes les situations"), Lifecycle)
    sort = forms.ChoiceField(
        label=_("Ranger par"),
        required=False,
        choices=[
            ("", _("ce qui convient")),
            ("name", _("nom")),
            ("recent", _("fiche modifiée récemment")),
            ("freshness", _("fiche vérifiée récemment")),
        ],
    )

    def __init__(self, data: Mapping | None = None, *args, **kwargs) -> None:
        super().__init__(data, *args, **{"label_suffix": "", **kwargs})
        domains = [(domain.code, str(domain)) for domain in ActionDomain.objects.all()]
        self.fields["domain"].choices = [("", _("tous les domaines")), *domains]

    @cached_property
    def values(self) -> dict[str, Any]:
        """The filters that could be read; a wrong one filters nothing."""
        self.is_valid()
        return self.cleaned_data

    @property
    def territories(self) -> list[Territory]:
        """The territories that were found."""
        return self.values.get("t") or []

    @property
    def is_filtering(self) -> bool:
        """Tell whether the person narrowed the list."""
        return bool(self.territories) or any(self.values.get(name) for name in PLAIN)

    @property
    def has_more(self) -> bool:
        """Tell whether one of the filters that are folded away is in use."""
        return bool(self.territories) or any(self.values.get(n) for n in PLAIN[2:])

    def filters(self, today: datetime.date) -> Filters:
        """What the search understands."""
        values, units = self.values, self.territories
        is_around = values.get("where") == AROUND
        located = [unit for unit in units if unit.lat is not None]
        return Filters(
            today=today,
            words=read_words(values.get("q", "")),
            worlds=frozenset(_one(values, "world")),
            domains=_one(values, "domain"),
            territories=() if is_around else tuple(units),
            where="" if is_around else values.get("where", ""),
            natures=_one(values, "nature"),
            direction=values.get("direction", ""),
            sizes=_one(values, "size"),
            freshness=values.get("fresh", ""),
            lifecycle=values.get("state", ""),
            sort=values.get("sort") or ("near" if is_around else ""),
            near=located[0] if is_around and located else None,
        )

    def answer(self, *, signed_in: bool, today: datetime.date) -> Answer:
        """Find the sheets that pass."""
        return find(self.filters(today), signed_in=signed_in)[0]

    def narrow(
        self,
        organisations: OrganisationQuerySet,
        *,
        today: datetime.date | None = None,
        signed_in: bool = False,
    ) -> OrganisationQuerySet:
        """Keep the organisations that pass the filters; the caller orders them."""
        if not self.is_filtering:
            return organisations
        answer = self.answer(signed_in=signed_in, today=today or localdate())
        return narrowed(organisations, answer)


def _one(values: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return (values[name],) if values.get(name) else ()
