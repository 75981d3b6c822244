"""Say in a full sentence what happened and what to do; a refusal is shown with its reason."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from terreau.core.faults import answer_fault
from terreau.core.verdicts import Refused

_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def _page(request, *, status: int, title: str, text: str, advice: str) -> HttpResponse:
    words = {"code": status, "title": title, "text": text, "advice": advice}
    return render(request, "core/errors/page.html", {"error": words}, status=status)


@requires_csrf_token
def bad_request(request, exception=None):
    """Answer to a request that cannot be read, or that is too large."""
    if isinstance(exception, _TOO_LARGE):
        return _page(
            request,
            status=413,
            title=_("Cet envoi est trop gros"),
            text=_(
                "Ce que vous avez envoyé dépasse la taille acceptée, et n’a pas été enregistré."
            ),
            advice=_(
                "Revenez en arrière : ce que vous avez écrit y est encore. Réduisez le fichier, "
                "ou envoyez-le en plusieurs fois."
            ),
        )
    return _page(
        request,
        status=400,
        title=_("Cette demande est illisible"),
        text=_("L’adresse ou le formulaire contient quelque chose que Terreau ne comprend pas."),
        advice=_("Revenez en arrière et recommencez, ou repartez de l’accueil."),
    )


@requires_csrf_token
def permission_denied(request, exception=None):
    """Answer to a refused act, with the reason of the verdict."""
    known = str(exception) if isinstance(exception, Refused) and str(exception) else ""
    return _page(
        request,
        status=403,
        title=_("Cela ne vous est pas ouvert"),
        text=known or _("Votre compte n’a pas le droit de faire cela ici."),
        advice=_(
            "Rien n’a été changé. Si vous parlez au nom de plusieurs organisations, vérifiez "
            "celle qui est choisie en haut de la page."
        ),
    )


@requires_csrf_token
def page_not_found(request, exception=None):
    """Answer to an address that leads nowhere, or to what is not shown to this person."""
    return _page(
        request,
        status=404,
        title=_("Il n’y a rien à cette adresse"),
        text=_(
            "La page a pu changer d’adresse, être retirée, ou n’être visible que des membres "
            "d’une alliance."
        ),
        advice=_("Cherchez-la par son nom, ou connectez-vous si vous en êtes membre."),
    )


@requires_csrf_token
def csrf_failure(request, reason=""):
    """Answer to a form whose seal is missing or too old."""
    return _page(
        request,
        status=403,
        title=_("Ce formulaire a expiré"),
        text=_(
            "Pour votre sécurité, chaque formulaire porte un sceau ; le sien manque ou a expiré, "
            "et rien n’a été enregistré."
        ),
        advice=_(
            "Revenez en arrière, copiez votre texte s’il est long, rechargez la page et envoyez "
            "de nouveau. Votre navigateur doit accepter les cookies de ce site."
        ),
    )


def server_error(request):
    """Answer when something broke: no database, no session, no context processor."""
    if fault := answer_fault(request, sys.exc_info()[1]):
        return fault
    try:
        looks = {
            "sheet": static("core/terreau.css"),
            "night": static("core/night.css"),
            "mark": static("core/favicon.svg"),
        }
    except ValueError:  # the static files are not collected: a bare page is still a page
        looks = {"sheet": "", "night": "", "mark": ""}
    page = get_template("core/errors/500.html").render(looks)
    return HttpResponse(page, status=500)
