"""Join a document, start an agreement, rewrite it, note its signature, change a template."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from terreau.actors.forms.mandates import DAY, WRONG_DAY
from terreau.alliances.forms.journal import AttachmentForm
from terreau.core.editing import VersionedModelForm
from terreau.core.partial_dates import refuse_to_come
from terreau.core.verdicts import Refused
from terreau.partnerships.models import Agreement, AgreementTemplate
from terreau.partnerships.papers.filling import require_known_places

TEXT = forms.Textarea(attrs={"rows": 24})
MARKS = _("# titre, ## sous-titre, **gras**, listes avec des tirets ; une ligne vide sépare.")


class DocumentForm(AttachmentForm):
    """One file; what it is gets read from its content."""


class StartAgreementForm(forms.Form):
    """Choose the template and the title."""

    title = forms.CharField(
        label=_("Titre"),
        max_length=150,
        error_messages={"required": _("Donnez un titre : « Convention 2027 ».")},
    )
    template = forms.ChoiceField(label=_("Modèle"), widget=forms.RadioSelect)

    def __init__(self, *args, templates: list[AgreementTemplate], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(number): one for number, one in enumerate(templates)}
        self.fields["template"].choices = [(key, one.name) for key, one in self.offered.items()]
        self.fields["template"].initial = "0"

    @property
    def chosen(self) -> AgreementTemplate:
        """The template to fill."""
        return self.offered[self.cleaned_data["template"]]


class AgreementForm(VersionedModelForm):
    """The text as the parties want it."""

    class Meta:
        model = Agreement
        fields = ["title", "text"]
        labels = {"title": _("Titre"), "text": _("Texte")}
        widgets = {"text": TEXT}
        help_texts = {"text": MARKS}
        error_messages = {
            "title": {"required": _("Donnez un titre : « Convention 2027 ».")},
            "text": {"required": _("Une convention ne peut pas être vide : reprenez son texte.")},
        }


class SignForm(forms.Form):
    """When it was signed, and until when it holds."""

    signed_on = forms.DateField(
        label=_("Signée le"), widget=DAY, validators=[refuse_to_come], error_messages=WRONG_DAY
    )
    ends_on = forms.DateField(
        label=_("Jusqu’au"), required=False, widget=DAY, error_messages=WRONG_DAY
    )


class TemplateForm(VersionedModelForm):
    """A text of the instance, with places for what the sheet knows."""

    class Meta:
        model = AgreementTemplate
        fields = ["name", "text", "is_offered"]
        labels = {
            "name": _("Nom du modèle"),
            "text": _("Texte"),
            "is_offered": _("Proposé aux partenariats"),
        }
        widgets = {"text": TEXT}
        help_texts = {"text": MARKS}
        error_messages = {
            "name": {
                "required": _("Donnez un nom à ce modèle."),
                "unique": _("Un modèle porte déjà ce nom : choisissez-en un autre."),
            },
            "text": {"required": _("Un modèle ne peut pas être vide.")},
        }

    def clean_text(self) -> str:
        """Name the places that no sheet fills."""
        text = self.cleaned_data["text"]
        try:
            require_known_places(text)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return text
