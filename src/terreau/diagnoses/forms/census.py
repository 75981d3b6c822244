"""What one asks of the census."""

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.partnerships.enums import Provenance


class CensusFilterForm(forms.Form):
    """Which partnerships are counted."""

    provenance = forms.ChoiceField(
        label=_("Provenance"), choices=[("", _("toutes")), *Provenance.choices], required=False
    )


class WithdrawForm(forms.Form):
    """Why a censused partnership is none."""

    reason = forms.CharField(
        label=_("Pourquoi"),
        max_length=300,
        help_text=_(
            "« Noté deux fois », « n’a jamais existé »… Le journal de l’alliance le garde."
        ),
        error_messages={"required": _("Dites pourquoi : les membres de l’alliance le liront.")},
    )
