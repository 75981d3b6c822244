"""Who may change the referential: the people who administer the instance."""

from django.utils.translation import gettext as _

from terreau.core.verdicts import GRANTED, Verdict, refused


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
