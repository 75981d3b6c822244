"""Know which voice speaks in a request, without asking for an account and without following anyone.

An organisation speaks by a mandate; a person by a personal link, by their account, or by the mere
device they hold. The device keeps one random token in a signed cookie; the database only keeps
`sha256(token + consultation)`, so that the voices of two consultations cannot be joined.
"""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.accounts.links import hash_secret, open_link
from terreau.accounts.models import PersonalLink
from terreau.alliances.permissions import can_contribute_as_organisation, membership_of
from terreau.core.rate_limits import client_address, limit
from terreau.core.verdicts import Refused, Verdict, require
from terreau.dialogues.actions.links import PURPOSE as LINK_PURPOSE
from terreau.dialogues.actions.voices import bind_code, open_voice
from terreau.dialogues.enums import Access, Space, VoiceChannel
from terreau.dialogues.models import Consultation, Participant
from terreau.dialogues.permissions import can_answer
from terreau.dialogues.voice_cookies import (
    device_hash,
    give_token,
    link_secret,
    set_link_cookie,
    set_voice_cookie,
)

__all__ = [
    "LINK_PURPOSE",
    "device_hash",
    "device_voice",
    "find_voice",
    "give_token",
    "has_link",
    "heard_here",
    "may_answer",
    "set_link_cookie",
    "set_voice_cookie",
    "space_of",
    "stamp",
    "take_voice",
]

NEW_VOICES = "400/10m"  # of one address: a full room often shares one


def space_of(request: HttpRequest, consultation: Consultation) -> Space | None:
    """Tell in which space this request speaks; None when neither is open to it."""
    if consultation.has_organisations and _speaks_for_member(request, consultation):
        return Space.ORGANISATIONS
    return Space.INHABITANTS if consultation.has_inhabitants else None


def find_voice(
    request: HttpRequest, consultation: Consultation, space: Space | None = None
) -> Participant | None:
    """Find the voice that speaks, if it already exists; reads only.

    In the order: that of the organisation, of the personal link, of the account, of the device.
    """
    chosen = space or space_of(request, consultation)
    if chosen == Space.ORGANISATIONS:
        return _find_organisation(request, consultation)
    if chosen is None:
        return None
    keys = _inhabitant_keys(request, consultation)
    if not keys:
        return None
    found = list(_inhabitants(consultation, keys))
    for name, value in keys.items():
        for row in found:
            if getattr(row, name) == value and _speaks_here(request, row, name):
                voice = row.folded_into or row
                voice.came_by = name
                return voice
    return None


def take_voice(
    request: HttpRequest,
    consultation: Consultation,
    *,
    now: datetime.datetime,
    space: Space | None = None,
) -> Participant:
    """Find the voice that speaks or make it; only a POST calls this. Raises `Refused`."""
    voice = find_voice(request, consultation, space)
    require(may_answer(voice, consultation, now))
    if voice and not link_secret(request, consultation):
        return voice
    chosen = space or space_of(request, consultation)
    if chosen == Space.ORGANISATIONS:
        return voice or _open_organisation(request, consultation, now)
    if chosen is None:
        raise Refused(
            _(
                "Cette consultation s’adresse aux organisations membres de l’alliance. Si vous "
                "parlez pour l’une d’elles, choisissez-la en haut de la page."
            )
        )
    return _take_inhabitant(request, consultation, voice, now)


def may_answer(
    voice: Participant | None, consultation: Consultation, now: datetime.datetime
) -> Verdict:
    """Tell whether this voice (None: one that would be new) may answer now."""
    return can_answer(voice, consultation, now=now)


def stamp(request: HttpRequest, voice: Participant) -> dict:
    """Give who answers for an organisation, by which mandate; nothing for an inhabitant (R8)."""
    if voice.space != Space.ORGANISATIONS or not request.posture:
        return {}
    return {"by": request.posture.person, "mandate": request.posture.mandate}


def heard_here(request: HttpRequest, consultations: Iterable[Consultation]) -> set[int]:
    """Tell in which consultations this posture, account or device already has a voice: one query.

    Only to say « vous avez commencé » in a list; `find_voice` says which voice it is.
    """
    listed = list(consultations)
    hashes = [digest for one in listed if (digest := device_hash(request, one))]
    mine = Q(device_hash__in=hashes)
    if request.user.is_authenticated:
        mine |= Q(person=request.user)
    if request.posture and request.posture.mandate:
        mine |= Q(organisation=request.posture.organisation)
    found = Participant.objects.filter(mine, consultation_id__in=[one.pk for one in listed])
    return set(found.order_by().values_list("consultation_id", flat=True))


def device_voice(request: HttpRequest, consultation: Consultation) -> Participant | None:
    """Find the voice of this very device, folded or not."""
    digest = device_hash(request, consultation)
    if not digest:
        return None
    found = Participant.objects.filter(consultation_id=consultation.pk, device_hash=digest)
    return found.select_related("folded_into").first()


def has_link(request: HttpRequest, consultation: Consultation, now: datetime.datetime) -> bool:
    """Tell whether this device holds a personal link that opens this consultation today."""
    secret = link_secret(request, consultation)
    return bool(secret) and bool(_open(secret, consultation, now).verdict)


def _open(secret: str, consultation: Consultation, now: datetime.datetime):
    outcome = open_link(secret, purpose=LINK_PURPOSE, now=now)
    subject = outcome.link.subject if outcome.link else ""
    if outcome.link and not subject.startswith(f"{consultation.uuid}:"):
        raise Refused(_("Ce lien personnel ouvre une autre consultation que celle-ci."))
    return outcome


def _speaks_for_member(request: HttpRequest, consultation: Consultation) -> bool:
    posture = request.posture
    if not posture or posture.mandate is None:
        return False
    membership = membership_of(posture, consultation.alliance)
    return bool(membership and membership.organisation_id == posture.mandate.organisation_id)


def _find_organisation(request: HttpRequest, consultation: Consultation) -> Participant | None:
    if not _speaks_for_member(request, consultation):
        return None
    voices = Participant.objects.filter(
        consultation_id=consultation.pk, organisation=request.posture.organisation
    )
    return voices.select_related("folded_into").first()


def _inhabitant_keys(request: HttpRequest, consultation: Consultation) -> dict[str, object]:
    secret = link_secret(request, consultation)
    keys = {
        "code_hash": hash_secret(secret) if secret else "",
        "person_id": request.user.pk if request.user.is_authenticated else None,
        "device_hash": device_hash(request, consultation),
    }
    return {name: value for name, value in keys.items() if value}


def _inhabitants(consultation: Consultation, keys: dict[str, object]):
    """One query, of as many indexed branches as there are keys."""
    rows = Participant.objects.filter(consultation_id=consultation.pk, space=Space.INHABITANTS)
    links = PersonalLink.objects.outstanding(timezone.now()).filter(
        purpose=LINK_PURPOSE, secret_hash=OuterRef("code_hash")
    )
    wanted = Q()
    for name, value in keys.items():
        wanted |= Q(**{name: value})
    found = rows.filter(wanted).annotate(link_opens=Exists(links))
    return found.select_related("folded_into").order_by("pk")


def _speaks_here(request: HttpRequest, row: Participant, name: str) -> bool:
    if name == "code_hash":
        return row.link_opens
    if name == "device_hash" and request.user.is_authenticated:
        # The device of somebody else's account does not speak for whoever is signed in.
        return (row.folded_into or row).person_id in (None, request.user.pk)
    return True


def _open_organisation(
    request: HttpRequest, consultation: Consultation, now: datetime.datetime
) -> Participant:
    require(can_contribute_as_organisation(request.posture, consultation.alliance))
    organisation = request.posture.organisation
    return open_voice(
        consultation,
        space=Space.ORGANISATIONS,
        channel=VoiceChannel.MANDATE,
        now=now,
        key={"organisation": organisation},
        world=organisation.world,
    )


def _take_inhabitant(
    request: HttpRequest,
    consultation: Consultation,
    voice: Participant | None,
    now: datetime.datetime,
) -> Participant:
    if voice and getattr(voice, "came_by", "") == "code_hash":
        return voice
    secret = link_secret(request, consultation)
    outcome = _open(secret, consultation, now) if secret else None
    if outcome and outcome.verdict:
        return _take_linked(consultation, voice, outcome.link, now)
    if voice:
        return voice
    if consultation.access == Access.LINKS:
        raise Refused(outcome.verdict.reason if outcome else _links_only())
    return _open_inhabitant(request, consultation, now)


def _links_only() -> str:
    return _(
        "L’espace des habitants est réservé aux personnes qui ont reçu un lien personnel. Ouvrez "
        "le vôtre, ou demandez-en un aux facilitateurs de l’alliance."
    )


def _take_linked(
    consultation: Consultation,
    voice: Participant | None,
    link: PersonalLink,
    now: datetime.datetime,
) -> Participant:
    label = link.subject.partition(":")[2]
    if voice:
        return bind_code(voice, link.secret_hash, label)
    PersonalLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now)
    return open_voice(
        consultation,
        space=Space.INHABITANTS,
        channel=VoiceChannel.LINK,
        now=now,
        key={"code_hash": link.secret_hash},
        code_label=label,
    )


def _open_inhabitant(
    request: HttpRequest, consultation: Consultation, now: datetime.datetime
) -> Participant:
    if request.user.is_authenticated:
        channel, key = VoiceChannel.ACCOUNT, {"person": request.user}
    else:
        require(limit(request, "new-voice", NEW_VOICES, key=client_address(request)))
        give_token(request)
        channel, key = VoiceChannel.DEVICE, {"device_hash": device_hash(request, consultation)}
    return open_voice(consultation, space=Space.INHABITANTS, channel=channel, now=now, key=key)
