"""Telephone numbers and e-mail addresses."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

from domain.identifiers.outcome import Refused, Result

# Two-letter code of any country; anything else would make the library guess.
_COUNTRY = re.compile(r"[A-Z]{2}")
_EMAIL = re.compile(r"[^\s@<>(),;:\"\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")
MAX_EMAIL = 254


def phone(text: str, country: str | None) -> Result:
    """A number as E.164; without + or 00 it is read as a number of the given country, or else a Dutch one."""
    if not re.fullmatch(r"[+(]?[0-9][0-9\s()./-]*|\+?\([0-9][0-9\s()./-]*", text):
        raise Refused("identifier-format")
    try:
        number = phonenumbers.parse(text, country if country and _COUNTRY.fullmatch(country) else "NL")
    except NumberParseException:
        raise Refused("identifier-format") from None
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        raise Refused("identifier-length", found=len(str(number.national_number)))
    region = phonenumbers.region_code_for_number(number)
    known = phonenumbers.is_valid_number(number)
    note = "not-in-numbering-plan" if not known else "foreign" if region != "NL" else ""
    return Result(phonenumbers.format_number(number, PhoneNumberFormat.E164), known, note, region)


def email(text: str, _country: str | None) -> Result:
    """An address in lower case: no provider in use tells capitals apart, and people never do."""
    address = text.lower().removeprefix("mailto:")
    if len(address) > MAX_EMAIL or ".." in address or not _EMAIL.fullmatch(address):
        raise Refused("identifier-format")
    return Result(address)
