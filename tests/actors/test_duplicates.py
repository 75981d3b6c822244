"""Duplicates decided from pages: who may, what is kept, what is told."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from terreau.actors.actions.merging import note_pair
from terreau.actors.models import DuplicatePair, Organisation, OrganisationMerge
from terreau.actors.posture import Posture
from tests.actors.factories import make_mandate, make_organisation, make_person, make_speaker
from tests.actors.merging_factories import make_twins
from tests.alliances.factories import add_facilitator, make_alliance, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def sofia():
    """An administrator."""
    return make_person("Sofia Admin", is_staff=True)


@pytest.fixture
def bastien():
    """A facilitator of an alliance, in the name of a third organisation."""
    posture = make_speaker("Bastien Roy", "Club des entreprises")
    add_facilitator(make_alliance(), posture)
    return posture.person


@pytest.fixture
def ama():
    """A member who facilitates nothing."""
    return make_speaker("Ama Diallo", "Lycée du Val").person


def make_pair(first, second, score: float = 0.9, **fields) -> DuplicatePair:
    low, high = sorted((first.pk, second.pk))
    return DuplicatePair.objects.create(
        first_id=low, second_id=high, score=score, found_at=timezone.now(), **fields
    )


def test_the_list_is_for_facilitators_and_staff(client, sofia, bastien, ama):
    make_pair(*make_twins())
    address = reverse("actors:duplicates")
    assert client.get(address).status_code == 302
    for person, status in ((sofia, 200), (bastien, 200), (ama, 403)):
        client.force_login(person)
        assert client.get(address).status_code == status
        assert client.get(reverse("actors:merges")).status_code == status
        started = client.post(reverse("actors:find_duplicates"))
        assert started.status_code == (302 if status == 200 else 403)


def test_the_list_filters_and_does_not_grow(client, bastien, count_queries):
    place = make_place("94018", "Charenton-le-Pont")
    make_pair(*make_twins(place=place))
    far = make_organisation("Loin A", world="media"), make_organisation("Loin B", world="media")
    make_pair(*far, score=0.4)
    client.force_login(bastien)
    address = reverse("actors:duplicates")
    few = count_queries(client, address)
    assert few <= 12
    shown = client.get(address, {"world": "media"}).content.decode()
    assert "Loin A" in shown
    assert "CN HAM" not in shown
    near = client.get(address, {"t": "commune:94018"}).content.decode()
    assert "Loin A" not in near
    assert "CN HAM" in near
    assert "Loin A" not in client.get(address, {"score": "0.8"}).content.decode()
    for number in range(8):
        make_pair(make_organisation(f"A{number}", place=place), make_organisation(f"B{number}"))
    assert count_queries(client, address) == few


def test_comparing_does_not_grow(client, bastien, count_queries):
    kept, absorbed = make_twins(place=make_place())
    address = reverse("actors:compare", args=[make_pair(kept, absorbed).pk])
    client.force_login(bastien)
    few = count_queries(client, address)
    assert few <= 15
    for number in range(6):
        kept.aliases.create(name=f"Nom {number}")
        absorbed.competences.create(name=f"Savoir {number}")
    assert count_queries(client, address) == few


def test_merging_from_the_page_takes_what_was_ticked(client, bastien):
    kept, absorbed = make_twins()
    alias = absorbed.aliases.create(name="Les voileux")
    other = absorbed.aliases.create(name="CNH")
    pair = make_pair(kept, absorbed)
    client.force_login(bastien)
    address = reverse("actors:compare", args=[pair.pk])
    assert "Voile et aviron." in client.get(address).content.decode()
    sent = {
        "keep": kept.pk,
        "kept_version": kept.version,
        "absorbed_version": absorbed.version,
        "side-name": "kept",
        "side-description": "absorbed",
        "offered": [f"aliases:{alias.pk}", f"aliases:{other.pk}"],
        "line": [f"aliases:{other.pk}"],
    }
    answer = client.post(address, sent)
    merge = OrganisationMerge.objects.get()
    assert answer.url == reverse("actors:merge", args=[merge.uuid])
    kept.refresh_from_db()
    assert kept.description == "Voile et aviron."
    assert set(kept.aliases.values_list("name", flat=True)) == {"CNH", "CN HAM"}
    assert client.post(reverse("actors:undo_merge", args=[merge.uuid])).status_code == 302
    assert "de nouveau deux fiches" in client.get(answer.url).content.decode()


def test_a_merger_page_does_not_grow(client, bastien, count_queries):
    kept, absorbed = make_twins()
    pair = make_pair(kept, absorbed)
    for number in range(5):
        absorbed.aliases.create(name=f"Nom {number}")
    client.force_login(bastien)
    sent = {"keep": kept.pk, "kept_version": 1, "absorbed_version": 1}
    client.post(reverse("actors:compare", args=[pair.pk]), sent)
    address = reverse("actors:merge", args=[OrganisationMerge.objects.get().uuid])
    assert count_queries(client, address) <= 15
    assert count_queries(client, reverse("actors:merges")) <= 12


def test_a_stale_page_keeps_the_choices_and_shows_the_values_of_now(client, bastien):
    kept, absorbed = make_twins()
    pair = make_pair(kept, absorbed)
    client.force_login(bastien)
    Organisation.objects.filter(pk=absorbed.pk).update(version=2, description="Voile seulement.")
    sent = {
        "keep": kept.pk,
        "kept_version": kept.version,
        "absorbed_version": absorbed.version,
        "side-name": "absorbed",
    }
    answer = client.post(reverse("actors:compare", args=[pair.pk]), sent)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Vos choix sont gardés" in shown
    assert "Voile seulement." in shown
    assert 'name="side-name" value="absorbed" checked' in shown
    assert not OrganisationMerge.objects.exists()


def test_a_choice_that_contradicts_itself_is_told(client, bastien):
    kept, absorbed = make_twins()
    Organisation.objects.filter(pk=absorbed.pk).update(siren="356000000", siret="35600000000048")
    pair = make_pair(kept, absorbed)
    client.force_login(bastien)
    sent = {"keep": kept.pk, "kept_version": 1, "absorbed_version": 1, "side-siret": "absorbed"}
    answer = client.post(reverse("actors:compare", args=[pair.pk]), sent)
    assert answer.status_code == 422
    assert "neuf premiers chiffres du SIRET" in answer.content.decode()
    absorbed.refresh_from_db()
    assert absorbed.merged_into is None


def test_a_sheet_that_others_speak_for_needs_their_accord(client, bastien):
    kept, absorbed = make_twins()
    ines = make_person("Inès Petit")
    mandate = make_mandate(ines, absorbed)
    pair = make_pair(kept, absorbed)
    address = reverse("actors:compare", args=[pair.pk])
    sent = {"keep": kept.pk, "kept_version": 1, "absorbed_version": 1}
    client.force_login(bastien)
    assert "donner son accord" in client.get(address).content.decode()
    assert client.post(address, sent).status_code == 403
    assert client.post(reverse("actors:agree", args=[pair.pk])).status_code == 403
    client.force_login(ines)
    assert "Donner l’accord" in client.get(address).content.decode()
    assert client.post(address, sent).status_code == 403
    assert client.post(reverse("actors:agree", args=[pair.pk])).status_code == 302
    mandate.ends_on = timezone.localdate() - datetime.timedelta(days=1)
    mandate.save()
    make_mandate(make_person("Paul Roux"), absorbed)
    client.force_login(bastien)
    assert client.post(address, sent).status_code == 403  # the mandate behind the accord ended
    mandate.ends_on = None
    mandate.save()
    assert client.post(address, sent).status_code == 302


def test_staff_merges_whoever_speaks(client, sofia):
    kept, absorbed = make_twins()
    make_mandate(make_person("Inès Petit"), absorbed)
    pair = make_pair(kept, absorbed)
    client.force_login(sofia)
    sent = {"keep": absorbed.pk, "kept_version": 1, "absorbed_version": 1}
    assert client.post(reverse("actors:compare", args=[pair.pk]), sent).status_code == 302
    kept.refresh_from_db()
    assert kept.merged_into == absorbed


def test_a_pair_is_nobody_elses_business(client, ama):
    pair = make_pair(*make_twins())
    client.force_login(ama)
    for name in ("compare", "distinct", "agree", "reopen_pair"):
        assert client.post(reverse(f"actors:{name}", args=[pair.pk])).status_code == 404


def test_telling_apart_leads_to_the_next_and_is_taken_back(client, bastien):
    first = make_pair(*make_twins())
    second = make_pair(make_organisation("A"), make_organisation("B"), score=0.5)
    client.force_login(bastien)
    answer = client.post(reverse("actors:distinct", args=[first.pk]))
    assert answer.url == reverse("actors:compare", args=[second.pk])
    first.refresh_from_db()
    assert (first.state, first.decided_by) == ("distinct", bastien)
    assert client.post(reverse("actors:distinct", args=[first.pk])).status_code == 403
    client.post(reverse("actors:reopen_pair", args=[first.pk]))
    first.refresh_from_db()
    assert (first.state, first.decided_by) == ("open", None)


def test_two_sheets_that_somebody_recognised(client, bastien, sofia):
    kept, absorbed = make_twins()
    client.force_login(bastien)
    sent = {"first": kept.get_absolute_url(), "second": f"https://t.fr/acteurs/{absorbed.uuid}/"}
    answer = client.post(reverse("actors:pair"), sent)
    pair = DuplicatePair.objects.get()
    assert answer.url == reverse("actors:compare", args=[pair.pk])
    again = note_pair(absorbed, kept, by=Posture(sofia), now=timezone.now())
    assert again == pair
    wrong = client.post(reverse("actors:pair"), {"first": "x", "second": str(kept.uuid)})
    assert wrong.status_code == 422
    assert "Aucune fiche n’est à cette adresse" in wrong.content.decode()


def test_undoing_belongs_to_who_merged_or_staff_once_somebody_speaks(client, bastien, sofia):
    kept, absorbed = make_twins()
    pair = make_pair(kept, absorbed)
    client.force_login(sofia)
    sent = {"keep": kept.pk, "kept_version": 1, "absorbed_version": 1}
    client.post(reverse("actors:compare", args=[pair.pk]), sent)
    merge = OrganisationMerge.objects.get()
    make_mandate(make_person("Inès Petit"), kept)
    client.force_login(bastien)
    assert client.post(reverse("actors:undo_merge", args=[merge.uuid])).status_code == 403
    client.force_login(sofia)
    assert client.post(reverse("actors:undo_merge", args=[merge.uuid])).status_code == 302
