"""Load, silence, genealogy and démultiplication: said with their base, kindly."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from terreau.core.partial_dates import PartialDate
from terreau.events.models import FollowUp
from terreau.experiments.models import Contribution
from terreau.experiments.ties import contribution_ties
from terreau.fabric.acts import acts_of
from terreau.fabric.breath import _since, read_breath
from terreau.fabric.gathering import nodes_of
from terreau.fabric.multiplication import measure
from terreau.fabric.scopes import NOBODY, Scope
from terreau.partnerships.lineage import lineage_of
from tests.alliances.factories import make_cast
from tests.alliances.story_factories import queries_of
from tests.fabric.factories import (
    make_encounter,
    make_event,
    make_experiment,
    make_member,
    make_partnership,
)

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def cast(db):
    return make_cast(status="published")


def breath(cast, months: int = 12):
    nodes = nodes_of(Scope(alliance=cast.alliance), is_inside=True)
    return read_breath(cast.alliance, nodes, months=months, today=timezone.localdate())


def test_the_load_is_told_with_its_base_and_thanks(cast) -> None:
    for name in ("Une", "Deux", "Trois"):
        make_member(cast.alliance, name)
    for number in range(9):
        make_experiment(cast.alliance, cast.bastien.organisation, title=f"Essai {number}")
    read = breath(cast)
    assert read.figures[0].value == "100\u202f%"
    assert read.figures[0].base == "11 actes de 6 organisations"
    assert "Merci à elles" in read.said
    assert [node.name for node in read.carriers] == ["Club Gravelle", "Ville de Charenton"]
    assert "contributions : 9" in read.base


def test_what_is_older_than_the_window_is_no_load(cast) -> None:
    long_ago = timezone.now() - datetime.timedelta(days=500)
    make_experiment(cast.alliance, cast.ama.organisation, pledged_at=long_ago)
    assert "contributions" not in breath(cast).base
    assert "contributions : 1" in breath(cast, 24).base


def test_what_is_dated_by_its_year_begins_with_it(cast) -> None:
    make_experiment(cast.alliance, cast.ama.organisation, cast.bastien.organisation)
    one, other = Contribution.objects.order_by("pk")
    for row, year in ((one, TODAY.year - 3), (other, TODAY.year)):
        row.state, row.delivered_on = "delivered", PartialDate(str(year))
        row.pledged_at = None
        row.save()
    day = datetime.date(TODAY.year, 12, 1)
    read = acts_of(cast.alliance, since=datetime.date(TODAY.year, 1, 1), today=day)
    assert read.kinds["contributions"] == 1
    assert read.last[cast.ama.organisation.pk] == datetime.date(TODAY.year - 3, 1, 1)
    starts = {tie.since for tie in contribution_ties(alliance=cast.alliance)}
    assert starts == {datetime.date(TODAY.year, 1, 1)}


@pytest.mark.parametrize(("days", "said"), [(20, "1 mois"), (700, "23 mois"), (5085, "13 ans")])
def test_a_long_silence_is_told_in_years(days: int, said: str) -> None:
    assert _since(days) == f"{said} sans signe"


def test_who_gave_no_sign_for_long_is_told_gently(client, cast) -> None:
    long_ago = timezone.now() - datetime.timedelta(days=500)
    make_experiment(cast.alliance, cast.ama.organisation, pledged_at=long_ago)
    make_member(cast.alliance, "Nouvelle")
    read = breath(cast)
    assert [(node.name, since) for node, since in read.quiet] == [
        ("Lycée du Val", "16 mois sans signe")
    ]
    assert [node.name for node in read.never] == ["Nouvelle"]
    client.force_login(cast.ama.person)
    url = reverse("fabric:breath", args=[cast.alliance.slug])
    text = client.get(url).content.decode()
    assert "Renouer, sans insister" in text
    assert "Ama Diallo" not in text.split("<main", 1)[1]
    assert client.get(url, {"mois": "7"}).status_code == 200


def test_having_met_is_a_sign_of_life_and_no_load(cast) -> None:
    make_encounter(
        make_event(cast.alliance),
        cast.ama.organisation,
        cast.bastien.organisation,
        met_on=timezone.localdate() - datetime.timedelta(days=20),
    )
    read = breath(cast)
    assert read.quiet == []
    assert "2 actes" in read.figures[0].base


def test_a_stranger_does_not_read_the_load(client, cast) -> None:
    client.force_login(cast.chloe.person)
    assert client.get(reverse("fabric:breath", args=[cast.alliance.slug])).status_code == 403


def test_the_tree_goes_from_the_meeting_to_the_experiment_to_the_partnership(cast) -> None:
    event = make_event(cast.alliance, is_public=True)
    tried = make_experiment(cast.alliance, title="Essai", born_of_event=event)
    again = make_experiment(
        cast.alliance, title="Essai ailleurs", nature="duplication", duplicates=tried
    )
    born = make_partnership(None, cast.ama.organisation, cast.bastien.organisation, is_public=True)
    born.experiments.add(tried)
    arrows = set(lineage_of(cast.alliance, person=NOBODY).edges)
    assert {
        (f"alliance:{cast.alliance.pk}", f"event:{event.pk}"),
        (f"event:{event.pk}", f"experiment:{tried.pk}"),
        (f"experiment:{tried.pk}", f"experiment:{again.pk}"),
        (f"experiment:{tried.pk}", f"partnership:{born.pk}"),
    } == arrows


def test_two_that_duplicate_one_another_close_no_loop(client, cast) -> None:
    first = make_experiment(cast.alliance, title="Un", nature="duplication")
    second = make_experiment(cast.alliance, title="Deux", nature="duplication", duplicates=first)
    first.duplicates = second
    first.save()
    edges = lineage_of(cast.alliance, person=NOBODY).edges
    both = {f"experiment:{first.pk}", f"experiment:{second.pk}"}
    assert len([pair for pair in edges if set(pair) == both]) == 1
    assert client.get(reverse("fabric:genealogy", args=[cast.alliance.slug])).status_code == 200


def test_a_passer_by_reads_the_tree_and_not_who_met(client, cast) -> None:
    make_partnership(
        cast.alliance, cast.ama.organisation, cast.bastien.organisation, title="Secret"
    )
    make_encounter(make_event(cast.alliance), cast.ama.organisation, cast.bastien.organisation)
    url = reverse("fabric:genealogy", args=[cast.alliance.slug])
    outside = client.get(url).content.decode()
    assert "Secret" not in outside
    assert "La démultiplication" not in outside
    assert "1 partenariat est né ici sans être visible pour vous." in outside
    client.force_login(cast.ama.person)
    inside = client.get(url).content.decode()
    assert "Secret" in inside
    assert "La démultiplication" in inside


def meet(cast, met_on, *, partners_on: str = "", names=("Une", "Deux"), **fields):
    first, second = (make_member(cast.alliance, name) for name in names)
    encounter = make_encounter(make_event(cast.alliance), first, second, met_on=met_on, **fields)
    if partners_on:
        make_partnership(cast.alliance, first, second, starts_on=PartialDate(partners_on))
    return encounter


def test_a_pair_counts_in_a_rate_only_once_it_was_observed_long_enough(cast) -> None:
    meet(cast, datetime.date(2024, 3, 1), partners_on="2024-09", names=("A", "B"))
    meet(cast, datetime.date(2024, 3, 1), partners_on="2025-10", names=("C", "D"))
    meet(cast, datetime.date(2024, 3, 1), names=("E", "F"))
    meet(cast, datetime.date(2026, 6, 1), partners_on="2026-08", names=("G", "H"))
    found = measure(cast.alliance, today=TODAY)
    assert (found.met, found.partnerships, found.too_early) == (4, 3, 1)
    assert (found.exposed, found.partners) == ((3, 3), (1, 2))
    assert found.rate(12) == pytest.approx(1 / 3)
    assert found.rate(24) == pytest.approx(2 / 3)
    assert [(one.year, one.met, one.exposed) for one in found.cohorts] == [
        (2024, 3, (3, 3)),
        (2026, 1, (0, 0)),
    ]


def test_partners_before_they_met_here_are_told_apart(cast) -> None:
    meet(cast, datetime.date(2025, 3, 1), partners_on="2020")
    found = measure(cast.alliance, today=TODAY)
    assert (found.met, found.already, found.partnerships) == (0, 1, 0)


def test_a_partnership_of_three_is_no_bilateral_one(cast) -> None:
    encounter = meet(cast, datetime.date(2024, 3, 1))
    make_partnership(cast.alliance, encounter.first, encounter.second, cast.ama.organisation)
    assert measure(cast.alliance, today=TODAY).partnerships == 0


def test_pairs_without_any_follow_up_are_listed_after_some_patience(cast) -> None:
    meet(cast, datetime.date(2026, 11, 1), names=("A", "B"))
    meet(cast, datetime.date(2026, 3, 1), names=("C", "D"))
    promised = meet(cast, datetime.date(2026, 3, 1), names=("E", "F"))
    FollowUp.objects.create(encounter=promised, what="S’appeler", posture="Bastien")
    found = measure(cast.alliance, today=TODAY)
    assert [one.pair for one in found.without] == [
        tuple(
            cast.alliance.memberships.filter(organisation__name__in=("C", "D"))
            .order_by("organisation")
            .values_list("organisation", flat=True)
        )
    ]


def test_the_page_tells_the_base_the_window_and_what_is_too_early(client, cast) -> None:
    meet(cast, timezone.localdate() - datetime.timedelta(days=40))
    client.force_login(cast.ama.person)
    text = client.get(reverse("fabric:genealogy", args=[cast.alliance.slug])).content.decode()
    assert "encore trop tôt" in text
    assert "ni un succès ni un échec" in text
    assert "ne prouve pas que l’un a causé l’autre" in text


def test_the_pages_do_not_grow(client, cast) -> None:
    client.force_login(cast.ama.person)
    addresses = [
        reverse(f"fabric:{name}", args=[cast.alliance.slug]) for name in ("breath", "genealogy")
    ]
    event = make_event(cast.alliance)

    def fill(first: int) -> list[int]:
        for number in range(first, first + 4):
            other = make_member(cast.alliance, f"Asso {number}")
            make_encounter(event, cast.ama.organisation, other)
            make_experiment(cast.alliance, other, title=f"Essai {number}")
            make_partnership(cast.alliance, cast.ama.organisation, other)
        return [queries_of(client, address) for address in addresses]

    few = fill(0)
    assert fill(4) == few
    assert few[0] <= 13
    assert few[1] <= 14
