"""Near by meaning: labelled apart, never more than what is still said, absent without a model."""

import datetime

import numpy as np
import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from terreau.actors.indexing import refresh_indexes
from terreau.actors.models import MeaningVector, Resource
from terreau.actors.search import meaning as meanings
from terreau.actors.search.keeping import compute_meanings
from terreau.actors.search.listing import compose_listing
from terreau.actors.search.meaning import SentenceMeaning, load_meaning
from terreau.actors.search.queries import Filters, read_words
from tests.actors.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db


def meant(text: str, person=None) -> list[tuple[str, str, str]]:
    filters = Filters(today=datetime.date(2026, 11, 22), words=read_words(text))
    listing = compose_listing(filters, person or AnonymousUser())
    return [(hit.organisation.name, hit.label, str(hit.reason)) for hit in listing.meant]


def need(organisation, title: str, **fields) -> Resource:
    values = {"direction": "need", "nature": "material", "stated_at": timezone.now(), **fields}
    resource = Resource.objects.create(organisation=organisation, title=title, **values)
    refresh_indexes([organisation.pk])
    return resource


@pytest.fixture
def garden():
    organisation = make_organisation("Les Lilas")
    need(organisation, "Un terrain pour un jardin partagé")
    need(make_organisation("Autre"), "Un expert-comptable")
    compute_meanings(load_meaning())
    return organisation


def test_a_line_that_means_nearly_the_same_is_shown_apart(garden) -> None:
    assert meant("potager collectif") == [
        ("Les Lilas", "besoin", "Un terrain pour un jardin partagé")
    ]


def test_what_is_no_longer_said_is_not_shown_even_before_the_job(garden) -> None:
    garden.resources.all().delete()
    refresh_indexes([garden.pk])
    assert meant("potager collectif") == []
    compute_meanings(load_meaning())
    assert MeaningVector.objects.filter(key=garden.pk).count() == 0


def test_a_private_line_is_near_for_signed_in_persons_only(garden) -> None:
    garden.resources.update(is_public=False)
    refresh_indexes([garden.pk])
    compute_meanings(load_meaning())
    assert meant("potager collectif") == []
    assert meant("potager collectif", make_person())[0][0] == "Les Lilas"


def test_computing_again_computes_nothing(garden) -> None:
    vectors = set(MeaningVector.objects.values_list("pk", flat=True))
    assert compute_meanings(load_meaning()) == 0
    assert set(MeaningVector.objects.values_list("pk", flat=True)) == vectors


def test_without_a_model_words_alone_answer(garden, monkeypatch) -> None:
    monkeypatch.setattr(meanings, "PACKAGE", "un_paquet_absent")
    meanings._encoder.cache_clear()
    meanings._held.clear()
    assert load_meaning() is None
    assert meant("potager collectif") == []
    meanings._encoder.cache_clear()


def test_the_nearest_come_first_and_ties_in_order() -> None:
    index = SentenceMeaning(encoder=None)
    index.index(np.eye(4, 3, dtype="<f2"))
    found = index.nearest(np.array([0.0, 1.0, 0.0], dtype=np.float32), 3)
    assert found == [(1, 1.0), (0, 0.0), (2, 0.0)]
    index.index(np.zeros((0, 3)))
    assert index.nearest(np.ones(3, dtype=np.float32), 3) == []
