"""The alliances as a file: those one may see out, their presentation in, by who facilitates."""

import copy
import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Mandate
from terreau.actors.posture import Posture
from terreau.alliances.actions.opening import RESERVED, Opening, edit_alliance, open_alliance
from terreau.alliances.enums import AllianceStatus
from terreau.alliances.exchange.grid_reading import facilitations_of
from terreau.alliances.models import Alliance
from terreau.core.exchange.columns import CHOICE, CODE, DATE, LIST, PARTIAL_DATE, CellError, Column
from terreau.core.exchange.datasets import Dataset, Values
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.territories.exchange.cells import named_territories

TEXTS = ("name", "question", "perimeter_label", "instigation_story", "rules_of_play")
# Told by the life of the alliance itself: a file says them, and changes none of them.
READ_ONLY = ("status", "instigator", "host", "opened_on")


def _check_slug(text: str) -> None:
    field = Alliance._meta.get_field("slug")
    try:
        field.run_validators(text)
    except ValidationError as error:
        raise CellError(gettext("Écrivez des minuscules, des chiffres et des tirets.")) from error
    if text in RESERVED:
        raise CellError(
            gettext("« %(slug)s » est réservé. Choisissez une autre adresse.") % {"slug": text}
        )


def alliance_columns() -> tuple[Column, ...]:
    """One row an alliance."""
    told = _("Pour lire ; ne se change pas ici.")
    return (
        Column("slug", _("Adresse"), CODE, required=True, max_length=80, check=_check_slug),
        Column("name", _("Nom"), required=True, max_length=150),
        Column("question", _("Question qui rassemble"), required=True, max_length=300),
        Column(
            "perimeter",
            _("Périmètre"),
            LIST,
            required=True,
            example="commune:94018 | commune:94069",
            help=_("Niveau et code officiel, comme commune:94018 ou departement:94."),
        ),
        Column("perimeter_label", _("Nom du périmètre"), max_length=150),
        Column("started_on", _("Début de la dynamique"), PARTIAL_DATE),
        Column("instigation_story", _("Comment tout a commencé"), max_length=500),
        Column("rules_of_play", _("Règles du jeu"), max_length=4000),
        Column("status", _("État"), CHOICE, choices=tuple(AllianceStatus.choices), help=told),
        Column("instigator", _("Instigateur (identifiant)"), CODE, help=told),
        Column("host", _("Structure qui l’abrite (identifiant)"), CODE, help=told),
        Column("opened_on", _("Ouverte le"), DATE, help=told),
    )


def _with_links(alliances):
    return alliances.select_related("instigator", "host").prefetch_related("perimeter")


class AllianceDataset(Dataset):
    """The alliances that a person may see, one row each."""

    name = "alliances"
    label = _("Alliances")
    lead = _("Une ligne par alliance : sa question, son périmètre, ses dates.")
    columns = alliance_columns()
    key = ("slug",)
    person: Any = None

    def for_run(self, run) -> "AllianceDataset":
        """Know whose import it is: a file never shows an alliance that one may not see."""
        bound = copy.copy(self)
        bound.person = run.requested_by
        return bound

    def can_import(self, person) -> Verdict:
        """Let whoever speaks for an organisation bring alliances in; each line is asked again."""
        mandates = Mandate.objects.filter(person=person).current(localdate())
        if getattr(person, "is_authenticated", False) and mandates.exists():
            return GRANTED
        return refused(
            gettext(
                "Une alliance s’ouvre au nom d’une organisation : il vous faut un mandat en cours."
            )
        )

    def can_export(self, person) -> Verdict:
        """Let everybody who signed in take out the alliances that they see."""
        return GRANTED

    def can_change(self, instance: Alliance, person) -> Verdict:
        """Let whoever facilitates the alliance change its presentation."""
        if instance.pk in facilitations_of(person, localdate()):
            return GRANTED
        return refused(
            gettext("Seuls ses facilitateurs changent la présentation de cette alliance.")
        )

    def can_remove(self, instance: Alliance) -> Verdict:
        """Never remove an alliance alone, not even by undoing (R1)."""
        return refused(
            gettext("Personne ne supprime une alliance seul : passez par ses réglages, à deux.")
        )

    def export_values(self, person) -> Iterable[Values]:
        """Give the alliances that this person may see."""
        visible = Alliance.objects.visible_to(person).distinct().order_by("slug")
        return (self.read_values(row) for row in _with_links(visible))

    def read_values(self, instance: Alliance) -> Values:
        """Give the present values of one alliance."""
        return {
            "slug": instance.slug,
            **{name: getattr(instance, name) or None for name in TEXTS},
            "perimeter": sorted(unit.token for unit in instance.perimeter.all()) or None,
            "started_on": instance.started_on or None,
            "status": instance.status,
            "instigator": str(instance.instigator.uuid) if instance.instigator else None,
            "host": str(instance.host.uuid) if instance.host else None,
            "opened_on": localdate(instance.opened_at),
        }

    def find_existing(self, rows: Sequence[Values]) -> list[Alliance | None]:
        """Find by the address."""
        wanted = {row.get("slug") or "" for row in rows}
        visible = Alliance.objects.visible_to(self.person).filter(slug__in=wanted).distinct()
        found = {row.slug: row for row in _with_links(visible)}
        return [found.get(row.get("slug")) for row in rows]

    def find_by_key(self, keys: Sequence[str]) -> dict[str, Any]:
        """Find by primary key."""
        return {str(row.pk): row for row in _with_links(Alliance.objects.filter(pk__in=keys))}

    def complete_rows(self, rows: Sequence[Values]) -> list[dict[str, Any]]:
        """Write territories in one order, as the export does."""
        return [
            {**row, "perimeter": sorted(set(row["perimeter"]))}
            if row.get("perimeter")
            else dict(row)
            for row in rows
        ]

    def check_row(self, values: Values) -> dict[str, str]:
        """Look the territories up."""
        try:
            named_territories(values.get("perimeter") or [])
        except CellError as error:
            return {"perimeter": str(error)}
        return {}

    def create(self, values: Values, *, by, posture, now: datetime.datetime) -> Alliance:
        """Open an alliance in the name of the organisation named, or of the only one held."""
        opening = Opening(
            name=values["name"],
            question=values["question"],
            territories=tuple(named_territories(values["perimeter"])),
            perimeter_label=values.get("perimeter_label") or "",
            started_on=values.get("started_on"),
            instigation_story=values.get("instigation_story") or "",
            slug=values["slug"],
        )
        return open_alliance(opening, by=_opener(by, values.get("instigator"), now), now=now)

    def change(self, instance: Alliance, values: Values, *, by, posture, now) -> None:
        """Change the presentation through the domain's action."""
        for name in READ_ONLY:
            if name in values:
                raise CellError(
                    gettext("« %(label)s » se lit seulement : remettez ce que disait l’export.")
                    % {"label": self.column(name).label}
                )
        mandate = facilitations_of(by, localdate(now)).get(instance.pk)
        given = {name: values[name] or "" for name in (*TEXTS, "started_on") if name in values}
        units = named_territories(values["perimeter"]) if "perimeter" in values else None
        edit_alliance(
            instance,
            given,
            territories=list(instance.perimeter.all()) if units is None else units,
            expected_version=instance.version,
            by=Posture(by, mandate),
            now=now,
        )

    def remove(self, instance: Alliance, *, by, posture, now: datetime.datetime) -> None:
        """Refuse: `can_remove` says why."""
        raise CellError(self.can_remove(instance).reason)


def _opener(person, organisation: str | None, now: datetime.datetime) -> Posture:
    mandates = Mandate.objects.filter(person=person).current(localdate(now))
    mandates = mandates.select_related("organisation").order_by("pk")
    held = [one for one in mandates if organisation in (None, str(one.organisation.uuid))]
    if len(held) != 1:
        raise CellError(
            gettext(
                "Dites au nom de laquelle de vos organisations s’ouvre cette alliance "
                "(instigateur)."
            )
        )
    return Posture(person, held[0])
