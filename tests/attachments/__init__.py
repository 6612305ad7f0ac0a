"""Files of all kinds, good and bad, made when they are needed; and a scanner that knows one virus."""

import io
import os
import shutil
import subprocess
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
from PIL import Image

SIGNATURES = Path(__file__).parent / "eicar.ndb"
CLAMD = shutil.which("clamd") or "/usr/sbin/clamd"
# In two parts, so that no scanner takes this file for the thing itself.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()


def photo(size: tuple[int, int] = (80, 60), colour: str = "navy") -> bytes:
    """As a telephone takes it: with the place, the owner and the make in it, and held on its side."""
    exif = Image.Exif()
    exif[0x010F], exif[0x9C9D], exif[0x0112] = "Telefoonmerk", "Jan de Vries".encode("utf-16-le"), 6
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 22.0, 12.0), 3: "E", 4: (4.0, 53.0, 24.0)})
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


PHOTO_OF_A_TELEPHONE = (Path(__file__).parent / "photo.heic").read_bytes()
"""HEIC, written by pillow-heif 1.4: 80 by 60, blue with red in the corner, and with its place, owner and make in it."""


def noted(kind: str) -> bytes:
    """A picture of another kind, with the make of the telephone beside its pixels wherever that kind has room for it."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010F] = "Telefoonmerk"
    how: dict[str, Any] = {
        "TIFF": {"tiffinfo": {271: "Telefoonmerk"}},
        "WEBP": {"exif": exif, "lossless": True},
        "GIF": {"comment": b"Telefoonmerk"},
        "JPEG2000": {"comment": b"Telefoonmerk"},
    }[kind]
    Image.new("RGB", (80, 60), "navy").save(out, kind, **how)
    beside = b"Telefoonmerk" + bytes(16)
    box = (len(beside) + 8).to_bytes(4) + b"uuid" + beside
    return out.getvalue() + (box if kind == "JPEG2000" else b"")


def document(pages: int = 2) -> bytes:
    """A PDF that says who made it, runs a script, starts a program and holds a file and a photo with its place."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(300, 400))
        made.docinfo["/Author"] = "Jan de Vries"
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('Jan de Vries')")
        made.attachments["geheim.txt"] = b"geheim"
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
        link = {"Type": pikepdf.Name.Annot, "Subtype": pikepdf.Name.Link, "Rect": [0, 0, 9, 9], "A": launch}
        made.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(**link)])
        picture = pikepdf.Stream(made, photo())
        picture.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=80, Height=60, BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceRGB, Filter=pikepdf.Name.DCTDecode,
        )  # fmt: skip
        made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
        made.save(out, compress_streams=False)
    return out.getvalue()


def sheet(**beside: bytes) -> bytes:
    """A spreadsheet that says who made it; `beside` other parts, by name."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.properties.creator = "Jan de Vries"
    book.save(out)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in beside.items():
            archive.writestr(name, content)
    return out.getvalue()


def archive() -> bytes:
    """A ZIP file, to hang behind something else."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("hallo.txt", "hallo")
    return out.getvalue()


needs_clamd = pytest.mark.skipif(
    not Path(CLAMD).exists(), reason="there is no clamd here: apt-get install clamav-daemon"
)


@contextmanager
def clamd(folder: Path) -> Iterator[str]:
    """A real clamd that knows the test virus and nothing else; where it listens."""
    signatures, socket = folder / "signatures", folder / "clamd.ctl"
    signatures.mkdir()
    shutil.copy(SIGNATURES, signatures)
    folder.chmod(0o755)
    (folder / "clamd.conf").write_text(
        f"LocalSocket {socket}\nDatabaseDirectory {signatures}\nForeground yes\nStreamMaxLength 200M\n"
        + ("User root\n" if os.geteuid() == 0 else "")
    )
    running: Any = subprocess.Popen(
        [CLAMD, "-c", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            if socket.exists():
                break
            time.sleep(0.05)
        yield f"unix:{socket}"
    finally:
        running.terminate()
        running.wait(20)
