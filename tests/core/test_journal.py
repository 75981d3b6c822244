"""The journal is append-only, chained, and safe with several writers."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Length
from hypothesis import given
from hypothesis import strategies as st

from terreau.accounts.models import Person
from terreau.core.guards import guards_lifted
from terreau.core.journal import (
    record,
    records_of,
    register_verbs,
    verify_chain,
    verify_every_chain,
)
from terreau.core.models import Record
from terreau.core.verbs import say

NOW = datetime.datetime(2026, 11, 22, 9, 0, 0, 123456, tzinfo=datetime.UTC)
register_verbs({"test-planted": "a planté « %(name)s »"})


def plant(name: str, *, scope: str = "garden:1", by=None, posture: str = "") -> Record:
    return record(scope, "test-planted", by=by, posture=posture, params={"name": name}, now=NOW)


@pytest.mark.django_db
def test_records_are_numbered_and_chained_per_scope():
    first, second, elsewhere = plant("chêne"), plant("hêtre"), plant("pin", scope="garden:2")
    assert [first.number, second.number, elsewhere.number] == [1, 2, 1]
    assert (first.previous_hash, second.previous_hash) == ("", first.hash)
    assert [line.number for line in records_of("garden:1")] == [2, 1]
    assert verify_every_chain() == []


@pytest.mark.django_db
def test_a_line_is_said_with_its_stamp_and_survives_the_departure_of_its_person():
    ama = Person.objects.create_user("ama@example.org", full_name="Ama Koné")
    plant("chêne", by=ama, posture="Ama Koné, au nom de Club Gravelle")
    plant("hêtre", by=ama)
    plant("pin")
    assert [line.sentence for line in records_of("garden:1")] == [
        "Terreau a planté « pin ».",
        "Ama Koné a planté « hêtre ».",
        "Ama Koné, au nom de Club Gravelle, a planté « chêne ».",
    ]
    ama.delete()
    assert [line.author for line in records_of("garden:1")][1] == "Une personne partie"
    assert verify_chain("garden:1") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines.update(posture="falsifiée"),
        lambda lines: lines.delete(),
    ],
)
def test_the_database_refuses_to_change_or_remove_a_line(change):
    plant("chêne")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        change(Record.objects.filter(scope="garden:1"))
    assert Record.objects.get().posture == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tamper", "sentence"),
    [
        (lambda: Record.objects.filter(number=2).update(posture="X"), "modifiée après coup"),
        (lambda: Record.objects.filter(number=2).delete(), "il manque des lignes"),
        (lambda: Record.objects.filter(number=2).update(previous_hash="0"), "ne suit pas"),
    ],
)
def test_whoever_goes_round_the_triggers_is_seen(tamper, sentence):
    for name in ("chêne", "hêtre", "pin"):
        plant(name)
    with guards_lifted(connection):
        tamper()
    assert sentence in verify_chain("garden:1")[0]
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Record.objects.update(posture="Y")


@pytest.mark.django_db
def test_an_unknown_verb_is_refused():
    with pytest.raises(ValueError, match="never-declared"):
        record("garden:1", "never-declared", by=None, posture="", now=NOW)


def test_a_verb_is_said_in_one_way_and_an_old_record_stays_readable():
    with pytest.raises(ValueError, match="another way"):
        register_verbs({"test-planted": "a arraché"})
    assert say("test-planted", {}) == "a planté « … »"
    assert say("verb-of-long-ago", {}) == "verb-of-long-ago"


@pytest.mark.django_db(transaction=True)
def test_a_record_is_refused_outside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError, match="transaction of its act"):
        plant("chêne")


@given(
    st.dictionaries(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"))),
    st.text(st.characters(codec="utf-8")),
)
def test_the_hash_depends_on_everything_said(params, posture):
    line = Record(scope="s", number=1, at=NOW, posture=posture, verb="v", params=params)
    same = Record(scope="s", number=1, at=NOW, posture=posture, verb="v", params=dict(params))
    other = Record(scope="s", number=1, at=NOW, posture=posture + "x", verb="v", params=params)
    assert line.compute_hash() == same.compute_hash() != other.compute_hash()


@pytest.mark.django_db
def test_a_page_of_records_costs_one_query(django_assert_num_queries):
    ama = Person.objects.create_user("ama@example.org", full_name="Ama Koné")
    for name in ("chêne", "hêtre", "pin"):
        plant(name, by=ama)
    with django_assert_num_queries(1):
        assert len([line.sentence for line in records_of("garden:1")]) == 3
    assert Record.objects.annotate(length=Length("hash")).filter(length=64).count() == 3


WRITER = """
import datetime
from django.db import transaction
from terreau.core.journal import record, register_verbs
register_verbs({"test-planted": "a planté « %(name)s »"})
now = datetime.datetime.now(datetime.UTC)
for rank in range(25):
    with transaction.atomic():
        record("garden:1", "test-planted", by=None, posture="", params={"name": "x"}, now=now)
"""
VERIFY = """
from terreau.core.journal import records_of, verify_chain
print(records_of("garden:1").count(), verify_chain("garden:1"))
"""


@pytest.mark.django_db
def test_several_processes_extend_one_chain(instance):
    writers = [instance.start("-c", f"import django; django.setup()\n{WRITER}") for _ in range(3)]
    assert [writer.communicate(timeout=120)[0] for writer in writers] == ["", "", ""]
    assert instance.python(VERIFY) == "75 []"
