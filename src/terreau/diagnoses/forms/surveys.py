"""Prepare a perception survey, and answer it."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ActorWorld
from terreau.actors.models import ActionDomain
from terreau.alliances.models import Challenge
from terreau.diagnoses.actions.surveys import SurveyContent
from terreau.diagnoses.enums import SurveyWeighting
from terreau.diagnoses.models import PerceptionSurvey, SurveyItem
from terreau.dialogues.forms.asking import AboutChallengesForm
from terreau.dialogues.forms.conversations import MomentInput
from terreau.dialogues.forms.workshops import lines_of

COLUMNS = ("question", "introduction", "has_organisations", "has_inhabitants", "access")
COLUMNS += ("opens_at", "closes_at", "weighting")
CONTENT = ("challenges", "domains", "fragilities")
UNKNOWN = "?"
UNSAID = "-"
USUAL_LENGTH = datetime.timedelta(days=21)
WHO = {  # how a person says where they speak from
    ActorWorld.INHABITANT: _("habitante ou habitant"),
    ActorWorld.PUBLIC: _("élue, élu, ou agent d’un service public"),
    ActorWorld.ECONOMIC: _("entreprise, commerce, artisanat, agriculture"),
    ActorWorld.GENERAL_INTEREST: _("association, fondation, économie sociale"),
    ActorWorld.ACADEMIC: _("école, université, recherche"),
    ActorWorld.MEDIA: _("média"),
    ActorWorld.EXPERT: _("expert ou accompagnateur"),
}


class SurveyForm(AboutChallengesForm):
    """The question, what is scored, who may answer, until when, and what each answer weighs."""

    challenges = forms.ModelMultipleChoiceField(
        queryset=Challenge.objects.none(),
        label=_("Enjeux de l’alliance à noter"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    domains = forms.ModelMultipleChoiceField(
        queryset=ActionDomain.objects.all(),
        label=_("Domaines à noter"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    fragilities = forms.CharField(
        label=_("Fragilités à noter"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Une par ligne : isolement, mobilité, accès aux soins…"),
    )
    targets = forms.CharField(
        label=_("Parts visées"),
        required=False,
        max_length=500,
        help_text=_(
            "Seulement si vous dites la part de chaque monde, en pourcentage : « habitants 60, "
            "acteurs économiques 20, intérêt général 20 »."
        ),
    )

    class Meta:
        model = PerceptionSurvey
        fields = [*COLUMNS]
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 3}),
            "opens_at": MomentInput(),
            "closes_at": MomentInput(),
            "access": forms.RadioSelect,
            "weighting": forms.RadioSelect,
        }
        error_messages = {"question": {"required": _("Écrivez la question.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["has_inhabitants"].label = _("Chacun répond en son nom, sans compte")
        self.fields["has_organisations"].label = _("Les membres répondent pour leur organisation")
        self.fields["access"].label = _("Qui répond en son nom")
        self.fields["opens_at"].label, self.fields["closes_at"].label = _("Ouverture"), _("Clôture")
        self.order_fields([*COLUMNS[:2], *CONTENT, *COLUMNS[2:], "targets"])

    def fill_initial(self) -> None:
        """Show what is asked as it was typed."""
        if self.instance.pk is None:
            question = gettext("À quel point chacun de ces sujets pèse-t-il sur votre vie ici ?")
            self.initial["question"] = self.initial.get("question") or question
            self.initial["closes_at"] = timezone.now() + USUAL_LENGTH
            return
        items = list(self.instance.items.all())
        self.initial["challenges"] = [one.challenge_id for one in items if one.challenge_id]
        self.initial["domains"] = [one.domain_id for one in items if one.domain_id]
        typed = [one.label for one in items if not (one.challenge_id or one.domain_id)]
        self.initial["fragilities"] = "\n".join(typed)
        shares = [f"{one.get_world_display()} {one.share}" for one in self.instance.targets.all()]
        self.initial["targets"] = ", ".join(shares)

    def clean_targets(self) -> dict[str, int]:
        """Read « habitants 60, acteurs économiques 40 »."""
        known = {str(world.label).casefold(): world.value for world in ActorWorld}
        found: dict[str, int] = {}
        for piece in self.cleaned_data["targets"].replace(";", ",").split(","):
            words = piece.replace("%", " ").replace(":", " ").split()
            if not words:
                continue
            name, share = " ".join(words[:-1]).casefold(), words[-1]
            world = known.get(name, "")
            if not world or not share.isdecimal() or not 1 <= int(share) <= 100 or world in found:
                raise forms.ValidationError(
                    gettext(
                        "« %(piece)s » ne se lit pas. Écrivez un monde et sa part : %(example)s."
                    )
                    % {
                        "piece": piece.strip()[:60],
                        "example": ", ".join(f"{one.label} 30" for one in ActorWorld),
                    }
                )
            found[world] = int(share)
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for the parts when the weighing needs them."""
        cleaned = super().clean() or {}
        asks = cleaned.get("weighting") == SurveyWeighting.TARGETS
        if asks and "targets" not in self.errors and not cleaned.get("targets"):
            self.add_error(
                "targets", gettext("Dites la part de chaque monde, ou choisissez un autre poids.")
            )
        return cleaned

    def values(self) -> dict[str, Any]:
        """The columns of the survey."""
        return {name: self.cleaned_data[name] for name in COLUMNS}

    def content(self) -> SurveyContent:
        """What is asked."""
        return SurveyContent(
            list(self.cleaned_data["challenges"]),
            list(self.cleaned_data["domains"]),
            lines_of(self.cleaned_data["fragilities"], 150),
            self.cleaned_data["targets"],
        )


class AnswerForm(forms.Form):
    """A score from 0 to 10 for each item, « ne sait pas » apart; and from where one speaks."""

    def __init__(
        self, items: Sequence[SurveyItem], *args: Any, in_own_name: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        choices = [(str(score), str(score)) for score in range(11)]
        choices.append((UNKNOWN, _("je ne sais pas")))
        for item in items:
            self.fields[f"score_{item.pk}"] = forms.ChoiceField(
                label=item.label, choices=choices, required=False, widget=forms.RadioSelect
            )
        if in_own_name:
            said = [(world.value, word) for world, word in WHO.items()]
            self.fields["world"] = forms.ChoiceField(
                label=_("Vous répondez plutôt en tant que"),
                choices=[*said, (UNSAID, _("je préfère ne pas le dire"))],
                widget=forms.RadioSelect,
                error_messages={
                    "required": _(
                        "Choisissez ce qui vous ressemble, ou « je préfère ne pas le dire »."
                    )
                },
            )

    def clean(self) -> dict[str, Any]:
        """Ask for one score at least."""
        cleaned = super().clean() or {}
        names = [f"score_{item.pk}" for item in self.items]
        if not any(cleaned.get(name) or name in self.errors for name in names):
            raise forms.ValidationError(
                _("Donnez au moins une note, ou dites « je ne sais pas » : le reste peut attendre.")
            )
        return cleaned

    def scores(self) -> dict[int, int | None]:
        """Read what was said; nothing said is not « je ne sais pas »."""
        said = {item.pk: self.cleaned_data.get(f"score_{item.pk}") for item in self.items}
        return {
            item: None if score == UNKNOWN else int(score) for item, score in said.items() if score
        }

    @property
    def world(self) -> str:
        """From where one speaks; empty when not said."""
        said = self.cleaned_data.get("world", UNSAID)
        return "" if said == UNSAID else said

    def score_fields(self) -> list[forms.BoundField]:
        """The fields of the items, in order."""
        return [self[f"score_{item.pk}"] for item in self.items]
