"""The diagnosis is kept in memory and never stale: whatever moves, the next page shows it."""

import pytest
from django.urls import reverse

from terreau.actors.models import ActionDomain, Organisation
from terreau.diagnoses import figures, gathering, perceived
from terreau.diagnoses.models import SurveyAnswer, SurveyItem, SurveyScore
from terreau.diagnoses.values import Choices
from terreau.dialogues.models import Consultation, Participant
from terreau.partnerships.models import Partnership, Party
from terreau.territories.indicators.writing import write_series
from terreau.territories.models import Indicator, Territory
from tests.actors.factories import make_organisation
from tests.alliances.factories import make_challenge
from tests.diagnoses.crossing_factories import TODAY, as_one, make_ground, read_diagnosis
from tests.diagnoses.perception_factories import add_answers, end_survey, make_survey
from tests.partnerships.factories import make_censused, queries_of, read

pytestmark = pytest.mark.django_db
SCORES = [[8, 3, 3]] * 5 + [[6, 3, 3]] * 5
VACANCY = "part-logements-vacants"


@pytest.fixture
def ground():
    made = make_ground(status="published")
    survey = make_survey(made.cast)
    add_answers(survey, "inhabitant", SCORES)
    end_survey(survey, made.cast)
    here = make_organisation("Régie", world="economic", place=made.communes[-1])
    other = make_organisation("Club", world="general_interest", place=made.communes[-1])
    make_censused(here, other, domains=ActionDomain.objects.filter(code="sport"))
    return made


def _home(ground) -> str:
    return reverse("diagnoses:home", args=[ground.alliance.slug])


def _said(client, address: str) -> str:
    """Give what the page itself says, without the frame and its token."""
    return read(client, address).partition("<main")[2].partition("</main>")[0]


def _changed(ground, act) -> bool:
    """Tell whether the next reading of the page, kept by then, says something else."""
    client, address = as_one(ground.cast.ama), _home(ground)
    before = _said(client, address)
    assert _said(client, address) == before
    act()
    return _said(client, address) != before


def _score(ground) -> SurveyScore:
    return SurveyScore.objects.filter(item__challenge=ground.housing).order_by("pk").first()


def _set(rows, **values):
    assert rows.update(**values)


CHANGES = {
    "a score": lambda ground: _set(SurveyScore.objects.filter(pk=_score(ground).pk), score=2),
    "two scores that keep the sum": lambda ground: _swap(ground),
    "a score that becomes « ne sait pas »": lambda ground: _set(
        SurveyScore.objects.filter(pk=_score(ground).pk), score=None
    ),
    "a voice let go": lambda ground: Participant.objects.filter(
        pk=_score(ground).participant_id
    ).delete(),
    "a voice folded into another": lambda ground: _fold(ground),
    "the world somebody says": lambda ground: _set(SurveyAnswer.objects, world="economic"),
    "an item that leaves its challenge": lambda ground: _set(
        SurveyItem.objects.filter(challenge=ground.housing), challenge=None
    ),
    "answers held back again": lambda ground: _set(Consultation.objects, revealed_at=None),
    "a partnership on the challenge": lambda ground: Partnership.objects.get().domains.add(
        *ground.housing.domains.all()
    ),
    "a partnership ended": lambda ground: _end(ground),
    "a partnership no longer public": lambda ground: _set(Partnership.objects, is_public=False),
    "parties that move elsewhere": lambda ground: _set(
        Organisation.objects.filter(partnership_parties__isnull=False),
        place=ground.communes[0],
    ),
    "a party that leaves": lambda ground: Party.objects.all().delete(),
    "a figure loaded": lambda ground: write_series(
        "logements-vacants", 2021, {one.pk: 10 for one in ground.communes}, vintage="2027"
    ),
    "the name of an indicator": lambda ground: _set(
        Indicator.objects.filter(slug=VACANCY), name="Logements sans personne"
    ),
    "the sense of an indicator": lambda ground: _set(
        Indicator.objects.filter(slug=VACANCY), sense="more"
    ),
    "the people who live there": lambda ground: _set(
        Territory.objects.filter(pk=ground.communes[-1].pk), population=12
    ),
    "the perimeter": lambda ground: ground.alliance.perimeter.add(ground.groups[0]),
    "the title of a challenge": lambda ground: _set(
        type(ground.housing).objects.filter(pk=ground.housing.pk), title="Habiter"
    ),
    "the domains of a challenge": lambda ground: ground.housing.domains.clear(),
    "one more challenge": lambda ground: make_challenge(ground.alliance, "Bouger"),
    "the choices for all": lambda ground: as_one(ground.cast.bastien).post(
        reverse("diagnoses:choose", args=[ground.alliance.slug]), {"ressenti": "9"}
    ),
    "a weight for all": lambda ground: as_one(ground.cast.bastien).post(
        reverse("diagnoses:choose", args=[ground.alliance.slug]),
        {"enjeu": str(ground.housing.uuid), f"poids.{VACANCY}": "0"},
    ),
}


def _swap(ground) -> None:
    """Give two voices each other's score on the challenge, then move one of them to a world."""
    SurveyAnswer.objects.filter(participant__survey_scores__score=6).update(world="economic")
    as_one(ground.cast.ama).get(_home(ground))
    rows = SurveyScore.objects.filter(item__challenge=ground.housing).order_by("pk")
    first, last = rows.first(), rows.last()
    SurveyScore.objects.filter(pk=first.pk).update(score=last.score)
    SurveyScore.objects.filter(pk=last.pk).update(score=first.score)


def _fold(ground) -> None:
    one, other = Participant.objects.order_by("pk")[:2]
    Participant.objects.filter(pk=one.pk).update(folded_into=other)


def _end(ground) -> None:
    """Let the partnership of the challenge be known as closed."""
    made = Partnership.objects.get()
    made.domains.add(*ground.housing.domains.all())
    as_one(ground.cast.ama).get(_home(ground))
    Partnership.objects.filter(pk=made.pk).update(stage="closed")


@pytest.mark.parametrize("change", CHANGES)
def test_the_next_page_shows_it(ground, change):
    assert _changed(ground, lambda: CHANGES[change](ground))


def test_what_nobody_changed_is_not_read_again(ground, monkeypatch):
    client, address = as_one(ground.cast.ama), _home(ground)
    before = _said(client, address)
    for module, name in ((figures, "figures_of"), (figures, "read_peers"), (perceived, "_read")):
        monkeypatch.setattr(module, name, None)
    assert _said(client, address) == before
    assert "aucun n’est un angle mort" in _said(client, f"{address}?ressenti=9.5")


@pytest.mark.parametrize("query", ["", "?besoin=4&ressenti=2", "?parmi=region", "?compte=all"])
def test_fourteen_queries_for_any_reader_but_the_first(ground, query):
    client, address = as_one(ground.cast.ama), _home(ground)
    assert queries_of(client, address + query) <= 32
    assert queries_of(client, address + query) <= 14
    elected = reverse("diagnoses:elected", args=[ground.alliance.slug])
    read(client, elected + query)
    assert queries_of(client, elected + query) <= 14


def test_what_a_member_was_shown_is_never_given_to_who_may_not_read_it(ground, client):
    address = _home(ground)
    elected = reverse("diagnoses:elected", args=[ground.alliance.slug])
    challenge = reverse("diagnoses:challenge", args=[ground.alliance.slug, ground.housing.uuid])
    member, chloe = as_one(ground.cast.ama), as_one(ground.cast.chloe)
    assert "Se loger" in read(member, address)
    read(member, elected)
    read(member, challenge)
    assert "Se loger" not in read(chloe, address)
    assert "Se loger" not in read(client, address)
    for page in (elected, challenge):
        read(chloe, page, 403)
        assert client.get(page).status_code == 302


def test_two_alliances_of_one_perimeter_share_figures_and_nothing_else(ground):
    read(as_one(ground.cast.ama), _home(ground))
    other = _beside(ground)
    (reading,) = gathering.gather(other, Choices(), on=TODAY).challenges
    assert reading.felt == ()
    assert reading.figures == read_diagnosis(ground).challenges[0].figures


def _beside(ground):
    """Make another alliance on the same perimeter, with a challenge of its own."""
    other = type(ground.alliance).objects.create(slug="a-cote", name="À côté", question="Et nous ?")
    other.perimeter.set(ground.alliance.perimeter.all())
    make_challenge(other, "Se loger aussi").domains.set(ground.housing.domains.all())
    return other
