"""Licence plates and travel documents: Dutch ones by their rules, foreign ones kept as they are."""

import re

from stdnum.nl import identiteitskaartnummer

from domain.identifiers.numbers import compact
from domain.identifiers.outcome import Refused, Result

# The order of letters (X) and digits (9) in every Dutch series since 1951 (RDW, Regeling kentekens).
SIDECODES = {
    "XX9999": 1,
    "9999XX": 2,
    "99XX99": 3,
    "XX99XX": 4,
    "XXXX99": 5,
    "99XXXX": 6,
    "99XXX9": 7,
    "9XXX99": 8,
    "XX999X": 9,
    "X999XX": 10,
    "XXX99X": 11,
    "X99XXX": 12,
    "9XX999": 13,
    "999XX9": 14,
}
# Series 12-14 are reserved; from series 4 on no vowel, C or Q, and never these (RDW). Exceptions exist
# (O for trailers, CD, AA), which is why such a plate is unverified and not refused.
FIRST_RESERVED, FIRST_WITHOUT_VOWELS = 12, 4
_NOT_ISSUED = re.compile(r"[AEIOUCQ]|GVD|KKK|NSB|PKK|PSV|PVV|SGP|TBS|VVD|S[SD]")

# Plates carry letters that look alike in Latin, Cyrillic and Greek; they are compared as Latin.
_LOOKALIKES = str.maketrans("АВЕІКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEIKMHOPCTYXABEZHIKMNOPTYX")

# Layouts of the machine readable zone (ICAO 9303): lines, length, and where number and check digit stand.
_TD1, _TD2, _TD3 = (3, 30), (2, 36), (2, 44)


def licence_plate(text: str, country: str | None) -> Result:
    """A plate without dashes. Unknown country: Dutch when it has the form of a Dutch series, else foreign."""
    seen = compact(text)
    plate = seen.translate(_LOOKALIKES)
    if not re.fullmatch(r"[^\W_]{2,12}", plate):
        raise Refused("identifier-format")
    sidecode = SIDECODES.get(re.sub("[A-Z]", "X", re.sub("[0-9]", "9", plate)))
    if country == "NL" and sidecode is None:
        raise Refused("identifier-format")
    if sidecode is None or country not in (None, "NL"):
        return Result(plate, verified=False, note="foreign", country=country)
    if seen != plate:
        return Result(plate, verified=False, note="lookalikes-replaced", country=country)
    letters = "".join(re.findall("[A-Z]", plate))
    if sidecode >= FIRST_RESERVED or (sidecode >= FIRST_WITHOUT_VOWELS and _NOT_ISSUED.search(letters)):
        return Result(plate, verified=False, note="not-issued", country=country)
    return Result(plate, note=f"sidecode-{sidecode}", country="NL")


def travel_document(text: str, country: str | None) -> Result:
    """The number of a document; from a machine readable zone only the number and who issued it are taken."""
    if "<" in text:
        return _from_machine_readable_zone([re.sub(r"\s", "", line) for line in text.upper().splitlines()])
    number = compact(text)
    if not re.fullmatch(r"[A-Z0-9]{5,20}", number) or not re.search("[0-9]", number):
        raise Refused("identifier-format")
    if country in (None, "NL", "NLD") and identiteitskaartnummer.is_valid(number):
        return Result(number, note="no-check-digit", country=country)
    if country in ("NL", "NLD"):
        raise Refused("identifier-format")
    return Result(number, verified=False, note="foreign", country=country)


def check_digit(text: str) -> int:
    """The check digit of ICAO 9303: values 0-9, A=10 ... Z=35, filler 0, weights 7-3-1, modulo 10."""
    return sum((0 if c == "<" else int(c, 36)) * (7, 3, 1)[i % 3] for i, c in enumerate(text)) % 10


def _from_machine_readable_zone(lines: list[str]) -> Result:
    """Number and issuing state. The rest (nationality, birth, sex, often the BSN) is not even kept as raw:
    nationality has no place outside the identification block (BGS 1.9), and none of it was asked for."""
    lines = [line for line in lines if line]
    layout = (len(lines), len(lines[0]))
    even = all(len(line) == layout[1] for line in lines)
    if layout not in (_TD1, _TD2, _TD3) or not even or not re.fullmatch("[A-Z0-9<]+", "".join(lines)):
        raise Refused("identifier-format", example="P<NLDDE<VRIES<<SEM<<<…")
    number, digit = (lines[0][5:14], lines[0][14]) if layout == _TD1 else (lines[1][:9], lines[1][9])
    if not number.strip("<") or digit != str(check_digit(number)):
        raise Refused("identifier-checksum")
    number = number.replace("<", "")
    return Result(number, country=lines[0][2:5].replace("<", ""), raw=number)
