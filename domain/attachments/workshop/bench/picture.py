"""Pictures, drawn anew from their pixels."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from .parts import MOST_PIXELS, PREVIEW, THUMBNAIL, Part, Refused, saved, small

HEIC: Final = "image/heic"


def make(data: memoryview, kind: str) -> Iterator[Part]:
    """A picture, drawn anew: turned as it was held, and without what the camera wrote into it (place, time, owner)."""
    from PIL import Image

    if zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused("attachment-two-kinds")
    drawn = _heic(data) if kind == HEIC else _drawn(data, kind.removeprefix("image/").upper())
    # Pixels and nothing else: whatever stood beside them in the file is not taken along.
    plain = Image.frombytes(drawn.mode, drawn.size, drawn.tobytes())
    if kind == HEIC:
        # Of which few programs can show anything: others get a JPEG.
        yield "original", HEIC, b""
        kind = "image/jpeg"
    yield "copy", kind, saved(plain, kind.removeprefix("image/").upper())
    yield "thumbnail", "image/webp", small(plain, THUMBNAIL)
    yield "page", "image/webp", small(plain, PREVIEW)


def _drawn(data: memoryview, name: str) -> Any:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data), formats=[name]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused("attachment-pixels")
        drawn = ImageOps.exif_transpose(opened)
        return drawn.convert("RGBA" if drawn.mode in ("RGBA", "LA", "P", "PA") and name != "JPEG" else "RGB")


def _heic(data: memoryview) -> Any:
    """The photo of a telephone; how it was held is said by the file itself, and done by the reader of it."""
    import pi_heif

    pi_heif.options.DECODE_THREADS = 1
    opened = pi_heif.open_heif(io.BytesIO(data))
    width, height = opened.size
    if width * height > MOST_PIXELS:
        raise Refused("attachment-pixels")
    return opened.to_pillow().convert("RGB")
