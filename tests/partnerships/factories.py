"""Make partnerships: Ama's school and Bastien's club are the parties, Fatou's town facilitates."""

import datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from terreau.actors.models import Organisation
from terreau.actors.posture import Posture
from terreau.core.partial_dates import PartialDate
from terreau.partnerships.actions.reviews import open_review, save_answer
from terreau.partnerships.models import (
    Flow,
    LevelChange,
    Partnership,
    PartnershipCategory,
    PartnershipScope,
    Party,
    PartyObjective,
    Review,
    ReviewAnswer,
    StageChange,
)

SILENT = {
    **dict.fromkeys(("product", "balance", "recognition")),
    "approaches": {},
    "objectives": {},
    **dict.fromkeys(("recommits", "strengths", "to_improve"), ""),
}


def make_partnership(*organisations: Organisation, **fields) -> Partnership:
    """Make a partnership in steering, shared with its alliances, with these parties."""
    names = ("alliances", "experiments", "domains", "territories", "censuses")
    links = {name: fields.pop(name, ()) for name in names}
    categories, scopes = fields.pop("categories", ()), fields.pop("scopes", ())
    values = {"title": "Tutorat au lycée", "stage": "steering", "posture": "Bastien", **fields}
    made = Partnership.objects.create(**values)
    for name, rows in links.items():
        getattr(made, name).set(rows)
    for one in organisations:
        Party.objects.create(partnership=made, organisation=one)
    for one in categories:
        PartnershipCategory.objects.create(partnership=made, category=one)
    for one in scopes:
        PartnershipScope.objects.create(partnership=made, scope=one)
    since = PartialDate("2024")
    StageChange.objects.create(partnership=made, stage=made.stage, since=since, posture="Bastien")
    LevelChange.objects.create(partnership=made, level=made.level, since=since, posture="Bastien")
    return made


def make_censused(*organisations: Organisation, **fields) -> Partnership:
    """Make a public partnership that a census alone knows: no stage, no level."""
    values = {"title": "Mécénat du club", "provenance": "censused", "stage": "", "level": ""}
    links = {name: fields.pop(name, ()) for name in ("domains", "territories", "censuses")}
    categories = fields.pop("categories", ())
    made = Partnership.objects.create(**{**values, "is_public": True, "posture": "B", **fields})
    for name, rows in links.items():
        getattr(made, name).set(rows)
    for one in organisations:
        Party.objects.create(partnership=made, organisation=one)
    for one in categories:
        PartnershipCategory.objects.create(partnership=made, category=one)
    return made


def of_cast(cast, **fields) -> Partnership:
    """Make the partnership of Ama's school and Bastien's club, born in their alliance."""
    parties = (cast.ama.organisation, cast.bastien.organisation)
    return make_partnership(*parties, **{"alliances": [cast.alliance], **fields})


def party_of(partnership: Partnership, posture: Posture) -> Party:
    """Find the current party of a posture."""
    return partnership.parties.current().get(organisation=posture.organisation)


def make_flow(party: Party, title: str = "Vingt heures de tuteurs", **fields) -> Flow:
    """Make something given in time, not valued unless told otherwise."""
    values = {"direction": "gives", "nature": "human", **fields}
    return Flow.objects.create(party=party, title=title, **values)


def make_objective(party: Party, objective: str, detail: str = "") -> PartyObjective:
    """Make an objective."""
    return PartyObjective.objects.create(party=party, objective=objective, detail=detail)


def make_review(partnership: Partnership, by: Posture, *, days: int = 10) -> Review:
    """Open a review through its act."""
    day = timezone.localdate() + datetime.timedelta(days=days)
    return open_review(fresh(partnership), closes_on=day, by=by, now=timezone.now())


def overdue(review: Review) -> Review:
    """Let the date of a review be yesterday."""
    day = timezone.localdate() - datetime.timedelta(days=1)
    Review.objects.filter(pk=review.pk).update(opened_on=day, closes_on=day)
    return Review.objects.get(pk=review.pk)


def answer(review: Review, by: Posture, *, gives: bool = True, **told) -> bool:
    """Answer for the organisation of a posture, through its act."""
    own = ReviewAnswer.objects.get(review=review, party__organisation=by.organisation)
    return save_answer(
        own,
        {**SILENT, **told},
        gives=gives,
        expected_version=own.version,
        by=by,
        now=timezone.now(),
    )


def fresh(partnership: Partnership) -> Partnership:
    """Read a partnership again, without what a page kept about standings."""
    return Partnership.objects.get(pk=partnership.pk)


def page(name: str, partnership: Partnership, **more) -> str:
    """Give the address of a page of a partnership."""
    return reverse(f"partnerships:{name}", kwargs={"uuid": partnership.uuid, **more})


def sign_in(client: Client, posture: Posture) -> Client:
    """Sign in; the only mandate of a person of the cast is their posture."""
    client.force_login(posture.person)
    return client


def read(client: Client, address: str, status: int = 200) -> str:
    """Read a page, which answers as expected."""
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode()


def queries_of(client: Client, address: str) -> int:
    """Count the queries of one page."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
