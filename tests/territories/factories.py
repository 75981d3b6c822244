"""Official files in their true layout."""

from pathlib import Path

from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory

COMMUNES_HEADER = "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT"
MOVEMENTS_HEADER = (
    "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,"
    "TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,LIBELLE_AP"
)


def unit(kind: str, code: str) -> Territory:
    """Fetch a territory."""
    return Territory.objects.get(kind=kind, code=code)


def commune_line(code: str, name: str, departement: str = "94") -> str:
    """Write a line of the file of communes."""
    return f'COM,{code},11,{departement},{departement}D,941,0,X,"{name}","{name}",9401,'


def movement_line(before: str, after: str, mod: str = "32", day: str = "2026-01-01") -> str:
    """Write a line of the file of movements."""
    return f"{mod},{day},COM,{before},0,A,A,Ancienne-{before},COM,{after},0,B,B,Nouvelle"


def communes_file(folder: Path, *, without: set[str] = frozenset(), more: tuple = ()) -> Path:
    """Write the communes loaded now as the official file would, less some, plus some."""
    lines = [
        commune_line(commune.code, commune.name, commune.departement.code)
        for commune in Territory.objects.filter(
            kind=TerritoryKind.COMMUNE, is_obsolete=False
        ).select_related("departement")
        if commune.code not in without
    ]
    path = folder / "v_commune_2027.csv"
    path.write_text("\n".join([COMMUNES_HEADER, *lines, *more]) + "\n", encoding="utf-8")
    return path


def movements_file(folder: Path, *lines: str) -> Path:
    """Write a file of movements."""
    path = folder / "v_mvt_commune_2027.csv"
    path.write_text("\n".join([MOVEMENTS_HEADER, *lines]) + "\n", encoding="utf-8")
    return path
