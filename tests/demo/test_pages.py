"""Every page of the demonstration answers, to each person who may read it."""

import pytest
from django.urls import reverse

from terreau.accounts.models import Person
from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance, JournalEntry
from terreau.portal.demo.accounts import describe_accounts

pytestmark = pytest.mark.django_db
PAGES = (
    "overview",
    "members",
    "objective",
    "challenges",
    "journal",
    "path",
    "matrix",
    "records",
    "handover",
    "print",
)
FOR_MEMBERS = {"members", "objective", "records", "handover"}
EMAILS = [account.email for account in describe_accounts()]


def signed_in(client, email: str):
    client.force_login(Person.objects.get(email=email))
    return client


def answers(client, alliance: Alliance) -> dict[str, int]:
    return {
        name: client.get(reverse(f"alliances:{name}", args=[alliance.slug])).status_code
        for name in PAGES
    }


@pytest.mark.parametrize("email", EMAILS)
def test_an_alliance_answers_to_those_who_may_read_it(demo, client, email):
    person = signed_in(client, email) and Person.objects.get(email=email)
    seen = set(Alliance.objects.visible_to(person))
    for alliance in Alliance.objects.all():
        told = answers(client, alliance)
        if alliance not in seen:
            assert set(told.values()) == {404}, (alliance, told)
        else:
            wrong = {name: code for name, code in told.items() if code != 200}
            assert set(wrong) <= FOR_MEMBERS, (alliance, told)
            assert set(wrong.values()) <= {403}, (alliance, told)


@pytest.mark.parametrize(
    ("email", "slug"),
    [
        ("bastien@exemple.test", "agir-ensemble-charenton-saint-maurice"),
        ("chloe@exemple.test", "labo-regional-des-partenariats-alsace"),
        ("mireille@exemple.test", "silver-geek-poitou-charentes"),
        ("gaelle@exemple.test", "se-deplacer-en-morvan-fictive"),
    ],
)
def test_a_facilitator_reads_every_page(demo, client, email, slug):
    signed_in(client, email)
    told = answers(client, Alliance.objects.get(slug=slug))
    assert set(told.values()) == {200}, told


@pytest.mark.parametrize("name", ["ama", "lucien", "helene", "ines"])
def test_a_member_reads_all_but_the_handover_of_the_facilitators(demo, client, name):
    signed_in(client, f"{name}@exemple.test")
    told = answers(client, Alliance.objects.get(slug="agir-ensemble-charenton-saint-maurice"))
    assert {page for page, code in told.items() if code != 200} == {"handover"}, told


def test_a_published_alliance_has_a_page_for_everybody(demo, client):
    for alliance in Alliance.objects.filter(status="published"):
        page = client.get(reverse("alliances:overview", args=[alliance.slug]))
        assert page.status_code == 200
        assert alliance.name in page.content.decode()


def test_both_years_are_read_on_the_path(demo, client):
    signed_in(client, "bastien@exemple.test")
    slug = "agir-ensemble-charenton-saint-maurice"
    path = client.get(reverse("alliances:path", args=[slug])).content.decode()
    assert "2011" in path
    assert "2012" in path
    assert "selon une page publique" in path
    assert "selon le MOOC" in path
    for year, source in (("2011", "christelledesouza.fr"), ("2012", "MOOC ESSEC")):
        entry = JournalEntry.objects.get(alliance__slug=slug, kind="step", happened_on=year)
        page = client.get(reverse("alliances:entry", args=[slug, entry.uuid]))
        assert source in page.content.decode(), year


def test_the_fictitious_alliance_says_that_it_is(demo, client):
    alliance = Alliance.objects.get(is_fictitious=True)
    signed_in(client, "gaelle@exemple.test")
    told = client.get(reverse("alliances:overview", args=[alliance.slug])).content.decode()
    assert "fictive" in told


def test_the_sheet_of_a_real_organisation_tells_its_source(demo, client):
    signed_in(client, "ama@exemple.test")
    organisation = Organisation.objects.get(name="Club Gravelle Entreprendre")
    page = client.get(reverse("actors:detail", args=[organisation.uuid]))
    assert page.status_code == 200
    assert "MOOC ESSEC" in page.content.decode()


def test_the_home_page_and_the_lists_answer(demo, client):
    for address in ("home", "actors:list", "alliances:list"):
        assert client.get(reverse(address)).status_code == 200, address
