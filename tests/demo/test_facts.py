"""The facts: cited, dated honestly, and never invented about those who exist."""

import datetime
from pathlib import Path

import pytest

from terreau.actors.enums import SUBTYPES_BY_WORLD, ActorWorld
from terreau.core.partial_dates import PartialDate
from terreau.portal.demo.provenance import write_document
from terreau.portal.demo.reading import (
    FICTION,
    ILLUSTRATION,
    TODAY,
    DemoFacts,
    OrganisationFact,
    read_facts,
)
from terreau.portal.demo.sheets import read_sheets

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src/terreau/portal/demo/data"


@pytest.fixture(scope="module")
def facts() -> DemoFacts:
    return read_facts()


def organisation_keys(facts: DemoFacts, *, invented: bool) -> set[str]:
    return {one.key for one in facts.organisations if (one.source == FICTION) is invented}


def cited(facts: DemoFacts) -> list[str]:
    """Every key of a source that a fact cites."""
    keys = [organisation.source for organisation in facts.organisations]
    for alliance in facts.alliances:
        keys += [alliance.question_source]
        keys += [key for key in (alliance.host_source, alliance.instigator_source) if key]
        for told in (alliance.phase, alliance.member, alliance.challenge, alliance.journal):
            keys += [fact.source for fact in told]
        keys += [stance.source for one in alliance.challenge for stance in one.stance]
    return keys


def test_hundred_organisations_of_six_worlds(facts):
    assert len(facts.organisations) == 100
    assert len({one.key for one in facts.organisations}) == 100
    assert len({one.name for one in facts.organisations}) == 100
    worlds = {one.world for one in facts.organisations}
    assert worlds == set(ActorWorld.values) - {ActorWorld.INHABITANT}


def test_every_subtype_belongs_to_its_world(facts):
    for one in facts.organisations:
        assert not one.subtype or one.subtype in SUBTYPES_BY_WORLD[ActorWorld(one.world)], one


def test_every_cited_source_is_told_and_every_source_serves(facts):
    assert set(cited(facts)) == set(facts.sources)


def test_an_invented_organisation_says_so_in_its_name(facts):
    for one in facts.organisations:
        assert ("(ficti" in one.name) == (one.source == FICTION), one.name


def test_only_invented_organisations_have_mandates_and_answers(facts):
    invented = organisation_keys(facts, invented=True)
    assert {m.organisation for person in facts.people for m in person.mandate} <= invented
    for alliance in facts.alliances:
        answers = [answer for objective in alliance.objective for answer in objective.answer]
        voices = [voice for entry in alliance.journal for voice in entry.voice]
        spoken = {said.organisation for said in (*answers, *voices)}
        assert spoken - {""} <= invented
        assert {one.organisation for one in alliance.invitation} <= invented


def test_a_real_organisation_takes_no_invented_stance(facts):
    real = organisation_keys(facts, invented=False)
    for alliance in facts.alliances:
        for stance in (stance for one in alliance.challenge for stance in one.stance):
            if stance.organisation in real:
                assert stance.source != ILLUSTRATION
                assert stance.interest is None
            else:
                assert stance.source == ILLUSTRATION


def test_a_real_member_comes_from_a_source(facts):
    real = organisation_keys(facts, invented=False)
    for alliance in facts.alliances:
        for member in alliance.member:
            assert (member.source == ILLUSTRATION) == (member.organisation not in real), member


def test_every_invented_voice_says_it_is_an_illustration(facts):
    for alliance in facts.alliances:
        for entry in alliance.journal:
            for voice in entry.voice:
                assert voice.text.startswith("*Voix d’illustration.*"), voice


def test_persons_are_reachable_nowhere(facts):
    """`.test` is reserved: no letter of the demonstration can reach somebody."""
    addresses = [person.email for person in facts.people]
    addresses += [one.email for alliance in facts.alliances for one in alliance.invitation]
    assert all(address.endswith("exemple.test") for address in addresses)
    assert len(set(addresses)) == len(addresses)


def test_both_years_of_charenton_are_kept_with_their_source(facts):
    dialogue = [phase for phase in facts.alliances[0].phase if phase.phase == "dialogue"]
    assert [(phase.starts_on, phase.source) for phase in dialogue] == [
        ("2011", "site-charenton"),
        ("2012", "mooc-charenton"),
    ]


def test_dates_are_dates(facts):
    for alliance in facts.alliances:
        dates = [phase.starts_on for phase in alliance.phase]
        dates += [phase.ends_on for phase in alliance.phase if phase.ends_on]
        dates += [entry.happened_on for entry in alliance.journal]
        for text in (*dates, alliance.started_on):
            assert text == TODAY or PartialDate(text).start < datetime.date(2020, 1, 1), text


def test_a_misspelt_key_is_refused():
    row = {"key": "a", "name": "A", "world": "public", "source": FICTION, "domaine": ["culture"]}
    with pytest.raises(TypeError, match="domaine"):
        OrganisationFact(**row)


def test_no_official_number_is_invented():
    """The facts hold no SIREN, SIRET or RNA: no run of nine digits but the code of an EPCI."""
    told = [path.read_text(encoding="utf-8") for path in DATA.glob("organisations/*.toml")]
    digits = {word for text in told for word in text.replace('"', " ").split() if word.isdigit()}
    assert {word for word in digits if len(word) > 5} == set()
    assert not any(key in text for text in told for key in ("siren", "siret", "rna ="))


def test_the_document_of_sources_tells_the_facts(facts):
    document = (ROOT / "docs/sources_demo.md").read_text(encoding="utf-8")
    assert document == write_document(facts)


def test_only_invented_organisations_offer_need_and_confirm(facts):
    real = organisation_keys(facts, invented=False)
    invented = organisation_keys(facts, invented=True)
    sheets = read_sheets()
    assert set(sheets) <= real | invented
    for key in real & set(sheets):
        told = {name for name, value in vars(sheets[key]).items() if value not in ("", None, ())}
        assert told <= {"organisation", "founded_on", "parent"}, key
    for fact in sheets.values():
        assert {*fact.networks, fact.parent} - {""} <= real | invented
        assert not fact.networks or set(fact.networks) <= invented


def test_the_sheets_are_of_every_age(facts):
    ages = [fact.confirmed for fact in read_sheets().values()]
    assert {
        "fresh" if age < 365 else "ageing" if age < 730 else "stale" for age in ages if age
    } == {
        "fresh",
        "ageing",
        "stale",
    }
    assert None in ages
