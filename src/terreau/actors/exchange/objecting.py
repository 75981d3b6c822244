"""Leave aside what somebody asked never to see again in the directory."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from terreau.actors.enums_campaigns import BlockedKind
from terreau.actors.exchange.drafts import Draft
from terreau.actors.exchange.input_columns import PERSON_NAMES
from terreau.actors.models import Objection
from terreau.actors.objections import blocked_among, blocked_rows, values_in, without_blocked


def respect_objections(drafts: Sequence[Draft]) -> None:
    """Refuse the rows of organisations that objected, take the persons who objected out."""
    if not Objection.objects.exists():
        return
    rows = [{**draft.values, **draft.told} for draft in drafts]
    blocked = blocked_among({value for row in rows for value in values_in(row)})
    reasons = blocked_rows(rows) if blocked else {}
    for index, sentence in reasons.items():
        draft, found = drafts[index], values_in(rows[index]) & blocked
        if any(kind == BlockedKind.NUMBER for kind, _value in found):
            draft.faults[""] = sentence
            continue
        draft.values = without_blocked(draft.values, blocked)
        if any(kind == BlockedKind.NAME for kind, _value in found):
            draft.told = {k: v for k, v in draft.told.items() if k not in PERSON_NAMES}
        draft.told = without_blocked(draft.told, blocked)
        draft.note(
            "",
            _(
                "Une personne de cette ligne s’est opposée à figurer dans l’annuaire : ses "
                "coordonnées sont laissées de côté."
            ),
        )
