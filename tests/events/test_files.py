"""Registrations go out as a file and come back identical; data are shown, erased, merged."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from terreau.accounts.extensions import personal_data
from terreau.actors.actions.objections import erase_person
from terreau.actors.matching.following import tell_followers
from terreau.actors.posture import Posture
from terreau.core.exchange.actions import confirm_run, receive_file
from terreau.core.exchange.undoing import undo_run
from terreau.core.verdicts import Refused
from terreau.events.actions.letters import new_link
from terreau.events.exchange.registrations import RegistrationDataset
from terreau.events.meetings import met_pairs
from terreau.events.models import FollowUp, Registration
from tests.actors.factories import make_organisation, make_person
from tests.actors.merging_factories import merge
from tests.alliances.factories import Cast, make_cast
from tests.alliances.test_alliance_exchange import file_of, outcome, table, written
from tests.events.factories import (
    make_encounter,
    make_event,
    make_people,
    make_plan,
    make_registration,
    make_running,
    sign_in,
)

pytestmark = pytest.mark.django_db
NAME = "event-registrations"


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


def bring(person, content: bytes, kind: str = "csv"):
    return receive_file(
        dataset=RegistrationDataset(),
        file_name=f"inscriptions.{kind}",
        content=content,
        by=person,
        takes_personal=True,
        now=timezone.now(),
    )


def reasons(run) -> str:
    return str(list(run.rows.values_list("reasons", flat=True)))


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_what_comes_back_changes_nothing(client: Client, cast, kind: str) -> None:
    event = make_running(cast.alliance)
    make_registration(
        event,
        "Élise, dite « Lise »",
        email="lise@exemple.test",
        organisation=cast.ama.organisation,
        attendance="present",
        attended_at=timezone.now(),
        offers="=SOMME(1)\nun local",
    )
    make_registration(event, "Paul", state="waiting", organisation_name="Théâtre", note="Rampe")
    make_registration(event, "Zoé", state="cancelled", cancelled_at=timezone.now())
    content = file_of(sign_in(client, cast.bastien), NAME, kind)
    assert outcome(run := bring(cast.bastien.person, content, kind)) == (0, 0, 3, 0), reasons(run)


def test_a_file_adds_and_corrects_and_is_undone(client: Client, cast) -> None:
    event = make_running(cast.alliance)
    known = make_registration(event, "Paul", email="paul@exemple.test")
    rows = table(file_of(sign_in(client, cast.bastien), NAME))
    rows[0]["Cherche"] = "un toit"
    blank = dict.fromkeys(rows[0], "") | {"Code de la rencontre": event.code.lower()}
    rows.append(blank | {"Nom": "Fatou", "Organisation écrite": "lycée du val"})
    rows.append(blank | {"Nom": "Une autre", "Présence": "présente"})
    rows.append(blank | {"Nom": "Perdue", "Code de la rencontre": "ZZZZZZ"})
    run = bring(cast.bastien.person, written(rows))
    assert outcome(run) == (2, 1, 0, 1), reasons(run)
    assert "Aucune rencontre que vous facilitez" in reasons(run)
    confirm_run(run, by=cast.bastien.person, now=timezone.now())
    known.refresh_from_db()
    assert known.needs == "un toit"
    assert Registration.objects.get(name="Fatou").organisation == cast.ama.organisation
    assert Registration.objects.get(name="Une autre").attendance == "present"
    run.refresh_from_db()
    undo_run(run, by=cast.bastien.person, now=timezone.now())
    known.refresh_from_db()
    assert (Registration.objects.count(), known.needs) == (1, "")


def test_only_facilitators_take_registrations_out(client: Client, cast) -> None:
    make_registration(make_event(cast.alliance), "Paul")
    with pytest.raises(Refused):
        bring(cast.ama.person, b"Nom\nPaul\n")
    # Chloé facilitates elsewhere: her file holds none of these.
    assert table(file_of(sign_in(client, cast.chloe), NAME)) == []


def test_a_person_reads_what_is_kept_of_them(cast) -> None:
    event = make_event(cast.alliance)
    make_registration(event, "Ama", email=cast.ama.person.email.upper(), needs="un toit")
    make_registration(event, "Bastien", person=cast.bastien.person)
    told = personal_data(cast.ama.person)["rencontres"]
    assert [row["ce que je cherche"] for row in told["inscriptions"]] == ["un toit"]


def test_whoever_asked_to_be_erased_leaves_the_meetings(client: Client, cast) -> None:
    event = make_running(cast.alliance)
    one = make_registration(event, "Denis Faure", email="Denis@exemple.test", attendance="present")
    other = make_registration(event, "Paule", email="paule@exemple.test")
    secret = new_link(one, now=timezone.now())
    erase_person(email="denis@exemple.test", now=timezone.now())
    one.refresh_from_db()
    assert (one.name, one.email, one.attendance) == ("Personne effacée", "", "present")
    assert Client().get(f"/r/{event.code}/place/{secret}/").status_code == 410
    other.refresh_from_db()
    assert other.email == "paule@exemple.test"


def test_a_merger_of_two_sheets_keeps_one_pair_and_its_promises(cast) -> None:
    sofia = Posture(make_person("Sofia Admin", is_staff=True))
    kept, gone, third = (make_organisation(f"Sheet {n}", world="economic") for n in range(3))
    event, later = make_running(cast.alliance), make_event(cast.alliance)
    make_encounter(event, kept, gone)  # a sheet does not meet itself
    first = make_encounter(event, gone, third)
    make_encounter(event, kept, third)
    make_encounter(later, gone, third)
    FollowUp.objects.create(encounter=first, what="Un stage", who=gone, posture="Bastien")
    make_people(event, [gone])
    merge(kept, gone, sofia)
    pairs = met_pairs(alliance=cast.alliance)
    assert [(p.first_id, p.second_id, p.event_id, p.is_first_time) for p in pairs] == [
        (kept.pk, third.pk, event.pk, True),
        (kept.pk, third.pk, later.pk, False),
    ]
    assert FollowUp.objects.get().who == kept
    assert Registration.objects.get().organisation == kept
    tell_followers(kept, sofia, timezone.now())


def test_a_seat_keeps_a_registration_that_a_file_brought(cast) -> None:
    people = make_people(make_event(cast.alliance), [cast.ama.organisation])
    make_plan(people[0].event, [[people]])
    verdict = RegistrationDataset().can_remove(people[0])
    assert "une place à une table" in verdict.reason
    assert RegistrationDataset().can_remove(make_registration(people[0].event))


def test_dates_of_a_file_are_instants(cast) -> None:
    event = make_running(cast.alliance)
    header = "Code de la rencontre,Nom,Inscrite le\n"
    wrong = bring(cast.bastien.person, f"{header}{event.code},Paul,hier\n".encode())
    assert "Écrivez un instant" in reasons(wrong)
    told = f"{header}{event.code},Paul,2026-01-05T09:30:00+01:00\n".encode()
    run = bring(cast.bastien.person, told)
    confirm_run(run, by=cast.bastien.person, now=timezone.now())
    one = Registration.objects.get()
    assert one.registered_at == datetime.datetime(2026, 1, 5, 8, 30, tzinfo=datetime.UTC)
