"""Read the JSON file of a diagnosis, and refuse in full sentences what it may not hold."""

import datetime
import json
import re
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from terreau.diagnoses.exchange.checking import SnapshotFileError, check
from terreau.diagnoses.exchange.envelope import SCHEMA, VERSION, Envelope
from terreau.diagnoses.freezing import fingerprint
from terreau.diagnoses.values import FORMAT, Diagnosis

MOST_BYTES = 2 * 1024 * 1024
_KEYS = {"title": 150, "note": 2000, "taken_by": 250}
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_TOLERANCE = datetime.timedelta(days=1)  # two clocks, two time zones


def read_snapshot_file(file: bytes, *, now: datetime.datetime) -> Envelope:
    """Read a file down to its last number; nothing of it is believed before."""
    told = _open(file)
    _check_version(told)
    _check_seals(told)
    for key, most in _KEYS.items():
        if not isinstance(told.get(key), str) or len(told[key]) > most:
            raise SnapshotFileError(
                _("« %(key)s » doit être un texte de %(most)s caractères au plus.")
                % {"key": key, "most": most}
            )
    check(Diagnosis, told["content"], "content")
    return Envelope(
        title=told["title"].strip(),
        note=told["note"],
        taken_on=_date(told.get("taken_on")),
        taken_at=_moment(told.get("taken_at"), now),
        taken_by=told["taken_by"],
        content=told["content"],
    )


def _open(file: bytes) -> dict[str, Any]:
    if len(file) > MOST_BYTES:
        raise SnapshotFileError(_("Ce fichier pèse plus de 2 Mo : ce n’est pas un instantané."))
    try:
        told = _parse(file.decode("utf-8-sig"))
    except (RecursionError, ValueError) as error:  # not a text, too deep, a number too long
        raise _not_ours() from error
    if _holds_unwritable(told):
        raise SnapshotFileError(
            _("Ce fichier contient des caractères que rien ne peut écrire : il a été abîmé.")
        )
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        raise _not_ours()
    return told


def _parse(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        left = text[error.pos :].strip()
        # A text that is cut stops inside a word or a number, or where something should follow.
        if text.lstrip().startswith("{") and ("\n" not in left or not left):
            raise SnapshotFileError(
                _("Ce fichier s’arrête au milieu : téléchargez-le de nouveau, en entier.")
            ) from error
        raise


def _refuse_constant(name: str) -> NoReturn:
    raise SnapshotFileError(
        _("Ce fichier contient « %(name)s », qui n’est pas un nombre.") % {"name": name}
    )


def _not_ours() -> SnapshotFileError:
    return SnapshotFileError(
        _(
            "Ce fichier n’est pas un instantané de diagnostic. Prenez celui que Terreau nomme "
            "« diagnostic-….json », sans l’ouvrir dans un tableur."
        )
    )


def _holds_unwritable(value: Any) -> bool:
    if isinstance(value, str):
        return bool(_UNWRITABLE.search(value))
    if isinstance(value, dict):
        return any(_holds_unwritable(one) for pair in value.items() for one in pair)
    return isinstance(value, list) and any(map(_holds_unwritable, value))


def _check_version(told: dict[str, Any]) -> None:
    content = told.get("content")
    if not isinstance(content, dict):
        raise SnapshotFileError(_("Ce fichier n’a pas de contenu : il a été coupé ou modifié."))
    versions = told.get("version"), content.get("format")
    if not all(type(one) is int and one >= 1 for one in versions):
        raise SnapshotFileError(_("Ce fichier ne dit pas dans quelle version il est écrit."))
    if told["version"] > VERSION or content["format"] > FORMAT:
        raise SnapshotFileError(
            _(
                "Ce fichier vient d’une version plus récente de Terreau : mettez cette instance à "
                "jour, puis recommencez."
            )
        )


def _check_seals(told: dict[str, Any]) -> None:
    rest = {key: value for key, value in told.items() if key != "seal"}
    is_whole = told.get("fingerprint") == fingerprint(told["content"])
    if not is_whole or told.get("seal") != fingerprint(rest):
        raise SnapshotFileError(
            _(
                "Ce fichier a changé depuis qu’il est sorti de Terreau : son empreinte n’est plus "
                "celle de son contenu. Téléchargez-le de nouveau, sans le modifier."
            )
        )


def _date(text: Any) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise _undated() from error


def _moment(text: Any, now: datetime.datetime) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise _undated() from error
    if moment.tzinfo is None or moment.year < 2000:
        raise _undated()
    if moment > now + _TOLERANCE:
        raise SnapshotFileError(
            _("Ce diagnostic se dit arrêté dans l’avenir : vérifiez d’où vient ce fichier.")
        )
    return moment


def _undated() -> SnapshotFileError:
    return SnapshotFileError(_("Ce fichier ne dit pas quel jour ce diagnostic a été arrêté."))
