"""Waves: taken once, never overwritten, compared both ways, computed in a job when large."""

import datetime
import json
import signal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from terreau.core.jobs.actions import perform
from terreau.core.models import Job, JobState, Record
from terreau.core.verdicts import Refused
from terreau.fabric.actions import waves as wave_actions
from terreau.fabric.actions.layouts import keep_layouts
from terreau.fabric.actions.waves import take_wave
from terreau.fabric.models import NetworkLayout, NetworkWave
from terreau.fabric.scopes import Scope
from terreau.fabric.waves import compare_two, read_wave
from tests.actors.factories import make_organisation
from tests.alliances.factories import make_cast, make_place
from tests.fabric.factories import make_encounter, make_event, make_member, make_partnership
from tests.instances import wait_until

EARLY, LATE = datetime.date(2025, 4, 1), datetime.date(2026, 4, 1)


@pytest.fixture
def woven(db):
    cast = make_cast(status="published")
    make_encounter(make_event(cast.alliance), cast.bastien.organisation, cast.ama.organisation)
    return cast


def take(cast, on=LATE, label="") -> NetworkWave:
    scope = Scope(alliance=cast.alliance)
    return take_wave(scope, label=label, on=on, by=cast.bastien, now=timezone.now())


def test_a_wave_keeps_the_network_of_its_day_and_is_told_in_the_records(woven) -> None:
    wave = take(woven)
    assert [name for _uuid, name, _world in wave.network["nodes"]] == [
        "Club Gravelle",
        "Lycée du Val",
        "Ville de Charenton",
    ]
    assert wave.network["ties"] == [[0, 1, {"meeting": 1}, 0.5]]
    assert wave.figures["links"] == 1
    assert read_wave(wave).digest == wave.digest
    record = Record.objects.get(verb="wave-taken")
    assert record.sentence.endswith(
        "a pris une vague du réseau de « Agir ensemble » au 1er avril 2026."
    )


def test_a_wave_of_a_day_gone_by_leaves_the_picture_as_it_is_today(woven) -> None:
    newer = make_encounter(
        make_event(woven.alliance, starts_at=timezone.now() - datetime.timedelta(days=2)),
        woven.bastien.organisation,
        make_organisation("Venue depuis"),
        met_on=timezone.localdate(),
    )
    keep_layouts(timezone.now())
    before = NetworkLayout.objects.get().positions
    assert str(newer.second.uuid) in before or str(newer.first.uuid) in before
    take(woven, on=LATE)
    assert NetworkLayout.objects.get().positions == before


def test_a_wave_is_never_overwritten_even_by_the_database(woven) -> None:
    wave = take(woven)
    for change in ({"figures": {}}, {"network": {}}, {"digest": "0"}, {"on": EARLY}):
        with pytest.raises(DatabaseError, match="never overwritten"), transaction.atomic():
            NetworkWave.objects.filter(pk=wave.pk).update(**change)
    NetworkWave.objects.filter(pk=wave.pk).update(taken_by=None)
    wave.refresh_from_db()
    assert wave.figures["links"] == 1


def test_what_happens_later_changes_nothing_of_an_earlier_wave(woven) -> None:
    first = take(woven)
    make_partnership(woven.alliance, woven.ama.organisation, woven.fatou.organisation)
    second = take(woven)
    first.refresh_from_db()
    assert (first.figures["links"], second.figures["links"]) == (1, 2)


@pytest.mark.parametrize("who", ["ama", "chloe"])
def test_only_facilitators_take_waves(woven, who) -> None:
    with pytest.raises(Refused):
        take_wave(
            Scope(alliance=woven.alliance),
            label="",
            on=LATE,
            by=getattr(woven, who),
            now=timezone.now(),
        )
    assert not NetworkWave.objects.exists()


def test_a_day_to_come_and_a_day_without_link_are_refused(woven) -> None:
    with pytest.raises(Refused, match="jour à venir"):
        take(woven, on=timezone.localdate() + datetime.timedelta(days=2))
    with pytest.raises(Refused, match="Aucun lien n’est noté à cette date"):
        take(woven, on=datetime.date(2020, 1, 1))


def test_two_waves_tell_what_came_and_what_went(woven) -> None:
    first = take(woven, on=EARLY)
    partnership = make_partnership(
        woven.alliance, woven.ama.organisation, make_member(woven.alliance, "Nouvelle")
    )
    second = take(woven, on=LATE)
    told = compare_two(first, second, (read_wave(first), read_wave(second)))
    assert [node.name for node in told.arrived] == ["Nouvelle"]
    assert [(one.name, other.name) for one, other in told.gained] in (
        [("Lycée du Val", "Nouvelle")],
        [("Nouvelle", "Lycée du Val")],
    )
    assert (told.lost_count, told.kept_count) == (0, 1)
    rows = {row.label: row for row in told.figures}
    assert rows["liens"].change == "↗ 1"
    backwards = compare_two(second, first, (read_wave(second), read_wave(first)))
    assert {row.label: row for row in backwards.figures}["liens"].change == "↘ 1"
    assert partnership.pk


def test_a_merger_between_two_waves_is_neither_an_arrival_nor_a_departure(woven) -> None:
    double = make_member(woven.alliance, "Lycée (double)", "academic")
    make_encounter(make_event(woven.alliance), double, woven.fatou.organisation)
    first = take(woven, on=EARLY)
    double.merged_into = woven.ama.organisation
    double.save()
    make_encounter(make_event(woven.alliance), woven.ama.organisation, woven.fatou.organisation)
    second = take(woven, on=LATE)
    told = compare_two(first, second, (read_wave(first), read_wave(second)))
    assert told.arrived == []
    assert told.left == []
    assert told.kept_count == 2


def test_a_facilitator_takes_a_wave_from_the_page(client, woven) -> None:
    client.force_login(woven.bastien.person)
    url = reverse("fabric:waves_alliance", args=[woven.alliance.slug])
    page = client.post(url, {"on": "2026-04-01", "label": "Avant la rencontre"})
    wave = NetworkWave.objects.get()
    assert page.status_code == 302
    shown = client.get(page["Location"]).content.decode()
    assert "Avant la rencontre" in shown
    assert wave.digest[:12] in shown
    refused = client.post(url, {"on": "2020-01-01", "label": "Trop tôt"})
    assert refused.status_code == 422
    assert "Trop tôt" in refused.content.decode()
    other = take(woven, on=EARLY)
    compared = client.get(page["Location"], {"avec": str(other.uuid)}).content.decode()
    assert "Apparu" in compared


def test_members_read_waves_and_take_none(client, woven) -> None:
    wave = take(woven)
    client.force_login(woven.ama.person)
    url = reverse("fabric:waves_alliance", args=[woven.alliance.slug])
    assert "Prendre la vague" not in client.get(url).content.decode()
    assert client.post(url, {"on": "2026-04-01"}).status_code == 403
    address = reverse("fabric:wave_alliance", args=[woven.alliance.slug, wave.uuid])
    assert client.get(address).status_code == 200
    client.force_login(woven.chloe.person)
    assert client.get(address).status_code == 403


def test_the_wave_of_a_territory_hides_who_is_public_no_more(client, woven) -> None:
    place = make_place()
    first, second = (make_organisation(name, place=place) for name in ("Alpha", "Bêta"))
    make_partnership(None, first, second, is_public=True)
    wave = take_wave(
        Scope(territory=place), label="", on=LATE, by=woven.bastien, now=timezone.now()
    )
    address = reverse("fabric:wave_territory", args=["commune", "94018", wave.uuid])
    assert "Alpha" in client.get(address).content.decode()
    first.is_public = False
    first.save()
    shown = client.get(address).content.decode()
    assert "Alpha" not in shown
    assert "organisation non publique" in shown


def test_a_large_network_is_handed_over_to_a_job(woven, monkeypatch) -> None:
    monkeypatch.setattr(wave_actions, "HEAVY", 2)
    job = take(woven, label="Grande")
    assert isinstance(job, Job)
    assert take(woven, label="Grande") == job
    perform(job.pk)
    job.refresh_from_db()
    wave = NetworkWave.objects.get()
    assert (job.state, wave.label, wave.taken_by) == (
        JobState.SUCCEEDED,
        "Grande",
        woven.bastien.person,
    )
    assert job.result["url"].endswith(f"/vagues/{wave.uuid}/")


def test_a_wave_written_twice_by_its_job_is_one_wave(woven, monkeypatch) -> None:
    monkeypatch.setattr(wave_actions, "HEAVY", 2)
    job = take(woven)
    perform(job.pk)
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    perform(job.pk)
    assert NetworkWave.objects.count() == 1


def test_the_picture_is_kept_for_every_alliance(woven) -> None:
    assert keep_layouts(timezone.now()) == 1
    kept = NetworkLayout.objects.get(alliance=woven.alliance)
    assert set(kept.positions) == {
        str(woven.bastien.organisation.uuid),
        str(woven.ama.organisation.uuid),
    }
    before = dict(kept.positions)
    keep_layouts(timezone.now())
    kept.refresh_from_db()
    assert kept.positions == before


PREPARE = """
from django.utils import timezone
from tests.alliances.factories import make_cast
from tests.fabric.factories import make_partnership, make_member
from terreau.fabric.actions import waves
from terreau.fabric.scopes import Scope
cast = make_cast(status="published")
for number in range(30):
    make_partnership(cast.alliance, cast.ama.organisation, make_member(cast.alliance, f"A{number}"))
waves.HEAVY = 2
scope = Scope(alliance=cast.alliance)
waves.take_wave(scope, label="", on=timezone.localdate(), by=cast.bastien, now=timezone.now())
"""
SLOW = """
import django, time; django.setup()
from terreau.fabric.tasks import waves
from terreau.core.jobs.worker import Worker
fast = waves.figures_of
def slow(network):
    time.sleep(30)
    return fast(network)
waves.figures_of = slow
Worker().run()
"""
LOOK = """
import json
from terreau.core.models import Job
from terreau.fabric.models import NetworkWave
print(json.dumps([Job.objects.get().state, Job.objects.get().done, NetworkWave.objects.count()]))
"""
GO_ON = """
import time
from terreau.core.jobs.worker import Worker
time.sleep(1.2)
Worker().run(until_empty=True)
"""


@pytest.mark.django_db
def test_a_worker_killed_during_the_computation_leaves_one_whole_wave_in_the_end(instance) -> None:
    instance.python(PREPARE)
    worker = instance.start("-c", SLOW)
    wait_until(lambda: json.loads(instance.python(LOOK))[:2] == ["running", 1])
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert json.loads(instance.python(LOOK)) == ["running", 1, 0]
    instance.python(GO_ON)
    assert json.loads(instance.python(LOOK)) == ["succeeded", 3, 1]
