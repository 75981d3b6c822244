"""Who may change the referential: the people who administer the instance."""

from django.utils.translation import gettext as _

from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.territories.models import Indicator


def can_refresh_referential(user) -> Verdict:
    """Answer whether a person may load newer official files."""
    if getattr(user, "is_active", False) and getattr(user, "is_staff", False):
        return GRANTED
    return refused(
        _(
            "Seules les personnes qui administrent l’instance peuvent actualiser le référentiel : "
            "demandez-le-leur."
        )
    )


def can_manage_indicators(user) -> Verdict:
    """Answer whether a person may declare an indicator and bring its figures in."""
    if getattr(user, "is_active", False) and getattr(user, "is_staff", False):
        return GRANTED
    return refused(
        _(
            "Seules les personnes qui administrent l’instance peuvent ajouter un indicateur ou ses "
            "chiffres : envoyez-leur votre fichier et sa source."
        )
    )


def can_amend_indicator(user, indicator: Indicator) -> Verdict:
    """Answer whether a person may amend an indicator: only those that persons brought."""
    if not indicator.is_local:
        return refused(
            _("Cet indicateur vient d’une source officielle : sa définition ne se change pas ici.")
        )
    return can_manage_indicators(user)
