"""Importing as a person does it: a file of Excel in Dutch, with errors, corrected in place, until the numbers are there."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from httpx2 import Response
from openpyxl import Workbook, load_workbook

from api.importing import signal_of
from db.session import Database
from domain import importing
from tests.web.portal import Portal, assert_hidden, open_portal

HEADS = ("Kenmerk", "Vorm", "Gemeente", "Wat is gezien", "Datum", "Taak", "Verband", "Spoed")
GOOD = [
    "K-1",
    "AU",
    "Alkmaar",
    "Zes matrassen, geen raam; naam José Ünal.",
    "3-10-2026",
    "Toezicht",
    "Bemiddelaar",
    "geen",
]


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


def csv_of(*rows: list[str]) -> bytes:
    """As a Dutch Excel writes it."""
    return "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in [list(HEADS), *rows]).encode("cp1252")


def xlsx_of(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def upload(portal: Portal, content: bytes, name: str = "lijst.csv", who: str = "inspector") -> Response:
    return portal.send(who, "/imports", name, content)


def finish(portal: Portal, import_id: str, who: str = "inspector") -> None:
    """What the worker does."""
    more = True
    while more:
        with portal.world.acting(who) as (session, actor):
            more = importing.go_on(session, actor, UUID(import_id), signal_of)


def brought_in(portal: Portal, content: bytes, name: str = "lijst.csv") -> str:
    answer = upload(portal, content, name)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].rpartition("/")[2]


def mapped(portal: Portal, import_id: str) -> None:
    page = portal.get("inspector", f"/imports/{import_id}").text
    chosen = re.findall(r'<select[^>]*name="(columns/\d+)".*?</select>', page, re.DOTALL)
    form = {}
    for name in chosen:
        part = page[page.index(f'name="{name}"') :].partition("</select>")[0]
        found = re.search(r'<option value="([^"]*)" selected', part)
        form[name] = found[1] if found else ""
    assert portal.post("inspector", f"/imports/{import_id}/mapping", **form).status_code == 303


def test_a_file_with_errors_is_corrected_in_place_and_becomes_signals(portal: Portal) -> None:
    bad = ["K-2", "??", "Alkmaar", "", "3-13-2026", "Toezicht", "=HYPERLINK(1)", "geen"]
    made = brought_in(portal, csv_of(GOOD, bad))
    mapped(portal, made)
    page = portal.get("inspector", f"/imports/{made}").text
    assert all(words in page for words in ("Vorm van uitbuiting:", "Wat is gezien:", "Gezien vanaf:"))

    errors = portal.get("inspector", f"/imports/{made}/errors?format=csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in errors
    assert "Wat klopt er niet" in errors

    row = f"/imports/{made}/row"
    assert 'aria-invalid="true"' in portal.get("inspector", f"{row}?place=3").text
    still = portal.post(
        "inspector", row, place="3", form="AU", narrative="Acht 🛏️ bedden, ‏שלום‎.", observedFrom="x"
    )
    assert still.status_code == 400
    assert "Acht 🛏️ bedden" in still.text
    right = portal.post(
        "inspector", row, place="3", form="AU", narrative="Acht bedden.", observedFrom="3-10-2026"
    )
    assert right.status_code == 303

    assert portal.post("inspector", f"/imports/{made}/run", which="all").status_code == 303
    assert 'hx-trigger="every 2s"' in portal.get("inspector", f"/imports/{made}").text
    finish(portal, made)
    results = portal.get("inspector", f"/imports/{made}/results?format=xlsx").content
    sheet = load_workbook(io.BytesIO(results)).worksheets[0]
    numbers = [cells[2] for cells in sheet.iter_rows(min_row=2, values_only=True)]
    assert len(numbers) == 2
    assert all(str(number).startswith("S-") for number in numbers)


def test_a_hidden_sheet_is_not_brought_in(portal: Portal) -> None:
    book, written = Workbook(), io.BytesIO()
    hidden = book.worksheets[0]
    hidden.append(["Verborgen kolom"])
    hidden.append(["Oude namen"])
    hidden.sheet_state = "veryHidden"
    shown = book.create_sheet("Signalen")
    for row in (HEADS, GOOD):
        shown.append(list(row))
    book.active = 1  # type: ignore[assignment]
    book.save(written)
    page = portal.get("inspector", f"/imports/{brought_in(portal, written.getvalue(), 'twee.xlsx')}").text
    assert ("Verborgen kolom" in page, "Wat is gezien" in page) == (False, True)


def test_a_file_that_comes_back_from_the_download_is_recognised(portal: Portal) -> None:
    made = brought_in(portal, csv_of(["+31", *GOOD[1:3], "", *GOOD[4:]]))
    mapped(portal, made)
    back = portal.get("inspector", f"/imports/{made}/errors?format=xlsx").content
    again = brought_in(portal, back, "terug.xlsx")
    mapped(portal, again)
    page = portal.get("inspector", f"/imports/{again}/row?place=2").text
    assert 'value="+31"' in page  # the apostrophe that kept it harmless is gone


def test_a_workbook_and_the_template_are_read(portal: Portal) -> None:
    made = brought_in(portal, xlsx_of(list(HEADS), [7, *GOOD[1:4], date(2026, 10, 3), *GOOD[5:]]), "x.xlsx")
    mapped(portal, made)
    assert "Goed" in portal.get("inspector", f"/imports/{made}").text
    template = portal.get("inspector", "/imports/template?format=xlsx")
    book = load_workbook(io.BytesIO(template.content))
    assert [sheet.title for sheet in book] == ["Signalen", "Toelichting", "Lijsten"]
    assert book.worksheets[0]["B1"].value == "Vorm van uitbuiting"


def test_the_same_file_twice_is_one(portal: Portal) -> None:
    content = csv_of([*GOOD[:3], "Twee keer.", *GOOD[4:]])
    assert brought_in(portal, content) == brought_in(portal, content)


def bomb() -> bytes:
    return _workbook(
        {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b"<a>" + b" " * 30_000_000}
    )


def corners() -> bytes:
    """A small file that says it is a sheet of seventeen thousand million cells."""
    book, written = Workbook(), io.BytesIO()
    book.worksheets[0]["A1"] = book.worksheets[0]["XFD1048576"] = "x"
    book.save(written)
    return written.getvalue()


def one_text_everywhere() -> bytes:
    """A small file of which one row is hundred megabytes: the same text in each of its cells."""
    made, cells = xlsx_of(["x"]), b'<c t="s"><v>0</v></c>' * 3000
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/sharedStrings.xml"] = b"<sst %s><si><t>%s</t></si></sst>" % (space, b"x" * 32_000)
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet %s><sheetData><row>%s</row></sheetData></worksheet>" % (
        space,
        cells,
    )
    return _workbook(parts)


def _workbook(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return written.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "geen regels"),
    "only names": (lambda: csv_of(), "geen regels"),
    "a zip bomb": (bomb, "veel te groot"),
    "two cells in opposite corners": (corners, "veel te groot"),
    "one text in thousands of cells": (one_text_everywhere, "veel te groot"),
    "an endless entity": (
        lambda: _workbook({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>'}), "niet heel",
    ),
    "a zip that is no workbook": (lambda: _workbook({"x.txt": b"x"}), "geen tabel"),
    "a picture that is also a zip": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00" + _workbook({"x": b"x"}), "geen tabel"),
    "a PDF": (lambda: b"%PDF-1.7\nvorm;gemeente\n", "geen tabel"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "oude Excel"),
    "a workbook cut off half-way": (lambda: xlsx_of(list(HEADS), list(GOOD))[:3000], "niet heel"),
    "text of two bytes a character with a NUL": (lambda: "a;b\nx\0;y\n".encode("utf-16"), "geen tabel"),
    "text cut off within quotes": (lambda: csv_of(GOOD) + b'\r\n"K-9";"AU";"Alk', "niet te lezen"),
    "ten thousand columns": (lambda: b";".join(b"k%d" % at for at in range(10_000)) + b"\n1;2\n", "meer dan 200"),
    "a row without end": (lambda: b";" * 5_000_000, "meer dan 200"),
    "a row without end within quotes": (lambda: b"a;b\n" + b'"a\n";' * 1_000_000, "meer dan 200"),
    "a cell without end": (lambda: csv_of([*GOOD[:3], "x" * 50_000]), "meer dan 40"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_the_reason_at_the_field(portal: Portal, name: str) -> None:
    make, reason = REFUSED[name]
    answer = upload(portal, make())
    assert answer.status_code == 400
    assert reason in re.sub(r"\s+", " ", answer.text), name


def test_for_a_colleague_the_file_does_not_exist(portal: Portal) -> None:
    made = UUID(brought_in(portal, csv_of([*GOOD[:3], "Van mij alleen.", *GOOD[4:]])))
    for path in ("/imports/{}", "/imports/{}/row?place=2", "/imports/{}/errors", "/imports/{}/results"):
        assert_hidden(portal, "tax_officer", path, made)
