"""Production is the base and it is closed by default."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
PROBE = """
import json
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in NAMES}, default=str))
"""


def production(*names: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("TERREAU", "DJANGO", "DATAB"))}
    return subprocess.run(
        [sys.executable, "-c", PROBE.replace("NAMES", repr(names))],
        env={**env, "DJANGO_SETTINGS_MODULE": "config.settings.base", **environment},
        cwd=ROOT / "src",
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_refuses_to_start_without_its_secret() -> None:
    assert "TERREAU_SECRET_KEY" in production("DEBUG").stderr


def test_production_is_closed_by_default() -> None:
    shown = production(
        "DEBUG",
        "ALLOWED_HOSTS",
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_SECURE",
        TERREAU_SECRET_KEY="x" * 50,
    ).stdout
    assert '"DEBUG": false' in shown
    assert '"ALLOWED_HOSTS": []' in shown
    assert '"SECURE_SSL_REDIRECT": true' in shown
    assert '"SESSION_COOKIE_SECURE": true' in shown


def test_sqlite_takes_the_write_lock_at_the_start_of_a_transaction() -> None:
    shown = production("DATABASES", TERREAU_SECRET_KEY="x" * 50).stdout
    assert '"transaction_mode": "IMMEDIATE"' in shown
    assert "journal_mode=WAL" in shown


def test_login_is_required_unless_a_view_says_otherwise() -> None:
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in settings.MIDDLEWARE


def test_the_content_security_policy_allows_no_inline_and_no_other_host() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    allowed = {source for sources in directives.values() for source in sources}
    assert allowed <= {"'self'", "'none'", "data:"}
    assert directives["script-src"] == ["'self'"]


def test_rate_limits_count_what_every_process_saw() -> None:
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
