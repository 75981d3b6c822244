"""The list of alliances, its filters, the page of one, and labels on every field."""

import datetime
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from terreau.actors.models import ActionDomain
from terreau.alliances.models import Alliance, JournalEntry
from terreau.alliances.views import overview
from terreau.core.partial_dates import PartialDate
from tests.actors.factories import make_speaker
from tests.alliances.factories import (
    Cast,
    add_member,
    make_alliance,
    make_cast,
    make_challenge,
    make_inhabitant,
    make_objective,
    make_place,
)
from tests.alliances.story_factories import page, queries_of, sign_in
from tests.events.factories import make_event

pytestmark = pytest.mark.django_db
LIST = "alliances:list"


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


def names(client: Client, **filters) -> set[str]:
    """The alliances listed."""
    answer = client.get(reverse(LIST), filters)
    assert answer.status_code == 200
    return {card.alliance.name for card in answer.context["cards"]}


def test_each_one_sees_the_published_and_their_own(client: Client, cast: Cast) -> None:
    assert names(client) == {"Agir ensemble"}
    assert names(sign_in(client, cast.chloe)) == {"Agir ensemble", "Ailleurs"}
    assert names(sign_in(client, cast.ama)) == {"Agir ensemble"}


def test_a_deleted_alliance_is_listed_nowhere(client: Client, cast: Cast) -> None:
    Alliance.objects.filter(pk=cast.alliance.pk).update(
        deletion_consent_count=2, deleted_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    )
    assert names(sign_in(client, cast.bastien)) == set()


def test_filters_by_word_domain_and_state(client: Client, cast: Cast) -> None:
    elsewhere = Alliance.objects.get(name="Ailleurs")
    elsewhere.perimeter.set([make_place("67482", "Strasbourg")])
    domain = ActionDomain.objects.order_by("pk")[0]
    make_challenge(cast.alliance).domains.add(domain)
    sign_in(client, cast.chloe)
    assert names(client, q="strasbourg") == {"Ailleurs"}
    assert names(client, q="rencontrent jeunes", status="published") == {"Agir ensemble"}
    assert names(client, domain=domain.code) == {"Agir ensemble"}
    assert names(client, status="mine") == {"Ailleurs"}
    assert names(client, q="introuvable") == set()
    assert "Enlever les filtres" in client.get(reverse(LIST), {"q": "x"}).text


@pytest.mark.parametrize(
    "filters",
    [
        {"status": "mine"},
        {"status": "nawak", "domain": "nawak"},
        {"q": "a" * 5000},
        {"q": "\x00"},
        {"page": "-1"},
        {"page": "mille"},
    ],
)
def test_filters_that_are_wrong_break_nothing(client: Client, cast: Cast, filters: dict) -> None:
    assert client.get(reverse(LIST), filters).status_code == 200


def test_a_card_counts_worlds_and_keeps_inhabitants_apart(client: Client, cast: Cast) -> None:
    make_inhabitant(cast.alliance)
    (card,) = client.get(reverse(LIST)).context["cards"]
    assert [(one.world, one.count) for one in card.worlds] == [
        ("public", 1),
        ("economic", 1),
        ("academic", 1),
    ]
    assert (card.organisations, card.inhabitants) == (3, 1)
    assert "habitants : espace séparé" in client.get(reverse(LIST)).text


def test_a_passer_by_reads_the_overview_of_a_published_alliance(client: Client, cast: Cast) -> None:
    for title, is_public in (("Page ouverte", True), ("Page fermée", False)):
        JournalEntry.objects.create(
            alliance=cast.alliance,
            title=title,
            kind="step",
            text="Récit.",
            happened_on=PartialDate("2013"),
            is_public=is_public,
            posture="Bastien Roy",
        )
    text = client.get(cast.alliance.get_absolute_url()).text
    assert "Page ouverte" in text
    assert "Page fermée" not in text
    assert "À faire pour vous" not in text
    assert "Bastien Roy" not in text
    assert page("members", cast.alliance) not in text
    inside = sign_in(client, cast.ama).get(cast.alliance.get_absolute_url()).text
    assert "Page fermée" in inside
    assert page("members", cast.alliance) in inside


def test_a_private_alliance_is_not_found_by_others(client: Client, cast: Cast) -> None:
    address = page("overview", Alliance.objects.get(name="Ailleurs"))
    assert client.get(address).status_code == 404
    assert sign_in(client, cast.ama).get(address).status_code == 404
    assert sign_in(client, cast.chloe).get(address).status_code == 200


def test_the_list_does_not_grow(client: Client, cast: Cast) -> None:
    sign_in(client, cast.ama)
    few = queries_of(client, reverse(LIST))
    for number in range(5):
        places = [make_place(f"9400{number}", f"Commune {number}"), make_place()]
        more = make_alliance(f"Alliance {number}", places=places)
        add_member(more, cast.ama)
        add_member(more, make_speaker(f"Personne {number}", f"Organisation {number}"))
    assert len(names(client)) == 6
    assert queries_of(client, reverse(LIST)) == few
    assert few <= 12


@pytest.mark.parametrize("who", ["ama", "bastien", "denis"])
def test_the_overview_does_not_grow(client: Client, cast: Cast, who: str) -> None:
    posture = getattr(cast, who)
    if posture:
        sign_in(client, posture)
    make_objective(cast.alliance)
    make_challenge(cast.alliance, "Premier enjeu")
    few = queries_of(client, page("overview", cast.alliance))
    for number in range(5):
        cast.alliance.perimeter.add(make_place(f"9400{number}", f"Commune {number}"))
        make_challenge(cast.alliance, f"Enjeu {number}").domains.set(ActionDomain.objects.all()[:2])
        make_objective(cast.alliance, f"Texte {number}")
        add_member(cast.alliance, make_speaker(f"Personne {number}", f"Organisation {number}"))
    assert queries_of(client, page("overview", cast.alliance)) == few
    assert few <= 15  # 13 once the map of its perimeter is kept


def test_what_the_other_domains_tell_is_kept_a_moment_and_never_for_another(
    client: Client, cast: Cast, settings
) -> None:
    settings.TERREAU_TODO_SECONDS = 20
    overview._above.cache_clear()
    address = page("overview", cast.alliance)
    sign_in(client, cast.bastien)
    event = make_event(cast.alliance, title="La première", is_public=False)
    assert "La première" in client.get(address).text
    make_event(cast.alliance, title="La suivante")
    assert queries_of(client, address) <= 12
    assert "La suivante" not in client.get(address).text
    assert "La première" not in Client().get(address).text
    client.post("/langue/", {"language": "fr"})
    assert "La suivante" in client.get(address).text
    event.delete()
    cast.alliance.memberships.filter(organisation=cast.bastien.organisation).update(
        left_on=localdate()
    )
    assert "La première" not in client.get(address).text
    overview._above.cache_clear()


class Fields(HTMLParser):
    """Collect the fields of a page and what names them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[dict] = []
        self.labelled: set[str] = set()
        self.ids: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        """Note ids, labels and fields."""
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "label":
            self.depth += 1
            self.labelled.add(found.get("for", ""))
        elif tag in ("input", "select", "textarea") and found.get("type") not in (
            "hidden",
            "submit",
        ):
            self.fields.append({**found, "is_wrapped": self.depth > 0})

    def handle_endtag(self, tag: str) -> None:
        """Leave a label."""
        if tag == "label":
            self.depth -= 1

    def without_label(self) -> list[str]:
        """The names of the fields that nothing names."""
        return [
            field.get("name", "")
            for field in self.fields
            if not field["is_wrapped"]
            and field.get("id") not in self.labelled
            and not {"aria-label", "aria-labelledby"} & field.keys()
        ]


def test_every_field_has_its_label_and_every_id_is_alone(client: Client, cast: Cast) -> None:
    make_objective(cast.alliance)
    challenge = make_challenge(cast.alliance)
    sign_in(client, cast.bastien)
    question = {"question": "Comment ?", "name": "Essai", "started_on": "", "instigation_story": ""}
    client.post(reverse("alliances:open"), question)
    places = {"territories": [make_place().token]}
    client.post(reverse("alliances:open-step", args=["perimetre"]), places)
    addresses = [
        reverse(LIST),
        reverse("alliances:qualification"),
        *(reverse("alliances:open-step", args=[s]) for s in ("question", "perimetre", "invites")),
        *(
            page(name, cast.alliance)
            for name in (
                "overview",
                "edit",
                "members",
                "invite",
                "objective",
                "objective-propose",
                "challenges",
                "challenge-add",
                "publication",
            )
        ),
        page("challenge", cast.alliance, uuid=challenge.uuid),
    ]
    for address in addresses:
        read = Fields()
        answer = client.get(address)
        assert answer.status_code == 200, address
        read.feed(answer.text)
        assert read.without_label() == [], address
        assert len(read.ids) == len(set(read.ids)), address
        assert answer.text.count("<h1") == 1, address
