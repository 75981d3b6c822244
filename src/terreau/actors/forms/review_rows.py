"""The steps of « vérifier ma fiche » that are rows: contacts, offers, needs, competences."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ResourceDirection, ResourceNature
from terreau.actors.forms.contacts import NewContactRows
from terreau.actors.forms.review_steps import ReviewStep
from terreau.actors.models import Organisation
from terreau.actors.snapshots import rows_of
from terreau.actors.values import CompetenceValues, ContactValues, ResourceValues


class ContactsStep(ReviewStep):
    title = _("Contacts")
    covers = ("contacts",)

    def __init__(self, data: Any, organisation: Organisation) -> None:
        super().__init__(data, organisation)
        rows = organisation.contacts.values("kind", "value", "label", "is_public")
        self.rows = NewContactRows(data, prefix="contacts", initial=list(rows))

    def starting_values(self) -> dict[str, Any]:
        return {}

    def values(self) -> dict[str, tuple[ContactValues, ...]]:
        return {"contacts": self.rows.kept()}


class LineForm(forms.Form):
    """One offer or one need; a row without a title does not count."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Quoi"), max_length=200, required=False)
    nature = forms.ChoiceField(
        label=_("Nature"), choices=[("", "—"), *ResourceNature.choices], required=False
    )
    quantity = forms.DecimalField(
        label=_("Quantité"),
        required=False,
        localize=True,
        max_digits=14,
        decimal_places=2,
        min_value=0,
    )
    unit = forms.CharField(label=_("Unité"), max_length=40, required=False)
    conditions = forms.CharField(label=_("Conditions"), max_length=1000, required=False)
    is_public = forms.BooleanField(label=_("Visible de tous"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """Ask for the nature of what is named, and for a quantity above zero."""
        values = super().clean()
        if values.get("title") and "nature" in values and not values["nature"]:
            self.add_error("nature", gettext("Choisissez la nature : locaux, humain, financier…"))
        if values.get("nature") and "title" in values and not values["title"]:
            self.add_error("title", gettext("Dites en quelques mots de quoi il s’agit."))
        if values.get("quantity") == 0:
            self.add_error("quantity", gettext("Laissez vide si vous ne savez pas combien."))
        return values


class SkillForm(forms.Form):
    """One competence; a row without a name does not count."""

    name = forms.CharField(label=_("Savoir-faire"), max_length=150, required=False)
    detail = forms.CharField(label=_("En une phrase"), max_length=300, required=False)


class BaseRowSet(forms.BaseFormSet):
    """Rows to keep, and a box to take each stored one away."""

    def add_fields(self, form, index) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Retirer cette ligne")

    @property
    def has_new_rows(self) -> bool:
        """Tell whether something was typed in the blank rows, so that they stay open."""
        return self.is_bound and any(form.has_changed() for form in self.extra_forms)

    def kept(self) -> list[dict[str, Any]]:
        """The typed values of the rows that stay."""
        return [
            form.cleaned_data for form in self.forms if not form.cleaned_data.get("DELETE", False)
        ]


LineFormSet = forms.formset_factory(
    LineForm, formset=BaseRowSet, extra=1, can_delete=True, max_num=60
)
SkillFormSet = forms.formset_factory(
    SkillForm, formset=BaseRowSet, extra=2, can_delete=True, max_num=60
)


class LinesStep(ReviewStep):
    """The offers, or the needs; the other direction is written back as it stands."""

    covers = ("resources",)
    direction: ResourceDirection

    def __init__(self, data: Any, organisation: Organisation) -> None:
        super().__init__(data, organisation)
        self.stored: list[ResourceValues] = rows_of(organisation, "resources")
        own = [_line(row) for row in self.stored if row.direction == self.direction]
        self.rows = LineFormSet(data, prefix="lines", initial=own)

    def starting_values(self) -> dict[str, Any]:
        return {}

    def values(self) -> dict[str, tuple[ResourceValues, ...]]:
        others = [row for row in self.stored if row.direction != self.direction]
        known = {row.uuid: row for row in self.stored if row.direction == self.direction}
        own = [self._merged(row, known) for row in self.rows.kept() if row.get("title")]
        return {"resources": (*others, *own)}

    def _merged(
        self, row: Mapping[str, Any], known: Mapping[UUID, ResourceValues]
    ) -> ResourceValues:
        """A typed row, with what this short form does not show of the stored one."""
        before = known.get(row["uuid"])
        shown = {name: row[name] for name in ("title", "nature", "unit", "conditions")}
        typed = {**shown, "quantity": row["quantity"], "is_public": row["is_public"]}
        if before is None:
            return ResourceValues(direction=self.direction, **typed)
        if all(getattr(before, name) == value for name, value in typed.items()):
            return before
        return ResourceValues(
            direction=self.direction,
            uuid=before.uuid,
            starts_on=before.starts_on,
            ends_on=before.ends_on,
            territories=before.territories,
            **typed,
        )


def _line(row: ResourceValues) -> dict[str, Any]:
    names = ("uuid", "title", "nature", "quantity", "unit", "conditions", "is_public")
    return {name: getattr(row, name) for name in names}


class OffersStep(LinesStep):
    title = _("Ce que vous offrez")
    direction = ResourceDirection.OFFER


class NeedsStep(LinesStep):
    title = _("Ce dont vous avez besoin")
    direction = ResourceDirection.NEED


class SkillsStep(ReviewStep):
    title = _("Ce que vous savez faire")
    covers = ("competences",)

    def __init__(self, data: Any, organisation: Organisation) -> None:
        super().__init__(data, organisation)
        own = [
            {"name": row.name, "detail": row.detail} for row in rows_of(organisation, "competences")
        ]
        self.rows = SkillFormSet(data, prefix="skills", initial=own)

    def starting_values(self) -> dict[str, Any]:
        return {}

    def values(self) -> dict[str, tuple[CompetenceValues, ...]]:
        named = {row["name"]: row["detail"] for row in self.rows.kept() if row.get("name")}
        return {"competences": tuple(CompetenceValues(*pair) for pair in named.items())}
