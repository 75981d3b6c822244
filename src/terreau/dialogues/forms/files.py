"""Bring a conversation in from files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.dialogues.bridge.ballot_files import (
    BallotFileError,
    ReadBallot,
    from_pabulib,
    from_preflib,
)
from terreau.dialogues.enums import Space
from terreau.dialogues.exchange.polis_reading import (
    ConversationFileError,
    ReadConversation,
    read_uploads,
)

MOST_OF_A_BALLOT = 20 * 1024 * 1024
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


class BallotFileForm(forms.Form):
    """One `.pb` file, or one PrefLib file of ranks."""

    file = forms.FileField(
        label=_("Fichier"),
        help_text=_("Un scrutin budgétaire Pabulib (.pb), ou des rangs PrefLib (.soc, .toi…)."),
        error_messages={"required": _("Choisissez le fichier du scrutin.")},
    )
    space = forms.ChoiceField(
        label=_("Ces bulletins sont ceux"),
        choices=[
            (Space.INHABITANTS.value, _("d’habitants")),
            (Space.ORGANISATIONS.value, _("d’organisations")),
        ],
        initial=Space.INHABITANTS.value,
    )
    source = forms.CharField(
        label=_("Source et licence"),
        max_length=500,
        error_messages={"required": _("Dites d’où vient ce fichier.")},
    )

    read: ReadBallot | None = None

    def clean_file(self) -> Any:
        """Read the file, so that what is wrong is told beside the field."""
        file = self.cleaned_data["file"]
        if file.size > MOST_OF_A_BALLOT:
            raise forms.ValidationError(_("Ce fichier pèse plus de 20 Mo : découpez le scrutin."))
        content = file.read()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
        try:
            is_budget = str(file.name).lower().endswith(".pb")
            self.read = from_pabulib(text) if is_budget else from_preflib(text)
        except BallotFileError as error:
            raise forms.ValidationError(str(error)) from error
        return file
