"""The genealogy of an alliance: its tree, with the experiments that were done again."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from terreau.alliances.models import Alliance
from terreau.core.formats import format_number
from terreau.core.pictures import Picture
from terreau.fabric.pictures.tree import Leaf, Tree, draw_tree, table_of
from terreau.partnerships.lineage import (
    ALLIANCE,
    DIALOGUE,
    EVENT,
    EXPERIMENT,
    PARTNERSHIP,
    Lineage,
    LineageNode,
)

KINDS = {
    ALLIANCE: (gettext_lazy("Alliance"), "leaf"),
    DIALOGUE: (gettext_lazy("Dialogue"), "violet"),
    EVENT: (gettext_lazy("Rencontre"), "honey"),
    EXPERIMENT: (gettext_lazy("Expérimentation"), "slate"),
    PARTNERSHIP: (gettext_lazy("Partenariat"), "clay"),
}
MOST_DRAWN = 120


def draw_lineage(lineage: Lineage, alliance: Alliance) -> Picture:
    """Draw the tree with its table."""
    leaves = {node.key: _leaf(node) for node in lineage.nodes}
    kept = dict(list(leaves.items())[:MOST_DRAWN])
    arrows = [pair for pair in lineage.edges if pair[0] in kept and pair[1] in kept]
    title = _("Ce qui est né de l’alliance %(name)s") % {"name": alliance.name}
    headers = (_("Quoi"), _("Nature, date et état"), _("Né de"), _("A fait naître"))
    tree = Tree(
        list(kept.values()),
        arrows,
        title,
        _(
            "De gauche à droite, ou de haut en bas sur un téléphone : l’alliance, son dialogue et "
            "ses rencontres, les expérimentations, puis les partenariats. Un trait va de ce qui a "
            "fait naître vers ce qui est né."
        ),
        table_of(leaves, lineage.edges, title, headers),
        _note(lineage, len(leaves) - len(kept)),
    )
    return draw_tree(tree)


def _leaf(node: LineageNode) -> Leaf:
    word, tone = KINDS[node.kind]
    above = " · ".join(filter(None, (str(word), str(node.on.year) if node.on else "")))
    return Leaf(node.key, node.label, above, tone, node.url, node.state)


def _note(lineage: Lineage, left_out: int) -> str:
    said = []
    if lineage.hidden:
        said.append(
            ngettext(
                "%(count)s partenariat est né ici sans être visible pour vous.",
                "%(count)s partenariats sont nés ici sans être visibles pour vous.",
                lineage.hidden,
            )
            % {"count": format_number(lineage.hidden)}
        )
    if left_out:
        said.append(
            _("L’arbre est grand : %(count)s autres sont dans le tableau.")
            % {"count": format_number(left_out)}
        )
    return " ".join(said)
