"""The checklist of the ecosystem: present, coming, missing, and what nobody knows."""

import pytest
from django.test import Client

from terreau.core.journal import records_of
from terreau.diagnoses.models import EcosystemItem
from tests.actors.factories import make_organisation
from tests.alliances.factories import Cast, make_cast
from tests.partnerships.factories import queries_of, read, sign_in

pytestmark = pytest.mark.django_db


def _page(cast: Cast, more: str = "") -> str:
    return f"/alliances/{cast.alliance.slug}/diagnostic/ecosysteme/{more}"


def test_what_nobody_said_is_unknown_never_absent(client: Client) -> None:
    cast = make_cast()
    html = read(sign_in(client, cast.ama), _page(cast))
    assert "Sur 9 appuis : présents 0, en projet 0, absents 0, inconnus 9." in html
    assert "Inconnu ne veut pas dire absent" in html


def test_a_member_notes_a_body_of_the_directory_and_an_absence(client: Client) -> None:
    cast = make_cast()
    place = cast.alliance.perimeter.get()
    club = make_organisation(
        "Club des Deux Rives", world="economic", subtype="company_club", place=place
    )
    sign_in(client, cast.ama)
    assert "Club des Deux Rives, de l’annuaire" in read(client, _page(cast))
    told = {"name": club.name, "presence": "present", "since": "2012", "note": "Ouvre les portes"}
    client.post(_page(cast, "company_club/"), told)
    client.post(_page(cast, "ptce/"), {"absent": "1"})
    made = EcosystemItem.objects.get(kind="company_club")
    assert (made.organisation, made.since.text) == (club, "2012")
    html = read(client, _page(cast))
    assert "présents 1, en projet 0, absents 1, inconnus 7" in html
    assert "de l’annuaire ?" not in html
    told = [one.sentence for one in records_of(cast.alliance.scope)]
    assert any("Club des Deux Rives" in one for one in told)
    assert any("il manque ici" in one for one in told)


def test_an_absence_gives_way_and_a_presence_does_not(client: Client) -> None:
    cast = make_cast()
    sign_in(client, cast.ama)
    client.post(_page(cast, "ptce/"), {"absent": "1"})
    client.post(_page(cast, "ptce/"), {"name": "PTCE du Val", "presence": "emerging"})
    assert EcosystemItem.objects.get().name == "PTCE du Val"
    again = client.post(_page(cast, "ptce/"), {"name": "PTCE du Val", "presence": "present"})
    assert again.status_code == 422
    assert "est déjà noté" in again.content.decode()
    refused = client.post(_page(cast, "ptce/"), {"absent": "1"})
    assert refused.status_code == 422
    assert "Retirez-le d’abord" in refused.content.decode()
    item = EcosystemItem.objects.get()
    client.post(_page(cast, f"{item.uuid}/retirer/"))
    assert not EcosystemItem.objects.exists()


def test_an_empty_name_is_asked_for(client: Client) -> None:
    cast = make_cast()
    sign_in(client, cast.ama)
    answer = client.post(_page(cast, "ptce/"), {"name": "", "presence": "present"})
    assert answer.status_code == 422
    assert "Donnez son nom" in answer.content.decode()
    assert client.get(_page(cast, "inconnu/")).status_code == 404


def test_others_read_and_do_not_answer(client: Client) -> None:
    cast = make_cast(status="published")
    assert client.get(_page(cast)).status_code == 200
    assert client.get(_page(cast, "ptce/")).status_code == 302
    sign_in(client, cast.chloe)
    assert client.get(_page(cast, "ptce/")).status_code == 403
    item = EcosystemItem.objects.create(
        alliance=cast.alliance, kind="ptce", presence="present", name="PTCE", posture="Ama"
    )
    assert client.post(_page(cast, f"{item.uuid}/retirer/")).status_code == 403


def test_the_page_does_not_grow_with_its_answers(client: Client) -> None:
    cast = make_cast()
    sign_in(client, cast.ama)

    def more(number: int) -> int:
        for rank in range(number):
            count = EcosystemItem.objects.count()
            EcosystemItem.objects.create(
                alliance=cast.alliance,
                kind="third_place",
                presence="present",
                name=f"Lieu {count}-{rank}",
                organisation=make_organisation(f"Lieu {count}"),
                posture="Ama",
            )
        return queries_of(client, _page(cast))

    assert more(1) == more(4) <= 15
