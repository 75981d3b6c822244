"""Who may do what with organisations and mandates."""

import datetime

from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.actors.extensions import is_facilitator, may_edit_by_another_rule
from terreau.actors.fields import ROWS
from terreau.actors.models import Mandate, Organisation, SheetChange
from terreau.core.verdicts import GRANTED, Verdict, refused

# What goes with a sheet; the members of a network that it is stay, and hold it.
OWN_PARTS = frozenset({*ROWS, "changes"})


def speaks_for(person: Person, organisation: Organisation, today: datetime.date) -> bool:
    """Tell whether a mandate of this person runs today."""
    return Mandate.objects.filter(person=person, organisation=organisation).current(today).exists()


def can_create_organisation(person) -> Verdict:
    """Create the sheet of an organisation: whoever is signed in."""
    if getattr(person, "is_authenticated", False):
        return GRANTED
    return refused(_("Connectez-vous pour créer la fiche d’une organisation."))


def is_held(organisation: Organisation, today: datetime.date) -> bool:
    """Tell whether somebody speaks for this organisation today."""
    return Mandate.objects.filter(organisation=organisation).current(today).exists()


def can_edit_organisation(
    person,
    organisation: Organisation,
    *,
    today: datetime.date,
    speaks: bool | None = None,
    held: bool | None = None,
) -> Verdict:
    """Edit a sheet: its mandated persons, staff, the rules of other domains.

    While nobody speaks for the organisation, who created the sheet and the facilitators keep it.
    `speaks` and `held` spare the queries of a caller who already read the mandates.
    """
    if not getattr(person, "is_authenticated", False):
        return refused(_("Connectez-vous pour modifier cette fiche."))
    if organisation.merged_into_id:
        return refused(
            _("Cette fiche est réunie à une autre : modifiez celle qui répond pour elle.")
        )
    if person.is_staff or (
        speaks if speaks is not None else speaks_for(person, organisation, today)
    ):
        return GRANTED
    if may_edit_by_another_rule(person, organisation, today):
        return GRANTED
    return _keep_an_unheld_sheet(person, organisation, today, held)


def _keep_an_unheld_sheet(
    person, organisation: Organisation, today: datetime.date, held: bool | None
) -> Verdict:
    name = {"name": organisation.name}
    if held if held is not None else is_held(organisation, today):
        return refused(
            _(
                "Seules les personnes qui ont un mandat de « %(name)s » modifient sa fiche. "
                "Demandez un mandat à l’une d’elles, ou signalez l’erreur à l’administration."
            )
            % name
        )
    if organisation.created_by_id == person.pk or is_facilitator(person, today=today):
        return GRANTED
    return refused(
        _(
            "Personne n’a encore de mandat de « %(name)s » : sa fiche est tenue par qui l’a créée "
            "et par les facilitateurs des alliances. Signalez-leur ce qui est à changer."
        )
        % name
    )


def can_confirm_sheet(
    person, organisation: Organisation, *, today: datetime.date, speaks: bool | None = None
) -> Verdict:
    """Say that a whole sheet is right: who speaks for it, or a facilitator."""
    if not getattr(person, "is_authenticated", False):
        return refused(_("Connectez-vous pour dire que cette fiche est juste."))
    if organisation.merged_into_id:
        return refused(_("Cette fiche est réunie à une autre : vérifiez celle qui répond."))
    if speaks if speaks is not None else speaks_for(person, organisation, today):
        return GRANTED
    if is_facilitator(person, today=today):
        return GRANTED
    return refused(
        _(
            "Seules les personnes qui ont un mandat de « %(name)s », et les facilitateurs des "
            "alliances, disent que sa fiche est juste."
        )
        % {"name": organisation.name}
    )


def can_undo_change(
    person, change: SheetChange, organisation: Organisation, *, today: datetime.date
) -> Verdict:
    """Take a change of a sheet back: whoever may edit the sheet, once."""
    if change.undone_at is not None:
        return refused(_("Cette modification est déjà annulée."))
    return can_edit_organisation(person, organisation, today=today)


def can_see_positions(person) -> Verdict:
    """See the persons met in an organisation: whoever is signed in, never the public."""
    if getattr(person, "is_authenticated", False):
        return GRANTED
    return refused(_("Connectez-vous pour voir les personnes de cette organisation."))


def is_free(organisation: Organisation) -> Verdict:
    """Tell whether nothing of another table stands on a sheet."""
    for relation in Organisation._meta.related_objects:
        if relation.get_accessor_name() in OWN_PARTS or relation.many_to_many:
            continue
        rows = relation.related_model._base_manager.filter(**{relation.field.name: organisation})
        if rows.exists():
            return refused(
                _("La fiche « %(name)s » sert déjà ailleurs (%(what)s) : elle reste.")
                % {
                    "name": organisation.name,
                    "what": relation.related_model._meta.verbose_name_plural,
                }
            )
    return GRANTED


def can_remove_organisation(person, organisation: Organisation) -> Verdict:
    """Remove a sheet that nothing uses: staff."""
    if not getattr(person, "is_staff", False):
        return refused(_("Seule l’administration de l’instance retire une fiche."))
    return is_free(organisation)


def can_see_mandates(person) -> Verdict:
    """See who speaks for an organisation: whoever is signed in."""
    if getattr(person, "is_authenticated", False):
        return GRANTED
    return refused(_("Connectez-vous pour voir qui parle au nom de cette organisation."))


def can_grant_mandate(person, organisation: Organisation, *, today: datetime.date) -> Verdict:
    """Grant a mandate: a person already mandated by this organisation, or staff."""
    if not getattr(person, "is_authenticated", False):
        return refused(_("Connectez-vous pour donner un mandat."))
    if person.is_staff or speaks_for(person, organisation, today):
        return GRANTED
    return refused(
        _(
            "Seule une personne déjà mandatée par « %(name)s » donne un mandat en son nom. "
            "Adressez-vous à l’une d’elles, ou à l’administration de l’instance."
        )
        % {"name": organisation.name}
    )


def can_close_mandate(person, mandate: Mandate, *, today: datetime.date) -> Verdict:
    """Close a mandate: who holds it, a person mandated by the same organisation, or staff."""
    if mandate.ends_on is not None and mandate.ends_on < today:
        return refused(
            _("Ce mandat est déjà terminé. Une position passée reste dans l’historique.")
        )
    if getattr(person, "pk", None) == mandate.person_id:
        return GRANTED
    return can_grant_mandate(person, mandate.organisation, today=today)


def can_take_posture(person, mandate: Mandate, *, today: datetime.date) -> Verdict:
    """Speak in the name of an organisation: who holds one of its mandates, while it runs."""
    name = {"name": mandate.organisation.name}
    if getattr(person, "pk", None) != mandate.person_id:
        return refused(_("Ce mandat de « %(name)s » est celui d’une autre personne.") % name)
    if mandate.starts_on > today:
        return refused(
            _("Votre mandat de « %(name)s » n’a pas commencé. Parlez en votre nom d’ici là.") % name
        )
    if mandate.ends_on is not None and mandate.ends_on < today:
        return refused(
            _(
                "Votre mandat de « %(name)s » est terminé : vous ne parlez plus en son nom. "
                "Parlez en votre nom, ou demandez-lui un nouveau mandat."
            )
            % name
        )
    return GRANTED


def can_import_organisations(person) -> Verdict:
    """Bring organisations in from a file: who keeps the directory, facilitators and staff."""
    if is_facilitator(person):
        return GRANTED
    return refused(
        _(
            "Seuls les catalyseurs d’une alliance et l’administration importent des organisations. "
            "Donnez-leur votre fichier, ou créez les fiches une à une."
        )
    )


def can_export_organisations(person) -> Verdict:
    """Take out the public fields of the public sheets: everybody."""
    return GRANTED
