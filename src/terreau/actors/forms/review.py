"""« Vérifier ma fiche »: its steps in their order, and what a confirmation cannot say."""

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums_campaigns import ReviewKind
from terreau.actors.forms.review_rows import ContactsStep, NeedsStep, OffersStep, SkillsStep
from terreau.actors.forms.review_steps import (
    ActivityStep,
    DomainsStep,
    NameStep,
    PlaceStep,
    PublicStep,
    ReviewStep,
)

STEPS: dict[str, type[ReviewStep]] = {
    "nom": NameStep,
    "activite": ActivityStep,
    "lieu": PlaceStep,
    "contacts": ContactsStep,
    "offres": OffersStep,
    "besoins": NeedsStep,
    "savoir-faire": SkillsStep,
    "domaines": DomainsStep,
    "public": PublicStep,
}


class ReportForm(forms.Form):
    """What a confirmation cannot say: the structure is no more, or is another."""

    kind = forms.ChoiceField(
        label=_("Que s’est-il passé ?"),
        choices=[
            (kind.value, kind.label)
            for kind in (ReviewKind.CLOSED, ReviewKind.MERGED, ReviewKind.WRONG)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une des trois réponses.")},
    )
    comment = forms.CharField(
        label=_("Précision"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Depuis quand ? Avec qui ? Qui faut-il joindre ? Sans nom de personne."),
    )
