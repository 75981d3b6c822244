"""What goes out of the directory comes back identical, here and on an empty instance."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau.actors.enums import NumberScheme, ResourceNature
from terreau.actors.exchange.cells import read_item, write_item
from terreau.actors.exchange.dataset import OrganisationDataset
from terreau.actors.exchange.items import read_resource, read_seat, write_resource, write_seat
from terreau.actors.exchange.sheets import public_sheet, read_sheet
from terreau.actors.models import (
    ActionDomain,
    ExternalSeat,
    NetworkMembership,
    Organisation,
    Resource,
)
from terreau.core.exchange.actions import confirm_run, receive_file
from terreau.core.exchange.columns import format_cell, parse_cell
from terreau.core.exchange.sheets import write_export
from terreau.core.partial_dates import PartialDate
from terreau.territories.models import Territory
from tests.actors.factories import make_contact, make_organisation, make_person, now

DATASET = OrganisationDataset()
# Words as people type them, with every mark that the cells use themselves.
WORDS = st.text("aZé ;=|\\\"'’,:-42…", max_size=30).map(str.strip)
FILLED = WORDS.filter(bool)
DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 1, 1))
FACTS = st.dictionaries(st.sampled_from(["nature", "unité", "conditions", "rôle"]), FILLED)


@given(FILLED, FACTS)
def test_a_thing_and_its_facts_come_back(title: str, facts: dict[str, str]) -> None:
    assert read_item(write_item(title, facts)) == (title, facts)


@given(FILLED, st.sampled_from(ResourceNature.values), DAYS, WORDS, st.integers(1, 10**9))
def test_an_offer_comes_back(title, nature, day, conditions, cents) -> None:
    row = Resource(pk=1, title=title, nature=nature, starts_on=day, conditions=conditions)
    row.quantity = Decimal(cents) / 100
    item = read_resource(_written(row))
    assert (item.title, item.nature, item.starts_on) == (title, nature, day)
    assert (item.conditions, item.quantity) == (conditions, row.quantity)


def _written(row: Resource) -> str:
    row._prefetched_objects_cache = {"territories": []}
    return write_resource(row)


@given(FILLED, WORDS, DAYS)
def test_a_seat_comes_back(body: str, role: str, day: datetime.date) -> None:
    item = read_seat(write_seat(ExternalSeat(body=body, role=role, ends_on=day)))
    assert (item.body, item.role, item.starts_on, item.ends_on) == (body, role, None, day)


@given(st.lists(FILLED, max_size=4, unique=True))
def test_a_list_of_items_comes_back(names: list[str]) -> None:
    column = DATASET.column("competences")
    items = [write_item(name, {"détail": name[::-1].strip() or "x"}) for name in names]
    assert parse_cell(column, format_cell(column, items)) == (items or None)


@pytest.fixture
def staff():
    return make_person("Sofia Admin", is_staff=True)


@pytest.fixture
def full_sheet() -> Organisation:
    """A sheet of which every public field says something."""
    town = Territory.objects.create(kind="commune", code="94018", name="Charenton-le-Pont")
    area = Territory.objects.create(kind="departement", code="94", name="Val-de-Marne")
    head = make_organisation("Tête ; de | réseau", world="expert", subtype="peer_network")
    sheet = make_organisation(
        "=Club ; « Gravelle » | 94",
        subtype="company_club",
        siren="732829320",
        siret="73282932000074",
        rna="W941234567",
        place=town,
        address="3, rue des Lilas ; bâtiment B",
        perimeter=[area, town],
        perimeter_note="la vallée",
        domains=ActionDomain.objects.filter(code__in=["culture", "sport"]),
        description="@formule\nsur deux lignes",
        size_class="10-49",
        is_employer=False,
        naf="94.12Z",
        legal_category="9220",
        is_mission_led=True,
        csr="Charte ; 2024",
        founded_on=PartialDate("2013-23"),
        lifecycle="closed",
        closed_on=PartialDate("2025"),
        parent=head,
        confirmed_on=datetime.date(2026, 3, 1),
        source="site, mars 2026",
    )
    _surround(sheet, town, area, head)
    return sheet


def _surround(sheet: Organisation, town: Territory, area: Territory, head: Organisation) -> None:
    sheet.aliases.create(name="C|G")
    sheet.aliases.create(name="A\\B ; C")
    for scheme in (NumberScheme.UAI, NumberScheme.OTHER):
        sheet.numbers.create(scheme=scheme, value=f"{scheme}:42")
    sheet.competences.create(name="Réparer ; des vélos", detail="le samedi = matin")
    sheet.seats.create(body="Conseil | de quartier", role="vice-présidence")
    offer = sheet.resources.create(
        direction="offer",
        nature="premises",
        title="Salle ; calme",
        quantity=Decimal("12.50"),
        unit="m²",
        starts_on=datetime.date(2026, 1, 1),
        conditions="le soir ;\nsans clé",
        stated_at=now(),
    )
    offer.territories.set([town])
    sheet.resources.create(direction="need", nature="human", title="Bras", stated_at=now())
    NetworkMembership.objects.create(member=sheet, network=head, territory=area, role="membre")
    make_contact(sheet, value="public@exemple.test", is_public=True, label="accueil")
    make_contact(sheet, kind="website", value="https://exemple.test/a;b", is_public=True)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_nothing_changes_when_an_export_comes_back(staff, full_sheet, kind: str) -> None:
    run = receive_file(
        dataset=DATASET,
        file_name=f"acteurs.{kind}",
        content=write_export(DATASET, staff, kind),
        by=staff,
        now=now(),
    )
    told = str(list(run.rows.values_list("reasons", "changes")))
    assert (run.create_count, run.change_count, run.same_count) == (0, 0, 2), told


@pytest.mark.django_db
def test_an_empty_instance_takes_the_same_sheets(staff, full_sheet) -> None:
    content = write_export(DATASET, staff, "csv")
    before = {str(row.uuid): read_sheet(row) for row in Organisation.objects.all()}
    Organisation.objects.update(parent=None)
    NetworkMembership.objects.all().delete()
    Organisation.objects.all().delete()
    run = receive_file(
        dataset=DATASET, file_name="acteurs.csv", content=content, by=staff, now=now()
    )
    confirm_run(run, by=staff, now=now())
    after = {str(row.uuid): read_sheet(row) for row in Organisation.objects.all()}
    assert after == before
    assert write_export(DATASET, staff, "csv") == content


@pytest.mark.django_db
def test_what_is_withheld_goes_out_empty_and_comes_back_kept(staff, full_sheet) -> None:
    full_sheet.withheld = ["address", "siret", "competences"]
    full_sheet.save()
    values = public_sheet(full_sheet)
    assert (values["address"], values["siret"], values["competences"]) == (None, None, None)
    run = receive_file(
        dataset=DATASET,
        file_name="acteurs.csv",
        content=write_export(DATASET, staff, "csv"),
        by=staff,
        empty_clears=True,
        now=now(),
    )
    told = str(list(run.rows.values_list("reasons", "changes")))
    assert (run.change_count, run.reject_count) == (0, 0), told


@pytest.mark.django_db
def test_exports_carry_no_column_of_persons(staff, full_sheet) -> None:
    headings = write_export(DATASET, staff, "csv").decode("utf-8-sig").splitlines()[0]
    assert "Nom de la personne" not in headings
    assert "Code postal" not in headings
    assert "Compétences" in headings


@pytest.mark.django_db
@pytest.mark.parametrize("empty_clears", [False, True])
def test_a_sheet_that_is_not_public_is_not_named_by_those_tied_to_it(staff, empty_clears) -> None:
    hidden = make_organisation("Réseau caché", is_public=False)
    known = make_organisation("Réseau connu")
    member = make_organisation("Membre", parent=hidden)
    for network in (hidden, known):
        NetworkMembership.objects.create(member=member, network=network)
    content = write_export(DATASET, staff, "csv")
    text = content.decode("utf-8-sig")
    assert "Réseau connu" in text
    assert "Réseau caché" not in text
    assert str(hidden.uuid) not in text
    run = receive_file(
        dataset=DATASET,
        file_name="acteurs.csv",
        content=text.replace("Membre", "Adhérent").encode(),
        by=staff,
        empty_clears=empty_clears,
        now=now(),
    )
    confirm_run(run, by=staff, now=now())
    member.refresh_from_db()
    assert (member.name, member.parent) == ("Adhérent", hidden)
    assert {row.network for row in member.networks.all()} == {hidden, known}
