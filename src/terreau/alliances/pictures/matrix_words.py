"""The matrix in sentences: the blind spots, who is absent, and of whom one speaks."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.alliances.bridge.coverage import SIX_WORLDS, CoverageRows
from terreau.core.worlds_look import world_look

MOST_NAMED = 4


def say_holes(rows: CoverageRows, face, *, by_territory: bool = False) -> str:
    """Say first where a shared challenge has nobody yet."""
    if not rows.challenges:
        return _(
            "Aucun enjeu n’est encore posé : la matrice montre qui agit, pas encore ce qui manque."
        )
    cells = face.blind_spots_by_territory if by_territory else face.blind_spots_by_world
    if not cells:
        return (
            _("Aucun angle mort : chaque enjeu partagé a quelqu’un sur chaque territoire.")
            if by_territory
            else _("Aucun angle mort : chaque monde présent est engagé sur chaque enjeu partagé.")
        )
    places: dict[str, list[str]] = {}
    for cell in cells:
        places.setdefault(cell.domain, []).append(cell.column)
    named = [
        _say_domain(rows, face, domain, columns, by_territory)
        for domain, columns in list(places.items())[:MOST_NAMED]
    ]
    others = len(places) - len(named)
    if others:
        named.append(
            ngettext("%(n)s autre domaine", "%(n)s autres domaines", others) % {"n": others}
        )
    return _("%(count)s : %(where)s.") % {
        "count": _count_words(len(cells)),
        "where": " ; ".join(named),
    }


def _say_domain(rows, face, domain: str, columns: list[str], by_territory: bool) -> str:
    name = capfirst(rows.domains[domain])
    if domain in face.domains_without_actor:
        return _("%(domain)s (personne encore)") % {"domain": name}
    words = [
        rows.units[column] if by_territory else str(world_look(column).word).lower()
        for column in columns
    ]
    shown = words[:3] + (["…"] if len(words) > 3 else [])
    return f"{name} ({', '.join(shown)})"


def _count_words(count: int) -> str:
    words = [
        _("Un angle mort"),
        _("Deux angles morts"),
        _("Trois angles morts"),
        _("Quatre angles morts"),
        _("Cinq angles morts"),
        _("Six angles morts"),
        _("Sept angles morts"),
        _("Huit angles morts"),
        _("Neuf angles morts"),
    ]
    return words[count - 1] if count <= len(words) else _("%(n)s angles morts") % {"n": count}


def say_base(rows: CoverageRows, face, *, by_territory: bool = False) -> str:
    """Say of whom one speaks, and how many said nothing (R7)."""
    base = ngettext(
        "Base : %(n)s organisation membre ; plusieurs réponses possibles.",
        "Base : %(n)s organisations membres ; plusieurs réponses possibles.",
        face.base,
    )
    said = [base % {"n": face.base}]
    if face.undeclared:
        said.append(
            ngettext(
                "%(n)s n’a pas encore dit son domaine : elle n’est dans aucune case.",
                "%(n)s n’ont pas encore dit leurs domaines : elles ne sont dans aucune case.",
                face.undeclared,
            )
            % {"n": face.undeclared}
        )
    if by_territory and face.unplaced:
        said.append(
            ngettext(
                "%(n)s, dont le lieu n’est pas connu, n’est comptée sur aucun territoire.",
                "%(n)s, dont le lieu n’est pas connu, ne sont comptées sur aucun territoire.",
                face.unplaced,
            )
            % {"n": face.unplaced}
        )
    return " ".join(said)


def say_worlds(face) -> str:
    """Say how many of the six worlds are members, and which are not."""
    present = sum(world in SIX_WORLDS for world in face.worlds_present)
    absent = [str(world_look(world).word).lower() for world in face.worlds_absent]
    said = _("Mondes présents : %(n)s sur 6.") % {"n": present}
    if not absent:
        return said
    return _("%(said)s Pas encore là : %(absent)s.") % {"said": said, "absent": ", ".join(absent)}


def say_isolated(rows: CoverageRows, face) -> str:
    """Name the territories where, as far as is known, no member acts."""
    names = [rows.units[unit] for unit in face.isolated_territories]
    if not names:
        return ""
    return ngettext(
        "Territoire isolé, où aucun membre n’agit à notre connaissance : %(names)s.",
        "Territoires isolés, où aucun membre n’agit à notre connaissance : %(names)s.",
        len(names),
    ) % {"names": ", ".join(names)}
