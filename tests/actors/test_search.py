"""What answers to typed words, in which order: the same lists on SQLite and on PostgreSQL."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from terreau.actors.indexing import refresh_indexes
from terreau.actors.models import Competence, Organisation, OrganisationAlias, Resource
from terreau.actors.search.listing import compose_listing
from terreau.actors.search.queries import Filters, read_words
from tests.actors.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


def answers(text: str, person=None, part: str = "hits", **filters) -> list[str]:
    wanted = Filters(today=TODAY, words=read_words(text), **filters)
    listing = compose_listing(wanted, person or AnonymousUser())
    return [hit.organisation.name for hit in getattr(listing, part)]


@pytest.fixture
def sheets() -> dict[str, Organisation]:
    names = (
        "Sport",
        "Sport et santé",
        "Association sportive de Charenton",
        "Les amis du sport",
        "A.D.M.R. du Val",
        "Les Restos du Cœur",
        "Club d’entreprises de Saint-Maurice",
        "École Jules-Ferry",
        "Ville de Charenton-le-Pont",
        "Zoo",
    )
    made = {name: make_organisation(name) for name in names}
    OrganisationAlias.objects.create(organisation=made["Zoo"], name="Parc des sports animaliers")
    Competence.objects.create(
        organisation=made["Club d’entreprises de Saint-Maurice"], name="Organiser du sport adapté"
    )
    Resource.objects.create(
        organisation=made["École Jules-Ferry"],
        direction="offer",
        nature="premises",
        title="Un gymnase pour le sport",
        stated_at=timezone.now(),
    )
    refresh_indexes([sheet.pk for sheet in made.values()])
    return made


def test_the_name_then_its_beginning_its_words_its_aliases_then_the_rest(sheets) -> None:
    assert answers("sport") == [
        "Sport",
        "Sport et santé",
        "Association sportive de Charenton",
        "Les amis du sport",
        "Zoo",
        "Club d’entreprises de Saint-Maurice",
        "École Jules-Ferry",
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("CŒUR", ["Les Restos du Cœur"]),
        ("coeur", ["Les Restos du Cœur"]),
        ("ecole jules ferry", ["École Jules-Ferry"]),
        ("Jules-Ferry, école", ["École Jules-Ferry"]),
        ("ADMR", ["A.D.M.R. du Val"]),
        ("a.d.m.r", ["A.D.M.R. du Val"]),
        ("saint maurice", ["Club d’entreprises de Saint-Maurice"]),
        ("St-Maurice entreprise", ["Club d’entreprises de Saint-Maurice"]),
        ("charent", ["Association sportive de Charenton", "Ville de Charenton-le-Pont"]),
        ("sportif charenton", ["Association sportive de Charenton"]),
        ("les amis", ["Les amis du sport"]),
        ("les", ["Les amis du sport", "Les Restos du Cœur"]),
        ("l", ["Les amis du sport", "Les Restos du Cœur"]),
        ("re", ["Les Restos du Cœur"]),
        ("res", ["Les Restos du Cœur"]),
        ("gymnases", ["École Jules-Ferry"]),
        ("sport introuvable", []),
    ],
)
def test_accents_cases_acronyms_families_and_unfinished_words(sheets, typed, found) -> None:
    assert answers(typed) == found


@pytest.mark.parametrize(
    "typed",
    [
        '"sport',
        "sport*",
        "sport AND",
        "NEAR(sport, ",
        "sport' OR 1=1 --",
        "sport & ! | <->",
        "(((",
        "%_",
        "\x00sport",
        "\\",
        "x" * 500,
        "sport " * 100,
        "^sport:A",
        "🙂",
    ],
)
def test_no_typed_text_is_a_command(sheets, typed: str) -> None:
    found = answers(typed)
    assert set(found) <= set(sheets)
    assert answers("sport")[0] == "Sport"


def test_texts_without_any_letter_list_everything(sheets) -> None:
    assert answers("***") == answers("")
    assert answers("")[:2] == ["A.D.M.R. du Val", "Association sportive de Charenton"]


def test_a_slip_finds_near_spellings_apart_from_exact_answers(sheets) -> None:
    assert answers("charneton") == []
    assert answers("charneton", part="near") == [
        "Association sportive de Charenton",
        "Ville de Charenton-le-Pont",
    ]
    assert answers("asociation", part="near") == ["Association sportive de Charenton"]
    assert answers("goo", part="near") == []


def test_near_spellings_are_not_added_to_enough_exact_answers(sheets) -> None:
    assert answers("sport", part="near") == []


def test_homonyms_come_in_the_order_of_their_keys() -> None:
    made = [make_organisation("Foyer rural") for _number in range(3)]
    listing = compose_listing(Filters(today=TODAY, words=read_words("foyer")), AnonymousUser())
    assert [hit.organisation.pk for hit in listing.hits] == [sheet.pk for sheet in made]


def test_numbers_are_found_with_or_without_spaces() -> None:
    make_organisation("Avec numéro", siren="732829320", rna="W751234567")
    assert answers("732 829 320") == ["Avec numéro"]
    assert answers("7328293") == ["Avec numéro"]
    assert answers("w751234567") == ["Avec numéro"]


def test_private_lines_answer_only_to_signed_in_persons() -> None:
    sheet = make_organisation("Discrète", withheld=["siren", "competences"], siren="732829320")
    Competence.objects.create(organisation=sheet, name="Tapisserie")
    Resource.objects.create(
        organisation=sheet,
        direction="need",
        nature="human",
        title="Un trésorier",
        is_public=False,
        stated_at=timezone.now(),
    )
    make_organisation("Secrète tapisserie", is_public=False)
    refresh_indexes([sheet.pk])
    ama = make_person()
    for text in ("732829320", "tapisserie", "trésorier"):
        assert answers(text) == []
        assert "Discrète" in answers(text, ama)
    assert answers("secrète") == []
    assert answers("secrète", ama) == ["Secrète tapisserie"]


def test_a_withheld_perimeter_or_domain_is_no_filter_for_everybody() -> None:
    make_organisation("Taille tue", size_class="10-49", withheld=["size_class"])
    assert answers("", sizes=("10-49",)) == []
    assert answers("", make_person(), sizes=("10-49",)) == ["Taille tue"]


def test_a_hit_is_explained_and_its_words_are_marked_safely() -> None:
    sheet = make_organisation("Atelier <b>vélo</b>")
    Resource.objects.create(
        organisation=sheet,
        direction="offer",
        nature="material",
        title="Prêt <script> de remorques",
        stated_at=timezone.now(),
    )
    refresh_indexes([sheet.pk])
    listing = compose_listing(Filters(today=TODAY, words=read_words("remorque")), AnonymousUser())
    hit = listing.hits[0]
    assert hit.label == "offre"
    assert str(hit.reason) == "Prêt &lt;script&gt; de <mark>remorques</mark>"
    assert str(hit.name) == "Atelier &lt;b&gt;vélo&lt;/b&gt;"
    by_name = compose_listing(Filters(today=TODAY, words=read_words("velos")), AnonymousUser())
    assert str(by_name.hits[0].name) == "Atelier &lt;b&gt;<mark>vélo</mark>&lt;/b&gt;"
    assert by_name.hits[0].label == ""
