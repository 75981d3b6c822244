"""Draw where an organisation sits and acts."""

from django.utils.translation import gettext as _

from terreau.actors.models import Organisation
from terreau.core.pictures import Picture
from terreau.territories.pictures import perimeter_map


def picture_of(organisation: Organisation) -> Picture | None:
    """The map of the perimeter of action, else of the seat; None when neither is known."""
    units = list(organisation.perimeter.all())
    if not units and organisation.place:
        units = [organisation.place]
    if not units:
        return None
    title = _("Où agit « %(name)s »") if organisation.perimeter.all() else _("Où est « %(name)s »")
    return perimeter_map(units, title=title % {"name": organisation.name})
