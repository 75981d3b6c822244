"""How the record of an alliance says what becomes of its consultations."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "consultation-published": _("a publié la consultation « %(question)s »"),
    "consultation-edited": _("a modifié la présentation de la consultation « %(question)s »"),
    "consultation-closed": _("a clos la consultation « %(question)s »"),
    "consultation-reopened": _("a rouvert la consultation « %(question)s » : %(reason)s"),
    "consultation-revealed": _("a dévoilé les résultats de la consultation « %(question)s »"),
    "statements-seeded": _(
        "a soumis au vote %(count)s énoncés dans la conversation « %(question)s »"
    ),
    "statement-withdrawn": _(
        "a retiré du vote l’énoncé n° %(number)s de « %(question)s » : %(reason)s"
    ),
    "statement-restored": _("a remis au vote l’énoncé n° %(number)s de « %(question)s »"),
    "links-issued": _("a émis %(count)s liens personnels pour « %(question)s »"),
    "link-revoked": _("a retiré le lien personnel %(number)s de « %(question)s »"),
    "link-replaced": _("a remplacé le lien personnel %(number)s de « %(question)s »"),
}
