"""Ask a question: who asked it before comes first; lineage never turns in a circle."""

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.core.verdicts import Refused
from terreau.experiments.actions.experiments import ask_question, edit_experiment
from terreau.experiments.models import Experiment
from tests.alliances.factories import Cast, fresh, make_alliance, make_cast
from tests.alliances.story_factories import queries_of, sign_in
from tests.experiments.factories import in_own_name, make_experiment, make_piece

pytestmark = pytest.mark.django_db
NOW = timezone.now
NEW, CREATE, LIST = (reverse(f"experiments:{name}") for name in ("new", "create", "list"))
ASKED = {
    "title": "Ateliers vélo",
    "question": "Comment réparer les vélos du quartier ?",
    "nature": "innovation",
    "is_public": "on",
}


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


def page(experiment: Experiment, name: str = "detail") -> str:
    return reverse(f"experiments:{name}", args=[experiment.uuid])


def test_the_question_is_looked_for_before_it_is_asked(client: Client, cast: Cast) -> None:
    known = make_experiment(
        cast.alliance,
        "Réparer son vélo ensemble",
        question="Comment entretenir les bicyclettes des habitants ?",
        lesson="Un local sec, d’abord.",
        state="stopped",
    )
    sign_in(client, cast.ama)
    empty = client.get(CREATE)
    assert (empty.status_code, empty["Location"]) == (302, NEW)
    read = client.get(NEW, {"question": "Comment réparer son vélo près de chez soi ?"}).text
    assert "Proches" in read
    assert known.title in read
    assert "Un local sec" in read
    assert f"duplique={known.uuid}" in read
    alone = client.get(NEW, {"question": "Quels chants pour la chorale de printemps ?"}).text
    assert "Rien de proche dans 1 expérimentation lue" in alone


def test_what_is_a_little_further_is_shown_before_one_says_that_nothing_exists(
    client: Client, cast: Cast, monkeypatch
) -> None:
    far = make_experiment(cast.alliance, "Des consoles dans les résidences")
    other = make_experiment(cast.alliance, "Une navette")
    likeness = {far.pk: 0.38, other.pk: 0.12}

    def meanings(text, read):
        return np.array([likeness[row[0]] for row in read])

    monkeypatch.setattr("terreau.experiments.alike._meanings", meanings)
    sign_in(client, cast.ama)
    read = client.get(NEW, {"question": "Qui lutte contre la solitude des aînés"})
    assert [row["one"].experiment for row in read.context["perhaps"]] == [far]
    assert read.context["again"] == []
    assert "Rien de proche" not in read.text
    assert f"duplique={far.uuid}" in read.text
    likeness[far.pk] = 0.2
    nothing = client.get(NEW, {"question": "Qui lutte contre la solitude des aînés"}).text
    assert "Rien de proche dans 2 expérimentations lues" in nothing


def test_near_ones_that_one_may_not_read_are_not_shown(client: Client, cast: Cast) -> None:
    hidden = make_experiment(make_alliance("Cachée"), "Vélos du quai", is_public=False)
    sign_in(client, cast.ama)
    assert hidden.title not in client.get(NEW, {"question": "Réparer son vélo"}).text


def test_a_duplication_starts_from_what_exists_and_keeps_its_origin(client, cast) -> None:
    known = make_experiment(cast.alliance, "Ateliers vélo", hypothesis="On répare, on roule.")
    sign_in(client, cast.ama)
    address = (
        f"{CREATE}?question=Comment+rouler&duplique={known.uuid}&alliance={cast.alliance.slug}"
    )
    form = client.get(address).context["form"]
    assert form.initial["nature"] == "duplication"
    assert form.initial["hypothesis"] == "On répare, on roule."
    sent = ASKED | {"nature": "duplication", "duplicates": known.pk, "version": 1}
    client.post(address, sent)
    made = Experiment.objects.get(duplicates=known)
    assert (made.alliance, made.created_by) == (cast.alliance, cast.ama.person)
    assert "Refaite ailleurs" in client.get(page(known)).text


def test_a_duplication_of_nothing_says_what_to_do_and_loses_nothing(client, cast) -> None:
    sign_in(client, cast.ama)
    read = client.post(f"{CREATE}?question=x", ASKED | {"nature": "duplication", "version": 1})
    assert "Dites ce que vous refaites" in read.text
    assert "Ateliers vélo" in read.text
    assert not Experiment.objects.exists()


def test_an_inhabitant_asks_inside_the_alliance_and_not_alone(cast: Cast) -> None:
    values = {"title": "T", "question": "Q", "nature": "innovation"}
    with pytest.raises(Refused, match="au nom d’une organisation"):
        ask_question(None, values, by=in_own_name(cast.ama), now=NOW())
    with pytest.raises(Refused, match="n’est pas membre"):
        ask_question(fresh(cast.alliance), values, by=cast.chloe, now=NOW())
    assert ask_question(None, values, by=cast.chloe, now=NOW()).alliance is None


def test_a_circular_lineage_is_refused_with_a_sentence(client: Client, cast: Cast) -> None:
    first = make_experiment(cast.alliance, "Première", created_by=cast.ama.person)
    second = make_experiment(cast.alliance, "Deuxième", duplicates=first, nature="duplication")
    third = make_experiment(cast.alliance, "Troisième", born_of_experiment=second)
    with pytest.raises(Refused, match="dans les deux sens"):
        edit_experiment(
            first,
            {"nature": "duplication", "duplicates": third},
            expected_version=1,
            by=cast.bastien,
            now=NOW(),
        )
    sign_in(client, cast.bastien)
    initial = client.get(page(first, "edit")).context["form"].initial
    sent = ASKED | {"born_of_experiment": third.pk} | {k: initial[k] for k in ("version", "base")}
    read = client.post(page(first, "edit"), sent)
    assert "dans les deux sens" in read.text
    assert "Ateliers vélo" in read.text
    assert Experiment.objects.get(pk=first.pk).title == "Première"


def test_two_people_edit_and_the_second_loses_nothing(client: Client, cast: Cast) -> None:
    made = make_experiment(cast.alliance)
    sign_in(client, cast.bastien)
    initial = client.get(page(made, "edit")).context["form"].initial
    versions = {key: initial[key] for key in ("version", "base")}
    client.post(page(made, "edit"), ASKED | versions | {"hypothesis": "La sienne"})
    late = client.post(page(made, "edit"), ASKED | versions | {"hypothesis": "La mienne"})
    assert late.status_code == 409
    assert "La mienne" in late.text
    assert "La sienne" in late.text


def test_who_steers_may_edit_and_a_plain_member_may_not(client: Client, cast: Cast) -> None:
    made = make_experiment(cast.alliance)
    assert sign_in(client, cast.ama).get(page(made, "edit")).status_code == 403
    assert sign_in(client, cast.fatou).get(page(made, "edit")).status_code == 200
    client.logout()
    assert client.get(page(made)).status_code == 200
    assert client.get(page(made, "edit")).status_code == 302


def test_what_is_not_public_is_for_members(client: Client, cast: Cast) -> None:
    made = make_experiment(cast.alliance, is_public=False)
    assert client.get(page(made)).status_code == 404
    assert made.title not in client.get(LIST).text
    assert sign_in(client, cast.chloe).get(page(made)).status_code == 404
    assert sign_in(client, cast.ama).get(page(made)).status_code == 200
    cast.alliance.deletion_consent_count = 2
    cast.alliance.deleted_at = NOW()
    cast.alliance.save()
    assert client.get(page(made)).status_code == 404


def test_the_list_says_how_many_were_stopped_and_filters(client: Client, cast: Cast) -> None:
    make_experiment(cast.alliance, "Vivante", state="running")
    make_experiment(cast.alliance, "Arrêtée", state="stopped", lesson="Trop loin de la gare.")
    read = client.get(LIST).text
    assert "2 expérimentations, dont 1 arrêtée" in read
    assert "Trop loin de la gare" in read
    assert "Arrêtée" not in client.get(LIST, {"state": "running"}).text
    assert "Vivante" in client.get(LIST, {"q": "VIVANTE"}).text
    assert "Vivante" in client.get(LIST, {"place": "Charenton"}).text
    assert "Aucune expérimentation ne répond" in client.get(LIST, {"place": "Nulle part"}).text


def test_the_list_finds_by_meaning_what_words_do_not(client: Client, cast: Cast) -> None:
    make_experiment(cast.alliance, "Deux roues", question="Comment réparer les vélos du quartier ?")
    read = client.get(LIST, {"q": "entretien de bicyclettes"}).text
    assert "Proches par le sens" in read
    assert "Deux roues" in read


def test_pages_do_not_grow(client: Client, cast: Cast) -> None:
    first = make_experiment(cast.alliance)
    make_piece(first)
    sign_in(client, cast.bastien)
    alliance = reverse("experiments:of_alliance", args=[cast.alliance.slug])
    before = [queries_of(client, one) for one in (LIST, alliance, page(first))]
    for number in range(6):
        other = make_experiment(cast.alliance, f"Autre {number}")
        for _ in range(3):
            make_piece(other)
            make_piece(first)
    after = [queries_of(client, one) for one in (LIST, alliance, page(first))]
    assert after == before
    assert max(after[:2]) <= 12
    assert after[2] <= 15
