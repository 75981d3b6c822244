"""The registry of the sources of indicators and programmes: a file is offered to each in turn."""

from pathlib import Path
from types import ModuleType

from django.utils.translation import gettext as _

from terreau.territories.sources import (
    care_access,
    comparator,
    density,
    facilities,
    figures,
    filosofi,
    job_seekers,
    melodi,
    minimum_income,
    programmes,
    ruralities,
    unions,
)
from terreau.territories.sources.faults import UnknownLayoutError, UnreadableFileError
from terreau.territories.sources.tables import head_of

# The most particular layouts come first: the last one takes any table of codes and values.
MODULES: tuple[ModuleType, ...] = (
    comparator,
    density,
    filosofi,
    ruralities,
    unions,
    job_seekers,
    minimum_income,
    care_access,
    facilities,
    melodi,
    programmes,
    figures,
)
BY_SLUG: dict[str, ModuleType] = {module.SLUG: module for module in MODULES}


def recognise_file(path: Path, slug: str = "") -> ModuleType:
    """Find the source of a file; when one is expected, refuse the file of another."""
    head = head_of(path)
    for module in MODULES:
        if module.recognise(path.name, head):
            if slug and slug != module.SLUG:
                raise UnreadableFileError(
                    _(
                        "« %(name)s » est un fichier d’une autre source (%(found)s) que celle "
                        "demandée. Rien n’a été modifié."
                    )
                    % {"name": path.name, "found": module.SLUG}
                )
            return module
    raise UnknownLayoutError(
        _(
            "Terreau ne reconnaît pas « %(name)s » : ses premières lignes ne sont celles d’aucune "
            "source connue. Rien n’a été modifié ; donnez le fichier tel qu’il est publié."
        )
        % {"name": path.name}
    )
