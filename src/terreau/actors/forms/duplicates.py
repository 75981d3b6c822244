"""The filters of the list of duplicates, and the choice of two sheets by hand."""

import re
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.enums import ORGANISATION_WORLDS, PairState
from terreau.actors.models import Organisation
from terreau.territories.fields import TerritoriesField

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
LIKELY, POSSIBLE = "0.8", "0.5"


class DuplicatesForm(forms.Form):
    """Decision × world × likelihood × territory."""

    state = forms.ChoiceField(label=gettext_lazy("Décision"), required=False)
    world = forms.ChoiceField(label=gettext_lazy("Monde"), required=False)
    score = forms.ChoiceField(label=gettext_lazy("Vraisemblance"), required=False)
    t = TerritoriesField(label=gettext_lazy("Territoires"), required=False)

    def __init__(self, data=None, *args, **kwargs) -> None:
        super().__init__(data, *args, **{"label_suffix": "", **kwargs})
        self.fields["state"].choices = [
            ("", PairState.OPEN.label),
            (PairState.DISTINCT.value, PairState.DISTINCT.label),
        ]
        self.fields["world"].choices = [
            ("", _("tous les mondes")),
            *((world.value, world.label) for world in ORGANISATION_WORLDS),
        ]
        self.fields["score"].choices = [
            ("", _("toutes")),
            (POSSIBLE, _("plus d’une chance sur deux")),
            (LIKELY, _("très vraisemblable")),
        ]

    def narrow(self, pairs):
        """Keep the pairs that pass the filters; a wrong filter filters nothing."""
        self.is_valid()
        values = self.cleaned_data
        pairs = pairs.filter(state=values.get("state") or PairState.OPEN)
        if world := values.get("world"):
            pairs = pairs.filter(Q(first__world=world) | Q(second__world=world))
        if score := values.get("score"):
            pairs = pairs.filter(score__gte=float(score))
        units = values.get("t") or []
        return pairs.around(units) if units else pairs

    @property
    def is_filtering(self) -> bool:
        """Tell whether something is filtered."""
        return any(self.cleaned_data.get(name) for name in ("state", "world", "score", "t"))


class SheetAddressField(forms.CharField):
    """The address of a sheet, as pasted, or its number in Terreau."""

    def __init__(self, **kwargs) -> None:
        super().__init__(max_length=500, **kwargs)

    def clean(self, value) -> Organisation:
        """Find the sheet."""
        text = super().clean(value)
        found = _UUID.search(text)
        rows = Organisation.objects.filter(merged_into=None)
        sheet = rows.filter(uuid=UUID(found.group())).first() if found else None
        if sheet is None:
            raise ValidationError(
                _("Aucune fiche n’est à cette adresse. Collez l’adresse de la page de la fiche.")
            )
        return sheet


class TwoSheetsForm(forms.Form):
    """Two sheets that somebody recognised."""

    first = SheetAddressField(label=gettext_lazy("Adresse de la première fiche"))
    second = SheetAddressField(label=gettext_lazy("Adresse de la seconde fiche"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean(self):
        """Refuse the same sheet twice."""
        values = super().clean()
        if values.get("first") and values.get("first") == values.get("second"):
            raise ValidationError(_("Ces deux adresses mènent à la même fiche."))
        return values
