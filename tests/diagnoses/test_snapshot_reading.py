"""The file of a snapshot, cut, changed or hostile, is refused in a sentence."""

import re

import pytest

from terreau.diagnoses.exchange.checking import SnapshotFileError
from terreau.diagnoses.exchange.reading import MOST_BYTES, read_snapshot_file
from tests.diagnoses.snapshot_files import LATER, altered

pytestmark = pytest.mark.django_db


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
            read_snapshot_file(altered(file, change, is_sealed=False), now=LATER)


def _spot(**values):
    return lambda told: told["content"]["challenges"][0]["spot"].update(values)


def _figure(**values):
    return lambda told: told["content"]["challenges"][0]["figures"][0].update(values)


def _challenge(**values):
    return lambda told: told["content"]["challenges"][0].update(values)


WRONG = [
    (_spot(measured=40), "spot › measured » devrait être un nombre de 0 à 10, et c’est « 40 »"),
    (_spot(confidence=-0.5), "confidence » devrait être un nombre de 0 à 1"),
    (_spot(kept=9, tried=2), "kept » devrait être au plus égal à « tried »"),
    (_spot(quadrant="paradise"), "un mot que cette version de Terreau connaît"),
    (_spot(gaps=["nothing"]), "un mot que cette version de Terreau connaît"),
    (_spot(measured="5"), "spot › measured » devrait être un nombre"),
    (_spot(measured=True), "spot › measured » devrait être un nombre"),
    (_figure(value=1e300), "value » devrait être un nombre"),
    (_figure(unit="furlongs"), "un mot que cette version"),
    (_figure(year=99999), "year » devrait être un nombre de"),
    (_figure(known=12, total=3), "known » devrait être au plus égal"),
    (_figure(known=1.5), "un nombre entier"),
    (_figure(name="x" * 5000), "un texte de 4000 caractères au plus"),
    (_challenge(goals=[18]), "goals n° 1 » devrait être un nombre de 1 à 17"),
    (_challenge(used=7), "la place d’un des regards"),
    (_challenge(figures=None), "une liste"),
    (_challenge(figures=[3]), "figures n° 1 » devrait être un objet"),
    (_challenge(coverage=[]), "un objet"),
    (_challenge(surprise=1), "n’existe pas dans un diagnostic"),
    (lambda told: told["content"]["challenges"][0].pop("spot"), "Il manque « content › chall"),
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
            read_snapshot_file(altered(file, change), now=LATER)
