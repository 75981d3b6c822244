"""Say what became of the territories that a diagnosis names."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.diagnoses.values import Diagnosis
from terreau.territories.following import Followed

MOST_NAMED = 5


def tell_whereabouts(
    diagnosis: Diagnosis, followed: Followed, *, is_frozen: bool = True
) -> list[str]:
    """Name those that are no more with their successors, then those never heard of here."""
    names = {(kind, code): name for kind, code, name in diagnosis.perimeter.units}
    said = list(_gone(names, followed))
    if said and not is_frozen:
        said.append(
            _(
                "Les chiffres sont lus sur les territoires d’aujourd’hui ; mettez le périmètre de "
                "l’alliance à jour."
            )
        )
    elif said:
        said.append(_("Les chiffres gardés restent ceux du jour où le diagnostic a été arrêté."))
    if followed.unknown:
        listed = _listed(f"{names[key]} ({key[1]})" for key in followed.unknown)
        said.append(
            ngettext(
                "Territoire que cette instance ne connaît pas : %(names)s.",
                "Territoires que cette instance ne connaît pas : %(names)s.",
                len(followed.unknown),
            )
            % {"names": listed}
        )
    return said


def _gone(names: dict[tuple[str, str], str], followed: Followed) -> Iterator[str]:
    for key, heirs in followed.gone.items():
        told = {"name": names[key], "code": key[1]}
        if heirs:
            told["heirs"] = _listed(f"{one.name} ({one.code})" for one in heirs)
            yield _("%(name)s (%(code)s) n’existe plus ; aujourd’hui : %(heirs)s.") % told
        else:
            yield _("%(name)s (%(code)s) n’existe plus, et rien ne dit qui lui succède.") % told


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    left = len(found) - MOST_NAMED
    shown = ", ".join(found[:MOST_NAMED])
    if left <= 0:
        return shown
    return ngettext("%(names)s et %(n)s autre", "%(names)s et %(n)s autres", left) % {
        "names": shown,
        "n": left,
    }
