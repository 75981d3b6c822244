"""Say why a sheet answers, and underline the words that do, everything else escaped."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import Lifecycle, OrganisationSubtype
from terreau.actors.folding import fold
from terreau.actors.models import DirectoryEntry, Organisation
from terreau.actors.search.documents import PUBLIC
from terreau.actors.search.queries import Term, Words
from terreau.actors.search.words import words_of
from terreau.core.templatetags.components import FOLDER, world_badge

_PIECE = re.compile(r"[^\W_]+")
LABELS = {
    "alias": _("aussi nommée"),
    "competence": _("savoir-faire"),
    "offer": _("offre"),
    "need": _("besoin"),
    "domain": _("domaine"),
    "number": _("numéro"),
    "description": _("présentation"),
}
REASONS = ("alias", "competence", "offer", "need", "domain", "number")


@dataclass(frozen=True)
class Line:
    """One line of a sheet that may explain a hit."""

    kind: str
    text: str

    @property
    def label(self) -> str:
        return str(LABELS[self.kind])


@dataclass(frozen=True)
class Hit:
    """One sheet of a list: its name, its domains, and why it answers when the name does not say."""

    organisation: Organisation
    name: SafeString
    domains: tuple[str, ...]
    label: str = ""
    reason: SafeString | str = ""

    @property
    def badge(self) -> SafeString:
        """The world's colour, shape and word."""
        return _badge(self.organisation.world, get_language())

    @property
    def subtype(self) -> str:
        """What kind of organisation it is; Django's own look-up costs 0.2 ms a card."""
        kind = self.organisation.subtype
        return str(OrganisationSubtype(kind).label) if kind else ""

    @property
    def situation(self) -> str:
        """What became of it, when it is no longer active."""
        state = Lifecycle(self.organisation.lifecycle)
        return "" if state == Lifecycle.ACTIVE else str(state.label)


@lru_cache(maxsize=64)
def _badge(world: str, language: str) -> SafeString:
    """Render a badge once a language: a list shows thirty."""
    return render_to_string(f"{FOLDER}/world_badge.html", world_badge(world))


def lines_of(keys: Iterable[int], *, signed_in: bool) -> dict[int, list[Line]]:
    """Read the lines of sheets that the reader may see, in one query."""
    rows = DirectoryEntry.objects.filter(key__in=list(keys)).order_by()
    return {
        key: list(_visible(lines, signed_in=signed_in))
        for key, lines in rows.values_list("key", "lines")
    }


def _visible(lines: str, *, signed_in: bool) -> Iterable[Line]:
    for line in lines.split("\n") if lines else ():
        kind, visibility, text = line.split("\t", 2)
        if signed_in or visibility == PUBLIC:
            yield Line(kind, text)


def hit_of(organisation: Organisation, lines: Sequence[Line], words: Words) -> Hit:
    """Explain one hit."""
    domains = tuple(gettext(line.text) for line in lines if line.kind == "domain")
    name = highlight(organisation.name, words.terms)
    missing = _missing(words.terms, organisation.name)
    line = _best(lines, missing) if missing else None
    if line is None:
        return Hit(organisation, name, domains)
    return Hit(organisation, name, domains, line.label, highlight(line.text, words.terms))


def highlight(text: str, terms: Sequence[Term]) -> SafeString:
    """Mark the words of a text that answer to a term.

    >>> str(highlight("Prêt <b> de salles", [Term("salle")]))
    'Prêt &lt;b&gt; de <mark>salles</mark>'
    """
    parts, last = [], 0
    for piece in _PIECE.finditer(text) if terms else ():
        word = fold(piece[0])
        if any(term.is_in(word) for term in terms):
            parts += [conditional_escape(text[last : piece.start()])]
            parts += [format_html("<mark>{}</mark>", piece[0])]
            last = piece.end()
    parts.append(conditional_escape(text[last:]))
    return mark_safe("".join(parts))  # noqa: S308 — each part is escaped above


def _missing(terms: Iterable[Term], text: str) -> list[Term]:
    words = words_of(text)
    return [term for term in terms if not any(term.is_in(word) for word in words)]


def _best(lines: Sequence[Line], terms: Sequence[Term]) -> Line | None:
    """The line that holds the most of these terms, the first kind first."""
    ranked = [
        (len(_missing(terms, line.text)), REASONS.index(line.kind), rank)
        for rank, line in enumerate(lines)
        if line.kind in REASONS
    ]
    if not ranked or min(ranked)[0] == len(terms):
        return None
    return lines[min(ranked)[2]]
