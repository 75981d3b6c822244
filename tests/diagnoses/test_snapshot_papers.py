"""The papers of a snapshot: drawn once by a job, tagged, served to whoever may read it."""

import re
import zlib
from dataclasses import replace

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.actors.models import ActionDomain
from terreau.core.jobs.actions import perform, recover_stale_jobs
from terreau.core.models import Job, JobState
from terreau.diagnoses import gathering, tasks
from terreau.diagnoses.actions.snapshots import publish_snapshot, remove_snapshot, take_snapshot
from terreau.diagnoses.freezing import thaw
from terreau.diagnoses.models import DiagnosisSnapshot, SnapshotPaper
from terreau.partnerships.papers import pdf
from tests.alliances.factories import make_challenge
from tests.diagnoses.crossing_factories import NOW, as_one, felt, make_ground, make_snapshot
from tests.partnerships.factories import of_cast, queries_of, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = make_ground(status="published")
    monkeypatch.setattr(gathering, "perceived_by_item", lambda alliance: [felt(made.housing)])
    of_cast(made.cast, domains=[ActionDomain.objects.get(code="sport")])
    return made


def _page(snapshot, name="snapshot", *more):
    return reverse(f"diagnoses:{name}", args=[snapshot.alliance.slug, snapshot.uuid, *more])


def _drawn(client, snapshot, kind="diagnostic") -> bytes:
    """Ask for a paper, let its job work, take it."""
    client.post(_page(snapshot, "paper", kind))
    for one in Job.objects.filter(state=JobState.QUEUED):
        perform(str(one.pk))
    return _taken(client, snapshot, kind)


def _taken(client, snapshot, kind="diagnostic") -> bytes:
    name = {"diagnostic": "pdf", "elu": "elected_pdf"}[kind]
    answer = client.get(_page(snapshot, name))
    assert answer.status_code == 200, answer.headers
    return b"".join(answer.streaming_content)


def unpacked(content: bytes) -> bytes:
    """Read what a PDF packs: its objects are compressed in streams."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S)
    return content + b"".join(map(_inflated, packed))


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def pages_of(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", unpacked(content)))


def test_a_job_draws_it_once_tagged_for_whoever_may_read_it(ground, snapshot):
    publish_snapshot(snapshot, by=ground.cast.bastien, now=NOW)
    passer_by = Client()
    answer = passer_by.get(_page(snapshot, "pdf"))
    assert answer.url == _page(snapshot, "paper", "diagnostic")
    assert not Job.objects.exists()
    assert "pas encore dessiné" in read(passer_by, answer.url)
    for client in (passer_by, passer_by, as_one(ground.cast.ama)):
        assert client.post(answer.url).url == answer.url
    assert Job.objects.count() == 1
    assert "Il attend son tour" in read(passer_by, answer.url)
    perform(str(Job.objects.get().pk))
    assert "Le PDF est prêt" in read(passer_by, answer.url)
    content = _taken(passer_by, snapshot)
    inside = unpacked(content)
    assert content.startswith(b"%PDF-1.7")
    assert all(word in inside for word in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang", b"pdfuaid"))
    passer_by.post(answer.url)
    assert Job.objects.count() == 1
    assert f'href="{_page(snapshot, "pdf")}"' in read(passer_by, _page(snapshot))


def test_who_may_not_read_the_snapshot_has_none_of_its_papers(ground, snapshot):
    assert _drawn(as_one(ground.cast.ama), snapshot)
    for client in (Client(), as_one(ground.cast.chloe)):
        read(client, _page(snapshot, "pdf"), 404)
        read(client, _page(snapshot, "paper", "diagnostic"), 404)
        assert client.post(_page(snapshot, "paper", "diagnostic")).status_code == 404
    read(as_one(ground.cast.ama), _page(snapshot, "paper", "autre"), 404)
    assert Job.objects.count() == 1


def test_a_worker_that_dies_leaves_nothing_and_another_draws_it(ground, snapshot, monkeypatch):
    client = as_one(ground.cast.ama)

    def die(*_args, **_options):
        raise SystemExit  # no handler of ours sees it, as a kill

    client.post(_page(snapshot, "paper", "diagnostic"))
    job = Job.objects.get()
    with monkeypatch.context() as patch:
        patch.setattr(tasks, "keep_paper", die)
        with pytest.raises(SystemExit):
            perform(str(job.pk))
    # Half a file on the disk, as the death of the worker may leave it.
    assert not SnapshotPaper.objects.exists()
    assert client.get(_page(snapshot, "pdf")).status_code == 302
    long_ago = timezone.now() - timezone.timedelta(hours=2)
    Job.objects.filter(pk=job.pk).update(heartbeat_at=long_ago)
    assert recover_stale_jobs(now=timezone.now()) == 1
    perform(str(job.pk))
    assert _taken(client, snapshot).startswith(b"%PDF")


def test_half_a_file_without_its_row_is_not_a_paper(ground, snapshot):
    client = as_one(ground.cast.ama)
    whole = _drawn(client, snapshot)
    paper = SnapshotPaper.objects.get()
    paper.delete()
    with default_storage.open(paper.place, "wb") as file:
        file.write(b"%PDF-1.7 cut")
    assert client.get(_page(snapshot, "pdf")).status_code == 302
    assert len(_drawn(client, snapshot)) > len(whole) / 2


def test_a_file_that_was_lost_is_drawn_again(ground, snapshot):
    client = as_one(ground.cast.ama)
    _drawn(client, snapshot)
    default_storage.delete(SnapshotPaper.objects.get().place)
    assert "Préparer le PDF" in read(client, _page(snapshot))
    assert client.get(_page(snapshot, "pdf")).status_code == 302
    assert _drawn(client, snapshot).startswith(b"%PDF")


def test_the_papers_go_with_the_snapshot(ground, snapshot, django_capture_on_commit_callbacks):
    _drawn(as_one(ground.cast.ama), snapshot)
    place = SnapshotPaper.objects.get().place
    with django_capture_on_commit_callbacks(execute=True):
        remove_snapshot(
            DiagnosisSnapshot.objects.select_related("alliance").get(),
            by=ground.cast.bastien,
            now=NOW,
        )
    assert not default_storage.exists(place)


def test_one_that_was_removed_meanwhile_is_said_so(ground, snapshot):
    client = as_one(ground.cast.bastien)
    client.post(_page(snapshot, "paper", "diagnostic"))
    client.post(_page(snapshot, "remove_snapshot"))
    perform(str(Job.objects.get().pk))
    assert "n’existe plus" in Job.objects.get().error


def test_each_language_has_its_own(ground, snapshot):
    client = as_one(ground.cast.ama)
    assert b"(fr)" in unpacked(_drawn(client, snapshot))
    client.cookies["django_language"] = "en"
    assert b"(en)" in unpacked(_drawn(client, snapshot))
    assert SnapshotPaper.objects.count() == 2


def test_the_page_of_the_elected_member_is_one_page(ground):
    for number in range(12):
        make_challenge(ground.alliance, f"Un enjeu de plus, le numéro {number} d’une longue liste")
    last = make_snapshot(ground, "Beaucoup d’enjeux")
    client = as_one(ground.cast.ama)
    assert pages_of(_drawn(client, last, "elu")) == 1
    page = read(client, _page(last, "elected_snapshot"))
    assert "et 5 autres enjeux, dans le diagnostic complet" in page
    assert page.index("1. Se loger") < page.index("2. Un enjeu de plus")


def test_it_is_one_page_with_the_longest_names(ground):
    for number in range(14):
        make_challenge(ground.alliance, f"Numéro {number} : l’accès de toutes et de tous aux soins")
    diagnosis = thaw(make_snapshot(ground).content)
    endless = "Communauté d’agglomération Grand-Angoulême-Rouillac-Saint-Amant-de-Boixe " * 4
    diagnosis = replace(
        diagnosis,
        alliance=endless,
        question=endless * 2,
        perimeter=replace(diagnosis.perimeter, label=endless),
        challenges=tuple(
            replace(one, title=f"{number} {endless}", spot=diagnosis.challenges[0].spot)
            for number, one in enumerate(diagnosis.challenges)
        ),
    )
    last = take_snapshot(
        ground.alliance, diagnosis, title="x" * 150, note=endless, by=ground.cast.bastien, now=NOW
    )
    client = as_one(ground.cast.ama)
    assert pages_of(_drawn(client, last, "elu")) == 1
    assert pages_of(_drawn(client, last)) > 2


def test_without_pango_one_prints_from_the_browser(ground, snapshot, monkeypatch):
    def refuse(name):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf, "import_module", refuse)
    address = _page(snapshot, "paper", "diagnostic")
    answer = as_one(ground.cast.ama).post(address, follow=True)
    assert "Pango" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == _page(snapshot, "print")
    assert not Job.objects.exists()


def test_following_a_paper_asks_a_constant_number_of_questions(ground, snapshot):
    client = as_one(ground.cast.ama)
    address = _page(snapshot, "paper", "diagnostic")
    read(client, address)
    few = queries_of(client, address)
    for _time in range(3):
        _drawn(client, make_snapshot(ground, "Encore un"), "elu")
    assert queries_of(client, address) == few <= 15
