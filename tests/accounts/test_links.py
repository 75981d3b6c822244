"""Personal links: one door, one purpose, hashed at rest, spent once."""

import datetime
import hashlib
import itertools
import threading
import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connections
from hypothesis import given
from hypothesis import strategies as st

from terreau.accounts.links import (
    hash_secret,
    issue_link,
    link_verdict,
    open_link,
    revoke_link,
    use_link,
)
from terreau.accounts.models import PersonalLink
from terreau.accounts.permissions import can_revoke_link
from terreau.core.verdicts import Refused
from tests.accounts.factories import NOW, make_person

WEEK = datetime.timedelta(days=7)
MINUTE = datetime.timedelta(minutes=1)


def make_link(**changes):
    given_ = {"purpose": "invitation", "subject": "7", "issued_by": None, "lifetime": WEEK}
    return issue_link(**{**given_, "now": NOW, **changes})


@pytest.mark.django_db
def test_a_fresh_link_opens_as_often_as_it_is_read():
    link, secret = make_link()
    for _visit in range(3):
        outcome = open_link(secret, purpose="invitation", now=NOW)
        assert outcome.verdict
        assert outcome.link == link
    link.refresh_from_db()
    assert link.used_at is None


@pytest.mark.django_db
def test_only_the_hash_of_the_secret_is_stored():
    _link, secret = make_link(issued_by=make_person())
    row = PersonalLink.objects.values().get()
    assert row["secret_hash"] == hashlib.sha256(secret.encode()).hexdigest()
    assert len(secret) == 43  # 256 bits
    assert not any(secret in str(value) for value in row.values())


@pytest.mark.django_db
def test_each_refusal_has_its_own_sentence():
    used, used_secret = make_link()
    use_link(used, now=NOW)
    revoked, revoked_secret = make_link()
    revoke_link(revoked, by=make_person(), now=NOW)
    _expired, expired_secret = make_link(lifetime=MINUTE)
    later = NOW + MINUTE
    reasons = [
        open_link(secret, purpose="invitation", now=later).verdict.reason
        for secret in (used_secret, revoked_secret, expired_secret, "inconnu")
    ]
    assert "déjà servi" in reasons[0]
    assert "a été retiré" in reasons[1]
    assert "a expiré" in reasons[2]
    assert "n’est pas reconnu" in reasons[3]


@pytest.mark.django_db
def test_a_secret_opens_only_the_purpose_it_was_made_for():
    _link, secret = make_link(purpose="invitation")
    outcome = open_link(secret, purpose="baromètre", now=NOW)
    assert outcome.link is None
    assert "n’est pas reconnu" in outcome.verdict.reason


@pytest.mark.django_db
def test_it_opens_until_the_last_instant_before_it_expires():
    link, _secret = make_link(lifetime=MINUTE)
    instant = datetime.timedelta(microseconds=1)
    assert link_verdict(link, now=NOW + MINUTE - instant)
    assert not link_verdict(link, now=NOW + MINUTE)
    with pytest.raises(Refused, match="expiré"):
        use_link(link, now=NOW + MINUTE)


@pytest.mark.django_db
def test_a_replayed_link_is_refused_even_from_a_stale_copy():
    link, _secret = make_link()
    stale = PersonalLink.objects.get(pk=link.pk)
    use_link(link, now=NOW)
    with pytest.raises(Refused, match="déjà servi"):
        use_link(stale, now=NOW)


@pytest.mark.django_db
def test_a_link_that_serves_several_times_serves_until_it_is_taken_back():
    link, secret = make_link(single_use=False)
    use_link(link, now=NOW)
    use_link(link, now=NOW + MINUTE)
    assert open_link(secret, purpose="invitation", now=NOW + MINUTE).verdict
    revoke_link(link, by=make_person(), now=NOW + MINUTE)
    with pytest.raises(Refused, match="retiré"):
        use_link(link, now=NOW + MINUTE)


@pytest.mark.django_db
def test_taking_back_twice_keeps_the_first_date_and_author():
    link, _secret = make_link()
    ama, chloe = make_person(), make_person("Chloé Petit")
    revoke_link(link, by=ama, now=NOW)
    revoke_link(link, by=chloe, now=NOW + MINUTE)
    assert (link.revoked_at, link.revoked_by) == (NOW, ama)


@pytest.mark.django_db
def test_reading_and_using_cost_few_queries(django_assert_num_queries):
    link, secret = make_link()
    with django_assert_num_queries(1):
        open_link(secret, purpose="invitation", now=NOW)
    with django_assert_num_queries(2):
        use_link(link, now=NOW)


def use_despite_locks(link: PersonalLink) -> str:
    """Use a link; the tests' SQLite lives in memory, which refuses where a file would wait."""
    for _try in range(200):
        try:
            use_link(link, now=NOW)
        except Refused:
            return "refused"
        except OperationalError:
            time.sleep(0.01)
        else:
            return "used"
    return "never decided"


@pytest.mark.django_db(transaction=True)
def test_of_many_clicks_at_the_same_instant_one_wins():
    link, _secret = make_link()
    outcomes: list[str] = []
    barrier = threading.Barrier(8)

    def click() -> None:
        copy = PersonalLink.objects.get(pk=link.pk)
        barrier.wait()
        outcomes.append(use_despite_locks(copy))
        connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 7 + ["used"]


@given(st.text(max_size=200))
def test_any_text_hashes_to_64_hexadecimal_signs(text):
    assert len(hash_secret(text)) == 64


@given(
    used=st.booleans(),
    revoked=st.booleans(),
    single=st.booleans(),
    minutes=st.integers(min_value=-100, max_value=100),
)
def test_a_link_opens_exactly_while_nothing_closed_it(used, revoked, single, minutes):
    link = PersonalLink(
        expires_at=NOW + minutes * MINUTE,
        is_single_use=single,
        used_at=NOW if used else None,
        revoked_at=NOW if revoked else None,
    )
    verdict = link_verdict(link, now=NOW)
    assert bool(verdict) is (minutes > 0 and not revoked and not (used and single))
    assert bool(verdict) is (verdict.reason == "")


@pytest.mark.django_db
def test_the_links_shown_as_open_are_those_that_open():
    for lifetime, single, used, revoked in itertools.product(
        (MINUTE, WEEK), (True, False), (True, False), (True, False)
    ):
        link, _secret = make_link(lifetime=lifetime, single_use=single)
        if used:
            use_link(link, now=NOW)
        if revoked:
            revoke_link(link, by=None, now=NOW)
    later = NOW + MINUTE
    shown = set(PersonalLink.objects.outstanding(later))
    assert shown == {link for link in PersonalLink.objects.all() if link_verdict(link, now=later)}
    assert len(shown) == 3


@pytest.mark.django_db
def test_only_who_issued_or_received_a_link_takes_it_back():
    ama, bastien, chloe = make_person(), make_person("Bastien Roux"), make_person("Chloé Petit")
    link, _secret = make_link(issued_by=bastien, person=ama)
    assert can_revoke_link(ama, link)
    assert can_revoke_link(bastien, link)
    for stranger in (chloe, AnonymousUser()):
        assert "n’est pas à vous" in can_revoke_link(stranger, link).reason
    assert list(PersonalLink.objects.visible_to(AnonymousUser())) == []
    assert list(PersonalLink.objects.visible_to(chloe)) == []
