"""Packed postings: what goes in comes out, whatever the size; versions tell a rollback."""

import numpy as np
import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from terreau.actors.models import SearchPosting
from terreau.actors.search.postings import (
    BITMAP,
    CHUNK,
    MOST_MARKS,
    NOTHING,
    Changes,
    keys_of,
    lock_state,
    pack,
    read_postings,
    save_state,
    unpack,
)


@given(st.sets(st.integers(0, CHUNK - 1), max_size=200))
def test_what_is_packed_is_unpacked(members: set[int]) -> None:
    ordered = np.array(sorted(members), dtype=np.uint16)
    assert unpack(pack(ordered)).tolist() == ordered.tolist()


@pytest.mark.parametrize("count", [0, 1, BITMAP // 2 - 1, BITMAP // 2, BITMAP // 2 + 1, CHUNK])
def test_many_members_become_a_bitmap_at_the_same_edge(count: int) -> None:
    members = np.arange(count, dtype=np.uint32).astype(np.uint16)
    assert len(pack(members)) <= BITMAP
    assert unpack(pack(members)).tolist() == members.tolist()


@pytest.mark.django_db
def test_changes_add_take_back_and_leave_no_empty_posting() -> None:
    keys = [3, CHUNK + 3, 5 * CHUNK]
    changes = Changes()
    for key in keys:
        changes.note(key, (), ["n.club", "n.jeunes"])
    changes.write()
    _state, found = read_postings(["n.club"])
    assert [key for some in keys_of(sorted(found["n.club"])) for key in some] == keys
    back = Changes()
    back.note(3, ["n.club", "n.jeunes"], ["n.jeunes"])
    back.write()
    _state, found = read_postings(["n.club", "n.jeunes"])
    assert len(found["n.club"]) == 2
    assert len(found["n.jeunes"]) == 3
    assert SearchPosting.objects.filter(token="n.club", chunk=0).count() == 0


@pytest.mark.django_db
def test_a_beginning_reads_the_words_that_begin_so_and_no_other() -> None:
    changes = Changes()
    changes.note(1, (), ["n.asso", "n.association", "n.assp", "n=asso", "a.asso", "n.ass"])
    changes.write()
    _state, found = read_postings([], ["n.asso"])
    assert set(found) == {"n.asso", "n.association"}


@pytest.mark.django_db
def test_a_version_that_was_rolled_back_is_not_one_of_the_past() -> None:
    save_state(lock_state().next())
    kept, _found = read_postings([])
    with transaction.atomic():
        save_state(lock_state().next())
        lost, _found = read_postings([])
        transaction.set_rollback(True)
    save_state(lock_state().next())
    today, _found = read_postings([])
    assert today.version == lost.version
    assert today.knows(kept.version, kept.mark)
    assert not today.knows(lost.version, lost.mark)
    assert not today.knows(today.version + 1, today.mark)


def test_only_the_last_versions_are_remembered() -> None:
    first = NOTHING.next()
    last = first
    for _version in range(MOST_MARKS):
        last = last.next()
    assert not last.knows(first.version, first.mark)
    assert last.knows(last.version, last.mark)
