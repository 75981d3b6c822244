"""The pages of a diagnosis."""

from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.alliances.models import Alliance


def diagnosis_tabs(
    alliance: Alliance, current: str, *, is_inside: bool
) -> list[tuple[str, str, bool]]:
    """Give what `{% tabs %}` shows; the live pages are read by the members only."""
    pages = [("home", _("Angles morts")), ("portrait", _("Portrait"))]
    if is_inside:
        pages.append(("crosswalk", _("Correspondances")))
    pages.append(("snapshots", _("Instantanés")))
    pages += [("census", _("Partenariats")), ("ecosystem", _("Écosystème"))]
    return [
        (label, reverse(f"diagnoses:{key}", args=[alliance.slug]), key == current)
        for key, label in pages
    ]
