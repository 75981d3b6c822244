"""Say a landscape in words: how it holds, where one stands, when it will be shown."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.formats import format_long_date, format_number, format_percent
from terreau.dialogues.models import Conversation, Landscape

FIRM, FAIR = 0.85, 0.72
REPLICATES = 20


def letter_of(group: int) -> str:
    """Name a group from left to right: A, B, C…"""
    return chr(ord("A") + group)


def hold_words(likeness: float | None) -> str:
    """Say how something stays when a tenth of the answers is missing."""
    if likeness is None:
        return _("non mesuré")
    if likeness >= FIRM:
        return _("tient bien")
    return _("tient assez bien") if likeness >= FAIR else _("fragile")


def stability_words(stability: float | None, replicates: Mapping[str, int], groups: int) -> str:
    """Say whether the groups hold, and by how many computations it was seen."""
    same = replicates.get(str(groups), 0)
    told = {
        "same": format_number(same),
        "all": format_number(sum(replicates.values()) or REPLICATES),
        "groups": groups,
    }
    if stability is not None and stability >= FIRM:
        sentence = _(
            "Ce découpage tient bien : refait sans un dixième des réponses, il retrouve %(groups)s "
            "groupes %(same)s fois sur %(all)s."
        )
    elif stability is not None and stability >= FAIR:
        sentence = _(
            "Ce découpage tient assez bien : refait sans un dixième des réponses, il retrouve "
            "%(groups)s groupes %(same)s fois sur %(all)s. Leurs bords bougent."
        )
    else:
        sentence = _(
            "Ce découpage est fragile : refait sans un dixième des réponses, il retrouve "
            "%(groups)s groupes %(same)s fois sur %(all)s, et des voix passent de l’un à l’autre. "
            "Lisez-le comme une piste."
        )
    return sentence % told


def unstable_words(stability: float | None) -> str:
    """Say why no group is drawn."""
    return _(
        "Pas de groupes stables : refaits sans un dixième des réponses, les groupes changent trop "
        "(ressemblance moyenne %(share)s, il en faut 60 %%). Rien n’est donc découpé. D’autres "
        "réponses peuvent les faire apparaître, ou montrer qu’il n’y en a pas."
    ) % {"share": format_percent(max(0.0, stability or 0.0))}


def axes_words(variance: list[float]) -> str:
    """Say how much of the differences the drawing shows."""
    return _(
        "Ce dessin montre %(share)s des différences entre les réponses : deux voix proches peuvent "
        "encore diverger sur le reste."
    ) % {"share": format_percent(sum(variance))}


def own_words(row: Mapping[str, Any] | None, *, needed: int, has_groups: bool) -> str:
    """Say where one stands, or what is still needed to be placed."""
    if row is None:
        return _("Votre voix n’est pas encore dans ce calcul : le prochain la placera.")
    if row["at"] is None:
        left = max(1, needed - row["votes"])
        told = ngettext(
            "Encore %(n)s réponse, et vous serez placé sur ce dessin.",
            "Encore %(n)s réponses, et vous serez placé sur ce dessin.",
            left,
        )
        return told % {"n": left}
    if not has_groups or "group" not in row:
        return _("L’anneau est votre voix.")
    return _(
        "L’anneau est votre voix, dans le groupe %(letter)s : cette appartenance %(hold)s."
    ) % {
        "letter": letter_of(row["group"]),
        "hold": sure_words(row["sure"]),
    }


def sure_words(sure: float | None) -> str:
    """Say how surely somebody belongs to a group, after « cette appartenance »."""
    if sure is not None and sure >= FIRM:
        return _("tient bien")
    return _("tient assez bien") if sure is not None and sure >= FAIR else _("est fragile")


def computed_words(landscape: Landscape) -> str:
    """Say when and from what it was computed."""
    if landscape.computed_at is None:
        return ""
    moment = localtime(landscape.computed_at)
    return _("Calculé le %(day)s à %(hour)s : %(voices)s, %(statements)s, %(votes)s.") % {
        "day": format_long_date(moment),
        "hour": date_format(moment, "G \\h i"),
        "voices": voices_words(landscape.voice_count),
        "statements": ngettext("%(n)s énoncé", "%(n)s énoncés", landscape.statement_count)
        % {"n": format_number(landscape.statement_count)},
        "votes": ngettext("%(n)s vote", "%(n)s votes", landscape.vote_count)
        % {"n": format_number(landscape.vote_count)},
    }


def voices_words(count: int) -> str:
    """Say « 250 voix »."""
    return ngettext("%(n)s voix", "%(n)s voix", count) % {"n": format_number(count)}


def when_words(conversation: Conversation, now: datetime.datetime) -> str:
    """Say when the landscape may be expected."""
    if conversation.published_at is None:
        return _("La conversation n’est pas encore publiée.")
    if conversation.is_over(now):
        return _("La conversation est close : ils peuvent le dévoiler dès aujourd’hui.")
    if conversation.closes_at:
        return _("La conversation reçoit des voix jusqu’au %(day)s.") % {
            "day": date_format(localtime(conversation.closes_at), "j F Y à G \\h i")
        }
    return _("La conversation reçoit des voix, sans date de clôture : ils choisissent le moment.")
