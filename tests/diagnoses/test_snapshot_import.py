"""A frozen diagnosis comes back from its file: checked, shown, confirmed, and identical."""

import copy
import datetime

import pytest
from django.core import signing
from django.urls import reverse

from terreau.alliances.models import Alliance
from terreau.core.journal import records_of
from terreau.core.verdicts import Refused
from terreau.diagnoses import gathering
from terreau.diagnoses.actions.snapshots import import_snapshot
from terreau.diagnoses.exchange.envelope import Envelope, sealed
from terreau.diagnoses.freezing import thaw
from terreau.diagnoses.models import DiagnosisSnapshot
from terreau.territories.models import Indicator, Succession, Territory
from tests.diagnoses.crossing_factories import as_one, felt, make_snapshot
from tests.diagnoses.snapshot_files import (
    LATER,
    SOURCE,
    altered,
    bring,
    hand_in,
    held_in,
    page_of,
    taken_out,
)
from tests.partnerships.factories import queries_of, read

pytestmark = pytest.mark.django_db


def test_it_comes_back_identical_with_where_it_is_from(ground, snapshot, file):
    snapshot.delete()
    client = as_one(ground.cast.bastien)
    shown = hand_in(client, ground, file)
    page = shown.content.decode()
    assert "Rien n’est encore gardé" in page
    assert SOURCE in page
    assert not DiagnosisSnapshot.objects.exists()
    answer = client.post(page_of(ground, "confirm_snapshot"), {"held": held_in(shown)})
    made = DiagnosisSnapshot.objects.select_related("alliance").get()
    assert answer.url == made.get_absolute_url()
    assert (made.taken_on, made.taken_by) == (snapshot.taken_on, None)
    assert made.imported_by == ground.cast.bastien.person
    assert taken_out(client, made) == file
    page = read(client, made.get_absolute_url())
    assert "Importé le" in page
    assert f"de : {SOURCE}" in page
    told = records_of(ground.alliance.scope)[0]
    assert told.verb == "diagnosis-snapshot-imported"
    assert made.fingerprint[:12] in told.sentence


def test_what_stands_without_sense_or_answer_comes_back_too(ground, monkeypatch):
    monkeypatch.setattr(
        gathering,
        "perceived_by_item",
        lambda alliance: [felt(ground.housing, None, interval=None, asked_on=None, means={})],
    )
    Indicator.objects.filter(slug="part-logements-vacants").update(sense="neither")
    taken = make_snapshot(ground)
    senses = {one.sense for c in thaw(taken.content).challenges for one in c.figures}
    assert "" in senses
    client = as_one(ground.cast.bastien)
    file = taken_out(client, taken)
    taken.delete()
    bring(client, ground, file)
    assert taken_out(client, DiagnosisSnapshot.objects.get()) == file


def test_another_instance_reads_it_without_its_territories(ground, snapshot, file):
    snapshot.delete()
    ground.alliance.perimeter.clear()
    Territory.objects.filter(kind="commune").update(epci=None)
    Territory.objects.filter(kind="epci").delete()
    client = as_one(ground.cast.bastien)
    page = hand_in(client, ground, file).content.decode()
    assert "Territoire que cette instance ne connaît pas : Communauté 7 (200000007)." in page
    assert "Il porte sur un autre périmètre" in page
    bring(client, ground, file)
    assert taken_out(client, DiagnosisSnapshot.objects.get()) == file


def test_a_code_that_is_no_more_is_followed_and_said(ground, snapshot, file):
    old, new = ground.groups[-1], ground.groups[0]
    Territory.objects.filter(pk=old.pk).update(is_obsolete=True)
    Succession.objects.create(
        predecessor=old, successor=new, on=datetime.date(2027, 1, 1), cause="merger"
    )
    snapshot.delete()
    client = as_one(ground.cast.bastien)
    ground.alliance.perimeter.set([new])
    said = "Communauté 7 (200000007) n’existe plus ; aujourd’hui : Communauté 0 (200000000)."
    page = hand_in(client, ground, file).content.decode()
    assert said in page
    assert "autre périmètre" not in page
    answer = bring(client, ground, file)
    assert said in read(client, answer.url)
    assert taken_out(client, DiagnosisSnapshot.objects.get()) == file


def test_two_perimeters_that_are_one_today_compare(ground, snapshot):
    old, new = ground.groups[-1], ground.groups[0]
    Territory.objects.filter(pk=old.pk).update(is_obsolete=True)
    Succession.objects.create(
        predecessor=old, successor=new, on=datetime.date(2027, 1, 1), cause="merger"
    )
    ground.alliance.perimeter.set([new])
    last = make_snapshot(ground, "Un an après")
    address = reverse("diagnoses:compare", args=[ground.alliance.slug, last.uuid])
    page = read(as_one(ground.cast.ama), f"{address}?avec={snapshot.uuid}")
    assert "Le périmètre a changé" not in page
    assert "réunies ou séparées" in page


def test_a_member_brings_nothing(ground, snapshot, file):
    held = held_in(hand_in(as_one(ground.cast.bastien), ground, file))
    client = as_one(ground.cast.ama)
    assert hand_in(client, ground, file).status_code == 403
    assert client.post(page_of(ground, "confirm_snapshot"), {"held": held}).status_code == 403
    read(as_one(ground.cast.chloe), page_of(ground), 403)
    assert "Importer un instantané" not in read(
        client, reverse("diagnoses:snapshots", args=[ground.alliance.slug])
    )


def test_a_closed_alliance_takes_no_more(ground, file):
    Alliance.objects.filter(pk=ground.alliance.pk).update(status="closed")
    answer = hand_in(as_one(ground.cast.bastien), ground, file)
    assert answer.status_code == 403
    assert "Cette alliance est close" in answer.content.decode()


def test_the_same_file_twice_is_one_snapshot(ground, snapshot, file):
    client = as_one(ground.cast.bastien)
    shown = hand_in(client, ground, file)
    assert "est déjà dans cette alliance" in shown.content.decode()
    assert "Confirmer l’import" not in shown.content.decode()
    answer = client.post(page_of(ground, "confirm_snapshot"), {"held": held_in(shown)})
    assert answer.status_code == 422
    assert "il n’y a rien à importer" in answer.content.decode()
    assert DiagnosisSnapshot.objects.count() == 1


def test_what_was_previewed_by_another_or_long_ago_is_refused(ground, snapshot, file, monkeypatch):
    snapshot.delete()
    client = as_one(ground.cast.bastien)
    held = held_in(hand_in(client, ground, file))
    address = page_of(ground, "confirm_snapshot")
    for wrong in ("", "x", held[:-3], signing.dumps({"file": "{}"}, salt="autre")):
        answer = client.post(address, {"held": wrong})
        assert answer.status_code == 422, wrong
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 5 * 3600)
    answer = client.post(address, {"held": held})
    assert "trop ancien" in answer.content.decode()
    assert not DiagnosisSnapshot.objects.exists()


def test_without_its_source_the_file_waits_and_nothing_typed_is_lost(ground, file):
    client = as_one(ground.cast.bastien)
    answer = hand_in(client, ground, file, source="")
    assert answer.status_code == 422
    assert "Dites d’où vient ce fichier" in answer.content.decode()
    answer = hand_in(client, ground, b"{}")
    assert answer.status_code == 422
    assert f'value="{SOURCE}"' in answer.content.decode()


def test_tags_in_its_texts_stay_texts(ground, snapshot, file):
    snapshot.delete()
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)">'

    def poison(told):
        told["note"] = f"{evil} [ici](javascript:alert(3))"
        told["title"] = "Titre <b>gras</b>"
        told["taken_by"] = told["content"]["question"] = evil
        challenge = told["content"]["challenges"][0]
        challenge["title"] = challenge["aim"] = evil
        challenge["figures"][0] |= {"name": evil, "source": evil, "base": evil, "reason": evil}
        challenge["felt"][0]["label"] = evil
        told["content"]["perimeter"]["label"] = evil

    client = as_one(ground.cast.bastien)
    bad = altered(file, poison)
    made = bring(client, ground, bad).url
    pages = [read(client, made), hand_in(client, ground, bad).content.decode()]
    pages += [read(client, f"{made}{name}/") for name in ("imprimer", "page-de-l-elu")]
    pages.append(read(client, reverse("diagnoses:snapshots", args=[ground.alliance.slug])))
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page
    assert "&lt;script&gt;alert(1)" in pages[0]


def test_a_live_diagnosis_taken_out_comes_in_with_a_title(ground):
    client = as_one(ground.cast.bastien)
    address = reverse("diagnoses:export", args=[ground.alliance.slug, "diagnostic.json"])
    bring(client, ground, client.get(address).content)
    assert DiagnosisSnapshot.objects.get().title.startswith("Diagnostic du ")


def test_one_that_comes_back_compares_with_those_of_here(ground, snapshot, file):
    snapshot.delete()
    bring(as_one(ground.cast.bastien), ground, file)
    made = DiagnosisSnapshot.objects.get()
    last = make_snapshot(ground, "Un an après")
    address = reverse("diagnoses:compare", args=[ground.alliance.slug, last.uuid])
    page = read(as_one(ground.cast.ama), f"{address}?avec={made.uuid}")
    assert "aucun enjeu en commun" not in page


def test_the_preview_asks_a_constant_number_of_questions(ground, snapshot, file):
    client = as_one(ground.cast.bastien)
    snapshot.delete()

    def more(told):
        told["content"]["perimeter"]["units"] += [["commune", f"9400{n}", "x"] for n in range(8)]
        told["content"]["challenges"] += [
            copy.deepcopy(told["content"]["challenges"][0]) for _n in range(5)
        ]

    few = bring(client, ground, file).url
    many = bring(client, ground, altered(file, more)).url
    read(client, few)
    assert queries_of(client, few) == queries_of(client, many) <= 15


def test_the_action_asks_permission_itself(ground, snapshot):
    found = Envelope("x", "", snapshot.taken_on, snapshot.taken_at, "x", snapshot.content)
    assert sealed(found)["fingerprint"] == snapshot.fingerprint
    with pytest.raises(Refused):
        import_snapshot(ground.alliance, found, source="x", by=ground.cast.ama, now=LATER)
