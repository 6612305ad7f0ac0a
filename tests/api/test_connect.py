"""`schakel connect` over real files: as Excel and others write them, with rows that are not what they should be."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.connect import Unusable, run
from api.connect.columns import NAMES, described, recognise
from tests.quality.describing import LIGHT, two_files

WINDOWS = """Kenmerk;Voornaam;Tussenvoegsel;Achternaam;Geboortedatum;Straat;Huisnummer;Postcode;Woonplaats;Nationaliteit
1;Zoë;van;Vliet;05-04-1990;Kerkstraat;12;2011 AB;Haarlem;x
=2;Mohammed;el;Idrissi;17-09-1987;Dorpsweg;3;1501 XX;Zaandam;x
3;te;weinig
4;;;;;;;;;
5;Anna;;"de Vries";30-11-1964;Molenlaan;8;1811 CD;Alkmaar;x
"""
UTF8 = """id,name,dob,address,notes
a,Zoe van Vliet,1990-04-05,"Kerkstraat 12, 2011AB Haarlem",x
b,"Idrissi, Mohamed",1987-09-17,"Dorpsweg 3, 1501XX Zaandam",x
c,Pieter Bakker,1950-01-02,"Lindenhof 1, 1621AA Hoorn",x
"""


@pytest.fixture
def left(tmp_path: Path) -> Path:
    path = tmp_path / "left.csv"
    path.write_bytes(WINDOWS.replace("\n", "\r\n").encode("cp1252"))
    return path


@pytest.fixture
def right(tmp_path: Path) -> Path:
    path = tmp_path / "right.csv"
    path.write_bytes(UTF8.encode("utf-8-sig"))
    return path


def pairs(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_dutch_excel_file_is_connected_with_another_and_told_of(
    left: Path, right: Path, tmp_path: Path
) -> None:
    out = tmp_path / "pairs.csv"
    ran = CliRunner().invoke(app, ["connect", str(left), str(right), "--out", str(out)])
    assert ran.exit_code == 0, ran.output
    assert {(pair["left_id"], pair["right_id"]) for pair in pairs(out)} == {("1", "a"), ("'=2", "b")}
    assert "left.csv: 3 rows, 2 skipped (cp1252, ';')" in ran.output
    assert "skipped, line 4: 3 cells instead of 10" in ran.output
    assert "skipped, line 5: nothing to compare" in ran.output
    assert "not compared: Nationaliteit" in ran.output
    assert "not compared: notes" in ran.output


def test_the_explanation_in_the_file_adds_up_to_the_score(left: Path, right: Path, tmp_path: Path) -> None:
    out = tmp_path / "pairs.csv"
    run(left, right, out, [], -100)
    found = pairs(out)
    assert found
    for pair in found:
        terms = pair["explanation"].split("; unknown:")[0].split("; ")
        assert sum(Decimal(re.fullmatch(r".*?([+-][0-9.]+)", term)[1]) for term in terms) == Decimal(
            pair["score"]
        )


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    for name, rows in zip(("left.csv", "right.csv"), two_files(4, 150, LIGHT), strict=True):
        with (tmp_path / name).open("w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    once, again = tmp_path / "once.csv", tmp_path / "again.csv"
    for out in (once, again):
        run(tmp_path / "left.csv", tmp_path / "right.csv", out, [], 0)
    assert once.read_bytes() == again.read_bytes()
    assert len(pairs(once)) > 50


def test_one_file_with_itself_gives_each_pair_once(tmp_path: Path) -> None:
    path, out = tmp_path / "one.tsv", tmp_path / "pairs.csv"
    path.write_text(
        "rec_id\tfname_c1\tfname_c2\tlname_c1\tby\tbm\tbd\n"
        "1\tHANS\tPETER\tMUELLER\t1967\t9\t27\n2\tKARL\tNA\tSCHWARZ\t1950\t2\t1\n3\tHANS\tNA\tMÜLLER\t1967\t9\t27\n",
        encoding="utf-16",
    )
    run(path, None, out, [], 0)
    assert [(pair["left_id"], pair["right_id"]) for pair in pairs(out)] == [("3", "1")]
    run(path, path, out, [], 0)
    assert len(pairs(out)) == 1


def test_a_column_of_another_name_can_be_mapped(tmp_path: Path) -> None:
    path, out = tmp_path / "one.csv", tmp_path / "pairs.csv"
    path.write_text("nr|wie|wanneer\n1|Anna de Vries|05-04-1990\n2|de Vries, Anna|1990-04-05\n")
    told = run(path, None, out, ["nr=id", "wie=full_name", "wanneer=date_of_birth"], 0)
    assert [(pair["left_id"], pair["right_id"]) for pair in pairs(out)] == [("2", "1")]
    assert "  compared: nr as id, wie as full_name, wanneer as date_of_birth" in told


@pytest.mark.parametrize(
    ("content", "maps", "sentence"),
    [
        (b"", [], "the first line has to name the columns, and is empty"),
        (b"a,b\n1,2\n", [], "no column is recognised of 'a', 'b'"),
        (b"id,surname\n1,x\n", ["x"], "say it as theirs=ours"),
        (b"id,surname\n1,x\n", ["surname=risk"], "say it as theirs=ours"),
        (b"id,surname\n1,x\n", ["naam=surname"], "no file has a column naam"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(
    tmp_path: Path, content: bytes, maps: list[str], sentence: str
) -> None:
    path = tmp_path / "one.csv"
    path.write_bytes(content)
    with pytest.raises(Unusable, match=re.escape(sentence)):
        run(path, None, tmp_path / "pairs.csv", maps, 0)
    with pytest.raises(Unusable, match=r"nowhere\.csv: No such file"):
        run(tmp_path / "nowhere.csv", None, tmp_path / "pairs.csv", [], 0)


def test_a_file_that_is_read_is_never_written_over(left: Path, right: Path) -> None:
    with pytest.raises(Unusable, match="is one of the files to read"):
        run(left, right, right, [], 0)


def test_rows_that_break_the_format_are_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_bytes(
        b'id,surname,dob\n1,"open,1990\n2,\x00Bakker,1-2-1990\n3,"De ""Vries""",1-2-1990\n4,Bos,'
        + b"9" * 200_000
    )
    told = run(path, None, tmp_path / "pairs.csv", [], 0)
    assert told[0].startswith(f"{path}: ")


def test_every_column_is_recognised_in_any_way_of_writing_and_listed() -> None:
    for ours, names in NAMES.items():
        for name in names:
            assert ours in recognise([name.replace("_", " ").upper()], {}).places
            assert name in described()
    assert CliRunner().invoke(app, ["connect", "--columns"]).output.strip() == described()
    assert "date_of_birth" in CliRunner().invoke(app, ["connect", "--help"]).output


def test_of_columns_that_can_be_the_id_one_is() -> None:
    columns = recognise(["Index", "Surname", "Record ID"], {})
    assert columns.id(["7", "Bakker", "r1"]) == "r1"
    assert columns.unknown == ["Index"]
    assert recognise(["id", "wie", "surname"], {"wie": "id"}).id(["1", "w", "x"]) == "w"


def test_parts_of_a_name_go_together_and_of_two_telephones_one_is_compared() -> None:
    header = [
        "voorletters",
        "voornaam",
        "middle_name",
        "tussenvoegsel",
        "achternaam",
        "geboortenaam",
        "tel",
        "mobiel",
    ]
    said = recognise(header, {}).said(["A.M.", "Anna", "NA", "de", "Vries", "Bakker", "", "0612345678"])
    assert said == {"given_name": "Anna", "surname": "de Vries-Bakker", "phone": "0612345678"}
    assert recognise(["voorletters", "naam"], {}).said(["A.", "?"]) == {"given_name": "A."}


def test_neither_nationality_nor_sex_is_a_column() -> None:
    assert (
        recognise(
            ["nationality", "nationaliteit", "sex", "gender", "geslacht", "ethnicity", "religion"], {}
        ).places
        == {}
    )
