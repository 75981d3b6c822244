"""Open the first session of somebody who came by a personal link."""

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from terreau.accounts.models import Person
from terreau.accounts.permissions import can_sign_in_by_link
from terreau.core.verdicts import require


def sign_in_by_link(request: HttpRequest, person: Person, *, next_url: str) -> HttpResponse:
    """Sign in whom a link was made for, and lead to `next_url`; raise `Refused` otherwise.

    Called in a POST, after `use_link`. The session's key is renewed, so that a session prepared
    by somebody else is worth nothing. An address not yet proved is asked for its code first.
    """
    require(can_sign_in_by_link(request.user, person))
    if request.user.is_authenticated:
        return HttpResponseRedirect(next_url)
    return perform_login(request, person, redirect_url=next_url)
