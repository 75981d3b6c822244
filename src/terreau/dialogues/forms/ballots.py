"""Prepare a ballot, and the paper that a voice fills in."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.alliances.models import Challenge
from terreau.dialogues.actions.ballots import Choice
from terreau.dialogues.enums import BallotMethod
from terreau.dialogues.forms.asking import AboutChallengesForm
from terreau.dialogues.forms.conversations import MomentInput
from terreau.dialogues.forms.workshops import lines_of
from terreau.dialogues.models import Ballot

GRADES = (
    _("à commencer tout de suite"),
    _("prioritaire"),
    _("important"),
    _("utile"),
    _("peut attendre"),
    _("à écarter"),
)
COLUMNS = (
    "question",
    "introduction",
    "method",
    "has_organisations",
    "has_inhabitants",
    "access",
    "opens_at",
    "closes_at",
    "quorum",
    "absent_grade",
    "score_max",
    "dots",
    "budget_eur",
)


class PercentField(forms.DecimalField):
    """A share shown and typed in percent, kept between 0 and 1."""

    def prepare_value(self, value: Any) -> Any:
        """Show 0.5 as 50."""
        return (value * 100).normalize() if isinstance(value, Decimal) and value <= 1 else value

    def clean(self, value: Any) -> Decimal | None:
        """Keep 50 as 0.5."""
        read = super().clean(value)
        return None if read is None else read / 100


class BallotForm(AboutChallengesForm):
    """The question, the method, its options and its scale."""

    challenges = forms.ModelMultipleChoiceField(
        queryset=Challenge.objects.none(),
        label=_("Enjeux mis au vote"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.CharField(
        label=_("Autres options"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Une par ligne. Pour un scrutin budgétaire, ajoutez le coût après un point-virgule : "
            "« Navette du soir ; 12000 »."
        ),
    )
    grades = forms.CharField(
        label=_("Mentions"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Pour le jugement majoritaire : une par ligne, de la plus haute à la plus basse."
        ),
    )
    quorum = PercentField(
        label=_("Quorum (% des organisations membres)"),
        required=False,
        min_value=1,
        max_value=100,
        decimal_places=1,
        help_text=_("Facultatif. S’il n’est pas atteint, le résultat le dira."),
    )

    class Meta:
        model = Ballot
        fields = [*COLUMNS]
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 3}),
            "opens_at": MomentInput(),
            "closes_at": MomentInput(),
            "method": forms.RadioSelect,
        }
        error_messages = {"question": {"required": _("Écrivez la question du scrutin.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*COLUMNS[:3], "challenges", "others", "grades", *COLUMNS[3:]])

    def fill_initial(self) -> None:
        """Show the options and the grades as they were typed."""
        if self.instance.pk is None:
            self.initial["grades"] = "\n".join(str(grade) for grade in GRADES)
            return
        options = list(self.instance.options.all())
        self.initial["challenges"] = [one.challenge_id for one in options if one.challenge_id]
        self.initial["others"] = "\n".join(_line(one) for one in options if not one.challenge_id)
        self.initial["grades"] = "\n".join(self.instance.grades)

    def clean_grades(self) -> list[str]:
        """One grade a line."""
        return lines_of(self.cleaned_data["grades"], 60)[:10]

    def clean(self) -> dict[str, Any]:
        """Ask for what the method needs."""
        cleaned = super().clean() or {}
        method = cleaned.get("method")
        if method == BallotMethod.EQUAL_SHARES and not cleaned.get("budget_eur"):
            self.add_error("budget_eur", _("Donnez le montant à répartir, en euros."))
        if method == BallotMethod.MAJORITY_JUDGMENT and len(cleaned.get("grades") or []) < 2:
            self.add_error("grades", _("Il faut au moins deux mentions, une par ligne."))
        for line in lines_of(cleaned.get("others") or "", 400):
            try:
                _choice(line)
            except InvalidOperation:
                self.add_error("others", _bad_cost(line))
        return cleaned

    def values(self) -> dict[str, Any]:
        """The columns of the ballot."""
        read = {name: self.cleaned_data[name] for name in COLUMNS}
        return read | {"grades": self.cleaned_data["grades"]}

    def choices(self) -> list[Choice]:
        """The options, challenges first, in their order."""
        picked = [
            Choice(one.title, one.pk, one.description) for one in self.cleaned_data["challenges"]
        ]
        return picked + [_choice(line) for line in lines_of(self.cleaned_data["others"], 400)]


def _bad_cost(line: str) -> str:
    return gettext("Le coût de « %(line)s » n’est pas un nombre d’euros : écrivez 12000.") % {
        "line": line
    }


def _choice(line: str) -> Choice:
    title, mark, cost = (part.strip() for part in line.partition(";"))
    if not mark:
        return Choice(title[:200])
    amount = Decimal(cost.replace(" ", "").replace(" ", "").replace(",", ".").rstrip("€"))
    if not amount.is_finite() or amount <= 0:
        raise InvalidOperation
    return Choice(title[:200], cost_eur=amount)


def _line(option: Any) -> str:
    return option.title if option.cost_eur is None else f"{option.title} ; {option.cost_eur:f}"


class PaperForm(forms.Form):
    """One field an option, as the method asks; nothing is a zero."""

    def __init__(self, ballot: Ballot, options: list, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ballot, self.options = ballot, options
        for option in options:
            self.fields[option.key] = self._field(option)

    def _field(self, option: Any) -> forms.Field:
        method, label = self.ballot.method, option.title
        if method == BallotMethod.MAJORITY_JUDGMENT:
            grades = [(str(rank), grade) for rank, grade in enumerate(self.ballot.grades)]
            return forms.ChoiceField(
                label=label,
                choices=[*grades, ("", _("sans avis"))],
                widget=forms.RadioSelect,
                required=False,
            )
        if method in (BallotMethod.APPROVAL, BallotMethod.EQUAL_SHARES):
            return forms.BooleanField(label=label, required=False)
        most, least, help_text = {
            BallotMethod.SCORE: (self.ballot.score_max, 0, _("Vide : sans avis.")),
            BallotMethod.DOTS: (self.ballot.dots, 0, ""),
        }.get(BallotMethod(method), (len(self.options), 1, _("1 : en premier. Vide : non classé.")))
        return forms.IntegerField(
            label=label, min_value=least, max_value=most, required=False, help_text=help_text
        )

    def clean(self) -> dict[str, Any]:
        """Refuse an empty paper that is not said blank, and too many dots."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        said = self.content()
        if not said and "blank" not in self.data:
            raise forms.ValidationError(
                _("Votre bulletin est vide : remplissez-le, ou déposez un bulletin blanc.")
            )
        put = sum(said.values())
        if self.ballot.method == BallotMethod.DOTS and put > self.ballot.dots:
            raise forms.ValidationError(
                gettext("Vous avez posé %(put)s points sur %(all)s : retirez-en.")
                % {"put": put, "all": self.ballot.dots}
            )
        return cleaned

    def content(self) -> dict[str, int]:
        """The paper: what was left blank is absent."""
        if "blank" in self.data:
            return {}
        found = {}
        for option in self.options:
            read = self.cleaned_data.get(option.key)
            if read in (None, "", False):
                continue
            number = int(read)
            if number or self.ballot.method != BallotMethod.DOTS:
                found[option.key] = number
        return found

    def fields_shown(self) -> list[tuple[Any, Any]]:
        """Give each option with its field."""
        return [(option, self[option.key]) for option in self.options]
