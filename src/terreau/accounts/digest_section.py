"""What « Mon compte » and the export of personal data show of the digest."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from terreau.accounts.digest_rhythm import preference_of
from terreau.accounts.extensions import AccountSection
from terreau.accounts.models import Digest, Person


def digest_section(request: HttpRequest) -> AccountSection:
    """The rhythm, and the doors to change it."""
    rhythm = preference_of(request.user).get_rhythm_display()
    return AccountSection(
        title=_("Messages de Terreau"),
        template_name="accounts/digest/_account.html",
        context={"rhythm": _("Résumé par courriel : %(rhythm)s") % {"rhythm": rhythm}},
    )


def digest_data(person: Person) -> dict[str, Any]:
    """The choices of a person and the messages they were sent."""
    preference = preference_of(person)
    return {
        "rythme": str(preference.get_rhythm_display()),
        "jour": str(preference.get_weekday_display()),
        "à partir de": preference.hour,
        "heures calmes": [preference.quiet_from, preference.quiet_until],
        "fuseau": preference.zone,
        "natures laissées de côté": preference.muted,
        "messages": [
            {
                "période": one.period,
                "préparé le": one.claimed_at,
                "parti le": one.sent_at,
                "choses à faire": one.item_count,
            }
            for one in Digest.objects.filter(person=person).order_by("claimed_at")
        ],
    }
