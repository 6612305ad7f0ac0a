"""Office files, unpacked within bounds and packed again without what acts or fetches something."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

from .inside import bare
from .parts import Part, Refused, saved

# What an office file may become when it is unpacked (CWE-409).
MOST_PARTS: Final = 5_000
MOST_UNPACKED: Final = 300_000_000
MOST_RATIO: Final = 150
SMALL: Final = (
    1_000_000  # a part that is smaller than this when unpacked may be packed as tightly as it likes
)

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
    r"vbaProject|vbaData|activeX|oleObject|/embeddings/|^Basic/|^Scripts/|^Object |macrosheets|externalLinks/|attachedToolbars"
    r"|xl/connections\.xml|\.(?:m?html?|mht|rtf|hta|js|vbs|exe|lnk|url)$",
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


def make(data: memoryview) -> Iterator[Part]:
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
            if _PRINTERS.match(entry.filename):
                continue
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
    if name.lower().endswith(".rels"):
        return _at_home(content)
    if name.lower().endswith(".xml") and name.lower().startswith(("word/", "content.xml", "styles.xml")):
        _check_words(content)
    if name.lower().startswith(("docprops/thumbnail", "thumbnails/")):
        from PIL import Image

        return saved(Image.new("RGB", (1, 1), "white"), "PNG" if name.lower().endswith(".png") else "JPEG")
    if name.lower().startswith("xl/worksheets/"):
        content = _PRINTER_OF_SHEET.sub(rb"\1", content)
    if name == "settings.xml":
        content = _PRINTER_OF_OPEN.sub(rb"\1\2", content)
    return bare(content)


# Which printer somebody last used is often called after a department and a room.
_PRINTERS: Final = re.compile(r"^xl/printerSettings/", re.IGNORECASE)
_PRINTER_OF_SHEET: Final = re.compile(rb"(<(?:\w+:)?pageSetup\b[^>]*?)\s+\w+:id=(?:\"[^\"]*\"|'[^']*')")
_PRINTER_OF_OPEN: Final = re.compile(
    rb"(<config:config-item [^>]*config:name=\"Printer(?:Name|Setup)\"[^>]*>)[^<]*(</config:config-item>)"
)

NOWHERE: Final = "file:///not-taken-along"
_RELATION: Final = "http://schemas.openxmlformats.org/package/2006/relationships"


def _at_home(relations: bytes) -> bytes:
    """What a document would fetch by itself, as a template or a picture that lies elsewhere, it does not find.

    Nor what is not taken along: the settings of a printer.
    """
    from xml.etree import ElementTree

    ElementTree.register_namespace("", _RELATION)
    root, changed = ElementTree.fromstring(relations), False  # noqa: S314 - in here, within its limits
    for one in root.findall(f"{{{_RELATION}}}Relationship"):
        if one.get("Type", "").endswith("/printerSettings"):
            root.remove(one)
            changed = True
        away = one.get("TargetMode", "").lower() == "external"
        if away and not one.get("Type", "").endswith("/hyperlink"):
            one.set("Target", NOWHERE)
            changed = True
    return ElementTree.tostring(root, "UTF-8", xml_declaration=True) if changed else relations


# Fields with which a text starts a program, or fetches something when it is opened: so it is known who reads it.
_FETCHING: Final = re.compile(
    r'\bDDE(?:AUTO)?\b|\b(?:INCLUDEPICTURE|INCLUDETEXT|LINK|IMPORT)\b[^"]{0,60}"?(?:(?:https?|ftp|file):|\\\\)',
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\\\", re.IGNORECASE)
_ACTING_PARTS: Final = frozenset({"event-listener", "dde-source", "dde-connection", "dde-connection-decl"})


def _check_words(content: bytes) -> None:
    """Refuse a text that runs or fetches something by itself; a link that somebody has to click stays."""
    from xml.parsers import expat

    fields: list[str] = []
    inside: list[str] = []

    def begun(name: str, given: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        inside.append(local)
        if local in _ACTING_PARTS:
            raise Refused("attachment-active")
        for place, value in given.items():
            if place.endswith(" instr"):
                fields.append(value)
            elif place.endswith("xlink href") and local != "a" and _ADDRESS.match(value):
                raise Refused("attachment-active")

    def said(text: str) -> None:
        if inside and inside[-1] == "instrText":
            fields.append(text)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begun
    parser.EndElementHandler = lambda _name: inside.pop()
    parser.CharacterDataHandler = said
    parser.Parse(content, True)
    if _FETCHING.search("".join(fields)):
        raise Refused("attachment-active")
