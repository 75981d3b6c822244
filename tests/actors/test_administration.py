"""The administration shows the rows of the directory, and writes none of them."""

import datetime

import pytest
from django.contrib import admin
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from terreau.actors import models
from terreau.actors.admin import ReadOnlyAdmin
from tests.actors.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db
READ_ONLY = [
    model for model, screen in admin.site._registry.items() if isinstance(screen, ReadOnlyAdmin)
]


@pytest.fixture
def asking(rf: RequestFactory):
    """A request of somebody who administers, past the door of the second factor."""
    request = rf.get("/")
    request.user = make_person("Sofia Admin", is_staff=True, is_superuser=True)
    return request


def make_rows() -> None:
    """One row of each."""
    now, today = timezone.now(), timezone.localdate()
    sheet, other = make_organisation("Club"), make_organisation("Réseau")
    source = models.Source.objects.create(kind="spreadsheet", name="Annuaire", created_at=now)
    models.Position.objects.create(organisation=sheet, full_name="Ama Koné", stated_at=now)
    sheet.numbers.create(scheme="finess", value=f"75{sheet.pk:07}")
    sheet.resources.create(direction="offer", nature="premises", title="Salle", stated_at=now)
    sheet.competences.create(name="Soudure")
    models.NetworkMembership.objects.create(member=sheet, network=other)
    sheet.seats.create(body="Conseil")
    models.SheetChange.objects.create(organisation=sheet, at=now, source=source, values={})
    models.SheetTombstone.objects.create(key=sheet.pk + 9_000, uuid=sheet.uuid, removed_at=now)
    models.SheetReview.objects.create(organisation=sheet, kind="confirm", author="elle", at=now)
    campaign = models.Campaign.objects.create(
        kind="refresh",
        title="Vérifier",
        message="…",
        starts_on=today,
        closes_on=today + datetime.timedelta(days=30),
        created_at=now,
    )
    campaign.targets.create(organisation=sheet)
    models.DuplicatePair.objects.create(first=sheet, second=other, score=0.5, found_at=now)
    models.OrganisationMerge.objects.create(
        kept=sheet, absorbed=other, kept_name="Club", absorbed_name="Réseau", merged_at=now
    )
    models.Objection.objects.create(kind="email", digest=f"{sheet.pk:064}", on=today)


def test_every_kind_of_row_has_its_screen() -> None:
    told = {model.__name__ for model in READ_ONLY}
    assert told >= {"Source", "Position", "SheetChange", "DuplicatePair", "CampaignTarget"}
    assert len(told) == 15


@pytest.mark.parametrize("model", READ_ONLY, ids=lambda model: model.__name__)
def test_a_screen_shows_its_rows_in_constant_queries_and_writes_nothing(asking, model) -> None:
    screen = admin.site._registry[model]
    make_rows()
    few = shown(screen, asking)
    make_rows()
    assert shown(screen, asking) == few <= 8
    row = model.objects.order_by("pk").first()
    assert screen.has_view_permission(asking, row)
    for may in (screen.has_change_permission, screen.has_delete_permission):
        assert not may(asking, row)
    assert not screen.has_add_permission(asking)
    page = screen.change_view(asking, str(row.pk)).render().text
    assert "0000000000000000" not in page
    assert 'name="_save"' not in page


def shown(screen, asking) -> int:
    with CaptureQueriesContext(connection) as told:
        page = screen.changelist_view(asking).render()
    assert page.status_code == 200
    assert page.text.count('class="action-select"') + page.text.count("field-") > 0
    return len(told)


def test_the_door_is_that_of_the_administration(client) -> None:
    client.force_login(make_person("Ama"))
    answer = client.get(reverse("admin:actors_source_changelist"))
    assert answer.status_code in (302, 403)
