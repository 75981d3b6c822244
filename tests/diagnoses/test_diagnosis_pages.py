"""The pages of the diagnosis: who reads them, what they say, how choices are tried and kept."""

import pytest
from django.urls import reverse

from terreau.actors.models import ActionDomain
from terreau.core.journal import records_of
from terreau.diagnoses import gathering
from terreau.diagnoses.models import ChallengeIndicator, DiagnosisChoices
from tests.alliances.factories import fresh, make_alliance, make_challenge
from tests.diagnoses.crossing_factories import as_one, felt, make_ground
from tests.partnerships.factories import of_cast, queries_of, read

pytestmark = pytest.mark.django_db
VACANCY = "part-logements-vacants"


@pytest.fixture
def ground(monkeypatch):
    made = make_ground(status="published")
    rows = [felt(made.housing)]
    monkeypatch.setattr(gathering, "perceived_by_item", lambda alliance: rows)
    of_cast(made.cast, domains=[ActionDomain.objects.get(code="sport")])
    return made


def _page(ground, name="home", *more):
    return reverse(f"diagnoses:{name}", args=[ground.alliance.slug, *more])


def test_a_member_reads_sentences_before_the_picture(ground):
    page = read(as_one(ground.cast.ama), _page(ground))
    assert (
        page.index("est un angle mort")
        < page.index('class="picture')
        < page.index("Voir le tableau")
    )
    assert "1. Se loger" in page
    assert "les intercommunalités de France" in page
    assert "géographie 2026" in page


def test_a_passer_by_reads_what_is_published_only(ground, client):
    page = read(client, _page(ground))
    assert "Rien n’est encore publié" in page
    assert "Se loger" not in page


def test_an_alliance_that_is_not_published_is_not_there(client):
    ground = make_ground()
    read(client, _page(ground), 404)
    read(as_one(ground.cast.chloe), _page(ground), 404)


def test_choices_are_tried_in_the_address(ground):
    client = as_one(ground.cast.ama)
    page = read(client, _page(ground) + "?ressenti=8")
    assert "aucun n’est un angle mort" in page
    assert "Enregistrer ces choix" not in page
    assert not DiagnosisChoices.objects.exists()


@pytest.mark.parametrize("mistake", ["besoin=onze", "ressenti=12", "action=0", "pairs=lune"])
def test_a_mistaken_choice_is_said_and_changes_nothing(ground, mistake):
    page = read(as_one(ground.cast.ama), f"{_page(ground)}?{mistake}")
    assert "est un angle mort" in page
    assert 'class="error' in page


def test_the_fields_written_once_are_those_of_these_choices(ground):
    """What is kept of the form under one address is never shown under another."""
    client = as_one(ground.cast.ama)
    for tried, other in (("8.25", "1.75"), ("1.75", "8.25"), ("8.25", "1.75")):
        page = read(client, _page(ground) + f"?ressenti={tried}")
        assert f'value="{tried}"' in page
        assert f'value="{other}"' not in page
    client.cookies["django_language"] = "en"
    assert "Ressenti à partir de" not in read(client, _page(ground) + "?ressenti=8")


def test_a_facilitator_keeps_the_choices_for_all(ground):
    client = as_one(ground.cast.bastien)
    assert "Enregistrer ces choix pour tous" in read(client, _page(ground) + "?ressenti=8")
    client.post(_page(ground, "choose"), {"ressenti": "8"})
    assert "aucun n’est un angle mort" in read(as_one(ground.cast.ama), _page(ground))
    verbs = [one.verb for one in records_of(ground.alliance.scope)]
    assert verbs[0] == "diagnosis-choices-saved"


def test_a_member_does_not(ground):
    answer = as_one(ground.cast.ama).post(_page(ground, "choose"), {"ressenti": "8"})
    assert answer.status_code == 403
    assert not DiagnosisChoices.objects.exists()


def test_a_closed_alliance_keeps_its_choices(ground):
    type(ground.alliance).objects.filter(pk=ground.alliance.pk).update(status="closed")
    answer = as_one(ground.cast.bastien).post(_page(ground, "choose"), {"ressenti": "8"})
    assert answer.status_code == 403
    assert "close" in answer.content.decode()


def test_the_usual_reading_comes_back(ground):
    client = as_one(ground.cast.bastien)
    client.post(_page(ground, "choose"), {"ressenti": "8"})
    client.post(_page(ground, "choose"), {"reset": "1"})
    assert "est un angle mort" in read(client, _page(ground))
    assert not DiagnosisChoices.objects.exists()


def test_the_weights_of_one_challenge_are_tried_then_kept(ground):
    client = as_one(ground.cast.bastien)
    address = _page(ground, "challenge", ground.housing.uuid)
    assert "9,4 sur 10" in read(client, address)
    page = read(client, f"{address}?poids.{VACANCY}=0")
    assert "Aucun indicateur ne compte ici" in page
    posted = {"enjeu": str(ground.housing.uuid), f"poids.{VACANCY}": "0"}
    answer = client.post(_page(ground, "choose"), posted)
    assert answer.url == address
    kept = ChallengeIndicator.objects.get()
    assert (kept.challenge, kept.slug, kept.weight) == (ground.housing, VACANCY, 0)
    assert "Sans mesure connue" in read(client, _page(ground))


def test_a_weight_out_of_scale_changes_nothing(ground):
    address = _page(ground, "challenge", ground.housing.uuid)
    page = read(as_one(ground.cast.ama), f"{address}?poids.{VACANCY}=9&poids.rien=beaucoup")
    assert "9,4 sur 10" in page


def test_an_indicator_of_another_domain_is_added_by_hand(ground):
    moving = make_challenge(ground.alliance, "Bouger")
    address = _page(ground, "challenge", moving.uuid)
    client = as_one(ground.cast.bastien)
    assert "Aucun indicateur ne parle" in read(client, address)
    assert "9,4 sur 10" in read(client, f"{address}?ajout={VACANCY}")


def test_a_challenge_of_another_alliance_is_not_there(ground):
    other = make_challenge(make_alliance("Plus loin"), "Ailleurs")
    client = as_one(ground.cast.ama)
    read(client, _page(ground, "challenge", other.uuid), 404)
    read(as_one(ground.cast.chloe), _page(ground, "challenge", ground.housing.uuid), 403)


def test_the_crosswalk_says_what_is_mute(ground):
    make_challenge(ground.alliance, "Bouger").domains.set(
        ActionDomain.objects.filter(code="mobility")
    )
    page = read(as_one(ground.cast.ama), _page(ground, "crosswalk"))
    assert page.index("Bouger") < page.index("Culture")
    assert "aucun indicateur chargé" in page
    assert "Part des logements vacants" in page


def test_without_challenge_the_page_invites(ground):
    ground.housing.delete()
    page = read(as_one(ground.cast.ama), _page(ground))
    assert "Le diagnostic part des enjeux" in page
    assert reverse("alliances:challenges", args=[ground.alliance.slug]) in page


def test_the_rail_leads_to_it(ground, client):
    page = read(client, ground.alliance.get_absolute_url())
    assert _page(ground) in page


def test_queries_do_not_grow(ground):
    client = as_one(ground.cast.ama)
    read(client, _page(ground))
    few = queries_of(client, _page(ground))
    for number in range(4):
        more = make_challenge(fresh(ground.alliance), f"Enjeu {number}")
        more.domains.set(ActionDomain.objects.filter(code="housing"))
        of_cast(ground.cast, domains=more.domains.all())
    read(client, _page(ground))
    assert queries_of(client, _page(ground)) == few
