"""Asked, promised, brought, thanked: each for itself, nothing counted twice."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.core.models import Record
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import Refused
from terreau.experiments.actions.contributions import (
    ask_for_piece,
    change_pledge,
    decline_ask,
    note_delivery,
    pledge_piece,
    thank_for,
    withdraw_contribution,
)
from terreau.experiments.actions.pieces import add_piece, remove_piece
from terreau.experiments.models import Contribution, Experiment, Piece
from terreau.experiments.puzzle_reading import read_puzzle, with_puzzle
from tests.actors.factories import make_organisation, make_resource
from tests.alliances.factories import Cast, make_cast
from tests.alliances.story_factories import queries_of, sign_in
from tests.experiments.factories import (
    in_own_name,
    make_contribution,
    make_experiment,
    make_piece,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


@pytest.fixture
def experiment(cast: Cast) -> Experiment:
    return make_experiment(cast.alliance)


def page(name: str, experiment: Experiment, key) -> str:
    return reverse(f"experiments:{name}", args=[experiment.uuid, key])


def reading_of(piece: Piece):
    found = with_puzzle(Experiment.objects.filter(pk=piece.experiment_id)).get()
    return next(one for one in read_puzzle(found).pieces if one.piece.pk == piece.pk)


def test_the_first_piece_opens_the_gathering_and_a_stop_closes_the_puzzle(cast: Cast) -> None:
    idea = make_experiment(cast.alliance, state="idea")
    piece = add_piece(idea, {"title": "Salles", "nature": "premises"}, by=cast.bastien, now=NOW())
    idea.refresh_from_db()
    assert (idea.state, piece.position) == ("gathering", 0)
    with pytest.raises(Refused, match="menée par ceux qui"):
        add_piece(idea, {"title": "Bus", "nature": "material"}, by=cast.ama, now=NOW())
    idea.state = "stopped"
    idea.save()
    with pytest.raises(Refused, match="est arrêtée"):
        add_piece(idea, {"title": "Bus", "nature": "material"}, by=cast.bastien, now=NOW())
    with pytest.raises(Refused, match="est arrêtée"):
        pledge_piece(Piece.objects.get(), {}, by=cast.ama, now=NOW())


def test_an_ask_is_a_proposal_that_only_the_organisation_answers(cast, experiment) -> None:
    piece = make_piece(experiment)
    asked = ask_for_piece(piece, cast.ama.organisation, by=cast.bastien, now=NOW())
    assert ask_for_piece(piece, cast.ama.organisation, by=cast.fatou, now=NOW()) == asked
    assert reading_of(piece).cover == "missing"
    with pytest.raises(Refused, match="Seule « Lycée du Val »"):
        decline_ask(asked, "", by=cast.bastien, now=NOW())
    with pytest.raises(Refused, match="menée par ceux qui"):
        ask_for_piece(piece, cast.chloe.organisation, by=cast.ama, now=NOW())
    promised = pledge_piece(piece, {}, by=cast.ama, now=NOW())
    assert (promised.pk, promised.state) == (asked.pk, "pledged")
    assert reading_of(piece).cover == "pledged"
    with pytest.raises(Refused, match="contribue déjà"):
        pledge_piece(piece, {}, by=cast.ama, now=NOW())
    with pytest.raises(Refused, match="a déjà sa réponse"):
        decline_ask(promised, "", by=cast.ama, now=NOW())


def test_promised_brought_thanked_is_told_in_the_record(cast: Cast, experiment) -> None:
    piece = make_piece(experiment, quantity=20, unit="places")
    made = pledge_piece(piece, {"quantity": Decimal(20)}, by=cast.ama, now=NOW())
    with pytest.raises(Refused, match="On remercie d’une pièce apportée"):
        thank_for(made, "Merci", by=cast.bastien, now=NOW())
    note_delivery(
        made, quantity=None, delivered_on=PartialDate("2026-05-04"), by=cast.ama, now=NOW()
    )
    assert reading_of(piece).cover == "filled"
    with pytest.raises(Refused, match="ne se retire plus"):
        withdraw_contribution(made.__class__.objects.get(), "", by=cast.ama, now=NOW())
    with pytest.raises(Refused, match="ne se remercie pas elle-même"):
        thank_for(Contribution.objects.get(), "Merci", by=cast.ama, now=NOW())
    thank_for(Contribution.objects.get(), "Merci !", by=cast.bastien, now=NOW())
    verbs = list(Record.objects.order_by("number").values_list("verb", flat=True))
    assert verbs == ["contribution-pledged", "contribution-delivered", "contribution-thanked"]


def test_more_than_the_need_is_kept_told_and_never_counted(client, cast, experiment) -> None:
    piece = make_piece(experiment, quantity=10, unit="places")
    sign_in(client, cast.ama)
    sent = {"quantity": "14", "version": 1}
    read = client.post(page("pledge", experiment, piece.uuid), sent, follow=True).text
    assert "4 places de plus" in read
    assert "plus que le besoin" in read
    told = reading_of(piece)
    assert (told.covered, told.surplus, told.missing) == (10, 4, 0)


def test_a_piece_is_shared_and_what_is_missing_is_said(client: Client, cast, experiment) -> None:
    piece = make_piece(experiment, "Chaises", quantity=100, unit="chaises")
    make_contribution(piece, cast.ama.organisation, "delivered", quantity=40)
    make_contribution(piece, cast.bastien.organisation, "pledged", quantity=25)
    make_contribution(piece, cast.chloe.organisation, "withdrawn", quantity=90)
    told = reading_of(piece)
    assert (told.brought, told.promised, told.missing, told.cover) == (40, 25, 35, "partial")
    read = client.get(reverse("experiments:detail", args=[experiment.uuid])).text
    assert "il manque 35 chaises" in read
    assert "Lycée du Val" in read
    unknown = make_piece(experiment, "Heures", quantity=5, unit="heures")
    make_contribution(unknown, cast.ama.organisation, "pledged")
    assert "quantité à préciser" in client.get(page("piece", experiment, unknown.uuid)).text


def test_a_line_of_the_sheet_is_never_promised_twice(client: Client, cast, experiment) -> None:
    line = make_resource(cast.ama.organisation, title="Salle", quantity=Decimal(20), unit="heures")
    other = make_experiment(cast.alliance, "Ailleurs")
    first = make_piece(experiment, quantity=15, unit="heure")
    second = make_piece(other, quantity=15, unit="heures")
    make_contribution(first, cast.ama.organisation, quantity=15, resource=line)
    with pytest.raises(Refused, match="il en reste 5"):
        pledge_piece(second, {"quantity": Decimal(6), "resource": line}, by=cast.ama, now=NOW())
    sign_in(client, cast.ama)
    sent = {"quantity": "6", "resource": line.pk, "version": 1, "note": "Le soir"}
    refused = client.post(page("pledge", other, second.uuid), sent)
    assert "il en reste 5" in refused.text
    assert "Le soir" in refused.text
    made = pledge_piece(second, {"quantity": Decimal(5), "resource": line}, by=cast.ama, now=NOW())
    assert made.state == "pledged"
    with pytest.raises(Refused, match="votre propre fiche"):
        pledge_piece(second, {"resource": line}, by=cast.bastien, now=NOW())


def test_a_line_without_quantity_or_in_another_unit_warns(client, cast, experiment) -> None:
    line = make_resource(cast.ama.organisation, title="Salle")
    make_contribution(make_piece(experiment), cast.ama.organisation, resource=line)
    other = make_piece(experiment, "Salle d’été")
    sign_in(client, cast.ama)
    sent = {"resource": line.pk, "version": 1}
    read = client.post(page("pledge", experiment, other.uuid), sent, follow=True).text
    assert "déjà promise ailleurs" in read
    measured = make_resource(cast.ama.organisation, title="Bus", quantity=Decimal(2), unit="jours")
    third = make_piece(experiment, "Transport", quantity=4, unit="trajets")
    sent = {"resource": measured.pk, "quantity": "4", "version": 1}
    read = client.post(page("pledge", experiment, third.uuid), sent, follow=True).text
    assert "ne peut pas vérifier" in read.replace("\n", " ")


def test_more_than_the_need_arrives_is_kept_and_said(client: Client, cast, experiment) -> None:
    piece = make_piece(experiment, "Des salles", quantity=3, unit="salles")
    row = make_contribution(piece, cast.ama.organisation, quantity=2)
    sign_in(client, cast.ama)
    here = reverse("experiments:contribution-deliver", args=[experiment.uuid, row.uuid])
    day = timezone.localdate().isoformat()
    told = client.post(here, {"delivered_on": day, "quantity": "5"}, follow=True).text
    assert "C’est plus que le besoin" in told
    assert "2 salles de plus" in told
    exact = client.post(here, {"delivered_on": day, "quantity": "3"}, follow=True).text
    assert "C’est plus que le besoin" not in exact


def test_what_came_years_ago_is_dated_as_it_is_known(client: Client, cast, experiment) -> None:
    piece = make_piece(experiment, "Des salles")
    row = make_contribution(piece, cast.ama.organisation)
    sign_in(client, cast.ama)
    here = reverse("experiments:contribution-deliver", args=[experiment.uuid, row.uuid])
    refused = client.post(here, {"delivered_on": "un jour", "quantity": ""})
    assert refused.status_code == 400
    assert 'value="un jour"' in refused.text
    empty = client.post(here, {"delivered_on": "", "quantity": ""})
    assert "une année suffit" in empty.text
    assert client.post(here, {"delivered_on": "été 2014", "quantity": ""}).status_code == 302
    row.refresh_from_db()
    assert row.delivered_on == PartialDate("2014-22")
    read = client.get(page("piece", experiment, piece.uuid)).text
    assert "été 2014" in read
    assert "1er juin 2014" not in read


def test_two_people_of_one_organisation_change_a_promise(client, cast, experiment) -> None:
    piece = make_piece(experiment, quantity=10, unit="places")
    made = make_contribution(piece, cast.ama.organisation, quantity=4)
    sign_in(client, cast.ama)
    here = page("contribution", experiment, made.uuid)
    initial = client.get(here).context["form"].initial
    sent = {"version": initial["version"], "base": initial["base"], "note": "mon mot"}
    change_pledge(
        made, {"quantity": Decimal(6)}, expected_version=made.version, by=cast.ama, now=NOW()
    )
    late = client.post(here, sent | {"quantity": "5"})
    assert late.status_code == 409
    assert "mon mot" in late.text
    assert Contribution.objects.get().quantity == 6


def test_pages_and_acts_are_for_who_may(client: Client, cast: Cast, experiment) -> None:
    piece = make_piece(experiment)
    asked = make_contribution(piece, cast.chloe.organisation, "asked")
    here = page("piece", experiment, piece.uuid)
    assert "Qui pourrait l’apporter" not in client.get(here).text
    assert client.get(page("contribution", experiment, asked.uuid)).status_code == 302
    sign_in(client, cast.ama)
    assert client.post(page("contribution-decline", experiment, asked.uuid)).status_code == 403
    sent = {"organisation": cast.chloe.organisation.uuid}
    assert client.post(page("ask", experiment, piece.uuid), sent).status_code == 403
    sign_in(client, cast.chloe)
    read = client.get(page("contribution", experiment, asked.uuid)).text
    assert "On vous demande cette pièce" in read
    client.post(page("contribution-decline", experiment, asked.uuid), {"answer": "Trop loin."})
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("declined", "Trop loin.")


def test_a_contributor_reads_an_experiment_of_an_alliance_that_is_not_theirs(client, cast) -> None:
    cast.alliance.status = "open"
    cast.alliance.save()
    hidden = make_experiment(cast.alliance, is_public=False)
    make_contribution(make_piece(hidden), cast.chloe.organisation, "asked")
    read = sign_in(client, cast.chloe).get(reverse("experiments:detail", args=[hidden.uuid]))
    assert read.status_code == 200
    assert cast.alliance.name not in read.text


def test_one_speaks_for_an_organisation_to_promise(client: Client, cast, experiment) -> None:
    piece = make_piece(experiment)
    with pytest.raises(Refused, match="au nom d’une organisation"):
        pledge_piece(piece, {}, by=in_own_name(cast.ama), now=NOW())


def test_who_was_merged_away_is_not_asked(cast: Cast, experiment) -> None:
    kept = make_organisation("Gardée")
    gone = make_organisation("Absorbée", merged_into=kept, lifecycle="merged")
    with pytest.raises(Refused, match="n’est plus en activité"):
        ask_for_piece(make_piece(experiment), gone, by=cast.bastien, now=NOW())


def test_a_piece_somebody_answered_for_stays(cast: Cast, experiment) -> None:
    piece = make_piece(experiment)
    row = make_contribution(piece, cast.ama.organisation)
    with pytest.raises(Refused, match="fait partie de l’histoire"):
        remove_piece(piece, by=cast.bastien, now=NOW())
    row.delete()
    remove_piece(piece, by=cast.bastien, now=NOW())
    assert not Piece.objects.exists()


def test_the_page_of_a_piece_does_not_grow(client: Client, cast: Cast, experiment) -> None:
    piece = make_piece(experiment, quantity=50, unit="places")
    make_contribution(piece, cast.ama.organisation, quantity=5)
    make_resource(cast.fatou.organisation)
    sign_in(client, cast.bastien)
    here = page("piece", experiment, piece.uuid)
    before = queries_of(client, here)
    for number in range(5):
        organisation = make_organisation(f"Autre {number}")
        make_contribution(piece, organisation, quantity=5)
        make_resource(make_organisation(f"Offreuse {number}"), title=f"Salle {number}")
    assert queries_of(client, here) == before
    assert before <= 15
