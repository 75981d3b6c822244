"""Prepare a conversation, and open a closed consultation again."""

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from terreau.core.editing import VersionedModelForm
from terreau.dialogues.enums import Access
from terreau.dialogues.models import Conversation

RULES = _(
    "Un énoncé dit une seule idée, en une phrase que chacun comprend, et répond à la question.\n\n"
    "Ne sont pas retenus : ce qui est déjà dit, ce qui est sans rapport avec la question, ce qui "
    "mêle plusieurs idées, ce qui vise ou désigne une personne, ce qui est contraire à la loi.\n\n"
    "Un énoncé n’est jamais récrit ni écarté pour l’avis qu’il exprime. Chaque refus dit sa règle."
)


class MomentInput(forms.DateTimeInput):
    """A day and an hour, as the browser asks for them."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")

    def format_value(self, value) -> str | None:
        """Show the local hour, to the minute."""
        if hasattr(value, "tzinfo") and value.tzinfo:
            value = localtime(value)
        return super().format_value(value)


class ConversationForm(VersionedModelForm):
    """The question, the two spaces, the dates and the rules."""

    access = forms.ChoiceField(
        label=_("Entrée des habitants"),
        choices=Access.choices,
        initial=Access.OPEN,
        widget=forms.RadioSelect,
        help_text=_(
            "Sans lien personnel, une personne peut répondre depuis deux appareils : c’est le prix "
            "d’une entrée sans compte. Un lien par personne donne une voix par personne."
        ),
    )

    class Meta:
        model = Conversation
        fields = [
            "question",
            "introduction",
            "has_organisations",
            "has_inhabitants",
            "access",
            "opens_at",
            "closes_at",
            "are_statements_open",
            "is_moderated_first",
            "rules",
        ]
        widgets = {
            "question": forms.Textarea(attrs={"rows": 2}),
            "introduction": forms.Textarea(attrs={"rows": 5}),
            "rules": forms.Textarea(attrs={"rows": 7}),
            "opens_at": MomentInput(),
            "closes_at": MomentInput(),
        }
        help_texts = {
            "question": _(
                "Une seule question, ouverte : « Qu’est-ce qui aiderait les jeunes d’ici ? »"
            ),
            "introduction": _("Pourquoi cette question, à qui, et ce qu’il en sera fait."),
            "closes_at": _("Vide : la conversation reste ouverte jusqu’à ce que vous la closiez."),
            "is_moderated_first": _(
                "Sinon, un énoncé est soumis au vote dès qu’il est écrit, et relu après."
            ),
            "rules": _("Publiées avec la conversation : chaque refus cite l’une d’elles."),
        }
        error_messages = {
            "question": {"required": _("Écrivez la question : tout part d’elle.")},
        }

    def fill_initial(self) -> None:
        """Give the usual rules; keep the question and the opening of what is published."""
        if self.instance.pk is None:
            self.initial.setdefault("rules", RULES)
        if self.instance.published_at:
            self.fields["question"].disabled = True
            self.fields["opens_at"].disabled = True
            self.fields["question"].help_text = _(
                "Des voix répondent à cette question : elle ne change plus."
            )


class ReopenForm(forms.Form):
    """Open again, until when and why."""

    closes_at = forms.DateTimeField(
        label=_("Nouvelle clôture"),
        required=False,
        widget=MomentInput(),
        help_text=_("Vide : sans date."),
    )
    reason = forms.CharField(
        label=_("Pourquoi rouvrir"),
        max_length=300,
        help_text=_("Gardé dans le journal des décisions de l’alliance."),
        error_messages={"required": _("Dites pourquoi rouvrir : chacun doit pouvoir le lire.")},
    )
