"""Pictures, drawn anew from their pixels."""

import io
import zipfile
from collections.abc import Iterator
from typing import Final

from .parts import PREVIEW, THUMBNAIL, Part, Refused, saved, small

MOST_PIXELS: Final = 60_000_000


def make(data: memoryview, kind: str) -> Iterator[Part]:
    """A picture, drawn anew: turned as it was held, and without what the camera wrote into it (place, time, owner)."""
    from PIL import Image, ImageOps

    if zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused("attachment-two-kinds")
    name = kind.removeprefix("image/").upper()
    with Image.open(io.BytesIO(data), formats=[name]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused("attachment-pixels")
        drawn = ImageOps.exif_transpose(opened)
        drawn = drawn.convert("RGBA" if drawn.mode in ("RGBA", "LA", "P", "PA") and name != "JPEG" else "RGB")
    # Pixels and nothing else: whatever stood beside them in the file is not taken along.
    plain = Image.frombytes(drawn.mode, drawn.size, drawn.tobytes())
    yield "copy", kind, saved(plain, name)
    yield "thumbnail", "image/webp", small(plain, THUMBNAIL)
    yield "page", "image/webp", small(plain, PREVIEW)
