"""Papers go out as Pabulib and PrefLib files, without names, and come back the same."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from terreau.dialogues.actions.ballots import (
    count_ballot,
)
from terreau.dialogues.bridge.ballot_files import from_pabulib, from_preflib
from terreau.dialogues.models import Ballot
from tests.alliances.factories import Cast, make_cast
from tests.alliances.story_factories import sign_in
from tests.dialogues.ballot_factories import (
    NOW,
    PAPERS,
    address,
    close_and_count,
    group_of,
    prepare,
    vote,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


@pytest.mark.parametrize(("method", "kind"), [("equal_shares", "pb"), ("schulze", "toi")])
def test_papers_go_out_without_names_and_come_back_the_same(
    client: Client, cast, method: str, kind: str
) -> None:
    ballot = prepare(cast, method)
    vote(ballot, [*PAPERS[method], {}])
    first = close_and_count(cast, ballot)
    text = client.get(address("ballot-take", ballot, "inhabitants", kind)).content.decode()
    read = from_pabulib(text) if kind == "pb" else from_preflib(text)
    assert len(read.papers) == len(PAPERS[method]) + 1
    sign_in(client, cast.bastien)
    here = reverse("dialogues:ballot-bring", args=[cast.alliance.slug])
    sent = {"space": "inhabitants", "source": "essai"}
    file = SimpleUploadedFile(f"scrutin.{kind}", text.encode())
    client.post(here, {**sent, "file": file})
    again = Ballot.objects.order_by("-pk").first()
    assert again.pk != ballot.pk
    second = count_ballot(again, by=cast.bastien, now=NOW())
    titles = [dict(one.options.values_list("key", "title")) for one in (ballot, again)]
    orders = [
        [names[key] for key in group_of(count)["order"]]
        for names, count in zip(titles, (first, second), strict=True)
    ]
    assert orders[0] == orders[1]


def test_a_broken_file_is_refused_with_its_line(client: Client, cast) -> None:
    sign_in(client, cast.bastien)
    here = reverse("dialogues:ballot-bring", args=[cast.alliance.slug])
    text = "META\nkey;value\nbudget;cent\nPROJECTS\nproject_id;cost\na;1\nVOTES\nvoter_id;vote\n"
    file = SimpleUploadedFile("x.pb", text.encode())
    read = client.post(here, {"file": file, "space": "inhabitants", "source": "essai"})
    assert "ne se lit pas à sa ligne" in read.text
    assert not Ballot.objects.exists()
