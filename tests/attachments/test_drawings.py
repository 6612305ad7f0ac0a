"""Drawings in an office file: what others get of them is what is drawn, and nothing that was said beside it."""

import base64
import gzip
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from db.vault import Vault
from domain.attachments import Intake
from tests.attachments import photo, sheet

SAID = b"Jan de Vries"
LINE = struct.pack("<IIii", 54, 16, 40, 30)


def emf(*records: bytes) -> bytes:
    """A line, and these records; its header tells how it is called, and something hangs behind its end."""
    called = SAID.decode().encode("utf-16-le")
    parts = [LINE, *records, struct.pack("<IIIII", 14, 20, 0, 0, 20)]
    size = 108 + len(called)
    numbers = struct.pack("<II8i", 1, size, 0, 0, 80, 60, 0, 0, 2000, 1500)
    rest = struct.pack(
        "<4sIIIHHIII", b" EMF", 0x10000, size + sum(map(len, parts)), len(parts) + 1, 1, 0, len(SAID), 108, 0
    )
    return (
        numbers + rest + struct.pack("<4i", 1024, 768, 320, 240) + bytes(20) + called + b"".join(parts) + SAID
    )


def remark(kind: bytes, said: bytes) -> bytes:
    """A remark of this kind in an EMF."""
    said = said.ljust(-(-len(said) // 4) * 4, b"\0")
    return struct.pack("<III", 70, 16 + len(said), 4 + len(said)) + kind + said


def wmf() -> bytes:
    """A line, and a remark to the printer."""
    line, end = struct.pack("<IHhh", 5, 0x0213, 30, 40), struct.pack("<IH", 3, 0)
    said = struct.pack("<IHHH", 5 + len(SAID) // 2, 0x0626, 15, len(SAID)) + SAID
    words = (18 + len(line) + len(said) + len(end)) // 2
    return struct.pack("<HHHIHIH", 1, 9, 0x300, words, 0, 20, 0) + line + said + end + SAID


SVG = b"""<?xml version="1.0"?><!-- Jan de Vries --><svg xmlns="http://www.w3.org/2000/svg"
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:i="http://www.inkscape.org/namespaces/inkscape" onload="Jan de Vries"
 i:export-filename="C:\\Jan de Vries\\a.png"><metadata>Jan de Vries</metadata><title>Jan de Vries</title>
 <i:guide x="Jan de Vries"/><script>Jan de Vries</script><style>@import "https://example.org/Jan de Vries";</style>
 <image xlink:href="https://example.org/Jan de Vries"/><a href="https://example.org/Jan de Vries"><path d="M0 0L9 9"/></a>
 <use xlink:href="#b"/><rect id="b" fill="url(#c)" style="fill:url(https://example.org/Jan de Vries)"/>
 <image xlink:href="data:image/jpeg;base64,%s"/></svg>""" % base64.b64encode(photo())


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    return Intake(Vault(tmp_path))


def of_others(intake: Intake, content: bytes, name: str = "xl/media/image1.bin") -> bytes:
    """What others get of a part of a file."""
    upload = intake.take("lijst.xlsx", [sheet(**{name: content})])
    assert upload.problems == []
    made = next(one for one in upload.pieces if one.kind == "copy")
    with zipfile.ZipFile(io.BytesIO(b"".join(intake.stored(made.stored)))) as parts:
        return parts.read(name)


def test_an_emf_keeps_its_lines_and_loses_its_name_its_remarks_and_what_hangs_behind_it(
    intake: Intake,
) -> None:
    drawn = remark(b"EMF+", b"tekent")
    made = of_others(intake, emf(remark(b"GDIC", SAID), drawn, struct.pack("<III", 0x6A, 12, 0)))
    assert (LINE in made, drawn in made) == (True, True)
    assert (SAID in made, SAID.decode().encode("utf-16-le") in made) == (False, False)
    assert struct.unpack_from("<II", made, 48) == (len(made), 4)
    assert Image.open(io.BytesIO(made)).size == (80, 60)


def test_a_wmf_loses_what_it_says_to_a_printer(intake: Intake) -> None:
    made = of_others(intake, wmf())
    assert (SAID in made, struct.pack("<IHhh", 5, 0x0213, 30, 40) in made) == (False, True)
    assert struct.unpack_from("<I", made, 6) == (len(made) // 2,)


def test_an_svg_keeps_what_is_drawn(intake: Intake) -> None:
    """No remarks, scripts, links or data of other programs; and a photo in it has no place."""
    made = of_others(intake, SVG, "xl/media/image1.xml")
    assert SAID in SVG
    for gone in (SAID, b"example.org", b"inkscape", b"script", b"onload"):
        assert gone not in made
    for kept in (b"M0 0L9 9", b'href="#b"', b'fill="url(#c)"'):
        assert kept in made
    (packed,) = (one.partition(b'"')[0] for one in made.split(b"base64,")[1:])
    assert dict(Image.open(io.BytesIO(base64.b64decode(packed))).getexif()) == {}


def jxr() -> bytes:
    """Eight pixels of some sort, with a description, and something behind them."""
    pixels, kind = b"WMPHOTO\0" + bytes(range(33)), bytes(range(16))
    start = 8 + 2 + 12 * 5 + 4
    values = [
        (0x010E, 2, len(SAID), start + 16 + len(pixels)), (0xBC01, 1, 16, start), (0xBC80, 4, 1, 8),
        (0xBCC0, 4, 1, start + 16), (0xBCC1, 4, 1, len(pixels)),
    ]  # fmt: skip
    entries = b"".join(struct.pack("<HHII", *one) for one in values)
    return b"II\xbc\x01" + struct.pack("<IH", 8, 5) + entries + bytes(4) + kind + pixels + SAID


def test_a_jpeg_xr_is_put_together_without_what_stands_beside_its_pixels(intake: Intake) -> None:
    made = of_others(intake, jxr(), "word/media/hdphoto1.wdp")
    told = {one[0]: one[1:] for one in struct.iter_unpack("<HHII", made[10 : 10 + 12 * 4])}
    (_, _, at), (_, _, size), (_, _, of) = told[0xBCC0], told[0xBCC1], told[0xBC01]
    assert made[at : at + size] == b"WMPHOTO\0" + bytes(range(33))
    assert (made[of : of + 16], told[0xBC80][2], SAID in made) == (bytes(range(16)), 8, False)


def test_what_is_packed_is_cleaned_as_well(intake: Intake) -> None:
    for drawing, left in ((emf(remark(b"\0\0\0\0", SAID)), LINE), (SVG, b"M0 0L9 9")):
        made = gzip.decompress(of_others(intake, gzip.compress(drawing)))
        assert (SAID in made, left in made) == (False, True)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: emf(remark(b"EMF+", photo())), "attachment-picture-inside"),
        (lambda: emf()[:-40], "attachment-broken"),
        (lambda: wmf()[:20], "attachment-broken"),
        (lambda: jxr()[:90], "attachment-broken"),
        (lambda: b"%!PS-Adobe-3.0 EPSF-3.0", "attachment-picture-inside"),
        (lambda: gzip.compress(bytes(60_000_000)), "attachment-bomb"),
    ],
)
def test_what_cannot_be_cleaned_is_refused(intake: Intake, make: Callable[[], bytes], code: str) -> None:
    upload = intake.take("lijst.xlsx", [sheet(**{"xl/media/image1.emf": make()})])
    assert [one.code for one in upload.problems] == [code]


def test_which_printer_was_used_stays_behind(intake: Intake) -> None:
    """It is called after a department and a room; the sheet does not ask for it any more."""
    base = b"http://schemas.openxmlformats.org"
    setup = b'<worksheet xmlns:r="r"><pageSetup orientation="portrait" r:id="rId1"/></worksheet>'
    relation = b'<Relationships xmlns="%s/package/2006/relationships"><Relationship Id="rId1" Type="%s/officeDocument/2006/relationships/printerSettings" Target="../printerSettings/printerSettings1.bin"/></Relationships>'
    parts = {
        "xl/printerSettings/printerSettings1.bin": SAID,
        "xl/worksheets/sheet2.xml": setup,
        "xl/worksheets/_rels/sheet2.xml.rels": relation % (base, base),
    }
    upload = intake.take("lijst.xlsx", [sheet(**parts)])
    assert upload.problems == []
    made = next(one for one in upload.pieces if one.kind == "copy")
    with zipfile.ZipFile(io.BytesIO(b"".join(intake.stored(made.stored)))) as copy:
        assert "xl/printerSettings/printerSettings1.bin" not in copy.namelist()
        assert (
            copy.read("xl/worksheets/sheet2.xml")
            == b'<worksheet xmlns:r="r"><pageSetup orientation="portrait"/></worksheet>'
        )
        assert b"printerSettings" not in copy.read("xl/worksheets/_rels/sheet2.xml.rels")
