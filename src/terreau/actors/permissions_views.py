"""Who may keep views of the directory."""

from django.utils.translation import gettext as _

from terreau.actors.models import SavedView
from terreau.core.verdicts import GRANTED, Verdict, refused


def can_keep_view(person) -> Verdict:
    """Keep filters under a name: whoever is signed in."""
    if getattr(person, "is_authenticated", False):
        return GRANTED
    return refused(_("Connectez-vous pour garder cette vue."))


def can_change_view(person, view: SavedView) -> Verdict:
    """Rename, remove or put back a view: the person who keeps it."""
    if getattr(person, "pk", None) == view.person_id:
        return GRANTED
    return refused(_("Cette vue est celle d’une autre personne. Gardez la vôtre depuis la liste."))
