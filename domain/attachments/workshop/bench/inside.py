"""Pictures inside a document, without what stands beside their pixels: where, when and by whom they were taken."""

import io
import re
import struct
from typing import Any, Final

from .drawing import (
    is_emf,
    is_svg,
    is_wmf,
    unpacked,
    without_remarks_emf,
    without_remarks_svg,
    without_remarks_wmf,
)
from .parts import MOST_PIXELS, Refused, saved

_JPEG: Final = b"\xff\xd8\xff"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JP2: Final = b"\0\0\0\x0cjP  \r\n\x87\n"
_CODESTREAM: Final = b"\xff\x4f\xff\x51"
_JXR: Final = b"II\xbc\x01"
_DRAWN: Final = {b"II*\0": "TIFF", b"MM\0*": "TIFF", b"GIF8": "GIF"}

_NOT_WRITTEN: Final = (b"II+\0", b"MM\0+", b"%!PS", b"%PDF", b"\xc5\xd0\xd3\xc6")

_EXACTLY: Final[dict[str, dict[str, Any]]] = {
    "TIFF": {"compression": "tiff_lzw"},
    "WEBP": {"lossless": True},
    "GIF": {},
    "BMP": {},
}
"""How they are saved without losing anything."""


def bare(picture: bytes) -> bytes:
    """What stands in a document as it may be passed on; of the kinds that cannot be cleaned it is refused."""
    if picture.startswith(_JPEG):
        return without_notes(picture)
    if picture.startswith(_PNG):
        return without_chunks(picture)
    if picture.startswith((_JP2, _CODESTREAM)):
        return without_boxes(picture)
    if picture[:4] in _DRAWN:
        return _anew(picture, _DRAWN[picture[:4]])
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        return _anew(picture, "WEBP")
    if picture.startswith(_JXR):
        return without_tags(picture)
    if picture[:2] == b"BM":
        return _anew(picture, "BMP")
    if picture[4:8] == b"ftyp" or picture.startswith(_NOT_WRITTEN):
        # HEIC, AVIF, large TIFF, PostScript and PDF: nothing here writes them.
        raise Refused("attachment-picture-inside")
    return _drawing(picture)


def _drawing(picture: bytes) -> bytes:
    if picture.startswith(b"\x1f\x8b"):
        return unpacked(picture, bare)
    if is_emf(picture):
        return without_remarks_emf(picture, bare)
    if is_wmf(picture):
        return without_remarks_wmf(picture, bare)
    if is_svg(picture):
        return without_remarks_svg(picture, bare)
    return picture


def _anew(picture: bytes, kind: str) -> bytes:
    """The same kind of file, from its pixels; only what is shown of it, which is the first of several."""
    from PIL import Image

    with Image.open(io.BytesIO(picture), formats=[kind]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused("attachment-pixels")
        plain = opened.mode in ("1", "L", "RGB")
        drawn = opened.copy() if plain else opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    pixels = Image.frombytes(drawn.mode, drawn.size, drawn.tobytes())
    return saved(pixels, kind, **_EXACTLY[kind])


_KEPT_NOTES: Final = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""What stands beside the pixels and says how they are to be shown."""
_NEXT_MARKER: Final = re.compile(rb"\xff+[\x01-\xcf\xd8-\xfe]")


def without_notes(jpeg: bytes) -> bytes:
    """A photo without what the camera wrote beside it or behind it; its pixels as they are."""
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


_BOXES: Final = (
    b"jP  ", b"ftyp", b"rreq", b"jp2h", b"jp2c", b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef", b"res ",
)  # fmt: skip


def without_boxes(jp2: bytes) -> bytes:
    """The same of a JPEG 2000, in its boxes or without (ISO 15444-1, annexes A and I)."""
    if jp2.startswith(_CODESTREAM):
        return _without_comments(jp2)
    kept, at = bytearray(), 0
    while at + 8 <= len(jp2):
        size, name, start = int.from_bytes(jp2[at : at + 4]), jp2[at + 4 : at + 8], at + 8
        if size == 1:
            size, start = int.from_bytes(jp2[at + 8 : at + 16]), at + 16
        end = at + size if size else len(jp2)
        if not start <= end <= len(jp2):
            raise Refused("attachment-broken")
        if name in _BOXES:
            inside = jp2[start:end]
            if name == b"jp2h":
                inside = without_boxes(inside)
            elif name == b"jp2c":
                inside = _without_comments(inside)
            kept += (len(inside) + 8).to_bytes(4) + name + inside
        at = end
    return bytes(kept)


_COMMENT, _TILE, _DATA, _END = b"\xff\x64", b"\xff\x90", b"\xff\x93", b"\xff\xd9"


def _without_comments(codestream: bytes) -> bytes:
    """Comments are made empty where they stand: the lengths of the tiles around them stay true."""
    out, at, tile_end = bytearray(codestream), 2, 0
    while at + 2 <= len(out):
        marker, end = bytes(out[at : at + 2]), at + 2 + int.from_bytes(out[at + 2 : at + 4])
        if marker == _END:
            return bytes(out[: at + 2])
        if marker == _DATA:
            at = tile_end
            continue
        if marker[0] != 0xFF or end < at + 4 or end > len(out):
            break
        if marker == _TILE:
            length = int.from_bytes(out[at + 6 : at + 10])
            # The last tile may say nothing of its length.
            tile_end = at + length if length else out.rfind(_END)
            if tile_end <= at:
                break
        elif marker == _COMMENT:
            out[at + 4 : end] = bytes(end - at - 4)
        at = end
    raise Refused("attachment-broken")


_SIZES: Final = {1: 1, 3: 2, 4: 4, 7: 1, 11: 4}
"""Bytes of a value, by its type."""
_PIECES: Final = {0xBCC0: 0xBCC1, 0xBCC2: 0xBCC3}
"""Where the pixels begin and how long they are; and the same of what shows through."""
_TAGS: Final = (0xBC01, 0xBC02, 0xBC04, 0xBC80, 0xBC81, 0xBC82, 0xBC83, *_PIECES, *_PIECES.values())


def without_tags(jxr: bytes) -> bytes:
    """The same of a JPEG XR, which Office keeps beside a photo with an effect (T.832, annex A): put together anew."""
    held: dict[int, tuple[int, int, bytes]] = {}
    begin = int.from_bytes(jxr[4:8], "little")
    for at in range(begin + 2, begin + 2 + 12 * int.from_bytes(jxr[begin : begin + 2], "little"), 12):
        tag, kind, number, value = struct.unpack_from("<HHII", jxr, at)
        if tag in _TAGS:
            size = _SIZES[kind] * number
            held[tag] = kind, number, jxr[at + 8 : at + 12] if size <= 4 else jxr[value : value + size]
    behind, free = bytearray(), 8 + 2 + 12 * len(held) + 4
    for place, length in _PIECES.items():
        if place in held:
            start, size = (int.from_bytes(held[one][2][:4], "little") for one in (place, length))
            if not size or start + size > len(jxr):
                raise Refused("attachment-broken")
            held[place] = 4, 1, (free + len(behind)).to_bytes(4, "little")
            behind += jxr[start : start + size] + bytes(size % 2)
    if 0xBCC0 not in held:
        raise Refused("attachment-broken")
    entries = bytearray()
    for tag, (kind, number, value) in sorted(held.items()):
        entries += struct.pack("<HHI", tag, kind, number)
        if len(value) > 4:
            entries += (free + len(behind)).to_bytes(4, "little")
            behind += value
        else:
            entries += value.ljust(4, b"\0")
    return _JXR + (8).to_bytes(4, "little") + len(held).to_bytes(2, "little") + entries + bytes(4) + behind
