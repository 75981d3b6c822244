"""What the journal says of the diagnosis."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise | str] = {
    "ecosystem-noted": _("a noté un appui du territoire : « %(name)s » (%(kind)s)"),
    "ecosystem-absent": _("a noté qu’il manque ici : %(kind)s"),
    "ecosystem-removed": _("a retiré une réponse sur l’écosystème : %(kind)s %(name)s"),
}
