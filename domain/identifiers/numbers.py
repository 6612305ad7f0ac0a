"""Register numbers: persons, companies, addresses, accounts. Rules as in python-stdnum and the registers."""

import re

from stdnum import iban as stdnum_iban
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError
from stdnum.nl import bsn as stdnum_bsn
from stdnum.nl import btw as stdnum_btw

from domain.identifiers.outcome import Refused, Result

_SEPARATORS = re.compile(r"[\s./-]+")
_ALPHANUMERIC = re.compile(r"[A-Z0-9]+")
# Not issued, for what they abbreviated in the war (PostNL).
_POSTCODE = re.compile(r"[1-9][0-9]{3}(?!SA|SD|SS)[A-Z]{2}")
# BAG object types (Catalogus BAG): dwelling, berth, pitch, building, number designation, public space.
_BAG = re.compile(r"[0-9]{4}(01|02|03|10|20|30)[0-9]{10}")


def compact(text: str) -> str:
    """Without separators, in capitals."""
    return _SEPARATORS.sub("", text).upper()


def bsn(text: str, _country: str | None) -> Result:
    """BSN and RSIN: nine digits and the 'elfproef'; eight digits are a number that lost its leading zero."""
    number = _digits(text, 8, 9)
    padded = number.zfill(9)
    if not stdnum_bsn.is_valid(padded):
        raise Refused("identifier-checksum")
    return Result(padded, note="padded" if padded != number else "", country="NL")


def kvk(text: str, _country: str | None) -> Result:
    """KvK number: eight digits, no public check digit, so a lost zero cannot be told from a lost digit."""
    return Result(_not_zero(_digits(text, 8)), note="no-check-digit", country="NL")


def vestigingsnummer(text: str, _country: str | None) -> Result:
    """Establishment number: twelve digits, no public check digit."""
    return Result(_not_zero(_digits(text, 12)), note="no-check-digit", country="NL")


def v_number(text: str, _country: str | None) -> Result:
    """V-number: ten digits; no public check rule was found (domain.md 10, point 12)."""
    return Result(_not_zero(_digits(text, 10)), note="no-check-digit", country="NL")


def btw(text: str, _country: str | None) -> Result:
    """VAT number: NL, nine digits, B, two digits; elfproef or, for sole traders since 2020, modulo 97."""
    number = compact(text).removeprefix("NL")
    if not re.fullmatch(r"[0-9]{9}B[0-9]{2}", number):
        raise Refused("identifier-format")
    if not stdnum_btw.is_valid(number):
        raise Refused("identifier-checksum")
    return Result(f"NL{number}", country="NL")


def bag(text: str, _country: str | None) -> Result:
    """BAG identification: municipality at creation (not today's), object type, serial number."""
    number = _digits(text, 15, 16)
    padded = number.zfill(16)
    if not _BAG.fullmatch(padded):
        raise Refused("identifier-format")
    return Result(padded, note="padded" if padded != number else "", country="NL")


def postcode(text: str, _country: str | None) -> Result:
    """Dutch postcode, stored without its space."""
    code = compact(text)
    if not _POSTCODE.fullmatch(code):
        raise Refused("identifier-format")
    return Result(code, country="NL")


def iban(text: str, _country: str | None) -> Result:
    """IBAN of any country: length and structure of that country, modulo 97 (ISO 13616)."""
    number = compact(text)
    if not _ALPHANUMERIC.fullmatch(number):
        raise Refused("identifier-format")
    try:
        stdnum_iban.validate(number)
    except InvalidChecksum:
        raise Refused("identifier-checksum") from None
    except InvalidLength:
        raise Refused("identifier-length", found=len(number)) from None
    except ValidationError:
        raise Refused("identifier-format") from None
    return Result(number, country=number[:2])


def _digits(text: str, *lengths: int) -> str:
    """Only digits, of one of these lengths."""
    number = compact(text)
    if not re.fullmatch(r"[0-9]+", number):
        raise Refused("identifier-format", digits=lengths[-1])
    if len(number) not in lengths:
        raise Refused("identifier-length", digits=lengths[-1], found=len(number))
    return number


def _not_zero(number: str) -> str:
    """Zeros only are a form filled in to be rid of it."""
    if not number.strip("0"):
        raise Refused("identifier-format", digits=len(number))
    return number
