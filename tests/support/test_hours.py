"""Hours: logged in one form, one's own only, summed for the others, anonymised never lost."""

import pytest
from django.test import Client
from django.urls import reverse

from terreau.accounts.extensions import personal_data
from terreau.support.hours_picture import trades_picture
from terreau.support.hours_reading import report, spoken_minutes
from terreau.support.models import HourEntry
from tests.alliances.factories import Cast, make_cast
from tests.dialogues.browsing import count_queries, sign_in
from tests.support.factories import days_ago, make_file, make_hours

pytestmark = pytest.mark.django_db
HOURS = "/accompagnement/heures/"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def asked(**changes) -> dict:
    values = {"on": days_ago(0).isoformat(), "length": "30", "trade": "dialogue"}
    return {**values, **changes}


def test_one_form_logs_and_remembers_the_last_time(client: Client, cast: Cast) -> None:
    sign_in(client, cast.bastien)
    done = client.post(
        HOURS, asked(trade="place", alliance=cast.alliance.pk, note="Ouvrir la salle"), follow=True
    )
    entry = HourEntry.objects.get()
    assert (entry.minutes, entry.organisation) == (30, cast.bastien.organisation)
    assert "Noté : 30 min." in done.text
    assert "Annuler ce que je viens de noter" in done.text
    initial = client.get(HOURS).context["form"].initial
    assert (initial["trade"], initial["alliance"]) == ("place", cast.alliance.pk)
    client.post(HOURS, asked(length="0", minutes="95"))
    assert HourEntry.objects.first().minutes == 95


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"length": "0"}, "Écrivez combien de minutes"),
        ({"length": "0", "minutes": "0"}, "supérieure ou égale à 1"),
        ({"length": "0", "minutes": "1441"}, "inférieure ou égale à 1440"),
        ({"on": "2999-01-01"}, "encore venu"),
        ({"on": "1999-01-01"}, "plus de dix ans"),
        ({"trade": ""}, "un doigt suffit"),
        ({"length": "7"}, "Sélectionnez un choix valide"),
        ({"alliance": "999999"}, "Sélectionnez un choix valide"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: Client, cast: Cast, changes: dict, sentence: str
) -> None:
    sign_in(client, cast.bastien)
    page = client.post(HOURS, asked(**{"note": "Table ronde", **changes}))
    assert page.status_code == 200
    assert sentence in page.text
    assert "Table ronde" in page.text
    assert not HourEntry.objects.exists()


def test_another_s_hours_are_not_there(client: Client, cast: Cast) -> None:
    entry = make_hours(cast.bastien.person, note="Secrète", alliance=cast.alliance)
    sign_in(client, cast.ama)
    for name in ("hours-edit", "hours-remove"):
        assert client.post(reverse(f"support:{name}", args=[entry.uuid])).status_code == 404
    report_page = reverse("support:hours-alliance", args=[cast.alliance.slug])
    shown = client.get(report_page).text
    assert "1 personne a noté" in shown
    assert "Secrète" not in shown
    sign_in(client, cast.bastien)
    assert client.get(reverse("support:hours-edit", args=[entry.uuid])).status_code == 200


def test_hours_are_corrected_and_what_is_removed_comes_back_in_one_click(
    client: Client, cast: Cast
) -> None:
    entry = make_hours(cast.bastien.person, 120, note="Visite", on=days_ago(2))
    sign_in(client, cast.bastien)
    address = reverse("support:hours-edit", args=[entry.uuid])
    client.post(address, asked(on=days_ago(1).isoformat(), length="60"))
    entry.refresh_from_db()
    assert (entry.minutes, entry.on, entry.note) == (60, days_ago(1), "")
    entry.note = "Visite"
    entry.save()
    gone = client.post(reverse("support:hours-remove", args=[entry.uuid]), follow=True)
    assert not HourEntry.objects.exists()
    form = gone.context["form"]
    back = {name: form[name].value() for name in ("on", "length", "trade", "note")}
    client.post(HOURS, back)
    again = HourEntry.objects.get()
    assert (again.minutes, again.on, again.note) == (60, entry.on, "Visite")


def test_from_a_file_its_phase_and_alliance_are_ready(client: Client, cast: Cast) -> None:
    file = make_file(cast.bastien, cast.ama.organisation, phase="steering", alliance=cast.alliance)
    sign_in(client, cast.bastien)
    initial = client.get(f"{HOURS}?dossier={file.uuid}").context["form"].initial
    assert (initial["file"], initial["phase"]) == (file.pk, "steering")
    assert client.get(f"{HOURS}?dossier=%00&mois=2026-99&note=x").status_code == 200


def test_a_month_shows_its_own_days(client: Client, cast: Cast) -> None:
    make_hours(cast.bastien.person, note="En juin", on="2026-06-30")
    make_hours(cast.bastien.person, note="En juillet", on="2026-07-01")
    sign_in(client, cast.bastien)
    june = client.get(f"{HOURS}?mois=2026-06").text
    assert "En juin" in june
    assert "En juillet" not in june
    assert "juin 2026" in june


def test_the_sums_by_trade_phase_and_engineering(cast: Cast) -> None:
    make_hours(cast.bastien.person, 90, phase="start", engineering="catalysis")
    make_hours(cast.fatou.person, 30, phase="start")
    make_hours(cast.fatou.person, 15, trade="support")
    told = report(HourEntry.objects.all())
    assert (told.minutes, told.people, told.entries) == (135, 2, 3)
    assert told.by_trade == {"dialogue": 120, "support": 15}
    assert told.grid == {("dialogue", "start"): 120, ("support", ""): 15}
    assert ("sans phase" in str(told.phases), told.by_engineering["catalysis"]) == (True, 90)
    assert [spoken_minutes(n) for n in (45, 120, 150)] == ["45 min", "2 h", "2 h 30"]


def test_the_bars_say_the_same_hours_as_the_table(cast: Cast) -> None:
    make_hours(cast.bastien.person, 390)
    make_hours(cast.bastien.person, 75, trade="support")
    picture = trades_picture(report(HourEntry.objects.all()), "Mes heures", "2026")
    said = dict(picture.table.rows)
    assert (said["Dialogue"], said["Accompagnement"]) == ("6 h 30", "1 h 15")
    assert ">6 h 30<" in picture.svg
    assert ">6<" not in picture.svg


@pytest.mark.parametrize("year", ["9" * 5000, "²", "-1", "0000", "abc"])
def test_a_year_that_is_none_shows_this_one(client: Client, cast: Cast, year: str) -> None:
    make_hours(cast.bastien.person, 45)
    sign_in(client, cast.bastien)
    page = client.get(reverse("support:hours-report"), {"annee": year})
    assert (page.status_code, page.context["year"]) == (200, days_ago(0).year)


def test_who_reads_which_sums(client: Client, cast: Cast) -> None:
    make_hours(cast.bastien.person, organisation=cast.bastien.organisation, alliance=cast.alliance)
    of_alliance = reverse("support:hours-alliance", args=[cast.alliance.slug])
    of_organisation = reverse("support:hours-organisation")
    sign_in(client, cast.bastien)
    for address in (of_alliance, of_organisation, reverse("support:hours-report")):
        page = client.get(f"{address}?annee=tout")
        assert "1 personne a noté" in page.text
        assert "<svg" in page.text
    sign_in(client, cast.ama)
    assert client.get(of_alliance).status_code == 200
    assert "Aucune heure n’est notée ici" in client.get(of_organisation).text
    sign_in(client, cast.chloe)
    assert client.get(of_alliance).status_code == 404
    sign_in(client, type(cast.ama)(cast.ama.person))
    assert client.get(of_organisation).status_code == 403


def test_the_hours_of_an_erased_account_stay_counted_without_a_name(
    client: Client, cast: Cast
) -> None:
    make_hours(cast.fatou.person, 45, alliance=cast.alliance)
    assert personal_data(cast.fatou.person)["accompagnement"]["heures"][0]["minutes"] == 45
    cast.fatou.person.mandates.all().delete()
    HourEntry.objects.filter(person=cast.fatou.person).update(person=None)
    told = report(HourEntry.objects.filter(alliance=cast.alliance))
    assert (told.minutes, told.people) == (45, 0)
    sign_in(client, cast.bastien)
    page = client.get(reverse("support:hours-alliance", args=[cast.alliance.slug]))
    assert "Celles d’un compte effacé restent comptées" in page.text


def test_hours_and_sums_do_not_grow(client: Client, cast: Cast) -> None:
    sign_in(client, cast.bastien)
    addresses = [HOURS, reverse("support:hours-report")]
    addresses.append(reverse("support:hours-alliance", args=[cast.alliance.slug]))
    file = make_file(cast.bastien, cast.ama.organisation)
    make_hours(cast.bastien.person, alliance=cast.alliance, file=file)
    few = [count_queries(client, address) for address in addresses]
    for number in range(6):
        make_hours(cast.bastien.person, 10 + number, alliance=cast.alliance, file=file)
    assert [count_queries(client, address) for address in addresses] == few
    assert max(few) <= 15
