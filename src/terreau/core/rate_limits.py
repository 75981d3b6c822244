"""Slow down repeated acts, counted together by every process of the instance.

A rate « 5/m » is five places, each taken for one minute: an act needs a free place. The places are
rows of the shared database cache, whose unique key lets exactly one of two racing requests in.
"""

import hashlib
import re

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import ngettext

from terreau.core.verdicts import GRANTED, Verdict, refused

_RATE = re.compile(r"^(\d+)/(\d*)([smhd])$")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def parse_rate(rate: str) -> tuple[int, int]:
    """Read « 5/m » or « 10/15m » as a number of acts and a number of seconds.

    >>> parse_rate("10/15m")
    (10, 900)
    """
    match = _RATE.match(rate)
    if not match or not int(match[1]):
        raise ValueError(f"{rate!r} is not a rate such as 5/m or 10/15m")
    return int(match[1]), int(match[2] or 1) * _SECONDS[match[3]]


def client_address(request: HttpRequest) -> str:
    """Tell who calls: the address our own outermost proxy saw, never what the caller claims."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies and len(forwarded) >= proxies and forwarded[-proxies].strip():
        return forwarded[-proxies].strip()
    return request.META.get("REMOTE_ADDR", "")


def limit(request: HttpRequest, action: str, rate: str = "5/m", key: str | None = None) -> Verdict:
    """Take a place for this act, or refuse with how long to wait.

    `key` is what is counted (an address, a link); without it, the person or else the caller.
    """
    amount, seconds = parse_rate(rate)
    source = key if key is not None else _who(request)
    digest = hashlib.sha256(f"{action}\0{rate}\0{source}".encode()).hexdigest()[:40]
    places = [f"rate:{digest}:{number}" for number in range(amount)]
    taken = cache.get_many(places)
    for place in places:
        if place not in taken and cache.add(place, 1, timeout=seconds):
            return GRANTED
    return refused(_wait_sentence(seconds))


def _who(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"person:{user.pk}"
    return f"address:{client_address(request)}"


def _wait_sentence(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext(
        "Trop d’essais en peu de temps. Attendez %(count)d minute, puis recommencez.",
        "Trop d’essais en peu de temps. Attendez %(count)d minutes, puis recommencez.",
        minutes,
    ) % {"count": minutes}
