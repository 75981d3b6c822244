"""Fill one line of the interest grid: one small form a challenge, without script."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ResourceNature
from terreau.alliances.actions.grid import Cell, CellValues, Said, values_of
from terreau.alliances.enums import ChallengePosition
from terreau.alliances.forms.challenges import INTERESTS, UNKNOWN
from terreau.alliances.models import Challenge

NOTHING_SAID = ("", _("rien de dit"))


class GridFilterForm(forms.Form):
    """Narrow the grid to a world, and choose the challenge of the picture."""

    monde = forms.ChoiceField(label=_("Monde"), required=False)
    enjeu = forms.ChoiceField(label=_("Enjeu du dessin"), required=False)

    def __init__(self, data, *, worlds, challenges) -> None:
        super().__init__(data, label_suffix="")
        self.fields["monde"].choices = [("", _("tous les mondes")), *worlds]
        self.fields["enjeu"].choices = [(str(one.uuid), one.title) for one in challenges]


def _score(label) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=INTERESTS, required=False, show_hidden_initial=True
    )


class CellForm(forms.Form):
    """What is said of one member on one challenge.

    The hidden starting values tell what this person changed from what another did meanwhile.
    """

    interest = _score(_("Intérêt, de 0 à 10"))
    influence = _score(_("Influence, de 0 à 10"))
    position = forms.ChoiceField(
        label=_("Position"),
        choices=[NOTHING_SAID, *ChallengePosition.choices],
        required=False,
        show_hidden_initial=True,
    )
    contribution_nature = forms.ChoiceField(
        label=_("Contribution possible"),
        choices=[NOTHING_SAID, *ResourceNature.choices],
        required=False,
        show_hidden_initial=True,
    )
    contribution = forms.CharField(
        label=_("En une phrase"), max_length=300, required=False, show_hidden_initial=True
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self, data, *, challenge: Challenge, cell: Cell | None, asks_position: bool
    ) -> None:
        super().__init__(
            data, prefix=f"e{challenge.pk}", initial=_initial_of(cell), label_suffix=""
        )
        self.challenge = challenge
        self._asks_position = asks_position

    def clean_interest(self) -> int | None:
        """Keep « does not know » apart from 0."""
        return _number(self.cleaned_data["interest"])

    def clean_influence(self) -> int | None:
        """Keep « does not know » apart from 0."""
        return _number(self.cleaned_data["influence"])

    def clean(self) -> dict[str, Any]:
        """Ask for the position of whoever declares anything."""
        cleaned = super().clean()
        if self.errors or not self._asks_position:
            return cleaned
        if not self.values.is_empty and not cleaned["position"]:
            self.add_error(
                "position",
                _("Dites aussi votre position : « observe » n’engage à rien."),
            )
        return cleaned

    @property
    def values(self) -> CellValues:
        """What was typed."""
        return CellValues(
            **{name: self.cleaned_data[name] for name in self.fields if name != "version"}
        )

    @property
    def is_touched(self) -> bool:
        """Tell whether this person changed anything; the version is not theirs to change."""
        return bool(set(self.changed_data) - {"version"})

    @property
    def said(self) -> Said:
        """What was typed, and the version that was read."""
        return Said(self.challenge, self.values, self.cleaned_data["version"] or 0)


class LineForm:
    """The cells of one member."""

    def __init__(self, data, *, challenges, cells: Mapping[int, Cell], asks_position: bool) -> None:
        self._cells = cells
        self.cells = [
            CellForm(data, challenge=one, cell=cells.get(one.pk), asks_position=asks_position)
            for one in challenges
        ]
        self.conflicts: list[tuple[Challenge, Cell | None]] = []

    def is_valid(self) -> bool:
        """Tell whether every cell can be read; each shows its own errors."""
        wrong = [cell for cell in self.cells if not cell.is_valid()]
        return not wrong

    @property
    def said(self) -> list[Said]:
        """The cells that this person changed."""
        return [cell.said for cell in self.cells if cell.is_touched]

    def rebase(self, crossed: Mapping[int, Cell | None]) -> None:
        """Keep what was typed, tell what the other person wrote, and stand on it from now."""
        for form in self.cells:
            if form.challenge.pk in crossed:
                other = crossed[form.challenge.pk]
                form.data = _moved(form, other)
                self.conflicts.append((form.challenge, other))


def _moved(form: CellForm, other: Cell | None) -> QueryDict:
    data = form.data.copy()
    for name, value in _initial_of(other).items():
        key = form.add_prefix(name)
        data[key if name == "version" else form.add_initial_prefix(name)] = value
    return data


def _initial_of(cell: Cell | None) -> dict[str, Any]:
    values = values_of(cell)
    return {
        "interest": _text(values.interest),
        "influence": _text(values.influence),
        "position": values.position,
        "contribution_nature": values.contribution_nature,
        "contribution": values.contribution,
        "version": cell.version if cell else 0,
    }


def _text(number: int | None) -> str:
    return UNKNOWN if number is None else str(number)


def _number(text: str) -> int | None:
    return None if text == UNKNOWN else int(text)
