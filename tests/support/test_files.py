"""Files: opened, kept by an organisation, shared with those who are accompanied, closed."""

import pytest
from django.test import Client
from django.urls import reverse

from terreau.core.journal import records_of
from terreau.support.models import SupportFile, SupportMeeting, SupportTask
from tests.alliances.factories import Cast, make_cast
from tests.dialogues.browsing import count_queries, sign_in
from tests.support.factories import (
    days_ago,
    make_colleague,
    make_file,
    make_hours,
    make_note,
    make_partnership,
    make_task,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def page(name: str, thing) -> str:
    return reverse(f"support:{name}", args=[thing.uuid])


def test_a_file_is_opened_from_the_sheet_of_an_organisation(client: Client, cast: Cast) -> None:
    sign_in(client, cast.bastien)
    school = cast.ama.organisation
    sheet = client.get(school.get_absolute_url()).text
    assert page("open", school) in sheet
    asked = {"phase": "start", "request": "Trouver des tuteurs", "alliance": cast.alliance.pk}
    answer = client.post(page("open", school), asked)
    file = SupportFile.objects.get()
    assert answer.url == file.get_absolute_url()
    assert (file.supporter, file.accompanist) == (cast.bastien.organisation, cast.bastien.person)
    told = client.get(answer.url).text
    assert "Trouver des tuteurs" in told
    assert "a ouvert l’accompagnement" in told
    again = client.post(page("open", school), asked)
    assert "déjà un dossier ouvert" in again.text
    assert "Trouver des tuteurs" in again.text
    assert page("open", school) not in client.get(school.get_absolute_url()).text


def test_nobody_accompanies_themselves_nor_in_no_name(client: Client, cast: Cast) -> None:
    sign_in(client, cast.ama)
    answer = client.post(page("open", cast.ama.organisation), {"phase": "start"})
    assert answer.status_code == 403
    assert "on ne s’accompagne pas soi-même" in answer.text
    client.force_login(make_colleague(cast.ama).person)
    client.session["posture"] = ""
    sign_in(client, type(cast.ama)(cast.ama.person))
    assert client.get(page("open", cast.bastien.organisation)).status_code == 403
    assert not SupportFile.objects.exists()


def test_a_partnership_is_accompanied_too(client: Client, cast: Cast) -> None:
    partnership = make_partnership(cast.ama.organisation, cast.fatou.organisation)
    sign_in(client, cast.bastien)
    answer = client.post(page("open-partnership", partnership), {"phase": "steering"})
    file = SupportFile.objects.get(partnership=partnership)
    assert answer.url == file.get_absolute_url()
    sign_in(client, cast.fatou)
    assert client.get(page("shared", file)).status_code == 200
    hidden = make_partnership(cast.ama.organisation, is_public=False)
    sign_in(client, cast.chloe)
    assert client.get(page("open-partnership", hidden)).status_code == 404


@pytest.mark.parametrize("name", ["file", "edit", "close"])
def test_only_the_organisation_that_accompanies_reads_a_file(
    client: Client, cast: Cast, name: str
) -> None:
    file = make_file(cast.bastien, cast.ama.organisation)
    for posture, status in ((cast.bastien, 200), (make_colleague(cast.bastien), 200)):
        sign_in(client, posture)
        assert client.get(page(name, file)).status_code == status
    for posture in (cast.ama, cast.fatou, cast.chloe):
        sign_in(client, posture)
        assert client.get(page(name, file)).status_code == 404
    client.logout()
    assert client.get(page(name, file)).status_code == 302


def test_who_leaves_the_organisation_leaves_its_files(client: Client, cast: Cast) -> None:
    file = make_file(cast.bastien, cast.ama.organisation)
    mandate = cast.bastien.mandate
    mandate.ends_on = days_ago(1)
    mandate.save()
    client.force_login(cast.bastien.person)
    assert client.get(page("file", file)).status_code == 404


def test_to_write_one_speaks_for_the_organisation(client: Client, cast: Cast) -> None:
    file = make_file(cast.bastien, cast.ama.organisation)
    sign_in(client, type(cast.bastien)(cast.bastien.person))
    told = client.get(page("file", file))
    assert "Changez de posture" in told.text
    refused = client.post(page("task-add", file), {"what": "Écrire"})
    assert refused.status_code == 403
    assert not SupportTask.objects.exists()


def test_what_waits_has_a_first_day_and_two_editors_lose_nothing(
    client: Client, cast: Cast
) -> None:
    file = make_file(cast.bastien, cast.ama.organisation, request="Ancienne demande")
    sign_in(client, cast.bastien)
    form = client.get(page("edit", file)).context["form"]
    base = {"phase": "steering", "request": "Nouvelle demande", "waits_for": "Un accord"}
    base |= {"version": 1, "base": form["base"].value(), "waits_from": "la ville"}
    base |= {"accompanist": cast.bastien.person.pk}
    assert client.post(page("edit", file), base).status_code == 302
    file.refresh_from_db()
    assert (file.waits_since, file.version) == (days_ago(0), 2)
    other = client.post(page("edit", file), {**base, "request": "Autre demande"})
    assert other.status_code == 409
    assert "Autre demande" in other.text
    tomorrow = {**base, "version": 2, "waits_since": days_ago(-1).isoformat()}
    assert "dans l’avenir" in client.post(page("edit", file), tomorrow).text


def test_tasks_are_added_done_dropped_and_taken_up_again(client: Client, cast: Cast) -> None:
    file = make_file(cast.bastien, cast.ama.organisation)
    sign_in(client, cast.bastien)
    asked = {"what": "Envoyer le calendrier", "assignee": cast.ama.person.pk}
    client.post(page("task-add", file), {**asked, "due_on": days_ago(2).isoformat()})
    task = SupportTask.objects.get()
    assert "en retard" in client.get(page("file", file)).text
    for state in ("done", "open", "dropped"):
        client.post(page("task", task), {"state": state})
        task.refresh_from_db()
        assert task.state == state
        assert (task.closed_at is None) == (state == "open")
    stranger = {"what": "x", "assignee": cast.chloe.person.pk}
    refused = client.post(page("task-add", file), stranger)
    assert refused.status_code == 200
    assert SupportTask.objects.count() == 1
    assert client.post(page("task", task), {"state": "\x00"}).status_code == 302


def test_the_accompanied_tick_what_was_given_to_them_and_nothing_else(
    client: Client, cast: Cast
) -> None:
    file = make_file(cast.bastien, cast.ama.organisation)
    hers = make_task(file, "Envoyer", assignee=cast.ama.person)
    his = make_task(file, "Relire", assignee=cast.bastien.person)
    sign_in(client, cast.ama)
    shown = client.get(page("shared", file)).text
    assert "Envoyer" in shown
    assert "Relire" not in shown
    assert client.post(page("task", hers), {"state": "done"}).url == page("shared", file)
    assert client.post(page("task", his), {"state": "done"}).status_code == 404
    his.refresh_from_db()
    assert his.state == "open"


def test_the_accord_is_given_and_taken_back_by_the_accompanied(client: Client, cast: Cast) -> None:
    file = make_file(cast.bastien, cast.ama.organisation)
    sign_in(client, cast.bastien)
    assert client.post(page("agree", file), {"act": "agree"}).status_code == 404
    sign_in(client, cast.ama)
    client.post(page("agree", file), {"act": "agree"})
    file.refresh_from_db()
    assert file.agreed_as == cast.ama.label
    client.post(page("agree", file), {"act": "withdraw"})
    file.refresh_from_db()
    assert (file.agreed_at, file.agreed_as) == (None, "")
    assert [one.verb for one in records_of(file.scope)][:2] == [
        "support-withdrawn",
        "support-agreed",
    ]


def test_meetings_are_noted_completed_and_shared(client: Client, cast: Cast) -> None:
    file = make_file(cast.bastien, cast.ama.organisation)
    sign_in(client, cast.bastien)
    asked = {"happens_at": "2026-11-02T14:30", "with_whom": "Ama et Fatou", "summary": "Le cadre"}
    client.post(page("meeting-add", file), asked)
    meeting = SupportMeeting.objects.get()
    client.post(page("meeting", meeting), {**asked, "next_step": "Écrire à la ville"})
    sign_in(client, cast.ama)
    assert "Écrire à la ville" in client.get(page("shared", file)).text
    assert client.get(page("meeting", meeting)).status_code == 404
    sign_in(client, cast.bastien)
    wrong = client.post(page("meeting-add", file), {"happens_at": "demain", "with_whom": "Ama"})
    assert wrong.status_code == 200
    assert "Ama" in wrong.text
    assert SupportMeeting.objects.count() == 1


def test_a_closed_file_stays_readable_writes_nothing_and_reopens(
    client: Client, cast: Cast
) -> None:
    file = make_file(cast.bastien, cast.ama.organisation, waits_for="x", waits_since=days_ago(3))
    sign_in(client, cast.bastien)
    client.post(page("close", file), {"outcome": "Une convention est née"})
    file.refresh_from_db()
    assert (file.closed_on, file.waits_since) == (days_ago(0), None)
    assert "Une convention est née" in client.get(page("file", file)).text
    assert client.post(page("note-add", file), {"text": "x"}).status_code == 403
    newer = make_file(cast.bastien, cast.ama.organisation)
    refused = client.post(page("reopen", file), follow=True)
    assert "déjà un dossier ouvert" in refused.text
    newer.delete()
    client.post(page("reopen", file))
    file.refresh_from_db()
    assert file.is_open


def test_a_file_does_not_grow(client: Client, cast: Cast) -> None:
    file = make_file(cast.bastien, cast.ama.organisation, alliance=cast.alliance)
    sign_in(client, cast.bastien)

    def add(number: int) -> None:
        make_note(file, cast.bastien, f"Note {number}", is_shared=number % 2 == 0)
        make_task(file, f"Tâche {number}", assignee=make_colleague(cast.bastien).person)
        make_hours(cast.bastien.person, file=file)
        SupportMeeting.objects.create(file=file, happens_at=file.opened_on.isoformat() + "T10:00Z")

    add(0)
    few = count_queries(client, page("file", file))
    for number in range(1, 6):
        add(number)
    assert count_queries(client, page("file", file)) == few <= 15
    sign_in(client, cast.ama)
    few = count_queries(client, page("shared", file))
    for number in range(6, 9):
        add(number)
    assert count_queries(client, page("shared", file)) == few <= 15
