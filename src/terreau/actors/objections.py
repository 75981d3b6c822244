"""Remember who asked not to be listed, without remembering them.

Only a keyed digest is kept: HMAC-SHA-256 of the folded value under a key derived from the secret
key of the instance. Nobody reads a value back from it, even with a copy of the table, and a value
that comes back (a new import, a new campaign) is recognised. A new secret key must leave the old
one in `SECRET_KEY_FALLBACKS`, else past objections are no longer recognised.

An importer asks before it writes::

    for index, sentence in blocked_rows(rows).items(): …
"""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from terreau.actors.enums_campaigns import BlockedKind
from terreau.actors.folding import fold
from terreau.actors.models import Objection

_SALT = "terreau.actors.objections"
_NOT_DIGIT = re.compile(r"\D+")
_SEVERAL = re.compile(r"[|;\n]+|,\s+")
_BATCH = 500
# The columns in which rows carry what may be blocked.
_COLUMNS = {
    BlockedKind.EMAIL: ("email", "emails", "person_email"),
    BlockedKind.PHONE: ("phone", "phones", "person_phone"),
    BlockedKind.NUMBER: ("siren", "siret", "rna"),
}
_PERSON = ("full_name", "person", "person_name")
Value = tuple[BlockedKind, str]


def folded_value(kind: BlockedKind, value: str) -> str:
    """Give the one shape under which a value is recognised, however it is typed.

    >>> folded_value(BlockedKind.PHONE, "+33 1 43 68 00 00")
    '0143680000'
    """
    if kind == BlockedKind.PHONE:
        digits = _NOT_DIGIT.sub("", value)
        return re.sub(r"^(?:0033|33)0?(?=\d{9}$)", "0", digits)
    if kind == BlockedKind.NUMBER:
        return "".join(value.split()).upper()
    if kind == BlockedKind.NAME:
        return value
    return value.strip().casefold()


def named(full_name: str, organisation_name: str) -> str:
    """The value of a name: a person in an organisation, so that homonyms are left alone."""
    return f"{' '.join(sorted(fold(full_name).split()))}\0{fold(organisation_name)}"


def digests_of(kind: BlockedKind, value: str) -> list[str]:
    """The digest under today's key first, then under the former ones."""
    folded = folded_value(kind, value)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [
        salted_hmac(_SALT, f"{kind}\0{folded}", secret=key, algorithm="sha256").hexdigest()
        for key in keys
    ]


def block(values: Iterable[Value], *, on: datetime.date) -> int:
    """Keep the digests of these values; return how many values there are."""
    wanted = {(kind, folded_value(kind, value)) for kind, value in values}
    rows = [
        Objection(kind=kind, digest=digests_of(kind, value)[0], on=on)
        for kind, value in sorted(wanted)
        if value.strip("\0 ")
    ]
    Objection.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def blocked_among(values: Iterable[Value]) -> set[Value]:
    """Tell which of these values somebody asked never to see again; one query for 500."""
    digests: dict[tuple[str, str], list[Value]] = {}
    for kind, value in set(values):
        for digest in digests_of(kind, value):
            digests.setdefault((kind, digest), []).append((kind, value))
    if not digests or not Objection.objects.exists():
        return set()
    found: set[Value] = set()
    keys = sorted({digest for _kind, digest in digests})
    for start in range(0, len(keys), _BATCH):
        known = Objection.objects.filter(digest__in=keys[start : start + _BATCH])
        for kind, digest in known.order_by("pk").values_list("kind", "digest"):
            found.update(digests.get((kind, digest), ()))
    return found


def is_blocked(
    *, email: str = "", phone: str = "", full_name: str = "", organisation: str = ""
) -> bool:
    """Tell whether one of these values is blocked."""
    values: list[Value] = []
    if email:
        values.append((BlockedKind.EMAIL, email))
    if phone:
        values.append((BlockedKind.PHONE, phone))
    if full_name and organisation:
        values.append((BlockedKind.NAME, named(full_name, organisation)))
    return bool(blocked_among(values))


def blocked_rows(rows: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """Say which rows of a file carry somebody who objected, by their index, with a sentence."""
    carried = [values_in(row) for row in rows]
    blocked = blocked_among({value for values in carried for value in values})
    return {
        index: _sentence({kind for kind, value in values & blocked})
        for index, values in enumerate(carried)
        if values & blocked
    }


def without_blocked(row: Mapping[str, Any], blocked: set[Value]) -> dict[str, Any]:
    """The same row without the blocked addresses and telephones, which the caller found."""
    kept = dict(row)
    for kind in (BlockedKind.EMAIL, BlockedKind.PHONE):
        for column in _COLUMNS[kind]:
            if row.get(column):
                values = [v for v in _split(row[column]) if (kind, v) not in blocked]
                is_text = isinstance(row[column], str)
                kept[column] = " | ".join(values) if is_text else type(row[column])(values)
    return kept


def values_in(row: Mapping[str, Any]) -> set[Value]:
    """What of a row may be blocked."""
    found = {
        (kind, value)
        for kind, columns in _COLUMNS.items()
        for column in columns
        for value in _split(row.get(column))
    }
    person = next((row[name] for name in _PERSON if row.get(name)), "")
    organisation = row.get("organisation") or row.get("name") or ""
    if person and organisation:
        found.add((BlockedKind.NAME, named(str(person), str(organisation))))
    return found


def _split(value: Any) -> list[str]:
    if not value:
        return []
    parts = _SEVERAL.split(value) if isinstance(value, str) else [str(item) for item in value]
    return [part.strip() for part in parts if part.strip()]


def _sentence(kinds: set[BlockedKind]) -> str:
    if BlockedKind.NUMBER in kinds:
        return _(
            "L’entreprise de cette ligne s’est opposée à figurer dans l’annuaire : "
            "elle n’y revient pas. Retirez la ligne."
        )
    return _(
        "Une personne de cette ligne s’est opposée à figurer dans l’annuaire. "
        "Retirez son nom, son courriel et son téléphone, puis recommencez."
    )
