"""Fetch an official file, only because a person asked for it."""

import tempfile
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

from django.utils.translation import gettext as _

LARGEST = 100_000_000
TIMEOUT_SECONDS = 60


class FetchError(Exception):
    """The address did not answer as expected; the text is a full sentence for the person."""


@dataclass(frozen=True)
class Fetched:
    """Where the file was put and the mark that its server gave it."""

    path: Path
    etag: str


def fetch_file(url: str, folder: Path) -> Fetched:
    """Download an address into a folder; only http and https, never a local file."""
    if urlparse(url).scheme not in {"http", "https"}:
        raise FetchError(_("L’adresse « %(url)s » n’est pas une adresse du web.") % {"url": url})
    request = urllib.request.Request(url, headers={"User-Agent": "Terreau"})  # noqa: S310 — checked above
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 — idem
            raw = answer.read(LARGEST + 1)
            etag = answer.headers.get("ETag", "")
    except (urllib.error.URLError, TimeoutError, OSError) as fault:
        raise FetchError(
            _(
                "L’adresse « %(url)s » ne répond pas (%(fault)s). Téléchargez le fichier à la "
                "main, puis donnez-le avec « --file »."
            )
            % {"url": url, "fault": fault}
        ) from fault
    if len(raw) > LARGEST:
        raise FetchError(_("Le fichier de « %(url)s » est démesuré : vérifiez.") % {"url": url})
    name = Path(urlparse(url).path).name or "fichier"
    with tempfile.NamedTemporaryFile(dir=folder, suffix=f"-{name}", delete=False) as file:
        file.write(raw)
    return Fetched(Path(file.name), etag)
