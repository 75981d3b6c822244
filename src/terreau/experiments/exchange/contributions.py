"""What organisations bring, as a file: out to who takes part, back in for one's own promises."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.timezone import now as moment
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.core.exchange.columns import (
    CHOICE,
    CODE,
    DATE,
    NUMBER,
    PARTIAL_DATE,
    CellError,
    Column,
)
from terreau.core.exchange.datasets import Values
from terreau.core.verdicts import GRANTED, Verdict
from terreau.experiments.actions.contributions import change_pledge, pledge_piece
from terreau.experiments.enums import ContributionState
from terreau.experiments.exchange.base import (
    ExperimentFile,
    plain_number,
    plain_text,
    posture_for,
    uuid_of,
    uuids_in,
)
from terreau.experiments.exchange.pieces import check_quantity
from terreau.experiments.models import Contribution, Experiment, Piece
from terreau.experiments.permissions_contributions import can_change_pledge, can_pledge

SAID = ("quantity", "value_eur", "value_method", "note", "due_on")
READ_ONLY = (
    *("piece", "piece_title", "experiment_title", "organisation", "organisation_name", "state"),
    *("delivered_quantity", "pledged_on", "delivered_on", "answer", "thanks"),
)


def contribution_columns() -> tuple[Column, ...]:
    """One row for what one organisation brings to one piece."""
    told = _("Pour lire ; ne se change pas ici.")
    states = tuple(ContributionState.choices)
    return (
        Column("uuid", _("Identifiant"), CODE),
        Column("piece", _("Identifiant de la pièce"), CODE, required=True),
        Column("piece_title", _("Nom de la pièce"), help=told),
        Column("experiment_title", _("Expérimentation"), help=told),
        Column("organisation", _("Identifiant de l’organisation"), CODE, required=True),
        Column("organisation_name", _("Nom de l’organisation"), help=told),
        Column("state", _("État"), CHOICE, choices=states, help=told),
        Column("quantity", _("Quantité promise"), NUMBER, check=check_quantity),
        Column("delivered_quantity", _("Quantité apportée"), NUMBER, help=told),
        Column("value_eur", _("Valorisation (€)"), NUMBER, check=check_quantity),
        Column("value_method", _("Méthode de valorisation"), max_length=200),
        Column("note", _("Précision"), max_length=500),
        Column("due_on", _("Attendue le"), DATE),
        Column("pledged_on", _("Promise le"), DATE, help=told),
        Column("delivered_on", _("Apportée le"), PARTIAL_DATE, help=told),
        Column("answer", _("Réponse"), help=told),
        Column("thanks", _("Mot de remerciement"), help=told),
    )


def _read(rows: QuerySet[Contribution]) -> QuerySet[Contribution]:
    return rows.select_related("piece__experiment__alliance", "organisation")


def _inside(person) -> QuerySet[Contribution]:
    """Amounts and words are read between those who take part."""
    own = Experiment.objects.taken_part_in_by(person).order_by()
    return _read(Contribution.objects.filter(piece__experiment__in=own.values("pk")))


class ContributionDataset(ExperimentFile):
    """The contributions of the experiments in which a person takes part."""

    name = "contributions"
    label = _("Contributions aux expérimentations")
    lead = _("Une ligne par apport d’une organisation à une pièce, avec ses dates.")
    columns = contribution_columns()
    read_only = READ_ONLY

    def can_change(self, instance: Contribution, person) -> Verdict:
        """Only a promise changes, and only by the organisation that made it."""
        rule = _owner_of(instance)
        return rule(posture_for(person, rule, moment()))

    def export_values(self, person) -> Iterable[Values]:
        """Give them in the order of the puzzles."""
        rows = _inside(person).order_by("piece__experiment", "piece__position", "piece", "pk")
        return (self.read_values(row) for row in rows)

    def read_values(self, instance: Contribution) -> Values:
        """Give the present values of one contribution."""
        pledged = instance.pledged_at
        return {
            "uuid": str(instance.uuid),
            "piece": str(instance.piece.uuid),
            "piece_title": instance.piece.title,
            "experiment_title": instance.piece.experiment.title,
            "organisation": str(instance.organisation.uuid),
            "organisation_name": instance.organisation.name,
            "state": instance.state,
            "quantity": plain_number(instance.quantity),
            "delivered_quantity": plain_number(instance.delivered_quantity),
            "value_eur": plain_number(instance.value_eur),
            "value_method": plain_text(instance.value_method),
            "note": plain_text(instance.note),
            "due_on": instance.due_on,
            "pledged_on": localdate(pledged) if pledged else None,
            "delivered_on": instance.delivered_on,
            "answer": plain_text(instance.answer),
            "thanks": plain_text(instance.thanks),
        }

    def find_existing(self, rows: Sequence[Values]) -> list[Contribution | None]:
        """Find by identifier among those that this person may read."""
        wanted = uuids_in(row.get("uuid") for row in rows)
        found = {row.uuid: row for row in _inside(self.person).filter(uuid__in=wanted)}
        return [found.get(uuid_of(row.get("uuid"))) for row in rows]

    def find_by_key(self, keys: Sequence[str]) -> dict[str, Any]:
        """Find by primary key."""
        return {str(row.pk): row for row in _read(Contribution.objects.filter(pk__in=keys))}

    def check_row(self, values: Values) -> dict[str, str]:
        """A value says how it is computed."""
        if values.get("value_eur") and "value_method" in values and not values["value_method"]:
            return {"value_method": gettext("Dites comment cette valeur est calculée.")}
        return {}

    def check_new(self, row: Values) -> dict[str, str]:
        """A new line is a promise, and a promise is made by who speaks for the organisation."""
        if self._piece(self.person, row) is None:
            return {"piece": gettext("Cette pièce n’existe pas, ou vous ne la voyez pas.")}
        if not _speaks_for(self.person, row.get("organisation")):
            return {
                "organisation": gettext(
                    "Une organisation promet elle-même : vous ne parlez pas pour celle-ci."
                )
            }
        return self.check_row(row)

    def _piece(self, person, row: Values) -> Piece | None:
        uuid = uuid_of(row.get("piece"))
        visible = Experiment.objects.visible_to(person).order_by()
        rows = Piece.objects.filter(uuid=uuid, experiment__in=visible.values("pk"))
        return rows.select_related("experiment__alliance").first() if uuid else None

    def create(self, values: Values, *, by, posture, now: datetime.datetime) -> Contribution:
        """Promise in the name of the organisation named."""
        piece = self._piece(by, values)
        if piece is None:
            raise CellError(gettext("Cette pièce n’existe pas, ou vous ne la voyez pas."))

        def speaks(one) -> Verdict:
            if one.organisation and str(one.organisation.uuid) != values.get("organisation"):
                return Verdict(False)
            return can_pledge(one, piece.experiment)

        who = posture_for(by, speaks, now)
        return pledge_piece(piece, _given(values), by=who, now=now)

    def change(self, instance: Contribution, values: Values, *, by, posture, now) -> None:
        """Change one's promise through the domain's action."""
        change_pledge(
            instance,
            _given(values),
            expected_version=instance.version,
            by=posture_for(by, _owner_of(instance), now),
            now=now,
        )


def _speaks_for(person, organisation: str | None) -> bool:
    def held(one) -> Verdict:
        is_it = one.organisation and str(one.organisation.uuid) == organisation
        return GRANTED if is_it else Verdict(False)

    return bool(held(posture_for(person, held, moment())))


def _owner_of(instance: Contribution):
    return lambda one: can_change_pledge(one, instance)


def _given(values: Values) -> dict[str, Any]:
    given = {name: values[name] for name in SAID if name in values}
    for name in ("value_method", "note"):
        if name in given:
            given[name] = given[name] or ""
    return given
