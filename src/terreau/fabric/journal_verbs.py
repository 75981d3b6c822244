"""How the records say what was done of the fabric."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "wave-taken": _("a pris une vague du réseau de « %(name)s » au %(date)s"),
    "network-brought": _("a repris le réseau « %(name)s » : %(ties)s liens"),
    "network-removed": _("a retiré le réseau importé « %(name)s »"),
    "meeting-introduced": _("a mis en relation %(first)s et %(second)s"),
    "meeting-known": _("a noté que %(first)s et %(second)s se connaissent déjà"),
    "meeting-set_aside": _("a écarté la suggestion de faire se rencontrer %(first)s et %(second)s"),
    "meeting-reopened": _("a remis en suggestion la rencontre de %(first)s et %(second)s"),
}
