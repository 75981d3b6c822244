"""A census as a file: grants summed by pair, persons left out, spreadsheets, duplicates, undo."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from terreau.actors.models import ActionDomain, Organisation
from terreau.core.exchange.actions import confirm_run, receive_file
from terreau.core.exchange.columns import CellError
from terreau.core.exchange.datasets import get_dataset
from terreau.core.exchange.deciding import decide_rows
from terreau.core.exchange.undoing import undo_run
from terreau.core.journal import records_of
from terreau.core.models import ImportRun, ImportState, RowOutcome
from terreau.partnerships.census_reading import read_census
from terreau.partnerships.exchange.census.amounts import read_amount
from terreau.partnerships.models import Flow, Partnership
from tests.actors.factories import make_organisation
from tests.alliances.factories import Cast, make_cast
from tests.partnerships.factories import make_partnership, sign_in

pytestmark = pytest.mark.django_db
HEAD = (
    "nomAttribuant;idAttribuant;dateConvention;referenceDecision;nomBeneficiaire;idBeneficiaire;"
    "rnaBeneficiaire;objet;montant;nature\n"
)
GIVER = "Ville de Poitiers;21860194600013"
CLUB = "Entente sportive;452474562"


def _bring(cast: Cast, text: str, **told) -> ImportRun:
    provenance = {
        "alliance": cast.alliance.slug,
        "default_world": "general_interest",
        "reads_topics": True,
        **told.pop("provenance", {}),
    }
    return receive_file(
        dataset=get_dataset("partnership-census"),
        file_name="subventions.csv",
        content=text.encode(),
        by=cast.bastien.person,
        posture=cast.bastien.label,
        provenance=provenance,
        now=timezone.now(),
        **told,
    )


def _agree(run: ImportRun) -> ImportRun:
    confirm_run(run, by=run.requested_by, now=timezone.now())
    run.refresh_from_db()
    assert run.state == ImportState.DONE
    return run


def _line(date: str, beneficiary: str, amount: str, *, giver: str = GIVER, more: str = "") -> str:
    return f"{giver};{date};;{beneficiary};;Fonctionnement;{amount};{more or 'aide en numéraire'}\n"


def _amounts(one: Partnership) -> dict[int | None, Decimal]:
    flows = Flow.objects.filter(party__partnership=one)
    return {flow.year: flow.value_eur for flow in flows}


def test_grants_are_summed_by_pair_and_by_year(db) -> None:
    cast = make_cast()
    text = HEAD + "".join(
        (
            _line("2014", CLUB, "250.0"),
            _line("2014-06-01", CLUB, "1 000,50"),
            _line("03/02/2016", CLUB, "99"),
            _line("2015", "Maison des arts;775604473", "10"),
        )
    )
    run = _bring(cast, text)
    assert (run.create_count, run.same_count, run.reject_count) == (2, 2, 0)
    _agree(run)
    made = Partnership.objects.get(parties__organisation__name="Entente sportive")
    assert _amounts(made) == {2014: Decimal("1250.50"), 2016: Decimal("99.00")}
    assert (made.starts_on.text, made.ends_on.text) == ("2014", "2016")
    assert (made.provenance, made.certainty, made.is_public) == ("censused", "documented", True)
    assert list(made.censuses.all()) == [cast.alliance]
    assert [one.code for one in made.domains.all()] == ["sport"]
    voice = made.declarations.get()
    assert voice.organisation.name == "Ville de Poitiers"
    assert "subventions.csv" in voice.source
    giver = made.parties.get(flows__year=2014).organisation
    assert (giver.name, giver.world) == ("Ville de Poitiers", "public")
    assert Organisation.objects.get(name="Entente sportive").siren == "452474562"
    assert made.stage == "" == made.level


def test_natural_persons_are_left_out_and_counted(db) -> None:
    cast = make_cast()
    text = HEAD + _line("2014", CLUB, "250") + _line("2014", "Mme DURAND Claire;", "800")
    text += _line("2014", "Particulier;", "800")
    run = _agree(_bring(cast, text))
    assert run.skip_count == 2
    assert not Organisation.objects.filter(name__icontains="durand").exists()
    told = next(iter(records_of(cast.alliance.scope)))
    assert "2 aides à des personnes laissées de côté" in told.sentence
    assert "DURAND" not in told.sentence


def test_a_number_destroyed_by_a_spreadsheet_is_refused_with_its_reason(db) -> None:
    cast = make_cast()
    text = HEAD + _line("2022", "À vélo;8,14E+13", "2000") + _line("2022", CLUB, "10")
    run = _bring(cast, text)
    row = run.rows.get(outcome=RowOutcome.ERROR)
    assert "8,14E+13" in " ".join(row.reasons.values())
    assert run.create_count == 1
    kept = _bring(cast, text, provenance={"broken_numbers": "drop"})
    assert (kept.create_count, kept.reject_count) == (2, 0)


def test_a_siren_in_the_column_of_the_siret_is_used(db) -> None:
    cast = make_cast()
    known = make_organisation("Les plongeurs", world="general_interest", siren="452474562")
    run = _agree(_bring(cast, HEAD + _line("2014", "CLUB DE PLONGEE;452474562", "250")))
    made = Partnership.objects.get()
    assert known in {party.organisation for party in made.parties.all()}
    assert run.create_count == 1
    assert not Organisation.objects.filter(name="CLUB DE PLONGEE").exists()


def test_the_same_file_twice_changes_nothing_and_the_next_year_adds(db) -> None:
    cast = make_cast()
    text = HEAD + _line("2014", CLUB, "250") + _line("2015", CLUB, "300")
    _agree(_bring(cast, text))
    again = _bring(cast, text)
    assert (again.create_count, again.change_count, again.reject_count) == (0, 0, 0)
    after = _agree(_bring(cast, HEAD + _line("2016", CLUB, "7") + _line("2016", CLUB, "1")))
    assert (after.create_count, after.change_count) == (0, 1)
    made = Partnership.objects.get()
    assert _amounts(made) == {2014: Decimal(250), 2015: Decimal(300), 2016: Decimal(8)}
    assert made.ends_on.text == "2016"
    undo_run(after, by=cast.bastien.person, now=timezone.now())
    made = Partnership.objects.get()
    assert _amounts(made) == {2014: Decimal(250), 2015: Decimal(300)}
    assert made.ends_on.text == "2015"


def test_an_import_taken_back_leaves_nothing_behind(db) -> None:
    cast = make_cast()
    before = set(Organisation.objects.values_list("name", flat=True))
    run = _agree(_bring(cast, HEAD + _line("2014", CLUB, "250")))
    assert Partnership.objects.count() == 1
    undo_run(run, by=cast.bastien.person, now=timezone.now())
    assert not Partnership.objects.exists()
    assert set(Organisation.objects.values_list("name", flat=True)) == before
    assert not Flow.objects.exists()


def test_what_was_declared_since_is_not_taken_back(db) -> None:
    cast = make_cast()
    run = _agree(_bring(cast, HEAD + _line("2014", CLUB, "250")))
    made = Partnership.objects.get()
    made.declarations.create(source="Le club lui-même", posture="Club")
    with pytest.raises(Exception, match=r"modifiée depuis|déclaré ce partenariat depuis"):
        undo_run(run, by=cast.bastien.person, now=timezone.now())
    assert Partnership.objects.count() == 1


def test_a_partnership_lived_here_is_proposed_and_only_hears_one_more_voice(db) -> None:
    cast = make_cast()
    town = make_organisation("Ville de Poitiers", world="public", siret="21860194600013")
    club = make_organisation("Entente", world="general_interest", siren="452474562")
    lived = make_partnership(town, club, title="Notre accord", is_public=True)
    run = _bring(cast, HEAD + _line("2014", CLUB, "250"))
    row = run.rows.get()
    assert (run.decide_count, row.proposals[0]["label"]) == (1, "Notre accord")
    assert "mêmes parties" in row.proposals[0]["reasons"]
    decide_rows(run, {row.rank: f"same:{lived.pk}"}, by=cast.bastien.person, now=timezone.now())
    run.refresh_from_db()
    _agree(run)
    assert Partnership.objects.count() == 1
    lived = Partnership.objects.get()
    assert (lived.provenance, lived.stage, _amounts(lived)) == ("accompanied", "steering", {})
    assert lived.declarations.count() == 1


def test_a_spreadsheet_of_two_sides_is_read(db) -> None:
    cast = make_cast()
    club = make_organisation("Banque d’ici", world="economic")
    text = (
        "Partenaire 1;Partenaire 2;Monde 2;Depuis;Catégorie;Thématique;Source\n"
        "Banque d’ici;Régie de quartier;intérêt général;automne 2019;mécénat;Emploi;Rapport 2025\n"
        "banque d ici;Régie de quartier;intérêt général;automne 2019;mécénat;Sport;Rapport 2025\n"
        "Banque d’ici;;;2019;;;\n"
    )
    run = _bring(cast, text)
    assert (run.create_count, run.same_count, run.reject_count) == (1, 1, 1)
    assert "au moins deux organisations" in " ".join(
        run.rows.get(outcome=RowOutcome.ERROR).reasons.values()
    )
    _agree(run)
    made = Partnership.objects.get()
    assert made.title == "Banque d’ici et Régie de quartier"
    assert made.starts_on.text == "2019-23"
    assert {one.code for one in made.domains.all()} == {"employment", "sport"}
    assert [one.category for one in made.categories.all()] == ["patronage"]
    assert club in {party.organisation for party in made.parties.all()}
    assert {one.source for one in made.declarations.all()} >= {"Rapport 2025"}
    assert (made.is_public, made.certainty) == (False, "")


def test_an_export_comes_back_identical(db) -> None:
    cast = make_cast()
    _agree(_bring(cast, HEAD + _line("2014", CLUB, "250.25") + _line("", CLUB, "3")))
    dataset = get_dataset("partnership-census")
    (told,) = dataset.export_values(cast.bastien.person)
    assert told["amounts"] == ["2014 = 250.25", "? = 3.00"]
    domain = ActionDomain.objects.get(code="sport")
    assert told["domains"] == [domain.code]
    assert len(told["parties"]) == 2
    assert all("fiche=" in one for one in told["parties"])


def test_only_facilitators_bring_a_census_in(client: Client) -> None:
    cast = make_cast()
    address = "/imports/partnership-census/"
    sign_in(client, cast.ama)
    assert client.get(address).status_code == 403
    sign_in(client, cast.bastien)
    html = client.get(f"{address}?alliance={cast.alliance.slug}").content.decode()
    assert f'value="{cast.alliance.slug}" selected' in html


def test_a_file_without_places_may_be_said_to_be_of_the_perimeter(db) -> None:
    cast = make_cast()
    text = HEAD + _line("2014", CLUB, "250")
    _agree(_bring(cast, text))
    assert read_census(cast.alliance).unplaced == 1
    run = _bring(cast, text, provenance={"where": "perimeter"})
    assert run.change_count == 1
    _agree(run)
    census = read_census(cast.alliance)
    assert (len(census.rows), census.unplaced) == (1, 0)


def test_the_file_of_the_partnerships_says_the_provenance(db) -> None:
    cast = make_cast()
    _agree(_bring(cast, HEAD + _line("2014", CLUB, "250")))
    dataset = get_dataset("partnerships")
    (told,) = dataset.export_values(cast.bastien.person)
    assert (told["provenance"], told["stage"], told["level"]) == ("censused", None, None)
    assert told["certainty"] == "documented"


@pytest.mark.parametrize("text", ["beaucoup", "12,3,4"])
def test_an_amount_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        read_amount(text)
