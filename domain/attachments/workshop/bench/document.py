"""Documents (PDF), written anew without what acts."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from .inside import bare
from .parts import PREVIEW, THUMBNAIL, Part, Refused, saved, small

PAGES: Final = 20  # of a longer document only so many pages are drawn

ACTING: Final = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/GoToR", "/GoToE", "/Rendition", "/Movie",
    "/Sound", "/RichMediaExecute", "/Hide", "/Named", "/SetOCGState", "/Trans", "/GoTo3DView", "/URI",
}  # fmt: skip
"""Actions that are taken out; a link within the document stays."""
CARRYING: Final = {"/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/Sound", "/3D"}
"""Annotations that are taken out: they hold a file or play one."""
ACTIONS: Final = ("/A", "/Next", "/PA", "/U", "/D", "/E", "/X", "/O", "/C", "/K", "/F", "/V")
HIDDEN: Final = ("/Collection", "/Extensions", "/Perms", "/SpiderInfo")
INDEXES: Final = ("/JavaScript", "/EmbeddedFiles", "/Renditions")
DROPPED: Final = (
    "/AA",
    "/OpenAction",
    "/Metadata",
    "/PieceInfo",
    "/JS",
    "/XFA",
    "/AF",
    "/Threads",
    "/LastModified",
)

ELSEWHERE: Final = ("/F", "/FFilter", "/FDecodeParms", "/Ref", "/OPI")
"""In a stream: that its content is to be fetched from another file, or from an address."""


def make(data: memoryview) -> Iterator[Part]:
    """A document, written anew: without scripts, files inside it, who made it and what was erased earlier."""
    import pikepdf

    tail = bytes(data[-1024:]).rstrip(b"\0\r\n\t ")
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused("attachment-two-kinds")
    if not tail.endswith(b"%%EOF"):
        raise Refused("attachment-broken")
    try:
        document = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise Refused("attachment-locked") from None
    with document:
        if document.is_encrypted:
            raise Refused("attachment-locked")
        _disarm(document)
        out = io.BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    copy = out.getvalue()
    pages = _pages(copy)
    yield "copy", "application/pdf", copy
    yield "thumbnail", "image/webp", small(pages[0], THUMBNAIL)
    for page in pages:
        yield "page", "image/webp", saved(page, "WEBP")


def _disarm(document: Any) -> None:
    """Take out of every part of a document what acts, what carries a file and what tells who made it."""
    from pikepdf import Array, Dictionary, Stream

    del document.docinfo
    root = document.Root
    for place, names in ((root, HIDDEN), (root.get("/Names"), INDEXES)):
        for name in names:
            if place is not None and name in place:
                del place[name]
    waiting: list[Any] = [one for one in document.objects if isinstance(one, Dictionary | Stream | Array)]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Stream):
            _bare(found)
        places = range(len(found) - 1, -1, -1) if isinstance(found, Array) else list(found.keys())
        for at in places:
            inner: Any = found[at]
            if _acts(at, inner if isinstance(inner, Dictionary) else {}):
                del found[at]
            elif isinstance(inner, Dictionary | Array) and not inner.is_indirect:
                waiting.append(inner)


def _acts(name: object, inner: Any) -> bool:
    """Whether what stands under this name is to be taken out."""
    return (
        name in DROPPED
        or str(inner.get("/Subtype", "")) in CARRYING
        # Of several that follow each other each stands in a list, where it has a number and no name.
        or ((name in ACTIONS or isinstance(name, int)) and str(inner.get("/S", "")) in ACTING)
    )


def _bare(stream: Any) -> None:
    """A stream whose bytes are here and not elsewhere; a photo also without notes, in whatever it is packed."""
    from pikepdf import Array, Name

    for name in ELSEWHERE:
        if name in stream:
            del stream[name]
    packed = stream.get("/Filter")
    filters = list(packed) if isinstance(packed, Array) else [packed]
    if filters[-1] not in (Name.DCTDecode, Name.JPXDecode):
        return
    parameters = stream.get("/DecodeParms")
    if isinstance(parameters, Array):
        stream.DecodeParms, parameters = Array(list(parameters)[:-1]), list(parameters)[-1]
    if len(filters) > 1:
        stream.Filter = Array(filters[:-1])
    picture = stream.read_bytes() if len(filters) > 1 else stream.read_raw_bytes()
    stream.write(bare(picture), filter=filters[-1], decode_parms=parameters)


def _pages(document: bytes) -> list[Any]:
    """The first pages as pictures; on a picture nothing can be clicked and nothing runs."""
    import pypdfium2

    drawn = []
    opened = pypdfium2.PdfDocument(document)
    if not len(opened):
        raise Refused("attachment-broken")
    for number in range(min(len(opened), PAGES)):
        page = opened[number]
        width, height = page.get_size()
        scale = min(PREVIEW / max(width, height, 1), 4)
        drawn.append(page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB"))
    return drawn
