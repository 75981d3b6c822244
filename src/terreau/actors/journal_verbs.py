"""The deeds of the actors, as the journal says them; no person is named in their parameters."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "organisation-created": _("a créé la fiche « %(name)s »"),
    "organisation-edited": _("a modifié la fiche « %(name)s » : %(fields)s"),
    "organisation-removed": _("a retiré la fiche « %(name)s », que rien n’utilisait"),
    "mandate-declared": _("a déclaré parler au nom de « %(name)s »"),
    "mandate-granted": _("a donné le mandat n° %(number)s de « %(name)s » (%(title)s)"),
    "mandate-closed": _("a clos le mandat n° %(number)s de « %(name)s » au %(day)s"),
}
