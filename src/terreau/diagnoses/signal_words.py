"""Say how many signals there are, with their base, the unknown apart (R7)."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.formats import format_percent, join_clauses

ENOUGH = 10  # under these a percentage says more than what was counted


def count_words(counts: Mapping[str, int]) -> str:
    """One sentence; empty where nothing was told."""
    total, unknown = counts["total"], counts["unknown"]
    if not total:
        return ""
    words = ngettext("%(count)d signal suivi", "%(count)d signaux suivis", total) % {"count": total}
    known = total - unknown
    if not known:
        return join_clauses([words, _("on ne sait encore d’aucun si l’action publique le voit.")])
    seen = counts["uncaptured"]
    missed = ngettext(
        "%(n)d sur %(known)d n’est pas capté par l’action publique",
        "%(n)d sur %(known)d ne sont pas captés par l’action publique",
        seen,
    ) % {"n": seen, "known": known}
    if known >= ENOUGH:
        missed += f" ({format_percent(seen / known)})"
    if unknown:
        missed += ", " + ngettext("%(count)d inconnu", "%(count)d inconnus", unknown) % {
            "count": unknown
        }
    return join_clauses([words, missed]) + "."
