"""Check that what a file says is a diagnosis: every key, every type, every range."""

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from terreau.core.formats import format_number
from terreau.diagnoses.exchange.ranges import LONGEST, MOST_ROWS, RANGES, SLUG, WORDS
from terreau.diagnoses.values import ChallengeReading, CoverageLine, Diagnosis, FigureLine, SpotLine

_HUGE = 1e15


class SnapshotFileError(Exception):
    """Why a file is refused, in a full sentence."""


def check(kind: type, value: Any, path: str) -> None:
    """Check one object against its class; refuse at the first thing that is wrong."""
    if not isinstance(value, Mapping):
        raise _wrong(path, _("un objet"), value)
    hints = get_type_hints(kind)
    for one in fields(kind):
        if one.name not in value:
            if one.default is MISSING and one.default_factory is MISSING:
                raise SnapshotFileError(
                    _("Il manque « %(path)s » : ce fichier a été coupé ou modifié.")
                    % {"path": f"{path} › {one.name}"}
                )
            continue
        _value(hints[one.name], value[one.name], f"{path} › {one.name}", (kind, one.name))
    unknown = sorted(set(value) - set(hints))
    if unknown:
        raise SnapshotFileError(
            _("« %(path)s » n’existe pas dans un diagnostic : ce fichier a été modifié.")
            % {"path": f"{path} › {unknown[0][:40]}"}
        )
    _together(kind, value, path)


def _value(hint: Any, value: Any, path: str, about: tuple[type, str]) -> None:
    if isinstance(hint, UnionType):
        if value is None and NoneType in get_args(hint):
            return
        hint = next(one for one in get_args(hint) if one is not NoneType)
    origin = get_origin(hint) or hint
    if is_dataclass(hint):
        check(hint, value, path)
    elif origin is tuple:
        _rows(get_args(hint), value, path, about)
    elif origin is Mapping:
        _mapping(get_args(hint)[1], value, path, about)
    else:
        _SCALARS[hint](value, path, about)


def _rows(hints: tuple, value: Any, path: str, about: tuple[type, str]) -> None:
    is_list = len(hints) == 2 and hints[1] is Ellipsis
    if not isinstance(value, list) or (len(value) != len(hints) and not is_list):
        raise _wrong(path, _("une liste"), value)
    if len(value) > MOST_ROWS:
        raise _wrong(path, _("une liste de %(n)s lignes au plus") % {"n": MOST_ROWS}, len(value))
    for place, one in enumerate(value):
        _value(hints[0], one, f"{path} n° {place + 1}", about)


def _mapping(hint: Any, value: Any, path: str, about: tuple[type, str]) -> None:
    if not isinstance(value, dict) or len(value) > MOST_ROWS:
        raise _wrong(path, _("un objet"), value)
    for key, one in value.items():
        _text(key, path, (Mapping, ""))
        _value(hint, one, f"{path} › {key[:40]}", about)


def _text(value: Any, path: str, about: tuple[type, str]) -> None:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise _wrong(path, _("un texte de %(n)s caractères au plus") % {"n": LONGEST}, value)
    allowed = WORDS.get(about)
    if allowed is not None and value not in allowed:
        raise _wrong(path, _("un mot que cette version de Terreau connaît"), value)
    if about == (Diagnosis, "slug") and not re.fullmatch(SLUG, value):
        raise _wrong(path, _("un nom d’adresse, en minuscules et tirets"), value)


def _whole(value: Any, path: str, about: tuple[type, str]) -> None:
    if type(value) is not int:
        raise _wrong(path, _("un nombre entier"), value)
    _within(value, path, about)


def _number(value: Any, path: str, about: tuple[type, str]) -> None:
    is_number = type(value) in (int, float) and math.isfinite(value) and abs(value) < _HUGE
    if not is_number:
        raise _wrong(path, _("un nombre"), value)
    _within(value, path, about)


def _within(value: float, path: str, about: tuple[type, str]) -> None:
    low, high = RANGES.get(about, (-_HUGE, _HUGE))
    if not low <= value <= high:
        wanted = _("un nombre de %(low)s à %(high)s") % {
            "low": format_number(low),
            "high": format_number(high),
        }
        raise _wrong(path, wanted, value)


def _truth(value: Any, path: str, about: tuple[type, str]) -> None:
    if not isinstance(value, bool):
        raise _wrong(path, _("vrai ou faux"), value)


def _day(value: Any, path: str, about: tuple[type, str]) -> None:
    try:
        datetime.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise _wrong(path, _("une date, comme 2026-11-22"), value) from error


_SCALARS = {str: _text, int: _whole, float: _number, bool: _truth, datetime.date: _day}


def _together(kind: type, value: Mapping[str, Any], path: str) -> None:
    """Check what only holds between several values of one object."""
    pairs = {
        FigureLine: ("known", "total"),
        SpotLine: ("kept", "tried"),
        CoverageLine: ("running", "partnerships"),
    }
    if kind in pairs:
        less, more = pairs[kind]
        if value[less] > value[more]:
            wanted = _("au plus égal à « %(other)s »") % {"other": more}
            raise _wrong(f"{path} › {less}", wanted, value[less])
    used = value.get("used")
    if kind is ChallengeReading and used is not None and used >= len(value["felt"]):
        raise _wrong(f"{path} › used", _("la place d’un des regards"), used)


def _wrong(path: str, wanted: str, found: Any) -> SnapshotFileError:
    return SnapshotFileError(
        _(
            "« %(path)s » devrait être %(wanted)s, et c’est « %(found)s ». Reprenez le fichier là "
            "où il a été fait."
        )
        % {"path": path, "wanted": wanted, "found": str(found)[:60]}
    )
