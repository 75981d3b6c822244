"""Which partnerships act on a challenge: each once, the unknown apart."""

import datetime

import pytest

from terreau.actors.models import ActionDomain
from terreau.alliances.models import Alliance
from terreau.diagnoses.coverage import coverage_by_challenge
from terreau.diagnoses.subjects import read_challenges
from terreau.partnerships.census_reading import read_census
from terreau.partnerships.models import Partnership
from terreau.territories.perimeters import describe_perimeter
from tests.actors.factories import make_organisation
from tests.alliances.factories import make_cast, make_challenge, make_place
from tests.partnerships.factories import make_censused, of_cast

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


def _challenge(alliance: Alliance, domain: ActionDomain, title: str = "Emploi des jeunes"):
    made = make_challenge(alliance, title)
    made.domains.set([domain])
    return made


def _told(alliance: Alliance):
    people = describe_perimeter(alliance.perimeter.all()).population
    return coverage_by_challenge(alliance, read_challenges(alliance), people=people, today=TODAY)


def _one(alliance: Alliance):
    (told,) = _told(alliance)
    return told


def test_a_partnership_counts_once_with_its_base() -> None:
    cast = make_cast()
    jobs, sport = ActionDomain.objects.order_by("pk")[:2]
    challenge = _challenge(cast.alliance, jobs)
    of_cast(cast, domains=[jobs, sport])
    of_cast(cast, domains=[jobs], stage="closed")
    of_cast(cast, domains=[sport])
    of_cast(cast)
    told = _one(cast.alliance)
    assert told.challenge_id == challenge.pk
    assert (told.partnerships, told.running) == (2, 1)
    assert (told.known_domains, told.unknown) == (3, 1)


def test_the_rate_is_unknown_without_population_never_zero() -> None:
    cast = make_cast()
    jobs = ActionDomain.objects.order_by("pk")[0]
    _challenge(cast.alliance, jobs)
    of_cast(cast, domains=[jobs])
    place = cast.alliance.perimeter.get()
    place.population = None
    place.save()
    assert _one(cast.alliance).per_10000 is None
    place.population = 20_000
    place.save()
    assert _one(cast.alliance).per_10000 == 0.5


def test_a_censused_one_counts_where_its_civil_parties_sit() -> None:
    cast = make_cast()
    here = cast.alliance.perimeter.get()
    far = make_place("94033", "Fontenay-sous-Bois")
    jobs = ActionDomain.objects.order_by("pk")[0]
    _challenge(cast.alliance, jobs)
    town = make_organisation("Conseil départemental", world="public", place=here)
    near = make_organisation("Club d’ici", world="general_interest", place=here)
    away = make_organisation("Club de là-bas", world="general_interest", place=far)
    lost = make_organisation("Club d’on ne sait où", world="general_interest")
    for one in (near, away, lost):
        make_censused(town, one, domains=[jobs], censuses=[cast.alliance])
    census = read_census(cast.alliance, today=TODAY)
    assert (len(census.rows), census.unplaced, census.elsewhere) == (1, 1, 1)
    told = _one(cast.alliance)
    assert (told.partnerships, told.running, told.unknown) == (1, 0, 1)
    assert census.unknown_running == 1


def test_what_a_partnership_says_of_its_place_wins_over_the_seats() -> None:
    cast = make_cast()
    here, far = cast.alliance.perimeter.get(), make_place("94033", "Fontenay-sous-Bois")
    club = make_organisation("Club", world="general_interest", place=far)
    other = make_organisation("Banque", world="economic", place=here)
    make_censused(club, other, territories=[far])
    assert read_census(cast.alliance, today=TODAY).rows == ()
    made = make_censused(club, other, territories=[here.departement or here])
    assert [one.pk for one in read_census(cast.alliance, today=TODAY).rows] == [made.pk]


def test_a_private_one_of_others_is_never_counted() -> None:
    cast = make_cast()
    here = cast.alliance.perimeter.get()
    first, second = (
        make_organisation(name, world="economic", place=here) for name in ("Un", "Deux")
    )
    made = make_censused(first, second, is_public=False)
    assert read_census(cast.alliance, today=TODAY).rows == ()
    Partnership.objects.get(pk=made.pk).censuses.set([cast.alliance])
    assert len(read_census(cast.alliance, today=TODAY).rows) == 1


def test_coverage_asks_a_constant_number_of_queries(django_assert_max_num_queries) -> None:
    cast = make_cast()
    jobs = ActionDomain.objects.order_by("pk")[0]
    for rank in range(6):
        _challenge(cast.alliance, jobs, f"Enjeu {rank}")
        of_cast(cast, domains=[jobs])
    alliance = Alliance.objects.get(pk=cast.alliance.pk)
    with django_assert_max_num_queries(6):
        assert len(_told(alliance)) == 6
