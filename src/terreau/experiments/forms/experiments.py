"""Ask the question of an experiment, and find those that exist."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import ActionDomain
from terreau.alliances.models import Alliance, Challenge
from terreau.core.editing import VersionedModelForm
from terreau.events.models import Event
from terreau.experiments.actions.experiments import COLUMNS, LISTS
from terreau.experiments.enums import ExperimentNature, ExperimentState
from terreau.experiments.models import Experiment
from terreau.territories.fields import TerritoriesField

SHOWN = 200


class DirectoryForm(forms.Form):
    """Text, domain, state, territory and nature; every field is optional."""

    q = forms.CharField(label=_("Mots ou idée"), required=False, max_length=200)
    domain = forms.ModelChoiceField(
        label=_("Domaine"),
        queryset=ActionDomain.objects.all(),
        required=False,
        to_field_name="code",
        empty_label=_("tous"),
    )
    state = forms.ChoiceField(
        label=_("État"), choices=[("", _("tous")), *ExperimentState.choices], required=False
    )
    nature = forms.ChoiceField(
        label=_("Nature"), choices=[("", _("toutes")), *ExperimentNature.choices], required=False
    )
    place = forms.CharField(label=_("Territoire"), required=False, max_length=100)


class QuestionForm(forms.Form):
    """The first step: the question alone, to see who asked it before."""

    question = forms.CharField(
        label=_("Votre question"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("« Comment… ? » Ce que vous vous demandez ensemble, en une phrase."),
        error_messages={
            "required": _("Écrivez votre question : Terreau cherche qui l’a déjà posée."),
            "max_length": _("Une question tient en 300 caractères. Gardez l’essentiel."),
        },
    )


class ExperimentForm(VersionedModelForm):
    """The second step: what is tried, where, and what it comes from."""

    nature = forms.ChoiceField(
        label=_("Nature"),
        choices=ExperimentNature.choices,
        widget=forms.RadioSelect,
        initial=ExperimentNature.INNOVATION,
        error_messages={"required": _("Dites si vous inventez ou si vous refaites ici.")},
    )
    domains = forms.ModelMultipleChoiceField(
        label=_("Domaines"),
        queryset=ActionDomain.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    territories = TerritoriesField(
        label=_("Territoires"),
        required=False,
        help_text=_("Vide : tout le périmètre de l’alliance."),
    )

    class Meta:
        model = Experiment
        fields = [
            "title",
            "question",
            "hypothesis",
            "description",
            "nature",
            "duplicates",
            "duplicates_note",
            "domains",
            "challenges",
            "territories",
            "born_of_dialogue",
            "born_of_event",
            "born_of_experiment",
            "starts_on",
            "ends_on",
            "could_one_alone",
            "lesson",
            "source",
            "is_public",
        ]
        labels = {"born_of_event": _("née de la rencontre")}
        labels |= {"born_of_experiment": _("née de l’expérimentation")}
        widgets = {
            "question": forms.Textarea(attrs={"rows": 2}),
            "hypothesis": forms.Textarea(attrs={"rows": 3}),
            "description": forms.Textarea(attrs={"rows": 4}),
            "lesson": forms.Textarea(attrs={"rows": 3}),
            "challenges": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "hypothesis": _("« Si nous faisons ceci, alors cela changera, parce que… »"),
            "duplicates_note": _("Si ce que vous refaites n’a pas de fiche ici : quoi, où."),
            "could_one_alone": _("Ce que personne n’aurait pu faire sans les autres."),
            "is_public": _("Sinon, les membres de l’alliance et ceux qui y contribuent la lisent."),
            "lesson": _("Ce qu’une suivante gagnera à savoir, y compris si celle-ci s’arrête."),
        }
        error_messages = {
            "title": {"required": _("Donnez-lui un nom court, que l’on retient.")},
            "question": {"required": _("Écrivez la question à laquelle vous voulez répondre.")},
        }

    def __init__(self, *args: Any, readable: QuerySet[Experiment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rebuild["readable"] = readable
        alliance = self.instance.alliance
        self._choose_origins(alliance, readable)
        if alliance is None:
            for name in ("challenges", "born_of_event", "born_of_dialogue"):
                del self.fields[name]
        if self.instance.pk is None:
            for name in ("lesson", "ends_on", "could_one_alone"):
                del self.fields[name]

    def _choose_origins(self, alliance: Alliance | None, readable: QuerySet[Experiment]) -> None:
        others = readable.exclude(pk=self.instance.pk).order_by("title", "pk")
        for name in ("duplicates", "born_of_experiment"):
            self.fields[name].queryset = others
            self.fields[name].empty_label = _("aucune")
        challenges = Challenge.objects.filter(alliance=alliance) if alliance else None
        self.fields["challenges"].queryset = challenges or Challenge.objects.none()
        events = Event.objects.filter(alliance=alliance) if alliance else Event.objects.none()
        self.fields["born_of_event"].queryset = events
        self.fields["born_of_event"].empty_label = _("aucune")

    def fill_initial(self) -> None:
        """Show the territories as the tokens that the search field keeps."""
        if self.instance.pk:
            units = self.instance.territories.all()
            self.initial["territories"] = [unit.token for unit in units]

    def clean(self) -> dict[str, Any]:
        """A duplication says of what; an end comes after its beginning."""
        cleaned = super().clean() or {}
        is_again = cleaned.get("nature") == ExperimentNature.DUPLICATION
        if is_again and not (cleaned.get("duplicates") or cleaned.get("duplicates_note")):
            self.add_error(
                "duplicates_note",
                _("Dites ce que vous refaites : choisissez sa fiche, ou nommez-le avec son lieu."),
            )
        begins, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if begins and ends and ends.end < begins.start:
            self.add_error("ends_on", _("La fin précède le début. Corrigez l’une des deux."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the action writes."""
        wanted = (*COLUMNS, *LISTS)
        return {name: self.cleaned_data[name] for name in wanted if name in self.cleaned_data}
