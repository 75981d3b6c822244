"""What « Mon compte » and the export of personal data show of the mandates."""

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.accounts.extensions import AccountSection
from terreau.accounts.models import Person
from terreau.actors.models import Mandate, Organisation, Position, SavedView


def mandates_section(request: HttpRequest) -> AccountSection:
    """The person's mandates, now and before."""
    mandates = Mandate.objects.filter(person=request.user).select_related("organisation")
    return AccountSection(
        title=_("Mes mandats"),
        template_name="actors/_account_mandates.html",
        context={"mandates": mandates.order_by("-starts_on", "-pk"), "today": localdate()},
    )


def mandates_data(person: Person) -> list[dict[str, Any]]:
    """Every mandate of the person, as plain values."""
    mandates = Mandate.objects.filter(person=person).select_related("organisation")
    return [
        {
            "organisation": mandate.organisation.name,
            "fonction": mandate.title,
            "depuis le": mandate.starts_on,
            "jusqu’au": mandate.ends_on,
        }
        for mandate in mandates.order_by("starts_on", "pk")
    ]


def positions_data(person: Person) -> list[dict[str, Any]]:
    """What is noted of the person in organisations, found by their address."""
    rows = Position.objects.filter(email__iexact=person.email).select_related("organisation")
    return [
        {
            "organisation": row.organisation.name,
            "nom noté": row.full_name,
            "fonction": row.title,
            "courriel": row.email,
            "téléphone": row.phone,
            "depuis le": row.starts_on,
            "jusqu’au": row.ends_on,
            "source": row.source,
            "base légale": row.get_legal_basis_display(),
            "informée le": row.informed_at,
        }
        for row in rows.order_by("starts_on", "pk")
    ]


def sheets_data(person: Person) -> list[dict[str, Any]]:
    """The sheets that the person created."""
    sheets = Organisation.objects.filter(created_by=person).order_by("created_at", "pk")
    return [{"fiche": sheet.name, "créée le": sheet.created_at} for sheet in sheets]


def views_data(person: Person) -> list[dict[str, Any]]:
    """The views of the directory that the person keeps."""
    views = SavedView.objects.kept_by(person).order_by("name", "pk")
    return [{"vue": view.name, "filtres": view.query} for view in views]
