"""Freeze a diagnosis into plain JSON, and read it back as it was."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from terreau.diagnoses.values import (
    ChallengeReading,
    Choices,
    CoverageLine,
    Diagnosis,
    FigureLine,
    PerceivedLine,
    Perimeter,
    SpotLine,
    WorldScore,
)


def freeze(diagnosis: Diagnosis) -> dict[str, Any]:
    """Turn a diagnosis into values that JSON holds; floats stay as they are."""
    return _unsigned(json.loads(json.dumps(asdict(diagnosis), default=_plain)))


def _unsigned(value: Any) -> Any:
    """Write -0.0 as 0.0: PostgreSQL does not keep the sign, and the mark would not hold."""
    if isinstance(value, dict):
        return {key: _unsigned(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_unsigned(one) for one in value]
    return value + 0.0 if isinstance(value, float) else value


def _plain(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be frozen.")


def fingerprint(content: Mapping[str, Any]) -> str:
    """Sum up a frozen diagnosis, so that anybody can check that it did not change."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def thaw(content: Mapping[str, Any]) -> Diagnosis:
    """Read a frozen diagnosis; a field added since keeps its default."""
    made = _known(Diagnosis, content)
    made["on"] = datetime.date.fromisoformat(content["on"])
    perimeter = _known(Perimeter, content["perimeter"])
    perimeter["units"] = tuple(tuple(unit) for unit in perimeter["units"])
    made["perimeter"] = Perimeter(**perimeter)
    made["choices"] = Choices(**_known(Choices, content["choices"]))
    made["peers_names"] = tuple(made.get("peers_names", ()))
    made["challenges"] = tuple(_challenge(one) for one in content["challenges"])
    return Diagnosis(**made)


def _known(kind: type, content: Mapping[str, Any]) -> dict[str, Any]:
    names = {one.name for one in fields(kind)}
    return {name: value for name, value in content.items() if name in names}


def _challenge(content: Mapping[str, Any]) -> ChallengeReading:
    made = _known(ChallengeReading, content)
    for name in ("domains", "goals"):
        made[name] = tuple(made[name])
    made["figures"] = tuple(FigureLine(**_known(FigureLine, one)) for one in content["figures"])
    made["felt"] = tuple(_felt(one) for one in content["felt"])
    coverage = content["coverage"]
    made["coverage"] = CoverageLine(**_known(CoverageLine, coverage)) if coverage else None
    spot = _known(SpotLine, content["spot"])
    made["spot"] = SpotLine(**spot | {"gaps": tuple(spot["gaps"])})
    return ChallengeReading(**made)


def _felt(content: Mapping[str, Any]) -> PerceivedLine:
    made = _known(PerceivedLine, content)
    asked = content["asked_on"]
    made["asked_on"] = datetime.date.fromisoformat(asked) if asked else None
    made["worlds"] = tuple(WorldScore(**_known(WorldScore, one)) for one in content["worlds"])
    return PerceivedLine(**made)
