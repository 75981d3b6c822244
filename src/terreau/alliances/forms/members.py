"""Invite, answer an invitation, give roles."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ORGANISATION_WORLDS
from terreau.actors.folding import fold
from terreau.actors.models import Mandate, Organisation
from terreau.alliances.enums import MemberRole
from terreau.alliances.models import Alliance, Membership
from terreau.core.forms import LongSelect

WORLDS = [("", "—"), *((world.value, world.label) for world in ORGANISATION_WORLDS)]


class GuestForm(forms.Form):
    """One person to invite: for an organisation, or as an inhabitant."""

    organisation_name = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("Son nom, ou son SIREN. Vide : la personne vient en habitante ou habitant."),
    )
    world = forms.ChoiceField(
        label=_("Son monde, si sa fiche n’existe pas encore"), choices=WORLDS, required=False
    )
    email = forms.EmailField(
        label=_("Adresse électronique"),
        max_length=254,
        required=False,
        help_text=_("Vide si l’organisation a déjà quelqu’un ici : l’invitation lui sera remise."),
        error_messages={"invalid": _("Cette adresse n’est pas complète : « nom@domaine.fr ».")},
    )
    person_name = forms.CharField(label=_("Nom de la personne"), max_length=150, required=False)
    message = forms.CharField(
        label=_("Un mot pour elle"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        """Find the organisation, or know that it is to be created."""
        cleaned = super().clean()
        name = cleaned.get("organisation_name", "").strip()
        cleaned["organisation"] = self._find(name) if name else None
        if name and cleaned["organisation"] is None and not cleaned.get("world"):
            self.add_error(
                "world",
                gettext(
                    "« %(name)s » n’a pas encore de fiche : choisissez son monde, elle sera créée "
                    "avec l’invitation."
                )
                % {"name": name},
            )
        if not name and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", gettext("Donnez une adresse, ou le nom d’une organisation."))
        return cleaned

    def _find(self, name: str) -> Organisation | None:
        wanted = fold(name)
        found = [
            one
            for one in Organisation.objects.named_like(name).prefetch_related("aliases")[:50]
            if wanted
            in {fold(one.name), one.siren, *(fold(alias.name) for alias in one.aliases.all())}
        ]
        if len(found) > 1:
            raise ValidationError(
                gettext("Plusieurs organisations s’appellent « %(name)s » : donnez son SIREN.")
                % {"name": name}
            )
        return found[0] if found else None


class BaseGuestFormSet(forms.BaseFormSet):
    """Several guests; an empty one invites nobody, even where something had been typed before."""

    def initial_form_count(self) -> int:
        """Take every form as new: nothing of a draft is stored yet."""
        return 0


GuestFormSet = forms.formset_factory(GuestForm, formset=BaseGuestFormSet, extra=3, max_num=10)


def typed_guests(formset: BaseGuestFormSet) -> list[dict[str, str]]:
    """Give what was typed in each form, right or wrong, to show it again."""
    forms_shown = formset.forms if formset.management_form.is_valid() else []
    return [{bound.name: bound.data or "" for bound in form} for form in forms_shown]


class AcceptForm(forms.Form):
    """What joining asks: one's name and, for an organisation, one's position in it."""

    full_name = forms.CharField(
        label=_("Votre nom"),
        max_length=150,
        error_messages={"required": _("Écrivez votre nom : il signera vos contributions.")},
    )
    title = forms.CharField(label=_("Votre fonction"), max_length=120, required=False)

    def __init__(self, *args, knows_person: bool, for_organisation: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if knows_person:
            del self.fields["full_name"]
        if not for_organisation:
            del self.fields["title"]


class RoleForm(forms.Form):
    """Give a role to a member."""

    membership = forms.ModelChoiceField(
        label=_("Membre"), queryset=Membership.objects.none(), widget=LongSelect
    )
    role = forms.ChoiceField(label=_("Rôle"), choices=MemberRole.choices)
    mandate = forms.ModelChoiceField(
        label=_("Personne"),
        queryset=Mandate.objects.none(),
        required=False,
        widget=LongSelect,
        help_text=_("Nécessaire pour faciliter : c’est une personne qui agit."),
    )

    def __init__(self, *args, alliance: Alliance, today, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        members = alliance.memberships.current().exclude(organisation=None)
        self.fields["membership"].queryset = members.select_related("organisation", "person")
        self.fields["mandate"].queryset = (
            Mandate.objects.filter(organisation__in=members.values("organisation"))
            .current(today)
            .select_related("person", "organisation")
        )


class ReasonForm(forms.Form):
    """Say why, in a sentence."""

    reason = forms.CharField(
        label=_("Pourquoi ?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Dites pourquoi en une phrase : les membres la liront.")},
    )
