"""Settings of the demo and of a developer's machine: this machine only, plain HTTP."""

import os
import secrets
from pathlib import Path

_DATA_DIR = Path(os.environ.get("TERREAU_DATA_DIR", Path(__file__).resolve().parents[3] / "var"))
_KEY_FILE = _DATA_DIR / "secret_key"
if "TERREAU_SECRET_KEY" not in os.environ:
    # Made once per machine and kept beside the database: sessions survive a restart.
    if not _KEY_FILE.exists():
        _DATA_DIR.mkdir(parents=True, exist_ok=True)
        # Letters and digits only: a leading « $ » would be read as the name of a variable.
        _KEY_FILE.write_text(secrets.token_urlsafe(48))
        _KEY_FILE.chmod(0o600)
    os.environ["TERREAU_SECRET_KEY"] = _KEY_FILE.read_text().strip()
os.environ.setdefault("TERREAU_HTTPS", "false")
os.environ.setdefault("TERREAU_STAFF_SECOND_FACTOR", "false")
os.environ.setdefault("TERREAU_HOSTS", "127.0.0.1,localhost")

from config.settings.base import *  # noqa: E402, F403

TERREAU_DEMO_PASSWORD = "terreau-de-demonstration"  # noqa: S105 - public on purpose
