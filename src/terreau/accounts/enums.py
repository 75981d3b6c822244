"""Words of the accounts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """Languages of the screens; each is named in itself."""

    BROWSER = "auto", _("celle de mon navigateur")
    FRENCH = "fr", "français"
    ENGLISH = "en", "English"


class Theme(models.TextChoices):
    """Light or dark pages, or as the machine is set."""

    AUTO = "auto", _("comme mon appareil")
    LIGHT = "light", _("claire")
    DARK = "dark", _("sombre")


class DigestRhythm(models.TextChoices):
    """How often a message gathers what waits for a person."""

    NEVER = "never", _("jamais")
    DAILY = "daily", _("chaque jour, s’il y a du nouveau")
    WEEKLY = "weekly", _("chaque semaine, s’il reste quelque chose")


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("lundi")
    TUESDAY = 1, _("mardi")
    WEDNESDAY = 2, _("mercredi")
    THURSDAY = 3, _("jeudi")
    FRIDAY = 4, _("vendredi")
    SATURDAY = 5, _("samedi")
    SUNDAY = 6, _("dimanche")


class Zone(models.TextChoices):
    """The clocks of France, from one ocean to the other."""

    PARIS = "Europe/Paris", _("Paris (France hexagonale et Corse)")
    MIQUELON = "America/Miquelon", _("Saint-Pierre-et-Miquelon")
    ANTILLES = "America/Guadeloupe", _("Guadeloupe, Martinique, Saint-Martin, Saint-Barthélemy")
    GUYANE = "America/Cayenne", _("Guyane")
    REUNION = "Indian/Reunion", _("La Réunion")
    MAYOTTE = "Indian/Mayotte", _("Mayotte")
    NOUMEA = "Pacific/Noumea", _("Nouvelle-Calédonie")
    WALLIS = "Pacific/Wallis", _("Wallis-et-Futuna")
    TAHITI = "Pacific/Tahiti", _("Tahiti et îles de la Société")
    MARQUISES = "Pacific/Marquesas", _("Îles Marquises")
    GAMBIER = "Pacific/Gambier", _("Îles Gambier")
