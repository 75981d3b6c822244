"""The three doors of the first page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from terreau.core.context import address_of


@dataclass(frozen=True)
class Door:
    """A way in: what one does there, and why."""

    url: str
    symbol: str
    title: str
    text: str
    act: str


def home_doors() -> list[Door]:
    """Open, join, or take an idea."""
    alliances = address_of("alliances:list")
    return [
        Door(
            address_of("alliances:open"),
            "sprout",
            _("Ouvrir une alliance"),
            _("Une question, un périmètre, un premier invité : trois étapes, aucun statut."),
            _("Poser la question"),
        ),
        Door(
            alliances,
            "join",
            _("Rejoindre une alliance"),
            _("Trouvez celle de votre territoire. Chaque membre y a les mêmes droits."),
            _("Voir les alliances"),
        ),
        Door(
            f"{alliances}?status=published",
            "book",
            _("S’inspirer"),
            _("Lisez comment d’autres ont commencé, ce qui a coincé, ce qui a duré."),
            _("Lire les récits publiés"),
        ),
    ]
