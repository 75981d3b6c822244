"""Write statements and read them over."""

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.dialogues.enums import ModerationAct, ModerationReason, Space
from terreau.dialogues.models import Conversation, Statement
from terreau.dialogues.models.conversations import STATEMENT_LENGTH
from terreau.dialogues.statement_text import clean_statement, has_words

MOST_SEEDS = 200
ONE_SENTENCE = _("Écrivez une phrase à laquelle on peut répondre « d’accord » ou « pas d’accord ».")
TOO_LONG = _("Cet énoncé compte %(length)d signes et en prend %(most)d au plus : gardez une idée.")


def check_statement(text: str) -> str:
    """Give the clean text, or say what is wrong with it."""
    clean = clean_statement(text)
    if not has_words(clean):
        raise forms.ValidationError(ONE_SENTENCE)
    if len(clean) > STATEMENT_LENGTH:
        raise forms.ValidationError(TOO_LONG % {"length": len(clean), "most": STATEMENT_LENGTH})
    return clean


class StatementForm(forms.Form):
    """One statement of a participant; the second step confirms that it was not said yet."""

    text = forms.CharField(
        label=_("Votre énoncé"),
        # A paste may carry signs that do not show: the length is counted once they are off.
        max_length=4 * STATEMENT_LENGTH,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_(
            "Une seule idée, en une phrase de 200 signes au plus, à laquelle chacun peut répondre."
        ),
        error_messages={"required": ONE_SENTENCE},
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """Take off what hides and refuse what is too long."""
        return check_statement(self.cleaned_data["text"])


class SpacesField(forms.MultipleChoiceField):
    """In which of the open spaces a statement is put to the vote."""

    def __init__(self, **kwargs) -> None:
        super().__init__(
            label=_("Soumis au vote dans"),
            choices=Space.choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choisissez au moins un espace.")},
            **kwargs,
        )

    def clean(self, value) -> frozenset[Space]:
        """Give the spaces themselves."""
        return frozenset(Space(key) for key in super().clean(value))


class SeedForm(forms.Form):
    """Several statements at once, one a line."""

    texts = forms.CharField(
        label=_("Énoncés, un par ligne"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Quinze à trente énoncés, courts et divers, dont certains que vous ne partagez pas : "
            "chacun doit en trouver avec lesquels il est d’accord."
        ),
        error_messages={"required": _("Écrivez au moins un énoncé.")},
    )
    spaces = SpacesField()

    def __init__(self, *args, conversation: Conversation, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        opened = conversation.open_spaces
        self.fields["spaces"].choices = [(space.value, space.label) for space in opened]
        self.fields["spaces"].initial = [space.value for space in opened]

    def clean_texts(self) -> list[str]:
        """Check each line and say which ones to correct."""
        lines = [line for line in self.cleaned_data["texts"].splitlines() if line.strip()]
        if len(lines) > MOST_SEEDS:
            raise forms.ValidationError(
                _("Cela fait %(count)d énoncés ; proposez-en %(most)d au plus à la fois.")
                % {"count": len(lines), "most": MOST_SEEDS}
            )
        errors, texts = [], []
        for number, line in enumerate(lines, 1):
            try:
                texts.append(check_statement(line))
            except forms.ValidationError as error:
                said = {"number": number, "error": error.messages[0]}
                errors.append(_("Ligne %(number)d. %(error)s") % said)
        if errors:
            raise forms.ValidationError(errors)
        return texts


class SeedEditForm(forms.Form):
    """Correct one statement of the facilitators."""

    text = forms.CharField(
        label=_("Énoncé"), widget=forms.Textarea(attrs={"rows": 3}), max_length=800
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """Check it as a new one."""
        return check_statement(self.cleaned_data["text"])


class ModerationForm(forms.Form):
    """One act of moderation on one statement."""

    act = forms.ChoiceField(choices=ModerationAct.choices)
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Règle"),
        choices=[("", _("choisir la règle…")), *ModerationReason.choices],
        required=False,
        error_messages={"required": _("Dites quelle règle s’applique : elle est publiée.")},
    )
    note = forms.CharField(label=_("Précision, publiée"), max_length=500, required=False)
    duplicate_of = forms.IntegerField(
        label=_("Déjà dit par l’énoncé n°"), required=False, min_value=1
    )
    spaces = SpacesField(required=False)

    def __init__(self, *args, statement: Statement, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.statement = statement
        # Two forms of one page: an acceptance chooses spaces, a refusal names its rule.
        act = self.data.get("act")
        takes_away = act in (ModerationAct.REFUSED, ModerationAct.WITHDRAWN)
        self.fields["spaces"].required = act == ModerationAct.ACCEPTED or not self.is_bound
        self.fields["reason"].required = takes_away or not self.is_bound
        opened = statement.conversation.open_spaces
        self.fields["spaces"].choices = [(space.value, space.label) for space in opened]

    def clean_duplicate_of(self) -> Statement | None:
        """Find the statement that says it already."""
        number = self.cleaned_data["duplicate_of"]
        if number is None:
            return None
        others = Statement.objects.filter(conversation=self.statement.conversation_id)
        found = others.exclude(pk=self.statement.pk).filter(number=number).first()
        if found is None:
            raise forms.ValidationError(
                _("Il n’y a pas d’autre énoncé n° %(number)d dans cette conversation.")
                % {"number": number}
            )
        return found

    def clean(self) -> dict:
        """Ask to put in words a reason that no rule says."""
        values = super().clean()
        if values.get("reason") == ModerationReason.OTHER and not values.get("note", "").strip():
            self.add_error("note", _("Dites cette raison en toutes lettres : elle est publiée."))
        return values
