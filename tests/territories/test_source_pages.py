"""The pages of the sources: what was loaded, what was refused, by address or by file."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from terreau.core.jobs.actions import perform
from terreau.core.models import Job, Record
from terreau.territories.models import IndicatorSeries, ReferenceImport, ReferenceSource
from terreau.territories.vintages import ensure_sources
from tests.territories.test_sources import EXTRACTS, load

pytestmark = pytest.mark.usefixtures("val_de_marne")
PAGE = "/territoires/actualiser/insee-filosofi/"
FILOSOFI = EXTRACTS / "cc_filosofi_2021_COM.csv"


@pytest.fixture
def staff(client: Client) -> Client:
    """Sofia, who administers the instance."""
    ensure_sources()
    people = get_user_model().objects
    client.force_login(people.create_user("sofia@exemple.test", full_name="Sofia", is_staff=True))
    return client


@pytest.fixture
def member(client: Client) -> Client:
    """Ama, who is a member and does not administer."""
    ensure_sources()
    client.force_login(get_user_model().objects.create_user("ama@exemple.test", full_name="Ama"))
    return client


def sent() -> SimpleUploadedFile:
    """Give a file as a browser sends it."""
    return SimpleUploadedFile(FILOSOFI.name, FILOSOFI.read_bytes())


def perform_all() -> None:
    """Do the jobs that wait, in this process and its transaction."""
    for key in Job.objects.order_by("pk").values_list("pk", flat=True):
        perform(str(key))


class TestSource:
    def test_a_file_is_loaded_by_a_job_and_its_refusals_are_shown(self, staff: Client) -> None:
        asked = staff.post(PAGE, {"file": sent(), "is_extract": "on", "year": ""})
        perform_all()
        job = Job.objects.get()
        assert asked["Location"] == f"/travaux/{job.pk}/"
        assert job.result["url"] == PAGE
        assert IndicatorSeries.objects.get(indicator__slug="taux-pauvrete", year=2021).known == 2
        text = staff.get(PAGE).text
        assert "cc_filosofi_2021_COM.csv" in text
        assert "Niveau de vie médian" in text

    def test_a_refused_file_is_shown_with_its_reason(self, staff: Client) -> None:
        staff.post(PAGE, {"file": SimpleUploadedFile("x.csv", b"<html></html>")})
        perform_all()
        assert "page web" in Job.objects.get().error
        assert "Refusé, rien n’a changé" in staff.get(PAGE).text

    def test_the_year_expected_reaches_the_loading(self, staff: Client) -> None:
        staff.post(PAGE, {"file": sent(), "is_extract": "on", "year": "2023"})
        perform_all()
        assert "2023" in Job.objects.get().error

    def test_without_address_a_file_is_asked_for(self, staff: Client) -> None:
        ReferenceSource.objects.filter(slug="insee-filosofi").update(url="")
        answer = staff.post(PAGE, {})
        assert "choisissez un fichier" in answer.text
        assert not Job.objects.exists()

    def test_two_files_are_two_jobs_and_one_address_is_one(self, staff: Client) -> None:
        staff.post(PAGE, {"file": sent()})
        staff.post(PAGE, {"file": sent()})
        assert Job.objects.count() == 2
        staff.post(PAGE, {})
        staff.post(PAGE, {})
        assert Job.objects.count() == 3

    def test_members_do_not_enter(self, member: Client) -> None:
        assert member.get(PAGE).status_code == 403
        assert member.post(PAGE, {}).status_code == 403
        assert not Job.objects.exists()

    def test_an_unknown_source_is_not_found(self, staff: Client) -> None:
        assert staff.get("/territoires/actualiser/inconnue/").status_code == 404


class TestAddress:
    def test_staff_change_it_and_the_journal_says_so(self, staff: Client) -> None:
        url = "https://www.data.gouv.fr/api/1/datasets/r/nouvelle"
        assert staff.post(PAGE + "adresse/", {"url": url}).status_code == 302
        assert ReferenceSource.objects.get(slug="insee-filosofi").url == url
        assert url in str(Record.objects.latest("pk").sentence)

    def test_a_path_of_this_machine_is_refused_and_stays_typed(self, staff: Client) -> None:
        before = ReferenceSource.objects.get(slug="insee-filosofi").url
        answer = staff.post(PAGE + "adresse/", {"url": "ftp://exemple.test/secret.csv"})
        assert "n’est pas une adresse du web" in answer.text
        assert "ftp://exemple.test/secret.csv" in answer.text
        assert ReferenceSource.objects.get(slug="insee-filosofi").url == before

    def test_members_change_nothing(self, member: Client) -> None:
        before = ReferenceSource.objects.get(slug="insee-filosofi").url
        answer = member.post(PAGE + "adresse/", {"url": "https://exemple.test/"})
        assert answer.status_code == 403
        assert ReferenceSource.objects.get(slug="insee-filosofi").url == before


class TestList:
    def test_it_says_what_each_source_last_gave(self, staff: Client) -> None:
        load(FILOSOFI)
        text = staff.get("/territoires/actualiser/").text
        assert "Filosofi" in text
        assert "pas encore chargée" in text

    def test_it_does_not_grow(self, staff: Client) -> None:
        for page in ("/territoires/actualiser/", PAGE):
            counts = []
            for _again in range(2):
                load(FILOSOFI)
                source = ReferenceSource.objects.get(slug="insee-filosofi")
                for number in range(8):
                    ReferenceImport.objects.create(
                        source=source, loaded_at=timezone.now(), rows=number, sha256="0" * 64
                    )
                staff.get(page)
                with CaptureQueriesContext(
                    connection,
                ) as asked:
                    staff.get(page)
                counts.append(len(asked))
            assert counts[0] == counts[1] <= 15
