"""The live diagnosis: measured beside its peers, felt, acted upon, and what is not known."""

import pytest

from terreau.actors.models import ActionDomain
from terreau.diagnoses import gathering
from terreau.diagnoses.freezing import fingerprint, freeze, thaw
from terreau.diagnoses.gathering import peers_level, used_of
from terreau.diagnoses.presenting import cards_of
from terreau.diagnoses.summaries import summary_sentences
from terreau.territories.indicators.writing import write_series
from tests.alliances.factories import make_challenge
from tests.diagnoses.crossing_factories import felt, make_ground, read_diagnosis
from tests.partnerships.factories import of_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground():
    return make_ground()


@pytest.fixture
def perceived(monkeypatch, ground):
    """The challenge is felt 7.5 by 40 persons of two worlds."""
    rows = [felt(ground.housing)]
    monkeypatch.setattr(gathering, "perceived_by_item", lambda alliance: rows)
    return rows


def _elsewhere(ground):
    """Note a partnership of a domain that no challenge has."""
    other = ActionDomain.objects.get(code="sport")
    return of_cast(ground.cast, domains=[other])


def test_a_share_is_read_beside_the_intercommunalities(ground):
    (reading,) = read_diagnosis(ground).challenges
    vacancy = next(one for one in reading.figures if one.slug == "part-logements-vacants")
    assert vacancy.value == pytest.approx(0.09)
    assert vacancy.peers == 8
    # Seven of eight are better off, and it is one of them itself.
    assert vacancy.need == pytest.approx(10 * 7.5 / 8)
    assert vacancy.country == pytest.approx(0.055)
    assert (vacancy.known, vacancy.total, vacancy.year) == (1, 1, 2021)


def test_a_count_never_tells_a_need(ground):
    (reading,) = read_diagnosis(ground).challenges
    assert "logements-vacants" not in {one.slug for one in reading.figures}


def test_an_indicator_that_has_no_sense_is_context(ground):
    write_series("residences-secondaires", 2021, {ground.communes[-1].pk: 100}, vintage="2026")
    (reading,) = read_diagnosis(ground).challenges
    second = next(one for one in reading.figures if one.slug == "part-residences-secondaires")
    assert (second.weight, second.need, second.is_neutral) == (0, None, True)


def test_somebody_may_give_it_a_sense(ground):
    rows = {one.pk: 100 for one in ground.communes}
    write_series("residences-secondaires", 2021, rows, vintage="2026")
    senses = {str(ground.housing.uuid): {"part-residences-secondaires": "less"}}
    (reading,) = read_diagnosis(ground, senses=senses).challenges
    second = next(one for one in reading.figures if one.slug == "part-residences-secondaires")
    assert (second.weight, second.need) == (1, 5)
    assert reading.spot.measured == pytest.approx((9.375 + 5) / 2)


def test_needed_felt_and_nobody_acts(ground, perceived):
    _elsewhere(ground)
    diagnosis = read_diagnosis(ground)
    (reading,) = diagnosis.blind_spots
    assert reading.title == "Se loger"
    assert reading.spot.acted == 0
    assert "« Se loger »" in summary_sentences(diagnosis)[0]


def test_one_running_partnership_and_it_is_none(ground, perceived):
    of_cast(ground.cast, domains=ground.housing.domains.all())
    assert read_diagnosis(ground).blind_spots == ()


def test_two_may_be_asked_for(ground, perceived):
    of_cast(ground.cast, domains=ground.housing.domains.all())
    assert read_diagnosis(ground, acted_from=2.0).blind_spots


def test_no_census_is_not_nobody(ground, perceived):
    diagnosis = read_diagnosis(ground)
    (reading,) = diagnosis.challenges
    assert reading.coverage is None
    assert reading.spot.gaps == ("possible-blind-spot", "no-count")
    assert reading.spot.confidence == 0
    assert "pas nulle" in cards_of(diagnosis)[0].acted


def test_nobody_asked_is_not_nothing_felt(ground):
    _elsewhere(ground)
    (reading,) = read_diagnosis(ground).challenges
    assert reading.spot.perceived is None
    assert reading.spot.has("no-perception")


def test_a_domain_asked_about_speaks_of_its_challenges(ground, monkeypatch):
    row = felt(ground.housing, challenge_id=None, domain_code="housing", label="Le logement")
    monkeypatch.setattr(gathering, "perceived_by_item", lambda alliance: [row])
    (reading,) = read_diagnosis(ground).challenges
    assert reading.used_felt.label == "Le logement"


def test_collections_stand_side_by_side_and_one_is_read(ground, monkeypatch):
    older = felt(ground.housing, 3.0, source="outlook", interval=None)
    newer = felt(ground.housing)
    monkeypatch.setattr(gathering, "perceived_by_item", lambda alliance: [newer, older])
    (reading,) = read_diagnosis(ground).challenges
    assert [one.source for one in reading.felt] == ["survey", "outlook"]
    assert reading.spot.perceived == 7.5
    (reading,) = read_diagnosis(ground, felt="outlook").challenges
    assert reading.spot.perceived == 3
    assert used_of(reading.felt, "survey") == 0


def test_a_place_without_figure_stays_unknown(ground):
    ground.alliance.perimeter.set([ground.groups[0].region])
    make_challenge(ground.alliance, "Bouger")
    diagnosis = read_diagnosis(ground)
    mute = diagnosis.challenges[1]
    assert mute.figures == ()
    assert mute.spot.measured is None
    assert "domaines" in cards_of(diagnosis)[1].measured


def test_an_empty_perimeter_says_so(ground):
    ground.alliance.perimeter.clear()
    diagnosis = read_diagnosis(ground)
    assert diagnosis.perimeter.communes == 0
    assert diagnosis.challenges[0].spot.measured is None


def test_the_peers_follow_the_perimeter(ground):
    commune, group = ground.communes[0], ground.groups[0]
    assert peers_level("auto", [commune]) == "commune"
    assert peers_level("auto", [commune, ground.communes[1]]) == "epci"
    assert peers_level("auto", [group]) == "epci"
    assert peers_level("auto", [group.departement]) == "departement"
    assert peers_level("departement", [commune]) == "departement"


def test_a_new_series_is_read_at_once(ground):
    assert read_diagnosis(ground).challenges[0].figures[0].year == 2021
    rows = {one.pk: 500 for one in ground.communes}
    write_series("logements-vacants", 2022, rows, vintage="2026")
    write_series("logements", 2022, dict.fromkeys(rows, 1000), vintage="2026")
    (figure,) = [
        one
        for one in read_diagnosis(ground).challenges[0].figures
        if one.slug == "part-logements-vacants"
    ]
    assert (figure.year, figure.need, figure.country) == (2022, 5, 0.5)


def test_a_frozen_diagnosis_comes_back_as_it_was(ground, perceived):
    of_cast(ground.cast, domains=ground.housing.domains.all())
    diagnosis = read_diagnosis(ground)
    frozen = freeze(diagnosis)
    assert thaw(frozen) == diagnosis
    assert freeze(thaw(frozen)) == frozen
    assert fingerprint(frozen) != fingerprint({**frozen, "alliance": "Autre"})


def test_a_frozen_diagnosis_of_yesterday_is_still_read(ground):
    frozen = freeze(read_diagnosis(ground))
    frozen["from_tomorrow"] = 1
    del frozen["choices"]["senses"]
    assert thaw(frozen).choices.senses == {}
