"""Settings of the tests: production's, with a throw-away key and no HTTPS redirect."""

import os

os.environ.setdefault("TERREAU_SECRET_KEY", "tests-only-not-a-secret")
os.environ.setdefault("TERREAU_HTTPS", "false")
os.environ.setdefault("TERREAU_HOSTS", "testserver,localhost,127.0.0.1")

from config.settings.base import *  # noqa: F403
from config.settings.base import LOCALE_PATHS, TEMPLATES

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "⛔ undefined variable: %s"
WHITENOISE_AUTOREFRESH = True
# Tests say sentences as they are typed; tests/consistency/test_typography.py sees their spaces.
LOCALE_PATHS = [path for path in LOCALE_PATHS if path.name != "typography"]
TERREAU_DEMO_PASSWORD = "terreau-de-demonstration"  # noqa: S105 - public on purpose
TERREAU_TODO_SECONDS = 0  # what a test writes is counted at once
