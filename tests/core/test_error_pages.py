"""An error says what happened and what to do, and never needs what is broken."""

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.test import Client, RequestFactory, override_settings

from terreau.core import error_pages
from terreau.core.verdicts import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare_request():
    """A request that broke before any middleware: no user, no session, no messages."""
    return RequestFactory().get("/quelque-part/")


def test_a_refusal_is_shown_with_its_reason(bare_request):
    response = error_pages.permission_denied(bare_request, Refused("Seul un <membre> répond."))
    assert response.status_code == 403
    assert "Seul un &lt;membre&gt; répond." in response.content.decode()


def test_the_words_of_another_refusal_stay_inside(bare_request):
    page = error_pages.permission_denied(bare_request, PermissionDenied("table secret_plan"))
    assert page.status_code == 403
    assert "secret_plan" not in page.content.decode()


def test_an_unreadable_request(bare_request):
    page = error_pages.bad_request(bare_request, SuspiciousOperation("x"))
    assert page.status_code == 400
    assert "illisible" in page.content.decode()


def test_a_request_that_is_too_large_has_its_own_status_and_words(bare_request):
    page = error_pages.bad_request(bare_request, RequestDataTooBig("x"))
    assert page.status_code == 413
    assert "trop gros" in page.content.decode()


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100)
def test_a_real_post_that_is_too_large(client):
    client.raise_request_exception = False
    response = client.post("/apparence/", {"theme": "d" * 1000})
    assert response.status_code == 413


def test_an_address_that_leads_nowhere(client):
    response = client.get("/nulle-part/")
    assert response.status_code == 404
    assert "Il n’y a rien à cette adresse" in response.content.decode()
    assert "⛔" not in response.content.decode()


def test_a_form_whose_seal_expired_says_so():
    response = Client(enforce_csrf_checks=True).post("/apparence/", {"theme": "dark"})
    assert response.status_code == 403
    assert "Ce formulaire a expiré" in response.content.decode()
    assert "terreau_theme" not in response.cookies


def test_a_breakdown_needs_neither_database_nor_session(
    bare_request, django_assert_num_queries, monkeypatch
):
    with django_assert_num_queries(0):
        page = error_pages.server_error(bare_request)
    assert page.status_code == 500
    assert "Quelque chose s’est cassé" in page.content.decode()

    def missing(path):
        raise ValueError(path)

    monkeypatch.setattr(error_pages, "static", missing)
    assert "terreau.css" not in error_pages.server_error(bare_request).content.decode()
