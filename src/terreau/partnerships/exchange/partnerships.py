"""The sheets of partnerships as a file."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate
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
from terreau.events.models import Event
from terreau.experiments.models import Experiment
from terreau.partnerships.actions.parties import NewParty
from terreau.partnerships.actions.sheets import create_partnership, edit_partnership
from terreau.partnerships.enums import Category, Certainty, Level, Provenance, Scope, Stage
from terreau.partnerships.exchange.base import PartnershipFile
from terreau.partnerships.exchange.finding import (
    found_by_uuid,
    organisations_of,
    posture_for,
    seen_by,
    uuid_of,
)
from terreau.partnerships.models import Partnership
from terreau.territories.models import Territory
from terreau.territories.tokens import read_tokens

TEXTS = ("title", "action", "business_effect", "source", "certainty")
FLAGS = ("is_framework", "is_shared", "is_public")
DATES = ("starts_on", "ends_on")


def sheet_columns() -> tuple[Column, ...]:
    """One row a partnership; what the parties keep between them is not in it."""
    told = _("Se dit à la création ; ensuite, sur la page ou dans le fichier des étapes.")
    several = _("Plusieurs valeurs sont possibles.")
    names = _("Identifiants séparés par « | ».")
    return (
        Column("uuid", _("Identifiant"), CODE, help=_("Vide pour un nouveau partenariat.")),
        Column("title", _("Nom"), required=True, max_length=150),
        Column("action", _("Ce que nous faisons ensemble"), max_length=4000),
        Column("parties", _("Parties (identifiants)"), LIST, required=True, help=names),
        Column("stage", _("Étape"), CHOICE, choices=tuple(Stage.choices), help=told),
        Column("level", _("Niveau"), CHOICE, choices=tuple(Level.choices), help=told),
        Column("categories", _("Catégories"), LIST, choices=tuple(Category.choices), help=several),
        Column("scopes", _("Portée"), LIST, choices=tuple(Scope.choices), help=several),
        Column("domains", _("Domaines (codes)"), LIST, help=several),
        Column("territories", _("Territoires"), LIST, example="commune:94018", help=several),
        Column("alliances", _("Né des alliances (adresses)"), LIST),
        Column("experiments", _("Né des expérimentations (identifiants)"), LIST, help=names),
        Column("event", _("Né de la rencontre (identifiant)"), CODE),
        Column("is_framework", _("Accord-cadre"), BOOLEAN),
        Column("framework", _("Déclinaison de l’accord-cadre (identifiant)"), CODE),
        Column("starts_on", _("Début"), PARTIAL_DATE),
        Column("ends_on", _("Fin prévue"), PARTIAL_DATE),
        Column("business_effect", _("Retombées métier"), max_length=2000),
        Column("is_shared", _("Visible des membres de l’alliance"), BOOLEAN),
        Column("is_public", _("Visible de tous"), BOOLEAN),
        Column("source", _("Source"), max_length=300),
        Column("provenance", _("Provenance"), CHOICE, choices=tuple(Provenance.choices), help=told),
        Column("certainty", _("Certitude"), CHOICE, choices=tuple(Certainty.choices)),
    )


class PartnershipDataset(PartnershipFile):
    """The sheets that a person may see."""

    name = "partnerships"
    label = _("Partenariats")
    lead = _("Une ligne par partenariat, avec ses parties et ce dont il est né.")
    columns = sheet_columns()
    read_only = ("parties", "stage", "level", "provenance")

    def partnership_of(self, instance: Partnership) -> Partnership:
        """The row itself."""
        return instance

    def export_values(self, person) -> Iterable[Values]:
        """Give the sheets, in a steady order."""
        rows = _with_links(seen_by(person)).order_by("created_at", "pk")
        told = self.for_person(person)
        return (told.read_values(row) for row in rows)

    def read_values(self, instance: Partnership) -> Values:
        """Give the present values; origins that this person does not see are left out."""
        seen = self.seen_origins
        event, framework = instance.event, instance.framework
        return {
            "uuid": str(instance.uuid),
            **{name: getattr(instance, name) or None for name in (*TEXTS, *DATES)},
            **{name: getattr(instance, name) for name in FLAGS},
            "parties": _sorted(
                str(one.organisation.uuid) for one in instance.parties.all() if one.left_on is None
            ),
            "stage": instance.stage or None,
            "level": instance.level or None,
            "provenance": instance.provenance,
            "certainty": instance.certainty or None,
            "categories": _sorted(one.category for one in instance.categories.all()),
            "scopes": _sorted(one.scope for one in instance.scopes.all()),
            "domains": _sorted(one.code for one in instance.domains.all()),
            "territories": _sorted(one.token for one in instance.territories.all()),
            "alliances": _sorted(
                one.slug for one in instance.alliances.all() if one.pk in seen.alliances
            ),
            "experiments": _sorted(
                str(one.uuid) for one in instance.experiments.all() if one.pk in seen.experiments
            ),
            "event": str(event.uuid) if event and event.pk in seen.events else None,
            "framework": (
                str(framework.uuid) if framework and framework.pk in seen.frameworks else None
            ),
        }

    def find_existing(self, rows: Sequence[Values]) -> list[Partnership | None]:
        """Find by the identifier."""
        return found_by_uuid(rows, _with_links(seen_by(self.person)))

    def find_by_key(self, keys: Sequence[str]) -> dict[str, Any]:
        """Find by primary key."""
        return {str(one.pk): one for one in _with_links(Partnership.objects.filter(pk__in=keys))}

    def complete_rows(self, rows: Sequence[Values]) -> list[dict[str, Any]]:
        """Write every list in one order, as the export does."""
        lists = [column.name for column in self.columns if column.kind == LIST]
        return [
            {**row, **{name: sorted(set(row[name])) for name in lists if row.get(name)}}
            for row in rows
        ]

    def check_new(self, row: Values) -> dict[str, str]:
        """Two known organisations at least, a stage and a level."""
        wanted = row.get("parties") or []
        known = organisations_of(wanted)
        faults = {}
        if len(known) < 2 or len(known) < len(wanted):
            faults["parties"] = gettext(
                "Nommez au moins deux organisations par leur identifiant ; apportez d’abord leurs "
                "fiches si elles n’en ont pas ici."
            )
        return faults | self._unknown(row)

    def check_rows(self, rows: Sequence[Values]) -> list[dict[str, str]]:
        """Look the origins, the domains and the territories up as well."""
        told = super().check_rows(rows)
        return [{**self._unknown(row), **faults} for row, faults in zip(rows, told, strict=True)]

    def _unknown(self, row: Values) -> dict[str, str]:
        try:
            self._links(row)
        except CellError as error:
            return {"": str(error)}
        return {}

    def create(self, values: Values, *, by, posture, now: datetime.datetime) -> Partnership:
        """Note it in the name of one of its parties, or as a facilitator."""
        known = organisations_of(values.get("parties") or [])
        among = [one.pk for one in known.values()]
        return create_partnership(
            {
                **self._given(values),
                "uuid": self._free_uuid(values.get("uuid")),
                **_standing(values),
                "since": values.get("starts_on"),
            },
            [NewParty(organisation=one) for one in known.values()],
            by=posture_for(by, None, localdate(now), among),
            now=now,
        )

    def _free_uuid(self, text: str | None):
        uuid = uuid_of(text)
        return None if uuid and Partnership.objects.filter(uuid=uuid).exists() else uuid

    def change(self, instance: Partnership, values: Values, *, by, posture, now) -> None:
        """Rewrite the sheet through the domain's action; origins not seen stay."""
        given = self._given(values)
        for name in ("alliances", "experiments"):
            if name in given:
                seen = getattr(self.seen_origins, name)
                kept = getattr(instance, name).exclude(pk__in=seen)
                given[name] = [*given[name], *kept]
        edit_partnership(
            instance,
            given,
            expected_version=instance.version,
            by=posture_for(by, instance, localdate(now)),
            now=now,
        )

    def _given(self, values: Values) -> dict[str, Any]:
        given: dict[str, Any] = {name: values[name] or "" for name in TEXTS if name in values}
        given |= {name: values[name] for name in DATES if name in values}
        given |= {name: bool(values[name]) for name in FLAGS if values.get(name) is not None}
        given |= {name: values[name] or [] for name in ("categories", "scopes") if name in values}
        return given | self._links(values)

    def _links(self, values: Values) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, (rows, column) in self._sources().items():
            if name in values:
                found[name] = _all_of(rows, column, values[name] or [])
        for name, rows in (("event", self._events()), ("framework", seen_by(self.person))):
            if name in values:
                found[name] = _one_of(rows, values[name])
        if "territories" in values:
            found["territories"] = _territories(values["territories"] or [])
        return found

    def _sources(self) -> dict[str, tuple[QuerySet, str]]:
        return {
            "domains": (ActionDomain.objects.order_by("pk"), "code"),
            "alliances": (Alliance.objects.visible_to(self.person), "slug"),
            "experiments": (Experiment.objects.visible_to(self.person), "uuid"),
        }

    def _events(self) -> QuerySet:
        return Event.objects.visible_to(self.person)


def _standing(values: Values) -> dict[str, str]:
    """Where a new one stands: what a census alone knows stands nowhere."""
    if values.get("provenance") == Provenance.CENSUSED and not values.get("stage"):
        return {"provenance": Provenance.CENSUSED, "stage": "", "level": values.get("level") or ""}
    return {
        "stage": values.get("stage") or Stage.SPOTTING,
        "level": values.get("level") or Level.OCCASIONAL,
    }


def _with_links(rows: QuerySet) -> QuerySet:
    return rows.select_related("event", "framework").prefetch_related(
        *("parties__organisation", "categories", "scopes", "domains", "territories"),
        *("alliances", "experiments"),
    )


def _sorted(values: Iterable[str]) -> list[str] | None:
    return sorted(values) or None


def _all_of(rows: QuerySet, column: str, wanted: Sequence[str]) -> list[Any]:
    keys = [uuid_of(one) for one in wanted] if column == "uuid" else list(wanted)
    found = list(rows.filter(**{f"{column}__in": [key for key in keys if key]}).distinct())
    known = {str(getattr(one, column)) for one in found}
    for one in wanted:
        if one not in known:
            raise CellError(
                gettext("« %(text)s » n’existe pas ici, ou vous ne le voyez pas.")
                % {"text": one[:60]}
            )
    return found


def _one_of(rows: QuerySet, text: str | None) -> Any:
    return _all_of(rows, "uuid", [text])[0] if text else None


def _territories(tokens: Iterable[str]) -> list[Territory]:
    read = read_tokens(list(tokens))
    if read.errors:
        raise CellError(str(read.errors[0]))
    return list(read.territories)
