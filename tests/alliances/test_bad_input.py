"""Hostile, enormous and strange texts in every field: told or escaped, never a 500."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from terreau.actors.models import ActionDomain
from terreau.alliances.models import Alliance
from tests.alliances.factories import (
    Cast,
    make_cast,
    make_challenge,
    make_objective,
    make_place,
)
from tests.alliances.story_factories import page, sign_in

pytestmark = pytest.mark.django_db
HTML = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"
TEXTS = {
    "html": HTML,
    "template": "{{ alliance.pk }}{% now 'Y' %} %(name)s {0}",
    "formula": '=HYPERLINK("http://exemple.test";"clic")',
    "long": "é" * 10_000,
    "nul": "avant\x00après",
    "control": "a\x01\x08\x1b\x7f\u202e\u2028b",
    "lines": "un\r\nBcc: tous@exemple.test\r\n\r\ndeux",
    "emoji": "🌱👩🏽‍🌾 𝕋erreau",
    "blank": " \t ",
}
FORMS = {
    "edit": (
        "name",
        "question",
        "perimeter_label",
        "instigation_story",
        "rules_of_play",
        "sources",
    ),
    "invite": ("organisation_name", "person_name", "message", "email"),
    "objective-propose": (
        "text",
        "change_note",
        "indicator",
        "baseline",
        "target",
        "source",
        "responsible",
    ),
    "objective": ("reason",),
    "challenge-add": ("title", "description"),
    "stance": ("note",),
    "rest": ("rest-reason",),
    "delete": ("delete-reason",),
}
# Its pages are read once everything is written, then asleep, then deleted.
ENDS_A_STATE = ("stance", "rest", "delete")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def right(name: str) -> dict:
    """The fields of a form that is right."""
    return {
        "edit": {
            "name": "Agir",
            "question": "Comment ?",
            "territories": [make_place().token],
            "version": 1,
            "base": "{}",
        },
        "invite": {"email": "denis@exemple.test", "world": "economic"},
        "objective-propose": {"text": "Cent rencontres."},
        "objective": {"answer": "reservation"},
        "challenge-add": {
            "title": "Loger",
            "aim": "both",
            "domains": [ActionDomain.objects.order_by("pk")[0].pk],
        },
        "stance": {"interest": "5", "position": "watches"},
        "rest": {"sleep": "1"},
        "delete": {},
    }[name]


def is_safe(answer) -> bool:
    """Tell whether a page shows what was typed without letting it act."""
    return "<script>alert(1)" not in answer.text and "<img src=x" not in answer.text


@pytest.mark.parametrize("kind", TEXTS)
def test_every_text_field_bears_anything(
    client: Client, cast: Cast, kind: str, django_capture_on_commit_callbacks
) -> None:
    challenge = make_challenge(cast.alliance)
    make_objective(cast.alliance)
    sign_in(client, cast.bastien)
    for name, fields in FORMS.items():
        more = {"uuid": challenge.uuid} if name == "stance" else {}
        address = page(name, cast.alliance, **more)
        for field in fields:
            with django_capture_on_commit_callbacks(execute=True):
                answer = client.post(address, right(name) | {field: TEXTS[kind]}, follow=True)
            assert answer.status_code in (200, 409), (name, field)
            assert is_safe(answer), (name, field)
        if name in ENDS_A_STATE:
            pages_are_safe(client, cast.alliance)
    assert is_safe(client.get(reverse("alliances:list"), {"q": TEXTS[kind]}))
    for letter in mail.outbox:
        assert letter.to == ["denis@exemple.test"]
        assert letter.bcc == []
        assert "\n" not in letter.subject


def pages_are_safe(client: Client, alliance: Alliance) -> None:
    """Read where what was typed is shown."""
    for shown in ("overview", "members", "objective", "challenges", "publication", "records"):
        answer = client.get(page(shown, alliance))
        assert answer.status_code == 200, shown
        assert is_safe(answer), shown


@pytest.mark.parametrize("kind", TEXTS)
def test_the_wizard_bears_anything(client: Client, cast: Cast, kind: str) -> None:
    sign_in(client, cast.bastien)
    question = {"question": "Comment ?", "name": "Essai"}
    for field in ("question", "name", "started_on", "instigation_story"):
        answer = client.post(
            reverse("alliances:open"), question | {field: TEXTS[kind]}, follow=True
        )
        assert answer.status_code == 200, field
        assert is_safe(answer), field
    client.post(reverse("alliances:open"), question)
    for field in ("territories", "territories-q", "perimeter_label"):
        sent = {"territories": [make_place().token], field: TEXTS[kind]}
        answer = client.post(reverse("alliances:open-step", args=["perimetre"]), sent, follow=True)
        assert answer.status_code == 200, field
        assert is_safe(answer), field
        assert client.get(reverse("alliances:open-step", args=["perimetre"])).status_code == 200


@pytest.mark.parametrize("kind", TEXTS)
def test_the_answer_to_an_invitation_bears_anything(
    client: Client, cast: Cast, kind: str, django_capture_on_commit_callbacks
) -> None:
    sign_in(client, cast.bastien)
    sent = {"organisation_name": "Ferme", "world": "economic", "email": "denis@exemple.test"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page("invite", cast.alliance), sent)
    address = next(
        word for word in mail.outbox[0].body.split() if word.startswith("http://testserver")
    ).removeprefix("http://testserver")
    answer = Client().post(address, {"full_name": TEXTS[kind], "title": TEXTS[kind]}, follow=True)
    assert answer.status_code == 200
    assert is_safe(answer)
    assert client.get(page("members", cast.alliance)).status_code == 200


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("objective-propose", {"text": "Agir.", "due_on": "9999-99-99"}),
        ("edit", {"version": "mille", "base": "[", "name": "x"}),
        ("edit", {"version": "1", "base": "[1]", "name": "x", "started_on": "0000"}),
        ("challenge-add", {"title": "x", "domains": ["999999", "x"], "goals": ["x"]}),
        ("role-add", {"membership": "x", "mandate": "99999999999999999999", "role": "x"}),
    ],
)
def test_values_of_the_wrong_kind_are_told(
    client: Client, cast: Cast, name: str, sent: dict
) -> None:
    answer = sign_in(client, cast.bastien).post(page(name, cast.alliance), sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Alliance.objects.get(pk=cast.alliance.pk).name == "Agir ensemble"


def test_the_longest_names_still_sign_a_contribution(client: Client, cast: Cast) -> None:
    cast.ama.person.full_name = "A" * 150
    cast.ama.person.save()
    cast.ama.organisation.name = "O" * 200
    cast.ama.organisation.save()
    sign_in(client, cast.ama)
    sent = {"text": "Cent rencontres."}
    assert client.post(page("objective-propose", cast.alliance), sent).status_code == 302
    assert len(cast.alliance.objectives.get().author_posture) == 250
