"""Apply the official file of communes."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from terreau.territories.enums import FormerStatus, TerritoryKind
from terreau.territories.folding import fold
from terreau.territories.models import Territory
from terreau.territories.sources.files import Row

MOST_VANISHED_RATE = 0.05
FORMER_TYPES = {
    "COMD": FormerStatus.DELEGATED,
    "COMA": FormerStatus.ASSOCIATED,
    "ARM": FormerStatus.MUNICIPAL_DISTRICT,
}


class RefreshRefusedError(Exception):
    """The files cannot be applied; the text is a full sentence for the person."""


@dataclass
class Outcome:
    """What a file changed, and the rows that were refused with their reasons."""

    rows: int = 0
    created: int = 0
    changed: int = 0
    made_obsolete: int = 0
    rejected: list[dict[str, str | int]] = field(default_factory=list)

    def reject(self, line: int, row: Row, reason: str) -> None:
        """Keep a refused row; line 1 is the header."""
        text = ",".join(value for value in row.values())[:200]
        self.rejected.append({"line": line, "row": text, "reason": reason})


def apply_communes(rows: list[Row]) -> Outcome:
    """Create, rename, move and retire communes as the file says."""
    outcome = Outcome(rows=len(rows))
    stored = {
        unit.code: unit
        for unit in Territory.objects.filter(kind=TerritoryKind.COMMUNE).select_related(
            "departement"
        )
    }
    departements = {
        unit.code: unit
        for unit in Territory.objects.filter(kind=TerritoryKind.DEPARTEMENT, is_obsolete=False)
    }
    current: dict[str, Row] = {}
    for line, row in enumerate(rows, start=2):
        if row["TYPECOM"] == "COM":
            reason = _why_refused(row, departements, current)
            if reason:
                outcome.reject(line, row, reason)
            else:
                current[row["COM"]] = row
        elif row["TYPECOM"] not in FORMER_TYPES:
            outcome.reject(
                line, row, _("Le type « %(type)s » est inconnu.") % {"type": row["TYPECOM"]}
            )
    _retire(stored, current, departements, outcome)
    _write(stored, current, departements, outcome)
    _write_former(rows, outcome)
    return outcome


def _why_refused(row: Row, departements: dict[str, Territory], current: dict[str, Row]) -> str:
    code = row["COM"]
    if len(code) != 5:
        return _(
            "Le code « %(code)s » n’a pas cinq caractères : un tableur a sans doute ôté le zéro "
            "du début ; reprenez le fichier d’origine."
        ) % {"code": code}
    if not row["LIBELLE"]:
        return _("La commune %(code)s n’a pas de nom.") % {"code": code}
    if row["DEP"] not in departements:
        return _("Le département « %(code)s » n’est pas chargé.") % {"code": row["DEP"]}
    if code in current:
        return _("Le code %(code)s est donné deux fois.") % {"code": code}
    return ""


def _retire(
    stored: dict[str, Territory],
    current: dict[str, Row],
    departements: dict[str, Territory],
    outcome: Outcome,
) -> None:
    """Mark as obsolete what the file no longer names; overseas collectivities are not in it."""
    known = {unit.pk for unit in departements.values()}
    alive = [u for u in stored.values() if not u.is_obsolete and u.departement_id in known]
    gone = [unit for unit in alive if unit.code not in current]
    if alive and len(gone) > max(3, MOST_VANISHED_RATE * len(alive)):
        raise RefreshRefusedError(
            _(
                "Ce fichier ferait disparaître %(gone)s communes sur %(alive)s : il semble "
                "incomplet. Rien n’a été changé ; reprenez le fichier national."
            )
            % {"gone": len(gone), "alive": len(alive)}
        )
    for unit in gone:
        unit.is_obsolete = True
    Territory.objects.bulk_update(gone, ["is_obsolete"], batch_size=500)
    outcome.made_obsolete = len(gone)


def _write(
    stored: dict[str, Territory],
    current: dict[str, Row],
    departements: dict[str, Territory],
    outcome: Outcome,
) -> None:
    created, changed = [], []
    for code, row in current.items():
        name = row["LIBELLE"].replace("'", "’")
        above = departements[row["DEP"]]
        unit = stored.get(code)
        if unit is None:
            unit = Territory(kind=TerritoryKind.COMMUNE, code=code)
            created.append(unit)
        elif (unit.name, unit.departement_id, unit.is_obsolete) != (name, above.pk, False):
            changed.append(unit)
        unit.name, unit.folded_name, unit.is_obsolete = name, fold(name), False
        unit.departement_id, unit.region_id = above.pk, above.region_id
    Territory.objects.bulk_create(created, batch_size=500)
    fields = ["name", "folded_name", "is_obsolete", "departement", "region"]
    Territory.objects.bulk_update(changed, fields, batch_size=500)
    outcome.created, outcome.changed = len(created), len(changed)


def _write_former(rows: list[Row], outcome: Outcome) -> None:
    """Attach the former communes to the commune that the file names."""
    communes = {unit.code: unit for unit in Territory.objects.communes().order_by()}
    stored = {
        unit.code: unit for unit in Territory.objects.filter(kind=TerritoryKind.FORMER_COMMUNE)
    }
    created = []
    moved = []
    for line, row in enumerate(rows, start=2):
        if row["TYPECOM"] not in FORMER_TYPES:
            continue
        today = communes.get(row.get("COMPARENT", ""))
        if today is None:
            reason = _("La commune d’aujourd’hui « %(code)s » n’est pas chargée.")
            outcome.reject(line, row, reason % {"code": row.get("COMPARENT", "")})
            continue
        unit = stored.get(row["COM"])
        if unit is None:
            unit = Territory(kind=TerritoryKind.FORMER_COMMUNE, code=row["COM"])
            created.append(unit)
        elif unit.commune_id != today.pk:
            moved.append(unit)
        else:
            continue
        unit.name = row["LIBELLE"].replace("'", "’")
        unit.folded_name = fold(unit.name)
        unit.former_status = FORMER_TYPES[row["TYPECOM"]]
        unit.commune_id, unit.departement_id = today.pk, today.departement_id
        unit.region_id, unit.epci_id = today.region_id, today.epci_id
    Territory.objects.bulk_create(created, batch_size=500)
    fields = ["name", "folded_name", "former_status", "commune", "departement", "region", "epci"]
    Territory.objects.bulk_update(moved, fields, batch_size=500)
    outcome.created += len(created)
    outcome.changed += len(moved)
