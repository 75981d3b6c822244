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
