"""Object to being listed: by a form, or from the link of a sheet."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ObjectionForm(forms.Form):
    """Who asks, and where they are listed; only the address is needed."""

    email = forms.EmailField(
        label=_("Votre adresse électronique"),
        help_text=_("Un message y est envoyé pour vérifier que c’est bien vous."),
        error_messages={
            "required": _("Donnez votre adresse : un message y vérifiera que c’est bien vous."),
            "invalid": _("Cette adresse n’est pas complète. Écrivez par exemple ama@exemple.fr."),
        },
    )
    full_name = forms.CharField(
        label=_("Votre nom, si la fiche vous nomme"), required=False, max_length=150
    )
    phone = forms.CharField(
        label=_("Votre téléphone, s’il y figure"), required=False, max_length=30
    )


class LinkObjectionForm(forms.Form):
    """What the holder of a link may ask, each with its own effect."""

    withdraw = forms.BooleanField(label=_("Effacer mon adresse de l’annuaire"), required=False)
    full_name = forms.CharField(
        label=_("Effacer aussi le nom"),
        required=False,
        max_length=150,
        help_text=_("Le vôtre, tel que la structure l’a donné."),
    )
    phone = forms.CharField(label=_("Effacer aussi le téléphone"), required=False, max_length=30)
    unlist = forms.BooleanField(
        label=_("Retirer la structure des pages publiques"),
        required=False,
        help_text=_(
            "Une organisation n’est pas une personne : sa fiche n’est pas effacée, mais plus "
            "personne ne la voit sans compte."
        ),
    )
    erase = forms.BooleanField(
        label=_("Effacer toute la fiche de mon entreprise individuelle"), required=False
    )

    def __init__(self, *args, has_address: bool, is_one_person: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not has_address:
            del self.fields["withdraw"]
        if not is_one_person:
            del self.fields["erase"]

    def clean(self) -> dict:
        """Refuse an empty request."""
        values = super().clean()
        if not any(values.values()):
            raise forms.ValidationError(gettext("Cochez ou écrivez ce que vous demandez."))
        return values

    @property
    def is_personal(self) -> bool:
        """Tell whether data of a person are to be erased."""
        values = self.cleaned_data
        return any(values.get(name) for name in ("withdraw", "full_name", "phone"))
