"""Print sheets, and key what was ticked on one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.dialogues.models import Conversation, Statement
from terreau.dialogues.paper_codes import LAST_NUMBER, read_sheet

AT_ONCE = 100
CHOICES = [("-1", _("1 · pas d’accord")), ("0", _("2 · je passe")), ("1", _("3 · d’accord"))]
BLANK = ("", _("0 · sans réponse"))


class PrintForm(forms.Form):
    """Which sheets to print."""

    first = forms.IntegerField(
        label=_("À partir du bulletin n°"), min_value=1, max_value=LAST_NUMBER, initial=1
    )
    count = forms.IntegerField(
        label=_("Combien de bulletins"), min_value=1, max_value=AT_ONCE, initial=20
    )

    def clean(self) -> dict:
        """Keep the last number within what a code can say."""
        said = super().clean()
        if said.get("first", 0) + said.get("count", 0) - 1 > LAST_NUMBER:
            self.add_error("count", _("Les numéros vont jusqu’à 9999 : demandez-en moins."))
        return said


class CodeForm(forms.Form):
    """The code written at the top of a sheet."""

    code = forms.CharField(
        label=_("Code du bulletin"),
        help_text=_("En haut du bulletin : quatre chiffres, puis cinq lettres ou chiffres."),
        max_length=20,
    )

    def __init__(self, conversation: Conversation, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.conversation = conversation

    def clean_code(self) -> str:
        """Give the code as it was printed."""
        self.sheet = read_sheet(self.conversation, self.cleaned_data["code"])
        if self.sheet is None:
            raise forms.ValidationError(
                _(
                    "Ce code n’est pas celui d’un bulletin de cette conversation. Relisez-le : il "
                    "n’a ni O, ni I, ni B, ni S, ni Z, qui se confondent avec des chiffres."
                )
            )
        return self.sheet.code


class SheetForm(forms.Form):
    """What was ticked, line by line, in the order of the sheet."""

    def __init__(self, statements: list[Statement], *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.statements = statements
        for one in statements:
            self.fields[f"a{one.number}"] = forms.ChoiceField(
                label=one.text, choices=[*CHOICES, BLANK], required=False
            )
            self.fields[f"i{one.number}"] = forms.BooleanField(required=False)

    @property
    def lines(self) -> list[dict]:
        """The lines as the page shows them: what is ticked is kept through an error."""
        return [
            {
                "statement": one,
                "name": f"a{one.number}",
                "ticked": self.data.get(f"a{one.number}", ""),
                "is_important": bool(self.data.get(f"i{one.number}")),
                "choices": [
                    (value, label, key)
                    for key, (value, label) in zip("1230", [*CHOICES, BLANK], strict=True)
                ],
            }
            for one in self.statements
        ]

    def reading(self) -> dict[str, tuple[int, bool]]:
        """What was read, by statement number; blank lines are left out."""
        said = self.cleaned_data
        return {
            str(one.number): (int(said[f"a{one.number}"]), said[f"i{one.number}"])
            for one in self.statements
            if said[f"a{one.number}"] != ""
        }
