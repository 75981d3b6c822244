"""Form fields with which people choose territories: they work without JavaScript."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory
from terreau.territories.picker import Picker, build_picker
from terreau.territories.search import find_territories
from terreau.territories.tokens import read_tokens

SEARCH_SUFFIX = "-q"


class TerritoriesWidget(forms.Widget):
    """A search, its answers as boxes to tick, and what is chosen as boxes to untick."""

    template_name = "territories/widgets/territories.html"
    use_fieldset = True

    def __init__(self, *, kinds: tuple[str, ...] = (), is_single: bool = False, attrs=None) -> None:
        super().__init__(attrs)
        self.kinds, self.is_single = kinds, is_single

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, Any]:
        """Read the ticked tokens and the text still in the search box."""
        tokens = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        if isinstance(tokens, str):
            tokens = [tokens]
        return {
            "tokens": [token for token in tokens if token],
            "q": (data.get(f"{name}{SEARCH_SUFFIX}") or "").strip(),
        }

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """No box ticked is an answer: nothing is chosen."""
        return False

    def format_value(self, value: Any) -> dict[str, Any]:
        """Accept what was typed, tokens, or territories given as initial value."""
        if isinstance(value, dict):
            return value
        if not value:
            return {"tokens": [], "q": ""}
        units = value.all() if hasattr(value, "all") else value
        units = [units] if isinstance(units, (Territory, str, int)) else list(units)
        return {"tokens": [_token(unit) for unit in units], "q": ""}

    def picker(self, name: str, value: Any) -> Picker:
        """Gather what the slice shows."""
        asked = self.format_value(value)
        return build_picker(
            name,
            tokens=asked["tokens"],
            text=asked["q"],
            kinds=self.kinds,
            is_single=self.is_single,
        )

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        """Add what the slice shows."""
        context = super().get_context(name, value, attrs)
        context["picker"] = self.picker(name, value)
        return context


def _token(unit: Territory | str | int) -> str:
    if isinstance(unit, Territory):
        return unit.token
    if isinstance(unit, int):
        return Territory.objects.get(pk=unit).token
    return unit


class TerritoriesField(forms.Field):
    """Any list of territories (R5); cleans to a list of current territories."""

    widget = TerritoriesWidget
    is_single = False
    default_kinds: tuple[str, ...] = ()
    default_error_messages = {
        "required": gettext_lazy("Choisissez au moins un territoire : cherchez-le, cochez-le."),
    }

    def __init__(self, *, kinds: tuple[str, ...] | None = None, **options: Any) -> None:
        self.kinds = self.default_kinds if kinds is None else kinds
        options.setdefault("widget", self.widget(kinds=self.kinds, is_single=self.is_single))
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        """Return the chosen territories, or say in full sentences what is wrong."""
        asked = self.widget.format_value(value)
        read = read_tokens(asked["tokens"])
        errors = list(read.errors)
        if self.kinds and any(unit.kind not in self.kinds for unit in read.territories):
            errors.append(_("Choisissez une commune : les autres niveaux ne conviennent pas ici."))
        if asked["q"]:
            errors += self._resolve(asked["q"], read.territories)
        if errors:
            raise ValidationError(errors)
        if not read.territories and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return self._result(read.territories)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the chosen tokens, whatever their order."""
        before, after = (self.widget.format_value(value)["tokens"] for value in (initial, data))
        return sorted(before) != sorted(after)

    def _result(self, territories: list[Territory]) -> Any:
        return territories

    def _resolve(self, text: str, chosen: list[Territory]) -> list[str]:
        """Take the only answer to what stands in the search box, or ask to tick one."""
        found = find_territories(text, kinds=self.kinds or None, limit=8)
        if any(unit in chosen for unit in found):
            return []
        if len(found) == 1:
            chosen.append(found[0])
            return []
        if not found:
            return [
                _(
                    "Aucun territoire ne répond à « %(text)s » : essayez un autre nom, "
                    "un code postal ou un code officiel."
                )
                % {"text": text[:80]}
            ]
        return [
            _("Plusieurs territoires répondent à « %(text)s » : cochez le vôtre dans la liste.")
            % {"text": text[:80]}
        ]


class TerritoryField(TerritoriesField):
    """One commune, found by search; cleans to a territory or None."""

    is_single = True
    default_kinds = (TerritoryKind.COMMUNE,)
    default_error_messages = {
        "required": gettext_lazy("Choisissez une commune : cherchez-la, puis cochez-la."),
    }

    def _result(self, territories: list[Territory]) -> Territory | None:
        return territories[-1] if territories else None
