"""What a good coalition is, and which asks to send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.experiments.bridge.coalitions import Wishes


class WishesForm(forms.Form):
    """What to look for; each wish is explained beside the answer."""

    mixes_worlds = forms.BooleanField(
        label=_("Mêler les mondes"),
        required=False,
        help_text=_("Aucun monde ne fait plus de 60 % de la coalition."),
    )
    spreads_load = forms.BooleanField(
        label=_("Répartir la charge"),
        required=False,
        help_text=_(
            "Personne n’apporte plus de 35 % du tout, sauf si le puzzle a moins de trois pièces ; "
            "ceux qui portent déjà beaucoup sont ménagés."
        ),
    )
    weighs_trust = forms.BooleanField(
        label=_("Préférer ceux qui ont tenu leurs promesses"),
        required=False,
        help_text=_("Qui n’a jamais promis n’est pas moins bien vu."),
    )
    weighs_distance = forms.BooleanField(label=_("Préférer les plus proches"), required=False)
    no_single_point = forms.BooleanField(
        label=_("Deux porteurs possibles pour chaque pièce indispensable"), required=False
    )
    takes_wide = forms.BooleanField(
        label=_("Retenir aussi les offres de même nature, à vérifier"), required=False
    )
    most_actors = forms.IntegerField(
        label=_("Au plus, combien d’organisations"),
        required=False,
        min_value=1,
        max_value=100,
        error_messages={"invalid": _("Écrivez un nombre entier, ou laissez vide.")},
    )
    excluded = forms.MultipleChoiceField(
        label=_("Sans"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, names: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["excluded"].choices = sorted(names.items(), key=lambda one: one[1])
        if not names:
            del self.fields["excluded"]

    def wishes(self) -> Wishes:
        """What the bridge is asked."""
        told = self.cleaned_data
        return Wishes(
            **{name: told[name] for name in told if name != "excluded"},
            excluded=tuple(told.get("excluded", ())),
        )


DEFAULTS = {"mixes_worlds": True, "spreads_load": True}
