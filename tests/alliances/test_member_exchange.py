"""The members as a file: out to members, the same when it comes back, corrected and undone."""

import datetime

import pytest
from django.test import Client

from terreau.actors.models import Organisation
from terreau.alliances.exchange.members import MemberDataset
from terreau.alliances.models import Membership
from terreau.core.exchange.actions import confirm_run, receive_file
from terreau.core.exchange.undoing import undo_run
from terreau.core.journal import records_of
from terreau.core.verdicts import Refused
from tests.actors.factories import make_organisation, make_person, now
from tests.alliances.factories import Cast, make_cast, make_inhabitant
from tests.alliances.story_factories import sign_in
from tests.alliances.test_alliance_exchange import file_of, outcome, table, written

pytestmark = pytest.mark.django_db
NAME = "alliance-members"
GIVES = "Ce que nous apportons"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def bring(person, content: bytes, kind: str = "csv"):
    return receive_file(
        dataset=MemberDataset(),
        file_name=f"membres.{kind}",
        content=content,
        by=person,
        now=now(),
    )


def line(rows: list[dict[str, str]], name: str) -> dict[str, str]:
    return next(row for row in rows if row["Membre"] == name)


def reasons(run) -> str:
    return str(list(run.rows.values_list("reasons", flat=True)))


def test_members_go_out_to_members_only(client: Client, cast: Cast) -> None:
    make_inhabitant(cast.alliance)
    rows = table(file_of(sign_in(client, cast.ama), NAME))
    assert {row["Membre"] for row in rows} == {
        "Club Gravelle",
        "Lycée du Val",
        "Ville de Charenton",
    }
    assert line(rows, "Club Gravelle")["Rôles"] == "facilitateur"
    others = table(file_of(sign_in(client, cast.chloe), NAME))
    assert cast.alliance.slug not in {row["Alliance"] for row in others}


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_what_comes_back_changes_nothing(client: Client, cast: Cast, kind: str) -> None:
    club = Membership.objects.get(alliance=cast.alliance, organisation=cast.bastien.organisation)
    Membership.objects.filter(pk=club.pk).update(gives="=des salles\nle soir", interest="« ici »")
    # One that left, then came back: two lines, two stays.
    gone = make_organisation("Parti puis revenu")
    for start, end in ((2020, 2021), (2022, None)):
        Membership.objects.create(
            alliance=cast.alliance,
            organisation=gone,
            joined_on=datetime.date(start, 1, 1),
            left_on=end and datetime.date(end, 1, 1),
        )
    content = file_of(sign_in(client, cast.ama), NAME, kind)
    run = bring(cast.ama.person, content, kind)
    assert outcome(run) == (0, 0, 5, 0), reasons(run)


def test_what_a_member_says_is_corrected_told_and_undone(client: Client, cast: Cast) -> None:
    rows = table(file_of(sign_in(client, cast.ama), NAME))
    name = cast.ama.organisation.name
    line(rows, name)[GIVES] = "Des ateliers"
    run = bring(cast.ama.person, written(rows))
    assert outcome(run) == (0, 1, 2, 0), reasons(run)
    mine = Membership.objects.get(alliance=cast.alliance, organisation=cast.ama.organisation)
    assert mine.gives == ""
    confirm_run(run, by=cast.ama.person, now=now())
    mine.refresh_from_db()
    assert mine.gives == "Des ateliers"
    told = str(records_of(cast.alliance.scope).first().sentence)
    assert f"ce que dit {name} : ce que nous apportons" in told
    run.refresh_from_db()
    undo_run(run, by=cast.ama.person, now=now())
    mine.refresh_from_db()
    assert mine.gives == ""


def test_a_member_does_not_speak_for_another_but_a_facilitator_writes(
    client: Client, cast: Cast
) -> None:
    rows = table(file_of(sign_in(client, cast.ama), NAME))
    line(rows, "Club Gravelle")[GIVES] = "Des salles"
    refused = bring(cast.ama.person, written(rows))
    assert outcome(refused) == (0, 0, 2, 1)
    assert "revient à ceux qui parlent pour lui" in reasons(refused)
    rows = table(file_of(sign_in(client, cast.bastien), NAME))
    line(rows, cast.ama.organisation.name)[GIVES] = "Des ateliers"
    assert outcome(bring(cast.bastien.person, written(rows))) == (0, 1, 2, 0)


def test_roles_dates_and_new_members_are_refused_in_their_cells(client: Client, cast: Cast) -> None:
    rows = table(file_of(sign_in(client, cast.bastien), NAME))
    first, second, third = rows
    first["Rôles"], second["Jusqu’au"] = "témoin", "2026-11-01"
    third["Identifiant du membre"] = str(Organisation.objects.latest("pk").uuid)
    new = {**third, "Identifiant du membre": str(make_organisation("Venu d’ailleurs").uuid)}
    run = bring(cast.bastien.person, written([first, second, new]))
    assert outcome(run) == (0, 0, 0, 3)
    told = [list(found) for found in run.rows.order_by("rank").values_list("reasons", flat=True)]
    assert told == [["roles"], ["left_on"], ["member"]]
    assert "se lit seulement" in reasons(run)
    assert "par une invitation qu’il accepte" in reasons(run)
    confirm_run(run, by=cast.bastien.person, now=now())
    assert Membership.objects.filter(alliance=cast.alliance).count() == 3


def test_a_stranger_learns_nothing_and_brings_nothing(client: Client, cast: Cast) -> None:
    rows = table(file_of(sign_in(client, cast.bastien), NAME))
    run = bring(cast.chloe.person, written(rows))
    assert outcome(run) == (0, 0, 0, 3)
    with pytest.raises(Refused, match="entre membres"):
        bring(make_person("Denis"), written(rows))
