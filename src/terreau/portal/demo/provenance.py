"""Write `docs/sources_demo.md`: each fact of the demonstration beside its source.

`python -m terreau.portal.demo.provenance > docs/sources_demo.md` writes it again; a test compares
the document with the facts.
"""

import sys
from collections.abc import Iterable

from terreau.portal.demo.reading import (
    FICTION,
    ILLUSTRATION,
    AllianceFact,
    DemoFacts,
    read_facts,
)

_HEAD = """\
# Sources de la démonstration

<!-- Écrit par `python -m terreau.portal.demo.provenance` : on change les faits, pas lui. -->

La démonstration raconte trois alliances réelles à partir de documents publics, et une quatrième,
inventée. Les faits sont redits avec nos mots ; aucun texte n’est repris. Trois règles :

* **deux sources qui se contredisent sont gardées toutes les deux**, chacune avec sa provenance ;
* une date que la source ne donne pas est dite « estimée » ou « calculée » ;
* ce qui est inventé pour la démonstration (paroles, réponses, personnes, organisations) vient
  seulement d’organisations et de personnes fictives, et porte « illustration » ou « fictif ».

Le rangement des organisations par monde, par type et par domaine est un choix de la démonstration.
Aucun numéro SIREN, SIRET ou RNA n’est inventé : la démonstration n’en contient pas. Les questions
et les règles du jeu des alliances sont formulées pour la démonstration.
"""


def write_document(facts: DemoFacts) -> str:
    """Return the whole document."""
    parts = [_HEAD, _list_of_sources(facts)]
    parts += [_alliance(alliance, facts) for alliance in facts.alliances]
    parts.append(_organisations(facts))
    return "\n".join(parts)


def _list_of_sources(facts: DemoFacts) -> str:
    lines = [
        f"* {source.label}" + (f" — <{source.address}>" if source.address else "")
        for source in facts.sources.values()
    ]
    return _section("Les sources", lines)


def _alliance(alliance: AllianceFact, facts: DemoFacts) -> str:
    names = {organisation.key: organisation.name for organisation in facts.organisations}
    rows = [
        *_path_rows(alliance),
        *_member_rows(alliance, names),
        *_challenge_rows(alliance, names),
    ]
    if alliance.host:
        rows.append((f"Abritée par {names[alliance.host]}", alliance.host_source, ""))
    if alliance.instigator and alliance.instigator_source:
        rows.append((f"Instigateur : {names[alliance.instigator]}", alliance.instigator_source, ""))
    lines = _table("Fait", ((said, _told(facts, key, note)) for said, key, note in rows))
    return _section(alliance.name, lines)


def _path_rows(alliance: AllianceFact) -> Iterable[tuple[str, str, str]]:
    for phase in alliance.phase:
        span = f"{phase.starts_on} → {phase.ends_on}" if phase.ends_on else phase.starts_on
        yield f"Chemin, {span} : {phase.label}", phase.source, phase.source_note
    for entry in alliance.journal:
        said = f"Journal, {entry.happened_on} : {entry.title}"
        yield said, entry.source, entry.source_note


def _member_rows(alliance: AllianceFact, names: dict) -> Iterable[tuple[str, str, str]]:
    for member in alliance.member:
        given = f" — {member.gives}" if member.gives else ""
        yield f"Membre : {names[member.organisation]}{given}", member.source, ""


def _challenge_rows(alliance: AllianceFact, names: dict) -> Iterable[tuple[str, str, str]]:
    for challenge in alliance.challenge:
        yield f"Enjeu : {challenge.title}", challenge.source, ""
        for stance in challenge.stance:
            if stance.source != ILLUSTRATION:
                yield f"{names[stance.organisation]} : {stance.note}", stance.source, ""


def _organisations(facts: DemoFacts) -> str:
    real = [organisation for organisation in facts.organisations if organisation.source != FICTION]
    invented = len(facts.organisations) - len(real)
    lines = _table(
        "Organisation",
        (
            (f"{one.name} : {one.description}", _told(facts, one.source, ""))
            for one in sorted(real, key=lambda organisation: organisation.name.casefold())
        ),
    )
    lines += ["", f"S’y ajoutent {invented} organisations fictives, reconnaissables à leur nom."]
    return _section("Les organisations", lines)


def _told(facts: DemoFacts, key: str, note: str) -> str:
    label = facts.sources[key].label
    return f"{label} ({note})" if note else label


def _table(first: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    return [f"| {first} | Source |", "|---|---|", *(f"| {fact} | {told} |" for fact, told in rows)]


def _section(title: str, lines: Iterable[str]) -> str:
    return f"## {title}\n\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(write_document(read_facts()))
