"""What an alliance waits for from each posture."""

import datetime

import pytest

from terreau.alliances.bridge.consent import consent_of
from terreau.alliances.models import ChallengeStance, ObjectiveAnswer
from terreau.alliances.permissions import membership_of
from terreau.alliances.reading import read_alliance
from terreau.alliances.todo import Wait, waits_in
from terreau.core.partial_dates import PartialDate
from tests.actors.factories import own_name
from tests.alliances.factories import (
    Cast,
    add_facilitator,
    fresh,
    make_alliance,
    make_cast,
    make_challenge,
    make_inhabitant,
    make_objective,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def waits(alliance, posture) -> list[Wait]:
    """What waits, with what the page has read."""
    alliance = fresh(alliance)
    read = read_alliance(alliance, mine=membership_of(posture, alliance))
    return waits_in(
        alliance,
        posture,
        consent=consent_of(alliance),
        may_state=bool(read.challenges) and not read.has_stated,
        today=datetime.date(2026, 11, 22),
    )


def titles(alliance, posture) -> list[str]:
    """The titles of what waits."""
    return [wait.title for wait in waits(alliance, posture)]


WRITE = "Écrire l’objectif partagé"
ANSWER = "Dire votre accord sur l’objectif partagé"
STAND = "Dire votre intérêt pour les enjeux"
SHARE = "Partager la facilitation"


def test_nothing_waits_for_who_is_outside(cast: Cast) -> None:
    for posture in (None, cast.chloe, own_name(cast.bastien.person)):
        assert titles(cast.alliance, posture) == []


def test_a_new_alliance_waits_for_its_objective(cast: Cast) -> None:
    assert titles(cast.alliance, cast.ama) == [WRITE]
    (wait,) = waits(cast.alliance, cast.ama)
    assert wait.url.endswith("/objectif/proposer/")


def test_an_inhabitant_is_not_asked_for_what_they_may_not_write(cast: Cast) -> None:
    ines = make_inhabitant(cast.alliance)
    assert titles(cast.alliance, ines) == []
    make_objective(cast.alliance)
    assert titles(cast.alliance, ines) == [ANSWER]


def test_what_is_done_waits_no_more_until_a_new_version(cast: Cast) -> None:
    objective = make_objective(cast.alliance)
    challenge = make_challenge(cast.alliance)
    assert titles(cast.alliance, cast.ama) == [ANSWER, STAND]
    membership = cast.alliance.memberships.get(organisation=cast.ama.organisation)
    ObjectiveAnswer.objects.create(
        objective=objective, membership=membership, answer="agreement", posture="Ama"
    )
    ChallengeStance.objects.create(
        challenge=challenge, membership=membership, position="watches", posture="Ama"
    )
    assert titles(cast.alliance, cast.ama) == []
    make_objective(cast.alliance, "Un autre texte.")
    assert titles(cast.alliance, cast.ama) == [ANSWER]


def test_a_facilitator_alone_is_asked_to_share(cast: Cast) -> None:
    alone = make_alliance("Seule")
    add_facilitator(alone, cast.bastien)
    assert titles(alone, cast.bastien) == [WRITE, SHARE]
    assert titles(cast.alliance, cast.bastien) == [WRITE]


def test_the_question_of_governance_comes_with_age_and_to_organisations_only(cast: Cast) -> None:
    cast.alliance.started_on = PartialDate("2015")
    cast.alliance.save(update_fields=["started_on"])
    asked = "La question de la gouvernance se pose-t-elle ?"
    assert asked in titles(cast.alliance, cast.ama)
    assert asked not in titles(cast.alliance, make_inhabitant(cast.alliance))
