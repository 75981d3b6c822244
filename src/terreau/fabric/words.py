"""How the fabric is said: its kinds, its counts, its letters."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from terreau.core.formats import format_number
from terreau.fabric.enums import TieKind

KIND_NAMES = {
    TieKind.PARTNERSHIP.value: gettext_lazy("Partenariats"),
    TieKind.CONTRIBUTION.value: gettext_lazy("Contributions à une même expérimentation"),
    TieKind.MEETING.value: gettext_lazy("Rencontres"),
    TieKind.IMPORTED.value: gettext_lazy("Liens importés"),
}
KIND_STYLES = {
    TieKind.PARTNERSHIP.value: gettext_lazy("trait plein"),
    TieKind.CONTRIBUTION.value: gettext_lazy("trait en tirets"),
    TieKind.MEETING.value: gettext_lazy("trait en pointillés"),
    TieKind.IMPORTED.value: gettext_lazy("trait mêlé"),
}


def links_words(count: int) -> str:
    """Say « 3 liens »."""
    return ngettext("%(count)s lien", "%(count)s liens", count) % {"count": format_number(count)}


def organisations_words(count: int) -> str:
    """Say « 12 organisations »."""
    return ngettext("%(count)s organisation", "%(count)s organisations", count) % {
        "count": format_number(count)
    }


def group_name(rank: int) -> str:
    """Name a group by a letter, then by two: A … Z, AA, AB…"""
    letters, rank = "", rank + 1
    while rank:
        rank, rest = divmod(rank - 1, 26)
        letters = chr(65 + rest) + letters
    return _("Groupe %(letter)s") % {"letter": letters}


def name_list(names: list[str], most: int = 5) -> str:
    """Write some names, and how many others there are."""
    shown = ", ".join(names[:most])
    rest = len(names) - most
    if rest <= 0:
        return shown
    others = ngettext("%(count)s autre", "%(count)s autres", rest) % {"count": format_number(rest)}
    return _("%(names)s et %(others)s") % {"names": shown, "others": others}
