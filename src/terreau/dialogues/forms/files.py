"""Bring a conversation in from files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.dialogues.enums import Space
from terreau.dialogues.exchange.polis_reading import (
    ConversationFileError,
    ReadConversation,
    read_uploads,
)

READ_AT_ONCE = 5 * 1024 * 1024  # heavier files are read by the job alone


class ManyFiles(forms.ClearableFileInput):
    """One field, several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list:
        """Check each file."""
        sent = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in sent if one or not data]


class ConversationFilesForm(forms.Form):
    """The files of a Polis export, the space of its voices, where it comes from."""

    files = ManyFilesField(
        label=_("Fichiers"),
        help_text=_("summary.csv, comments.csv et votes.csv, ou leur archive ZIP."),
        error_messages={"required": _("Choisissez les fichiers de la conversation.")},
    )
    space = forms.ChoiceField(
        label=_("Ces voix sont celles"),
        choices=[
            (Space.INHABITANTS.value, _("d’habitants")),
            (Space.ORGANISATIONS.value, _("d’organisations")),
        ],
        initial=Space.INHABITANTS.value,
    )
    source = forms.CharField(
        label=_("Source et licence"),
        max_length=500,
        help_text=_("D’où viennent ces fichiers et sous quelle licence : ce sera affiché."),
        error_messages={"required": _("Dites d’où viennent ces fichiers.")},
    )

    read: ReadConversation | None = None

    def clean_files(self) -> list:
        """Read light files at once, so that what is wrong is told beside the field."""
        files = self.cleaned_data["files"]
        if sum(one.size for one in files) <= READ_AT_ONCE:
            try:
                self.read = read_uploads((one.name, one) for one in files)
            except ConversationFileError as error:
                raise forms.ValidationError(str(error)) from error
            for one in files:
                one.seek(0)
        return files
