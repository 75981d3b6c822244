"""How the deeds on the referential are said."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "referential-refresh-requested": _("a demandé l’actualisation du référentiel (%(origin)s)"),
    "source-address-changed": _(
        "a changé l’adresse de la source « %(source)s » (avant : %(before)s ; à présent : "
        "%(after)s)"
    ),
    "indicator-declared": _("a ajouté l’indicateur « %(name)s »"),
    "indicator-amended": _("a précisé l’indicateur « %(name)s »"),
    "indicator-withdrawn": _("a retiré l’indicateur « %(name)s »"),
    "indicator-figures-brought": _("a apporté des chiffres de l’indicateur « %(name)s »"),
}
