"""Bring a party in, say why it comes, what it gives and receives, note that it leaves."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ORGANISATION_WORLDS, ResourceNature
from terreau.actors.folding import fold
from terreau.actors.forms.mandates import DAY, WRONG_DAY
from terreau.actors.forms.resources import QuantityField
from terreau.actors.models import Organisation
from terreau.partnerships.actions.parties import NewParty
from terreau.partnerships.enums import OBJECTIVES_BY_WORLD, FlowDirection, Objective
from terreau.partnerships.models import Party

WORLDS = [("", "—"), *((world.value, world.label) for world in ORGANISATION_WORLDS)]


class PartyForm(forms.Form):
    """One party: the sheet is found by its name or its SIREN, or made."""

    name = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("Son nom, ou son SIREN. Elle n’a pas à être membre d’une alliance."),
    )
    world = forms.ChoiceField(
        label=_("Son monde, si sa fiche n’existe pas encore"), choices=WORLDS, required=False
    )
    role = forms.CharField(
        label=_("Son rôle"),
        max_length=120,
        required=False,
        help_text=_("« porte l’action », « accueille les jeunes »…"),
    )

    def clean(self) -> dict[str, Any]:
        """Find the organisation, or know that it is to be created."""
        cleaned = super().clean()
        name = (cleaned.get("name") or "").strip()
        cleaned["organisation"] = self._find(name) if name else None
        is_new = name and cleaned["organisation"] is None
        if is_new and not cleaned.get("world") and not self.errors:
            self.add_error(
                "world",
                gettext(
                    "« %(name)s » n’a pas encore de fiche : choisissez son monde, elle sera créée."
                )
                % {"name": name},
            )
        return cleaned

    def _find(self, name: str) -> Organisation | None:
        try:
            return find_organisation(name)
        except ValidationError as error:
            self.add_error("name", error)
            return None

    def new_party(self) -> NewParty:
        """What the action brings in."""
        told = self.cleaned_data
        return NewParty(
            organisation=told["organisation"],
            name=told["name"].strip(),
            world=told["world"],
            role=told["role"],
        )


def find_organisation(name: str) -> Organisation | None:
    """Find the only standing sheet of that name, other name or SIREN; None when there is none."""
    wanted = fold(name)
    rows = Organisation.objects.filter(merged_into=None).named_like(name)
    found = [
        one
        for one in rows.prefetch_related("aliases").order_by("pk")[:50]
        if wanted in {fold(one.name), one.siren, *(fold(alias.name) for alias in one.aliases.all())}
    ]
    if len(found) > 1:
        raise ValidationError(
            gettext("Plusieurs organisations s’appellent « %(name)s » : donnez son SIREN.")
            % {"name": name}
        )
    return found[0] if found else None


class BasePartyFormSet(forms.BaseFormSet):
    """Two different parties at least."""

    def clean(self) -> None:
        """Count the parties once each of them is right."""
        if any(self.errors):
            return
        told = [form.cleaned_data for form in self.forms if form.cleaned_data.get("name")]
        names = {
            one["organisation"].pk if one["organisation"] else fold(one["name"]) for one in told
        }
        if len(names) < 2 or len(names) < len(told):
            raise ValidationError(
                gettext(
                    "Un partenariat réunit au moins deux organisations différentes : nommez-en une "
                    "autre, ou retirez celle qui est écrite deux fois."
                )
            )

    def hold_errors(self) -> None:
        """Show what was typed without judging it yet."""
        self._errors, self._non_form_errors = [], self.error_class()
        for form in self.forms:
            form._errors, form.cleaned_data = ErrorDict(), {}
            self._errors.append(form._errors)

    def new_parties(self) -> list[NewParty]:
        """What the action brings in."""
        return [form.new_party() for form in self.forms if form.cleaned_data.get("name")]


PartyFormSet = forms.formset_factory(PartyForm, formset=BasePartyFormSet, extra=0, max_num=12)
FIRST_ROWS = 3


class DescribePartyForm(forms.Form):
    """The role of a party, since when, and its objectives in the words of its world."""

    role = forms.CharField(label=_("Rôle"), max_length=120, required=False)
    joined_on = forms.DateField(
        label=_("Partie depuis le"), required=False, widget=DAY, error_messages=WRONG_DAY
    )

    def __init__(self, *args, party: Party, **kwargs) -> None:
        kept = {one.objective: one.detail for one in party.objectives.all()}
        initial = {"role": party.role, "joined_on": party.joined_on}
        super().__init__(*args, initial=initial, **kwargs)
        self.keys = OBJECTIVES_BY_WORLD[party.organisation.world]
        for key in self.keys:
            label = Objective(key).label.capitalize()
            self.fields[f"is_{key}"] = forms.BooleanField(
                label=label, required=False, initial=key in kept
            )
            self.fields[f"said_{key}"] = forms.CharField(
                label=gettext("En une phrase : %(objective)s") % {"objective": label.lower()},
                max_length=300,
                required=False,
                initial=kept.get(key, ""),
            )

    @property
    def general(self) -> list:
        """The fields that are not objectives."""
        return [self["role"], self["joined_on"]]

    @property
    def pairs(self) -> list[tuple]:
        """Each objective with its sentence."""
        return [(self[f"is_{key}"], self[f"said_{key}"]) for key in self.keys]

    def values(self) -> dict[str, Any]:
        """What the action writes; a sentence alone ticks its objective."""
        told = self.cleaned_data
        chosen = [
            (str(key), told[f"said_{key}"].strip())
            for key in self.keys
            if told[f"is_{key}"] or told[f"said_{key}"].strip()
        ]
        return {"role": told["role"], "joined_on": told["joined_on"], "objectives": chosen}


class FlowForm(forms.Form):
    """One thing given or received; what it is worth is told apart from cash."""

    direction = forms.ChoiceField(
        label=_("Cette organisation"), choices=FlowDirection.choices, widget=forms.RadioSelect
    )
    nature = forms.ChoiceField(
        label=_("Nature"),
        choices=[("", "—"), *ResourceNature.choices],
        error_messages={"required": _("Choisissez la nature de cet apport.")},
    )
    title = forms.CharField(
        label=_("Quoi"),
        max_length=200,
        help_text=_("« 20 heures de tuteurs », « des candidats qui nous connaissent »."),
        error_messages={"required": _("Dites en quelques mots ce qui est apporté ou reçu.")},
    )
    quantity = QuantityField(label=_("Quantité"), required=False)
    unit = forms.CharField(label=_("Unité"), max_length=40, required=False)
    value_eur = QuantityField(
        label=_("Montant ou valorisation (€)"),
        required=False,
        help_text=_(
            "Pour un apport financier, l’argent versé. Sinon, une valorisation indicative."
        ),
    )
    value_method = forms.CharField(
        label=_("Comment cette valorisation est calculée"),
        max_length=200,
        required=False,
        help_text=_("« 20 h × 35 € », « prix de location ». Inutile pour de l’argent."),
    )
    year = forms.IntegerField(
        label=_("Année"),
        required=False,
        min_value=1900,
        max_value=2100,
        error_messages={
            "invalid": _("Écrivez l’année en quatre chiffres : 2026."),
            "min_value": _("Écrivez l’année en quatre chiffres : 2026."),
            "max_value": _("Écrivez l’année en quatre chiffres : 2026."),
        },
    )

    def clean(self) -> dict[str, Any]:
        """Ask how a value was found, except for money."""
        values = super().clean()
        is_cash = values.get("nature") == ResourceNature.FINANCIAL
        if values.get("value_eur") and is_cash and not values.get("value_method"):
            values["value_method"] = gettext("montant en argent")
        if values.get("value_eur") and not values.get("value_method"):
            self.add_error(
                "value_method",
                gettext("Dites comment cette valorisation est calculée, ou laissez-la vide."),
            )
        if values.get("unit") and not values.get("quantity") and "quantity" not in self.errors:
            self.add_error(
                "quantity", gettext("Dites combien, ou effacez l’unité si vous ne le savez pas.")
            )
        return values


class LeaveForm(forms.Form):
    """When a party leaves, and why."""

    left_on = forms.DateField(label=_("Partie le"), widget=DAY, error_messages=WRONG_DAY)
    reason = forms.CharField(
        label=_("Pourquoi"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ce que cette organisation a apporté et reçu reste lisible."),
        error_messages={"required": _("Dites pourquoi en une phrase : les autres la liront.")},
    )

    def clean_left_on(self):
        """Refuse a day to come."""
        day = self.cleaned_data["left_on"]
        if day > timezone.localdate():
            raise ValidationError(
                gettext("Ce jour n’est pas encore venu : notez le départ ce jour-là.")
            )
        return day
