"""The end of every page on which two people may rewrite the same thing."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from terreau.core.editing import EditConflict, VersionedModelForm
from terreau.core.verdicts import Refused

SHOWN, SAVED, CONFLICT, REFUSED = 200, 302, 409, 422


def save_edited(
    request: HttpRequest,
    form: VersionedModelForm,
    save: Callable[..., Any],
    *,
    blame: str = "",
) -> tuple[VersionedModelForm, int]:
    """Save what was posted, and give the form to show again with the status of the page.

    `save` is told which version was rewritten, and by whom, as every edition is.
    `SAVED` is the only one after which the page leaves. In a conflict the form comes back on the
    row as it is now, with all that was typed. A refusal is told on the field to `blame`
    (`NON_FIELD_ERRORS` for the whole form); without one it is left to whoever calls.
    """
    if request.method != "POST" or not form.is_valid():
        return form, SHOWN
    try:
        save(expected_version=form.cleaned_data["version"], by=request.posture)
    except EditConflict:
        return form.rebased(), CONFLICT
    except Refused as refusal:
        if not blame:
            raise
        form.add_error(None if blame == "__all__" else blame, str(refusal))
        return form, REFUSED
    return form, SAVED
