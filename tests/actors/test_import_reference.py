"""The real files of grants, with the counts that their own notice states."""

import json
from pathlib import Path

import pytest

from terreau.actors.enums import SUBTYPES_BY_WORLD, ActorWorld
from terreau.actors.exchange.dataset import OrganisationDataset
from terreau.actors.folding import fold
from terreau.actors.models import Organisation
from terreau.core.exchange.actions import confirm_run, receive_file
from terreau.core.exchange.applying import apply_run
from terreau.core.exchange.runs import plan_run
from terreau.core.models import ImportRun, ImportState, RowOutcome
from terreau.territories.models import Territory
from tests.actors.factories import make_person, now

pytestmark = [pytest.mark.django_db, pytest.mark.reference]
DATASET = OrganisationDataset()
LOIRE = "224400028_subventions-aux-associations-du-departement-de-loire-atlantique.csv"
ASSOCIATIVE = [subtype.value for subtype in SUBTYPES_BY_WORLD[ActorWorld.GENERAL_INTEREST]]
# The notice of the files states, for each year, the posts and the organisations.
STATED = {2020: (6115, 3802), 2021: (6839, 4091), 2022: (7052, 4118)}


@pytest.fixture
def staff():
    return make_person("Sofia Admin", is_staff=True)


@pytest.fixture
def grants(reference_data: Path) -> Path:
    return reference_data / "grants"


def bring(staff, path: Path, **provenance: str) -> ImportRun:
    """Plan a real file to its end, as the job would."""
    run = receive_file(
        dataset=DATASET,
        file_name=path.name,
        content=path.read_bytes(),
        by=staff,
        provenance=provenance,
        now=now(),
    )
    if run.state == ImportState.PLANNING:
        plan_run(run)
    run.refresh_from_db()
    assert run.state == ImportState.PLANNED, run.message
    return run


def agree(run: ImportRun, staff) -> ImportRun:
    """Write a planned file to its end, as the job would."""
    confirm_run(run, by=staff, now=now())
    run.refresh_from_db()
    if run.state == ImportState.RUNNING:
        apply_run(run)
    run.refresh_from_db()
    assert run.state == ImportState.DONE, run.message
    return run


def reasons(run: ImportRun) -> str:
    rows = run.rows.filter(outcome=RowOutcome.ERROR).values_list("reasons", flat=True)
    return str(list(rows[:500]))


def read_posts(path: Path) -> list[dict]:
    return json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("year", STATED)
def test_the_posts_of_the_city_contracts(staff, grants: Path, year: int) -> None:
    folder = grants / "contrats_de_ville"
    files = [folder / f"{kind}-{year}.json" for kind in ("adulte-relais", "postes-fonjep")]
    posts = [post for path in files for post in read_posts(path)]
    for code in sorted({post["insee_dep"] for post in posts if post.get("insee_dep")}):
        Territory.objects.create(kind="departement", code=code, name=f"Département {code}")
    choices = {"establishments": "keep", "default_world": "general_interest"}
    runs = [bring(staff, path, **choices) for path in files]
    stated_posts, stated_tiers = STATED[year]
    assert sum(run.row_count for run in runs) == stated_posts
    place = [run.headings.index("code_tiers") for run in runs]
    tiers = {
        cells[place[rank]]
        for rank, run in enumerate(runs)
        for cells in run.rows.values_list("cells", flat=True)
    }
    assert len(tiers) == stated_tiers
    assert [run.reject_count for run in runs] == [0, 0]
    # One sheet for each SIRET, then for each name in its département: see docs/methodes/import.md.
    sirets = {post["code_tiers"] for post in read_posts(files[0])}
    names = {(fold(post["code_tiers"]), post["insee_dep"]) for post in read_posts(files[1])}
    assert [run.create_count + run.decide_count for run in runs] == [len(sirets), len(names)]
    # Names of one département that look alike wait for a person; a SIRET never does.
    assert (runs[0].decide_count, runs[1].decide_count < 0.15 * len(names)) == (0, True)


def test_posts_become_employers_and_go_back(staff, grants: Path) -> None:
    path = grants / "contrats_de_ville" / "postes-fonjep-2020.json"
    run = agree(bring(staff, path), staff)
    assert Organisation.objects.count() == run.create_count > 1000
    assert not Organisation.objects.exclude(subtype__in=ASSOCIATIVE).exists()
    # Nothing but a name tells these employers: brought again, each is proposed to a person.
    again = bring(staff, path)
    assert (again.change_count, again.reject_count) == (0, 0)
    assert again.decide_count > 0.99 * run.create_count


def test_the_grants_of_loire_atlantique(staff, grants: Path) -> None:
    run = bring(staff, grants / "pdl" / LOIRE, default_world="general_interest")
    assert run.rows.order_by().values("line").distinct().count() == 18_148
    kept = run.rows.filter(outcome=RowOutcome.CREATE).values_list("values", flat=True)
    assert {len(values.get("siren", "")) for values in kept} == {0, 9}
    # Every beneficiary has a SIREN in the column of the SIRETs, a few of them with a wrong key.
    assert "Ce SIREN n’existe pas" in reasons(run)
    assert run.skip_count == 17
    giver = run.rows.filter(outcome=RowOutcome.CREATE, part=0).get()
    assert (giver.values["name"], giver.values["subtype"]) == (
        "Département de Loire-Atlantique",
        "departement",
    )


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("2017_Publication_données_Open_data_Subventions_Conventions.csv", 23),
        ("201901_Publication_données_Open_data_Subventions_Conventions.csv", 6),
        ("data.gouv-cd53-14-10-2019-.xlsx", 61),
    ],
)
def test_the_grants_of_vendee_and_mayenne(staff, grants: Path, name: str, lines: int) -> None:
    run = bring(staff, grants / "pdl" / name, default_world="general_interest")
    assert run.layout == "scdl-subventions"
    assert run.rows.order_by().values("line").distinct().count() == lines
    written = agree(run, staff)
    assert Organisation.objects.count() == written.create_count > 2


def test_destroyed_numbers_are_refused_cell_by_cell_or_left_by_choice(staff, grants: Path) -> None:
    path = grants / "toulouse" / "subventions-toulouse_2022.csv"
    run = bring(staff, path, default_world="general_interest")
    faulty = run.rows.filter(outcome=RowOutcome.ERROR)
    assert faulty.count() == 396 + 386
    for told in faulty.values_list("reasons", flat=True):
        assert list(told) == ["siret"]
        assert "notation scientifique" in told["siret"]
    kept = bring(staff, path, default_world="general_interest", broken_numbers="drop")
    assert kept.reject_count == 0
    names = {
        fold(cells[kept.headings.index("nomBeneficiaire")])
        for cells in kept.rows.filter(part=1).values_list("cells", flat=True)
    }
    # A few names of one beneficiary are written two ways: a person says whether they are one.
    assert 0 < kept.decide_count < 20
    assert len(names) <= kept.create_count + kept.decide_count <= len(names) + 2


def test_the_valid_example_of_the_schema(staff, grants: Path) -> None:
    run = bring(
        staff, grants / "scdl_schema" / "exemple_valide.csv", default_world="general_interest"
    )
    assert (run.row_count, run.reject_count) == (58, 0)
    written = agree(run, staff)
    assert Organisation.objects.filter(rna="W333216789").exists()
    assert written.create_count == Organisation.objects.count()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("exemple_invalide_erreurs_cellules.csv", "sa clé de contrôle est fausse"),
        ("exemple_invalide_erreurs_cellules.csv", "Un numéro RNA s’écrit W puis neuf caractères"),
        ("exemple_invalide_erreurs_colonnes.csv", "sa clé de contrôle est fausse"),
    ],
)
def test_the_invalid_examples_of_the_schema(staff, grants: Path, name: str, sentence: str) -> None:
    run = bring(staff, grants / "scdl_schema" / name, default_world="general_interest")
    assert run.reject_count > 0
    assert sentence in reasons(run)


def test_a_column_given_twice_is_told(staff, grants: Path) -> None:
    path = grants / "scdl_schema" / "exemple-duplicate-column.csv"
    run = bring(staff, path, default_world="general_interest")
    assert run.rows.order_by().values("line").distinct().count() == 29
    assert len(run.headings) == len(set(run.headings)) == 15
