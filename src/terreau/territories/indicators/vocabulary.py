"""The words of domains of action and of goals, which the domains above the territories bring.

`register_vocabulary(DOMAIN_NAMES, GOAL_NAMES)` is called in the `AppConfig.ready` of whoever holds
them; until then the codes are shown.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

_domains: dict[str, str] = {}
_goals: dict[int, str] = {}


def register_vocabulary(domains: Mapping[str, str], goals: Mapping[int, str]) -> None:
    """Declare the French names, marked for translation, of domains and of goals."""
    _domains.update(domains)
    _goals.update(goals)


def domain_words(codes: Iterable[str]) -> list[str]:
    """Name domains of action."""
    return [_(_domains[code]) if code in _domains else code for code in codes]


def goal_words(numbers: Iterable[int]) -> list[str]:
    """Name goals of sustainable development: « 11. Villes et communautés durables »."""
    return [f"{one}. {_(_goals[one])}" if one in _goals else str(one) for one in numbers]


def domain_choices() -> list[tuple[str, str]]:
    """Every domain by its code, as a form offers them."""
    return [(code, _(name)) for code, name in _domains.items()]


def goal_choices() -> list[tuple[int, str]]:
    """Every goal by its number."""
    return [(number, f"{number}. {_(name)}") for number, name in _goals.items()]
