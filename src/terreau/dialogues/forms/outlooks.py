"""Prepare crossed views, and give one's scores."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.alliances.models import Challenge
from terreau.dialogues.forms.asking import AboutChallengesForm
from terreau.dialogues.forms.conversations import MomentInput
from terreau.dialogues.forms.workshops import lines_of
from terreau.dialogues.models import Outlook, OutlookItem

COLUMNS = ("question", "introduction", "has_organisations", "has_inhabitants", "access")
COLUMNS += ("opens_at", "closes_at")
UNKNOWN = "?"


class OutlookForm(AboutChallengesForm):
    """The question, what is scored, the spaces and the dates."""

    challenges = forms.ModelMultipleChoiceField(
        queryset=Challenge.objects.none(),
        label=_("Enjeux à noter"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    fragilities = forms.CharField(
        label=_("Fragilités à noter"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Une par ligne : emploi, isolement, mobilité…"),
    )

    class Meta:
        model = Outlook
        fields = [*COLUMNS]
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 3}),
            "opens_at": MomentInput(),
            "closes_at": MomentInput(),
            "access": forms.RadioSelect,
        }
        error_messages = {"question": {"required": _("Écrivez la question.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*COLUMNS[:2], "challenges", "fragilities", *COLUMNS[2:]])

    def fill_initial(self) -> None:
        """Show what is scored as it was typed."""
        if self.instance.pk is None:
            question = _("À quel point chacun de ces sujets pèse-t-il ici ?")
            self.initial.setdefault("question", question)
            return
        items = list(self.instance.items.all())
        self.initial["challenges"] = [one.challenge_id for one in items if one.challenge_id]
        typed = [one.label for one in items if not one.challenge_id]
        self.initial["fragilities"] = "\n".join(typed)

    def values(self) -> dict[str, Any]:
        """The columns of the consultation."""
        return {name: self.cleaned_data[name] for name in COLUMNS}

    def typed_fragilities(self) -> list[str]:
        """One fragility a line."""
        return lines_of(self.cleaned_data["fragilities"], 150)


class ScoresForm(forms.Form):
    """A score from 0 to 10 for each item, « ne sait pas » apart, and a word if one wants."""

    def __init__(self, items: list[OutlookItem], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        choices = [("", _("—")), (UNKNOWN, _("ne sait pas"))]
        choices += [(str(score), str(score)) for score in range(11)]
        for item in items:
            self.fields[f"score_{item.pk}"] = forms.ChoiceField(
                label=_("Note (0–10)"), choices=choices, required=False
            )
            self.fields[f"note_{item.pk}"] = forms.CharField(
                label=_("En une phrase"), max_length=300, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Ask for one score at least."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"score_{item.pk}") for item in self.items):
            raise forms.ValidationError(
                _("Donnez au moins une note, ou dites « ne sait pas » : le reste peut attendre.")
            )
        return cleaned

    def scores(self) -> dict[int, tuple[int | None, str]]:
        """Read what was said; nothing said is not « ne sait pas »."""
        found: dict[int, tuple[int | None, str]] = {}
        for item in self.items:
            said = self.cleaned_data.get(f"score_{item.pk}")
            if said:
                score = None if said == UNKNOWN else int(said)
                found[item.pk] = (score, self.cleaned_data.get(f"note_{item.pk}", ""))
        return found

    def rows(self) -> list[tuple[OutlookItem, Any, Any]]:
        """Give each item with its two fields."""
        return [(one, self[f"score_{one.pk}"], self[f"note_{one.pk}"]) for one in self.items]
