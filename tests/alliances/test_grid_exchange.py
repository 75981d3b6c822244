"""The grid as a file: out for whoever reads it, identical when it comes back."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from terreau.alliances.exchange.grid import InterestGridDataset
from terreau.alliances.models import ChallengeEstimate, ChallengeStance
from terreau.core.exchange.actions import confirm_run, receive_file
from terreau.core.exchange.undoing import undo_run
from terreau.core.verdicts import Refused
from tests.actors.factories import now
from tests.alliances.factories import Cast, add_member, fresh, make_cast, make_challenge
from tests.alliances.grid_factories import declare, estimate, member_of
from tests.alliances.story_factories import page, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def fill(cast: Cast) -> None:
    challenge = make_challenge(cast.alliance, "=Mobilité ; « douce »")
    school = member_of(cast.alliance, "Lycée du Val")
    declare(challenge, school, interest=0, contribution_nature="audience", contribution="=élèves")
    estimate(challenge, school, influence=10, position="doubts")
    estimate(challenge, member_of(cast.alliance, "Ville de Charenton"), interest=None, influence=3)


def file_of(client: Client, cast: Cast, kind: str = "csv") -> bytes:
    return client.get(page("grid-download", cast.alliance, kind=kind)).content


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def bring(person, content: bytes, kind: str = "csv"):
    return receive_file(
        dataset=InterestGridDataset(),
        file_name=f"grille.{kind}",
        content=content,
        by=person,
        now=now(),
    )


def outcome(run) -> tuple[int, int, int, int]:
    run.refresh_from_db()
    return run.create_count, run.change_count, run.same_count, run.reject_count


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_what_comes_back_changes_nothing(client: Client, cast: Cast, kind: str) -> None:
    fill(cast)
    content = file_of(sign_in(client, cast.bastien), cast, kind)
    run = bring(cast.bastien.person, content, kind)
    assert outcome(run) == (0, 0, 3, 0), [row.reasons for row in run.rows.all()]


def test_a_member_takes_out_its_own_line_only_until_it_is_shared(
    client: Client, cast: Cast
) -> None:
    fill(cast)
    sign_in(client, cast.ama)
    assert [row["Base"] for row in table(file_of(client, cast))] == ["déclaré"]
    through_the_frame = reverse("exchange:export", args=["interest-grid", "csv"])
    assert len(table(client.get(through_the_frame).getvalue())) == 1
    cast.alliance.is_grid_shared = True
    cast.alliance.save()
    assert len(table(file_of(client, cast))) == 3
    assert len(table(client.get(through_the_frame).getvalue())) == 3
    sign_in(client, cast.chloe)
    assert table(client.get(through_the_frame).getvalue()) == []


def changed(client: Client, cast: Cast, basis: str, **cells: str) -> bytes:
    """The file as a facilitator took it out and changed it in a spreadsheet."""
    rows = table(file_of(sign_in(client, cast.bastien), cast))
    for row in rows:
        if row["Base"] == basis:
            row.update(cells)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def test_a_facilitator_changes_estimates_by_file_and_takes_it_back(
    client: Client, cast: Cast
) -> None:
    fill(cast)
    content = changed(client, cast, "estimé", **{"Intérêt (0–10)": "6"})
    run = bring(cast.bastien.person, content)
    assert outcome(run) == (0, 2, 1, 0)
    confirm_run(run, by=cast.bastien.person, now=now())
    assert [one.interest for one in ChallengeEstimate.objects.all()] == [6, 6]
    assert ChallengeEstimate.objects.first().posture == "Bastien Roy, au nom de Club Gravelle"
    run.refresh_from_db()
    undo_run(run, by=cast.bastien.person, now=now())
    assert sorted(str(one.interest) for one in ChallengeEstimate.objects.all()) == ["4", "None"]


def test_nobody_declares_for_another_by_file(client: Client, cast: Cast) -> None:
    fill(cast)
    content = changed(client, cast, "déclaré", **{"Intérêt (0–10)": "9"})
    run = bring(cast.bastien.person, content)
    assert outcome(run) == (0, 0, 2, 1)
    assert "Une déclaration vient du membre lui-même" in str(
        list(run.rows.values_list("reasons", flat=True))
    )
    assert ChallengeStance.objects.get().interest == 0


def test_cells_are_created_by_file_and_removed_by_undoing(client: Client, cast: Cast) -> None:
    fill(cast)
    content = file_of(sign_in(client, cast.bastien), cast)
    ChallengeEstimate.objects.all().delete()
    run = bring(cast.bastien.person, content)
    assert outcome(run) == (2, 0, 1, 0), [row.reasons for row in run.rows.all()]
    confirm_run(run, by=cast.bastien.person, now=now())
    assert ChallengeEstimate.objects.count() == 2
    run.refresh_from_db()
    undo_run(run, by=cast.bastien.person, now=now())
    assert not ChallengeEstimate.objects.exists()


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"Intérêt (0–10)": "11"}, "de 0 à 10"),
        ({"Identifiant de l’enjeu": "xyz"}, "n’est pas de Terreau"),
        ({"Alliance": "ailleurs"}, "n’a pas ce membre"),
        ({"Base": "deviné"}, "n’est pas dans la liste"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    client: Client, cast: Cast, cells: dict, words: str
) -> None:
    fill(cast)
    run = bring(cast.bastien.person, changed(client, cast, "estimé", **cells))
    assert outcome(run)[3] >= 1
    assert words in str(list(run.rows.values_list("reasons", flat=True)))


def test_a_file_shows_nothing_of_a_grid_that_one_may_not_read(client: Client, cast: Cast) -> None:
    fill(cast)
    rows = changed(client, cast, "estimé", **{"Intérêt (0–10)": "6"})
    outside = bring(cast.chloe.person, rows)
    assert outcome(outside)[3] == 3
    assert "n’a pas ce membre" in str(list(outside.rows.values_list("reasons", flat=True)))
    add_member(cast.alliance, cast.chloe)
    inside = bring(cast.chloe.person, rows)
    assert all(before == "" for row in inside.rows.all() for _name, before, _after in row.changes)
    assert outcome(inside)[:3] == (3, 0, 0)
    confirm_run(inside, by=cast.chloe.person, now=now())
    assert ChallengeEstimate.objects.filter(interest=6).count() == 0
    assert ChallengeStance.objects.get().interest == 0


def test_only_facilitators_bring_a_grid_in(client: Client, cast: Cast) -> None:
    fill(cast)
    content = file_of(sign_in(client, cast.bastien), cast)
    for posture in (cast.ama, cast.bastien):
        verdict = InterestGridDataset().can_import(posture.person)
        assert bool(verdict) is (posture is cast.bastien)
    with pytest.raises(Refused):
        bring(cast.ama.person, content)
    assert not fresh(cast.alliance).is_grid_shared
