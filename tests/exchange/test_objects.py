"""Lists of JSON objects read as tables."""

import json

import pytest

from terreau.core.exchange.reading import TableError, limits, read_rows, read_table


def dump(value) -> bytes:
    return json.dumps(value).encode()


def test_objects_are_flattened_with_dots_and_lists_joined():
    content = dump(
        {
            "total": 2,
            "results": [
                {"nom": "Chêne", "siege": {"siret": "1", "geo": {"lat": 2.5}}, "t": ["a", "b|c"]},
                {"nom": "Hêtre", "actif": True, "vide": None, "gens": [{"n": "X"}, {"n": "Y"}]},
            ],
        }
    )  # fmt: skip
    table = read_table(content)
    rows = [dict(zip(table.headings, row, strict=True)) for row in table.rows]
    assert rows[0]["siege.siret"] == "1"
    assert rows[0]["siege.geo.lat"] == "2.5"
    assert rows[0]["t"] == "a | b\\|c"
    assert (rows[1]["actif"], rows[1]["vide"], rows[1]["gens.n"]) == ("oui", "", "X | Y")
    assert table.numbers == (1, 2)


def test_geojson_and_bare_lists_are_read():
    features = {"type": "FeatureCollection", "features": [{"properties": {"nom": "Chêne"}}]}
    assert read_table(dump(features)).headings == ("properties.nom",)
    assert read_table(b"\xef\xbb\xbf" + dump([{"nom": "x"}])).rows == (("x",),)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'[{"nom": "x"}, {"nom"', "abîmé ou coupé"),
        (b"[" * 100_000, "abîmé ou coupé"),
        (b'{"nom": "x"}', "n’est pas une liste d’objets"),
        (b"[1, 2]", "n’est pas une liste d’objets"),
        (b"[]", "vide"),
        (b'[{"nom": "\xff"}]', "abîmé ou coupé"),
    ],
)
def test_other_json_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(TableError, match=sentence):
        read_rows(content)


def test_too_many_names_are_too_many_columns(monkeypatch):
    monkeypatch.setattr(limits, "MAX_COLUMNS", 3)
    with pytest.raises(TableError, match="plus de 3 colonnes"):
        read_rows(dump([{f"c{rank}": 1 for rank in range(4)}]))


def test_characters_that_no_database_keeps_are_replaced():
    assert read_table(b'[{"nom": "a\\u0000b\\ud800"}]').rows == (("a\ufffdb\ufffd",),)
