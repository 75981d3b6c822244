"""The card of a sheet that leads to its link, and to the right to object; no query."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from terreau.actors.extensions import Section
from terreau.actors.models import Organisation


def refresh_section(request: HttpRequest, organisation: Organisation) -> Section:
    """Let everybody keep the sheet right: its structure, and the persons it names."""
    return Section(
        _("Garder cette fiche juste"),
        "actors/refresh/_sheet_section.html",
        {"uuid": organisation.uuid},
    )
