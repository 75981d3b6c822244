"""The census one by one: who may note, what is counted once, what is proposed as the same."""

import pytest
from django.test import Client

from terreau.actors.models import ActionDomain
from terreau.partnerships.models import Declaration, Partnership
from tests.actors.factories import make_organisation
from tests.alliances.factories import Cast, make_cast, make_challenge
from tests.partnerships.factories import make_censused, of_cast, queries_of, read, sign_in

pytestmark = pytest.mark.django_db


def _page(cast: Cast, more: str = "") -> str:
    return f"/alliances/{cast.alliance.slug}/diagnostic/partenariats/{more}"


def _told(*names: str, **more) -> dict:
    rows = {f"parties-{place}-name": name for place, name in enumerate(names)}
    rows |= {f"parties-{place}-world": "economic" for place in range(len(names))}
    return {
        "parties-TOTAL_FORMS": len(names),
        "parties-INITIAL_FORMS": 0,
        "source": "Entretien, mai 2026",
        **rows,
        **more,
    }


def test_a_facilitator_notes_what_exists_between_others(client: Client) -> None:
    cast = make_cast()
    domain = ActionDomain.objects.order_by("pk")[0]
    sign_in(client, cast.bastien)
    told = _told("Banque d’ici", "Régie de quartier", starts_on="2019", domains=[domain.pk])
    answer = client.post(_page(cast, "recenser/"), told, follow=True)
    assert "Le partenariat est recensé." in answer.content.decode()
    made = Partnership.objects.get()
    assert (made.provenance, made.stage, made.level) == ("censused", "", "")
    assert made.title == "Banque d’ici et Régie de quartier"
    assert list(made.censuses.all()) == [cast.alliance]
    assert made.starts_on.text == "2019"
    assert made.declarations.get().organisation == cast.bastien.organisation
    assert "Banque d’ici" in read(client, "/partenariats/?provenance=censused")
    assert "Banque d’ici et" not in read(client, "/partenariats/")


def test_a_member_notes_its_own_and_not_those_of_others(client: Client) -> None:
    cast = make_cast()
    sign_in(client, cast.ama)
    own = cast.ama.organisation.name
    refused = client.post(_page(cast, "recenser/"), _told("Banque", "Régie"))
    assert refused.status_code == 422
    assert "un membre recense ses propres partenariats" in refused.content.decode()
    assert "Banque" in refused.content.decode()
    assert not Partnership.objects.exists()
    client.post(_page(cast, "recenser/"), _told(own, "Banque"))
    assert Partnership.objects.get().declarations.get().organisation == cast.ama.organisation


def test_a_stranger_is_refused_and_a_passer_by_signs_in(client: Client) -> None:
    cast = make_cast(status="published")
    assert client.get(_page(cast, "recenser/")).status_code == 302
    sign_in(client, cast.chloe)
    assert client.get(_page(cast, "recenser/")).status_code == 403
    assert client.get(_page(cast)).status_code == 200


def test_both_sides_declare_and_it_counts_once(client: Client) -> None:
    cast = make_cast()
    ama, bastien = cast.ama.organisation, cast.bastien.organisation
    sign_in(client, cast.ama)
    client.post(_page(cast, "recenser/"), _told(ama.name, bastien.name, certainty="declared"))
    made = Partnership.objects.get()
    sign_in(client, cast.bastien)
    told = _told(bastien.name, ama.name, source="Notre rapport 2025", starts_on="2020")
    asked = client.post(_page(cast, "recenser/"), told)
    html = asked.content.decode()
    assert "Est-ce l’un de ceux-ci" in html
    assert "mêmes parties" in html
    assert "Notre rapport 2025" in html
    assert Declaration.objects.count() == 1
    client.post(_page(cast, "recenser/"), told | {"decision": str(made.uuid)})
    made = Partnership.objects.get()
    assert made.declarations.count() == 2
    assert made.certainty == "confirmed"
    assert made.starts_on.text == "2020"
    assert made.provenance == "censused"


def test_a_person_may_say_that_it_is_another(client: Client) -> None:
    cast = make_cast()
    of_cast(cast)
    sign_in(client, cast.bastien)
    told = _told(cast.ama.organisation.name, cast.bastien.organisation.name)
    client.post(_page(cast, "recenser/"), told | {"decision": "new"})
    assert Partnership.objects.count() == 2


def test_a_party_more_keeps_what_was_typed(client: Client) -> None:
    cast = make_cast()
    sign_in(client, cast.bastien)
    html = client.post(
        _page(cast, "recenser/"), _told("Banque", "Régie", action="Prêter", add="1")
    ).content.decode()
    assert "Partie 3" in html
    assert "Prêter" in html
    assert "error-summary" not in html


def test_what_was_noted_by_mistake_is_withdrawn_with_its_reason(client: Client) -> None:
    cast = make_cast()
    place = cast.alliance.perimeter.get()
    first, second = (
        make_organisation(name, world="economic", place=place) for name in ("Un", "Deux")
    )
    made = make_censused(first, second, censuses=[cast.alliance])
    lived = of_cast(cast, censuses=[cast.alliance])
    sign_in(client, cast.ama)
    assert client.get(_page(cast, f"{made.uuid}/retirer/")).status_code == 403
    sign_in(client, cast.bastien)
    assert client.get(_page(cast, f"{lived.uuid}/retirer/")).status_code == 403
    assert client.post(_page(cast, f"{made.uuid}/retirer/"), {"reason": ""}).status_code == 200
    client.post(_page(cast, f"{made.uuid}/retirer/"), {"reason": "Noté deux fois"})
    assert list(Partnership.objects.all()) == [lived]
    assert "Noté deux fois" in read(client, f"/alliances/{cast.alliance.slug}/decisions/")


def test_the_page_says_its_bases_and_what_is_unknown(client: Client) -> None:
    cast = make_cast()
    jobs, sport = ActionDomain.objects.order_by("pk")[:2]
    make_challenge(cast.alliance).domains.set([sport])
    of_cast(cast, domains=[jobs], categories=["patronage"])
    of_cast(cast)
    here = cast.alliance.perimeter.get()
    club = make_organisation("Club des sports", world="economic", place=here)
    make_censused(club, cast.ama.organisation, domains=[jobs])
    lost = make_organisation("Perdue", world="economic")
    make_censused(lost, make_organisation("Aussi", world="economic"), censuses=[cast.alliance])
    html = read(sign_in(client, cast.ama), _page(cast))
    assert "3 partenariats connus sur ce territoire" in html
    assert "Suivis dans Terreau : 2 ; recensés : 1." in html
    assert "2 partenariats où c’est noté, sur 3 (1 inconnu)" in html
    assert "Plusieurs réponses possibles, base : 1 partenariat où c’est noté" in html
    assert "1 recensé sans lieu connu" in html
    assert "Perdue" not in html
    assert "Perdue" in read(client, _page(cast, "?lieu=inconnu"))
    assert "enjeu sans partenariat connu" in html
    only = read(client, _page(cast, "?provenance=censused"))
    assert "1 partenariat connu sur ce territoire" in only


def test_an_empty_census_invites(client: Client) -> None:
    cast = make_cast()
    html = read(sign_in(client, cast.bastien), _page(cast))
    assert "Aucun partenariat n’est encore connu ici" in html
    assert "fichier de subventions publiques" in html


def test_the_page_does_not_grow_with_its_partnerships(client: Client) -> None:
    cast = make_cast()
    jobs = ActionDomain.objects.order_by("pk")[0]
    sign_in(client, cast.ama)

    def more(number: int) -> int:
        for _time in range(number):
            of_cast(cast, domains=[jobs], categories=["patronage"])
        return queries_of(client, _page(cast))

    first = more(2)
    assert more(4) == first
    assert first <= 20


def test_a_censused_one_that_somebody_follows_becomes_accompanied(client: Client) -> None:
    cast = make_cast()
    made = make_censused(cast.ama.organisation, cast.bastien.organisation)
    sign_in(client, cast.ama)
    assert "recensé" in read(client, f"/partenariats/{made.uuid}/")
    read(client, f"/partenariats/{made.uuid}/etapes/")
    answer = client.post(
        f"/partenariats/{made.uuid}/etapes/noter/",
        {"stage": "steering", "since": "2024", "note": "", "expected": ""},
    )
    assert answer.status_code == 302, answer.content.decode()[:3000]
    made.refresh_from_db()
    assert (made.provenance, made.stage, made.level) == ("accompanied", "steering", "occasional")


def test_the_page_of_a_censused_one_says_who_tells_of_it(client: Client) -> None:
    cast = make_cast()
    made = make_censused(
        make_organisation("Un", world="economic"),
        make_organisation("Deux", world="economic"),
        censuses=[cast.alliance],
    )
    made.declarations.create(source="Rapport 2025", posture="B", note="Un prêt de salle")
    html = read(sign_in(client, cast.bastien), f"/partenariats/{made.uuid}/")
    assert "Qui le dit" in html
    assert "Rapport 2025" in html
    assert "Le retirer du recensement" in html
    assert "Le retirer du recensement" not in read(
        sign_in(client, cast.ama), f"/partenariats/{made.uuid}/"
    )
