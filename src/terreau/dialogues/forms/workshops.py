"""Prepare a workshop, type in it, gather, follow up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.core.editing import VersionedModelForm
from terreau.core.partial_dates import PartialDateFormField
from terreau.dialogues.enums import GroupColour, PropositionStatus
from terreau.dialogues.models import (
    Proposition,
    PropositionFollowUp,
    Workshop,
    WorkshopGroup,
)

FACILITATORS = 3
MOST_THEMES = 12


def lines_of(text: str, longest: int) -> list[str]:
    """Read a text as one item a line, each once, without the bullets that people type."""
    read = (line.strip(" \t-–—•*·").strip()[:longest] for line in text.splitlines())
    return list(dict.fromkeys(line for line in read if line))


class WorkshopForm(forms.ModelForm):
    """The subject, the day, the themes and the colours of the groups."""

    themes = forms.CharField(
        label=_("Thèmes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Un par ligne, par exemple celui du matin et celui de l’après-midi."),
    )
    colours = forms.MultipleChoiceField(
        label=_("Groupes"),
        choices=GroupColour.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins un groupe.")},
    )

    class Meta:
        model = Workshop
        fields = ["question", "held_on", "place", "introduction", "marks_per_voice"]
        labels = {
            "question": _("Sujet de l’atelier"),
            "held_on": _("Quand"),
            "marks_per_voice": _("Points que chacun pourra poser"),
        }
        widgets = {"introduction": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"question": {"required": _("Donnez un sujet à l’atelier.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            titles = self.instance.themes.values_list("title", flat=True)
            self.initial["themes"] = "\n".join(titles)
            self.initial["colours"] = list(self.instance.groups.values_list("colour", flat=True))
        else:
            self.initial.setdefault("colours", ["blue", "red", "green", "yellow"])

    def clean_themes(self) -> list[str]:
        """One theme a line, a dozen at most."""
        themes = lines_of(self.cleaned_data["themes"], 150)
        if len(themes) > MOST_THEMES:
            raise forms.ValidationError(_("Gardez douze thèmes au plus : un atelier se lit."))
        return themes

    def values(self) -> dict[str, Any]:
        """The columns of the workshop itself."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PropositionForm(forms.Form):
    """A proposition and its points, one a line."""

    theme = forms.ModelChoiceField(
        queryset=None, label=_("Thème"), required=False, empty_label=_("sans thème")
    )
    title = forms.CharField(
        label=_("Proposition"),
        max_length=200,
        error_messages={"required": _("Écrivez la proposition en quelques mots.")},
    )
    points = forms.CharField(
        label=_("Points"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Un par ligne."),
    )

    def __init__(self, workshop: Workshop, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = workshop.themes.all()
        if not workshop.themes.exists():
            del self.fields["theme"]

    def clean_points(self) -> list[str]:
        """One point a line."""
        return lines_of(self.cleaned_data["points"], 300)


class PropositionEditForm(VersionedModelForm):
    """Rewrite the proposition itself; its points have their own forms."""

    class Meta:
        model = Proposition
        fields = ["title", "theme"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = self.instance.workshop.themes.all()
        self.fields["theme"].empty_label = _("sans thème")


class PointForm(forms.Form):
    """One point."""

    text = forms.CharField(
        label=_("Point"),
        max_length=300,
        error_messages={"required": _("Écrivez le point en quelques mots.")},
    )


class GroupForm(forms.ModelForm):
    """A group's name and size, and who held the pen or the word."""

    class Meta:
        model = WorkshopGroup
        fields = ["name", "size"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(self.instance.facilitators.all())[:FACILITATORS]
        for number in range(FACILITATORS):
            one = known[number] if number < len(known) else None
            for name, label in (
                ("name", _("Nom")),
                ("organisation_name", _("Organisation")),
                ("role", _("Rôle")),
            ):
                self.fields[f"{name}_{number}"] = forms.CharField(
                    label=label,
                    max_length=150 if name == "name" else 100,
                    required=False,
                    initial=getattr(one, name, ""),
                )

    def facilitator_rows(self) -> list[tuple[Any, Any, Any]]:
        """Give the three fields of each facilitator."""
        return [
            (self[f"name_{n}"], self[f"organisation_name_{n}"], self[f"role_{n}"])
            for n in range(FACILITATORS)
        ]

    def facilitators(self) -> list[dict[str, str]]:
        """Read those who have a name."""
        names = ("name", "organisation_name", "role")
        rows = (
            {name: self.cleaned_data.get(f"{name}_{number}", "") for name in names}
            for number in range(FACILITATORS)
        )
        return [row for row in rows if row["name"]]


class GatherForm(forms.Form):
    """The propositions that say the same, and the name of their family."""

    propositions = forms.ModelMultipleChoiceField(
        queryset=None,
        label=_("Propositions"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins une proposition à réunir.")},
    )
    title = forms.CharField(
        label=_("Nom de la famille"),
        max_length=150,
        required=False,
        help_text=_("Laissez vide pour sortir ces propositions de leur famille."),
    )

    def __init__(self, workshop: Workshop, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = workshop.propositions.select_related("group", "cluster")
        self.fields["propositions"].queryset = rows
        self.fields["propositions"].label_from_instance = _proposition_label


def _proposition_label(proposition: Proposition) -> str:
    told = f"{proposition.group} · {proposition.title}"
    return f"{told} ({proposition.cluster})" if proposition.cluster else told


class FollowUpForm(forms.ModelForm):
    """Where a proposition stands, since when, and who carries it."""

    since = PartialDateFormField(
        label=_("Depuis"),
        error_messages={"required": _("Dites depuis quand, même à peu près : une année suffit.")},
    )

    class Meta:
        model = PropositionFollowUp
        fields = ["status", "since", "carried_by", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class FollowFilterForm(forms.Form):
    """Choose the propositions of one state."""

    status = forms.ChoiceField(
        label=_("État"),
        required=False,
        choices=[("", _("tous les états")), *PropositionStatus.choices],
    )
