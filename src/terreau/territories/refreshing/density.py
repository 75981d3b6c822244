"""Apply the density grid: whether each commune is rural or urban, in seven levels."""

from django.utils.translation import gettext as _

from terreau.territories.enums import DensityClass
from terreau.territories.models import Territory
from terreau.territories.refreshing.communes import Outcome
from terreau.territories.sources.density import CODE, LEVEL
from terreau.territories.sources.files import Row

LEVELS = {str(level.value): level for level in DensityClass}


def apply_density(rows: list[Row], *, first_line: int, year: str) -> Outcome:
    """Write the level of each commune of today; what the file does not say stays as it was."""
    outcome = Outcome()
    stored = {
        unit.code: unit
        for unit in Territory.objects.communes()
        .order_by()
        .only("code", "density_class", "density_year")
    }
    vintage = int(year) if year else None
    changed: dict[str, Territory] = {}
    read: set[str] = set()
    for line, row in enumerate(rows, start=first_line):
        if not any(row.values()):
            continue
        outcome.rows += 1
        reason = _why_refused(row, stored, read)
        if reason:
            outcome.reject(line, row, reason)
            continue
        read.add(row[CODE])
        unit, level = stored[row[CODE]], LEVELS[row[LEVEL]]
        if (unit.density_class, unit.density_year) != (level, vintage):
            unit.density_class, unit.density_year = level, vintage
            changed[unit.code] = unit
    fields = ["density_class", "density_year"]
    Territory.objects.bulk_update(changed.values(), fields, batch_size=500)
    outcome.changed = len(changed)
    return outcome


def _why_refused(row: Row, stored: dict[str, Territory], read: set[str]) -> str:
    code, level = row.get(CODE, ""), row.get(LEVEL, "")
    if len(code) != 5:
        return _(
            "Le code « %(code)s » n’a pas cinq caractères : un tableur a sans doute ôté le zéro "
            "du début ; reprenez le fichier d’origine."
        ) % {"code": code}
    if code not in stored:
        return _("La commune %(code)s n’est pas chargée ici, ou n’existe plus.") % {"code": code}
    if code in read:
        return _("Le code %(code)s est donné deux fois.") % {"code": code}
    if level not in LEVELS:
        return _("Le niveau « %(level)s » n’est pas un nombre de 1 à 7.") % {"level": level}
    return ""
