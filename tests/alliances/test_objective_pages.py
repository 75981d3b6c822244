"""The shared objective: proposed, answered, counted with its base, never lost."""

import pytest
from django.test import Client

from terreau.alliances.models import Alliance, ObjectiveAnswer
from tests.actors.factories import make_speaker
from tests.alliances.factories import (
    Cast,
    add_member,
    make_cast,
    make_inhabitant,
    make_objective,
)
from tests.alliances.story_factories import page, queries_of, sign_in

pytestmark = pytest.mark.django_db
TEXT = {
    "text": "Cent rencontres par an.",
    "change_note": "",
    "indicator": "rencontres",
    "baseline": "inconnu",
    "target": "100",
    "due_on": "2027-12-31",
    "source": "les carnets",
    "responsible": "Ama",
}
YES = {"answer": "agreement", "reason": ""}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def answer(cast: Cast, posture, value: str = "agreement", reason: str = "") -> ObjectiveAnswer:
    """Answer the current version."""
    who = {"organisation": posture.organisation} if posture.mandate else {"person": posture.person}
    return ObjectiveAnswer.objects.create(
        objective=cast.alliance.objectives.first(),
        membership=cast.alliance.memberships.get(**who),
        answer=value,
        reason=reason,
        posture=posture.label,
    )


def test_a_member_proposes_a_text_put_to_consent(client: Client, cast: Cast) -> None:
    sign_in(client, cast.ama)
    assert "Pas encore d’objectif" in client.get(page("objective", cast.alliance)).text
    done = client.post(page("objective-propose", cast.alliance), TEXT, follow=True)
    assert "au consentement de chaque membre" in done.text
    assert "Cent rencontres par an." in done.text
    assert "Base : 0 membre sur 3 a répondu" in done.text
    assert "31 décembre 2027" in done.text


def test_a_text_that_is_wrong_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    sent = TEXT | {"text": "", "due_on": "quand on pourra", "source": "les carnets du club"}
    done = sign_in(client, cast.ama).post(page("objective-propose", cast.alliance), sent)
    assert done.status_code == 200
    assert "Écrivez l’objectif" in done.text
    assert "les carnets du club" in done.text
    assert "quand on pourra" in done.text
    assert not cast.alliance.objectives.exists()


def test_a_new_version_starts_from_the_former_which_stays(client: Client, cast: Cast) -> None:
    make_objective(cast.alliance, "Premier texte.")
    sign_in(client, cast.ama)
    assert "Premier texte." in client.get(page("objective-propose", cast.alliance)).text
    client.post(page("objective-propose", cast.alliance), TEXT | {"change_note": "Un chiffre."})
    assert "Un chiffre." in client.get(page("objective", cast.alliance)).text
    first = client.get(page("objective-version", cast.alliance, number=1)).text
    assert "Premier texte." in first
    assert "Lire la version actuelle" in first
    assert "Votre réponse" not in first
    assert client.get(page("objective-version", cast.alliance, number=9)).status_code == 404


def test_an_answer_has_its_receipt_and_can_change(client: Client, cast: Cast) -> None:
    make_objective(cast.alliance)
    sign_in(client, cast.ama)
    address = page("objective-version", cast.alliance, number=1)
    assert f'action="{address}"' in client.get(page("objective", cast.alliance)).text
    done = client.post(address, YES, follow=True)
    assert "Votre réponse est enregistrée à" in done.text
    assert "Ama Diallo, au nom de Lycée du Val" in done.text
    client.post(address, {"answer": "reservation", "reason": "Trop large."})
    given = ObjectiveAnswer.objects.get()
    assert (given.answer, given.reason) == ("reservation", "Trop large.")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"answer": "disagreement", "reason": " "}, "Dites en une phrase la raison"),
        ({"answer": "", "reason": "Trop large."}, "Choisissez une des trois réponses"),
        ({"answer": "peut-être", "reason": "Trop large."}, "Trop large."),
    ],
)
def test_an_answer_that_is_wrong_keeps_what_was_typed(
    client: Client, cast: Cast, sent: dict, words: str
) -> None:
    make_objective(cast.alliance)
    done = sign_in(client, cast.ama).post(page("objective", cast.alliance), sent)
    assert done.status_code == 200
    assert words in done.text
    assert sent["reason"].strip() in done.text
    assert not ObjectiveAnswer.objects.exists()


def test_an_answer_to_a_replaced_version_is_not_given_to_the_new_one(
    client: Client, cast: Cast
) -> None:
    make_objective(cast.alliance, "Premier texte.")
    sign_in(client, cast.ama)
    read = page("objective-version", cast.alliance, number=1)
    make_objective(cast.alliance, "Second texte.")
    done = client.post(read, {"answer": "reservation", "reason": "Trop large."})
    assert done.status_code == 200
    assert "Une nouvelle version du texte a été proposée pendant votre lecture" in done.text
    assert "Second texte." in done.text
    assert "Trop large." in done.text
    assert not ObjectiveAnswer.objects.exists()


def test_counts_have_their_base_and_silence_is_named(client: Client, cast: Cast) -> None:
    make_objective(cast.alliance)
    answer(cast, cast.bastien)
    answer(cast, cast.fatou, "reservation", "Trop large.")
    text = sign_in(client, cast.ama).get(page("objective", cast.alliance)).text
    assert "1 accord<" in text
    assert "1 réserve<" in text
    assert "Base : 2 membres sur 3 ont répondu" in text
    assert "Sans réponse : Lycée du Val" in text
    assert "Pas encore d’unanimité" in text
    answer(cast, cast.ama)
    ObjectiveAnswer.objects.update(answer="agreement", reason="")
    assert "Unanimité." in client.get(page("objective", cast.alliance)).text


def test_unanimity_of_the_answers_received_is_not_unanimity(client: Client, cast: Cast) -> None:
    make_objective(cast.alliance)
    answer(cast, cast.bastien)
    text = sign_in(client, cast.ama).get(page("objective", cast.alliance)).text
    assert "Unanimité des réponses reçues ; d’autres sont attendues." in text


def test_inhabitants_stand_apart_and_are_not_detailed_under_five(
    client: Client, cast: Cast
) -> None:
    make_objective(cast.alliance)
    for number in range(4):
        answer(
            cast, make_inhabitant(cast.alliance, f"Voisine {number}"), "disagreement", "Non, na."
        )
    sign_in(client, cast.ama)
    text = client.get(page("objective", cast.alliance)).text
    assert "Moins de 5 personnes" in text
    assert "1 désaccord" not in text
    assert "Non, na." not in text
    assert "Voisine" not in text
    assert "Ce que disent les organisations" not in text
    assert "Base : 0 membre sur 3 a répondu" in text
    make_inhabitant(cast.alliance, "Voisine 5")
    text = client.get(page("objective", cast.alliance)).text
    assert "4 désaccords" in text
    assert "Base : 4 membres sur 5 ont répondu" in text
    assert "Non, na." not in text


def test_an_inhabitant_answers_and_does_not_propose(client: Client, cast: Cast) -> None:
    make_objective(cast.alliance)
    ines = make_inhabitant(cast.alliance)
    sign_in(client, ines)
    assert client.post(page("objective", cast.alliance), YES).status_code == 302
    refused = client.post(page("objective-propose", cast.alliance), TEXT)
    assert refused.status_code == 403
    assert "espace est celui des organisations" in refused.text


def test_strangers_neither_read_nor_answer(client: Client, cast: Cast) -> None:
    make_objective(cast.alliance)
    address = page("objective", cast.alliance)
    assert sign_in(client, cast.chloe).post(address, YES).status_code == 404
    Alliance.objects.filter(pk=cast.alliance.pk).update(status="published")
    assert client.get(address).status_code == 403
    assert client.post(address, YES).status_code == 403
    assert not ObjectiveAnswer.objects.exists()


def test_a_facilitator_in_their_own_name_reads_but_is_told_to_change_posture(
    client: Client, cast: Cast
) -> None:
    make_objective(cast.alliance)
    sign_in(client, cast.bastien)
    session = client.session
    session["posture"] = "self"
    session.save()
    assert client.get(page("objective", cast.alliance)).status_code == 200
    refused = client.post(page("objective", cast.alliance), YES)
    assert refused.status_code == 403
    assert "Changez de posture" in refused.text


def test_the_page_does_not_grow(client: Client, cast: Cast) -> None:
    make_objective(cast.alliance)
    sign_in(client, cast.ama)
    few = queries_of(client, page("objective", cast.alliance))
    for number in range(5):
        speaker = make_speaker(f"Personne {number}", f"Organisation {number}", world="media")
        add_member(cast.alliance, speaker)
        make_objective(cast.alliance, f"Texte {number}")
        answer(cast, speaker)
        answer(cast, make_inhabitant(cast.alliance, f"Voisine {number}"))
    assert queries_of(client, page("objective", cast.alliance)) == few
    assert few <= 15
