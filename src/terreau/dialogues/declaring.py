"""What the dialogues declare to the domains below: a page in the rail, verbs, sections, data."""

from django.utils.translation import gettext_lazy as _

from terreau.alliances.extensions import register_rail


def declare() -> None:
    """Register all of it, each time the application starts."""
    register_rail("dialogue", _("Dialogue"), "dialogues:hub", after="challenges")
