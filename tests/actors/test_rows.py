"""What the database itself holds true of organisations, mandates and their nomenclatures."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from terreau.actors.enums import SUBTYPES_BY_WORLD, ActorWorld, OrganisationSubtype
from terreau.actors.folding import fold
from terreau.actors.models import ActionDomain, DevelopmentGoal, Mandate, Organisation
from terreau.actors.nomenclature import DOMAIN_NAMES, GOAL_NAMES
from tests.actors.factories import make_mandate, make_organisation, make_person

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 22)


def test_every_subtype_belongs_to_exactly_one_world() -> None:
    placed = [subtype for subtypes in SUBTYPES_BY_WORLD.values() for subtype in subtypes]
    assert sorted(placed) == sorted(OrganisationSubtype)
    assert ActorWorld.INHABITANT not in SUBTYPES_BY_WORLD


@pytest.mark.parametrize(
    "fields",
    [
        {"world": "inhabitant"},
        {"world": "public", "subtype": "company"},
        {
            "world": "economic",
            "subtype": "company",
            "siren": "732829320",
            "siret": "35600000000048",
        },
    ],
)
def test_the_database_refuses_a_contradiction(fields: dict) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(name="Contradiction", **fields)
    assert Organisation.objects.create(
        name="Cohérente", world="economic", subtype="company", siret="73282932000074"
    ).pk


def test_a_siret_and_an_rna_number_serve_once_and_an_empty_one_often() -> None:
    make_organisation("Sans numéro")
    make_organisation("Collectif sans numéro", world="general_interest")
    make_organisation("Une", siret="73282932000074", rna="W751234567")
    for number in ({"siret": "73282932000074"}, {"rna": "W751234567"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_organisation("Autre", **number)


def test_a_mandate_runs_from_its_first_to_its_last_day() -> None:
    mandate = make_mandate(
        make_person(), make_organisation(), starts_on=DAY, ends_on=DAY + datetime.timedelta(days=1)
    )
    running = [
        Mandate.objects.current(DAY + datetime.timedelta(days=shift)).filter(pk=mandate.pk).exists()
        for shift in (-1, 0, 1, 2)
    ]
    assert running == [False, True, True, False]


def test_one_open_mandate_at_a_time_but_several_organisations() -> None:
    ama, club = make_person(), make_organisation()
    make_mandate(ama, club)
    make_mandate(ama, make_organisation("Lycée", world="academic"))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_mandate(ama, club, starts_on=DAY)


@pytest.mark.parametrize(
    "typed",
    [
        "coeur d eco",
        "CŒUR",
        "cœur d’éco",
        "Coeur-d'Eco",
        "sainte anne",
        "st anne",
        "CDE",
        "éco cœur",
    ],
)
def test_a_search_forgives_how_people_write(typed: str) -> None:
    found = make_organisation("Cœur d’Éco – Sainte-Anne")
    found.aliases.create(name="C.D.E. / CDE")
    make_organisation("Autre chose")
    assert list(Organisation.objects.named_like(typed)) == [found]


def test_a_search_by_number_finds_and_a_stranger_word_does_not() -> None:
    club = make_organisation("Club", siren="732829320")
    assert list(Organisation.objects.named_like("732829320")) == [club]
    assert not Organisation.objects.named_like("club inconnu").exists()
    assert fold("Œuvre d’Été") == "oeuvre d ete"


def test_the_stored_nomenclature_is_the_one_marked_for_translation() -> None:
    assert dict(ActionDomain.objects.values_list("code", "name")) == DOMAIN_NAMES
    assert dict(DevelopmentGoal.objects.values_list("number", "name")) == GOAL_NAMES


def test_each_domain_serves_a_goal_and_each_dimension_has_a_domain() -> None:
    assert not ActionDomain.objects.filter(goals=None).exists()
    assert set(ActionDomain.objects.values_list("dimension", flat=True)) == {
        "economic",
        "social",
        "environmental",
        "societal",
    }
    served = set(
        DevelopmentGoal.objects.filter(actiondomain__isnull=False).values_list("number", flat=True)
    )
    assert served == set(range(1, 18))
