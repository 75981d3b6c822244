"""Regards croisés: scored by world, « ne sait pas » apart, read side by side, never pooled."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.core.verdicts import Refused
from terreau.dialogues.actions.consultations import publish_consultation, reveal_results
from terreau.dialogues.actions.outlooks import create_outlook, give_scores
from terreau.dialogues.actions.voices import open_voice
from terreau.dialogues.bridge.outlooks import view_outlook
from terreau.dialogues.models import Outlook, OutlookScore
from terreau.dialogues.outlook_reading import outlook_by_world
from tests.actors.factories import make_speaker
from tests.alliances.factories import Cast, add_member, make_cast, make_challenge
from tests.alliances.story_factories import queries_of, sign_in

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


@pytest.fixture
def outlook(cast: Cast) -> Outlook:
    challenges = [make_challenge(cast.alliance, "Emploi")]
    made = create_outlook(
        cast.alliance,
        {"question": "Qu’est-ce qui pèse ici ?"},
        challenges,
        ["Isolement", "Mobilité"],
        by=cast.bastien,
        now=NOW(),
    )
    publish_consultation(made, by=cast.bastien, now=NOW())
    return made


def score(outlook: Outlook, world: str, rows: list[tuple]) -> None:
    """Give one row of scores a voice, in the order of the items."""
    items = list(outlook.items.values_list("pk", flat=True))
    for number, row in enumerate(rows):
        if world == "inhabitant":
            key = {"key": {"device_hash": f"{number}"}}
            voice = open_voice(outlook, space="inhabitants", channel="device", now=NOW(), **key)
        else:
            speaker = make_speaker(f"P{world}{number}", f"O {world} {number}", world=world)
            add_member(outlook.alliance, speaker)
            voice = open_voice(
                outlook,
                space="organisations",
                channel="mandate",
                now=NOW(),
                key={"organisation": speaker.organisation},
                world=world,
            )
        said = {item: (value, "") for item, value in zip(items, row, strict=True)}
        give_scores(outlook, voice, said, now=NOW())


def page(outlook: Outlook, name: str = "outlook") -> str:
    return reverse(f"dialogues:{name}", args=[outlook.alliance.slug, outlook.uuid])


def test_worlds_are_compared_with_their_bases_and_unknown_is_not_zero(outlook) -> None:
    score(outlook, "public", [(8, 6, None), (6, 6, None), (7, 6, None)])
    score(outlook, "economic", [(3, 9, 5), (4, 9, 5), (2, 9, 5)])
    view = view_outlook(outlook)
    by_label = {one.item.label: one for one in view.items}
    emploi = {one.world: one for one in by_label["Emploi"].views}
    assert (emploi["public"].mean, emploi["public"].base) == (7.0, 3)
    assert by_label["Emploi"].widest == ("public", "economic", 4.0)
    mobility = {one.world: one for one in by_label["Mobilité"].views}
    assert (mobility["public"].mean, mobility["public"].unknown) == (None, 3)
    assert [one.item.label for one in view.items] == ["Isolement", "Emploi", "Mobilité"]


def test_few_voices_are_hidden_and_inhabitants_are_never_added_to_organisations(outlook) -> None:
    score(outlook, "public", [(8, 6, 1), (6, 6, 1)])
    score(outlook, "inhabitant", [(0, 0, 0)] * 5)
    view = view_outlook(outlook)
    emploi = next(one for one in view.items if one.item.label == "Emploi")
    told = {one.world: one for one in emploi.views}
    assert told["public"].is_hidden
    assert told["public"].mean is None
    assert told["inhabitant"].mean == 0
    assert emploi.mean is None


def test_results_wait_and_the_diagnosis_reads_nothing_before(client: Client, cast, outlook) -> None:
    score(outlook, "public", [(8, 6, 1)] * 3)
    assert "une fois dévoilés" in client.get(page(outlook)).text
    assert outlook_by_world(cast.alliance) == []
    sign_in(client, cast.bastien)
    assert "pas encore dévoilé" in client.get(page(outlook)).text
    reveal_results(outlook, by=cast.bastien, now=NOW())
    (perceived,) = outlook_by_world(cast.alliance)
    assert perceived.means == {"public": 8.0}
    assert perceived.bases == {"public": 3}
    client.logout()
    read = client.get(page(outlook)).text
    assert "8,0 (base : 3)" in read
    assert "Trop peu de mondes" in read


def test_somebody_scores_and_finds_their_scores_again(client: Client, cast, outlook) -> None:
    items = list(outlook.items.all())
    empty = client.post(page(outlook), {f"note_{items[0].pk}": "À vérifier"})
    assert "Donnez au moins une note" in empty.text
    assert "À vérifier" in empty.text
    sent = {f"score_{items[0].pk}": "7", f"score_{items[1].pk}": "?"}
    client.post(page(outlook), sent)
    assert list(OutlookScore.objects.order_by("item").values_list("score", flat=True)) == [7, None]
    client.post(page(outlook), {f"score_{items[0].pk}": "9"})
    kept = OutlookScore.objects.order_by("item").values_list("score", flat=True)
    assert list(kept) == [9, None]


def test_an_organisation_scores_by_mandate(client: Client, cast, outlook) -> None:
    item = outlook.items.first()
    sign_in(client, cast.ama)
    client.post(page(outlook), {f"score_{item.pk}": "7"})
    row = OutlookScore.objects.select_related("participant").get()
    assert (row.participant.world, row.mandate) == ("academic", cast.ama.mandate)


def test_a_facilitator_prepares_by_form_and_a_list_too_short_waits(client: Client, cast) -> None:
    here = reverse("dialogues:outlook-new", args=[cast.alliance.slug])
    assert sign_in(client, cast.ama).get(here).status_code == 403
    sign_in(client, cast.bastien)
    initial = client.get(here).context["form"].initial
    sent = {
        "question": "Qu’est-ce qui pèse ?",
        "fragilities": "Emploi\n",
        "has_inhabitants": "on",
        "access": "open",
        "opens_at": "2026-11-22T10:00",
        "version": initial["version"],
        "base": initial["base"],
    }
    client.post(here, sent)
    made = Outlook.objects.get()
    read = client.post(page(made, "publish"), follow=True).text
    assert "au moins deux sujets" in read
    initial = client.get(page(made, "outlook-edit")).context["form"].initial
    again = sent | {"fragilities": "Emploi\nSanté", "base": initial["base"]}
    client.post(page(made, "outlook-edit"), again | {"version": initial["version"]})
    client.post(page(made, "publish"))
    made.refresh_from_db()
    assert made.published_at
    assert client.get(page(made, "outlook-edit")).status_code == 403


def test_the_second_of_two_people_is_told_and_loses_nothing(client: Client, cast) -> None:
    made = create_outlook(
        cast.alliance,
        {"question": "Qu’est-ce qui pèse ?", "opens_at": NOW()},
        [],
        ["Emploi", "Santé"],
        by=cast.bastien,
        now=NOW(),
    )
    sign_in(client, cast.bastien)
    here = page(made, "outlook-edit")
    shown = client.get(here).context["form"].initial
    sent = {
        "question": "Première plume",
        "fragilities": "Emploi\nSanté",
        "has_inhabitants": "on",
        "access": "open",
        "opens_at": "2026-11-22T10:00",
        "version": shown["version"],
        "base": shown["base"],
    }
    assert client.post(here, sent).status_code == 302
    late = client.post(here, sent | {"fragilities": "Emploi\nSanté\nSolitude"})
    assert late.status_code == 409
    assert "Solitude" in late.text
    assert "Première plume" in late.text
    again = {name: late.context["form"].data[name] for name in sent}
    assert client.post(here, again).status_code == 302
    assert made.items.count() == 3


def test_the_same_word_twice_is_refused(cast) -> None:
    with pytest.raises(Refused, match="le même nom"):
        create_outlook(
            cast.alliance,
            {"question": "?"},
            [make_challenge(cast.alliance, "Emploi")],
            ["emploi"],
            by=cast.bastien,
            now=NOW(),
        )


def test_the_page_does_not_grow(client: Client, cast, outlook) -> None:
    sign_in(client, cast.bastien)
    score(outlook, "public", [(8, 6, 1)] * 3)
    few = queries_of(client, page(outlook))
    score(outlook, "economic", [(8, 6, 1)] * 6)
    score(outlook, "inhabitant", [(8, 6, 1)] * 6)
    assert queries_of(client, page(outlook)) == few <= 12
