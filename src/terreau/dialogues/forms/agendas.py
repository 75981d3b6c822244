"""Order the challenges, answer an agenda, leave a minority opinion, decide by consent."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.alliances.forms.objectives import ConsentForm
from terreau.alliances.models import Challenge
from terreau.core.editing import VersionedModelForm
from terreau.dialogues.actions.agendas import Link
from terreau.dialogues.bridge.agendas import Place
from terreau.dialogues.enums import DecisionVoice, ObjectionOutcome
from terreau.dialogues.models import Decision, DecisionAnswer, MinorityOpinion

LINKS = 4  # « d’abord… ensuite » lines offered at once; saving again offers as many more


class AgendaForm(forms.Form):
    """A place for each challenge (none leaves it out), and what must come before what."""

    change_note = forms.CharField(
        label=_("Ce qui change dans cette version"),
        max_length=500,
        required=False,
        help_text=_("Facultatif : pourquoi cet ordre, d’où il vient."),
    )

    def __init__(
        self,
        challenges: Sequence[Challenge],
        *args: Any,
        voted: dict[int, int] | None = None,
        links: Sequence[Link] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.challenges, self.voted = list(challenges), voted or {}
        for challenge in self.challenges:
            key = challenge.pk
            self.fields[f"place_{key}"] = forms.IntegerField(
                label=_("Place"), min_value=1, max_value=999, required=False
            )
            self.fields[f"when_{key}"] = forms.CharField(
                label=_("Quand commencer"), max_length=150, required=False
            )
        self._add_links(links)

    def _add_links(self, links: Sequence[Link]) -> None:
        choices = [("", _("— choisir —")), *((one.pk, one.title) for one in self.challenges)]
        for number in range(len(links) + LINKS):
            link = links[number] if number < len(links) else None
            for name, label in (("before", _("D’abord")), ("after", _("ensuite"))):
                self.fields[f"{name}_{number}"] = forms.TypedChoiceField(
                    label=label,
                    choices=choices,
                    coerce=int,
                    empty_value=None,
                    required=False,
                    initial=getattr(link, name, None),
                )
            self.fields[f"because_{number}"] = forms.CharField(
                label=_("parce que"),
                max_length=300,
                required=False,
                initial=link.reason if link else "",
            )
        self.link_count = len(links) + LINKS

    def challenge_rows(self) -> list[tuple[Challenge, Any, Any, int | None]]:
        """Give each challenge with its two fields and its place at the vote."""
        return [
            (one, self[f"place_{one.pk}"], self[f"when_{one.pk}"], self.voted.get(one.pk))
            for one in self.challenges
        ]

    def link_rows(self) -> list[tuple[Any, Any, Any]]:
        """Give the three fields of each dependency."""
        numbers = range(self.link_count)
        return [
            (self[f"before_{number}"], self[f"after_{number}"], self[f"because_{number}"])
            for number in numbers
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for at least one place, and for both ends of each dependency."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"place_{one.pk}") for one in self.challenges):
            raise forms.ValidationError(
                _("Donnez une place à un enjeu au moins : 1 pour celui par lequel commencer.")
            )
        for number in range(self.link_count):
            before, after = cleaned.get(f"before_{number}"), cleaned.get(f"after_{number}")
            if bool(before) != bool(after):
                missing = "after" if before else "before"
                self.add_error(f"{missing}_{number}", _("Choisissez aussi l’autre enjeu."))
            elif before and before == after:
                self.add_error(f"after_{number}", _("Un enjeu ne peut pas passer avant lui-même."))
        return cleaned

    def places(self) -> list[Place]:
        """Read the places that were given."""
        read = self.cleaned_data
        return [
            Place(
                one.pk,
                read[f"place_{one.pk}"],
                self.voted.get(one.pk),
                read[f"when_{one.pk}"],
            )
            for one in self.challenges
            if read.get(f"place_{one.pk}")
        ]

    def links(self) -> list[Link]:
        """Read the dependencies that were given, each once."""
        read, found = self.cleaned_data, {}
        for number in range(self.link_count):
            before, after = read.get(f"before_{number}"), read.get(f"after_{number}")
            if before and after:
                found[before, after] = Link(before, after, read.get(f"because_{number}") or "")
        return list(found.values())


class AgendaAnswerForm(ConsentForm):
    """The answer to the agenda, whose reason stays beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "Nécessaire pour une réserve ou un désaccord ; elle reste écrite à côté."
        )


class MinorityOpinionForm(forms.ModelForm):
    """What did not prevail, in a few sentences, perhaps on one challenge."""

    class Meta:
        model = MinorityOpinion
        fields = ["challenge", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"text": {"required": _("Écrivez l’avis à garder, en quelques mots.")}}
        labels = {"challenge": _("Sur quel enjeu ?")}

    def __init__(self, *args: Any, challenges: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["challenge"].queryset = challenges
        self.fields["challenge"].empty_label = _("l’ordre dans son ensemble")


class DecisionForm(VersionedModelForm):
    """The text put to consent; amending it asks every member again."""

    class Meta:
        model = Decision
        fields = ["subject", "title", "text", "answers_until"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 8}),
            "answers_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "text": _(
                "Ce qui sera fait, par qui, jusqu’à quand, et quand on regardera si cela marche."
            )
        }

    def __init__(self, *args: Any, objections: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if objections is not None:
            del self.fields["subject"]
            self.fields["integrates"] = forms.ModelMultipleChoiceField(
                queryset=objections,
                required=False,
                label=_("Objections que ce nouveau texte intègre"),
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields["integrates"].label_from_instance = _objection_label


def _objection_label(objection: DecisionAnswer) -> str:
    return f"{objection.membership} : {objection.reason}"


class DecisionAnswerForm(forms.Form):
    """Consent, with or without a concern; objection; or nothing to say."""

    answer = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=DecisionVoice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une des réponses.")},
    )
    reason = forms.CharField(
        label=_("Pourquoi ?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Une objection dit en quoi le texte empêcherait l’alliance d’avancer, et non ce que "
            "l’on aurait préféré."
        ),
    )


class TreatmentForm(forms.Form):
    """How an objection was treated, other than by changing the text."""

    outcome = forms.ChoiceField(
        label=_("Ce qu’elle est devenue"),
        choices=[
            (one.value, one.label)
            for one in (ObjectionOutcome.LIFTED, ObjectionOutcome.NOT_REASONED)
        ],
    )
    treatment = forms.CharField(
        label=_("Comment"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Dites comment l’objection a été traitée.")},
    )
