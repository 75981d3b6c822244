"""Know how each verb of the journal is said.

A domain declares its verbs once, in its `AppConfig.ready`:
`register_verbs({"alliance-opened": gettext_lazy("a ouvert l’alliance « %(name)s »")})`.
"""

from collections.abc import Mapping
from typing import Any

_sayings: dict[str, Any] = {}


def register_verbs(sayings: Mapping[str, Any]) -> None:
    """Declare verbs with the lazy text that says them; a verb is said in one way only."""
    for verb, saying in sayings.items():
        known = _sayings.get(verb)
        if known is not None and str(known) != str(saying):
            raise ValueError(f"The verb {verb!r} is already said in another way.")
        _sayings[verb] = saying


def is_verb(verb: str) -> bool:
    """Tell whether a domain declared this verb."""
    return verb in _sayings


def say(verb: str, params: Mapping[str, str]) -> str:
    """Say a deed; an old record stays readable when its verb or a parameter is gone."""
    saying = str(_sayings.get(verb, verb))
    return saying % _Forgiving(params)


class _Forgiving(dict):
    """Answer « … » for a parameter that an older record does not carry."""

    def __missing__(self, key: str) -> str:
        return "…"
