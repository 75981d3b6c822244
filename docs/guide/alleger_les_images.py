"""Make PNG pictures of pages light: at most 256 colours, strongest compression.

Only the standard library is needed. A page has few colours (flat areas and the shades of its
letters), so that the nearest of the 256 commonest ones cannot be told from the true one.
"""

import struct
import zlib
from collections import Counter

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOURS = 256


def lighten(picture: bytes) -> bytes:
    """Return the same picture with a palette; it must be 8-bit RGB or RGBA, not interlaced."""
    width, height, pixels = _decode(picture)
    palette, indexes = _reduce(pixels)
    lines = (b"\x00" + indexes[row * width : (row + 1) * width] for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return _SIGNATURE + b"".join(
        [
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", b"".join(palette)),
            _chunk(b"IDAT", zlib.compress(b"".join(lines), 9)),
            _chunk(b"IEND", b""),
        ]
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _decode(picture: bytes) -> tuple[int, int, list[bytes]]:
    """Read width, height and the list of RGB triples."""
    body, place, width, height, channels = b"", 8, 0, 0, 3
    while place < len(picture):
        (length,) = struct.unpack_from(">I", picture, place)
        kind = picture[place + 4 : place + 8]
        content = picture[place + 8 : place + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack_from(">IIBB", content)
            if depth != 8 or colour not in (2, 6) or content[12]:
                raise ValueError("The picture must be 8-bit RGB or RGBA, not interlaced.")
            channels = 3 if colour == 2 else 4
        elif kind == b"IDAT":
            body += content
        place += length + 12
    rows = _unfilter(zlib.decompress(body), width * channels, height, channels)
    pixels = [
        bytes(row[start : start + 3]) for row in rows for start in range(0, len(row), channels)
    ]
    return width, height, pixels


def _unfilter(raw: bytes, stride: int, height: int, step: int) -> list[bytearray]:
    rows, before = [], bytearray(stride)
    for number in range(height):
        start = number * (stride + 1)
        row = bytearray(raw[start + 1 : start + 1 + stride])
        _undo(raw[start], row, before, step)
        rows.append(row)
        before = row
    return rows


def _undo(how: int, row: bytearray, above: bytearray, step: int) -> None:
    """Add back what the PNG filter took away; filters 0 to 4 are those of the format."""
    if how == 2:
        row[:] = bytes((one + up) & 255 for one, up in zip(row, above, strict=True))
    elif how:
        for place, one in enumerate(row):
            left = row[place - step] if place >= step else 0
            corner = above[place - step] if place >= step else 0
            row[place] = (one + _guess(how, left, above[place], corner)) & 255


def _guess(how: int, left: int, up: int, corner: int) -> int:
    if how == 1:
        return left
    if how == 3:
        return (left + up) // 2
    aim = left + up - corner
    return min((left, up, corner), key=lambda one: abs(aim - one))


def _reduce(pixels: list[bytes]) -> tuple[list[bytes], bytes]:
    counted = Counter(pixels)
    palette = [colour for colour, _ in counted.most_common(_COLOURS)]
    nearest = {colour: number for number, colour in enumerate(palette)}
    for colour in counted.keys() - nearest.keys():
        nearest[colour] = min(range(len(palette)), key=lambda n: _distance(palette[n], colour))
    return palette, bytes(map(nearest.__getitem__, pixels))


def _distance(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
