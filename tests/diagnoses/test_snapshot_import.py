"""A frozen diagnosis comes back from its file: checked, shown, confirmed, and identical."""

import copy
import datetime
import io
import json
import re

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from terreau.alliances.models import Alliance
from terreau.core.journal import records_of
from terreau.core.verdicts import Refused
from terreau.diagnoses import gathering
from terreau.diagnoses.actions.snapshots import import_snapshot
from terreau.diagnoses.exchange.checking import SnapshotFileError
from terreau.diagnoses.exchange.envelope import Envelope, sealed
from terreau.diagnoses.exchange.reading import MOST_BYTES, read_snapshot_file
from terreau.diagnoses.freezing import fingerprint
from terreau.diagnoses.models import DiagnosisSnapshot
from terreau.territories.models import Succession, Territory
from tests.diagnoses.crossing_factories import NOW, as_one, felt, make_ground, make_snapshot
from tests.partnerships.factories import of_cast, queries_of, read

pytestmark = pytest.mark.django_db
LATER = NOW + datetime.timedelta(days=200)
SOURCE = "instance de la région voisine"


@pytest.fixture
def ground(monkeypatch):
    made = make_ground(status="published")
    monkeypatch.setattr(gathering, "perceived_by_item", lambda alliance: [felt(made.housing)])
    of_cast(made.cast, domains=list(made.housing.domains.all()))
    return made


@pytest.fixture
def snapshot(ground):
    return make_snapshot(ground)


@pytest.fixture
def file(ground, snapshot) -> bytes:
    """The file of the snapshot, as its page gives it."""
    return _taken_out(as_one(ground.cast.bastien), snapshot)


def _taken_out(client: Client, snapshot: DiagnosisSnapshot) -> bytes:
    place = [snapshot.alliance.slug, snapshot.uuid, "diagnostic.json"]
    return client.get(reverse("diagnoses:export_snapshot", args=place)).content


def _address(ground, name: str = "import_snapshot") -> str:
    return reverse(f"diagnoses:{name}", args=[ground.alliance.slug])


def _hand_in(client: Client, ground, file: bytes, source: str = SOURCE):
    upload = io.BytesIO(file)
    upload.name = "diagnostic-x.json"
    return client.post(_address(ground), {"file": upload, "source": source})


def _held(answer) -> str:
    return re.search(r'name="held" value="([^"]+)"', answer.content.decode()).group(1)


def _bring(client: Client, ground, file: bytes):
    held = _held(_hand_in(client, ground, file))
    return client.post(_address(ground, "confirm_snapshot"), {"held": held})


def _altered(file: bytes, change, *, is_sealed: bool = True) -> bytes:
    """Change a file as somebody would who also writes its marks again."""
    told = json.loads(file)
    change(told)
    if is_sealed:
        told["fingerprint"] = fingerprint(told["content"])
        told.pop("seal")
        told["seal"] = fingerprint(told)
    return json.dumps(told).encode()


def test_it_comes_back_identical_with_where_it_is_from(ground, snapshot, file):
    snapshot.delete()
    client = as_one(ground.cast.bastien)
    shown = _hand_in(client, ground, file)
    page = shown.content.decode()
    assert "Rien n’est encore gardé" in page
    assert SOURCE in page
    assert not DiagnosisSnapshot.objects.exists()
    answer = client.post(_address(ground, "confirm_snapshot"), {"held": _held(shown)})
    made = DiagnosisSnapshot.objects.select_related("alliance").get()
    assert answer.url == made.get_absolute_url()
    assert (made.taken_on, made.taken_by) == (snapshot.taken_on, None)
    assert made.imported_by == ground.cast.bastien.person
    assert _taken_out(client, made) == file
    page = read(client, made.get_absolute_url())
    assert "Importé le" in page
    assert f"de : {SOURCE}" in page
    told = records_of(ground.alliance.scope)[0]
    assert told.verb == "diagnosis-snapshot-imported"
    assert SOURCE in told.sentence


def test_another_instance_reads_it_without_its_territories(ground, snapshot, file):
    snapshot.delete()
    ground.alliance.perimeter.clear()
    Territory.objects.filter(kind="commune").update(epci=None)
    Territory.objects.filter(kind="epci").delete()
    client = as_one(ground.cast.bastien)
    page = _hand_in(client, ground, file).content.decode()
    assert "Territoire que cette instance ne connaît pas : Communauté 7 (200000007)." in page
    assert "Il porte sur un autre périmètre" in page
    _bring(client, ground, file)
    assert _taken_out(client, DiagnosisSnapshot.objects.get()) == file


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
    page = _hand_in(client, ground, file).content.decode()
    assert said in page
    assert "autre périmètre" not in page
    answer = _bring(client, ground, file)
    assert said in read(client, answer.url)
    assert _taken_out(client, DiagnosisSnapshot.objects.get()) == file


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
    held = _held(_hand_in(as_one(ground.cast.bastien), ground, file))
    client = as_one(ground.cast.ama)
    assert _hand_in(client, ground, file).status_code == 403
    assert client.post(_address(ground, "confirm_snapshot"), {"held": held}).status_code == 403
    read(as_one(ground.cast.chloe), _address(ground), 403)
    assert "Importer un instantané" not in read(
        client, reverse("diagnoses:snapshots", args=[ground.alliance.slug])
    )


def test_a_closed_alliance_takes_no_more(ground, file):
    Alliance.objects.filter(pk=ground.alliance.pk).update(status="closed")
    answer = _hand_in(as_one(ground.cast.bastien), ground, file)
    assert answer.status_code == 403
    assert "Cette alliance est close" in answer.content.decode()


def test_the_same_file_twice_is_one_snapshot(ground, snapshot, file):
    client = as_one(ground.cast.bastien)
    shown = _hand_in(client, ground, file)
    assert "est déjà dans cette alliance" in shown.content.decode()
    assert "Confirmer l’import" not in shown.content.decode()
    answer = client.post(_address(ground, "confirm_snapshot"), {"held": _held(shown)})
    assert answer.status_code == 422
    assert "il n’y a rien à importer" in answer.content.decode()
    assert DiagnosisSnapshot.objects.count() == 1


def test_what_was_previewed_by_another_or_long_ago_is_refused(ground, snapshot, file, monkeypatch):
    snapshot.delete()
    client = as_one(ground.cast.bastien)
    held = _held(_hand_in(client, ground, file))
    address = _address(ground, "confirm_snapshot")
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
    answer = _hand_in(client, ground, file, source="")
    assert answer.status_code == 422
    assert "Dites d’où vient ce fichier" in answer.content.decode()
    answer = _hand_in(client, ground, b"{}")
    assert answer.status_code == 422
    assert f'value="{SOURCE}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (b"", "n’est pas un instantané"),
        (b"%PDF-1.7", "n’est pas un instantané"),
        (b"[1, 2]", "n’est pas un instantané"),
        (b'{"schema": "autre"}', "n’est pas un instantané"),
        (b"\xff\xfe\x00", "n’est pas un instantané"),
        (b"[" * 200_000, "n’est pas un instantané"),
        (b'{"schema": ' + b"9" * 5000 + b"}", "n’est pas un instantané"),
        (b" " * (MOST_BYTES + 1), "plus de 2 Mo"),
        (b'{"a": NaN}', "« NaN », qui n’est pas un nombre"),
        (b'{"a": "\\u0000"}', "que rien ne peut écrire"),
        (b'{"a": "\\ud800"}', "que rien ne peut écrire"),
    ],
)
def test_what_is_not_a_snapshot_is_refused_in_a_sentence(broken, said):
    with pytest.raises(SnapshotFileError, match=said):
        read_snapshot_file(broken, now=LATER)


def test_half_a_file_is_refused(file):
    for share in (0.1, 0.37, 0.5, 0.93):
        with pytest.raises(SnapshotFileError, match="s’arrête au milieu"):
            read_snapshot_file(file[: int(len(file) * share)], now=LATER)


def test_a_changed_number_or_title_no_longer_bears_its_mark(file):
    for change in (
        lambda told: told["content"]["challenges"][0]["spot"].update(measured=1.0),
        lambda told: told.update(title="Un autre titre"),
    ):
        with pytest.raises(SnapshotFileError, match="a changé depuis qu’il est sorti"):
            read_snapshot_file(_altered(file, change, is_sealed=False), now=LATER)


def _spot(**values):
    return lambda told: told["content"]["challenges"][0]["spot"].update(values)


def _figure(**values):
    return lambda told: told["content"]["challenges"][0]["figures"][0].update(values)


def _challenge(**values):
    return lambda told: told["content"]["challenges"][0].update(values)


WRONG = [
    (_spot(measured=40), "spot.measured » devrait être un nombre de 0 à 10, et c’est « 40 »"),
    (_spot(confidence=-0.5), "confidence » devrait être un nombre de 0 à 1"),
    (_spot(kept=9, tried=2), "kept » devrait être au plus égal à « tried »"),
    (_spot(quadrant="paradise"), "un mot que cette version de Terreau connaît"),
    (_spot(gaps=["nothing"]), "un mot que cette version de Terreau connaît"),
    (_spot(measured="5"), "spot.measured » devrait être un nombre"),
    (_spot(measured=True), "spot.measured » devrait être un nombre"),
    (_figure(value=1e300), "value » devrait être un nombre"),
    (_figure(unit="furlongs"), "un mot que cette version"),
    (_figure(year=99999), "year » devrait être un nombre de"),
    (_figure(known=12, total=3), "known » devrait être au plus égal"),
    (_figure(known=1.5), "un nombre entier"),
    (_figure(name="x" * 5000), "un texte de 4000 caractères au plus"),
    (_challenge(goals=[18]), "goals[0] » devrait être un nombre de 1 à 17"),
    (_challenge(used=7), "la place d’un des regards"),
    (_challenge(figures=None), "une liste"),
    (_challenge(figures=[3]), "figures[0] » devrait être un objet"),
    (_challenge(coverage=[]), "un objet"),
    (_challenge(surprise=1), "n’existe pas dans un diagnostic"),
    (lambda told: told["content"]["challenges"][0].pop("spot"), "Il manque « content.chall"),
    (lambda told: told["content"].update(on="hier"), "une date, comme"),
    (lambda told: told["content"].update(slug='x"\r\nSet-Cookie: a'), "un nom d’adresse"),
    (lambda told: told["content"]["perimeter"].update(units=[["commune", "94018"]]), "liste"),
    (lambda told: told["content"]["choices"].update(weights={"a": {"b": "c"}}), "un nombre"),
    (lambda told: told["content"].update(challenges=[{}] * 1001), "1000 lignes au plus"),
    (lambda told: told["content"].update(format=99), "plus récente de Terreau"),
    (lambda told: told.update(version=2), "plus récente de Terreau"),
    (lambda told: told.update(version="1"), "dans quelle version"),
    (lambda told: told.update(title="x" * 151), "150 caractères au plus"),
    (lambda told: told.update(taken_on="le 3"), "ne dit pas quel jour"),
    (lambda told: told.update(taken_at="2026-11-22T09:00:00"), "ne dit pas quel jour"),
    (lambda told: told.update(taken_at="2199-01-01T00:00:00+00:00"), "dans l’avenir"),
]


def test_what_no_diagnosis_says_is_refused_even_with_its_marks(file):
    assert read_snapshot_file(file, now=LATER)
    for change, said in WRONG:
        with pytest.raises(SnapshotFileError, match=re.escape(said)):
            read_snapshot_file(_altered(file, change), now=LATER)


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
    bad = _altered(file, poison)
    made = _bring(client, ground, bad).url
    pages = [read(client, made), _hand_in(client, ground, bad).content.decode()]
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
    _bring(client, ground, client.get(address).content)
    assert DiagnosisSnapshot.objects.get().title.startswith("Diagnostic du ")


def test_one_that_comes_back_compares_with_those_of_here(ground, snapshot, file):
    snapshot.delete()
    _bring(as_one(ground.cast.bastien), ground, file)
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

    few = _bring(client, ground, file).url
    many = _bring(client, ground, _altered(file, more)).url
    read(client, few)
    assert queries_of(client, few) == queries_of(client, many) <= 15


def test_the_action_asks_permission_itself(ground, snapshot):
    found = Envelope("x", "", snapshot.taken_on, snapshot.taken_at, "x", snapshot.content)
    assert sealed(found)["fingerprint"] == snapshot.fingerprint
    with pytest.raises(Refused):
        import_snapshot(ground.alliance, found, source="x", by=ground.cast.ama, now=LATER)
