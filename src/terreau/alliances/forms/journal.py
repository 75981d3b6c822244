"""Write a page of the journal, add a voice, attach a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.alliances.attachments import ENDINGS
from terreau.alliances.enums import JournalKind
from terreau.alliances.models import JournalEntry, JournalVoice
from terreau.core.editing import VersionedModelForm


class EntryForm(VersionedModelForm):
    """One dated page."""

    kind = forms.ChoiceField(
        label=_("Nature"),
        choices=JournalKind.choices,
        widget=forms.RadioSelect,
        initial=JournalKind.STEP,
        help_text=_("Une difficulté racontée aide ceux qui viennent après."),
        error_messages={"required": _("Choisissez la nature de cette page.")},
    )

    class Meta:
        model = JournalEntry
        fields = ["title", "happened_on", "kind", "text", "source", "is_public"]
        labels = {
            "title": _("Titre"),
            "happened_on": _("Quand"),
            "text": _("Récit"),
            "source": _("Source"),
            "is_public": _("Visible sur la page publique"),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}
        help_texts = {
            "text": _("**gras**, _italique_, listes avec des tirets ; une ligne vide sépare."),
            "source": _("D’où vient ce fait, s’il n’est pas de votre mémoire."),
            "is_public": _("Sinon, seuls les membres la lisent."),
        }
        error_messages = {
            "title": {"required": _("Donnez un titre : « La première rencontre ».")},
            "happened_on": {
                "required": _("Dites quand cela s’est passé, au moins l’année : « 2013 ».")
            },
            "text": {
                "required": _("Racontez en quelques phrases ce qui s’est passé."),
                "max_length": _(
                    "Ce récit a %(show_value)d signes ; une page en porte %(limit_value)d. "
                    "Coupez-le en deux pages."
                ),
            },
        }


class KindForm(forms.Form):
    """Choose one kind of pages to read."""

    kind = forms.ChoiceField(
        label=_("Nature"),
        choices=[("", _("toutes les pages")), *JournalKind.choices],
        required=False,
    )


class VoiceForm(forms.ModelForm):
    """Another voice on the same page."""

    class Meta:
        model = JournalVoice
        fields = ["text"]
        labels = {"text": _("Votre voix")}
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"text": _("Ce que vous avez vécu ou compris autrement, de votre place.")}
        error_messages = {
            "text": {"required": _("Écrivez quelques mots avant d’ajouter votre voix.")}
        }


class AttachmentForm(forms.Form):
    """One file; what it is gets read from its content."""

    file = forms.FileField(
        label=_("Pièce jointe"),
        max_length=255,
        help_text=_("PDF, image, document, tableau ou texte ; 10 Mo au plus."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{e}" for e in ENDINGS)}),
        error_messages={
            "required": _("Choisissez d’abord un fichier sur votre appareil."),
            "empty": _("Ce fichier est vide. Vérifiez-le sur votre appareil, puis recommencez."),
            "max_length": _("Le nom de ce fichier est trop long : raccourcissez-le."),
        },
    )
