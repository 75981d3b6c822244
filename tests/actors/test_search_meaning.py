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
def workshop():
    organisation = make_organisation("Les Lilas")
    need(organisation, "Atelier d’entretien de bicyclettes")
    need(make_organisation("Autre"), "Un expert-comptable")
    compute_meanings(load_meaning())
    return organisation


def test_a_line_that_means_nearly_the_same_is_shown_apart(workshop) -> None:
    assert meant("réparer son vélo") == [
        ("Les Lilas", "besoin", "Atelier d’entretien de bicyclettes")
    ]


def test_what_is_no_longer_said_is_not_shown_even_before_the_job(workshop) -> None:
    workshop.resources.all().delete()
    refresh_indexes([workshop.pk])
    assert meant("réparer son vélo") == []
    compute_meanings(load_meaning())
    assert MeaningVector.objects.filter(key=workshop.pk).count() == 0


def test_a_private_line_is_near_for_signed_in_persons_only(workshop) -> None:
    workshop.resources.update(is_public=False)
    refresh_indexes([workshop.pk])
    compute_meanings(load_meaning())
    assert meant("réparer son vélo") == []
    assert meant("réparer son vélo", make_person())[0][0] == "Les Lilas"


def test_computing_again_computes_nothing(workshop) -> None:
    vectors = set(MeaningVector.objects.values_list("pk", flat=True))
    assert compute_meanings(load_meaning()) == 0
    assert set(MeaningVector.objects.values_list("pk", flat=True)) == vectors


def test_without_a_model_words_alone_answer(workshop, monkeypatch) -> None:
    monkeypatch.setattr(meanings, "PACKAGE", "un_paquet_absent")
    meanings._encoder.cache_clear()
    meanings._held.clear()
    assert load_meaning() is None
    assert meant("réparer son vélo") == []
    meanings._encoder.cache_clear()


def test_the_nearest_come_first_and_ties_in_order() -> None:
    index = SentenceMeaning(encoder=None)
    index.index(np.eye(4, 3, dtype="<f2"))
    found = index.nearest(np.array([0.0, 1.0, 0.0], dtype=np.float32), 3)
    assert found == [(1, 1.0), (0, 0.0), (2, 0.0)]
    index.index(np.zeros((0, 3)))
    assert index.nearest(np.ones(3, dtype=np.float32), 3) == []


def test_what_is_vaguely_alike_is_left_out(workshop) -> None:
    need(workshop, "Travaux d’isolation thermique des maisons")
    need(workshop, "Vendeur en magasin expérimenté")
    compute_meanings(load_meaning())
    assert meant("soutien scolaire") == []
    assert meant("acheter des légumes") == []


def test_a_name_typed_alone_has_no_meaning(workshop) -> None:
    assert meant("vélo") != []
    make_organisation("Vélo")
    assert meant("vélo réparé") != []
    assert meant("vélo") == []


def test_a_word_of_many_names_keeps_its_meaning(workshop) -> None:
    for rank in range(3):
        make_organisation(f"Bénévolat {rank}")
    need(workshop, "Des volontaires pour donner un coup de main")
    compute_meanings(load_meaning())
    assert meant("bénévolat") != []
