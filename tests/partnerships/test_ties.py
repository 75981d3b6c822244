"""What partnerships tie, what they were born of, and what their neighbours show of them."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from terreau.core.partial_dates import PartialDate
from terreau.events.meetings import known_pairs
from terreau.events.models import Event
from terreau.experiments.models import Experiment
from terreau.partnerships.lineage import lineage_of, lineage_of_partnership, without_loops
from terreau.partnerships.models import Party, StageChange
from terreau.partnerships.ties import partnership_ties
from tests.actors.factories import make_organisation
from tests.alliances.factories import make_cast
from tests.partnerships.factories import make_partnership, of_cast, read, sign_in

pytestmark = pytest.mark.django_db


def pair(cast) -> tuple[int, int]:
    """The keys of the two parties of the cast, the lower first."""
    keys = sorted((cast.ama.organisation.pk, cast.bastien.organisation.pk))
    return keys[0], keys[1]


def test_parties_are_tied_two_by_two_in_one_query() -> None:
    cast = make_cast()
    made = of_cast(cast, level="strategic", starts_on=PartialDate("2021"))
    Party.objects.create(partnership=made, organisation=make_organisation("Troisième"))
    with CaptureQueriesContext(connection) as queries:
        ties = partnership_ties()
    assert len(queries) == 1
    assert len(ties) == 3
    tie = next(one for one in ties if (one.first_id, one.second_id) == pair(cast))
    assert (tie.weight, tie.kind, tie.source_uuid) == (3.0, "partnership", made.uuid)
    assert tie.label == "partenaires depuis 2021"
    assert all(one.first_id < one.second_id for one in ties)


def test_a_tie_runs_from_a_day_to_a_day() -> None:
    cast = make_cast()
    made = of_cast(cast, starts_on=PartialDate("2021-06"), stage="closed")
    StageChange.objects.create(
        partnership=made, stage="closed", since=PartialDate("2023"), posture="Bastien"
    )
    day = datetime.date
    assert partnership_ties(on=day(2021, 5, 31)) == []
    assert len(partnership_ties(on=day(2022, 1, 1))) == 1
    assert partnership_ties(on=day(2024, 1, 1)) == []
    assert partnership_ties()[0].ends_on == day(2023, 12, 31)


def test_an_unknown_start_counts_from_the_day_it_was_noted() -> None:
    cast = make_cast()
    of_cast(cast)
    assert partnership_ties(on=datetime.date(2020, 1, 1)) == []
    assert partnership_ties(on=timezone.localdate())[0].starts_on is None


def test_what_is_only_spotted_does_not_tie_and_a_project_ties_by_half() -> None:
    cast = make_cast()
    of_cast(cast, stage="spotting")
    assert partnership_ties() == []
    of_cast(cast, stage="design", level="regular")
    assert [tie.weight for tie in partnership_ties(alliance=cast.alliance)] == [1.0]
    assert partnership_ties(organisation_ids=[cast.ama.organisation.pk]) == []


def test_partners_need_not_be_introduced_to_each_other() -> None:
    cast = make_cast()
    of_cast(cast, starts_on=PartialDate("2019"))
    keys = list(pair(cast))
    assert known_pairs(keys, datetime.date(2022, 1, 1)) == {pair(cast): "partenaires depuis 2019"}
    assert known_pairs(keys, datetime.date(2018, 1, 1)) == {}


def test_the_lineage_names_the_nearest_origin_and_hides_what_one_may_not_see() -> None:
    cast = make_cast(status="published")
    event = Event.objects.create(
        alliance=cast.alliance,
        kind="matching",
        state="announced",
        title="Speed meeting",
        starts_at=timezone.now(),
        ends_at=timezone.now() + datetime.timedelta(hours=2),
        code="ABCD",
        posture="Bastien",
    )
    tried = Experiment.objects.create(
        alliance=cast.alliance,
        title="Tutorat",
        question="Et si ?",
        nature="innovation",
        born_of_event=event,
        posture="Bastien",
    )
    born = of_cast(cast, title="Né de l’essai", experiments=[tried])
    plain = of_cast(cast, title="Né de l’alliance")
    keys = {"a": f"alliance:{cast.alliance.pk}", "e": f"event:{event.pk}"}
    keys |= {"x": f"experiment:{tried.pk}", "p": f"partnership:{born.pk}"}
    lineage = lineage_of(cast.alliance, person=cast.ama.person)
    assert set(lineage.edges) == {
        (keys["a"], keys["e"]),
        (keys["e"], keys["x"]),
        (keys["x"], keys["p"]),
        (keys["a"], f"partnership:{plain.pk}"),
    }
    assert lineage.hidden == 0
    outside = lineage_of(cast.alliance)
    assert {node.kind for node in outside.nodes} <= {"alliance", "event", "experiment"}
    assert outside.hidden == 2
    own = lineage_of_partnership(born, person=cast.ama.person)
    assert (keys["x"], keys["p"]) in own.edges
    assert keys["e"] in {node.key for node in own.nodes}


def test_a_loop_in_the_rows_does_not_loop_the_reading() -> None:
    edges = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "c"), ("a", "c")]
    assert without_loops(edges) == (("a", "b"), ("b", "c"), ("a", "c"))


def test_the_sheet_and_the_overview_show_what_their_reader_may_see(client: Client) -> None:
    cast = make_cast(status="published")
    of_cast(cast, title="Entre nous")
    make_partnership(cast.ama.organisation, cast.bastien.organisation, title="Clos", stage="closed")
    sheet, overview = cast.ama.organisation.get_absolute_url(), cast.alliance.get_absolute_url()
    assert "Entre nous" not in read(client, sheet)
    assert "Entre nous" not in read(client, overview)
    sign_in(client, cast.fatou)
    assert "Entre nous" in read(client, sheet)
    assert "Entre nous" in read(client, overview)
    assert "Clos" not in read(client, overview)
