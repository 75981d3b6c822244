"""How the record of an alliance says what came in from files."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "conversation-imported": _(
        "a repris d’un fichier la conversation « %(question)s » : "
        "%(statements)s énoncés, %(votes)s votes"
    ),
}
