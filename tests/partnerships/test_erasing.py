"""Who asked to be erased leaves no trace in the texts; the partnership itself stays."""

import pytest
from django.utils import timezone

from terreau.actors.scrubbing import Traces, scrub
from terreau.partnerships.actions.agreements import write_agreement
from terreau.partnerships.actions.reviews import propose_step
from terreau.partnerships.models import Agreement, NextStep, Partnership, ReviewAnswer
from terreau.partnerships.papers.filling import shipped_template
from tests.alliances.factories import make_cast
from tests.partnerships.factories import answer, fresh, make_review, of_cast

pytestmark = pytest.mark.django_db
EMAIL = "ama@exemple.test"


def test_addresses_and_signatures_go_and_the_story_stays() -> None:
    cast = make_cast()
    made = of_cast(cast, action=f"Écrire à {EMAIL}, ou à Ama Diallo.")
    write_agreement(made, shipped_template(), title="Accord", by=cast.ama, now=timezone.now())
    review = make_review(made, cast.ama)
    answer(review, cast.ama, strengths=f"Appelez {EMAIL}.")
    answer(review, cast.bastien, product=5)
    review.refresh_from_db()
    propose_step(review, what="Voir", party=None, due_on=None, by=cast.ama, now=timezone.now())
    traces = Traces(
        emails=frozenset({EMAIL}),
        names=frozenset({"Ama Diallo"}),
        organisations=(cast.ama.organisation,),
    )
    assert scrub(traces) >= 4
    kept = fresh(made)
    texts = [kept.action, *ReviewAnswer.objects.values_list("strengths", flat=True)]
    texts += [*Agreement.objects.values_list("text", flat=True)]
    texts += [*Agreement.history.values_list("text", flat=True)]
    texts += [*Agreement.objects.values_list("posture", flat=True)]
    texts += [str(NextStep.objects.get().accords)]
    assert not any(EMAIL in text or "Ama Diallo" in text for text in texts), texts
    assert "Écrire à" in kept.action
    assert made.parties.count() == 2


def test_the_same_name_in_another_partnership_is_left_alone() -> None:
    cast = make_cast()
    of_cast(cast)
    other = Partnership.objects.create(
        title="Ailleurs", action="Avec une autre Ama Diallo.", posture="Chloé"
    )
    traces = Traces(names=frozenset({"Ama Diallo"}), organisations=(cast.ama.organisation,))
    scrub(traces)
    assert "Ama Diallo" in fresh(other).action
