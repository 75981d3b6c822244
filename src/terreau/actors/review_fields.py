"""What a review by link keeps of the fields of a sheet: plain values and the words that say them.

Undoing a review is writing the first values again, and « did it move since? » is comparing two
plain values (`actors/snapshots.py`).
"""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from terreau.actors.enums import ContactKind, ResourceDirection, ResourceNature
from terreau.actors.fields import label_of
from terreau.actors.models import ActionDomain, Organisation
from terreau.actors.snapshots import read_back, take_snapshot
from terreau.territories.tokens import read_tokens

Plain = Any
# A number is the identity of a body: what a link says of it waits for somebody's agreement.
PROPOSED = frozenset({"siren", "siret", "rna"})


def fingerprint(organisation: Organisation, names: Collection[str]) -> str:
    """A short mark of what some fields hold, to know later whether one of them moved."""
    held = json.dumps(take_snapshot(organisation, sorted(names)), sort_keys=True)
    return hashlib.sha256(held.encode()).hexdigest()[:16]


def kept(values: Mapping[str, Plain]) -> dict[str, dict[str, Plain]]:
    """Keep beside each plain value its words, in the language of the instance."""
    with override(settings.LANGUAGE_CODE):
        return {name: {"value": value, "said": say(name, value)} for name, value in values.items()}


def values_of(stored: Mapping[str, Mapping[str, Plain]]) -> dict[str, Plain]:
    """The plain values of what `kept` made."""
    return {name: value["value"] for name, value in stored.items()}


def writable(stored: Mapping[str, Mapping[str, Plain]]) -> dict[str, Any]:
    """What the writers of sheets take back, from what `kept` made."""
    return {name: read_back(name, value) for name, value in values_of(stored).items()}


def say(name: str, value: Plain) -> str:
    """Say a plain value as a person reads it; one line for each row."""
    if name in _SAYINGS:
        return _SAYINGS[name](value)
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)


def _say_contact(row: Mapping[str, Plain]) -> str:
    shown = _("public") if row["is_public"] else _("non public")
    return _joined(str(ContactKind(row["kind"]).label), row["value"], row["label"], shown)


def _say_resource(row: Mapping[str, Plain]) -> str:
    direction = str(ResourceDirection(row["direction"]).label)
    nature = str(ResourceNature(row["nature"]).label)
    amount = " ".join(part for part in (_number(row["quantity"]), row["unit"]) if part)
    return _joined(direction, row["title"], nature, amount, row["conditions"])


def _number(text: str | None) -> str:
    return text.rstrip("0").rstrip(".") if text and "." in text else text or ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _say_units(tokens: Plain) -> str:
    wanted = [tokens] if isinstance(tokens, str) else tokens or []
    return ", ".join(unit.name for unit in read_tokens(wanted).territories)


def _say_domains(codes: Plain) -> str:
    return ", ".join(str(domain) for domain in ActionDomain.objects.filter(code__in=codes))


def _rows(say_row: Callable[[Mapping], str]) -> Callable[[Plain], str]:
    return lambda rows: "\n".join(say_row(row) for row in rows)


_SAYINGS: dict[str, Callable[[Plain], str]] = {
    "place": _say_units,
    "perimeter": _say_units,
    "domains": _say_domains,
    "withheld": lambda names: ", ".join(label_of(name) for name in names),
    "contacts": _rows(_say_contact),
    "resources": _rows(_say_resource),
    "competences": _rows(lambda row: _joined(row["name"], row["detail"])),
}
