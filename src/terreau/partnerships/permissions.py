"""Who may do what with a partnership: its parties act; while nobody speaks for them, who noted it.

The facilitators of an alliance read the sheets that are shared with it; papers and answers of a
review stay between the parties.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.actors.extensions import is_facilitator
from terreau.actors.models import Mandate
from terreau.actors.posture import Posture
from terreau.alliances.models import MembershipRole
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.partnerships.enums import Stage
from terreau.partnerships.models import Agreement, Document, Partnership, Party


@dataclass(frozen=True)
class Standing:
    """What one posture is in one partnership."""

    party: Party | None = None
    speaks_as: str = ""  # another party for which this person could speak
    held: frozenset[int] = frozenset()  # the organisations for which somebody speaks today
    is_keeper: bool = False


def parties_of(partnership: Partnership) -> list[Party]:
    """Every party, past ones too, with its organisation: read once a page."""
    if "_parties" not in partnership.__dict__:
        rows = partnership.parties.select_related("organisation").order_by("pk")
        partnership.__dict__["_parties"] = list(rows)
    return partnership.__dict__["_parties"]


def current_parties(partnership: Partnership) -> list[Party]:
    """Those that have not left."""
    return [one for one in parties_of(partnership) if one.left_on is None]


def standing_in(posture: Posture | None, partnership: Partnership) -> Standing:
    """Find what a posture is here: one query for the parties, one for who speaks for them."""
    if not posture:
        return Standing()
    key = (posture.person.pk, posture.mandate.pk if posture.mandate else None)
    cached = partnership.__dict__.setdefault("_standings", {})
    if key not in cached:
        cached[key] = _find_standing(posture, partnership)
    return cached[key]


def _find_standing(posture: Posture, partnership: Partnership) -> Standing:
    here = current_parties(partnership)
    mandates = Mandate.objects.filter(organisation__in=[one.organisation_id for one in here])
    pairs = list(
        mandates.current(timezone.localdate()).order_by("pk").values_list("organisation", "person")
    )
    mine = {organisation for organisation, person in pairs if person == posture.person.pk}
    speaking = posture.mandate.organisation_id if posture.mandate else None
    party = next((one for one in here if one.organisation_id == speaking), None)
    other = next((one for one in here if one.organisation_id in mine), None)
    held = frozenset(organisation for organisation, _person in pairs)
    keeps = not held and _may_keep(posture, partnership)
    return Standing(party, str(other.organisation) if other else "", held, keeps)


def _may_keep(posture: Posture, partnership: Partnership) -> bool:
    """Who noted it, or who facilitates an alliance that it is shared with."""
    if partnership.created_by_id == posture.person.pk:
        return True
    if not partnership.is_shared:
        return False
    here = Q(membership__alliance__partnerships=partnership)
    here |= Q(membership__alliance__censused_partnerships=partnership)
    roles = MembershipRole.objects.facilitated_by(posture.person, timezone.localdate())
    return roles.filter(here).exists()


def party_verdict(posture: Posture | None, partnership: Partnership) -> Verdict:
    """Ask for somebody who speaks for a party, in that posture."""
    if not posture:
        return refused(_("Connectez-vous pour continuer."))
    standing = standing_in(posture, partnership)
    if standing.party:
        return GRANTED
    if standing.speaks_as:
        return refused(
            _(
                "Vous êtes partie à ce partenariat au nom de « %(name)s ». Changez de posture, en "
                "haut de la page, puis recommencez."
            )
            % {"name": standing.speaks_as}
        )
    return refused(
        _(
            "Cet acte revient aux parties du partenariat. Demandez à l’une d’elles de le faire, ou "
            "de vous confier un mandat."
        )
    )


def keeper_verdict(posture: Posture | None, partnership: Partnership) -> Verdict:
    """Ask for a party, or for who keeps the sheet while nobody speaks for any party."""
    if posture and standing_in(posture, partnership).is_keeper:
        return GRANTED
    return party_verdict(posture, partnership)


def can_create_partnership(posture: Posture | None) -> Verdict:
    """Note a partnership: whoever speaks for an organisation, or facilitates."""
    if not posture:
        return refused(_("Connectez-vous pour noter un partenariat."))
    if posture.mandate or is_facilitator(posture.person, today=timezone.localdate()):
        return GRANTED
    return refused(
        _(
            "Un partenariat se note au nom d’une organisation. Choisissez-la en haut de la page, "
            "ou créez sa fiche : votre mandat y sera noté."
        )
    )


def can_note_for_others(posture: Posture) -> Verdict:
    """Note a partnership to which one is not party: a facilitator."""
    if is_facilitator(posture.person, today=timezone.localdate()):
        return GRANTED
    return refused(
        _(
            "« %(posture)s » n’est pas parmi les parties. Ajoutez votre organisation, ou changez "
            "de posture en haut de la page ; noter le partenariat d’autres organisations revient "
            "aux facilitateurs."
        )
        % {"posture": posture.label}
    )


def can_edit_partnership(posture: Posture | None, partnership: Partnership) -> Verdict:
    """Rewrite the sheet: any party; history and the conflict frame protect it."""
    return keeper_verdict(posture, partnership)


def can_change_stage(posture: Posture | None, partnership: Partnership) -> Verdict:
    """Say that a partnership went on, went back or ended: any party."""
    return keeper_verdict(posture, partnership)


def can_change_level(posture: Posture | None, partnership: Partnership) -> Verdict:
    """Say that a partnership became regular or strategic: any party."""
    return keeper_verdict(posture, partnership)


def can_add_party(posture: Posture | None, partnership: Partnership) -> Verdict:
    """Let another organisation in: any party, while it is not closed."""
    if partnership.stage == Stage.CLOSED:
        return refused(
            _("Ce partenariat est clos. Revenez d’abord à une étape, puis ajoutez une partie.")
        )
    return keeper_verdict(posture, partnership)


def can_describe_party(posture: Posture | None, party: Party) -> Verdict:
    """Say why a party comes, what it gives and receives: itself, or others while nobody does."""
    partnership = party.partnership
    if party.left_on:
        return refused(
            _("« %(name)s » a quitté ce partenariat : ce qu’elle y disait reste tel quel.")
            % {"name": party.organisation.name}
        )
    verdict = keeper_verdict(posture, partnership)
    if not verdict:
        return verdict
    standing = standing_in(posture, partnership)
    if standing.party == party or party.organisation_id not in standing.held:
        return GRANTED
    return refused(
        _(
            "« %(name)s » a ses propres mandataires : c’est à elle de dire ses objectifs, ses "
            "apports et ce qu’elle reçoit."
        )
        % {"name": party.organisation.name}
    )


def can_leave_partnership(posture: Posture | None, party: Party) -> Verdict:
    """Leave: the party itself; others note it while nobody speaks for it."""
    return can_describe_party(posture, party)


def readable_agreements(posture: Posture | None, partnership: Partnership) -> QuerySet[Agreement]:
    """All of them to a party of today; to one that left, those it signed."""
    rows = partnership.agreements.all()
    if party_verdict(posture, partnership):
        return rows
    signed = Q(pk__in=[])
    for one in _left_by(posture, partnership):
        while_there = Q(signed_on__lte=one.left_on)
        if one.joined_on:
            while_there &= Q(signed_on__gte=one.joined_on)
        signed |= while_there
    return rows.filter(signed)


def _left_by(posture: Posture | None, partnership: Partnership) -> list[Party]:
    organisation = posture.organisation if posture else None
    return [
        one
        for one in parties_of(partnership)
        if organisation and one.left_on and one.organisation_id == organisation.pk
    ]


def can_read_papers(posture: Posture | None, partnership: Partnership) -> Verdict:
    """Read the agreements: the parties; one that left keeps those that it signed (R12)."""
    verdict = party_verdict(posture, partnership)
    has_left = not verdict and _left_by(posture, partnership)
    if has_left and readable_agreements(posture, partnership).exists():
        return GRANTED
    return verdict


def can_read_documents(posture: Posture | None, partnership: Partnership) -> Verdict:
    """Read the documents: the parties of today only."""
    return party_verdict(posture, partnership)


def can_write_papers(posture: Posture | None, partnership: Partnership) -> Verdict:
    """Write an agreement, add a document: any party."""
    return party_verdict(posture, partnership)


def can_remove_document(posture: Posture | None, document: Document) -> Verdict:
    """Take a document away: who added it, while a party."""
    verdict = party_verdict(posture, document.partnership)
    if verdict and document.added_by_id != posture.person.pk:
        return refused(_("Seule la personne qui a joint ce document le retire."))
    return verdict


def can_edit_templates(person) -> Verdict:
    """Change the texts from which agreements start, for the whole instance: the staff."""
    if getattr(person, "is_staff", False):
        return GRANTED
    return refused(
        _(
            "Les modèles de convention valent pour toute l’instance : son administration les "
            "change. Proposez-lui votre texte."
        )
    )


def speaks_today(posture: Posture, party: Party, today: datetime.date) -> bool:
    """Tell whether this posture is that of a party, by a mandate that runs."""
    mandate = posture.mandate
    return bool(
        mandate
        and mandate.organisation_id == party.organisation_id
        and mandate.starts_on <= today
        and (mandate.ends_on is None or mandate.ends_on >= today)
    )
