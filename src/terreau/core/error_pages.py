"""Error pages."""

from django.views.defaults import (  # noqa: F401
    bad_request,
    page_not_found,
    permission_denied,
    server_error,
)
