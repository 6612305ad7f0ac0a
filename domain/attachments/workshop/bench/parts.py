"""What the makers of all kinds of files share: what they make, how they refuse and how they save."""

import io
from typing import Any, Final

THUMBNAIL: Final = 320
PREVIEW: Final = 1600
MOST_PIXELS: Final = 60_000_000

Part = tuple[str, str, bytes]  # what it is (copy, thumbnail, page), of which media type, and the bytes


class Refused(Exception):
    """This file is not taken; the code says why."""


def saved(picture: Any, name: str, **how: Any) -> bytes:
    """A picture as the bytes of a file of this kind."""
    out = io.BytesIO()
    picture.save(out, name, **(how or ({"quality": 90} if name in ("JPEG", "WEBP") else {})))
    return out.getvalue()


def small(picture: Any, side: int) -> bytes:
    """The same picture, no side longer than this."""
    from PIL import Image

    small = picture.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return saved(small, "WEBP")
