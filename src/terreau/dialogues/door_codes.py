"""Draw the door of a consultation: the QR code that a room scans or that a sheet carries."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def draw_door(address: str) -> SafeString:
    """Draw the QR code of an address, as large as the place it is given."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        border=3,
        light="#fff",
        svgclass=None,
        lineclass=None,
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308 - made here, of squares only
