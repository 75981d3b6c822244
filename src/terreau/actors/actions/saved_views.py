"""Keep, rename, remove and put back a person's own views of the directory.

A view is a preference of one person, seen by nobody else: the journal does not tell it.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.actors.models import SavedView
from terreau.actors.permissions_views import can_change_view, can_keep_view
from terreau.core.verdicts import require

MOST_VIEWS = 50


@transaction.atomic
def keep_view(*, by: Person, name: str, query: str, now: datetime.datetime) -> SavedView:
    """Keep filters under a name that the person does not use yet."""
    require(can_keep_view(by))
    if SavedView.objects.kept_by(by).count() >= MOST_VIEWS:
        raise ValidationError(
            _("Vous gardez déjà %(most)s vues. Retirez-en une avant d’en garder une autre.")
            % {"most": MOST_VIEWS}
        )
    return _save(SavedView(person=by, name=name, query=query, created_at=now))


@transaction.atomic
def rename_view(view: SavedView, *, by: Person, name: str) -> SavedView:
    """Give a view another name."""
    require(can_change_view(by, view))
    view.name = name
    return _save(view)


@transaction.atomic
def remove_view(view: SavedView, *, by: Person, now: datetime.datetime) -> SavedView:
    """Take a view away; it can be put back."""
    require(can_change_view(by, view))
    if view.removed_at is None:
        view.removed_at = now
        view.save(update_fields=["removed_at"])
    return view


@transaction.atomic
def restore_view(view: SavedView, *, by: Person) -> SavedView:
    """Put a view back, unless another one took its name meanwhile."""
    require(can_change_view(by, view))
    view.removed_at = None
    return _save(view)


def _save(view: SavedView) -> SavedView:
    view.full_clean()
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise ValidationError(
            _("Vous avez déjà une vue de ce nom. Donnez-en un autre à celle-ci.")
        ) from error
    return view
