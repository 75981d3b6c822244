"""Two sheets become one and two again, with all that every domain tied to them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from terreau.actors.actions.merging import merge_organisations, undo_merge
from terreau.actors.matching.choices import MergeChoices
from terreau.actors.matching.distinct import distinct_among, remember_distinct
from terreau.actors.models import (
    Mandate,
    NetworkMembership,
    Organisation,
    OrganisationAlias,
    OrganisationMatchKey,
    OrganisationMerge,
    OrganisationNumber,
)
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, Membership, MembershipRole, ObjectiveAnswer
from terreau.core.editing import EditConflict
from terreau.core.journal import records_of, verify_chain
from terreau.core.verdicts import Refused
from tests.actors.factories import make_mandate, make_organisation, make_person
from tests.actors.merging_factories import dump, make_twins, merge, tie_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def sofia():
    """An administrator."""
    return Posture(make_person("Sofia Admin", is_staff=True))


def keys_held() -> set[tuple[int, int]]:
    return set(OrganisationMatchKey.objects.values_list("organisation_id", "key"))


def undo(done: OrganisationMerge, by: Posture) -> None:
    undo_merge(done, by=by, now=timezone.now())


def test_a_merger_undone_leaves_every_table_as_it_was(sofia):
    kept, absorbed = make_twins()
    tie_everything(kept, absorbed)
    before, keys = dump(), keys_held()
    done = merge(kept, absorbed, sofia, MergeChoices(taken=frozenset({"name", "description"})))
    assert dump() != before
    undo(done, sofia)
    assert dump() == before
    assert keys_held() == keys


def test_what_was_chosen_left_out_comes_back_too(sofia):
    kept, absorbed = make_twins()
    tie_everything(kept, absorbed)
    before = dump()
    out = {
        "aliases": frozenset(OrganisationAlias.objects.values_list("pk", flat=True)),
        "domains": frozenset(kept.domains.values_list("pk", flat=True)),
    }
    done = merge(kept, absorbed, sofia, MergeChoices(left_out=out))
    names = set(kept.aliases.values_list("name", flat=True))
    assert names == {"CN HAM"}
    undo(done, sofia)
    assert dump() == before


def test_a_line_of_both_is_kept_once_or_left_out_of_both(sofia):
    for is_kept in (True, False):
        kept, absorbed = make_twins(rna=f"W94111111{int(is_kept)}")
        Organisation.objects.filter(pk=absorbed.pk).update(rna="")
        for sheet in (kept, absorbed):
            sheet.contacts.create(kind="email", value="club@exemple.test")
            sheet.aliases.create(name="CNH")
        before = dump()
        out = {
            "contacts": frozenset(kept.contacts.values_list("pk", flat=True)),
            "aliases": frozenset(kept.aliases.values_list("pk", flat=True)),
        }
        done = merge(kept, absorbed, sofia, MergeChoices(left_out={} if is_kept else out))
        assert kept.contacts.count() == int(is_kept)
        assert kept.aliases.filter(name="CNH").count() == int(is_kept)
        undo(done, sofia)
        assert dump() == before
        Organisation.objects.update(rna="", siren="")


def test_rows_of_every_domain_follow_and_clashes_are_folded(sofia):
    kept, absorbed = make_twins()
    tie_everything(kept, absorbed)
    merge(kept, absorbed, sofia)
    assert Mandate.objects.filter(organisation=kept).count() == 2
    assert Membership.objects.filter(organisation=kept).count() == 2
    assert not Membership.objects.filter(organisation=absorbed).exists()
    assert ObjectiveAnswer.objects.count() == 1
    assert MembershipRole.objects.filter(role="facilitator").count() == 1
    assert Organisation.objects.get(name="Section junior").parent == kept
    assert Alliance.objects.get(slug="autre").host == kept
    assert not NetworkMembership.objects.filter(member=kept, network=kept).exists()


def test_names_and_numbers_stay_known(sofia):
    kept, absorbed = make_twins(siret="73282932000074", rna="W751111111")
    merge(kept, absorbed, sofia, MergeChoices(taken=frozenset({"name"})))
    kept.refresh_from_db()
    absorbed.refresh_from_db()
    assert (kept.name, kept.rna) == ("CN HAM", "W751111111")
    assert kept.aliases.get().name == "Club nautique de Ham"
    assert OrganisationNumber.objects.get(organisation=kept).value == "W751234567"
    assert (absorbed.merged_into, absorbed.lifecycle, absorbed.rna) == (kept, "merged", "")


def test_a_merged_sheet_is_in_no_list_and_its_address_leads_to_the_kept_one(client, sofia):
    kept, absorbed = make_twins()
    merge(kept, absorbed, sofia)
    client.force_login(sofia.person)
    assert absorbed not in Organisation.objects.visible_to(sofia.person)
    for name in ("detail", "history", "people"):
        answer = client.get(reverse(f"actors:{name}", args=[absorbed.uuid]))
        assert answer.status_code == 301
        assert answer.url == reverse(f"actors:{name}", args=[kept.uuid])


def test_the_address_of_a_merged_sheet_tells_nothing_of_a_private_one(client, sofia):
    kept, absorbed = make_twins(is_public=False)
    merge(kept, absorbed, sofia)
    assert client.get(reverse("actors:detail", args=[absorbed.uuid])).status_code == 404


def test_the_journals_of_both_tell_it_and_hold(sofia):
    kept, absorbed = make_twins()
    undo(merge(kept, absorbed, sofia), sofia)
    for sheet, verbs in ((kept, ["parted", "merged"]), (absorbed, ["returned", "absorbed"])):
        scope = f"organisation:{sheet.uuid}"
        told = [record.verb for record in records_of(scope)]
        assert told == [f"organisation-{verb}" for verb in verbs]
        assert verify_chain(scope) == []


def test_mergers_in_a_chain_are_undone_from_the_last(sofia):
    kept, absorbed = make_twins()
    third = make_organisation("Club nautique hamois")
    before = dump()
    first = merge(kept, absorbed, sofia)
    second = merge(third, kept, sofia)
    absorbed.refresh_from_db()
    assert absorbed.merged_into == third
    with pytest.raises(Refused, match="Annulez d’abord cette réunion"):
        undo(first, sofia)
    undo(second, sofia)
    undo(first, sofia)
    assert dump() == before


def test_two_mergers_into_one_sheet_are_undone_from_the_last(sofia):
    kept, absorbed = make_twins()
    third = make_organisation("Club nautique hamois")
    before = dump()
    first, second = merge(kept, absorbed, sofia), merge(kept, third, sofia)
    with pytest.raises(Refused, match="Annulez d’abord la dernière"):
        undo(first, sofia)
    undo(second, sofia)
    undo(first, sofia)
    assert dump() == before
    with pytest.raises(Refused, match="déjà annulée"):
        undo(first, sofia)


def test_undoing_is_refused_when_a_row_that_followed_is_gone(sofia):
    kept, absorbed = make_twins()
    mandate = make_mandate(make_person("Inès Petit"), absorbed)
    done = merge(kept, absorbed, sofia)
    Mandate.objects.filter(pk=mandate.pk).update(organisation=make_organisation("Ailleurs"))
    with pytest.raises(Refused, match="Mandats : 1 ligne"):
        undo(done, sofia)
    absorbed.refresh_from_db()
    assert absorbed.merged_into == kept


def test_undoing_is_refused_when_a_newer_row_took_the_place(sofia):
    kept, absorbed = make_twins()
    done = merge(kept, absorbed, sofia)
    make_organisation("Neuve", rna=absorbed.rna, siren="")
    Organisation.objects.filter(pk=kept.pk).update(rna="")
    before = dump()
    with pytest.raises(Refused):
        undo(done, sofia)
    assert dump() == before


def test_undoing_respects_what_was_edited_since(sofia):
    kept, absorbed = make_twins()
    done = merge(kept, absorbed, sofia, MergeChoices(taken=frozenset({"description"})))
    Organisation.objects.filter(pk=kept.pk).update(address="1 rue du Port")
    undo(done, sofia)
    kept.refresh_from_db()
    assert (kept.address, kept.description) == ("1 rue du Port", "")


def test_what_was_told_apart_from_one_is_apart_from_both(sofia):
    kept, absorbed = make_twins()
    other = make_organisation("Club nautique de Péronne")
    remember_distinct([(other.pk, absorbed.pk)], by=sofia.person, now=timezone.now())
    done = merge(kept, absorbed, sofia)
    assert (kept.pk, other.pk) in distinct_among([kept.pk, other.pk])
    undo(done, sofia)
    assert (kept.pk, other.pk) not in distinct_among([kept.pk, other.pk])


def test_the_second_of_two_people_is_told(sofia):
    kept, absorbed = make_twins()
    versions = (kept.version, absorbed.version)
    merge(kept, absorbed, sofia)
    with pytest.raises(Refused, match="déjà réunie"):
        merge_organisations(
            kept,
            absorbed,
            MergeChoices(),
            by=sofia,
            expected_versions=versions,
            now=timezone.now(),
        )
    assert OrganisationMerge.objects.count() == 1


def test_a_sheet_saved_meanwhile_is_a_conflict(sofia):
    kept, absorbed = make_twins()
    Organisation.objects.filter(pk=absorbed.pk).update(version=7)
    with pytest.raises(EditConflict):
        merge_organisations(
            kept,
            absorbed,
            MergeChoices(),
            by=sofia,
            expected_versions=(kept.version, absorbed.version),
            now=timezone.now(),
        )
    assert not OrganisationMerge.objects.exists()


def test_a_sheet_is_not_merged_with_itself(sofia):
    kept, _absorbed = make_twins()
    with pytest.raises(Refused, match="deux fiches différentes"):
        merge(kept, kept, sofia)


def test_a_circle_of_parents_is_cut(sofia):
    kept, absorbed = make_twins()
    between = make_organisation("Pôle nautique", parent=absorbed)
    Organisation.objects.filter(pk=kept.pk).update(parent=between)
    merge(kept, absorbed, sofia)
    kept.refresh_from_db()
    between.refresh_from_db()
    assert (kept.parent, between.parent) == (None, kept)
