"""The sections in which a sheet is edited, each saved on its own."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.activities import LEGAL_CATEGORIES, is_naf
from terreau.actors.consent import WITHHOLDABLE
from terreau.actors.enums import ContactKind, ResourceDirection
from terreau.actors.fields import label_of
from terreau.actors.forms.contacts import ContactRows
from terreau.actors.forms.organisations import OrganisationForm
from terreau.actors.forms.rows import CompetenceRows, NetworkRows, NumberRows, SeatRows
from terreau.actors.forms.sheet_form import SheetForm
from terreau.actors.models import Organisation
from terreau.actors.references import find_organisation, refer_to
from terreau.actors.snapshots import rows_of
from terreau.actors.values import ContactValues, ResourceValues

YES_NO = [("", _("inconnu")), ("yes", _("oui")), ("no", _("non"))]
_YES_NO_FIELDS = ("is_employer", "is_mission_led")


def _yes_no_field(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=YES_NO,
        required=False,
        coerce=lambda text: text == "yes",
        empty_value=None,
    )


class IdentityForm(OrganisationForm):
    """Who it is: names, world, official numbers, size, activity, what it is part of."""

    row_sets = {"numbers": NumberRows}
    place = perimeter = domains = None

    is_employer = _yes_no_field(_("Employeuse"), _("A-t-elle au moins un salarié ?"))
    is_mission_led = _yes_no_field(_("Société à mission"), _("Inscrit dans ses statuts."))
    parent = forms.CharField(
        label=_("Structure de rattachement"),
        required=False,
        max_length=250,
        help_text=_("Le nom de la fiche dont elle est une antenne, un service, une section."),
    )

    class Meta(OrganisationForm.Meta):
        fields = (
            "name",
            "world",
            "subtype",
            "aliases",
            "siren",
            "siret",
            "rna",
            "legal_category",
            "naf",
            "founded_on",
            "size_class",
            "is_employer",
            "is_mission_led",
            "csr",
            "parent",
            "source",
        )
        help_texts = {
            **OrganisationForm.Meta.help_texts,
            "naf": _("Quatre chiffres et une lettre, comme 94.99Z."),
            "legal_category": _("Deux ou quatre chiffres de l’INSEE : 92 est une association."),
            "csr": _("En une phrase : charte, label, rapport publié…"),
        }

    def fill_initial(self) -> None:
        """Show the parent by its name, and what is unknown as such."""
        super().fill_initial()
        self.initial["parent"] = refer_to(self.instance.parent)
        for name in _YES_NO_FIELDS:
            value = getattr(self.instance, name)
            self.initial[name] = "" if value is None else "yes" if value else "no"

    def clean_naf(self) -> str:
        """Read a NAF code with or without its dot."""
        typed = self.cleaned_data["naf"].replace(" ", "").upper()
        code = f"{typed[:2]}.{typed[2:]}" if len(typed) > 2 and "." not in typed else typed
        if code and not is_naf(code):
            raise forms.ValidationError(
                gettext("Ce code NAF n’existe pas. Écrivez par exemple 94.99Z, ou laissez vide.")
            )
        return code

    def clean_legal_category(self) -> str:
        """Refuse a category that the nomenclature does not have."""
        code = self.cleaned_data["legal_category"].strip()
        if code and (not code.isdigit() or code[:2] not in LEGAL_CATEGORIES):
            raise forms.ValidationError(
                gettext(
                    "Cette catégorie juridique n’existe pas. Écrivez par exemple 92 (association) "
                    "ou 5710 (SAS), ou laissez vide."
                )
            )
        return code

    def clean_parent(self) -> Organisation | None:
        """Find the organisation behind the name."""
        known = [self.instance.parent] if self.instance.parent else []
        parent = find_organisation(self.cleaned_data["parent"], known)
        if parent is not None and parent.pk == self.instance.pk:
            raise forms.ValidationError(
                gettext("Une organisation n’est pas rattachée à elle-même. Laissez vide.")
            )
        return parent


class ActivityForm(OrganisationForm):
    """What it does and where."""

    row_sets = {"competences": CompetenceRows}
    world = subtype = siren = siret = rna = aliases = None

    class Meta(OrganisationForm.Meta):
        fields = ("description", "domains", "place", "address", "perimeter", "perimeter_note")
        help_texts = {"perimeter_note": _("Un quartier, une vallée, un bassin de vie…")}


class TiesForm(SheetForm):
    """The networks it belongs to and the bodies where it sits."""

    row_sets = {"networks": NetworkRows, "seats": SeatRows}

    class Meta:
        model = Organisation
        fields = ()


class ContactsForm(SheetForm):
    """The ways to reach it."""

    row_sets = {"contacts": ContactRows}

    class Meta:
        model = Organisation
        fields = ()


class PublicForm(SheetForm):
    """What the public sees of the sheet, field by field and line by line."""

    public_fields = forms.MultipleChoiceField(
        label=_("Ces informations, quand elles sont connues"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    public_contacts = forms.MultipleChoiceField(
        label=_("Ces contacts"), required=False, widget=forms.CheckboxSelectMultiple
    )
    public_resources = forms.MultipleChoiceField(
        label=_("Ces offres et ces besoins"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Organisation
        fields = ("is_public",)
        labels = {"is_public": _("La fiche est publique")}
        help_texts = {
            "is_public": _(
                "Décochée, seules les personnes connectées voient la fiche, et rien de ce qui suit "
                "n’est publié."
            )
        }

    def fill_initial(self) -> None:
        """List what may be public, ticked when it is."""
        super().fill_initial()
        self.rows = {name: rows_of(self.instance, name) for name in ("contacts", "resources")}
        self.fields["public_fields"].choices = [
            (name, _capital(label_of(name))) for name in WITHHOLDABLE
        ]
        self.initial["public_fields"] = [
            name for name in WITHHOLDABLE if name not in self.instance.withheld
        ]
        for name, rows in self.rows.items():
            field = f"public_{name}"
            self.initial[field] = [_key_of(row) for row in rows if row.is_public]
            self.fields[field].choices = [(_key_of(row), _words_of(row)) for row in rows]
            if not rows:
                del self.fields[field]

    def values(self) -> dict[str, Any]:
        """What is withheld, and the lines with their publicity."""
        cleaned = self.cleaned_data
        shown = cleaned["public_fields"]
        return {
            "is_public": cleaned["is_public"],
            "withheld": [name for name in WITHHOLDABLE if name not in shown],
            **{
                name: tuple(
                    replace(row, is_public=_key_of(row) in cleaned[f"public_{name}"])
                    for row in rows
                )
                for name, rows in self.rows.items()
                if rows
            },
        }


def _key_of(row: ContactValues | ResourceValues) -> str:
    """What stays the same when somebody else adds or removes a line meanwhile."""
    if isinstance(row, ResourceValues):
        return str(row.uuid)
    return ":".join((row.kind, row.value, row.label))


def _words_of(row: ContactValues | ResourceValues) -> str:
    if isinstance(row, ResourceValues):
        words = (ResourceDirection(row.direction).label, row.title)
    else:
        words = (ContactKind(row.kind).label, row.value, row.label)
    return " · ".join(str(word) for word in words if word)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


SECTIONS: dict[str, tuple[Any, type[SheetForm]]] = {
    "identite": (_("Qui"), IdentityForm),
    "activite": (_("Quoi et où"), ActivityForm),
    "liens": (_("Réseaux et instances"), TiesForm),
    "contacts": (_("Contacts"), ContactsForm),
    "public": (_("Ce que le public voit"), PublicForm),
}
