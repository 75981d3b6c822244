"""A campaign writes once to each address, reminds only who can still do something, and ends."""

import datetime

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.actors.actions.campaign_sending import send_wave
from terreau.actors.actions.campaigns import (
    close_campaign,
    edit_campaign,
    launch_campaign,
    send_again,
    wave_days,
)
from terreau.actors.actions.objections import erase_person, stop_messages
from terreau.actors.actions.reviews import confirm_by_link
from terreau.actors.enums_campaigns import CampaignKind
from terreau.actors.models import Campaign, CampaignTarget, Organisation, Position, SheetLink
from terreau.actors.tasks import send_campaign
from terreau.core.models import Job
from terreau.core.verdicts import Refused
from tests.actors.factories import make_person, own_name
from tests.actors.fresh_factories import (
    EMAIL,
    SITE,
    draft,
    launched,
    make_commune,
    make_link,
    make_position,
    make_sheet,
    make_staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bastien():
    return make_staff()


def days_later(campaign: Campaign, days: int) -> datetime.datetime:
    """Nine in the morning, some days after the first message."""
    day = campaign.starts_on + datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(9)))


def link_in(letter) -> str:
    """The path of the first link of a letter."""
    start = letter.body.index(f"{SITE}/acteurs/verifier/") + len(SITE)
    return letter.body[start:].split()[0]


def test_a_draft_sends_nothing(bastien) -> None:
    campaign = draft(bastien, [make_sheet()])
    assert send_wave(campaign, 0, now=timezone.now()).sent == 0
    assert mail.outbox == []
    assert Job.objects.count() == 0


def test_the_letter_carries_the_link_and_the_words(client: Client, bastien) -> None:
    campaign = launched(bastien, [make_sheet(place=make_commune())])
    wave = send_wave(campaign, 0, now=days_later(campaign, 0))
    assert (wave.sent, wave.refused) == (1, 0)
    (letter,) = mail.outbox
    assert letter.to == [EMAIL]
    assert "Club Gravelle" in letter.body
    assert "{" not in letter.body
    assert client.get(link_in(letter)).status_code == 200
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(SITE)
    assert client.post(stop).status_code == 200
    assert campaign.targets.get().answer == "unsubscribed"


def test_running_the_job_twice_writes_once(bastien) -> None:
    campaign = launched(bastien, [make_sheet()])
    for _run in range(3):
        send_wave(campaign, 0, now=days_later(campaign, 0))
    assert len(mail.outbox) == 1
    assert SheetLink.objects.count() == 1


def test_several_structures_at_one_address_receive_one_message(client, bastien) -> None:
    sheets = [make_sheet(f"École {number}", world="academic") for number in range(3)]
    campaign = launched(bastien, sheets)
    send_wave(campaign, 0, now=days_later(campaign, 0))
    (letter,) = mail.outbox
    assert letter.body.count(f"{SITE}/acteurs/verifier/") == 4  # three links, one stop
    assert all(sheet.name in letter.body for sheet in sheets)
    assert client.get(link_in(letter)).status_code == 200


def test_the_silent_are_reminded_on_their_days_and_only_then(bastien) -> None:
    campaign = launched(bastien, [make_sheet()])
    send_wave(campaign, 0, now=days_later(campaign, 0))
    send_wave(campaign, 1, now=days_later(campaign, 13))
    assert len(mail.outbox) == 1
    send_wave(campaign, 1, now=days_later(campaign, 14))
    send_wave(campaign, 1, now=days_later(campaign, 14))
    assert [letter.subject.startswith("Rappel") for letter in mail.outbox] == [False, True]
    send_wave(campaign, 2, now=days_later(campaign, 28))
    assert len(mail.outbox) == 3


def test_the_first_link_still_opens_after_a_reminder(client, bastien) -> None:
    campaign = launched(bastien, [make_sheet()])
    send_wave(campaign, 0, now=days_later(campaign, 0))
    send_wave(campaign, 1, now=days_later(campaign, 14))
    assert client.get(link_in(mail.outbox[0])).status_code == 200
    assert link_in(mail.outbox[0]) != link_in(mail.outbox[1])


def test_nobody_who_has_nothing_left_to_do_is_reminded(bastien) -> None:
    """R18: answered, confirmed otherwise, unsubscribed, objected, closed, folded."""
    names = ("silent", "answered", "called", "stopped", "objected", "closed", "folded")
    sheets = {name: make_sheet(name, email=f"{name}@exemple.test") for name in names}
    campaign = launched(bastien, sheets.values())
    send_wave(campaign, 0, now=days_later(campaign, 0))
    assert len(mail.outbox) == len(names)
    links = {row.organisation.name: row for row in SheetLink.objects.all()}
    confirm_by_link(links["answered"], now=timezone.now())
    Organisation.objects.filter(name="called").update(confirmed_on=campaign.starts_on)
    stop_messages(links["stopped"], now=timezone.now())
    erase_person(email="objected@exemple.test", now=timezone.now())
    Organisation.objects.filter(name="closed").update(lifecycle="closed")
    Organisation.objects.filter(name="folded").update(merged_into=sheets["silent"])
    mail.outbox.clear()
    send_wave(campaign, 1, now=days_later(campaign, 14))
    assert [letter.to for letter in mail.outbox] == [["silent@exemple.test"]]


def test_a_closed_campaign_is_silent_and_its_links_open_nothing(client, bastien) -> None:
    campaign = launched(bastien, [make_sheet()])
    send_wave(campaign, 0, now=days_later(campaign, 0))
    campaign = close_campaign(campaign, by=bastien, now=timezone.now())
    assert client.get(link_in(mail.outbox[0])).status_code == 410
    send_wave(campaign, 1, now=days_later(campaign, 14))
    assert len(mail.outbox) == 1
    with pytest.raises(Refused, match="close"):
        close_campaign(campaign, by=bastien, now=timezone.now())


def test_nothing_leaves_on_or_after_the_last_day(bastien) -> None:
    campaign = launched(bastien, [make_sheet()])
    send_wave(campaign, 0, now=days_later(campaign, 60))
    assert mail.outbox == []
    send_wave(campaign, 0, now=days_later(campaign, 59))
    assert len(mail.outbox) == 1


def test_a_late_first_message_delays_the_reminder_and_does_not_double_it(bastien) -> None:
    campaign = launched(bastien, [make_sheet()])
    send_wave(campaign, 0, now=days_later(campaign, 13))
    before = Job.objects.count()
    send_wave(campaign, 1, now=days_later(campaign, 14))
    assert len(mail.outbox) == 1
    assert Job.objects.count() == before + 1  # it comes back the day after
    send_wave(campaign, 1, now=days_later(campaign, 27))
    assert len(mail.outbox) == 2


def test_the_waves_are_jobs_on_their_days(bastien) -> None:
    campaign = launched(bastien, [make_sheet()])
    jobs = Job.objects.order_by("run_after")
    assert [timezone.localdate(job.run_after) for job in jobs] == wave_days(campaign)
    send_campaign(None, {"campaign": "7f9c3f2e-0000-4000-8000-000000000000", "number": 0})
    assert mail.outbox == []


def test_a_message_left_in_doubt_is_never_sent_again_by_itself(bastien) -> None:
    campaign = launched(bastien, [make_sheet()])
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    campaign.targets.update(claimed_count=1, claimed_at=long_ago)  # killed before the answer
    for number, days in ((0, 0), (1, 14), (2, 28)):
        send_wave(campaign, number, now=days_later(campaign, days))
    assert mail.outbox == []
    assert send_again(campaign, by=bastien, now=timezone.now()) == 1
    send_wave(campaign, 0, now=days_later(campaign, 1))
    assert len(mail.outbox) == 1


def test_what_the_server_refuses_is_told_and_not_repeated(bastien, settings) -> None:
    settings.EMAIL_BACKEND = "tests.actors.mailboxes.RefusingBackend"
    campaign = launched(bastien, [make_sheet()])
    assert send_wave(campaign, 0, now=days_later(campaign, 0)).refused == 1
    assert "550" in campaign.targets.get().failure
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_wave(campaign, 0, now=days_later(campaign, 0))
    assert mail.outbox == []
    send_again(campaign, by=bastien, now=timezone.now())
    send_wave(campaign, 0, now=days_later(campaign, 0))
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_down_claims_nothing(bastien, settings) -> None:
    settings.EMAIL_BACKEND = "tests.actors.mailboxes.ClosedBackend"
    campaign = launched(bastien, [make_sheet()])
    with pytest.raises(ConnectionRefusedError):
        send_wave(campaign, 0, now=days_later(campaign, 0))
    assert campaign.targets.get().claimed_count == 0


def test_who_is_already_asked_is_left_out_of_the_next_campaign(bastien) -> None:
    asked, other = make_sheet("Déjà"), make_sheet("Autre", email="autre@exemple.test")
    launched(bastien, [asked])
    campaign = draft(bastien, [asked, other])
    assert [target.organisation for target in campaign.targets.all()] == [other]
    with pytest.raises(Refused, match="personne à qui écrire"):
        draft(bastien, [asked])


def test_a_person_s_address_is_taken_when_the_sheet_has_none(bastien) -> None:
    sheet = make_sheet(email="")
    make_position(sheet, email="Marie@Club.test")
    mute = make_sheet("Muette", email="")
    campaign = draft(bastien, [sheet, mute])
    targets = dict(campaign.targets.values_list("organisation", "email"))
    assert targets == {sheet.pk: "marie@club.test", mute.pk: ""}


def test_a_second_sending_of_the_same_target_is_impossible_by_the_database(bastien) -> None:
    sheet = make_sheet()
    campaign = draft(bastien, [sheet])
    with pytest.raises(IntegrityError), transaction.atomic():
        CampaignTarget.objects.create(campaign=campaign, organisation=sheet)


def test_a_member_runs_no_campaign(bastien) -> None:
    ama = own_name(make_person("Ama Diallo"))
    with pytest.raises(Refused):
        draft(ama, [make_sheet()])
    campaign = draft(bastien, [make_sheet("B", email="b@exemple.test")])
    with pytest.raises(Refused):
        launch_campaign(campaign, site=SITE, by=ama, now=timezone.now())


def test_launched_words_do_not_change(bastien) -> None:
    campaign = launched(bastien, [make_sheet()])
    with pytest.raises(Refused, match="lancée"):
        edit_campaign(campaign, {"title": "Autre"}, by=bastien, now=timezone.now())
    with pytest.raises(Refused, match="lancée"):
        launch_campaign(campaign, site=SITE, by=bastien, now=timezone.now())


def test_persons_are_informed_once_and_may_object_in_one_click(client, bastien) -> None:
    sheet = make_sheet()
    marie = make_position(sheet)
    make_position(sheet, full_name="Déjà Informé", informed_at=timezone.now(), email="x@y.test")
    campaign = launched(bastien, [sheet], kind=CampaignKind.INFORMATION)
    assert [target.position for target in campaign.targets.all()] == [marie]
    send_wave(campaign, 0, now=timezone.now())
    marie.refresh_from_db()
    assert marie.informed_at is not None
    (letter,) = mail.outbox
    start = letter.body.index(f"{SITE}/acteurs/opposition/") + len(SITE)
    path = letter.body[start:].split()[0]
    assert "Marie Durand" in client.get(path).content.decode()
    client.post(path)
    assert not Position.objects.filter(pk=marie.pk).exists()
    with pytest.raises(Refused):
        draft(bastien, [sheet], kind=CampaignKind.INFORMATION)


def test_a_link_of_information_does_not_open_the_sheet(client, bastien) -> None:
    make_position(sheet := make_sheet())
    campaign = launched(bastien, [sheet], kind=CampaignKind.INFORMATION)
    send_wave(campaign, 0, now=timezone.now())
    body = mail.outbox[0].body
    secret = body[body.index("/opposition/") + len("/opposition/") :].split("/")[0]
    assert client.get(reverse("actors:review", args=[secret])).status_code == 410
    _link, other = make_link(sheet)
    assert client.get(reverse("actors:objection-confirm", args=[other])).status_code == 410
