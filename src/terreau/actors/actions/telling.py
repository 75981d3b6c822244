"""Tell the journal of an organisation what was done."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from terreau.actors.models import Organisation
from terreau.actors.posture import Posture
from terreau.core.journal import record


def scope_of(organisation: Organisation) -> str:
    """The name of the organisation's own journal."""
    return f"organisation:{organisation.uuid}"


def tell(
    organisation: Organisation,
    verb: str,
    by: Posture | None,
    now: datetime.datetime,
    params: Mapping[str, Any],
) -> None:
    record(
        scope_of(organisation),
        verb,
        by=by.person if by else None,
        posture=by.label if by else _("la personne concernée, par son lien"),
        params={"name": organisation.name, **params},
        now=now,
    )
