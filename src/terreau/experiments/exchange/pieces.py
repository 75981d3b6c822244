"""The pieces of the puzzles as a file."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import now as moment
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ResourceNature
from terreau.core.exchange.columns import BOOLEAN, CHOICE, CODE, DATE, NUMBER, CellError, Column
from terreau.core.exchange.datasets import Values
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.experiments.actions.pieces import COLUMNS, add_piece, edit_piece, remove_piece
from terreau.experiments.exchange.base import (
    ExperimentFile,
    named_experiment,
    plain_number,
    plain_text,
    posture_for,
    uuid_of,
    uuids_in,
)
from terreau.experiments.models import Experiment, Piece
from terreau.experiments.permissions import can_edit_pieces


def check_quantity(number) -> None:
    if number <= 0 or round(number, 2) != number or number >= 10**12:
        raise CellError(
            gettext("La quantité est plus grande que zéro, avec deux décimales au plus.")
        )


def piece_columns() -> tuple[Column, ...]:
    """One row a piece."""
    return (
        Column("uuid", _("Identifiant"), CODE),
        Column("experiment", _("Identifiant de l’expérimentation"), CODE, required=True),
        Column("experiment_title", _("Expérimentation"), help=_("Pour lire.")),
        Column("title", _("Pièce"), required=True, max_length=150),
        Column("nature", _("Nature"), CHOICE, required=True, choices=tuple(ResourceNature.choices)),
        Column("quantity", _("Quantité"), NUMBER, check=check_quantity),
        Column("unit", _("Unité"), max_length=40),
        Column("starts_on", _("À partir du"), DATE),
        Column("ends_on", _("Jusqu’au"), DATE),
        Column("is_essential", _("Indispensable"), BOOLEAN),
        Column("note", _("Précision"), max_length=500),
    )


def _read(rows: QuerySet[Piece]) -> QuerySet[Piece]:
    return rows.select_related("experiment__alliance")


def _seen(person) -> QuerySet[Piece]:
    visible = Experiment.objects.visible_to(person).order_by()
    return _read(Piece.objects.filter(experiment__in=visible.values("pk")))


class PieceDataset(ExperimentFile):
    """The pieces of the experiments that a person may see, holes included."""

    name = "experiment-pieces"
    label = _("Pièces des puzzles")
    lead = _("Une ligne par pièce dont une expérimentation a besoin.")
    columns = piece_columns()
    read_only = ("experiment", "experiment_title")

    def can_change(self, instance: Piece, person) -> Verdict:
        """Ask the experiments' own rule."""
        rule = _editor_of(instance.experiment)
        return rule(posture_for(person, rule, moment()))

    def can_remove(self, instance: Piece) -> Verdict:
        """A piece that nobody answered for may go again."""
        if instance.contributions.exists():
            return refused(gettext("Des organisations ont répondu pour cette pièce : elle reste."))
        return GRANTED

    def remove(self, instance: Piece, *, by, posture, now: datetime.datetime) -> None:
        """Take it away through the domain's action."""
        who = posture_for(by, _editor_of(instance.experiment), now)
        remove_piece(instance, by=who, now=now)

    def export_values(self, person) -> Iterable[Values]:
        """Give the pieces in the order of their puzzles."""
        rows = _seen(person).order_by("experiment__created_at", "experiment", "position", "pk")
        return (self.read_values(row) for row in rows)

    def read_values(self, instance: Piece) -> Values:
        """Give the present values of one piece."""
        return {
            "uuid": str(instance.uuid),
            "experiment": str(instance.experiment.uuid),
            "experiment_title": instance.experiment.title,
            "title": instance.title,
            "nature": instance.nature,
            "quantity": plain_number(instance.quantity),
            "unit": instance.unit or None,
            "starts_on": instance.starts_on,
            "ends_on": instance.ends_on,
            "is_essential": instance.is_essential,
            "note": plain_text(instance.note),
        }

    def find_existing(self, rows: Sequence[Values]) -> list[Piece | None]:
        """Find by identifier."""
        wanted = uuids_in(row.get("uuid") for row in rows)
        found = {row.uuid: row for row in _seen(self.person).filter(uuid__in=wanted)}
        return [found.get(uuid_of(row.get("uuid"))) for row in rows]

    def find_by_key(self, keys: Sequence[str]) -> dict[str, Any]:
        """Find by primary key."""
        return {str(row.pk): row for row in _read(Piece.objects.filter(pk__in=keys))}

    def check_row(self, values: Values) -> dict[str, str]:
        """Compare the two ends of the period."""
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            return {"ends_on": gettext("La fin précède le début. Corrigez l’une des deux.")}
        return {}

    def check_new(self, row: Values) -> dict[str, str]:
        """A new piece names an experiment that its reader sees."""
        uuid = uuid_of(row.get("uuid"))
        if uuid and Piece.objects.filter(uuid=uuid).exists():
            return {"uuid": gettext("Cette pièce existe et vous ne la voyez pas.")}
        try:
            named_experiment(self.person, row.get("experiment"))
        except CellError as error:
            return {"experiment": str(error)}
        return self.check_row(row)

    def create(self, values: Values, *, by, posture, now: datetime.datetime) -> Piece:
        """Add it through the domain's action."""
        experiment = named_experiment(by, values.get("experiment"))
        who = posture_for(by, _editor_of(experiment), now)
        made = add_piece(experiment, _given(values), by=who, now=now)
        if uuid_of(values.get("uuid")):
            made.uuid = uuid_of(values["uuid"])
            made.save(update_fields=["uuid"])
        return made

    def change(self, instance: Piece, values: Values, *, by, posture, now) -> None:
        """Change it through the domain's action."""
        edit_piece(
            instance,
            _given(values),
            expected_version=instance.version,
            by=posture_for(by, _editor_of(instance.experiment), now),
            now=now,
        )


def _editor_of(experiment: Experiment):
    return lambda one: can_edit_pieces(one, experiment)


def _given(values: Values) -> dict[str, Any]:
    given = {name: values[name] for name in COLUMNS if name in values}
    for name in ("unit", "note"):
        if name in given:
            given[name] = given[name] or ""
    if "is_essential" in given:
        given["is_essential"] = given["is_essential"] is not False
    return given
