"""Who may see the portal's own pages."""

from django.utils.translation import gettext as _

from terreau.core.verdicts import GRANTED, Verdict, refused


def can_see_style(user) -> Verdict:
    """Show the sheet of components to those who run the instance."""
    if user.is_staff:
        return GRANTED
    return refused(
        _(
            "Cette page montre les composants de l’interface aux personnes qui administrent "
            "l’instance. Demandez-leur l’accès si vous contribuez au logiciel."
        )
    )
