"""The deeds of the actors, as the journal says them; no person is named in their parameters."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "organisation-created": _("a créé la fiche « %(name)s »"),
    "organisation-edited": _("a modifié la fiche « %(name)s » : %(fields)s"),
    "organisation-removed": _("a retiré la fiche « %(name)s », que rien n’utilisait"),
    "organisations-imported": _(
        "a importé « %(file)s » (source : %(source)s) : fiches créées, %(created)s ; modifiées, "
        "%(changed)s"
    ),
    "organisation-confirmed": _("a vérifié toute la fiche « %(name)s » : tout est juste"),
    "organisation-restored": _("a rétabli des valeurs de la fiche « %(name)s » : %(fields)s"),
    "organisation-closed": _("a noté la fin de « %(name)s » (%(day)s)"),
    "organisation-reopened": _("a noté que « %(name)s » est de nouveau en activité"),
    "position-added": _("a noté une personne de « %(name)s », n° %(number)s (%(title)s)"),
    "position-edited": _("a corrigé la position n° %(number)s de « %(name)s » (%(title)s)"),
    "position-closed": _("a noté la fin de la position n° %(number)s de « %(name)s » (%(title)s)"),
    "position-informed": _("a noté que la personne n° %(number)s de « %(name)s » est informée"),
    "position-erased": _("a effacé la position n° %(number)s de « %(name)s » (%(title)s)"),
    "mandate-declared": _("a déclaré parler au nom de « %(name)s »"),
    "mandate-granted": _("a donné le mandat n° %(number)s de « %(name)s » (%(title)s)"),
    "mandate-closed": _("a clos le mandat n° %(number)s de « %(name)s » au %(day)s"),
}
