"""Who may do what with an import."""

from django.utils.translation import gettext as _

from terreau.core.exchange.datasets import Dataset
from terreau.core.models import ImportRun, ImportState
from terreau.core.verdicts import GRANTED, Verdict, refused


def can_import_rows(user, dataset: Dataset) -> Verdict:
    """The dataset's own domain decides who brings rows in."""
    return dataset.can_import(user)


def can_export_rows(user, dataset: Dataset) -> Verdict:
    """The dataset's own domain decides who takes rows out."""
    return dataset.can_export(user)


def can_choose_columns(user, run: ImportRun) -> Verdict:
    """Only the person who brought the file says what its columns are, before agreeing."""
    if run.requested_by_id != user.pk:
        return refused(_("Seule la personne qui a déposé ce fichier peut choisir ses colonnes."))
    if run.state not in (ImportState.MAPPING, ImportState.PLANNED, ImportState.REFUSED):
        return refused(
            _("Les colonnes de cet import ne se changent plus. Déposez un autre fichier.")
        )
    return GRANTED


def can_decide_rows(user, run: ImportRun) -> Verdict:
    """Only the person who brought the file settles its look-alikes, before agreeing."""
    if run.requested_by_id != user.pk:
        return refused(_("Seule la personne qui a déposé ce fichier peut décider de ses lignes."))
    if run.state != ImportState.PLANNED:
        return refused(_("Cet import n’attend plus de décision. Consultez son résultat."))
    return GRANTED


def can_confirm_run(user, run: ImportRun) -> Verdict:
    """Only the person who brought the file agrees to what it does, once."""
    if run.requested_by_id != user.pk:
        return refused(_("Seule la personne qui a déposé ce fichier peut confirmer son import."))
    if run.state != ImportState.PLANNED:
        return refused(_("Cet import n’attend plus de confirmation. Consultez son résultat."))
    return GRANTED


def can_undo_run(user, run: ImportRun) -> Verdict:
    """Who brought the file, or who administers, takes a finished import back."""
    if not user.is_staff and run.requested_by_id != user.pk:
        return refused(_("Seule la personne qui a déposé ce fichier peut annuler son import."))
    if run.state != ImportState.DONE:
        return refused(_("Seul un import terminé s’annule. Consultez l’état de celui-ci."))
    if run.rows_forgotten_at is not None:
        return refused(
            _(
                "Le détail de cet import n’est plus gardé : il ne s’annule plus. Corrigez les "
                "fiches une à une, ou importez un fichier corrigé."
            )
        )
    return GRANTED
