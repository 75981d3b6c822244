"""The ordered agenda: composed, put in order, answered, brought into force, never lost."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.core.verdicts import Refused
from terreau.dialogues.actions.agendas import (
    Link,
    adopt_agenda,
    answer_agenda,
    propose_agenda,
    write_minority_opinion,
)
from terreau.dialogues.bridge.agendas import Place
from terreau.dialogues.models import Agenda, AgendaAnswer
from tests.alliances.factories import Cast, make_cast, make_challenge, make_inhabitant
from tests.alliances.story_factories import queries_of, sign_in

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def challenges(cast: Cast) -> list:
    return [make_challenge(cast.alliance, title) for title in ("Emploi", "Mobilité", "Logement")]


def propose(cast: Cast, challenges, links=(), **more) -> Agenda:
    """Propose the challenges in the order in which they come."""
    places = [Place(one.pk, number) for number, one in enumerate(challenges, start=1)]
    return propose_agenda(cast.alliance, places, links, by=cast.ama, now=NOW(), **more)


def order_of(agenda: Agenda) -> list[str]:
    return [one.challenge.title for one in agenda.items.order_by("position")]


def address(name: str, cast: Cast, *more) -> str:
    return reverse(f"dialogues:{name}", args=[cast.alliance.slug, *more])


def test_the_order_asked_is_kept_when_nothing_forbids_it(cast, challenges) -> None:
    agenda = propose(cast, challenges)
    assert order_of(agenda) == ["Emploi", "Mobilité", "Logement"]
    assert not any(one.moved_because for one in agenda.items.all())


def test_a_dependency_moves_a_challenge_which_says_why(cast, challenges) -> None:
    emploi, mobilite, _logement = challenges
    agenda = propose(cast, challenges, [Link(mobilite.pk, emploi.pk, "il faut y aller")])
    assert order_of(agenda) == ["Mobilité", "Emploi", "Logement"]
    (moved,) = [one for one in agenda.items.all() if one.moved_because]
    assert moved.challenge in (emploi, mobilite)
    assert "passe a" in moved.moved_because
    other = mobilite if moved.challenge == emploi else emploi
    assert f"« {other.title} »" in moved.moved_because


def test_dependencies_in_a_ring_are_refused_by_name_and_nothing_is_written(cast, challenges):
    emploi, mobilite, _logement = challenges
    ring = [Link(mobilite.pk, emploi.pk), Link(emploi.pk, mobilite.pk)]
    with pytest.raises(Refused, match="tournent en rond") as refusal:
        propose(cast, challenges, ring)
    assert "« Emploi »" in str(refusal.value)
    assert not Agenda.objects.exists()


def test_a_new_version_takes_the_place_of_the_one_in_discussion(cast, challenges) -> None:
    first, second = propose(cast, challenges), propose(cast, challenges[:2])
    first.refresh_from_db()
    assert (first.number, first.state) == (1, "replaced")
    assert (second.number, second.state) == (2, "proposed")
    with pytest.raises(Refused, match="plus récente"):
        answer_agenda(first, answer="agreement", reason="", by=cast.ama, now=NOW())


def test_each_member_answers_once_and_may_change(cast, challenges) -> None:
    agenda = propose(cast, challenges)
    answer_agenda(agenda, answer="agreement", reason="", by=cast.ama, now=NOW())
    answer_agenda(agenda, answer="reservation", reason="Trop vite", by=cast.ama, now=NOW())
    assert [one.answer for one in AgendaAnswer.objects.all()] == ["reservation"]
    with pytest.raises(Refused, match="raison"):
        answer_agenda(agenda, answer="disagreement", reason=" ", by=cast.fatou, now=NOW())
    with pytest.raises(Refused, match="n’est pas membre"):
        answer_agenda(agenda, answer="agreement", reason="", by=cast.chloe, now=NOW())


def test_it_comes_into_force_once_somebody_agreed_and_keeps_one_current(cast, challenges) -> None:
    agenda = propose(cast, challenges)
    with pytest.raises(Refused, match="Aucune organisation"):
        adopt_agenda(agenda, by=cast.bastien, now=NOW())
    answer_agenda(agenda, answer="agreement", reason="", by=cast.ama, now=NOW())
    with pytest.raises(Refused, match="facilitateurs"):
        adopt_agenda(agenda, by=cast.ama, now=NOW())
    adopt_agenda(agenda, by=cast.bastien, now=NOW())
    second = propose(cast, challenges[::-1])
    agenda.refresh_from_db()
    assert agenda.state == "current"
    answer_agenda(second, answer="agreement", reason="", by=cast.fatou, now=NOW())
    adopt_agenda(second, by=cast.fatou, now=NOW())
    states = list(Agenda.objects.order_by("number").values_list("state", flat=True))
    assert states == ["replaced", "current"]


def test_a_minority_opinion_stays_beside_the_agenda_for_everybody(
    client: Client, cast, challenges
) -> None:
    agenda = propose(cast, challenges)
    said = {"challenge": challenges[0], "text": "Le logement passe avant tout."}
    write_minority_opinion(agenda, said, by=cast.ama, now=NOW())
    sign_in(client, cast.bastien)
    assert "Le logement passe avant tout." in client.get(address("agenda", cast)).text


def test_composing_by_form_keeps_what_was_typed_when_it_is_wrong(
    client: Client, cast, challenges
) -> None:
    sign_in(client, cast.ama)
    sent = {f"when_{challenges[0].pk}": "dès l’automne", "change_note": "Premier jet"}
    done = client.post(address("agenda-compose", cast), sent)
    assert "Donnez une place à un enjeu au moins" in done.text
    assert "dès l’automne" in done.text
    assert "Premier jet" in done.text
    half = {f"place_{challenges[0].pk}": "1", "before_0": str(challenges[0].pk)}
    assert (
        "Choisissez aussi l’autre enjeu" in client.post(address("agenda-compose", cast), half).text
    )


def test_composing_by_form_proposes_to_the_members(client: Client, cast, challenges) -> None:
    emploi, mobilite, logement = challenges
    sign_in(client, cast.ama)
    sent = {
        f"place_{emploi.pk}": "1",
        f"place_{mobilite.pk}": "2",
        "before_0": str(mobilite.pk),
        "after_0": str(emploi.pk),
        "because_0": "il faut y aller",
    }
    done = client.post(address("agenda-compose", cast), sent, follow=True)
    assert order_of(Agenda.objects.get()) == ["Mobilité", "Emploi"]
    assert "d’abord « Mobilité », ensuite « Emploi »" in done.text
    assert "Base : 0 membre sur 3 a répondu" in done.text
    assert logement.title not in done.text.split("Les avis minoritaires")[0]


def test_an_inhabitant_answers_but_does_not_compose(client: Client, cast, challenges) -> None:
    agenda = propose(cast, challenges)
    ines = make_inhabitant(cast.alliance)
    sign_in(client, ines)
    assert client.get(address("agenda-compose", cast)).status_code == 403
    done = client.post(
        address("agenda-answer", cast, agenda.number), {"answer": "agreement"}, follow=True
    )
    assert "Votre réponse est enregistrée" in done.text
    assert "Moins de 5 personnes" in done.text


def test_a_passer_by_reads_the_agenda_of_a_published_alliance_without_the_answers(
    client: Client, challenges, cast
) -> None:
    agenda = propose(cast, challenges)
    answer_agenda(agenda, answer="reservation", reason="Trop vite dit", by=cast.ama, now=NOW())
    assert client.get(address("agenda", cast)).status_code == 404
    type(cast.alliance).objects.filter(pk=cast.alliance.pk).update(status="published")
    read = client.get(address("agenda", cast)).text
    assert "Emploi" in read
    assert "1 réserve" in read
    assert "Trop vite dit" not in read


def test_the_page_does_not_grow_with_its_rows(client: Client, cast, challenges) -> None:
    sign_in(client, cast.bastien)
    propose(cast, challenges)
    few = queries_of(client, address("agenda", cast))
    more = [make_challenge(cast.alliance, f"Enjeu {number}") for number in range(12)]
    agenda = propose(cast, [*challenges, *more])
    for number in range(8):
        said = {"challenge": more[number], "text": f"Avis {number}"}
        write_minority_opinion(agenda, said, by=cast.ama, now=NOW())
    assert queries_of(client, address("agenda", cast)) == few <= 15
