"""Say what the engine found of the interests, in sentences that start conversations."""

from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from terreau.actors.enums import ResourceNature
from terreau.alliances.bridge.alignment import AlignedPair, ChallengeAlignment, alignments_of
from terreau.alliances.grid import GridCell, GridLine, InterestGrid

# What one would bring, as a sentence says it.
_BROUGHT = {
    ResourceNature.FINANCIAL: gettext_lazy("un apport financier"),
    ResourceNature.HUMAN: gettext_lazy("du temps et des personnes"),
    ResourceNature.TECHNICAL: gettext_lazy("un appui technique"),
    ResourceNature.MATERIAL: gettext_lazy("du matériel"),
    ResourceNature.PREMISES: gettext_lazy("des locaux"),
    ResourceNature.RESEARCH: gettext_lazy("de la recherche"),
    ResourceNature.DATA: gettext_lazy("des données"),
    ResourceNature.EXPERTISE: gettext_lazy("de l’expertise"),
    ResourceNature.NETWORK: gettext_lazy("un réseau"),
    ResourceNature.AUDIENCE: gettext_lazy("un public"),
    ResourceNature.DESIGN: gettext_lazy("de la conception"),
}


@dataclass(frozen=True)
class AlignmentNotes:
    """What is said of one challenge: its base, its sentences, and what opposes."""

    title: str
    base: str
    group: str
    pairs: tuple[str, ...]
    more: str
    opposition: str


def say_alignments(grid: InterestGrid) -> list[AlignmentNotes]:
    """Write the notes of every challenge of which something can be said, in their order."""
    speaker = _Speaker(grid)
    found = alignments_of(grid)
    return [speaker.notes(one) for one in found if one.pairs or one.is_contested]


class _Speaker:
    def __init__(self, grid: InterestGrid) -> None:
        self._lines: dict[str, GridLine] = {str(line.membership.pk): line for line in grid.lines}
        self._titles = {str(challenge.pk): challenge.title for challenge in grid.challenges}
        self._cells: dict[tuple[str, str], GridCell] = {
            (key, str(cell.challenge.pk)): cell
            for key, line in self._lines.items()
            for cell in line.cells
        }

    def notes(self, found: ChallengeAlignment) -> AlignmentNotes:
        return AlignmentNotes(
            title=self._titles[found.challenge],
            base=self._base(found),
            group=self._group(found),
            pairs=tuple(self._pair(pair, found.challenge) for pair in found.pairs),
            more=_more(found),
            opposition=self._opposition(found),
        )

    def _names(self, keys) -> str:
        return get_text_list([self._lines[key].name for key in keys], _("et"))

    def _base(self, found: ChallengeAlignment) -> str:
        said = ngettext(
            "Base : %(known)d membre sur %(members)d dont l’intérêt est connu.",
            "Base : %(known)d membres sur %(members)d dont l’intérêt est connu.",
            found.known,
        ) % {"known": found.known, "members": found.members}
        if not found.unknown:
            return said
        return f"{said} " + _("Inconnu : %(names)s.") % {"names": self._names(found.unknown)}

    def _group(self, found: ChallengeAlignment) -> str:
        if len(found.holders) < 3:
            return ""
        brought = get_text_list([_nature(nature) for nature in found.natures], _("et"))
        told = _("Ils sont %(count)d à y tenir (7 ou plus sur 10) : %(names)s.") % {
            "count": len(found.holders),
            "names": self._names(found.holders),
        }
        if not brought:
            return told
        return f"{told} " + _("Ensemble, ils pourraient apporter : %(natures)s.") % {
            "natures": brought
        }

    def _pair(self, pair: AlignedPair, challenge: str) -> str:
        first, second = (self._lines[key] for key in pair.members)
        said = _(
            "%(first)s et %(second)s tiennent tous deux à « %(title)s » "
            "(%(a)d et %(b)d sur 10%(estimated)s)"
        ) % {
            "first": first.name,
            "second": second.name,
            "title": self._titles[challenge],
            "a": pair.interests[0],
            "b": pair.interests[1],
            "estimated": self._estimated(pair.members, challenge),
        }
        also = ""
        if pair.also:
            titles = get_text_list([f"« {self._titles[key]} »" for key in pair.also], _("et"))
            also = " " + _("Ils se retrouvent aussi sur %(titles)s.") % {"titles": titles}
        return f"{said} ; {self._brought(pair, challenge)}{also}"

    def _estimated(self, keys, challenge: str) -> str:
        guessed = [key for key in keys if self._cells[key, challenge].is_estimate]
        if not guessed:
            return ""
        return _(", estimé pour %(names)s") % {"names": self._names(guessed)}

    def _brought(self, pair: AlignedPair, challenge: str) -> str:
        words = [self._contribution(key, challenge) for key in pair.members]
        if not all(words):
            missing = [key for key, word in zip(pair.members, words, strict=True) if not word]
            return _("on ne sait pas encore ce que pourrait apporter %(names)s.") % {
                "names": get_text_list([self._lines[key].name for key in missing], _("ni"))
            }
        if not pair.complementarity:
            return _("les deux pourraient apporter la même chose : %(what)s.") % {"what": words[0]}
        return _("l’un apporterait %(first)s, l’autre %(second)s.") % {
            "first": words[0],
            "second": words[1],
        }

    def _contribution(self, key: str, challenge: str) -> str:
        used = self._cells[key, challenge].used
        if not used or not used.contribution_nature:
            return ""
        nature = _nature(used.contribution_nature)
        detail = used.contribution.rstrip(" .")
        return f"{nature} (« {detail} »)" if detail else nature

    def _opposition(self, found: ChallengeAlignment) -> str:
        if not found.is_contested:
            return ""
        return _("Positions opposées : pour, %(favourable)s ; contre, %(opposed)s.") % {
            "favourable": self._names(found.favourable),
            "opposed": self._names(found.opposed),
        }


def _nature(nature: str) -> str:
    return str(_BROUGHT[ResourceNature(nature)])


def _more(found: ChallengeAlignment) -> str:
    left = found.pair_count - len(found.pairs)
    if left <= 0:
        return ""
    return ngettext(
        "%(count)d autre paire est possible.", "%(count)d autres paires sont possibles.", left
    ) % {"count": left}
