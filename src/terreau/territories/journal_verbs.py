"""How the deeds on the referential are said."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "referential-refresh-requested": _("a demandé l’actualisation du référentiel (%(origin)s)"),
}
