"""Parties come and go, say what they seek, give and receive; stages go on and back."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from terreau.actors.models import Mandate
from terreau.core.journal import records_of
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import Refused
from terreau.partnerships.actions.parties import MOST_FLOWS, leave_partnership
from terreau.partnerships.actions.stages import change_stage, recall_stage
from terreau.partnerships.balance import balances_of
from terreau.partnerships.models import Flow, Partnership, Party
from tests.actors.factories import make_organisation
from tests.alliances.factories import make_cast
from tests.partnerships.factories import (
    fresh,
    make_flow,
    of_cast,
    page,
    party_of,
    read,
    sign_in,
)

pytestmark = pytest.mark.django_db
FLOW = {"direction": "gives", "nature": "human", "title": "Vingt heures de tuteurs"}


def today() -> datetime.date:
    return timezone.localdate()


def test_a_third_party_joins_and_the_same_one_does_not_join_twice(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    make_organisation("Mission locale", world="public")
    sign_in(client, cast.ama)
    assert client.post(page("party-add", made), {"name": "mission locale"}).status_code == 302
    again = client.post(page("party-add", made), {"name": "Mission locale"})
    assert again.status_code == 422
    assert "est déjà partie" in again.content.decode()
    unknown = client.post(page("party-add", made), {"name": "Personne ne la connaît"})
    assert "choisissez son monde" in unknown.content.decode()
    assert made.parties.count() == 3


def test_objectives_are_those_of_the_world_and_each_party_says_its_own(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    mine = party_of(made, cast.ama)
    told = {"role": "accueille", "is_training": "on", "said_training": "Trente stages"}
    where = page("party", made, party=mine.uuid)
    html = read(sign_in(client, cast.ama), where)
    assert "Formation et insertion des élèves" in html
    assert "Recrutement" not in html
    assert client.post(where, told | {"is_recruitment": "on"}).status_code == 302
    assert [(o.objective, o.detail) for o in mine.objectives.all()] == [
        ("training", "Trente stages")
    ]
    theirs = page("party", made, party=party_of(made, cast.bastien).uuid)
    refused = client.post(theirs, told)
    assert refused.status_code == 403
    assert "c’est à elle de dire ses objectifs" in refused.content.decode()


def test_while_nobody_speaks_for_a_party_the_other_tells_for_it(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    Mandate.objects.filter(organisation=cast.bastien.organisation).update(ends_on="2025-01-01")
    where = page("flow-add", made, party=party_of(made, cast.bastien).uuid)
    assert sign_in(client, cast.ama).post(where, FLOW).status_code == 302
    assert Flow.objects.get().party.organisation == cast.bastien.organisation


def test_a_valuation_says_its_method_and_money_needs_none(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    where = page("flow-add", made, party=party_of(made, cast.ama).uuid)
    sign_in(client, cast.ama)
    bad = client.post(where, FLOW | {"value_eur": "700"})
    assert bad.status_code == 422
    assert "Dites comment cette valorisation est calculée" in bad.content.decode()
    assert client.post(where, FLOW | {"value_eur": "700", "value_method": "20 h × 35 €"})
    cash = {"direction": "gives", "nature": "financial", "title": "Subvention", "value_eur": "1500"}
    assert client.post(where, cash).status_code == 302
    assert "montant en argent" in {flow.value_method for flow in Flow.objects.all()}
    negative = client.post(where, FLOW | {"quantity": "-3"})
    assert "plus grande que zéro" in negative.content.decode()


def test_cash_and_valuations_are_never_added_and_unknown_is_not_zero(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    mine, theirs = party_of(made, cast.ama), party_of(made, cast.bastien)
    make_flow(mine, value_eur=700, value_method="20 h × 35 €")
    make_flow(mine, "Une salle", nature="premises")
    make_flow(mine, "Subvention", nature="financial", value_eur=1500, value_method="montant")
    rows = made.parties.prefetch_related("flows").order_by("pk")
    told = {one.party.pk: one for one in balances_of(list(rows))}
    side = told[mine.pk].gives
    assert (side.cash_eur, side.valued_eur, side.valued_count) == (1500, 700, 1)
    assert told[mine.pk].receives.cash_eur is None
    assert told[theirs.pk].is_silent
    html = read(sign_in(client, cast.fatou), page("flows", made))
    assert "valorisés (1 ligne sur 2)" in html
    assert "lignes notées par 1 partie sur 2" in html


def test_a_line_is_taken_back_by_its_party_only(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    flow = make_flow(party_of(made, cast.ama))
    where = page("flow-remove", made, flow=flow.pk)
    assert sign_in(Client(), cast.bastien).post(where).status_code == 403
    assert sign_in(client, cast.ama).get(where).status_code == 405
    assert client.post(where).status_code == 302
    assert not Flow.objects.exists()
    assert records_of(made.scope).first().verb == "flow-removed"


def test_too_many_lines_are_refused_with_a_sentence(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    mine = party_of(made, cast.ama)
    Flow.objects.bulk_create(
        Flow(party=mine, title=f"n° {n}", direction="gives", nature="human")
        for n in range(MOST_FLOWS)
    )
    where = page("flow-add", made, party=mine.uuid)
    told = sign_in(client, cast.ama).post(where, FLOW)
    assert told.status_code == 422
    assert "soixante lignes" in told.content.decode()


def test_a_party_leaves_mid_way_and_its_story_stays(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    make_flow(party_of(made, cast.bastien), "Des tuteurs")
    where = page("party-leave", made, party=party_of(made, cast.bastien).uuid)
    told = {"left_on": today().isoformat(), "reason": "Le club s’arrête."}
    assert sign_in(Client(), cast.ama).post(where, told).status_code == 403
    bastien = sign_in(Client(), cast.bastien)
    assert bastien.post(where, told | {"reason": ""}).status_code == 422
    tomorrow = (today() + datetime.timedelta(days=1)).isoformat()
    late = bastien.post(where, told | {"left_on": tomorrow})
    assert "pas encore venu" in late.content.decode()
    assert bastien.post(where, told).status_code == 302
    html = read(sign_in(client, cast.ama), page("detail", made))
    assert "Elles en ont été" in html
    assert "Le club s’arrête." in html
    assert "Il ne reste qu’une partie" in html
    assert "Des tuteurs" in read(client, page("flows", made))
    assert fresh(made).stage == "steering"


def test_the_last_party_to_leave_closes_with_its_reason() -> None:
    cast = make_cast()
    made = of_cast(cast, next_review_on=today())
    for posture, reason in ((cast.bastien, "Le club s’arrête."), (cast.ama, "Seuls, c’est fini.")):
        leave_partnership(
            party_of(fresh(made), posture),
            left_on=today(),
            reason=reason,
            by=posture,
            now=timezone.now(),
        )
    closed = fresh(made)
    assert closed.stage == "closed"
    assert "Seuls, c’est fini." in closed.closing_reason
    assert closed.next_review_on is None
    assert made.stage_changes.count() == 2


def test_going_back_is_allowed_and_says_why(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    told = {"stage": "design", "since": "mars 2026", "expected": "steering"}
    where = page("stage", made)
    sign_in(client, cast.ama)
    refused = client.post(where, told)
    assert refused.status_code == 422
    assert "ce n’est pas un échec" in refused.content.decode()
    assert client.post(where, told | {"note": "Le lycée a changé."}).status_code == 302
    html = read(client, page("story", made))
    assert "retour en arrière" in html
    assert "mars 2026" in html
    assert fresh(made).stage == "design"
    late = client.post(where, told | {"note": "x", "stage": "framing"})
    assert "Quelqu’un vient de noter l’étape « co-conception »" in late.content.decode()


def test_closing_says_why_and_one_may_come_back() -> None:
    cast = make_cast()
    made = of_cast(cast)

    def go(stage: str, expected: str, note: str = "") -> None:
        change_stage(
            fresh(made),
            stage,
            since=PartialDate("2026"),
            note=note,
            expected=expected,
            by=cast.ama,
            now=timezone.now(),
        )

    with pytest.raises(Refused, match="pourquoi le partenariat s’arrête"):
        go("closed", "steering")
    go("closed", "steering", "Plus de budget.")
    assert fresh(made).closing_reason == "Plus de budget."
    go("steering", "closed", "Une fondation prend la suite.")
    assert fresh(made).closing_reason == ""
    with pytest.raises(Refused, match="en est déjà"):
        go("steering", "steering")


def test_the_three_ways_on_are_no_step_back() -> None:
    cast = make_cast()
    made = of_cast(cast, stage="renewal")
    change = change_stage(
        made,
        "spreading",
        since=PartialDate("2026"),
        note="",
        expected="renewal",
        by=cast.ama,
        now=timezone.now(),
    )
    assert not change.is_back


def test_a_past_stage_completes_the_story_without_moving_the_partnership() -> None:
    cast = make_cast()
    made = of_cast(cast)
    recall_stage(
        made, "spotting", since=PartialDate("2019"), note="", by=cast.ama, now=timezone.now()
    )
    assert fresh(made).stage == "steering"
    assert made.stage_changes.count() == 2


def test_the_level_keeps_its_history(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast, level="regular")
    sign_in(client, cast.ama)
    told = {"level": "strategic", "since": "2026", "note": "Il touche notre projet."}
    assert client.post(page("level", made), told).status_code == 302
    assert "déjà « stratégique »" in client.post(page("level", made), told).content.decode()
    html = read(client, page("story", made))
    assert "Il touche notre projet." in html
    assert made.level_changes.count() == 2
    assert sign_in(Client(), cast.fatou).post(page("level", made), told).status_code == 403


def test_an_organisation_that_closed_is_said_to_have(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    cast.bastien.organisation.lifecycle = "closed"
    cast.bastien.organisation.save()
    assert "organisation fermée" in read(sign_in(client, cast.ama), page("detail", made))
    assert Party.objects.count() == 2
    assert Partnership.objects.get().stage == "steering"
