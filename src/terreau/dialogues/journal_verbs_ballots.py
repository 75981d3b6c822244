"""How the record of an alliance says what becomes of its ballots."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "ballot-counted": _("a dépouillé le scrutin « %(question)s » : %(papers)s bulletins"),
    "ballot-imported": _(
        "a repris d’un fichier le scrutin « %(question)s » : %(papers)s bulletins"
    ),
}
