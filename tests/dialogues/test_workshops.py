"""Workshops: several people type at once, nothing is lost, propositions are followed for years."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.core.editing import EditConflict
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import Refused
from terreau.dialogues.actions.followups import follow_proposition, put_marks
from terreau.dialogues.actions.voices import open_voice
from terreau.dialogues.actions.workshops import (
    add_point,
    add_proposition,
    edit_point,
    edit_workshop,
    gather_propositions,
    open_workshop,
)
from terreau.dialogues.models import Proposition, PropositionPoint, Workshop
from tests.alliances.factories import Cast, make_cast, make_inhabitant
from tests.alliances.story_factories import queries_of, sign_in

pytestmark = pytest.mark.django_db
NOW = timezone.now
VALUES = {
    "question": "Comment évaluer ce que l’on fait ensemble ?",
    "held_on": PartialDate("2018-06"),
    "place": "Saint-Maurice",
    "introduction": "",
    "marks_per_voice": 3,
}
FORM = {
    "question": "Comment évaluer ?",
    "held_on": "juin 2018",
    "place": "",
    "introduction": "",
    "marks_per_voice": "3",
    "themes": "- Évaluer\n- Valoriser\n\n",
    "colours": ["blue", "red"],
}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def workshop(cast: Cast) -> Workshop:
    return open_workshop(
        cast.alliance,
        VALUES,
        themes=["Évaluer", "Valoriser"],
        colours=["blue", "red"],
        by=cast.bastien,
        now=NOW(),
    )


def propose(workshop: Workshop, posture, title: str = "Former", points=(), colour="blue"):
    group = workshop.groups.get(colour=colour)
    group.workshop = workshop
    theme = workshop.themes.first()
    return add_proposition(group, theme=theme, title=title, points=points, by=posture, now=NOW())


def address(name: str, workshop: Workshop, *more) -> str:
    return reverse(f"dialogues:{name}", args=[workshop.alliance.slug, workshop.uuid, *more])


def test_a_facilitator_opens_a_workshop_and_a_member_does_not(client: Client, cast) -> None:
    here = reverse("dialogues:workshop-create", args=[cast.alliance.slug])
    assert sign_in(client, cast.ama).get(here).status_code == 403
    sign_in(client, cast.bastien)
    wrong = client.post(here, FORM | {"question": "", "held_on": "quand on pourra"})
    assert "Donnez un sujet" in wrong.text
    assert "quand on pourra" in wrong.text
    done = client.post(here, FORM, follow=True)
    assert "juin 2018" in done.text
    made = Workshop.objects.get()
    assert [one.title for one in made.themes.all()] == ["Évaluer", "Valoriser"]
    assert {one.colour for one in made.groups.all()} == {"blue", "red"}


def test_members_write_and_the_board_shows_it_to_the_others(client, cast, workshop) -> None:
    group = workshop.groups.get(colour="blue")
    sent = {"title": "Former les équipes", "points": "• apprendre ensemble\n\n- se relire\n"}
    theme = {"theme": workshop.themes.first().pk}
    sign_in(client, cast.ama)
    client.post(address("proposition-add", workshop, group.pk), sent | theme)
    sign_in(client, cast.fatou)
    slice_of = client.get(
        address("workshop", workshop), {"part": "board"}, headers={"HX-Request": "true"}
    ).text
    assert "Former les équipes" in slice_of
    assert "se relire" in slice_of
    assert slice_of.strip() in client.get(address("workshop", workshop)).text
    points = PropositionPoint.objects.values_list("text", flat=True)
    assert list(points) == ["apprendre ensemble", "se relire"]


def test_an_empty_proposition_is_refused_and_its_points_are_kept(client, cast, workshop) -> None:
    group = workshop.groups.get(colour="blue")
    sign_in(client, cast.ama)
    sent = {"title": "", "points": "apprendre ensemble"}
    read = client.post(address("proposition-add", workshop, group.pk), sent).text
    assert "Écrivez la proposition en quelques mots" in read
    assert "apprendre ensemble" in read
    assert not Proposition.objects.exists()


def test_strangers_do_not_write(client, cast, workshop) -> None:
    group = workshop.groups.get(colour="blue")
    with pytest.raises(Refused, match="n’est pas membre"):
        propose(workshop, cast.chloe)
    sign_in(client, cast.chloe)
    assert client.post(address("proposition-add", workshop, group.pk), {}).status_code in (403, 404)


def test_two_points_added_at_once_are_both_kept(cast, workshop) -> None:
    one = propose(workshop, cast.ama, points=["un"])
    again = Proposition.objects.select_related("workshop__alliance").get(pk=one.pk)
    add_point(one, "deux", by=cast.ama)
    add_point(again, "trois", by=cast.fatou)
    assert [point.text for point in one.points.all()] == ["un", "deux", "trois"]


def test_the_second_who_rewrites_a_point_is_told_and_keeps_their_words(
    client, cast, workshop
) -> None:
    one = propose(workshop, cast.ama, points=["un"])
    point = one.points.get()
    edit_point(point, "un, mieux dit", expected_version=1, by=cast.ama)
    with pytest.raises(EditConflict):
        edit_point(point, "autre", expected_version=1, by=cast.fatou)
    sign_in(client, cast.fatou)
    sent = {"version": "1", "text": "un, à ma façon"}
    read = client.post(address("point-edit", workshop, one.number, point.pk), sent)
    assert read.status_code == 409
    assert "un, mieux dit" in read.text
    assert "un, à ma façon" in read.text
    client.post(
        address("point-edit", workshop, one.number, point.pk), {"version": "2", "text": " "}
    )
    assert not one.points.exists()


def test_the_second_who_rewrites_a_proposition_is_told(client, cast, workshop) -> None:
    one = propose(workshop, cast.ama)
    sign_in(client, cast.fatou)
    page = client.get(address("proposition", workshop, one.number))
    base = page.context["form"].initial
    Proposition.objects.filter(pk=one.pk).update(title="Former ailleurs", version=2)
    sent = {"title": "Former ici", "theme": "", "version": base["version"], "base": base["base"]}
    read = client.post(address("proposition-edit", workshop, one.number), sent)
    assert read.status_code == 409
    assert "Former ici" in read.text
    assert "Former ailleurs" in read.text


def test_a_theme_that_speaks_is_not_dropped(cast, workshop) -> None:
    propose(workshop, cast.ama)
    edit_workshop(workshop, VALUES, themes=["Autre"], colours=["green"], by=cast.bastien, now=NOW())
    assert {one.title for one in workshop.themes.all()} == {"Évaluer", "Autre"}
    assert {one.colour for one in workshop.groups.all()} == {"blue", "green"}


def test_what_is_closed_takes_no_proposition_but_is_still_followed(client, cast, workshop) -> None:
    one = propose(workshop, cast.ama)
    sign_in(client, cast.bastien)
    client.post(address("workshop-close", workshop), {"act": "close"})
    workshop = Workshop.objects.select_related("alliance").get()
    with pytest.raises(Refused, match="close"):
        propose(workshop, cast.ama, "Trop tard")
    sent = {"status": "started", "since": "2019", "carried_by": "Club Gravelle", "note": ""}
    read = client.post(address("proposition-follow", workshop, one.number), sent, follow=True)
    assert "Club Gravelle" in read.text
    client.post(address("workshop-close", workshop), {"act": "reopen"})
    assert propose(Workshop.objects.get(), cast.ama, "À temps").number == 2


def test_the_newest_date_gives_the_state_whatever_the_order_of_writing(cast, workshop) -> None:
    one = propose(workshop, cast.ama)
    for status, since in (("done", "2021"), ("started", "2019")):
        values = {"status": status, "since": PartialDate(since), "carried_by": "", "note": ""}
        follow_proposition(one, values, by=cast.ama, now=NOW())
    one.refresh_from_db()
    assert one.status == "done"
    assert one.follow_ups.count() == 2


def test_an_inhabitant_writes_in_the_room_but_does_not_follow_for_an_organisation(
    cast, workshop
) -> None:
    ines = make_inhabitant(cast.alliance)
    one = propose(workshop, ines)
    values = {"status": "done", "since": PartialDate("2021"), "carried_by": "", "note": ""}
    with pytest.raises(Refused, match="espace est celui des organisations"):
        follow_proposition(one, values, by=ines, now=NOW())


def test_propositions_are_gathered_without_being_lost(cast, workshop) -> None:
    first, second = propose(workshop, cast.ama), propose(workshop, cast.fatou, colour="red")
    gather_propositions(workshop, "Se former", [first, second], by=cast.bastien, now=NOW())
    assert workshop.clusters.get().propositions.count() == 2
    gather_propositions(workshop, "", [first, second], by=cast.bastien, now=NOW())
    assert not workshop.clusters.exists()
    assert workshop.propositions.count() == 2
    with pytest.raises(Refused, match="facilitateurs"):
        gather_propositions(workshop, "Se former", [first], by=cast.ama, now=NOW())


def voice_of(workshop: Workshop, number: int):
    return open_voice(
        workshop, space="inhabitants", channel="device", now=NOW(), key={"device_hash": f"{number}"}
    )


def test_dots_are_bounded_replaced_and_hidden_until_revealed(client, cast, workshop) -> None:
    one, two = propose(workshop, cast.ama), propose(workshop, cast.ama, "Deux")
    voice = voice_of(workshop, 1)
    with pytest.raises(Refused, match="3 points à poser et vous en avez posé 4"):
        put_marks(workshop, voice, {one.pk: 4}, now=NOW())
    put_marks(workshop, voice, {one.pk: 3}, now=NOW())
    put_marks(workshop, voice, {two.pk: 2}, now=NOW())
    assert dict(voice.marks.values_list("proposition", "count")) == {two.pk: 2}
    sign_in(client, cast.bastien)
    assert "Base :" not in client.get(address("workshop-marks", workshop)).text
    client.post(address("workshop-reveal", workshop))
    assert "Moins de 5 réponses" in client.get(address("workshop-marks", workshop)).text
    for number in range(2, 6):
        put_marks(workshop, voice_of(workshop, number), {two.pk: 1}, now=NOW())
    read = client.get(address("workshop-marks", workshop)).text
    assert "Base : 5 voix." in read
    assert "6 points" in read


def test_dots_are_put_without_account_and_kept_for_the_device(client, cast, workshop) -> None:
    one = propose(workshop, cast.ama)
    type(cast.alliance).objects.filter(pk=cast.alliance.pk).update(status="published")
    too_many = client.post(address("workshop-marks", workshop), {f"marks_{one.pk}": "9"})
    assert "3 points à poser et vous en avez posé 9" in too_many.text
    assert 'value="9"' in too_many.text
    read = client.post(address("workshop-marks", workshop), {f"marks_{one.pk}": "2"}, follow=True)
    assert "Vos points sont posés : 2." in read.text
    assert 'value="2"' in client.get(address("workshop-marks", workshop)).text


def test_the_follow_up_lists_every_workshop_and_leaves_as_a_file(client, cast, workshop) -> None:
    propose(workshop, cast.ama, "=Former")
    here = reverse("dialogues:follow-up", args=[cast.alliance.slug])
    sign_in(client, cast.chloe)
    assert client.get(here).status_code == 404
    sign_in(client, cast.ama)
    read = client.get(here).text
    assert "=Former" in read
    assert "inconnu" in read
    assert "Aucune proposition dans cet état" in client.get(here, {"status": "done"}).text
    assert "=Former" in client.get(here, {"format": "csv"}).content.decode("utf-8-sig")


def test_the_pages_do_not_grow(client, cast, workshop) -> None:
    sign_in(client, cast.bastien)
    one = propose(workshop, cast.ama, points=["un"])
    pages = [
        address("workshop", workshop),
        address("proposition", workshop, one.number),
        address("workshop-gather", workshop),
        reverse("dialogues:follow-up", args=[cast.alliance.slug]),
    ]
    few = [queries_of(client, page) for page in pages]
    for number in range(6):
        more = propose(workshop, cast.ama, f"Proposition {number}", ["a", "b"], "red")
        for year in ("2019", "2020"):
            values = {"status": "kept", "since": PartialDate(year), "carried_by": "", "note": ""}
            follow_proposition(more, values, by=cast.ama, now=NOW())
        add_point(one, f"point {number}", by=cast.ama)
    assert [queries_of(client, page) for page in pages] == few
    assert max(few) <= 15
