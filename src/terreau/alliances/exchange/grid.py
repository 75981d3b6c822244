"""The interest grid as a file: out for whoever reads it, in for whoever may write each line."""

import copy
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.posture import Posture
from terreau.alliances.actions.grid import MODELS, Cell, CellValues, LineConflict, Said, fill_line
from terreau.alliances.actions.grid import values_of as cell_values
from terreau.alliances.exchange.grid_columns import READ_ONLY, grid_columns
from terreau.alliances.exchange.grid_reading import (
    Target,
    facilitations_of,
    find_cells,
    find_targets,
    posture_for,
    readable_cells,
    readable_grids,
)
from terreau.alliances.grid import DECLARED, ESTIMATED, InterestGrid
from terreau.core.exchange.columns import CellError
from terreau.core.exchange.datasets import Dataset, Values
from terreau.core.verdicts import GRANTED, Verdict, refused

SAID = ("interest", "influence", "position", "contribution_nature", "contribution")


@dataclass(frozen=True)
class GridRow:
    """One cell with its basis, because declarations and estimates are two tables."""

    basis: str
    cell: Cell

    @property
    def pk(self) -> str:
        """A key of its own among both tables."""
        return f"{self.basis}-{self.cell.pk}"


def rows_of(grid: InterestGrid) -> Iterable[GridRow]:
    """Every filled cell of a grid, line by line."""
    for line in grid.lines:
        for cell in line.cells:
            for basis, row in ((DECLARED, cell.declared), (ESTIMATED, cell.estimated)):
                if row:
                    row.membership, row.challenge = line.membership, cell.challenge
                    yield GridRow(basis, row)


class InterestGridDataset(Dataset):
    """The cells of the grids that a person may read, one row for each basis."""

    name = "interest-grid"
    label = gettext_lazy("Grilles des intérêts")
    lead = gettext_lazy("Une ligne par membre, par enjeu et par base : déclaré ou estimé.")
    columns = grid_columns()
    key = ("alliance", "member", "challenge", "basis")
    person: Any = None

    def for_run(self, run) -> "InterestGridDataset":
        """Know whose import it is: a file never shows a cell that one may not read."""
        bound = copy.copy(self)
        bound.person = run.requested_by
        return bound

    def can_import(self, person) -> Verdict:
        """Let whoever facilitates an alliance bring lines in; each line is asked again."""
        if facilitations_of(person, localdate()):
            return GRANTED
        return refused(
            _("Les facilitateurs d’une alliance importent une grille ; remplissez votre ligne.")
        )

    def can_export(self, person) -> Verdict:
        """Let everybody who signed in take out what they may read."""
        if getattr(person, "is_authenticated", False):
            return GRANTED
        return refused(_("Connectez-vous : une grille se lit entre membres d’une alliance."))

    def can_change(self, instance: GridRow, person) -> Verdict:
        """Let the member change its declarations, the facilitators the estimates."""
        target = Target(instance.cell.membership, instance.cell.challenge)
        return _verdict(posture_for(person, target, instance.basis, localdate()), instance.basis)

    def export_values(self, person) -> Iterable[Values]:
        """Give the cells of every grid that this person may read."""
        for grid in readable_grids(person, localdate()):
            for row in rows_of(grid):
                yield self.read_values(row)

    def read_values(self, instance: GridRow) -> Values:
        """Give the present values of one cell."""
        cell = instance.cell
        return {
            "alliance": cell.challenge.alliance.slug,
            "member": str(cell.membership.organisation.uuid),
            "member_name": cell.membership.organisation.name,
            "challenge": str(cell.challenge.uuid),
            "challenge_title": cell.challenge.title,
            "basis": instance.basis,
            **{name: _shown(getattr(cell, name)) for name in SAID},
            "posture": cell.posture,
            "said_on": localdate(cell.updated_at),
        }

    def find_existing(self, rows: Sequence[Values]) -> list[GridRow | None]:
        """Find the cell of each row, for both bases in a few queries."""
        targets = find_targets(rows, self.person)
        readable = readable_cells(self.person, localdate())
        cells = {
            basis: find_cells(model, [one for one in targets if one and basis in readable(one)])
            for basis, model in MODELS.items()
        }
        found = []
        for row, target in zip(rows, targets, strict=True):
            cell = target and cells.get(row.get("basis"), {}).get(target.key)
            may_read = target and row.get("basis") in readable(target)
            found.append(GridRow(row["basis"], cell) if cell and may_read else None)
        return found

    def find_by_key(self, keys: Sequence[str]) -> dict[str, GridRow]:
        """Find cells by the key of `GridRow`."""
        found = {}
        for basis, model in MODELS.items():
            wanted = [key.partition("-")[2] for key in keys if key.startswith(f"{basis}-")]
            rows = model.objects.filter(pk__in=[pk for pk in wanted if pk.isdigit()])
            for cell in rows.select_related("membership__organisation", "challenge__alliance"):
                found[f"{basis}-{cell.pk}"] = GridRow(basis, cell)
        return found

    def check_row(self, values: Values) -> dict[str, str]:
        """Say which member or challenge is unknown, and ask for a declared position."""
        wrong = {}
        for name in ("member", "challenge"):
            if values.get(name) and not _is_uuid(values[name]):
                wrong[name] = _("Cet identifiant n’est pas de Terreau. Copiez celui de l’export.")
        complete = all(values.get(name) for name in ("alliance", "member", "challenge"))
        if complete and not wrong and find_targets([values], self.person)[0] is None:
            wrong["challenge"] = _(
                "Cette alliance n’a pas ce membre, ou pas cet enjeu. Vérifiez les identifiants."
            )
        if values.get("basis") == DECLARED and values.get("position", "…") is None:
            wrong["position"] = _("Une déclaration dit aussi sa position.")
        return wrong

    def create(self, values: Values, *, by, posture, now: datetime.datetime) -> GridRow:
        """Fill a cell through the domain's action."""
        target, basis = find_targets([values], by)[0], values["basis"]
        speaker = _speaker(by, target, basis, now)
        said = Said(target.challenge, _merged(CellValues(), values), seen=0)
        _fill(target, said, basis, by=speaker, now=now)
        return GridRow(basis, find_cells(MODELS[basis], [target])[target.key])

    def change(self, instance: GridRow, values: Values, *, by, posture, now) -> None:
        """Change what is said in a cell, through the domain's action."""
        for name in READ_ONLY:
            if name in values:
                raise CellError(
                    _("« %(label)s » se lit seulement : remettez ce que disait l’export.")
                    % {"label": self.column(name).label}
                )
        target = Target(instance.cell.membership, instance.cell.challenge)
        speaker = _speaker(by, target, instance.basis, now)
        merged = _merged(cell_values(instance.cell), values)
        said = Said(target.challenge, merged, seen=instance.cell.version)
        _fill(target, said, instance.basis, by=speaker, now=now)

    def remove(self, instance: GridRow, *, by, posture, now: datetime.datetime) -> None:
        """Empty a cell that an import filled."""
        target = Target(instance.cell.membership, instance.cell.challenge)
        said = Said(target.challenge, CellValues(), seen=instance.cell.version)
        speaker = _speaker(by, target, instance.basis, now)
        _fill(target, said, instance.basis, by=speaker, now=now)


def _fill(target: Target, said: Said, basis: str, *, by: Posture, now: datetime.datetime) -> None:
    try:
        fill_line(target.membership, [said], basis=basis, by=by, now=now)
    except LineConflict as conflict:
        raise CellError(
            _("Quelqu’un a changé cette case entre-temps. Reprenez l’import.")
        ) from conflict


def _merged(values: CellValues, given: Values) -> CellValues:
    kept = {name: getattr(values, name) for name in SAID}
    texts = ("position", "contribution_nature", "contribution")
    for name in SAID:
        if name in given:
            kept[name] = (given[name] or "") if name in texts else given[name]
    return CellValues(**kept)


def _speaker(person, target: Target, basis: str, now: datetime.datetime) -> Posture:
    speaker = posture_for(person, target, basis, localdate(now))
    verdict = _verdict(speaker, basis)
    if not verdict or speaker is None:
        raise CellError(verdict.reason)
    return speaker


def _verdict(speaker: Posture | None, basis: str) -> Verdict:
    if speaker:
        return GRANTED
    if basis == DECLARED:
        return refused(_("Une déclaration vient du membre lui-même : laissez-la telle quelle."))
    return refused(_("Seuls les facilitateurs de cette alliance estiment."))


def _shown(value):
    return None if value == "" else value


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
