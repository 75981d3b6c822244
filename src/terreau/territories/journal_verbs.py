"""How the deeds on the referential are said."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "referential-refresh-requested": _("a demandé l’actualisation du référentiel (%(origin)s)"),
    "source-address-changed": _(
        "a changé l’adresse de la source « %(source)s » (avant : %(before)s ; à présent : "
        "%(after)s)"
    ),
}
