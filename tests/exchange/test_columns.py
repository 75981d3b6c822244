"""The columns of a file: recognised, remembered, guessed, corrected; persons left out."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.utils.translation import override

from terreau.accounts.models import Person
from terreau.core.exchange.actions import choose_columns, confirm_run, deposit_file, receive_file
from terreau.core.exchange.columns import CHOICE, CellError, Column, fold, parse_cell, read_cell
from terreau.core.exchange.datasets import every_dataset
from terreau.core.exchange.guessing import guess_columns
from terreau.core.exchange.reading import TableError
from terreau.core.models import ImportRun, ImportState, RememberedMapping
from terreau.core.verdicts import Refused
from tests.exchange.orchard import ORCHARD, names

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)


@pytest.fixture
def ama():
    return Person.objects.create_user("ama@example.org", full_name="Ama Koné")


@pytest.fixture
def deposit(ama):
    def deposit(text: str, *, by=None, **said) -> ImportRun:
        return deposit_file(
            dataset=ORCHARD,
            file_name="verger.csv",
            file=ContentFile(text.encode()),
            by=by or ama,
            now=NOW,
            **said,
        )

    return deposit


def plan(run: ImportRun, mapping=None, **choices) -> ImportRun:
    mapping = run.mapping if mapping is None else mapping
    choose_columns(run, mapping=mapping, by=run.requested_by, now=NOW, **choices)
    run.refresh_from_db()
    return run


MESSY = "N° d'arbre;Variété;En vie ?;Note\n12;Chêne;oui;beau\n0013;Hêtre;non;\n"


def test_headings_are_guessed_by_synonyms_and_shown_with_examples(deposit):
    run = deposit(MESSY)
    assert run.state == ImportState.MAPPING
    assert run.mapping == {
        "N° d'arbre": "code",
        "Variété": "name",
        "En vie ?": "alive",
        "Note": "",
    }
    assert run.samples["Variété"] == ["Chêne", "Hêtre"]
    assert not run.is_recognised


WORDS = Column("kind", "Genre", CHOICE, choices=(("leafy", "feuillu"), ("conifer", "résineux")))


def test_a_column_is_recognised_by_what_stands_under_it():
    columns = (*ORCHARD.columns, WORDS)
    samples = {"Quoi": ["Chêne", "Sapin"], "Xyz": ["Feuillu", "résineux"], "Vu": ["oui", "non"]}
    guess = guess_columns(columns, list(samples), samples)
    # A plain yes or no could be anything: only words of a list, or checked numbers, tell.
    assert guess == {"Quoi": "", "Xyz": "kind", "Vu": ""}


FREE = Column("nature", "Nature", synonyms=("genre", "sorte"))


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (["Feuillu", "résineux", "fougère"], "kind"),
        (["Feuillu", "fougère"], "nature"),
        (["Feuillu", "fougère", "mousse", ""], "nature"),
        (["", ""], "kind"),
    ],
)
def test_a_list_of_words_that_cells_do_not_speak_gives_way(cells, column):
    assert guess_columns((WORDS, FREE), ["Genre"], {"Genre": cells}) == {"Genre": column}


def test_a_list_of_words_gives_way_to_a_column_of_the_same_heading_only():
    said = {"Genre": ["fougère"], "Nature": ["mousse"]}
    assert guess_columns((WORDS,), ["Genre"], said) == {"Genre": "kind"}
    both = guess_columns((WORDS, FREE), ["Genre", "Nature"], said)
    assert both == {"Genre": "kind", "Nature": "nature"}


TREES = ("chêne", "hêtre", "frêne", "orme", "tilleul", "charme", "cèdre", "if")


def test_a_word_that_is_not_in_a_list_is_answered_with_the_nearest_ones():
    long = Column("kind", "Arbre", CHOICE, choices=tuple((name, name) for name in TREES))
    with pytest.raises(CellError) as refused:
        parse_cell(long, "Chéne vert")
    sentence = str(refused.value)
    assert "« Chéne vert » n’est pas dans la liste. Écrivez par exemple chêne, " in sentence
    assert "entière est dans le dictionnaire" in sentence
    assert sum(tree in sentence for tree in TREES) == 5
    with pytest.raises(CellError, match="n’est pas dans la liste : feuillu, résineux"):
        parse_cell(WORDS, "fougère")


def test_codes_get_their_zeros_back_and_this_is_told(deposit):
    run = plan(deposit(MESSY))
    first = run.rows.get(line=2)
    assert first.values["code"] == "0012"
    assert "lu 0012" in first.notes["code"]


def test_what_a_person_chose_is_remembered_for_the_same_headings_only(deposit):
    chosen = {"N° d'arbre": "", "Variété": "name", "En vie ?": "alive", "Note": "code"}
    plan(deposit(MESSY), chosen)
    again = deposit(MESSY.replace("Chêne", "Orme"))
    assert again.mapping == chosen
    assert again.is_recognised
    chloe = Person.objects.create_user("denis@example.org", full_name="Denis")
    assert deposit(MESSY, by=chloe).mapping["Note"] == ""
    assert not deposit(MESSY.replace("Note", "Notes")).is_recognised
    assert RememberedMapping.objects.count() == 1


def test_an_error_sheet_needs_no_columns_again(deposit):
    chosen = {"N° d'arbre": "", "Variété": "name", "En vie ?": "alive", "Note": "code"}
    plan(deposit(MESSY), chosen)
    first, *lines = MESSY.splitlines()
    back = deposit("\n".join([f"{first};Nom : à corriger", *(f"{line};" for line in lines)]))
    assert back.is_recognised
    assert back.mapping == {**chosen, "Nom : à corriger": ""}


def test_what_people_write_instead_of_a_word_of_the_list_is_read_and_told():
    size = Column(
        "size",
        "Taille",
        CHOICE,
        choices=(("s", "petit"), ("l", "grand")),
        otherwise=lambda text: {"3": "s", "30": "l"}.get(text, ""),
    )
    assert read_cell(size, "30") == ("l", "« 30 » est lu : grand.")
    assert read_cell(size, "petit") == ("s", "")
    with pytest.raises(CellError, match="n’est pas dans la liste"):
        read_cell(size, "300")


def test_one_column_twice_or_none_is_refused(deposit):
    run = deposit(MESSY)
    with pytest.raises(TableError, match="« Nom » est présente deux fois"):
        plan(run, {**run.mapping, "Note": "name"})
    with pytest.raises(TableError, match="Aucune colonne n’est choisie"):
        plan(run, dict.fromkeys(run.mapping, ""))


def test_columns_can_be_changed_again_from_the_preview_but_not_once_agreed(deposit, ama):
    run = plan(deposit(MESSY))
    plan(run, {**run.mapping, "En vie ?": ""})
    assert run.rows.count() == 2
    assert "alive" not in run.rows.first().values
    confirm_run(run, by=ama, now=NOW)
    run.refresh_from_db()
    with pytest.raises(Refused, match="ne se changent plus"):
        plan(run)


def test_only_who_brought_the_file_chooses_its_columns(deposit):
    denis = Person.objects.create_user("denis@example.org", full_name="Denis")
    run = deposit(MESSY)
    with pytest.raises(Refused, match="Seule la personne qui a déposé ce fichier peut choisir"):
        choose_columns(run, mapping=run.mapping, by=denis, now=NOW)


def test_columns_of_persons_are_left_out_unless_asked_for(deposit, ama):
    text = "Code;Nom;Gardien\n0012;Chêne;Madame Feuille\n"
    run = plan(deposit(text))
    assert "keeper" not in run.rows.get().values
    plan(run, takes_personal=True)
    assert run.rows.get().values["keeper"] == "Madame Feuille"
    confirm_run(run, by=ama, now=NOW)
    assert names() == ["Chêne · gardé par Madame Feuille"]


REGISTER = (
    "arbre;essence;greffe;garde\n12;Chêne;13;Zoé\n14;Hêtre;;\n;;;\n15;Orme;illisible;\n;Rien;;\n"
)


def test_an_official_layout_needs_no_mapping_and_one_line_may_give_two_rows(deposit):
    run = deposit(REGISTER)
    assert (run.layout, run.is_recognised, run.licence) == ("register", True, "Licence Ouverte 2.0")
    plan(run)
    staged = list(run.rows.values_list("line", "part", "outcome", "label"))
    assert staged == [
        (2, 0, "create", "Chêne"),
        (2, 1, "create", "Greffe de Chêne"),
        (3, 0, "create", "Hêtre"),
        (5, 0, "error", ""),
        (6, 0, "skip", ""),
    ]
    assert run.rows.get(line=5).reasons == {"": "La greffe est illisible."}
    assert "ne parle d’aucune fiche" in run.rows.get(line=6).notes[""]


def test_a_layout_can_be_put_aside_for_ordinary_columns(deposit):
    run = deposit(REGISTER)
    plan(run, {"arbre": "code", "essence": "name", "greffe": "", "garde": ""}, uses_layout=False)
    assert run.layout == ""
    assert run.rows.filter(part=1).count() == 0


def test_titles_repeated_in_the_middle_are_left_aside(ama):
    text = "Code;Nom\n0001;Chêne\nCode;Nom\n0002;Hêtre\n"
    run = receive_file(dataset=ORCHARD, file_name="a.csv", content=text.encode(), by=ama, now=NOW)
    assert (run.create_count, run.skip_count) == (2, 1)


def test_a_file_of_headings_alone_is_refused(deposit):
    with pytest.raises(TableError, match="n’a que des titres, et aucune ligne"):
        deposit("Code;Nom\n")


def test_a_name_of_five_hundred_characters_is_a_reason_not_a_fault(ama):
    text = f"Code;Nom\n0001;{'x' * 500}\n"
    run = receive_file(dataset=ORCHARD, file_name="n" * 500, content=text.encode(), by=ama, now=NOW)
    assert "500 caractères ; 100 au plus" in run.rows.get().reasons["name"]
    assert len(run.file_name) == 200


def test_same_rows_fold_when_the_dataset_says_so(ama, monkeypatch):
    text = "Code;Nom\n" + "0001;Chêne\n" * 4
    monkeypatch.setattr(ORCHARD, "fold_same_rows", True)
    run = receive_file(dataset=ORCHARD, file_name="a.csv", content=text.encode(), by=ama, now=NOW)
    assert (run.create_count, run.same_count, run.reject_count) == (1, 3, 0)
    assert "la même chose que la ligne 2" in run.rows.get(line=5).notes[""]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_file_written_in_one_language_comes_back_in_another(language: str) -> None:
    """Headings and words of a list are known in each language, whoever reads the file."""
    for dataset in every_dataset():
        columns = dataset.columns
        with override(language):
            headings = [str(column.label) for column in columns]
            words = [[label for _value, label in column.choices] for column in columns]
            words = [list(map(str, labels)) for labels in words]
        guess = guess_columns(columns, headings, {})
        assert [guess[heading] for heading in headings] == [column.name for column in columns]
        for column, labels in zip(columns, words, strict=True):
            values = [value for value, _label in column.choices]
            assert [column.spoken[fold(label)] for label in labels] == values, column.name
