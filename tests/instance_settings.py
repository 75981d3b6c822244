"""Settings of the instances of tests: a developer's, without preparing files for a web server.

To compress every static file takes longer than to restore a backup. The demo that the browser
walks and the server that tests/cli asks run on a developer's settings as they are.
"""

from config.settings.dev import *  # noqa: F403
from config.settings.dev import LOCALE_PATHS

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
# Sentences as they are typed: tests/consistency/test_typography.py sees to their spaces.
LOCALE_PATHS = [path for path in LOCALE_PATHS if path.name != "typography"]
