"""Note a partnership, rewrite its sheet, filter the list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ORGANISATION_WORLDS
from terreau.actors.models import ActionDomain
from terreau.alliances.models import Alliance
from terreau.core.editing import VersionedModelForm
from terreau.core.forms import LongSelect
from terreau.core.partial_dates import PartialDateFormField, refuse_to_come
from terreau.events.models import Event
from terreau.experiments.models import Experiment
from terreau.partnerships.actions.sheets import COLUMNS, LINKS
from terreau.partnerships.enums import CATEGORY_WORDS, Category, Level, Provenance, Scope, Stage
from terreau.partnerships.models import Partnership
from terreau.territories.fields import TerritoriesField


def category_choices() -> list[tuple[str, str]]:
    """Name each category and say what it is, in the language of who reads."""
    words = {
        one: {"name": one.label.capitalize(), "meaning": CATEGORY_WORDS[one]} for one in Category
    }
    return [(one.value, gettext("%(name)s : %(meaning)s") % told) for one, told in words.items()]


class PartnershipForm(VersionedModelForm):
    """The sheet: what it is, where it was born, who may see it."""

    categories = forms.MultipleChoiceField(
        label=_("Catégories"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Plusieurs sont possibles ; aucune n’est mieux qu’une autre."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Portée"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Plusieurs sont possibles."),
    )
    territories = TerritoriesField(label=_("Territoires"), required=False)

    class Meta:
        model = Partnership
        fields = [
            *("title", "action", "domains", "goals", "alliances", "experiments", "event"),
            *("is_framework", "framework", "starts_on", "ends_on", "business_effect"),
            *("confidentiality", "source", "is_shared", "is_public"),
        ]
        labels = {
            "title": _("Nom du partenariat"),
            "action": _("Ce que vous faites ensemble"),
            "domains": _("Domaines"),
            "goals": _("Objectifs de développement durable (ODD)"),
            "alliances": _("Né dans l’alliance"),
            "experiments": _("Né de l’expérimentation"),
            "event": _("Né de la rencontre"),
            "is_framework": _("C’est un accord-cadre national"),
            "framework": _("Déclinaison locale de l’accord-cadre"),
            "starts_on": _("Début"),
            "ends_on": _("Fin prévue"),
            "business_effect": _("Retombées sur votre métier"),
            "confidentiality": _("Propriété des résultats, confidentialité"),
            "source": _("Source"),
            "is_shared": _("Visible des membres des alliances où il est né"),
            "is_public": _("Visible de tous"),
        }
        widgets = {
            "action": forms.Textarea(attrs={"rows": 4}),
            "business_effect": forms.Textarea(attrs={"rows": 3}),
            "confidentiality": forms.Textarea(attrs={"rows": 3}),
            "domains": forms.CheckboxSelectMultiple,
            "goals": forms.CheckboxSelectMultiple,
            "alliances": forms.CheckboxSelectMultiple,
            "experiments": forms.CheckboxSelectMultiple,
            "event": LongSelect,
            "framework": LongSelect,
        }
        help_texts = {
            "alliances": _("Vide : il n’est né d’aucune alliance, et c’est très bien aussi."),
            "business_effect": _("Ce que ce partenariat a changé dans votre propre activité."),
            "confidentiality": _("Lu par les parties seules."),
            "is_shared": _("Décoché : les parties seules le voient."),
        }
        error_messages = {
            "title": {"required": _("Donnez un nom, même provisoire : « Tutorat au lycée ».")}
        }

    order = (
        *("title", "action", "categories", "scopes", "domains", "territories", "goals"),
        *("starts_on", "ends_on", "alliances", "experiments", "event"),
        *("is_framework", "framework", "business_effect", "confidentiality", "source"),
        *("is_shared", "is_public"),
    )

    def __init__(self, *args, person, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._rebuild["person"] = person
        for name, rows in origins_of(person, self.instance).items():
            self.fields[name].queryset = rows
            if not rows.exists():  # nothing to name: the field would only puzzle
                del self.fields[name]
        self.fields["categories"].choices = category_choices
        self.order_fields([*self.order, "version", "base"])

    def fill_initial(self) -> None:
        """Give the rows that are not columns."""
        one = self.instance
        if one.pk:
            self.initial["categories"] = [row.category for row in one.categories.all()]
            self.initial["scopes"] = [row.scope for row in one.scopes.all()]
            self.initial["territories"] = list(one.territories.all())

    def clean(self) -> dict[str, Any]:
        """Compare the fields with each other."""
        values = super().clean()
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last.end < first.start:
            self.add_error("ends_on", _("La fin précède le début. Corrigez l’une des deux."))
        if values.get("is_framework") and values.get("framework"):
            self.add_error(
                "framework",
                _("Un accord-cadre n’est pas lui-même une déclinaison : gardez l’un des deux."),
            )
        return values

    def _post_clean(self) -> None:
        """Let the action write: the row in memory stays as it was fetched."""

    def values(self) -> dict[str, Any]:
        """What the action writes; origins that this person does not see stay as they are."""
        told = self.cleaned_data
        found = {name: told[name] for name in (*COLUMNS, "categories", "scopes") if name in told}
        for name in LINKS:
            if name in told:
                found[name] = [*told[name], *self._unseen(name)]
        return found

    def _unseen(self, name: str) -> list:
        if not self.instance.pk or name not in ("alliances", "experiments"):
            return []
        offered = self.fields[name].queryset.order_by().values("pk")
        return list(getattr(self.instance, name).exclude(pk__in=offered))


class NewPartnershipForm(PartnershipForm):
    """A sheet at its creation: it also says where the partnership stands."""

    stage = forms.ChoiceField(label=_("Étape d’aujourd’hui"), choices=Stage.choices)
    level = forms.ChoiceField(label=_("Niveau"), choices=Level.choices)
    since = PartialDateFormField(
        label=_("À cette étape depuis"),
        required=False,
        validators=[refuse_to_come],
        help_text=_("« 2023 », « automne 2024 » ou un jour. Vide : aujourd’hui."),
    )
    first = ("action", "stage", "since", "level", "categories", "alliances")
    order = (
        *("title", "action", "stage", "since", "level", "categories", "scopes", "domains"),
        *PartnershipForm.order[5:],
    )

    @property
    def needed(self) -> list:
        """What is worth saying at once."""
        return [self[name] for name in self.first if name in self.fields]

    @property
    def later(self) -> list:
        """What may wait; shown open when something of it is wrong."""
        return [one for one in self.visible_fields() if one.name not in ("title", *self.first)]

    @property
    def is_later_wrong(self) -> bool:
        """Tell whether an error hides in what may wait."""
        return any(one.errors for one in self.later)

    def values(self) -> dict[str, Any]:
        """What the action writes."""
        more = {name: self.cleaned_data[name] for name in ("stage", "level", "since")}
        return super().values() | more


class DirectoryForm(forms.Form):
    """Every filter is optional; without one, what a census alone knows is left aside."""

    ALL = "all"

    q = forms.CharField(label=_("Nom ou organisation"), required=False, max_length=100)
    category = forms.ChoiceField(
        label=_("Catégorie"), choices=[("", _("toutes")), *Category.choices], required=False
    )
    level = forms.ChoiceField(
        label=_("Niveau"), choices=[("", _("tous")), *Level.choices], required=False
    )
    stage = forms.ChoiceField(
        label=_("Étape"), choices=[("", _("toutes")), *Stage.choices], required=False
    )
    scope = forms.ChoiceField(
        label=_("Portée"), choices=[("", _("toutes")), *Scope.choices], required=False
    )
    domain = forms.ChoiceField(label=_("Domaine"), required=False)
    world = forms.ChoiceField(
        label=_("Monde d’une partie"),
        choices=[("", _("tous")), *((one.value, one.label) for one in ORGANISATION_WORLDS)],
        required=False,
    )
    provenance = forms.ChoiceField(
        label=_("Provenance"),
        choices=[
            ("", Provenance.ACCOMPANIED.label),
            (Provenance.CENSUSED.value, Provenance.CENSUSED.label),
            (ALL, _("les deux")),
        ],
        required=False,
    )
    mine = forms.BooleanField(label=_("Les nôtres seulement"), required=False)

    def __init__(self, *args, domains: Sequence[ActionDomain], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                choices, field.widget = field.choices, LongSelect()
                field.choices = choices
        self.fields["domain"].choices = [
            ("", _("tous")),
            *((one.code, str(one)) for one in domains),
        ]


def origins_of(person, instance: Partnership) -> dict[str, Any]:
    """What a person may name as an origin: what they see inside, and what is already noted."""
    mine = Alliance.objects.joined_by(person, today=timezone.localdate())
    inside = Q(alliance__in=mine.values("pk"))
    kept = Q(partnerships=instance.pk) if instance.pk else Q(pk__in=[])
    experiments = Experiment.objects.visible_to(person).filter(inside | kept)
    events = Event.objects.visible_to(person).filter(inside | Q(pk=instance.event_id or 0))
    frameworks = Partnership.objects.visible_to(person).filter(is_framework=True)
    return {
        "alliances": mine.order_by("name", "pk"),
        "experiments": experiments.distinct().order_by("title", "pk"),
        "event": events.order_by("-starts_at", "pk"),
        "framework": frameworks.exclude(pk=instance.pk).order_by("title", "pk"),
    }
