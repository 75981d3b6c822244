"""Filter the matrix by its three axes."""

from collections.abc import Mapping

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ActorWorld

VIEWS = [("mondes", _("Mondes")), ("territoires", _("Territoires")), ("membres", _("Membres"))]


class CoverageFilterForm(forms.Form):
    """A world, a domain, a territory; each optional, and the view that is shown."""

    monde = forms.ChoiceField(label=_("Monde"), required=False)
    domaine = forms.ChoiceField(label=_("Domaine"), required=False)
    territoire = forms.ChoiceField(label=_("Territoire"), required=False)
    vue = forms.ChoiceField(choices=VIEWS, required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, worlds, domains: Mapping[str, str], units: Mapping[str, str]):
        super().__init__(data)
        names = dict(ActorWorld.choices)
        self._offer("monde", {world: str(names[world]) for world in worlds})
        self._offer("domaine", domains)
        self._offer("territoire", units)

    def _offer(self, name: str, choices: Mapping[str, str]) -> None:
        offered = [(key, capfirst(label)) for key, label in choices.items()]
        self.fields[name].choices = [("", _("tous")), *offered]
