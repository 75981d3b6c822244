"""What the fabric shows elsewhere: the overview, the sheet, the inbox, one's own data; home."""

import pytest
from django.urls import reverse
from django.utils import timezone

from terreau.accounts.extensions import personal_data
from terreau.accounts.inbox import count_todo, todo_of
from terreau.actors.actions.merging import undo_merge
from terreau.actors.posture import Posture
from terreau.fabric.actions.waves import take_wave
from terreau.fabric.gathering import gather
from terreau.fabric.models import ImportedNetwork, ImportedTie, Introduction
from terreau.fabric.scopes import Scope
from tests.actors.factories import make_person
from tests.actors.merging_factories import merge
from tests.alliances.factories import make_cast, make_place
from tests.fabric.factories import make_imported, make_member, make_partnership

TODAY = timezone.localdate()


@pytest.fixture
def cast(db):
    cast = make_cast(status="published")
    make_partnership(cast.alliance, cast.ama.organisation, cast.fatou.organisation, is_public=True)
    return cast


def test_members_read_the_last_wave_on_the_overview(client, cast) -> None:
    url = reverse("alliances:overview", args=[cast.alliance.slug])
    client.force_login(cast.ama.person)
    assert "vague du" not in client.get(url).content.decode()
    take_wave(
        Scope(alliance=cast.alliance), label="", on=TODAY, by=cast.bastien, now=timezone.now()
    )
    text = client.get(url).content.decode()
    assert "vague du" in text
    assert reverse("fabric:of_alliance", args=[cast.alliance.slug]) in text
    client.force_login(cast.chloe.person)
    assert "vague du" not in client.get(url).content.decode()


def test_the_sheet_shows_with_whom_an_organisation_is_publicly_linked(client, cast) -> None:
    make_partnership(cast.alliance, cast.ama.organisation, cast.bastien.organisation)
    text = client.get(cast.ama.organisation.get_absolute_url()).content.decode()
    assert "Ses liens" in text
    section = text.split("Ses liens", 1)[1]
    assert "Ville de Charenton" in section
    assert "Club Gravelle" not in section.split("</section>", 1)[0]


def test_a_network_that_was_read_waits_for_the_facilitators(cast) -> None:
    draft = {"nodes": [], "ties": [], "refused": [], "told": []}
    ImportedNetwork.objects.create(
        alliance=cast.alliance, name="kumu.csv", posture="Bastien", draft=draft
    )
    now = timezone.now()
    for posture, expected in ((cast.bastien, 1), (cast.ama, 0)):
        person = posture.person
        groups = todo_of(person, today=TODAY, now=now)
        mine = [
            item for _kind, items in groups for item in items if item.key.startswith("network:")
        ]
        assert len(mine) == expected
        assert count_todo(person, TODAY) == sum(len(items) for _kind, items in groups)


def test_what_a_person_did_is_in_their_own_data(cast) -> None:
    make_imported(cast.alliance, brought_by=cast.bastien.person)
    Introduction.objects.create(
        alliance=cast.alliance,
        first=cast.ama.organisation,
        second=cast.bastien.organisation,
        state="known",
        by=cast.bastien.person,
        posture="Bastien Roy",
    )
    take_wave(
        Scope(alliance=cast.alliance), label="V1", on=TODAY, by=cast.bastien, now=timezone.now()
    )
    told = personal_data(cast.bastien.person)["fabric"]
    assert [len(rows) for rows in told.values()] == [1, 1, 1]
    assert [len(rows) for rows in personal_data(cast.ama.person)["fabric"].values()] == [0, 0, 0]


def test_home_leads_to_alliances_and_territories(client, cast) -> None:
    make_place()
    text = client.get(reverse("fabric:home")).content.decode()
    assert reverse("fabric:of_alliance", args=[cast.alliance.slug]) in text
    assert "partenariats publics" in text
    found = client.get(reverse("fabric:home"), {"q": "charenton"}).content.decode()
    assert "/reseau/territoire/commune/94018/" in found
    nothing = client.get(reverse("fabric:home"), {"q": "nulle part\x00"}).content.decode()
    assert "Aucun territoire ne répond" in nothing


def test_a_merger_takes_the_links_along_and_comes_apart_again(cast) -> None:
    double = make_member(cast.alliance, "Lycée (double)", "academic")
    make_imported(
        cast.alliance, (double, cast.bastien.organisation), (double, cast.ama.organisation)
    )
    Introduction.objects.create(
        alliance=cast.alliance,
        first=cast.bastien.organisation,
        second=double,
        state="known",
        posture="Bastien Roy",
    )
    staff = Posture(make_person("Sofia Admin", is_staff=True))
    made = merge(cast.ama.organisation, double, staff)
    network = gather(Scope(alliance=cast.alliance), is_inside=True, on=TODAY)
    names = [node.name for node in network.nodes]
    assert "Lycée (double)" not in names
    assert {
        frozenset((names[link.first], names[link.second])): set(link.kinds)
        for link in network.links
    }[frozenset(("Club Gravelle", "Lycée du Val"))] == {"imported"}
    assert ImportedTie.objects.count() == 1
    undo_merge(made, by=staff, now=timezone.now())
    assert ImportedTie.objects.filter(first=double).count() == 2
    assert Introduction.objects.get().second == double


def test_an_organisation_that_is_erased_takes_its_imported_links_along(cast) -> None:
    gone = make_member(cast.alliance, "Éphémère")
    make_imported(cast.alliance, (gone, cast.ama.organisation))
    cast.alliance.memberships.filter(organisation=gone).delete()
    gone.delete()
    assert not ImportedTie.objects.exists()


def test_the_top_navigation_leads_to_the_network(client, cast) -> None:
    page = client.get(reverse("fabric:home")).content.decode()
    assert '<a href="/reseau/" aria-current="true">Réseau</a>' in page
