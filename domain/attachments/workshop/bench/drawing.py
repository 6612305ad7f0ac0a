"""Drawings inside a document (EMF, WMF, SVG), without what stands beside their lines.

A drawing is a list of what has to be drawn, so it cannot be drawn anew from its pixels; but what is no drawing in it is
marked as such: remarks of the program that made it, often the whole document it came from, and what acts or fetches.
"""

import base64
import gzip
import re
import struct
import zlib
from collections.abc import Callable
from typing import Any, Final

from .parts import Refused

Clean = Callable[[bytes], bytes]
"""How what lies deeper inside is cleaned: a photo in a drawing."""

MOST_PACKED: Final = 50_000_000
_PHOTO: Final = re.compile(rb"\xff\xd8\xff[\xc0-\xfe]|\x89PNG\r\n\x1a\n|II\*\0\x08\0\0\0|Exif\0\0")

_WMF: Final = (b"\x01\0\x09\0\0\x03", b"\x02\0\x09\0\0\x03", b"\x01\0\x09\0\0\x01", b"\x02\0\x09\0\0\x01")
_PLACEABLE: Final = b"\xd7\xcd\xc6\x9a"
_PLACEABLE_SIZE: Final = 22
_EMF_HEADER, _EMF_END, _EMF_COMMENT, _EMF_PLUS = 1, 14, 70, b"EMF+"
_EMF_ESCAPES: Final = (0x69, 0x6A, 0x6E)
_WMF_ESCAPE: Final = 0x0626


def is_emf(picture: bytes) -> bool:
    """An enhanced metafile, by its mark (MS-EMF 2.3.4.2)."""
    return picture[:4] == b"\x01\0\0\0" and picture[40:44] == b" EMF"


def is_wmf(picture: bytes) -> bool:
    """A metafile, with or without the header that says how large it is (MS-WMF 2.3.2)."""
    return picture.startswith((_PLACEABLE, *_WMF))


def unpacked(picture: bytes, clean: Clean) -> bytes:
    """The same of a drawing that is packed (EMZ, WMZ, SVGZ)."""
    content = zlib.decompressobj(wbits=31).decompress(picture, MOST_PACKED)
    if len(content) == MOST_PACKED:
        raise Refused("attachment-bomb")
    return gzip.compress(clean(content), mtime=0)


def without_remarks_emf(emf: bytes, clean: Clean) -> bytes:
    """An EMF without its description, remarks and orders to a printer; EMF+ stands in remarks, and is the drawing."""
    kept, at, records, kind = bytearray(), 0, 0, 0
    while kind != _EMF_END:
        kind, size = _record(emf, at, "<II", 8)
        record = bytearray(emf[at : at + size])
        at += size
        if kind == _EMF_HEADER:
            _without_description(record)
        elif kind in _EMF_ESCAPES or (kind == _EMF_COMMENT and record[12:16] != _EMF_PLUS):
            continue
        kept += record
        records += 1
    struct.pack_into("<II", kept, 48, len(kept), records)
    return _without_photos(bytes(kept), clean)


def _without_description(header: bytearray) -> None:
    """Who made it and how it is called, and whatever else lies behind the fixed part of the header."""
    said = int.from_bytes(header[64:68], "little")
    fixed = said if 88 <= said < 108 else 108
    header[fixed:] = bytes(max(0, len(header) - fixed))
    header[60:68] = bytes(8)


def without_remarks_wmf(wmf: bytes, clean: Clean) -> bytes:
    """A WMF without what it says to a printer, in which everything lies that is no drawing."""
    start = _PLACEABLE_SIZE if wmf.startswith(_PLACEABLE) else 0
    at = start + 18
    kept, kind = bytearray(wmf[:at]), -1
    if len(kept) < at:
        raise Refused("attachment-broken")
    while kind != 0:
        words, kind = struct.unpack_from("<IH", wmf, at) if at + 6 <= len(wmf) else (0, 0)
        if words < 3 or at + 2 * words > len(wmf):
            raise Refused("attachment-broken")
        if kind != _WMF_ESCAPE:
            kept += wmf[at : at + 2 * words]
        at += 2 * words
    struct.pack_into("<I", kept, start + 6, (len(kept) - start) // 2)
    return _without_photos(bytes(kept), clean)


def _record(content: bytes, at: int, form: str, least: int) -> tuple[int, int]:
    if at + least > len(content):
        raise Refused("attachment-broken")
    kind, size = struct.unpack_from(form, content, at)
    if size < least or size % 4 or at + size > len(content):
        raise Refused("attachment-broken")
    return kind, size


def _without_photos(drawing: bytes, clean: Clean) -> bytes:
    """The drawing, when each photo in it has nothing beside its pixels: taking that away there would break the rest."""
    for found in _PHOTO.finditer(drawing):
        photo = drawing[found.start() :]
        if not found[0].startswith((b"\xff", b"\x89")) or not photo.startswith(clean(photo)):
            raise Refused("attachment-picture-inside")
    return drawing


_SVG: Final = "http://www.w3.org/2000/svg"
_LINKS: Final = ("href", "{http://www.w3.org/1999/xlink}href")
_BESIDE: Final = frozenset({
    "metadata", "title", "desc", "script", "foreignObject", "handler", "listener", "set", "animate", "animateMotion",
    "animateTransform", "animateColor", "discard", "audio", "video", "iframe", "canvas",
})  # fmt: skip
"""What is no drawing, acts, or changes what is drawn."""
_ELSEWHERE: Final = re.compile(r"url\(\s*[\"']?(?!#)|@import|expression|\\", re.IGNORECASE)
_PICTURE: Final = re.compile(r"data:(image/[a-z+.-]{1,20});base64,([A-Za-z0-9+/=\s]*)", re.IGNORECASE)


def root_of(part: bytes) -> str:
    """How the first element of an XML file is called, with its namespace; nothing when it is none."""
    from xml.parsers import expat

    found: list[str] = []

    def begun(name: str, _: object) -> None:
        found.append(name)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begun
    try:
        for start in range(0, len(part), 1 << 14):
            parser.Parse(part[start : start + (1 << 14)])
            if found:
                break
    except expat.ExpatError:
        pass
    return found[0] if found else ""


def is_svg(part: bytes) -> bool:
    """Whether an XML file is a drawing, whatever it is called."""
    return root_of(part).rpartition(" ")[2] == "svg"


def without_remarks_svg(svg: bytes, clean: Clean) -> bytes:
    """An SVG of what is drawn alone: no remarks, data of other programs, scripts, links or things from elsewhere."""
    from xml.etree import ElementTree

    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    # Without comments and processing instructions: the parser does not keep them.
    root = ElementTree.fromstring(svg)  # noqa: S314 - in here, within its limits
    _draws(root, clean)
    written: bytes = ElementTree.tostring(root, "UTF-8", xml_declaration=True)
    return written


def _draws(element: Any, clean: Clean) -> None:
    for name, value in list(element.attrib.items()):
        kept = _shown(name, value, clean)
        if kept is None:
            del element.attrib[name]
        else:
            element.set(name, kept)
    for child in list(element):
        space, _, local = child.tag[1:].rpartition("}")
        styles = local == "style" and _ELSEWHERE.search("".join(child.itertext()))
        if space not in (_SVG, "") or local in _BESIDE or styles:
            element.remove(child)
        else:
            _draws(child, clean)


def _shown(name: str, value: str, clean: Clean) -> str | None:
    """An attribute as it may stay; None when it is no drawing or leads elsewhere."""
    if name in _LINKS:
        if value.strip().startswith("#"):
            return value
        picture = _PICTURE.fullmatch(value.strip())
        if picture is None:
            return None
        return f"data:{picture[1]};base64,{base64.b64encode(clean(base64.b64decode(picture[2]))).decode()}"
    beside = name.startswith(("on", "data-", "aria-")) or (
        name.startswith("{") and "namespace}space" not in name
    )
    return None if beside or _ELSEWHERE.search(value) else value
