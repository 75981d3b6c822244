"""How the record of an alliance says what becomes of its workshops."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "workshop-opened": _("a ouvert l’atelier « %(question)s »"),
    "workshop-edited": _("a modifié l’atelier « %(question)s »"),
    "propositions-gathered": _(
        "a réuni %(count)s propositions de « %(question)s » sous « %(title)s »"
    ),
    "proposition-followed": _("a noté où en est « %(title)s » : %(status)s"),
}
