"""What the loaded demonstration holds, within the rules of the domains."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from terreau.accounts.models import Person
from terreau.actors.models import Mandate, Organisation
from terreau.alliances.faults import find_count_faults
from terreau.alliances.models import (
    Alliance,
    JournalEntry,
    JournalVoice,
    ObjectiveAnswer,
    PhaseSpan,
)
from terreau.core.journal import verify_every_chain
from terreau.core.models import Record
from terreau.portal.demo.accounts import describe_accounts
from terreau.portal.demo.loading import load_demo
from terreau.portal.demo.reading import read_facts
from tests.demo.factories import COUNTED, NOW, counts

pytestmark = pytest.mark.django_db


def test_everything_told_is_written(demo):
    facts = read_facts()
    assert (demo.was_loaded_before, demo.organisations, demo.alliances) == (False, 100, 4)
    assert Organisation.objects.count() == 100
    assert Alliance.objects.count() == 4
    assert Person.objects.count() == len(facts.people) == EmailAddress.objects.count()
    for fact in facts.alliances:
        alliance = Alliance.objects.get(slug=fact.slug)
        assert alliance.memberships.count() == len(fact.member) + len(fact.inhabitant)
        assert alliance.challenges.count() == len(fact.challenge)
        assert alliance.phases.count() == len(fact.phase)
        assert alliance.journal.count() == len(fact.journal)
        assert alliance.objectives.count() == len(fact.objective)
        assert alliance.status == fact.status
        assert alliance.is_fictitious is fact.is_fictitious


def test_run_again_it_keeps_the_data_as_people_changed_them(demo):
    Organisation.objects.filter(name="Orange").update(description="Changée par quelqu’un")
    JournalVoice.objects.first().delete()
    before = counts()
    again = load_demo(now=NOW + datetime.timedelta(days=3))
    assert again.was_loaded_before
    assert counts() == before
    assert Organisation.objects.get(name="Orange").description == "Changée par quelqu’un"


def test_there_is_an_account_for_each_role(demo):
    bastien, ama, chloe = (
        Person.objects.get(email=f"{name}@exemple.test") for name in ("bastien", "ama", "chloe")
    )
    charenton = Alliance.objects.get(slug="agir-ensemble-charenton-saint-maurice")
    morvan = Alliance.objects.get(is_fictitious=True)
    assert Person.objects.filter(is_staff=True, is_superuser=True).count() == 1
    assert charenton.memberships.filter(roles__mandate__person=bastien).exists()
    assert Mandate.objects.filter(person=ama).current(NOW.date()).count() == 2
    assert charenton in Alliance.objects.visible_to(ama)
    assert charenton.memberships.filter(person__email="ines@exemple.test").exists()
    assert charenton.memberships.filter(roles__role="funder").exists()
    assert not charenton.memberships.filter(organisation__mandates__person=chloe).exists()
    assert morvan in Alliance.objects.visible_to(Person.objects.get(email="gaelle@exemple.test"))
    assert morvan not in Alliance.objects.visible_to(bastien)


def test_two_years_of_charenton_stand_side_by_side(demo):
    spans = PhaseSpan.objects.filter(
        alliance__slug="agir-ensemble-charenton-saint-maurice", phase="dialogue"
    )
    told = {(span.starts_on.text, span.source) for span in spans}
    assert {year for year, _ in told} == {"2011", "2012"}
    assert len({source for _, source in told}) == 2


def test_every_row_satisfies_its_own_rules(demo):
    for model in COUNTED:
        for row in model.objects.all():
            try:
                row.full_clean(exclude=["password", "last_login"])
            except ValidationError as error:
                pytest.fail(f"{model.__name__} {row}: {error}")


def test_no_organisation_bears_an_invented_number(demo):
    for one in Organisation.objects.all():
        assert (one.siren, one.siret, one.rna) == ("", "", ""), one
        assert one.source, one


def test_every_told_fact_bears_its_source(demo):
    assert not JournalEntry.objects.filter(source="").exists()
    assert not PhaseSpan.objects.filter(source="").exists()
    for alliance in Alliance.objects.all():
        assert alliance.sources


def test_misspelt_names_lead_to_the_true_ones(demo):
    for misspelt, true in {
        "ADB Solidatech": "Solidatech – Les Ateliers du Bocage",
        "Unicité": "Unis-Cité",
        "alsacienne solidaire": "Solivers",
        "UNADEF": "UNADEL",
    }.items():
        assert true in {one.name for one in Organisation.objects.named_like(misspelt)}, misspelt


def test_the_first_day_has_no_answer_yet(demo):
    alliance = Alliance.objects.get(is_fictitious=True)
    assert alliance.started_on.text == "2026-11-22"
    assert "fictive" in alliance.name
    assert alliance.invitations.filter(state="sent").count() == 3
    assert not ObjectiveAnswer.objects.filter(objective__alliance=alliance).exists()


def test_the_journal_of_decisions_is_whole(demo):
    assert verify_every_chain() == []
    for alliance in Alliance.objects.all():
        assert Record.objects.filter(scope=f"alliance:{alliance.uuid}").exists(), alliance


def test_the_verifications_of_the_alliances_find_no_fault(demo):
    assert list(find_count_faults()) == []


def test_a_form_of_governance_is_shown_only_where_the_question_was_put(demo):
    """R2: « informelle » is valid forever; Silver Geek became an association in January 2018."""
    raised = Alliance.objects.exclude(governance_raised_on=None)
    assert [(one.slug, one.governance_form) for one in raised] == [
        ("silver-geek-poitou-charentes", "association")
    ]
    assert not Alliance.objects.exclude(governance_form="informal").exclude(pk__in=raised).exists()


def test_acts_bear_the_day_of_their_record(demo):
    charenton = Alliance.objects.get(slug="agir-ensemble-charenton-saint-maurice")
    assert charenton.opened_at.date() == datetime.date(2024, 9, 2)
    first, last = charenton.objectives.order_by("number")
    assert charenton.opened_at < first.proposed_at < last.proposed_at < NOW
    assert all(last.proposed_at < answer.answered_at < NOW for answer in last.answers.all())


def test_every_account_signs_in(demo, client):
    accounts = describe_accounts()
    assert [account.email for account in demo.accounts] == [account.email for account in accounts]
    for account in accounts:
        person = Person.objects.get(email=account.email)
        assert person.check_password(account.password)
        assert client.login(username=account.email, password=account.password), account.email
        assert EmailAddress.objects.get(user=person).verified
        client.logout()
