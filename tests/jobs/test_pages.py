"""The pages of jobs: whose they are, the slice equals the page, and nothing grows."""

import pytest
from django.urls import reverse

from terreau.accounts.models import Person
from terreau.core.jobs import enqueue
from terreau.core.jobs.actions import perform
from terreau.core.models import Job
from tests.jobs import kinds  # noqa: F401 - declares the kinds

pytestmark = pytest.mark.django_db


@pytest.fixture
def ama():
    return Person.objects.create_user("ama@example.org", full_name="Ama Koné")


@pytest.fixture
def job(ama):
    return enqueue("test-plant-rows", {"steps": 3}, by=ama)


def address(job) -> str:
    return reverse("core:job", args=[job.pk])


def test_a_job_is_seen_by_its_requester_and_by_staff_only(client, job, ama):
    chloe = Person.objects.create_user("chloe@example.org", full_name="Chloé Weiss")
    staff = Person.objects.create_user("admin@example.org", full_name="Admin", is_staff=True)
    assert client.get(address(job)).status_code == 302
    for person, status in ((ama, 200), (staff, 200), (chloe, 404)):
        client.force_login(person)
        assert client.get(address(job)).status_code == status
        listed = job.label in client.get(reverse("core:jobs")).content.decode()
        assert listed == (status == 200)


def test_the_slice_is_the_page_s_own_and_stops_asking_once_over(client, job, ama):
    client.force_login(ama)
    page = client.get(address(job)).content.decode()
    part = client.get(address(job), headers={"HX-Request": "true"}).content.decode()
    assert part.strip() in page
    assert "<html" not in part
    assert "hx-get" in part
    perform(job.pk)
    part = client.get(address(job), headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" not in part
    assert "Voir le verger" in part


def test_a_failed_job_says_why_and_is_asked_again_without_script(client, ama):
    job = enqueue("test-refuse", {}, by=ama)
    perform(job.pk)
    client.force_login(ama)
    page = client.get(address(job)).content.decode()
    assert "Le terrain est gelé. Attendez le printemps." in page
    assert "Relancer ce travail" in page
    assert client.post(reverse("core:job-retry", args=[job.pk])).status_code == 302
    assert Job.objects.get().is_live
    assert client.post(reverse("core:job-retry", args=[job.pk])).status_code == 403


def test_the_list_does_not_grow(client, ama, django_assert_max_num_queries):
    client.force_login(ama)
    for _ in range(2):
        for _ in range(5):
            enqueue("test-plant-rows", {"steps": 1}, by=ama)
        with django_assert_max_num_queries(8):
            client.get(reverse("core:jobs"))
