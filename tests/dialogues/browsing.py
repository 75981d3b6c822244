"""Reach the pages of the dialogues as a browser does."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terreau.actors.posture import SESSION_KEY, Posture
from terreau.dialogues.models import Consultation


def page(name: str, consultation: Consultation, *more) -> str:
    """The address of a page of a consultation."""
    args = [consultation.alliance.slug, consultation.uuid, *more]
    return reverse(f"dialogues:{name}", args=args)


def sign_in(client: Client, posture: Posture) -> None:
    """Sign a posture in, speaking for its organisation or in its own name."""
    client.force_login(posture.person)
    session = client.session
    session[SESSION_KEY] = str(posture.mandate.pk) if posture.mandate else ""
    session.save()


def count_queries(client: Client, address: str) -> int:
    """Count the queries of one page that answers 200."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
