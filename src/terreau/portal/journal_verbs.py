"""The deeds of the portal, as the journal says them."""

from django.utils.translation import gettext_lazy as _

DEMO_LOADED = "demo-loaded"
VERBS = {DEMO_LOADED: _("a chargé les données de démonstration")}
