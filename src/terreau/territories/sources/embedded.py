"""Read the referential that comes with Terreau, or a newer archive in the same layout."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

EMBEDDED = Path(__file__).resolve().parents[1] / "data" / "referential.zip"
Row = dict[str, str]


class EmbeddedReferential:
    """The archive made by `terreau.territories.packing`, read one département at a time."""

    def __init__(self, path: Path = EMBEDDED) -> None:
        self.path = path
        self._zip = zipfile.ZipFile(path)
        self._names = set(self._zip.namelist())

    def __enter__(self) -> "EmbeddedReferential":
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    @property
    def departements(self) -> list[str]:
        """The codes of the départements and collectivities inside."""
        return sorted(n[9:-4] for n in self._names if n.startswith("communes/"))

    @property
    def sha256(self) -> str:
        """The fingerprint of the archive."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    def units(self) -> list[Row]:
        """Régions and départements."""
        return list(self._rows("units.csv"))

    def epci(self) -> list[Row]:
        """Intercommunalités."""
        return list(self._rows("epci.csv"))

    def communes(self, departement: str) -> list[Row]:
        """The communes of one département."""
        return list(self._rows(f"communes/{departement}.csv"))

    def former_communes(self) -> list[Row]:
        """Former communes, with the commune and the département they are now part of."""
        return list(self._rows("former.csv"))

    def neighbours(self, departement: str) -> list[Row]:
        """Pairs of neighbours of which the lower code is in a département."""
        return list(self._rows(f"neighbours/{departement}.csv"))

    def contours(self, level: str) -> list[Row]:
        """Contours of `regions`, `departements`, `epci` or `communes/94`."""
        return list(self._rows(f"contours/{level}.csv"))

    def _rows(self, name: str) -> Iterator[Row]:
        if name not in self._names:
            return
        text = io.TextIOWrapper(io.BytesIO(self._zip.read(name)), encoding="utf-8")
        yield from csv.DictReader(text)
