"""The experiments as a file: those one sees out, their presentation in, by who steers them."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import now as moment
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import ActionDomain
from terreau.alliances.models import Alliance
from terreau.core.exchange.columns import (
    BOOLEAN,
    CHOICE,
    CODE,
    LIST,
    PARTIAL_DATE,
    CellError,
    Column,
)
from terreau.core.exchange.datasets import Values
from terreau.core.verdicts import Verdict
from terreau.experiments.actions.experiments import ask_question, edit_experiment
from terreau.experiments.enums import ExperimentNature, ExperimentState
from terreau.experiments.exchange.base import (
    ExperimentFile,
    named_experiment,
    plain_text,
    posture_for,
    uuid_of,
    uuids_in,
)
from terreau.experiments.models import Experiment
from terreau.experiments.permissions import can_ask_question, can_edit_experiment
from terreau.territories.exchange.cells import named_territories

TEXTS = (
    "title",
    "question",
    "hypothesis",
    "description",
    "duplicates_note",
    "could_one_alone",
    "lesson",
    "source",
)
ORIGINS = ("duplicates", "born_of_experiment")


def experiment_columns() -> tuple[Column, ...]:
    """One row an experiment."""
    told = _("Pour lire ; ne se change pas ici.")
    link = _("Identifiant d’une expérimentation que vous voyez.")
    return (
        Column("uuid", _("Identifiant"), CODE),
        Column("alliance", _("Alliance"), CODE, help=_("Son nom dans l’adresse ; vide : aucune.")),
        Column("title", _("Nom"), required=True, max_length=150),
        Column("question", _("Question posée"), required=True, max_length=300),
        Column("hypothesis", _("Hypothèse"), max_length=2000),
        Column("description", _("Ce qu’on essaie"), max_length=4000),
        Column(
            "nature", _("Nature"), CHOICE, required=True, choices=tuple(ExperimentNature.choices)
        ),
        Column("duplicates", _("Duplication de"), CODE, help=link),
        Column("duplicates_note", _("De quoi, où"), max_length=300),
        Column("born_of_experiment", _("Née de l’expérimentation"), CODE, help=link),
        Column("born_of_dialogue", _("Née du dialogue"), BOOLEAN),
        Column("state", _("État"), CHOICE, choices=tuple(ExperimentState.choices), help=told),
        Column("domains", _("Domaines"), LIST, help=_("Codes des domaines d’action.")),
        Column("territories", _("Territoires"), LIST, example="commune:94018"),
        Column("starts_on", _("Début"), PARTIAL_DATE),
        Column("ends_on", _("Fin"), PARTIAL_DATE),
        Column("could_one_alone", _("Un acteur seul aurait-il pu ?"), max_length=500),
        Column("lesson", _("Ce que nous en retenons"), max_length=4000),
        Column("is_public", _("Visible de tous"), BOOLEAN),
        Column("source", _("Source"), max_length=300),
    )


def _read(rows: QuerySet[Experiment]) -> QuerySet[Experiment]:
    rows = rows.select_related("alliance", "duplicates", "born_of_experiment")
    return rows.prefetch_related("domains", "territories")


class ExperimentDataset(ExperimentFile):
    """The experiments that a person may see, one row each; those that were stopped as well."""

    name = "experiments"
    label = _("Expérimentations")
    lead = _("Une ligne par expérimentation : sa question, son hypothèse, sa leçon.")
    columns = experiment_columns()
    read_only = ("state", "alliance")

    def can_change(self, instance: Experiment, person) -> Verdict:
        """Ask the experiments' own rule."""
        rule = _editor_of(instance)
        return rule(posture_for(person, rule, moment()))

    def export_values(self, person) -> Iterable[Values]:
        """Give the experiments that this person may see, and the names of no other."""
        seen = set(Experiment.objects.visible_to(person).order_by().values_list("pk", flat=True))
        rows = _read(Experiment.objects.visible_to(person)).order_by("created_at", "pk")
        return (_values(row, seen) for row in rows)

    def read_values(self, instance: Experiment) -> Values:
        """Give the present values of one experiment, as its reader sees them."""
        others = [pk for pk in (instance.duplicates_id, instance.born_of_experiment_id) if pk]
        visible = Experiment.objects.visible_to(self.person).filter(pk__in=others)
        seen = set(visible.order_by().values_list("pk", flat=True)) if others else set()
        return _values(instance, seen)

    def find_existing(self, rows: Sequence[Values]) -> list[Experiment | None]:
        """Find by identifier among those that this person may see."""
        wanted = uuids_in(row.get("uuid") for row in rows)
        seen = _read(Experiment.objects.visible_to(self.person).filter(uuid__in=wanted))
        found = {row.uuid: row for row in seen}
        return [found.get(uuid_of(row.get("uuid"))) for row in rows]

    def find_by_key(self, keys: Sequence[str]) -> dict[str, Any]:
        """Find by primary key."""
        return {str(row.pk): row for row in _read(Experiment.objects.filter(pk__in=keys))}

    def complete_rows(self, rows: Sequence[Values]) -> list[dict[str, Any]]:
        """Write lists in one order, as the export does."""
        return [
            {**row, **{name: sorted(set(row[name])) for name in LISTS if row.get(name)}}
            for row in rows
        ]

    def check_new(self, row: Values) -> dict[str, str]:
        """A new one says what it duplicates, and takes no identifier that is known."""
        uuid = uuid_of(row.get("uuid"))
        if row.get("uuid") and uuid is None:
            return {"uuid": gettext("Ceci n’est pas un identifiant. Laissez vide : il sera donné.")}
        if uuid and Experiment.objects.filter(uuid=uuid).exists():
            return {"uuid": gettext("Cette expérimentation existe et vous ne la voyez pas.")}
        is_again = row.get("nature") == ExperimentNature.DUPLICATION
        if is_again and not (row.get("duplicates") or row.get("duplicates_note")):
            return {"duplicates_note": gettext("Dites ce que cette duplication refait, et où.")}
        return {}

    def create(self, values: Values, *, by, posture, now: datetime.datetime) -> Experiment:
        """Ask the question through the domain's action."""
        alliance = _alliance(by, values.get("alliance"))
        who = posture_for(by, lambda one: can_ask_question(one, alliance), now)
        given = {"is_public": True, **self._given(values, by)}
        made = ask_question(alliance, given, by=who, now=now)
        if values.get("uuid"):
            made.uuid = uuid_of(values["uuid"])
            made.save(update_fields=["uuid"])
        return made

    def change(self, instance: Experiment, values: Values, *, by, posture, now) -> None:
        """Rewrite through the domain's action."""
        edit_experiment(
            instance,
            self._given(values, by),
            expected_version=instance.version,
            by=posture_for(by, _editor_of(instance), now),
            now=now,
        )

    def _given(self, values: Values, person) -> dict[str, Any]:
        given: dict[str, Any] = {name: values[name] or "" for name in TEXTS if name in values}
        for name in ("nature", "starts_on", "ends_on"):
            if name in values:
                given[name] = values[name]
        for name in ("is_public", "born_of_dialogue"):
            if name in values:
                given[name] = bool(values[name])
        given |= _origins(values, person)
        if "domains" in values:
            given["domains"] = _domains(values["domains"] or [])
        if "territories" in values:
            given["territories"] = named_territories(values["territories"] or [])
        return given


LISTS = ("domains", "territories")


def _editor_of(instance: Experiment):
    return lambda one: can_edit_experiment(one, instance)


def _origins(values: Values, person) -> dict[str, Experiment | None]:
    told = {name: values[name] for name in ORIGINS if name in values}
    return {name: named_experiment(person, uuid) if uuid else None for name, uuid in told.items()}


def _values(row: Experiment, seen: set[int]) -> Values:
    others = {name: getattr(row, name) for name in ORIGINS}
    return {
        "uuid": str(row.uuid),
        "alliance": row.alliance.slug if row.alliance else None,
        **{name: plain_text(getattr(row, name)) for name in TEXTS},
        "nature": row.nature,
        **{
            name: str(other.uuid) if other and other.pk in seen else None
            for name, other in others.items()
        },
        "born_of_dialogue": row.born_of_dialogue,
        "state": row.state,
        "domains": sorted(one.code for one in row.domains.all()) or None,
        "territories": sorted(unit.token for unit in row.territories.all()) or None,
        "starts_on": row.starts_on or None,
        "ends_on": row.ends_on or None,
        "is_public": row.is_public,
    }


def _alliance(person, slug: str | None) -> Alliance | None:
    if not slug:
        return None
    found = Alliance.objects.visible_to(person).filter(slug=slug).first()
    if found is None:
        raise CellError(
            gettext("« %(slug)s » n’est pas une alliance que vous voyez. Vérifiez son adresse.")
            % {"slug": slug[:80]}
        )
    return found


def _domains(codes: Iterable[str]) -> list[ActionDomain]:
    known = {one.code: one for one in ActionDomain.objects.filter(code__in=list(codes))}
    for code in codes:
        if code not in known:
            raise CellError(
                gettext("« %(code)s » n’est pas un domaine d’action connu.") % {"code": code[:60]}
            )
    return list(known.values())
