"""The description of the API: for programs in OpenAPI, for people on a page of our own."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from terreau.api.door import public_door
from terreau.api.service import describe


@public_door
def openapi(request: HttpRequest) -> HttpResponse:
    """Give the OpenAPI 3.1 description."""
    return JsonResponse(_described(), json_dumps_params={"ensure_ascii": False})


def _described() -> dict[str, Any]:
    return describe(reverse("api:openapi").removesuffix("openapi.json"))


@dataclass(frozen=True)
class Endpoint:
    """One address, as the page tells it."""

    path: str
    summary: str
    description: str
    parameters: tuple[dict, ...]
    answers: tuple[tuple[str, str, str], ...]


@login_not_required
@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Show how to read the list by program, without any script."""
    schema = _described()
    context = {
        "endpoints": [_endpoint(path, item["get"]) for path, item in schema["paths"].items()],
        "schemas": sorted(_tables(schema["components"]["schemas"])),
        "base": request.build_absolute_uri(reverse("api:openapi").removesuffix("openapi.json")),
        "licence": settings.TERREAU_OPEN_LICENCE,
        "rate": settings.TERREAU_API_RATE.partition("/")[0],
    }
    return render(request, "api/documentation.html", context)


def _endpoint(path: str, operation: dict[str, Any]) -> Endpoint:
    return Endpoint(
        path=path,
        summary=str(operation["summary"]),
        description=str(operation["description"]),
        parameters=tuple(
            {
                "name": one["name"],
                "place": one["in"],
                "kind": _kind(one["schema"]),
                "said": _said(one["schema"]),
                "is_required": one.get("required", False),
            }
            for one in operation["parameters"]
        ),
        answers=tuple(
            (str(status), media, _kind(body["schema"]))
            for status, answer in operation["responses"].items()
            for media, body in answer.get("content", {}).items()
        ),
    )


def _tables(schemas: dict[str, Any]):
    for name, schema in schemas.items():
        rows = [
            (field, _kind(inner), _said(inner))
            for field, inner in schema.get("properties", {}).items()
        ]
        yield name, rows


def _said(schema: dict[str, Any]) -> str:
    """The meaning of a parameter or field, in the language of the reader."""
    french = schema.get("description", "")
    return gettext(french) if french else ""


def _kind(schema: dict[str, Any]) -> str:
    """Say a JSON schema in a few words."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(_kind(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    return schema.get("format") or schema.get("type", "")
