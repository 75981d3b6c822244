"""The pages of one fabric."""

from django.utils.translation import gettext as _

from terreau.fabric.scopes import Scope


def fabric_tabs(scope: Scope, current: str, *, is_inside: bool) -> list[tuple[str, str, bool]]:
    """Give what `{% tabs %}` shows; some pages are read by the members of the alliance only."""
    pages = [
        ("of", _("Toile")),
        ("figures", _("Chiffres")),
        ("without", _("Et si… ?")),
    ]
    if scope.alliance:
        if is_inside:
            pages += [("meet", _("Qui devrait se rencontrer ?")), ("breath", _("Souffle"))]
        pages.append(("genealogy", _("Généalogie")))
    if is_inside or scope.territory:
        pages.append(("waves", _("Vagues")))
    return [(label, scope.url(key), key == current) for key, label in pages]
