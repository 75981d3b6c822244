"""Let the domains above follow a merger: counts to do again, rules that would break.

A domain above calls, in its `AppConfig.ready`, `register_follower(follow)`; `follow(kept, by, now)`
is called in the transaction of the merger, and of its undoing with each of both sheets, once all
rows are carried over. It raises `Refused` with a full sentence to forbid the merger.
"""

import datetime
from collections.abc import Callable

from terreau.actors.models import Organisation
from terreau.actors.posture import Posture

Follower = Callable[[Organisation, Posture, datetime.datetime], None]
_followers: list[Follower] = []


def register_follower(follow: Follower) -> None:
    """Declare what a domain does once sheets are merged or apart again."""
    if follow not in _followers:
        _followers.append(follow)


def tell_followers(organisation: Organisation, by: Posture, now: datetime.datetime) -> None:
    """Let every domain do its part."""
    for follow in _followers:
        follow(organisation, by, now)
