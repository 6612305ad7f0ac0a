"""Identifiers: what is accepted and how it is written, what is refused and why, and never anything else."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.identifiers import PREFIXES, Identifier, Kind, PartialDate, Precision, check, sort_key
from domain.identifiers.documents import check_digit

PASSPORT = "P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<\nSPECI20142NLD6503101F2401151999999990<<<<<82"
FOREIGN_PASSPORT = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
)
ID_CARD = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"


def refusal(kind: str, raw: str, **more: str) -> str:
    """The code with which an identifier is refused."""
    with pytest.raises(Invalid) as refused:
        check(kind, raw, **more)
    (problem,) = refused.value.problems
    return problem.code


@pytest.mark.parametrize(
    ("kind", "raw", "normalised"),
    [
        ("bsn", "111222333", "111222333"),
        ("bsn", "1112.22.333", "111222333"),
        ("bsn", " 123 456 782 ", "123456782"),
        ("bsn", "999990019", "999990019"),
        ("rsin", "123456782", "123456782"),
        ("kvk", "0123 4567", "01234567"),
        ("vestigingsnummer", "000012345678", "000012345678"),
        ("btw", "nl 0044.95.445.b01", "NL004495445B01"),
        ("btw", "NL002455799B11", "NL002455799B11"),
        ("v_number", "1234567890", "1234567890"),
        ("bag", "0392 0100 0001 2345", "0392010000012345"),
        ("postcode", "2011-ab", "2011AB"),
        ("iban", "nl91 abna 0417 1643 00", "NL91ABNA0417164300"),
        ("iban", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("phone", "06-12345678", "+31612345678"),
        ("phone", "(06) 12 34 56 78", "+31612345678"),
        ("phone", "0031 6 12 34 56 78", "+31612345678"),
        ("phone", "+31 (0)6 12345678", "+31612345678"),
        ("phone", "023 511 5115", "+31235115115"),
        ("phone", "+48 512 345 678", "+48512345678"),
        ("licence_plate", "g-123-bb", "G123BB"),
        ("licence_plate", "12 KBB 3", "12KBB3"),
        ("travel_document", "speci 2014", "SPECI2014"),
        ("travel_document", FOREIGN_PASSPORT, "L898902C3"),
        ("travel_document", PASSPORT, "SPECI2014"),
        ("travel_document", ID_CARD, "D23145890"),
        ("email", "MAILTO:A.B@Voorbeeld.NL", "a.b@voorbeeld.nl"),
        ("email", "jörg@bücher.example", "jörg@bücher.example"),
    ],
)
def test_what_satisfies_its_rule_is_verified_and_written_one_way(
    kind: str, raw: str, normalised: str
) -> None:
    found = check(kind, raw)

    assert (found.normalised, found.verified) == (normalised, True)


def test_the_raw_input_is_kept_beside_the_normalised() -> None:
    assert check("bsn", " 1112.22.333 ") == Identifier("bsn", " 1112.22.333 ", "111222333", True, "", "NL")


@pytest.mark.parametrize(
    ("kind", "raw", "normalised"),
    [("bsn", "10000008", "010000008"), ("bag", "392010000012345", "0392010000012345")],
)
def test_a_leading_zero_that_a_spreadsheet_ate_comes_back(kind: str, raw: str, normalised: str) -> None:
    found = check(kind, raw)

    assert (found.normalised, found.note) == (normalised, "padded")


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("bsn", "123456789", "identifier-checksum"),
        ("bsn", "000000000", "identifier-checksum"),
        ("bsn", "1234567", "identifier-length"),
        ("bsn", "12345678A", "identifier-format"),
        ("bsn", "١٢٣٤٥٦٧٨٢", "identifier-format"),
        ("kvk", "1234567", "identifier-length"),
        ("kvk", "00000000", "identifier-format"),
        ("vestigingsnummer", "1234567890", "identifier-length"),
        ("v_number", "123456789", "identifier-length"),
        ("btw", "NL123456789B90", "identifier-checksum"),
        ("btw", "NL123456789", "identifier-format"),
        ("bag", "0392990000012345", "identifier-format"),
        ("postcode", "2011 SS", "identifier-format"),
        ("postcode", "0011 AB", "identifier-format"),
        ("iban", "NL91 ABNA 0417 1643 01", "identifier-checksum"),
        ("iban", "NL91 ABNA 0417", "identifier-checksum"),
        ("iban", "XX00 1234 5678", "identifier-checksum"),
        ("phone", "112", "identifier-length"),
        ("phone", "06-1234567890123", "identifier-length"),
        ("phone", "bel me op 06", "identifier-format"),
        ("licence_plate", "!!", "identifier-format"),
        ("licence_plate", "ABCDEFGHIJKLMNOP", "identifier-format"),
        ("travel_document", "ABCDEF", "identifier-format"),
        ("travel_document", FOREIGN_PASSPORT.replace("L898902C36", "L898902C35"), "identifier-checksum"),
        ("travel_document", "P<UTO<", "identifier-format"),
        ("email", "geen adres", "identifier-format"),
        ("email", "a..b@voorbeeld.nl", "identifier-format"),
        ("name", "12345", "identifier-format"),
        ("name", "😀", "identifier-format"),
        ("name", " \u200b ", "identifier-empty"),
        ("bsn", "", "identifier-empty"),
        ("name", "An\x00na", "identifier-unreadable"),
        ("name", "\ud800", "identifier-unreadable"),
        ("name", "a" * 20_000, "identifier-too-long"),
        ("name", "\ufdfa" * 200, "identifier-too-long"),
        ("shoe_size", "43", "identifier-kind-unknown"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(kind: str, raw: str, code: str) -> None:
    assert refusal(kind, raw) == code


def test_a_refusal_points_at_its_field_and_never_repeats_the_input() -> None:
    with pytest.raises(Invalid) as refused:
        check("bsn", "123456789", pointer="/mentions/0/identifier")

    (problem,) = refused.value.problems
    assert (problem.pointer, problem.facts) == (
        "/mentions/0/identifier",
        {"kind": "bsn", "example": "111222333"},
    )


@pytest.mark.parametrize(
    ("plate", "sidecode"),
    [
        ("AB-12-34", 1), ("12-34-AB", 2), ("12-AB-34", 3), ("GB-12-HD", 4), ("GB-HD-12", 5), ("12-GB-HD", 6),
        ("12-GBH-3", 7), ("1-GBH-23", 8), ("GB-123-H", 9), ("G-123-BH", 10), ("GBH-12-J", 11),
    ],
)  # fmt: skip
def test_every_dutch_series_is_known(plate: str, sidecode: int) -> None:
    found = check("licence_plate", plate)

    assert (found.verified, found.note, found.country) == (True, f"sidecode-{sidecode}", "NL")


@pytest.mark.parametrize("plate", ["12-PVV-3", "GB-SD-12", "12-ABC-3", "G-12-BHJ", "1-GB-234", "123-GB-4"])
def test_a_dutch_form_that_is_not_issued_is_kept_unverified(plate: str) -> None:
    found = check("licence_plate", plate, country="NL")

    assert (found.verified, found.note) == (False, "not-issued")


@pytest.mark.parametrize(
    ("plate", "country", "normalised", "note"),
    [
        ("WA 12345", "PL", "WA12345", "foreign"),
        ("B-123-ABC", None, "B123ABC", "foreign"),
        ("12-KBB-3", "BE", "12KBB3", "foreign"),
        ("СВ 1234 АВ", "BG", "CB1234AB", "foreign"),
        ("12-КВВ-3", None, "12KBB3", "lookalikes-replaced"),
        ("M-ÄÖ 123", "DE", "MÄÖ123", "foreign"),
    ],
)
def test_a_foreign_plate_is_kept_unverified(
    plate: str, country: str | None, normalised: str, note: str
) -> None:
    found = check("licence_plate", plate, country=country)

    assert (found.normalised, found.verified, found.note) == (normalised, False, note)


def test_a_plate_said_to_be_dutch_has_a_dutch_form() -> None:
    assert refusal("licence_plate", "WA 12345", country="NL") == "identifier-format"


def test_a_foreign_document_is_kept_unverified_and_a_dutch_one_must_fit() -> None:
    assert check("travel_document", "AB123456").note == "foreign"
    assert check("travel_document", "SPECI2014", country="RO").verified is False
    assert refusal("travel_document", "AB123456", country="NL") == "identifier-format"


def test_of_a_machine_readable_zone_only_number_and_issuer_are_kept() -> None:
    found = check("travel_document", PASSPORT)

    assert found == Identifier("travel_document", "SPECI2014", "SPECI2014", True, "", "NLD")


def test_the_check_digit_is_that_of_the_standard() -> None:
    # The specimens printed in ICAO Doc 9303 parts 3 and 5.
    assert [check_digit(field) for field in ("L898902C3", "740812", "120415", "D23145890")] == [6, 2, 9, 7]


def test_a_number_outside_the_numbering_plan_is_kept_unverified() -> None:
    found = check("phone", "+31 600 000 000")

    assert (found.normalised, found.verified, found.note) == ("+31600000000", False, "not-in-numbering-plan")


def test_a_number_without_a_country_is_read_in_the_country_given() -> None:
    assert check("phone", "0512 345 678", country="BE").normalised.startswith("+32")
    assert check("phone", "06 12345678", country="nonsense").normalised == "+31612345678"


@pytest.mark.parametrize(
    ("raw", "normalised"),
    [
        ("  Anna   de\tVries ", "Anna de Vries"),
        ("Suharto", "Suharto"),
        ("Nguyễn Thị Lụa", "Nguyễn Thị Lụa"),
        ("N\u0303in\u0303a", "Ñiña"),
        ("محمد", "محمد"),
        ("\u202eأمل\u202c", "أمل"),
        ("Anna 😀", "Anna 😀"),
        ("李", "李"),
    ],
)
def test_names_of_any_script_and_of_one_word_are_names(raw: str, normalised: str) -> None:
    found = check("name", raw)

    assert (found.normalised, found.raw) == (normalised, raw)


@pytest.mark.parametrize("dash", ["\u2010", "\u2013", "\u2212"])
def test_other_dashes_and_spaces_are_no_obstacle(dash: str) -> None:
    if dash == "\u2212":  # the minus sign is no dash to Unicode, nor a separator of any number
        assert refusal("phone", f"06{dash}12345678") == "identifier-format"
    else:
        assert check("phone", f"06{dash}1234\u00a05678").normalised == "+31612345678"


anything = st.text(st.characters(), max_size=400) | st.text(
    "0123456789NLABnl<+-. ()@b\x00\ud800", max_size=100
)


@given(kind=st.sampled_from(Kind), raw=anything, country=st.none() | st.sampled_from(["NL", "DE"]) | anything)
@example(kind=Kind.IBAN, raw="NL" * 20, country=None)
@example(kind=Kind.TRAVEL_DOCUMENT, raw="<", country=None)
@example(kind=Kind.TRAVEL_DOCUMENT, raw="\n<\n", country=None)
@example(kind=Kind.NAME, raw="x" * 20_000, country=None)
def test_whatever_comes_in_the_answer_is_an_identifier_or_a_refusal(
    kind: Kind, raw: str, country: str | None
) -> None:
    try:
        found = check(kind, raw, country=country)
    except Invalid:
        return
    assert found.normalised.encode("utf-8")
    assert "\x00" not in found.normalised
    # What was normalised once stays what it is.
    assert check(kind, found.normalised, country=country).normalised == found.normalised


@given(number=st.integers(1, 999_999_999))
def test_the_elfproef_is_the_elfproef(number: int) -> None:
    digits = [int(c) for c in f"{number:09}"]
    total = sum(d * w for d, w in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))

    if total % 11 == 0:
        assert check("bsn", f"{number:09}").verified
    else:
        assert refusal("bsn", f"{number:09}") == "identifier-checksum"


# --- dates


@pytest.mark.parametrize(
    ("text", "iso", "precision"),
    [
        ("1985", "1985", Precision.YEAR),
        ("1985-03", "1985-03", Precision.MONTH),
        ("1985-03-12", "1985-03-12", Precision.DAY),
        ("1985-3-2", "1985-03-02", Precision.DAY),
        ("12-03-1985", "1985-03-12", Precision.DAY),
        ("12/3/1985", "1985-03-12", Precision.DAY),
        ("03-1985", "1985-03", Precision.MONTH),
        ("19850312", "1985-03-12", Precision.DAY),
        ("19850300", "1985-03", Precision.MONTH),
        ("19850000", "1985", Precision.YEAR),
        ("00000000", "", Precision.UNKNOWN),
        (" Onbekend ", "", Precision.UNKNOWN),
        ("", "", Precision.UNKNOWN),
    ],
)
def test_a_date_is_read_as_far_as_it_is_known(text: str, iso: str, precision: Precision) -> None:
    found = PartialDate.parse(text)

    assert (str(found), found.precision) == (iso, precision)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("vorig jaar", "date-format"),
        ("85", "date-format"),
        ("1985-03-12T10:00", "date-format"),
        ("1985-02-30", "date-not-in-calendar"),
        ("2025-02-29", "date-not-in-calendar"),
        ("1985-13", "date-not-in-calendar"),
        ("19850012", "date-incomplete"),
        ("00000312", "date-incomplete"),
        ("0985", "date-out-of-range"),
        ("9999-12-31", "date-out-of-range"),
    ],
)
def test_a_date_that_is_none_is_refused(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        PartialDate.parse(text, pointer="/birthDate")

    (problem,) = refused.value.problems
    assert (problem.code, problem.pointer) == (code, "/birthDate")


def test_a_partial_date_spans_the_days_it_can_be() -> None:
    assert (PartialDate(1985).first, PartialDate(1985).last) == (date(1985, 1, 1), date(1985, 12, 31))
    assert (PartialDate(2024, 2).first, PartialDate(2024, 2).last) == (date(2024, 2, 1), date(2024, 2, 29))
    assert PartialDate(1985, 12).last == date(1985, 12, 31)
    assert PartialDate(1985, 3, 12).last == date(1985, 3, 12)
    assert PartialDate().first is PartialDate().last is None


@given(day=st.dates(date(1850, 1, 1), date(2150, 12, 31)), known=st.integers(0, 3))
def test_a_partial_date_survives_both_ways_of_writing_it(day: date, known: int) -> None:
    parts = [day.year, day.month, day.day][:known]
    written = PartialDate(*parts)

    assert PartialDate.parse(str(written)) == PartialDate.parse(written.brp()) == written


@given(text=st.text(max_size=40) | st.text("0123456789-/.", max_size=12))
def test_whatever_comes_in_a_date_is_a_date_or_a_refusal(text: str) -> None:
    try:
        found = PartialDate.parse(text)
    except Invalid:
        return
    assert found.last is None or (found.first is not None and found.first <= found.last)


# --- order


def test_names_stand_where_a_dutch_reader_looks_for_them() -> None:
    names = [
        "De Vries",
        "Bakker",
        "van der Berg",
        "'t Hooft",
        "D’Ancona",
        "in 't Veld",
        "Łukasz",
        "Çelik",
        "Aert",
    ]

    assert sorted(names, key=sort_key) == [
        "Aert", "D’Ancona", "Bakker", "van der Berg", "Çelik", "'t Hooft", "Łukasz", "in 't Veld", "De Vries",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("surname", "prefix", "key"),
    [
        ("De Vries", None, "vries de"),
        ("de Vries, A.", None, "vries, a. de"),
        ("VAN DE L'ISLE", None, "isle van de l'"),
        ("Van", None, "van"),
        ("van den", None, "den van"),
        ("O'Brien", None, "o'brien"),
        ("Devries", None, "devries"),
        ("Vries", "de", "vries de"),
        ("Le", "", "le"),
        ("Le Thi", "", "le thi"),
        ("Groß", None, "gross"),
        ("", None, ""),
    ],
)
def test_the_prefix_comes_behind(surname: str, prefix: str | None, key: str) -> None:
    assert sort_key(surname, prefix) == key


@given(prefix=st.sampled_from(sorted(PREFIXES)))
def test_every_prefix_of_the_brp_is_taken_off(prefix: str) -> None:
    glue = "" if prefix.endswith("'") else " "

    assert sort_key(f"{prefix.title()}{glue}Zwart") == sort_key("Zwart", prefix)


@given(st.text(max_size=60))
def test_any_text_has_a_place_in_the_order(text: str) -> None:
    assert isinstance(sort_key(text), str)
