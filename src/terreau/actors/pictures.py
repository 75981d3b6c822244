"""Draw where an organisation sits and acts."""

from django.utils.translation import gettext as _

from terreau.actors.models import Organisation
from terreau.core.pictures import Picture
from terreau.territories.kept_maps import kept_map


def picture_of(organisation: Organisation, *, with_perimeter: bool = True) -> Picture | None:
    """The map of the perimeter of action, else of the seat; None when neither is known."""
    units = list(organisation.perimeter.all()) if with_perimeter else []
    title = _("Où agit « %(name)s »") if units else _("Où est « %(name)s »")
    if not units and organisation.place:
        units = [organisation.place]
    if not units:
        return None
    loaded_at = getattr(organisation, "loaded_at", None)
    return kept_map(units, title % {"name": organisation.name}, loaded_at=loaded_at)
