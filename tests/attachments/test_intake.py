"""What is taken in, what it becomes, and what is refused; without a database."""

import io
import json
import resource
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pikepdf
import pytest
from PIL import Image

from db.vault import CHUNK, MasterKey, Unreadable, Vault
from domain.attachments import Intake, Scanner, Upload, Verdict, file_name
from tests.attachments import (
    EICAR,
    PHOTO_OF_A_TELEPHONE,
    archive,
    clamd,
    document,
    needs_clamd,
    noted,
    photo,
    sheet,
)


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    return Intake(Vault(tmp_path))


def copy_of(upload: Upload, kind: str = "copy") -> bytes:
    piece = next(one for one in upload.pieces if one.kind == kind)
    return b"".join(upload.intake.stored(piece.stored))


def wrong(upload: Upload) -> list[str]:
    return [one.code for one in upload.problems]


def test_a_photo_loses_its_place_and_owner_and_is_turned_upright(intake: Intake) -> None:
    upload = intake.take("IMG_1.JPG", [photo()])
    assert (upload.media_type, wrong(upload)) == ("image/jpeg", [])
    kinds = [(one.kind, one.page) for one in upload.pieces]
    assert kinds == [("original", None), ("copy", None), ("thumbnail", None), ("page", 1)]
    assert copy_of(upload, "original") == photo()
    for kind in ("copy", "thumbnail", "page"):
        made = Image.open(io.BytesIO(copy_of(upload, kind)))
        assert (made.size, dict(made.getexif())) == ((60, 80), {})
        assert b"Telefoonmerk" not in copy_of(upload, kind)


def test_a_pdf_loses_what_acts_what_it_carries_and_who_made_it(intake: Intake) -> None:
    upload = intake.take("contract.pdf", [document()])
    assert (upload.media_type, wrong(upload)) == ("application/pdf", [])
    assert [one.page for one in upload.pieces if one.kind == "page"] == [1, 2]
    with pikepdf.open(io.BytesIO(copy_of(upload))) as made:
        assert ("/OpenAction" in made.Root, len(made.attachments), len(made.docinfo)) == (False, 0, 0)
        assert "/A" not in made.pages[0].Annots[0]
        picture = made.pages[0].Resources.XObject.Im0.read_raw_bytes()
        assert dict(Image.open(io.BytesIO(picture)).getexif()) == {}
        out = io.BytesIO()
        made.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False)
    for said in (b"Jan de Vries", b"geheim", b"cmd.exe", b"Telefoonmerk"):
        assert said in document()
        assert said not in out.getvalue()


def test_what_hides_deeper_in_a_pdf_is_found_as_well(intake: Intake) -> None:
    """A photo packed twice, a second photo behind it, actions that follow another one, and content from elsewhere."""
    out, behind = io.BytesIO(), photo() + photo((8, 8))
    with pikepdf.open(io.BytesIO(document())) as made:
        page = made.pages[0]
        for name, packed in (("In", pikepdf.Array([pikepdf.Name.DCTDecode])), ("Out", None)):
            picture = pikepdf.Stream(made, behind if packed else zlib.compress(behind))
            filters = packed or pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode])
            picture.stream_dict = pikepdf.Dictionary(
                Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=80, Height=60, BitsPerComponent=8,
                ColorSpace=pikepdf.Name.DeviceRGB, Filter=filters,
            )  # fmt: skip
            page.Resources.XObject[f"/{name}"] = picture
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
        follow = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/wie-leest-dit")
        first = pikepdf.Dictionary(
            S=pikepdf.Name.GoTo, D=pikepdf.Array([page.obj]), Next=pikepdf.Array([launch, follow])
        )
        page.Annots[0].A = first
        away = made.make_stream(b"")
        away.F = "https://example.org/elders"
        page.Contents = away
        made.save(out, compress_streams=False)
    upload = intake.take("contract.pdf", [out.getvalue()])
    assert wrong(upload) == []
    with pikepdf.open(io.BytesIO(copy_of(upload))) as made:
        for name in ("In", "Out"):
            bytes_of = made.pages[0].Resources.XObject[f"/{name}"].read_raw_bytes()
            drawn = Image.open(io.BytesIO(bytes_of))
            assert (drawn.size, dict(drawn.getexif()), bytes_of.count(b"\xff\xd8")) == ((80, 60), {}, 1)
            assert drawn.convert("RGB").tobytes() == Image.open(io.BytesIO(photo())).convert("RGB").tobytes()
        assert list(made.pages[0].Annots[0].A.Next) == []
        plain = io.BytesIO()
        made.save(plain, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False)
    for said in (b"cmd.exe", b"example.org", b"Telefoonmerk"):
        assert said not in plain.getvalue()


def png_with_its_place() -> bytes:
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010F] = "Telefoonmerk"
    Image.new("RGB", (20, 10)).save(out, "PNG", exif=exif)
    return out.getvalue()


def relations(**to: str) -> bytes:
    """What a part of an office file says that it belongs to, somewhere else: kind -> address."""
    base = "http://schemas.openxmlformats.org"
    each = "".join(
        f'<Relationship Id="{kind}" Type="{base}/officeDocument/2006/relationships/{kind}" Target="{target}"'
        ' TargetMode="External"/>'
        for kind, target in to.items()
    )
    return f'<Relationships xmlns="{base}/package/2006/relationships">{each}</Relationships>'.encode()


def test_an_office_file_calls_nobody_when_it_is_opened(intake: Intake) -> None:
    """No template and no picture from elsewhere; a link stays. Its photos lose their place, whatever they are called."""
    place = "xl/worksheets/_rels/sheet1.xml.rels"
    away = relations(
        attachedTemplate="https://example.org/t.dotm",
        image="//example.org/i.png",
        hyperlink="https://example.org/h",
    )
    made = sheet(**{place: away, "xl/media/a.dat": photo() + b"erna", "xl/media/b.png": png_with_its_place()})
    with zipfile.ZipFile(io.BytesIO(copy_of(intake.take("lijst.xlsx", [made])))) as parts:
        found = parts.read(place).decode()
        assert (found.count("example.org"), found.count("file:///not-taken-along")) == (1, 2)
        assert Image.open(io.BytesIO(parts.read("xl/media/b.png"))).size == (20, 10)
        for name in ("xl/media/a.dat", "xl/media/b.png"):
            assert dict(Image.open(io.BytesIO(parts.read(name))).getexif()) == {}
            assert b"erna" not in parts.read(name)


@pytest.mark.parametrize("kind", ["TIFF", "WEBP", "GIF", "JPEG2000"])
def test_a_picture_of_any_kind_in_an_office_file_loses_what_stands_beside_it(
    intake: Intake, kind: str
) -> None:
    picture, name = noted(kind), "xl/media/image1.bin"
    assert b"Telefoonmerk" in picture
    upload = intake.take("lijst", [sheet(**{name: picture})])
    assert wrong(upload) == []
    with zipfile.ZipFile(io.BytesIO(copy_of(upload))) as made:
        content = made.read(name)
    shown = Image.open(io.BytesIO(content))
    assert (shown.format, b"Telefoonmerk" in content) == (kind, False)
    assert shown.convert("RGB").tobytes() == Image.open(io.BytesIO(picture)).convert("RGB").tobytes()


def test_a_jpeg_2000_in_a_pdf_loses_what_stands_beside_it(intake: Intake) -> None:
    out, boxed = io.BytesIO(), noted("JPEG2000")
    with pikepdf.open(io.BytesIO(document())) as made:
        for name, picture in (("Boxed", boxed), ("Plain", boxed[boxed.index(b"\xff\x4f\xff\x51") :])):
            stream = pikepdf.Stream(made, picture)
            stream.stream_dict = pikepdf.Dictionary(
                Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=80, Height=60, Filter=pikepdf.Name.JPXDecode,
            )  # fmt: skip
            made.pages[0].Resources.XObject[f"/{name}"] = stream
        made.save(out)
    upload = intake.take("contract.pdf", [out.getvalue()])
    assert wrong(upload) == []
    with pikepdf.open(io.BytesIO(copy_of(upload))) as made:
        for name in ("Boxed", "Plain"):
            content = made.pages[0].Resources.XObject[f"/{name}"].read_raw_bytes()
            assert b"Telefoonmerk" not in content
            assert Image.open(io.BytesIO(content)).getpixel((9, 9)) == (0, 0, 128)


def test_a_photo_of_a_telephone_is_a_jpeg_for_others(intake: Intake) -> None:
    """And HEIC for who added it; however it is called."""
    upload = intake.take("IMG_0042.HEIC", [PHOTO_OF_A_TELEPHONE])
    assert (wrong(upload), upload.name, upload.media_type) == ([], "IMG_0042.jpg", "image/jpeg")
    assert (upload.pieces[0].media_type, copy_of(upload, "original")) == ("image/heic", PHOTO_OF_A_TELEPHONE)
    content = copy_of(upload)
    drawn = Image.open(io.BytesIO(content))
    assert (drawn.format, drawn.size, dict(drawn.getexif())) == ("JPEG", (80, 60), {})
    assert b"Telefoonmerk" in PHOTO_OF_A_TELEPHONE
    assert b"Telefoonmerk" not in content
    (red, *_), (*_, blue) = drawn.getpixel((5, 5)), drawn.getpixel((70, 50))
    assert (red > 200, 100 < blue < 160) == (True, True)
    assert wrong(intake.take("foto.jpg", [PHOTO_OF_A_TELEPHONE[:-90]])) == ["attachment-broken"]


def test_a_table_calculates_nothing_for_who_opens_it(intake: Intake) -> None:
    made = intake.take("lijst.csv", [b"a;b;c\n=cmd|'/c calc'!A0;-5;\"@SUM(A1)\"\n+31612345678;2;-x\n"])
    assert made.media_type == "text/csv"
    assert copy_of(made).decode() == "a;b;c\n'=cmd|'/c calc'!A0;-5;\"'@SUM(A1)\"\n+31612345678;2;'-x\n"
    assert copy_of(made, "original").startswith(b"a;b;c\n=cmd")


def test_a_sheet_loses_who_made_it(intake: Intake) -> None:
    upload = intake.take("lijst", [sheet()])
    assert (upload.name, wrong(upload)) == ("lijst.xlsx", [])
    import openpyxl

    made = openpyxl.load_workbook(io.BytesIO(copy_of(upload)))
    assert made.properties.creator != "Jan de Vries"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "attachment-empty"),
        (b"MZ\x90\0\x03", "attachment-kind"),
        (archive(), "attachment-kind"),
        (photo() + archive(), "attachment-two-kinds"),
        (document() + archive(), "attachment-two-kinds"),
        (archive()[:-4] + sheet(), "attachment-two-kinds"),
        (photo()[:-40], "attachment-broken"),
        (document()[:-400], "attachment-broken"),
        (sheet()[:-40], "attachment-broken"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "attachment-active"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "attachment-active"),
        (sheet(**{"xl/vbaProject.bin": b"x"}), "attachment-active"),
        (
            sheet(
                **{
                    "word/document.xml": b"<w:p xmlns:w='w'><w:instrText>DDEAU</w:instrText><w:instrText>TO c cmd</w:instrText></w:p>"
                }
            ),
            "attachment-active",
        ),
        (
            sheet(
                **{
                    "word/footer1.xml": b"<w:f xmlns:w='w' w:instr='INCLUDEPICTURE &quot;https://example.org/i&quot;'/>"
                }
            ),
            "attachment-active",
        ),
        (
            sheet(
                **{
                    "content.xml": b"<i xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='https://example.org/i'/>"
                }
            ),
            "attachment-active",
        ),
        (sheet(**{"word/afchunk.html": b"x"}), "attachment-active"),
        (sheet(**{"word/media/image1.heic": PHOTO_OF_A_TELEPHONE}), "attachment-picture-inside"),
        (sheet(**{"word/media/image1.jp2": noted("JPEG2000")[:90]}), "attachment-broken"),
        (sheet(**{"xl/media/veel.bin": b"\0" * 40_000_000}), "attachment-bomb"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_refused(intake: Intake, content: bytes, code: str) -> None:
    """Programs, archives, what is two things at once, what is damaged, what acts, and what grows too large."""
    assert wrong(intake.take("bijlage", [content])) == [code]


def test_a_picture_of_too_many_pixels_and_a_locked_pdf(intake: Intake) -> None:
    out = io.BytesIO()
    Image.new("L", (9000, 9000)).save(out, "PNG")
    assert wrong(intake.take("groot.png", [out.getvalue()])) == ["attachment-pixels"]
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(document())) as made:
        made.save(out, encryption=pikepdf.Encryption(user="geheim", owner="geheim"))
    assert wrong(intake.take("op-slot.pdf", [out.getvalue()])) == ["attachment-locked"]


@pytest.mark.parametrize(
    ("given", "media_type", "shown"),
    [
        ("C:\\Users\\jan\\foto.JPG", "image/jpeg", "foto.JPG"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("rekening\u202efdp.exe", "application/pdf", "rekeningfdp.exe.pdf"),
        ("  \u200b ", "image/png", "bijlage.png"),
        ("CON", "text/plain", "CON.txt"),
        ("a\r\nSet-Cookie: x=1.pdf", "application/pdf", "a Set-Cookie: x=1.pdf"),
        ("IMG_0042.HEIC", "image/jpeg", "IMG_0042.jpg"),
        ("IMG_0042.jpg", "image/heic", "IMG_0042.heic"),
        ("x" * 500 + ".pdf", "application/pdf", "x" * 120 + ".pdf"),
    ],
)
def test_names_are_shown_without_tricks(given: str, media_type: str, shown: str) -> None:
    assert file_name(given, media_type) == shown


def test_what_was_cut_off_changed_or_exchanged_is_never_read(tmp_path: Path) -> None:
    """Nothing but the bytes that were put in comes out, or nothing at all."""
    vault = Vault(tmp_path)
    content = bytes(range(256)) * (3 * CHUNK // 256) + b"einde"
    one, other = vault.put([content]), vault.put([content])
    assert b"".join(vault.read(one.name, one.key)) == content
    path = tmp_path / "attachments" / one.name.hex[:2] / one.name.hex
    stored = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert content[:300] not in stored
    piece = CHUNK + 16
    pieces = [stored[4:][start : start + piece] for start in range(0, len(stored) - 4, piece)]
    for changed in (
        stored[: 4 + 2 * piece],
        stored[:-1],
        stored[:4] + pieces[1] + pieces[0] + b"".join(pieces[2:]),
        stored[:9] + bytes([stored[9] ^ 1]) + stored[10:],
        b"",
    ):
        path.write_bytes(changed)
        with pytest.raises(Unreadable):
            b"".join(vault.read(one.name, one.key))
    path.write_bytes(stored)
    with pytest.raises(Unreadable):
        b"".join(vault.read(one.name, other.key))
    master = vault.keys.first()
    with pytest.raises(Unreadable):
        master.unwrap(master.wrap(one.key, one.name), other.name)
    with pytest.raises(Unreadable):
        MasterKey(b"\1" * 32).unwrap(master.wrap(one.key, one.name), one.name)
    assert vault.keys.path.stat().st_mode & 0o777 == 0o600
    assert "key" not in json.dumps(str(path))


def test_the_same_file_is_recognised_in_one_place_only(tmp_path: Path) -> None:
    vault, place = Vault(tmp_path), uuid4()
    one, other = vault.put([b"hallo"]), vault.put([b"hal", b"lo"])
    assert one.mark(place) == other.mark(place) != one.mark(uuid4())


def test_a_hundred_megabytes_go_in_and_out_in_little_memory(tmp_path: Path) -> None:
    intake = Intake(Vault(tmp_path))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stored = intake.vault.put(bytes(1_000_000) for _ in range(100))
    assert sum(len(piece) for piece in intake.stored(stored)) == 100_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_what_takes_too_long_is_broken_off(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.attachments.intake._TIMEOUT", 0.01)
    began = time.monotonic()
    assert wrong(intake.take("foto.jpg", [photo()])) == ["attachment-broken"]
    assert time.monotonic() - began < 5


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scanner]:
    with clamd(tmp_path_factory.mktemp("clamd")) as address:
        yield Scanner(address)


@needs_clamd
def test_a_virus_is_found_and_a_scanner_that_is_away_decides_nothing(
    tmp_path: Path, scanner: Scanner
) -> None:
    intake = Intake(Vault(tmp_path), scanner)
    assert wrong(intake.take("virus.txt", [EICAR])) == ["attachment-infected"]
    clean = intake.take("foto.jpg", [photo()])
    assert (wrong(clean), clean.state) == ([], "clean")
    away = Intake(Vault(tmp_path), Scanner(f"unix:{tmp_path}/nobody"))
    held = away.take("foto.jpg", [photo()])
    assert (wrong(held), held.state) == ([], "held")
    assert Scanner("tcp://127.0.0.1:9").scan([b"x"]) is Verdict.UNKNOWN
