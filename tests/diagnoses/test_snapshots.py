"""Frozen diagnoses: taken, read by whom, published, compared, taken out as files and papers."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from terreau.actors.models import ActionDomain
from terreau.alliances.models import Alliance
from terreau.core.journal import records_of
from terreau.core.verdicts import Refused
from terreau.diagnoses import gathering
from terreau.diagnoses.actions.snapshots import (
    publish_snapshot,
    remove_snapshot,
    take_snapshot,
    withdraw_snapshot,
)
from terreau.diagnoses.freezing import fingerprint, thaw
from terreau.diagnoses.models import DiagnosisSnapshot
from terreau.diagnoses.sections import snapshots_data
from tests.alliances.factories import make_challenge
from tests.diagnoses.crossing_factories import (
    NOW,
    as_one,
    felt,
    make_ground,
    make_snapshot,
    read_diagnosis,
    write_vacancy,
)
from tests.partnerships.factories import of_cast, queries_of, read

pytestmark = pytest.mark.django_db
LATER = NOW + datetime.timedelta(days=200)


@pytest.fixture
def perceived():
    """What is perceived; a test may change it."""
    return []


@pytest.fixture
def ground(monkeypatch, perceived):
    made = make_ground(status="published")
    perceived.append(felt(made.housing))
    monkeypatch.setattr(gathering, "perceived_by_item", lambda alliance: perceived)
    of_cast(made.cast, domains=[ActionDomain.objects.get(code="sport")])
    return made


def _page(snapshot, name="snapshot", *more):
    return reverse(f"diagnoses:{name}", args=[snapshot.alliance.slug, snapshot.uuid, *more])


def _published(snapshot, ground):
    publish_snapshot(snapshot, by=ground.cast.bastien, now=NOW)
    return snapshot


def test_a_facilitator_freezes_the_day_with_the_choices_tried(ground):
    client = as_one(ground.cast.bastien)
    address = reverse("diagnoses:take", args=[ground.alliance.slug])
    assert "Les choix de lecture que vous essayez" in read(client, address + "?ressenti=8")
    answer = client.post(address, {"title": "Automne 2026", "note": "Un début.", "ressenti": "8"})
    taken = DiagnosisSnapshot.objects.get()
    assert answer.url == taken.get_absolute_url()
    assert thaw(taken.content).choices.felt_from == 8
    assert (taken.challenge_count, taken.blind_spot_count) == (1, 0)
    assert taken.fingerprint == fingerprint(taken.content)
    assert records_of(ground.alliance.scope)[0].params["title"] == "Automne 2026"


def test_a_member_does_not(ground):
    address = reverse("diagnoses:take", args=[ground.alliance.slug])
    answer = as_one(ground.cast.ama).post(address, {"title": "Automne 2026"})
    assert answer.status_code == 403
    assert not DiagnosisSnapshot.objects.exists()


def test_without_title_nothing_is_lost(ground):
    address = reverse("diagnoses:take", args=[ground.alliance.slug])
    answer = as_one(ground.cast.bastien).post(address, {"note": "Un long début.", "ressenti": "8"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Un long début." in page
    assert 'name="ressenti" value="8"' in page


def test_it_does_not_change_when_the_ground_does(ground, snapshot):
    before = read(as_one(ground.cast.ama), _page(snapshot))
    write_vacancy(ground.communes, year=2022)
    of_cast(ground.cast, domains=ground.housing.domains.all())
    ground.housing.title = "Autre chose"
    ground.housing.save()
    after = read(as_one(ground.cast.ama), _page(snapshot))
    assert "Se loger" in after
    assert "Autre chose" not in after
    assert before.count("angle mort") == after.count("angle mort")


def test_members_read_it_and_others_once_it_is_published(ground, snapshot):
    read(as_one(ground.cast.ama), _page(snapshot))
    read(as_one(ground.cast.chloe), _page(snapshot), 404)
    read(Client(), _page(snapshot), 404)
    _published(snapshot, ground)
    assert "Se loger" in read(Client(), _page(snapshot))
    home = reverse("diagnoses:home", args=[ground.alliance.slug])
    assert snapshot.title in read(Client(), home)


def test_published_in_an_alliance_that_is_not_it_stays_inside(ground, snapshot):
    _published(snapshot, ground)
    Alliance.objects.filter(pk=ground.alliance.pk).update(status="open")
    read(Client(), _page(snapshot), 404)
    page = read(as_one(ground.cast.bastien), _page(snapshot))
    assert "L’alliance n’est pas publiée" in page


def test_a_member_publishes_nothing(ground, snapshot):
    client = as_one(ground.cast.ama)
    assert client.post(_page(snapshot, "publish_snapshot")).status_code == 403
    assert "Publier cet instantané" not in read(client, _page(snapshot))
    read(Client(), _page(snapshot), 404)


def test_published_twice_is_told_once(ground, snapshot):
    client = as_one(ground.cast.bastien)
    for _time in range(2):
        client.post(_page(snapshot, "publish_snapshot"))
    verbs = [one.verb for one in records_of(ground.alliance.scope)]
    assert verbs.count("diagnosis-snapshot-published") == 1
    client.post(_page(snapshot, "withdraw_snapshot"))
    read(Client(), _page(snapshot), 404)
    fresh = DiagnosisSnapshot.objects.get()
    assert not withdraw_snapshot(fresh, by=ground.cast.bastien, now=NOW)


def test_what_is_published_is_not_removed(ground, snapshot):
    _published(snapshot, ground)
    fresh = DiagnosisSnapshot.objects.select_related("alliance").get()
    with pytest.raises(Refused, match="Retirez d’abord"):
        remove_snapshot(fresh, by=ground.cast.bastien, now=NOW)


def test_what_is_not_published_may_be_and_the_journal_keeps_it(ground, snapshot):
    client = as_one(ground.cast.bastien)
    client.post(_page(snapshot, "remove_snapshot"))
    assert not DiagnosisSnapshot.objects.exists()
    assert records_of(ground.alliance.scope)[0].verb == "diagnosis-snapshot-removed"


def test_two_are_compared_and_say_what_moved(ground, snapshot, perceived):
    write_vacancy(ground.communes, year=2022, plus=5)
    of_cast(ground.cast, domains=ground.housing.domains.all())
    perceived[0] = felt(ground.housing, 9.0, interval=(8.6, 9.4))
    make_challenge(ground.alliance, "Bouger")
    last = make_snapshot(ground, "Un an après")
    address = f"{_page(last, 'compare')}?avec={snapshot.uuid}"
    page = read(as_one(ground.cast.ama), address)
    assert "N’est plus un angle mort : « Se loger »." in page
    assert "1 enjeu est nouveau." in page
    assert "Le ressenti passe de 7,5 à 9,0." in page
    assert "Partenariats en cours : 0, puis 1." in page
    assert "9,0\u202f% (2021)" in page
    assert "9,5\u202f% (2022)" in page


def test_a_move_that_chance_explains_is_said_so(ground, snapshot, perceived):
    perceived[0] = felt(ground.housing, 7.9, interval=(7.4, 8.4))
    last = make_snapshot(ground, "Un an après")
    page = read(as_one(ground.cast.ama), f"{_page(last, 'compare')}?avec={snapshot.uuid}")
    assert "le hasard des réponses suffit à expliquer" in page


def test_two_natures_of_views_are_compared_with_care(ground, snapshot, perceived):
    perceived[0] = felt(ground.housing, 9.0, source="outlook", interval=None)
    last = make_snapshot(ground, "Un an après")
    page = read(as_one(ground.cast.ama), f"{_page(last, 'compare')}?avec={snapshot.uuid}")
    assert "ne sont pas de même nature" in page


def test_what_makes_them_differ_without_the_ground_is_said(ground, snapshot):
    ground.alliance.perimeter.set(ground.groups[:2])
    last = make_snapshot(ground, "Un an après")
    page = read(as_one(ground.cast.ama), f"{_page(last, 'compare')}?avec={snapshot.uuid}")
    assert "Le périmètre a changé" in page


def test_two_of_one_day_are_told_apart_by_their_titles_and_choices(ground, snapshot):
    weights = {str(ground.housing.uuid): {"logements": 2.0}}
    diagnosis = read_diagnosis(ground, weights=weights)
    last = take_snapshot(
        ground.alliance, diagnosis, title="Relu ensemble", by=ground.cast.bastien, now=LATER
    )
    DiagnosisSnapshot.objects.update(taken_on=NOW.date())
    page = read(as_one(ground.cast.ama), f"{_page(last, 'compare')}?avec={snapshot.uuid}")
    assert "Tous deux du 22 novembre 2026" in page
    assert '<th scope="col">Relu ensemble</th>' in page
    assert "Les indicateurs choisis, leurs poids" in page


@pytest.mark.parametrize("wrong", ["", "rien", "5a4d3c2b-0000-4000-8000-000000000000"])
def test_with_nothing_to_compare_one_comes_back(ground, snapshot, wrong):
    answer = as_one(ground.cast.ama).get(f"{_page(snapshot, 'compare')}?avec={wrong}")
    assert answer.url == snapshot.get_absolute_url()


def test_the_overview_shows_the_latest_one_may_read(ground, snapshot):
    address = ground.alliance.get_absolute_url()
    assert "Ouvrir le diagnostic" in read(as_one(ground.cast.ama), address)
    assert "Ouvrir le diagnostic" not in read(Client(), address)
    _published(snapshot, ground)
    assert "est un angle mort" in read(Client(), address)


def test_lists_do_not_grow(ground, snapshot):
    client = as_one(ground.cast.ama)
    for name in ("snapshots", "home"):
        address = reverse(f"diagnoses:{name}", args=[ground.alliance.slug])
        read(client, address)
        few = queries_of(client, address)
        for _time in range(3):
            make_snapshot(ground, "Encore un")
        assert queries_of(client, address) == few
    few = queries_of(client, _page(snapshot))
    make_challenge(ground.alliance, "Bouger")
    assert queries_of(client, _page(make_snapshot(ground, "Plus long"))) == few


def test_a_person_finds_what_is_kept_of_them(ground, snapshot):
    told = snapshots_data(ground.cast.bastien.person)
    assert told["diagnostics arrêtés"][0]["titre"] == snapshot.title
    assert snapshots_data(ground.cast.ama.person)["diagnostics arrêtés"] == []


def test_a_simulated_answer_is_said(ground, perceived):
    perceived[0] = felt(ground.housing, is_simulated=True)
    assert read_diagnosis(ground).challenges[0].used_felt.is_simulated
    page = read(as_one(ground.cast.ama), _page(make_snapshot(ground)))
    assert "réponses simulées" in page
