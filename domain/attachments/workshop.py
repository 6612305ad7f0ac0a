"""The workshop: where a file is opened that somebody sent, in a process of its own that can do nothing else.

Run by path and isolated, so nothing of the application is loaded: it has a file on its standard input, limits on memory
and time, no environment, may write no files, and answers on its standard output. What it makes is a copy without what
acts or tells who made it, a small picture and pictures of pages; or one word that says why not.
"""

import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import Any, Final

LIMITS: Final = {
    resource.RLIMIT_AS: 2 << 30, resource.RLIMIT_CPU: 40, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NOFILE: 64,
}  # fmt: skip

MOST_PIXELS: Final = 60_000_000
THUMBNAIL: Final = 320
PREVIEW: Final = 1600
PAGES: Final = 20  # of a longer document only so many pages are drawn

# What an office file may become when it is unpacked (CWE-409).
MOST_PARTS: Final = 5_000
MOST_UNPACKED: Final = 300_000_000
MOST_RATIO: Final = 150
SMALL: Final = (
    1_000_000  # a part that is smaller than this when unpacked may be packed as tightly as it likes
)

Part = tuple[str, str, bytes]  # what it is (copy, thumbnail, page), of which media type, and the bytes


class Refused(Exception):
    """This file is not taken; the code says why."""


SIGNS: Final = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"PK\x03\x04": "office",
}


def kind_of(data: memoryview) -> str:
    """What a file is by how it begins; how it is called says nothing."""
    head = bytes(data[:16])
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for sign, kind in SIGNS.items() if head.startswith(sign)), "text")


def image(data: memoryview, kind: str) -> Iterator[Part]:
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
    yield "copy", kind, _saved(plain, name)
    yield "thumbnail", "image/webp", _small(plain, THUMBNAIL)
    yield "page", "image/webp", _small(plain, PREVIEW)


def _saved(picture: Any, name: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, name, **({} if name == "PNG" else {"quality": 90}))
    return out.getvalue()


def _small(picture: Any, side: int) -> bytes:
    from PIL import Image

    small = picture.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _saved(small, "WEBP")


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


def pdf(data: memoryview) -> Iterator[Part]:
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
    yield "thumbnail", "image/webp", _small(pages[0], THUMBNAIL)
    for page in pages:
        yield "page", "image/webp", _saved(page, "WEBP")


def _disarm(document: Any) -> None:
    """Take out of every part of a document what acts, what carries a file and what tells who made it."""
    from pikepdf import Array, Dictionary, Name, Stream

    del document.docinfo
    root = document.Root
    for place, names in ((root, HIDDEN), (root.get("/Names"), INDEXES)):
        for name in names:
            if place is not None and name in place:
                del place[name]
    waiting: list[Any] = [one for one in document.objects if isinstance(one, Dictionary | Stream | Array)]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Stream) and found.get("/Filter") == Name.DCTDecode:
            found.write(_without_notes(found.read_raw_bytes()), filter=Name.DCTDecode)
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
        or (name in ACTIONS and str(inner.get("/S", "")) in ACTING)
    )


def _without_notes(jpeg: bytes) -> bytes:
    """A photo inside a document, without what the camera wrote (APP1, APP13, comments); its pixels as they are."""
    kept, at = bytearray(jpeg[:2]), 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        length = 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if jpeg[at + 1] not in (0xE1, 0xED, 0xFE):
            kept += jpeg[at : at + length]
        at += length
    return bytes(kept) + jpeg[at:]


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


OFFICE: Final = {
    "wordprocessingml.document.main+xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "spreadsheetml.sheet.main+xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OPEN: Final = (
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
)
# What acts, or holds another program's file that does.
ACTIVE: Final = re.compile(
    r"vbaProject|vbaData|activeX|oleObject|/embeddings/|^Basic/|^Scripts/|^Object |macrosheets|externalLinks/|attachedToolbars",
    re.IGNORECASE,
)
_XML: Final = '<?xml version="1.0" encoding="UTF-8"?><{0} xmlns{1}="http://schemas.openxmlformats.org/{2}"/>'
_META: Final = '<?xml version="1.0"?><office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
_EMPTY: Final = {
    "docProps/core.xml": _XML.format("cp:coreProperties", ":cp", "package/2006/metadata/core-properties"),
    "docProps/app.xml": _XML.format("Properties", "", "officeDocument/2006/extended-properties"),
    "docProps/custom.xml": _XML.format("Properties", "", "officeDocument/2006/custom-properties"),
    "meta.xml": _META,
}


def office(data: memoryview) -> Iterator[Part]:
    """A document or sheet: unpacked within bounds, refused with macros, and packed again without who made it."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise Refused("attachment-broken") from None
    entries = archive.infolist()
    names = [one.filename for one in entries]
    if len(entries) > MOST_PARTS or sum(one.file_size for one in entries) > MOST_UNPACKED:
        raise Refused("attachment-bomb")
    if min((one.header_offset for one in entries), default=1) != 0 or len(set(names)) != len(names):
        raise Refused("attachment-two-kinds")
    kind = _office_kind(archive, names)
    if any(ACTIVE.search(name) for name in names):
        raise Refused("attachment-active")
    out, unpacked = io.BytesIO(), 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in entries:
            content = _unpacked(archive, entry)
            unpacked += len(content)
            if unpacked > MOST_UNPACKED:
                raise Refused("attachment-bomb")
            how = zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED
            packed.writestr(zipfile.ZipInfo(entry.filename), _plain(entry.filename, content), how)
    yield "copy", kind, out.getvalue()


def _office_kind(archive: zipfile.ZipFile, names: list[str]) -> str:
    if "[Content_Types].xml" in names:
        types = _unpacked(archive, archive.getinfo("[Content_Types].xml")).decode(errors="replace")
        if "macroEnabled" in types:
            raise Refused("attachment-active")
        for sign, kind in OFFICE.items():
            if sign in types:
                return kind
    if names[:1] == ["mimetype"]:
        said = _unpacked(archive, archive.getinfo("mimetype")).decode(errors="replace")
        if said in OPEN:
            return said
    raise Refused("attachment-kind")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One part; what it says of its own size is not believed."""
    if entry.flag_bits & 1:
        raise Refused("attachment-locked")
    if ".." in entry.filename.split("/") or entry.filename.startswith("/"):
        raise Refused("attachment-broken")
    most = max(SMALL, entry.compress_size * MOST_RATIO)
    with archive.open(entry) as handle:
        content = handle.read(min(most, MOST_UNPACKED) + 1)
    if len(content) > most:
        raise Refused("attachment-bomb")
    return content


def _plain(name: str, content: bytes) -> bytes:
    if name in _EMPTY:
        return _EMPTY[name].encode()
    if name.lower().endswith((".jpg", ".jpeg")) and content.startswith(b"\xff\xd8"):
        return _without_notes(content)
    if name.lower().startswith(("docprops/thumbnail", "thumbnails/")):
        from PIL import Image

        return _saved(Image.new("RGB", (1, 1), "white"), "PNG" if name.lower().endswith(".png") else "JPEG")
    return content


_CONTROLS: Final = re.compile(r"[\ufffd\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP: Final = re.compile(
    r"<\s*(!doctype|html|script|svg|head|body|iframe|object|embed|\?xml|math)\b", re.IGNORECASE
)


def words(data: memoryview) -> Iterator[Part]:
    """A plain text or a table of values: in UTF-8, or as older programs write it; never a page or a program."""
    raw = bytes(data)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    if not text.strip() or _CONTROLS.search(text) or text.startswith(("#!", "{\\rtf", "%!PS")):
        raise Refused("attachment-kind")
    if _MARKUP.search(text):
        raise Refused("attachment-active")
    yield "copy", "text/csv" if _is_table(text) else "text/plain", text.encode()


def _is_table(text: str) -> bool:
    """Whether its first lines have as many values each, and more than one."""
    lines = [line for line in text.splitlines()[:6] if line.strip()]
    try:
        found = csv.Sniffer().sniff("\n".join(lines), delimiters=";,\t|")
        widths = {len(row) for row in csv.reader(lines, found)}
    except csv.Error:
        return False
    return len(lines) > 1 and len(widths) == 1 and widths.pop() > 1


def work(data: memoryview) -> Iterator[Part]:
    """All that is made of one file."""
    kind = kind_of(data)
    makers = {"application/pdf": pdf, "office": office, "text": words}
    yield from makers[kind](data) if kind in makers else image(data, kind)


def main() -> None:
    """Read, work, answer: a line that says what follows, and then that many bytes."""
    for limit, most in LIMITS.items():
        resource.setrlimit(limit, (most, most))
    out = sys.stdout.buffer
    try:
        for kind, media_type, content in list(work(memoryview(sys.stdin.buffer.read()))):
            said = {"kind": kind, "mediaType": media_type, "size": len(content)}
            out.write(json.dumps(said).encode() + b"\n" + content)
    except Refused as refused:
        out.write(json.dumps({"refused": str(refused)}).encode() + b"\n")
    except Exception:
        # Whatever a parser stumbles over: what cannot be read cannot be shown to be harmless either.
        out.write(json.dumps({"refused": "attachment-broken"}).encode() + b"\n")
    out.flush()


if __name__ == "__main__":
    main()
