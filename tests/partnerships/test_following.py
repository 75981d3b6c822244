"""Mergers of organisations: the story follows, blind answers are never folded, one side closes."""

import pytest
from django.utils import timezone

from terreau.actors.actions.merging import merge_organisations, undo_merge
from terreau.actors.actions.organisations import remove_organisation
from terreau.actors.matching.choices import MergeChoices
from terreau.actors.models import Mandate, Organisation
from terreau.actors.posture import Posture
from terreau.core.verdicts import Refused
from terreau.partnerships.models import Flow, Partnership, Party, ReviewAnswer
from tests.actors.factories import make_organisation, make_person
from tests.alliances.factories import make_cast
from tests.partnerships.factories import (
    answer,
    fresh,
    make_flow,
    make_partnership,
    make_review,
    of_cast,
    party_of,
)

pytestmark = pytest.mark.django_db


def merge(kept: Organisation, absorbed: Organisation):
    """Merge two sheets as the staff does."""
    Mandate.objects.filter(organisation=absorbed).delete()
    rows = {one.pk: one for one in Organisation.objects.filter(pk__in=[kept.pk, absorbed.pk])}
    kept, absorbed = rows[kept.pk], rows[absorbed.pk]
    return merge_organisations(
        kept,
        absorbed,
        MergeChoices(),
        by=staff(),
        expected_versions=(kept.version, absorbed.version),
        now=timezone.now(),
    )


def staff():
    """Somebody of the administration."""
    return Posture(make_person("Odile Lam", is_staff=True))


def test_a_party_that_is_merged_stays_a_party_under_its_new_name() -> None:
    cast = make_cast()
    made = of_cast(cast)
    flow = make_flow(party_of(made, cast.ama))
    kept = make_organisation("Lycée du Val de Marne", world="academic")
    merge(kept, cast.ama.organisation)
    assert Flow.objects.get(pk=flow.pk).party.organisation == kept
    assert fresh(made).stage == "steering"


def test_two_parties_that_become_one_fold_and_the_partnership_closes_with_its_reason() -> None:
    cast = make_cast()
    made = of_cast(cast)
    make_flow(party_of(made, cast.ama))
    make_flow(party_of(made, cast.bastien))
    merge(cast.bastien.organisation, cast.ama.organisation)
    closed = fresh(made)
    assert made.parties.count() == 1
    assert Flow.objects.count() == 2
    assert closed.stage == "closed"
    assert "une seule organisation : « Club Gravelle »" in closed.closing_reason


def test_a_third_party_keeps_the_partnership_going() -> None:
    cast = make_cast()
    made = of_cast(cast)
    Party.objects.create(partnership=made, organisation=cast.fatou.organisation)
    merge(cast.bastien.organisation, cast.ama.organisation)
    assert fresh(made).stage == "steering"
    assert made.parties.count() == 2


def test_answers_that_are_still_blind_forbid_the_merger() -> None:
    cast = make_cast()
    review = make_review(of_cast(cast), cast.ama)
    answer(review, cast.ama, product=8)
    with pytest.raises(Refused, match="attend la réponse de ces deux organisations"):
        merge(cast.bastien.organisation, cast.ama.organisation)
    assert ReviewAnswer.objects.count() == 2
    assert Organisation.objects.get(pk=cast.ama.organisation.pk).merged_into is None


def test_a_merger_taken_back_gives_both_parties_back() -> None:
    cast = make_cast()
    made = of_cast(cast)
    done = merge(cast.bastien.organisation, cast.ama.organisation)
    undo_merge(done, by=staff(), now=timezone.now())
    assert made.parties.count() == 2
    assert Partnership.objects.get().stage == "closed"


def test_the_sheet_of_a_party_is_never_removed_under_a_partnership() -> None:
    cast = make_cast()
    partner = make_organisation("Café des Quais")
    alone = make_organisation("Jamais citée")
    made = make_partnership(cast.ama.organisation, partner)
    by = staff()
    with pytest.raises(Refused, match="« Café des Quais » sert déjà ailleurs"):
        remove_organisation(partner, by=by, now=timezone.now())
    assert {party.organisation for party in made.parties.all()} == {cast.ama.organisation, partner}
    remove_organisation(alone, by=by, now=timezone.now())
    assert not Organisation.objects.filter(name="Jamais citée").exists()
