"""The frame: navigation that leads somewhere, languages, themes, posture, addresses to skip to."""

import re

import pytest
from django.urls import NoReverseMatch, reverse

from terreau.core.context import SECTIONS, address_of
from tests.portal.factories import make_mandate, make_organisation, make_person

pytestmark = pytest.mark.django_db
PUBLIC = ["home", "portal:search", "portal:sources", "portal:accessibility", "portal:licence"]


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_are_open_to_denis(client, name):
    response = client.get(reverse(name))
    html = response.content.decode()
    assert response.status_code == 200
    assert "⛔" not in html
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    assert 'href="#contenu"' in html
    assert 'id="contenu"' in html
    assert "style=" not in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ["portal:todo", "portal:style"])
def test_the_other_pages_ask_denis_to_sign_in(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


def test_the_navigation_leads_only_to_what_exists(client):
    html = client.get("/").content.decode()
    nav = re.search(r'<nav class="top-nav".*?</nav>', html, re.DOTALL)[0]
    for label, name in SECTIONS:
        assert (f">{label}</a>" in nav) == bool(address_of(name))


def test_an_unknown_address_is_no_address():
    with pytest.raises(NoReverseMatch):
        reverse("nowhere:at-all")
    assert address_of("nowhere:at-all") == ""


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_a_theme_is_kept_without_javascript(client, theme):
    response = client.post(reverse("portal:theme"), {"theme": theme, "next": "/sources/"})
    assert response["Location"] == "/sources/"
    page = client.get("/").content.decode()
    assert f'data-theme="{theme}"' in page
    night = re.search(r'href="[^"]*night[^"]*" media="([^"]*)"', page)
    media = {"light": None, "dark": "screen", "auto": "screen and (prefers-color-scheme: dark)"}
    assert (night and night[1]) == media[theme]


def test_a_theme_is_never_anything_else_nor_a_way_out(client):
    response = client.post(
        reverse("portal:theme"), {"theme": '"><script>', "next": "https://ailleurs.fr/"}
    )
    assert response["Location"] == "/"
    assert "terreau_theme" not in response.cookies
    client.cookies["terreau_theme"] = "neon"
    assert 'data-theme="auto"' in client.get("/").content.decode()


def test_a_theme_is_not_chosen_by_reading(client):
    assert client.get(reverse("portal:theme")).status_code == 405


def test_the_language_is_kept(client):
    response = client.post(reverse("set_language"), {"language": "en", "next": "/sources/"})
    assert response["Location"] == "/sources/"
    assert '<html lang="en"' in client.get("/").content.decode()


def test_the_posture_is_always_visible_and_can_be_changed(client):
    ama, club = make_person(), make_organisation("Club <Gravelle>")
    mandate = make_mandate(ama, club)
    client.force_login(ama)
    html = client.get("/").content.decode()
    assert "<strong>Club &lt;Gravelle&gt;</strong>" in html
    assert f'name="mandate" value="{mandate.pk}"' in html
    assert f'action="{reverse("actors:posture")}"' in html


def test_somebody_without_mandate_speaks_in_their_own_name(client):
    client.force_login(make_person("Bastien"))
    assert "<strong>en votre nom</strong>" in client.get("/").content.decode()


def test_the_search_shortcut_and_htmx_are_bound_without_inline_script(client):
    html = client.get("/").content.decode()
    assert 'data-terreau-shortcut="/"' in html
    assert "&quot;allowEval&quot;: false" in html
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    assert not re.search(r"\son[a-z]+=", html)
