"""The pages of a diagnosis."""

from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.alliances.models import Alliance

INSIDE = {"crosswalk"}


def diagnosis_tabs(
    alliance: Alliance, current: str, *, is_inside: bool
) -> list[tuple[str, str, bool]]:
    """Give what `{% tabs %}` shows; the live pages are read by the members only."""
    pages = [
        ("home", _("Angles morts")),
        ("portrait", _("Portrait")),
        ("perceptions", _("Perceptions")),
        ("census", _("Partenariats")),
        ("ecosystem", _("Écosystème")),
        ("signals", _("Signaux")),
        ("crosswalk", _("Correspondances")),
        ("snapshots", _("Instantanés")),
    ]
    if not is_inside:
        pages = [page for page in pages if page[0] not in INSIDE]
    return [
        (label, reverse(f"diagnoses:{key}", args=[alliance.slug]), key == current)
        for key, label in pages
    ]
