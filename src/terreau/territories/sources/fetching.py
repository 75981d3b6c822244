"""Fetch an official file, only because a person asked for it."""

import http.client
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

from django.utils.translation import gettext as _

LARGEST = 500_000_000
_CHUNK = 1 << 20
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
    name = Path(urlparse(url).path).name or "fichier"
    place = folder / f"{len(list(folder.iterdir()))}"
    place.mkdir()
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 — idem
            _write(answer, place / name, url)
            etag = answer.headers.get("ETag", "")
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, OSError) as fault:
        raise FetchError(
            _(
                "L’adresse « %(url)s » ne répond pas (%(fault)s). Téléchargez le fichier à la "
                "main, puis donnez-le (avec « --file » depuis la machine)."
            )
            % {"url": url, "fault": fault}
        ) from fault
    return Fetched(place / name, etag)


def _write(answer: http.client.HTTPResponse, path: Path, url: str) -> None:
    """Put an answer on the disk piece by piece; one that stops short is not a file."""
    received = 0
    with path.open("wb") as file:
        while chunk := answer.read(_CHUNK):
            received += len(chunk)
            if received > LARGEST:
                raise FetchError(
                    _("Le fichier de « %(url)s » est démesuré : vérifiez.") % {"url": url}
                )
            file.write(chunk)
    promised = answer.headers.get("Content-Length", "")
    if promised.isdigit() and received < int(promised):
        raise FetchError(
            _(
                "Le fichier de « %(url)s » est arrivé incomplet (%(received)s octets sur "
                "%(promised)s). Rien n’a été modifié ; recommencez plus tard."
            )
            % {"url": url, "received": received, "promised": promised}
        )
