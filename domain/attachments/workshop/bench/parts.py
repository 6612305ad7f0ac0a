"""What the makers of all kinds of files share: what they make, how they refuse, and pictures without notes."""

import io
import re
from typing import Any, Final

THUMBNAIL: Final = 320
PREVIEW: Final = 1600

Part = tuple[str, str, bytes]  # what it is (copy, thumbnail, page), of which media type, and the bytes


class Refused(Exception):
    """This file is not taken; the code says why."""


def saved(picture: Any, name: str) -> bytes:
    """A picture as the bytes of a file of this kind."""
    out = io.BytesIO()
    picture.save(out, name, **({} if name == "PNG" else {"quality": 90}))
    return out.getvalue()


def small(picture: Any, side: int) -> bytes:
    """The same picture, no side longer than this."""
    from PIL import Image

    small = picture.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return saved(small, "WEBP")


_KEPT_NOTES: Final = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""What stands beside the pixels and says how they are to be shown."""
_NEXT_MARKER: Final = re.compile(rb"\xff+[\x01-\xcf\xd8-\xfe]")


def without_notes(jpeg: bytes) -> bytes:
    """A photo inside a document, without what the camera wrote beside it or behind it; its pixels as they are."""
    kept, at = bytearray(jpeg[:2]), 2
    while found := _NEXT_MARKER.search(jpeg, at):
        marker, at = found[0][-1], found.end()
        if marker == 0xD9:
            return bytes(kept) + b"\xff\xd9"
        end = at + int.from_bytes(jpeg[at : at + 2])
        beside = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not beside or jpeg[at + 2 : end].startswith(_KEPT_NOTES.get(marker, b"\0none")):
            kept += bytes((0xFF, marker)) + jpeg[at:end]
        at = end
        if marker == 0xDA:
            # The pixels themselves, up to the next marker.
            following = _NEXT_MARKER.search(jpeg, at)
            at = following.start() if following else len(jpeg)
            kept += jpeg[end:at]
    return bytes(kept)


_PIXELS: Final = (
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"pHYs",
    b"acTL", b"fcTL", b"fdAT",
)  # fmt: skip


def without_chunks(png: bytes) -> bytes:
    """The same of a PNG: nothing but its pixels and how they are to be shown."""
    kept, at = bytearray(png[:8]), 8
    while at + 12 <= len(png):
        name, end = png[at + 4 : at + 8], at + 12 + int.from_bytes(png[at : at + 4])
        if name in _PIXELS:
            kept += png[at:end]
        if name == b"IEND":
            break
        at = end
    return bytes(kept)
