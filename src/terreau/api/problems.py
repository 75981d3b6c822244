"""Errors as application/problem+json: a stable code for programs, a French sentence for persons."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: gettext_lazy("Demande illisible"),
    404: gettext_lazy("Introuvable"),
    405: gettext_lazy("Méthode refusée"),
    429: gettext_lazy("Trop de demandes"),
}


class BadRequest(Exception):
    """A parameter that cannot be read; its text is a full sentence."""


class NotFound(Exception):
    """Something that does not exist, or is not public."""


def problem(status: int, code: str, detail: str, **headers: str) -> JsonResponse:
    """Write an error."""
    body = {
        "type": "about:blank",
        "title": str(TITLES[status]),
        "status": status,
        "detail": detail,
        "code": code,
    }
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = MEDIA_TYPE
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def bad_request(detail: str) -> JsonResponse:
    """Refuse a parameter."""
    return problem(400, "bad-request", detail)


def not_found() -> JsonResponse:
    """Say that nothing public is there."""
    return problem(
        404, "not-found", _("Rien de public à cette adresse. Vérifiez l’identifiant ou le code.")
    )
