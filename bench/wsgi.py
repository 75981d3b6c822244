"""Serve the product beside the empty pages and the bare insert of the benchmarks."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - once the settings are read

settings.ROOT_URLCONF = "bench.urls"
