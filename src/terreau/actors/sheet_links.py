"""The personal link « vérifier ma fiche »: what it opens, and how its holder is named.

Who holds the link needs no password: the address it was sent to is what proves that they speak
for the organisation. That is why what they say is shown to the facilitators, with an undo.
"""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from terreau.accounts.actions import person_with_email
from terreau.accounts.links import issue_link, link_verdict, open_link
from terreau.accounts.models import Person
from terreau.actors.models import CampaignTarget, Organisation, SheetLink
from terreau.core.verdicts import Verdict

PURPOSE = "sheet-review"
LIFETIME = datetime.timedelta(days=60)


@dataclass(frozen=True)
class OpenedSheet:
    """What a secret opens: the link, the sheet it leads to today, or why it does not."""

    sheet_link: SheetLink | None
    verdict: Verdict

    @property
    def organisation(self) -> Organisation:
        return standing_sheet(self.sheet_link.organisation)


def standing_sheet(organisation: Organisation) -> Organisation:
    """The sheet that answers today for this one: a folded sheet leads to the kept one."""
    return organisation.merged_into or organisation


def new_sheet_link(
    organisation: Organisation,
    *,
    email: str,
    issued_by: Person | None,
    now: datetime.datetime,
    expires_at: datetime.datetime | None = None,
    target: CampaignTarget | None = None,
) -> tuple[SheetLink, str]:
    """Make a link for an address (empty: a letter) and its secret, which is kept nowhere.

    A link sent to the address of an account belongs to that account: closing it closes the link.
    """
    link, secret = issue_link(
        purpose=PURPOSE,
        subject=f"organisation:{organisation.uuid}",
        person=person_with_email(email) if email else None,
        issued_by=issued_by,
        lifetime=(expires_at - now) if expires_at else LIFETIME,
        single_use=False,
        now=now,
    )
    made = SheetLink.objects.create(
        link=link, organisation=organisation, target=target, email=email
    )
    return made, secret


def open_sheet_link(secret: str, *, now: datetime.datetime) -> OpenedSheet:
    """Find what a secret opens, without using it: mail scanners read every address they see."""
    outcome = open_link(secret, purpose=PURPOSE, now=now)
    found = (
        SheetLink.objects.select_related(
            "link", "target__campaign", "organisation__place", "organisation__merged_into__place"
        )
        .filter(link=outcome.link)
        .first()
        if outcome.verdict
        else None
    )
    if outcome.verdict and found is None:  # the sheet was removed with its links
        return OpenedSheet(None, link_verdict(None, now=now))
    return OpenedSheet(found, outcome.verdict)


def masked(email: str) -> str:
    """Name an address without giving it: its first letter and its domain.

    >>> masked("marie.durand@mairie.exemple")
    'm…@mairie.exemple'
    """
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}" if domain else ""


def author_of(sheet_link: SheetLink) -> str:
    """Say who spoke through a link; it may be shown, so the address is not whole."""
    if not sheet_link.email:
        return _("la structure, par lettre")
    return _("la structure, par lien (%(address)s)") % {"address": masked(sheet_link.email)}
