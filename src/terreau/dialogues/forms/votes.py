"""What a click of the voting page says."""

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.dialogues.enums import VoteAnswer


class VoteForm(forms.Form):
    """One answer to one statement."""

    statement = forms.UUIDField()
    answer = forms.TypedChoiceField(
        label=_("Votre réponse"), choices=VoteAnswer.choices, coerce=int
    )
    important = forms.BooleanField(label=_("Important pour moi"), required=False)
    # The page of « mes réponses » to come back to, for an answer changed from there.
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)


class WantedForm(forms.Form):
    """The statement asked for by its number, and the one whose receipt is shown."""

    enonce = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    recu = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
