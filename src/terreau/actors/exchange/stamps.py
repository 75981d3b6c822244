"""Who brings a file in, from which source: what every sheet that it writes carries."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.enums import SourceKind
from terreau.actors.exchange.options import ImportOptions
from terreau.actors.models import Source
from terreau.actors.posture import Posture
from terreau.core.models import ImportRun

# Past so many rows the journal tells the import alone, not each sheet.
TOLD_ONE_BY_ONE = 300


@dataclass(frozen=True)
class ImportedPosture(Posture):
    """The posture in which somebody launched an import, as it was stamped then."""

    stamp: str = ""

    @property
    def label(self) -> str:
        """The stamp of the import."""
        return self.stamp or super().label


@dataclass(frozen=True)
class ImportStamp:
    """One import as its sheets remember it."""

    run: ImportRun
    by: ImportedPosture
    now: datetime.datetime
    source: Source
    options: ImportOptions

    @classmethod
    def of(cls, run: ImportRun, by: Any, posture: str, now: datetime.datetime) -> "ImportStamp":
        """Read what a run says of itself; its source is written once."""
        options = ImportOptions.of(run.provenance, run.layout)
        source = source_of(run, options, now)
        return cls(run, ImportedPosture(by, stamp=posture), now, source, options)

    @property
    def is_told(self) -> bool:
        """Whether the journal of each sheet says it."""
        return self.run.row_count <= TOLD_ONE_BY_ONE

    @property
    def reason(self) -> str:
        """What the history of each sheet says of this writing."""
        return f"import:{self.run.pk}"

    @property
    def provenance(self) -> dict[str, Any]:
        """The provenance of one field changed by this import."""
        day = localdate(self.now).isoformat()
        said = {"source": self.source.pk, "name": self.source.name}
        return {**said, "on": day, "by": self.by.label}


def source_of(run: ImportRun, options: ImportOptions, now: datetime.datetime) -> Source:
    """The one source of an import."""
    told = {
        "kind": SourceKind.OFFICIAL_FILE if run.layout else SourceKind.SPREADSHEET,
        "name": run.source or _("fichier « %(name)s »") % {"name": run.file_name},
        "publisher": options.publisher[:200],
        "licence": run.licence[:100],
        "vintage": options.vintage[:60],
        "legal_basis": options.legal_basis,
        "created_at": now,
    }
    source, _created = Source.objects.get_or_create(run_id=run.pk, defaults=told)
    return source
