"""Steps, journal, immersions, measures, proof, decisions: who may, and with what base."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.core.journal import records_of
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import Refused
from terreau.experiments.actions.decisions import decide
from terreau.experiments.actions.proof import add_criterion, judge_criterion
from terreau.experiments.actions.story import promise_sidestep, tell_effect
from terreau.experiments.enums import DecisionOutcome
from terreau.experiments.models import (
    Experiment,
    ExperimentEntry,
    Immersion,
    Measurement,
    Protocol,
    Sidestep,
    SmallStep,
)
from terreau.experiments.proof_reading import say_progress, say_proof
from tests.alliances.factories import Cast, make_cast, make_inhabitant
from tests.alliances.story_factories import queries_of, sign_in
from tests.experiments.factories import (
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
    return make_experiment(cast.alliance, state="running")


def page(experiment: Experiment, name: str, *more) -> str:
    return reverse(f"experiments:{name}", args=[experiment.uuid, *more])


def test_a_small_step_is_noted_done_and_undone(client: Client, cast: Cast, experiment) -> None:
    sign_in(client, cast.ama)
    wrong = client.post(page(experiment, "step-add"), {"what": "", "who": "La 2de B"})
    assert "Dites ce qui sera fait" in wrong.text
    assert "La 2de B" in wrong.text
    sent = {"what": "Appeler", "organisation": cast.ama.organisation.pk, "due_on": "2026-01-05"}
    client.post(page(experiment, "step-add"), sent)
    step = SmallStep.objects.get()
    assert "date passée" in client.get(page(experiment, "story")).text
    done = page(experiment, "step-done", step.uuid)
    assert sign_in(client, cast.chloe).post(done, {"done_on": "2026-01-06"}).status_code == 403
    sign_in(client, cast.ama)
    read = client.post(done, {"done_on": "2026-01-06", "result": "Trois oui"}, follow=True).text
    assert "1 fait sur 1" in read
    client.post(done, {"done_on": "", "result": ""})
    assert SmallStep.objects.get().done_on is None


def test_a_sidestep_is_ones_own(client: Client, cast: Cast, experiment) -> None:
    row = promise_sidestep(experiment, "Ouvrir nos portes", by=cast.ama, now=NOW())
    with pytest.raises(Refused, match="Seule « Lycée du Val »"):
        tell_effect(row, done_on=None, effect="Bien", by=cast.bastien)
    with pytest.raises(Refused, match="engage une organisation"):
        promise_sidestep(experiment, "Moi", by=make_inhabitant(cast.alliance), now=NOW())
    sign_in(client, cast.ama)
    address = page(experiment, "sidestep-tell", row.uuid)
    read = client.post(address, {"done_on": "automne 2013", "effect": "Deux stages"}, follow=True)
    assert "Deux stages" in read.text
    assert Sidestep.objects.get().done_on == PartialDate("2013-23")


def test_difficulties_are_told_and_names_stay_inside(client: Client, cast: Cast, experiment):
    sign_in(client, cast.ama)
    sent = {"kind": "difficulty", "happened_on": "mars 2014", "text": "Le car n’est *pas* venu."}
    client.post(page(experiment, "entry-add"), sent)
    assert ExperimentEntry.objects.get().happened_on == PartialDate("2014-03")
    assert "Ama Diallo" in client.get(page(experiment, "story")).text
    client.logout()
    read = client.get(page(experiment, "story")).text
    assert "Le car n’est <em>pas</em> venu." in read
    assert "Ama Diallo" not in read
    assert sign_in(client, cast.chloe).post(page(experiment, "entry-add"), sent).status_code == 403


def test_immersions_count_people_and_name_nobody(client: Client, cast: Cast, experiment) -> None:
    sign_in(client, cast.ama)
    here = page(experiment, "immersion-propose")
    own = cast.ama.organisation.pk
    same = client.post(here, {"visitor": own, "host": own, "state": "proposed"})
    assert "autre organisation que la sienne" in same.text
    sent = {"visitor": own, "host": cast.bastien.organisation.pk, "state": "done", "people": "24"}
    client.post(here, sent)
    row = Immersion.objects.get()
    read = client.get(page(experiment, "immersions")).text
    assert "24 personnes" in read
    assert "Base : 1 immersion, dont 1 vécue" in read
    edit = page(experiment, "immersion-edit", row.uuid)
    assert sign_in(client, cast.bastien).get(edit).status_code == 200
    assert sign_in(client, cast.chloe).get(edit).status_code == 403


def test_a_protocol_is_measured_with_its_base(client: Client, cast: Cast, experiment) -> None:
    sign_in(client, cast.bastien)
    here = page(experiment, "protocol")
    initial = client.get(here).context["form"].initial
    sent = {"indicator": "Stages trouvés", "unit": "%", "comparison": "similar", "target": "60"}
    sent |= {"version": initial["version"], "base": initial["base"]}
    client.post(here, sent)
    protocol = Protocol.objects.get()
    assert protocol.baseline is None
    measure = page(experiment, "measure")
    wrong = client.post(measure, {"on": "2014", "value": "52"})
    assert "sans sa base ne se lit pas" in wrong.text
    client.post(measure, {"on": "2014", "value": "52,5", "base": "91 élèves"})
    read = client.get(page(experiment, "proof")).text
    assert "52,50 %" in read
    assert "La valeur de départ est inconnue" in read
    assert "n’est pas encore mesuré" in read
    assert sign_in(client, cast.ama).post(measure, {}).status_code == 403
    again = sign_in(client, cast.fatou).get(here).context["form"].initial
    Protocol.objects.update(version=9)
    late = client.post(here, sent | {"version": again["version"], "base": again["base"]})
    assert late.status_code == 409


def test_measures_are_compared_with_what_was_said_before() -> None:
    protocol = Protocol(indicator="I", unit="%", comparison="none", baseline=Decimal(31))
    rows = [Measurement(on=PartialDate("2014"), value=Decimal(52), base="91 élèves")]
    told = say_progress(protocol, rows)
    assert "Au départ : 31 %" in told
    assert "Sans comparaison" in told
    rows.append(
        Measurement(on=PartialDate("2014"), value=Decimal(33), base="76", is_comparison=True)
    )
    assert "Groupe de comparaison, 2014 : 33 %" in say_progress(protocol, rows)


def test_a_proof_stands_on_evidence_and_unknown_is_not_no(client: Client, cast, experiment):
    first = add_criterion(experiment, "Une classe le demande", by=cast.bastien)
    second = add_criterion(experiment, "Tient un an", by=cast.bastien)
    sign_in(client, cast.bastien)
    judge = page(experiment, "criterion-judge", first.uuid)
    assert "sur quelle preuve" in client.post(judge, {"is_met": "yes"}).text
    client.post(judge, {"is_met": "yes", "evidence": "Courrier"})
    assert "1 sur 2 remplis, 1 à juger" in client.get(page(experiment, "proof")).text
    judge_criterion(second, evidence="Non", is_met=False, by=cast.bastien, now=NOW())
    rows = list(experiment.criteria.all())
    assert "1 critère rempli sur 2" in say_proof(rows)
    judge_criterion(rows[1], evidence="Oui", is_met=True, by=cast.bastien, now=NOW())
    assert "Preuve de concept" in say_proof(list(experiment.criteria.all()))


def test_a_stop_says_its_lesson_and_stays_visible(client: Client, cast: Cast, experiment) -> None:
    sign_in(client, cast.bastien)
    here = page(experiment, "decisions")
    sent = {"outcome": "stop", "decided_on": "mars 2016", "reasons": "Trop loin."}
    refused = client.post(here, sent)
    assert "écrivez-la" in refused.text
    assert "Trop loin." in refused.text
    client.post(here, sent | {"lesson": "Figer les horaires d’abord."})
    experiment.refresh_from_db()
    assert (experiment.state, experiment.ends_on) == ("stopped", PartialDate("2016-03"))
    client.logout()
    read = client.get(page(experiment, "detail")).text
    assert "Figer les horaires" in read
    assert "Trop loin." in read
    sentence = str(records_of(cast.alliance.scope).first().sentence)
    assert "arrêter" in sentence


def test_decisions_follow_each_other_and_none_is_erased(cast: Cast, experiment) -> None:
    for outcome, day in (("stop", "2016"), ("adapt", "2017"), ("sustain", "2015")):
        decide(
            experiment,
            DecisionOutcome(outcome),
            reasons="Parce que.",
            decided_on=PartialDate(day),
            by=cast.bastien,
            now=NOW(),
        )
    experiment.refresh_from_db()
    assert experiment.decisions.count() == 3
    assert experiment.state == "running"
    tomorrow = PartialDate(str(timezone.localdate() + datetime.timedelta(days=400)))
    with pytest.raises(Refused, match="pas encore venue"):
        decide(
            experiment,
            DecisionOutcome.STOP,
            reasons="r",
            decided_on=tomorrow,
            by=cast.bastien,
            now=NOW(),
        )


def test_who_brings_a_piece_decides_and_who_reads_does_not(cast: Cast, experiment) -> None:
    values = {"reasons": "r", "decided_on": PartialDate("2020"), "now": NOW()}
    with pytest.raises(Refused, match="menée par ceux qui"):
        decide(experiment, DecisionOutcome.SPREAD, by=cast.chloe, **values)
    make_contribution(make_piece(experiment), cast.chloe.organisation)
    again = Experiment.objects.select_related("alliance").get(pk=experiment.pk)
    assert decide(again, DecisionOutcome.SPREAD, by=cast.chloe, **values).outcome == "spread"


def test_the_pages_do_not_grow(client: Client, cast: Cast, experiment) -> None:
    protocol = Protocol.objects.create(experiment=experiment, indicator="I", comparison="none")

    def fill() -> None:
        SmallStep.objects.create(
            experiment=experiment, what="a", organisation=cast.ama.organisation
        )
        promise_sidestep(experiment, "b", by=cast.ama, now=NOW())
        Immersion.objects.create(
            experiment=experiment,
            visitor=cast.ama.organisation,
            host=cast.bastien.organisation,
        )
        Measurement.objects.create(
            protocol=protocol, on=PartialDate("2014"), value=Decimal(3), base="9"
        )
        add_criterion(experiment, "c", by=cast.bastien)
        ExperimentEntry.objects.create(
            experiment=experiment, kind="progress", text="t", happened_on=PartialDate("2014")
        )

    fill()
    sign_in(client, cast.bastien)
    names = ("story", "immersions", "proof", "decisions", "coalitions")
    before = [queries_of(client, page(experiment, name)) for name in names]
    for _ in range(3):
        fill()
    assert [queries_of(client, page(experiment, name)) for name in names] == before
    assert max(before) <= 15
