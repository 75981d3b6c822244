"""Who asked to be erased is named nowhere in the diagnoses; the figures stay."""

import datetime
import json

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from terreau.actors.actions.objections import erase_person
from terreau.actors.scrubbing import Traces, scrub
from terreau.core.jobs.actions import perform
from terreau.core.journal import records_of, verify_chain
from terreau.core.models import Job
from terreau.diagnoses import gathering, tasks
from terreau.diagnoses.actions.papers import ask_paper
from terreau.diagnoses.actions.snapshots import take_snapshot
from terreau.diagnoses.freezing import fingerprint, thaw
from terreau.diagnoses.models import (
    DiagnosisSnapshot,
    EcosystemItem,
    PerceptionSurvey,
    Signal,
    SignalFollowUp,
    SnapshotPaper,
    SurveyItem,
)
from terreau.dialogues.models import Participant
from terreau.territories.models import Indicator
from tests.diagnoses.crossing_factories import NOW, felt, make_ground, read_diagnosis

pytestmark = pytest.mark.django_db
NAME, EMAIL, PHONE = "Léa Fontaine", "lea.fontaine@exemple.test", "06 12 34 56 78"
SAID = f"Vu avec {NAME} ({EMAIL}, {PHONE})."


@pytest.fixture
def ground(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = make_ground(status="published")
    made.housing.title = f"Se loger, dit {NAME}"
    made.housing.save()
    seen = felt(made.housing, label=f"Le logement de {NAME}")
    monkeypatch.setattr(gathering, "perceived_by_item", lambda alliance: [seen])
    return made


def _write_everywhere(ground, name: str = NAME) -> None:
    alliance = ground.alliance
    said = f"Vu avec {name} ({EMAIL}, {PHONE})."
    signal = Signal.objects.create(alliance=alliance, text=said, posture=f"{name}, en son nom")
    SignalFollowUp.objects.create(
        signal=signal, text=said, happened_on=NOW, state="watched", posture=f"{name}, au nom de X"
    )
    for kind in ("lab", "third_place"):
        EcosystemItem.objects.create(
            alliance=alliance,
            kind=kind,
            presence="present",
            name=name,
            note=said,
            source=said,
            posture=name,
        )
    survey = PerceptionSurvey.objects.create(
        alliance=alliance,
        question=f"Qu’en pense {name} ?",
        introduction=said,
        source=said,
        code=f"C{alliance.pk}",
        posture=name,
    )
    SurveyItem.objects.create(survey=survey, label=name)
    Participant.objects.create(
        consultation=survey, space="inhabitants", channel="link", number=1, code_label=name
    )


def _every_text() -> str:
    tables = (
        *(Signal, SignalFollowUp, EcosystemItem, PerceptionSurvey, SurveyItem, Participant),
        *(DiagnosisSnapshot, Indicator),
    )
    rows = [row for table in tables for row in table.objects.values()]
    return json.dumps(rows, default=str, ensure_ascii=False)


def _snapshot(ground) -> DiagnosisSnapshot:
    return take_snapshot(
        ground.alliance,
        read_diagnosis(ground),
        title=f"Diagnostic de {NAME}",
        note=SAID,
        by=ground.cast.bastien,
        now=NOW,
    )


def _erase(ground) -> None:
    """The person answers for an organisation of the alliance."""
    organisation = ground.cast.ama.organisation
    erase_person(
        email=EMAIL, full_name=NAME, phone=PHONE, organisation=organisation, now=timezone.now()
    )


def test_the_name_is_gone_everywhere_and_the_rows_stay(ground):
    _write_everywhere(ground)
    _snapshot(ground)
    Indicator.objects.filter(slug="logements").update(source_text=f"Fichier de {EMAIL}")
    assert all(one in _every_text() for one in (NAME, EMAIL, PHONE))
    _erase(ground)
    left = _every_text()
    assert not [one for one in (NAME, EMAIL, PHONE, "Fontaine") if one in left]
    assert "Vu avec" in Signal.objects.get().text
    assert SignalFollowUp.objects.get().posture == "au nom de X"
    assert EcosystemItem.objects.filter(name__startswith="nom effacé").count() == 2
    assert SurveyItem.objects.get().label.startswith("nom effacé")


def test_in_a_frozen_diagnosis_the_figures_stay_and_the_mark_follows(ground):
    taken = _snapshot(ground)
    before = thaw(taken.content).challenges[0]
    _erase(ground)
    found = DiagnosisSnapshot.objects.get()
    after = thaw(found.content).challenges[0]
    assert after.title == "Se loger, dit"
    assert (after.figures, after.spot, after.coverage) == (
        before.figures,
        before.spot,
        before.coverage,
    )
    assert after.felt[0].worlds == before.felt[0].worlds
    assert found.title == "Diagnostic de"
    assert found.taken_on == taken.taken_on
    assert found.fingerprint == fingerprint(found.content) != taken.fingerprint
    told = records_of(ground.alliance.scope)[0]
    assert told.verb == "diagnosis-snapshot-erased"
    assert found.fingerprint[:12] in told.sentence
    assert NAME not in told.sentence
    assert verify_chain(ground.alliance.scope) == []


def test_the_papers_that_bore_the_name_are_thrown_away(ground, django_capture_on_commit_callbacks):
    taken = _snapshot(ground)
    ask_paper(taken, "diagnostic", address="https://terreau.test/", by=ground.cast.ama)
    perform(str(Job.objects.get().pk))
    place = SnapshotPaper.objects.get().place
    assert default_storage.exists(place)
    with django_capture_on_commit_callbacks(execute=True):
        _erase(ground)
    assert not SnapshotPaper.objects.exists()
    assert not default_storage.exists(place)


def test_a_paper_that_was_being_drawn_is_not_kept(ground, monkeypatch):
    taken = _snapshot(ground)
    ask_paper(taken, "elu", address="https://terreau.test/", by=ground.cast.ama)

    def drawn_too_late(snapshot, kind, *, address):
        _erase(ground)
        return b"%PDF with the name"

    monkeypatch.setattr(tasks, "draw_paper", drawn_too_late)
    perform(str(Job.objects.get().pk))
    assert "vient de changer" in Job.objects.get().error
    assert not SnapshotPaper.objects.exists()


def test_the_same_name_in_an_alliance_of_others_is_left_alone(ground):
    elsewhere = ground.cast.chloe.organisation
    _write_everywhere(ground)
    traces = Traces(names=frozenset({NAME}), organisations=(elsewhere,))
    scrub(traces)
    assert NAME in Signal.objects.get().text
    Signal.objects.update(detected_by=elsewhere)
    scrub(traces)
    assert NAME not in Signal.objects.get().text
    assert NAME in EcosystemItem.objects.first().note
    EcosystemItem.objects.update(note=f"{NAME}, de {elsewhere.name}")
    scrub(traces)
    assert NAME not in EcosystemItem.objects.first().note


def test_a_short_name_is_not_cut_out_of_a_longer_word(ground):
    signal = Signal.objects.create(
        alliance=ground.alliance, text="Li parle de Lille.", told_on=datetime.date(2026, 1, 1)
    )
    traces = Traces(names=frozenset({"Li"}), organisations=(ground.cast.ama.organisation,))
    scrub(traces)
    signal.refresh_from_db()
    assert signal.text == "parle de Lille."
