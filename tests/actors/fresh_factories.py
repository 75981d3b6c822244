"""Links, campaigns and the answers that come back, for the tests of what keeps sheets fresh."""

import datetime

from django.urls import reverse
from django.utils import timezone

from terreau.accounts.models import Person
from terreau.actors.actions.campaigns import launch_campaign, prepare_campaign
from terreau.actors.enums_campaigns import CampaignKind
from terreau.actors.models import Campaign, Organisation, Position, SheetLink
from terreau.actors.posture import Posture
from terreau.actors.sheet_links import new_sheet_link
from terreau.territories.models import Territory
from tests.actors.factories import make_contact, make_organisation, make_person

EMAIL = "contact@club-gravelle.test"
SITE = "https://annuaire.test"


def make_staff(full_name: str = "Bastien Roy", **fields) -> Posture:
    """Make a person who keeps the directory, in their own name."""
    return Posture(make_person(full_name, is_staff=True, **fields))


def make_commune(code: str = "94069", name: str = "Saint-Maurice", **fields) -> Territory:
    """Make a commune of the Val-de-Marne."""
    departement, _made = Territory.objects.get_or_create(
        kind="departement", code="94", defaults={"name": "Val-de-Marne"}
    )
    return Territory.objects.create(
        kind="commune", code=code, name=name, departement=departement, **fields
    )


def make_sheet(name: str = "Club Gravelle", *, email: str = EMAIL, **fields) -> Organisation:
    """Make a sheet with one address."""
    organisation = make_organisation(name, **fields)
    if email:
        make_contact(organisation, value=email, is_public=True)
    return organisation


def make_link(
    organisation: Organisation,
    *,
    email: str = EMAIL,
    issued_by: Person | None = None,
    now: datetime.datetime | None = None,
    **more,
) -> tuple[SheetLink, str]:
    """Make a link to a sheet and give its secret."""
    moment = now or timezone.now()
    return new_sheet_link(organisation, email=email, issued_by=issued_by, now=moment, **more)


def page(secret: str, step: str = "", name: str = "review") -> str:
    """The address of a page of a link."""
    if step:
        return reverse("actors:review-step", args=[secret, step])
    return reverse(f"actors:{name}", args=[secret])


def make_position(organisation: Organisation, **fields) -> Position:
    """Note a person in an organisation."""
    values = {
        "full_name": "Marie Durand",
        "title": "directrice",
        "email": "marie@club-gravelle.test",
        "phone": "01 43 68 00 00",
        "stated_at": timezone.now(),
        **fields,
    }
    return Position.objects.create(organisation=organisation, **values)


def draft(by: Posture, organisations, *, kind=CampaignKind.REVIEW, now=None) -> Campaign:
    """Prepare a campaign to these organisations."""
    return prepare_campaign(
        [organisation.pk for organisation in organisations],
        kind=kind,
        selection="les miens",
        by=by,
        now=now or timezone.now(),
    )


def launched(by: Posture, organisations, *, kind=CampaignKind.REVIEW, now=None) -> Campaign:
    """Prepare a campaign and launch it."""
    moment = now or timezone.now()
    campaign = draft(by, organisations, kind=kind, now=moment)
    return launch_campaign(campaign, site=SITE, by=by, now=moment)
