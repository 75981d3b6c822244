"""Who may compare sheets, tell them apart, merge them, and take a merger back."""

import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from terreau.actors.extensions import is_facilitator
from terreau.actors.models import DuplicatePair, Mandate, Organisation, OrganisationMerge
from terreau.core.verdicts import GRANTED, Verdict, refused


def can_find_duplicates(person, *, today: datetime.date) -> Verdict:
    """Look for duplicates over the directory and read their list: facilitators and staff."""
    if is_facilitator(person, today=today):
        return GRANTED
    return refused(
        _(
            "Seuls les catalyseurs et l’administration cherchent les doublons de l’annuaire. "
            "Signalez à l’un d’eux les deux fiches que vous avez reconnues."
        )
    )


def can_tell_distinct(person, pair: DuplicatePair, *, today: datetime.date) -> Verdict:
    """Say that two sheets are two organisations: facilitators, staff, who speaks for one."""
    if is_facilitator(person, today=today) or _speaks_for_one(person, pair, today):
        return GRANTED
    return refused(
        _(
            "Seuls les catalyseurs, l’administration et les personnes mandatées par l’une des deux "
            "organisations disent que ce ne sont pas les mêmes."
        )
    )


def can_agree_to_merge(person, pair: DuplicatePair, *, today: datetime.date) -> Verdict:
    """Agree to a merger in the name of one of the two: who speaks for it today."""
    if _speaks_for_one(person, pair, today):
        return GRANTED
    return refused(
        _("Seule une personne mandatée par l’une des deux organisations donne son accord.")
    )


def can_ask_accord(person, pair: DuplicatePair, *, today: datetime.date) -> Verdict:
    """Ask those who speak for a sheet to agree to a merger: who could merge without them."""
    if not is_facilitator(person, today=today):
        return refused(_("Seuls les catalyseurs et l’administration demandent un accord."))
    if _speaks_for_one(person, pair, today):
        return refused(_("Vous parlez vous-même pour l’une des deux : donnez votre accord."))
    sheets = Q(organisation=pair.first_id) | Q(organisation=pair.second_id)
    if not Mandate.objects.filter(sheets).current(today).exists():
        return refused(_("Personne ne parle pour ces organisations : il n’y a rien à demander."))
    return GRANTED


def can_merge(
    person,
    first: Organisation,
    second: Organisation,
    *,
    today: datetime.date,
    pair: DuplicatePair | None = None,
) -> Verdict:
    """Merge two sheets: staff; a facilitator when nobody else speaks for either, or one agrees."""
    if first.pk == second.pk:
        return refused(_("Choisissez deux fiches différentes."))
    for sheet in (first, second):
        if sheet.merged_into_id:
            return refused(
                _("« %(name)s » est déjà réunie à une autre fiche : rien n’est à réunir.")
                % {"name": sheet.name}
            )
    if not is_facilitator(person, today=today):
        return refused(
            _(
                "Seuls les catalyseurs et l’administration réunissent des fiches. "
                "Signalez-leur que ces deux fiches sont la même organisation."
            )
        )
    if person.is_staff:
        return GRANTED
    return _nobody_else_speaks(person, first, second, today, pair)


def _nobody_else_speaks(
    person, first: Organisation, second: Organisation, today, pair: DuplicatePair | None
) -> Verdict:
    others = Mandate.objects.filter(organisation__in=[first, second]).current(today)
    held = others.exclude(person=person).select_related("organisation").first()
    if held is None or (pair and _is_agreed(pair, today)):
        return GRANTED
    return refused(
        _(
            "Des personnes parlent au nom de « %(name)s » : demandez à l’une d’elles d’ouvrir "
            "cette page et de donner son accord, ou adressez-vous à l’administration de l’instance."
        )
        % {"name": held.organisation.name}
    )


def can_undo_merge(person, merge: OrganisationMerge, *, today: datetime.date) -> Verdict:
    """Take a merger back: staff, who merged, a facilitator when nobody else speaks for it."""
    if getattr(person, "is_staff", False):
        return GRANTED
    if not is_facilitator(person, today=today):
        return refused(_("Seuls les catalyseurs et l’administration annulent une réunion."))
    if merge.merged_by_id == person.pk:
        return GRANTED
    others = Mandate.objects.filter(organisation=merge.kept).current(today)
    if others.exclude(person=person).exists():
        return refused(
            _(
                "Des personnes parlent au nom de « %(name)s » : seules l’administration et la "
                "personne qui a réuni les fiches annulent cette réunion."
            )
            % {"name": merge.kept.name}
        )
    return GRANTED


def _speaks_for_one(person, pair: DuplicatePair, today: datetime.date) -> bool:
    if not getattr(person, "is_authenticated", False):
        return False
    sheets = Q(organisation=pair.first_id) | Q(organisation=pair.second_id)
    return Mandate.objects.filter(sheets, person=person).current(today).exists()


def _is_agreed(pair: DuplicatePair, today: datetime.date) -> bool:
    """An accord holds as long as the mandate of who gave it."""
    return pair.agreed_by is not None and _speaks_for_one(pair.agreed_by, pair, today)
