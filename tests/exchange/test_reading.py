"""Text files as people have them: every trouble has its reading or its sentence."""

import pytest

from terreau.core.exchange.guessing import plain
from terreau.core.exchange.reading import TableError, limits, read_rows, read_table


def cells(content: bytes) -> list[tuple[str, ...]]:
    return list(read_table(content).rows)


def warnings(content: bytes) -> str:
    reader = read_rows(content)
    list(reader)
    return " ".join(reader.warnings)


def test_a_line_of_another_encoding_is_read_apart_and_named():
    content = "Nom;Ville\nChêne;Évry\n".encode() + "Hêtre;Orléans\n".encode("cp1252")
    content += "Pêcher;Nîmes\n".encode()
    assert cells(content) == [("Chêne", "Évry"), ("Hêtre", "Orléans"), ("Pêcher", "Nîmes")]
    assert "autre encodage que le reste du fichier (3)" in warnings(content)


def test_a_file_of_one_old_encoding_brings_no_warning():
    content = "Nom;Ville\nChêne;Évry\n".encode("cp1252")
    assert (cells(content), warnings(content)) == ([("Chêne", "Évry")], "")


def test_the_bytes_of_an_old_macintosh_are_readable():
    content = "Nom;Ville\rPêcher;Nîmes\rHêtre;Orléans\r".encode("mac-roman")
    assert cells(content) == [("Pêcher", "Nîmes"), ("Hêtre", "Orléans")]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_every_separator_is_guessed_even_under_a_title(separator):
    lines = [["Nom", "Ville", "Montant"], ["Chêne", "Évry", "12"], ["Hêtre", "Metz", "13"]]
    text = "Liste des arbres\n\n" + "\n".join(separator.join(line) for line in lines)
    table = read_table(text.encode())
    assert table.headings == ("Nom", "Ville", "Montant")
    assert table.numbers == (4, 5)


def test_titles_blank_lines_and_totals_are_left_aside_and_told():
    content = (
        "Subventions 2022;;\n;;\nNom;Ville;Montant\nChêne;Évry;12\n;;\nHêtre;Metz;13\nTotal;;25\n"
    ).encode()
    assert cells(content) == [("Chêne", "Évry", "12"), ("Hêtre", "Metz", "13")]
    told = warnings(content)
    assert "la ligne 1 est laissée de côté" in told
    assert "2 lignes vides sont laissées de côté" in told
    assert "La ligne 7 est un total" in told


def test_something_called_total_in_the_middle_stays():
    content = "Nom;Ville;Montant\nTotal;;3\nChêne;Évry;12\nTotal;Paris;9\n".encode()
    assert [row[0] for row in cells(content)] == ["Total", "Chêne", "Total"]


def test_headings_on_two_lines_are_joined():
    content = "Nom;Adresse;;Contact\n;Rue;Ville;\nChêne;Bd de la Forêt;Évry;oui\n".encode()
    table = read_table(content)
    assert table.headings == ("Nom", "Adresse / Rue", "Adresse / Ville", "Contact")
    assert table.rows == (("Chêne", "Bd de la Forêt", "Évry", "oui"),)


def test_a_column_without_title_does_not_swallow_the_first_row():
    table = read_table("Nom;;Ville\nChêne;x;Évry\n".encode())
    assert table.headings == ("Nom", "Colonne 2 sans titre", "Ville")
    assert len(table.rows) == 1


def test_known_words_find_the_headings_among_decorations():
    content = "Mairie;Service vert;2026\nRef;Essence;\nA;Chêne;\n".encode()
    reader = read_rows(content, knows=lambda cell: plain(cell) in {"ref", "essence"})
    assert reader.headings == ("Ref", "Essence")


def test_two_columns_of_the_same_title_are_told_apart():
    assert read_table(b"Nom;Nom\na;b\n").headings == ("Nom", "Nom (2)")


def test_a_decimal_comma_without_quotes_is_mended_where_only_one_way_fits():
    content = "Nom,SIRET,Montant,Nature\nLila,39830048300011,24\u00a0975,00,don\n".encode()
    assert cells(content) == [("Lila", "39830048300011", "24\u00a0975,00", "don")]
    assert "virgule décimale" in warnings(content)


def test_a_line_with_too_many_cells_that_nothing_explains_is_a_fault():
    content = "Nom,Ville\nLila, fille de Jean,Évry\nChêne,Metz\n".encode()
    rows = list(read_rows(content))
    assert "Cette ligne a 3 cases pour 2 titres" in rows[0].fault
    assert rows[1].fault == ""


def test_when_two_amounts_could_be_meant_their_titles_decide():
    content = "Nom,Numéro,Rang,Montant total\nLila,12,34,500,00\n".encode()
    assert cells(content) == [("Lila", "12", "34", "500,00")]


def test_cells_on_several_lines_keep_their_breaks_and_the_line_counts():
    content = 'Nom;Note\n"Chêne";"un\ndeux\r\ntrois"\nHêtre;x\n'.encode()
    table = read_table(content)
    assert table.rows[0] == ("Chêne", "un\ndeux\r\ntrois")
    assert table.numbers == (4, 5)


def test_one_column_alone_is_a_table():
    assert cells(b"Nom\nChene, vieux\nHetre\n") == [("Chene, vieux",), ("Hetre",)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Nom;Ville\nCh\x00ne;Evry\n", "ni un CSV"),
        (b"Nom\n" + b"x\n" * 4000 + b"Ch\x00ne\n", "La ligne 4002 .* octets nuls"),
        (b"\x89PNG\r\n\x1a\n1234", "ni un CSV ni un classeur XLSX ou ODS, ni une liste JSON"),
        (b"%PDF-1.4\n;;;", "Un PDF n’est ni un CSV"),
        (b";".join([b"c"] * 1_000_000), "plus de 300 colonnes"),
        (b'Nom\n"' + b"x" * 200_000, "La ligne 2 de ce fichier est illisible"),
    ],
)
def test_what_cannot_be_read_is_told(content, sentence):
    with pytest.raises(TableError, match=sentence):
        list(read_rows(content))


def test_a_long_file_is_read_without_being_held():
    reader = read_rows(b"Nom;Ville\n" + b"Chene;Evry\n" * 50_000)
    count = sum(1 for _row in reader)
    assert count == 50_000


def test_rows_past_the_limit_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_ROWS", 3)
    with pytest.raises(TableError, match="plus de 3 lignes"):
        list(read_rows(b"Nom\n" + b"x\n" * 4))
