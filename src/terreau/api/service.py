"""The API as a whole: its description, its errors, its addresses behind the public door."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import ValidationError

from terreau.api.dialogue_endpoints import router as dialogue_router
from terreau.api.door import public_door
from terreau.api.endpoints import router
from terreau.api.problems import MEDIA_TYPE, BadRequest, NotFound, bad_request, not_found

VERSION = "1.1.0"

api = NinjaAPI(
    title="Terreau",
    version=VERSION,
    description=gettext_lazy(
        "La liste ouverte des organisations et le dialogue des alliances publiées, en lecture "
        "seule, sans clé. Chaque organisation décide de ce qui est public ; les personnes n’y "
        "sont jamais."
    ),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
api.add_router("", router)
api.add_router("", dialogue_router)


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    names = sorted({str(one["loc"][-1]) for one in error.errors})
    return bad_request(
        _("Paramètre illisible : %(names)s. Lisez la documentation de l’API.")
        % {"names": ", ".join(names)}
    )


@api.exception_handler(BadRequest)
def _refused(request: HttpRequest, error: BadRequest) -> HttpResponse:
    return bad_request(str(error))


@api.exception_handler(NotFound)
@api.exception_handler(Http404)
def _absent(request: HttpRequest, error: Exception) -> HttpResponse:
    return not_found()


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer any other address of the API."""
    return not_found()


def describe(prefix: str) -> dict:
    """Describe the API in OpenAPI 3.1, with errors in the media type in which they come."""
    schema = dict(api.get_openapi_schema(path_prefix=prefix))
    schema["info"] = schema["info"] | {"description": str(api.description)}
    for operations in schema["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                content = response.get("content", {})
                if int(status) >= 400 and "application/json" in content:
                    content[MEDIA_TYPE] = content.pop("application/json")
    return schema


def api_patterns() -> list[URLPattern]:
    """The addresses of the endpoints, each behind the public door."""
    patterns, _app, _namespace = api.urls
    found = [pattern for pattern in patterns if pattern.name != "api-root"]
    for pattern in found:
        pattern.callback = public_door(pattern.callback)
    return [*found, path("<path:rest>", public_door(nothing_here), name="nothing")]
