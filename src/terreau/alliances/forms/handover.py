"""Choose who takes the charge over, and say what they must know."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Mandate
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.core.formats import on_behalf_of


class MandateChoiceField(forms.ModelChoiceField):
    """A mandate, told by its person and organisation."""

    def label_from_instance(self, mandate: Mandate) -> str:
        return f"{mandate.person.full_name}, {on_behalf_of(mandate.organisation.name)}"


class HandoverForm(forms.Form):
    """Whoever takes over is a mandated person of a member organisation."""

    mandate = MandateChoiceField(
        label=_("À qui passez-vous le relais ?"),
        queryset=Mandate.objects.none(),
        empty_label=_("Choisissez une personne"),
        help_text=_("Une personne mandatée par une organisation membre."),
        error_messages={
            "required": _("Choisissez la personne qui prend le relais."),
            "invalid_choice": _(
                "Cette personne n’a plus de mandat en cours dans une organisation membre : "
                "choisissez-en une autre."
            ),
        },
    )
    note = forms.CharField(
        label=_("Ce qu’il faut savoir"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Ce qui est en cours, ce qui est fragile, qui appeler. Gardé dans le journal, "
            "pour les membres seulement."
        ),
        error_messages={
            "required": _("Écrivez au moins une phrase : elle évitera de repartir de zéro.")
        },
    )

    def __init__(self, *args, alliance: Alliance, by: Posture, today: datetime.date, **kwargs):
        super().__init__(*args, **kwargs)
        members = alliance.memberships.current().exclude(organisation=None)
        self.fields["mandate"].queryset = (
            Mandate.objects.filter(organisation__in=members.values("organisation"))
            .current(today)
            .exclude(person=by.person)
            .select_related("person", "organisation")
            .order_by("organisation__name", "person__full_name", "pk")
        )
