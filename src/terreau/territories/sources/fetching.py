"""Fetch an official file, only because a person asked for it."""

import http.client
import ipaddress
import socket
import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

from django.utils.translation import gettext as _

from terreau.territories.sources.faults import is_full, tell_full

LARGEST = 500_000_000
_CHUNK = 1 << 20
TIMEOUT_SECONDS = 60


class FetchError(Exception):
    """The address did not answer as expected; the text is a full sentence for the person."""


@dataclass(frozen=True)
class Fetched:
    """Where the file was put, the mark that its server gave it, and who gave it in the end."""

    path: Path
    etag: str
    moved_to: str = ""


class _Follower(urllib.request.HTTPRedirectHandler):
    """Follow an address that moved, but never inside: into a private network, out of secrecy.

    Official portals redirect to hosts of their own choice: another host is followed and told.
    """

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        """Refuse a redirection that an official portal would not make."""
        before, after = urlparse(req.full_url), urlparse(newurl)
        is_weaker = before.scheme == "https" and after.scheme != "https"
        is_inside = after.hostname != before.hostname and not is_public(after.hostname or "")
        if after.scheme not in {"http", "https"} or is_weaker or is_inside:
            raise FetchError(
                _(
                    "L’adresse « %(url)s » renvoie vers « %(other)s », que Terreau ne suit pas : "
                    "ce n’est pas une adresse publique aussi sûre. Vérifiez l’adresse de la "
                    "source, ou téléchargez le fichier à la main."
                )
                % {"url": req.full_url, "other": newurl[:200]}
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def is_public(host: str) -> bool:
    """Answer whether a host stands on the public network."""
    return all(ipaddress.ip_address(one).is_global for one in _addresses_of(host))


def _addresses_of(host: str) -> Iterable[str]:
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:
        return []  # behind a relay names are not known here, and nothing inside is reached by them
    return {str(one[4][0]).partition("%")[0] for one in found}


def fetch_file(url: str, folder: Path) -> Fetched:
    """Download an address into a folder; only http and https, never a local file."""
    if urlparse(url).scheme not in {"http", "https"}:
        raise FetchError(_("L’adresse « %(url)s » n’est pas une adresse du web.") % {"url": url})
    request = urllib.request.Request(url, headers={"User-Agent": "Terreau"})  # noqa: S310 — checked above
    name = Path(urlparse(url).path).name or "fichier"
    place = folder / f"{len(list(folder.iterdir()))}"
    place.mkdir()
    opener = urllib.request.build_opener(_Follower)
    try:
        with opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
            _write(answer, place / name, url)
            etag, final = answer.headers.get("ETag", ""), answer.geturl()
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, OSError) as fault:
        raise FetchError(tell_full() if is_full(fault) else _unanswered(url, fault)) from fault
    has_moved = urlparse(final).hostname != urlparse(url).hostname
    return Fetched(place / name, etag, final if has_moved else "")


def _unanswered(url: str, fault: Exception) -> str:
    return _(
        "L’adresse « %(url)s » ne répond pas (%(fault)s). Téléchargez le fichier à la main, puis "
        "donnez-le (avec « --file » depuis la machine)."
    ) % {"url": url, "fault": fault}


def _write(answer: http.client.HTTPResponse, path: Path, url: str) -> None:
    """Put an answer on the disk piece by piece; one that stops short is not a file."""
    promised = answer.headers.get("Content-Length", "")
    expected = int(promised) if promised.isdigit() else 0
    received = 0
    with path.open("wb") as file:
        while expected <= LARGEST and (chunk := answer.read(_CHUNK)):
            received += len(chunk)
            if received > LARGEST:
                break
            file.write(chunk)
    if max(received, expected) > LARGEST:
        raise FetchError(_("Le fichier de « %(url)s » est démesuré : vérifiez.") % {"url": url})
    if received < expected:
        raise FetchError(
            _(
                "Le fichier de « %(url)s » est arrivé incomplet (%(received)s octets sur "
                "%(promised)s). Rien n’a été modifié ; recommencez plus tard."
            )
            % {"url": url, "received": received, "promised": promised}
        )
