"""Words of the crossing: against whom, whose views, what counts as acting, what is missing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Peers(models.TextChoices):
    """The territories beside which a figure is read; a comparison, never a rank (R15)."""

    AUTO = "auto", _("le niveau du périmètre")
    COMMUNE = "commune", _("les communes de France")
    EPCI = "epci", _("les intercommunalités de France")
    DEPARTEMENT = "departement", _("les départements de France")


class Among(models.TextChoices):
    """Which of the territories of a level are the peers."""

    COUNTRY = "country", _("toute la France")
    REGION = "region", _("la même région")
    DEPARTEMENT = "departement", _("le même département")
    TWINS = "twins", _("sa famille de territoires semblables")


class FeltChoice(models.TextChoices):
    """Which collection of views the crossing reads; they are never pooled (R8)."""

    LATEST = "latest", _("les plus récents")
    SURVEY = "survey", _("l’enquête de perception")
    OUTLOOK = "outlook", _("les regards croisés")


class Amount(models.TextChoices):
    """What is counted as somebody acting."""

    RUNNING = "running", _("partenariats en cours")
    ALL = "all", _("tous les partenariats, même achevés")
    PER_10000 = "per_10000", _("partenariats en cours pour 10 000 habitants")


class Quadrant(models.TextChoices):
    """Measured × perceived, in the words of the picture."""

    SHARED = "shared", _("mesuré et ressenti")
    SILENT = "silent", _("mesuré, peu ressenti")
    FELT = "felt", _("ressenti, peu mesuré")
    CALM = "calm", _("ni l’un ni l’autre")
    UNKNOWN = "unknown", _("pas encore lisible")


class Gap(models.TextChoices):
    """What a challenge lacks."""

    BLIND_SPOT = "blind-spot", _("angle mort")
    POSSIBLE_BLIND_SPOT = "possible-blind-spot", _("angle mort possible")
    SILENT_NEED = "silent-need", _("besoin peu ressenti")
    FELT_ALONE = "felt-alone", _("ressenti que les chiffres ne montrent pas")
    DIVIDED_WORLDS = "divided-worlds", _("mondes partagés")
    SILENT_WORLD = "silent-world", _("un monde ne s’entend pas")
    NO_MEASURE = "no-measure", _("mesure inconnue")
    NO_PERCEPTION = "no-perception", _("ressenti inconnu")
    NO_COUNT = "no-count", _("action inconnue")
