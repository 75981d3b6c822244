"""An organisation's own pages: version after version, shared or not, with whom it agreed to."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.support.canvas import BOXES, LINES
from terreau.support.models import AllianceStrategy, SelfDiagnosis
from tests.alliances.factories import Cast, make_cast
from tests.dialogues.browsing import count_queries, sign_in
from tests.support.factories import make_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def page(name: str, posture) -> str:
    return reverse(f"support:{name}", args=[posture.organisation.uuid])


def test_a_strategy_is_written_version_after_version(client: Client, cast: Cast) -> None:
    sign_in(client, cast.ama)
    assert "Rien n’est encore écrit" in client.get(page("strategy", cast.ama)).text
    refused = client.post(page("strategy-write", cast.ama), {"is_shared": "on"})
    assert "Commencez par une case" in refused.text
    client.post(page("strategy-write", cast.ama), {"why": "Pour les stages", "is_shared": "on"})
    form = client.get(page("strategy-write", cast.ama)).context["form"]
    assert form["why"].value() == "Pour les stages"
    client.post(page("strategy-write", cast.ama), {"why": "Pour apprendre", "step": "Inviter"})
    shown = client.get(page("strategy", cast.ama)).text
    assert "Pour apprendre" in shown
    assert "entre nous" in shown
    old = AllianceStrategy.objects.get(boxes__why="Pour les stages")
    again = client.get(f"{page('strategy', cast.ama)}?version={old.uuid}").text
    assert "Pour les stages" in again
    assert client.get(f"{page('strategy', cast.ama)}?version=%00").status_code == 200
    assert AllianceStrategy.objects.count() == 2


def test_only_an_agreed_accompanist_reads_what_is_shared(client: Client, cast: Cast) -> None:
    """To open a file on somebody gives no right to what they keep."""
    made = {"posture": cast.ama.label, "organisation": cast.ama.organisation}
    AllianceStrategy.objects.create(boxes={"why": "Ce qui est partagé"}, **made)
    AllianceStrategy.objects.create(boxes={"why": "Ce qui reste"}, is_shared=False, **made)
    SelfDiagnosis.objects.create(answers={"need": 1}, is_shared=False, **made)
    file = make_file(cast.bastien, cast.ama.organisation)
    for posture in (cast.bastien, cast.fatou, cast.chloe):
        sign_in(client, posture)
        refused = client.get(page("strategy", cast.ama))
        assert refused.status_code == 403
        assert "accepté l’accompagnement" in refused.text
    file.agreed_at = timezone.now()
    file.save()
    sign_in(client, cast.bastien)
    shown = client.get(page("strategy", cast.ama)).text
    assert "Ce qui est partagé" in shown
    assert "Ce qui reste" not in shown
    assert "Aucun point n’a encore été fait" in client.get(page("diagnosis", cast.ama)).text
    assert client.get(page("strategy-write", cast.ama)).status_code == 403
    assert client.post(page("diagnosis-make", cast.ama), {"need": "4"}).status_code == 403
    file.closed_on = timezone.localdate()
    file.save()
    assert client.get(page("strategy", cast.ama)).status_code == 403


def test_a_diagnosis_keeps_what_is_unknown_and_compares_two_dates(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.ama)
    make = page("diagnosis-make", cast.ama)
    assert "Répondez au moins" in client.post(make, {"comment": "Rien"}).text
    client.post(make, {"need": "2", "offer": "0", "trust": "3"})
    client.post(make, {"need": "4", "offer": "0", "trust": "", "comment": "Mieux"})
    answers = SelfDiagnosis.objects.first().answers
    assert (answers["need"], answers["offer"], answers["trust"]) == (4, 0, None)
    assert set(answers) == {line.key for line in LINES}
    page_ = client.get(page("diagnosis", cast.ama))
    rows = {row.text: (row.cells, row.move) for row in page_.context["comparison"].rows}
    texts = {line.key: str(line.text) for line in LINES}
    assert rows[texts["need"]] == (("4 · tout à fait", "2 · à moitié"), "plus qu’avant")
    assert rows[texts["offer"]][1] == "comme avant"
    assert rows[texts["trust"]] == (("inconnu", "3 · plutôt"), "")
    assert "<svg" in page_.text
    wrong = client.post(make, {"need": "9", "offer": "\x00"})
    assert wrong.status_code == 200
    assert SelfDiagnosis.objects.count() == 2


def test_boxes_are_bounded_and_hostile_words_stay_text(client: Client, cast: Cast) -> None:
    sign_in(client, cast.ama)
    write = page("strategy-write", cast.ama)
    too_long = client.post(write, {"why": "é" * 2001})
    assert too_long.status_code == 200
    assert "é" * 100 in too_long.text
    client.post(write, {box.key: "<b>gras</b>" for box in BOXES} | {"intrus": "x"})
    assert set(AllianceStrategy.objects.get().boxes) == {box.key for box in BOXES}
    assert "<b>gras" not in client.get(page("strategy", cast.ama)).text


def test_these_pages_do_not_grow(client: Client, cast: Cast) -> None:
    sign_in(client, cast.ama)
    made = {"posture": cast.ama.label, "organisation": cast.ama.organisation}

    def add() -> None:
        AllianceStrategy.objects.create(boxes={"why": "x"}, **made)
        SelfDiagnosis.objects.create(answers={"need": 1}, **made)

    add()
    addresses = [page("strategy", cast.ama), page("diagnosis", cast.ama)]
    few = [count_queries(client, address) for address in addresses]
    for _more in range(5):
        add()
    assert [count_queries(client, address) for address in addresses] == few
    assert max(few) <= 15
