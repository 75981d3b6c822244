"""Take the file of a snapshot out, change it, and bring it in by its page."""

import datetime
import io
import json
import re

from django.test import Client
from django.urls import reverse

from terreau.diagnoses.freezing import fingerprint
from terreau.diagnoses.models import DiagnosisSnapshot
from tests.diagnoses.crossing_factories import NOW

LATER = NOW + datetime.timedelta(days=200)
SOURCE = "instance de la région voisine"


def taken_out(client: Client, snapshot: DiagnosisSnapshot) -> bytes:
    """Take the JSON file of a snapshot from its page."""
    place = [snapshot.alliance.slug, snapshot.uuid, "diagnostic.json"]
    return client.get(reverse("diagnoses:export_snapshot", args=place)).content


def page_of(ground, name: str = "import_snapshot") -> str:
    """Give an address of the alliance."""
    return reverse(f"diagnoses:{name}", args=[ground.alliance.slug])


def hand_in(client: Client, ground, file: bytes, source: str = SOURCE):
    """Hand a file in, to see what it holds."""
    upload = io.BytesIO(file)
    upload.name = "diagnostic-x.json"
    return client.post(page_of(ground), {"file": upload, "source": source})


def held_in(answer) -> str:
    """Read what the preview holds."""
    return re.search(r'name="held" value="([^"]+)"', answer.content.decode()).group(1)


def bring(client: Client, ground, file: bytes):
    """Hand a file in, then confirm."""
    held = held_in(hand_in(client, ground, file))
    return client.post(page_of(ground, "confirm_snapshot"), {"held": held})


def altered(file: bytes, change, *, is_sealed: bool = True) -> bytes:
    """Change a file as somebody would who also writes its marks again."""
    told = json.loads(file)
    change(told)
    if is_sealed:
        told["fingerprint"] = fingerprint(told["content"])
        told.pop("seal")
        told["seal"] = fingerprint(told)
    return json.dumps(told).encode()
