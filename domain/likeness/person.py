"""One description of a person, prepared for comparing: what was written down, in the form in which it is compared.

Everything may be missing. Nationality, origin and sex are not taken in: they are no grounds to connect people on
(domain.md 2.12).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.errors import Invalid
from domain.identifiers import Kind, PartialDate, check
from domain.likeness.spelling import joined, sounds, surname_parts, words

FIELDS: Final = (
    "given_name", "surname", "full_name", "date_of_birth",
    "street", "house_number", "address_line", "address", "postcode", "town",
    "phone", "email", "person_number", "document", "account", "licence_plate",
)  # fmt: skip
"""What can be said of a person; the words of the columns of `schakel connect`."""

THINGS: Final = ("phone", "email", "person_number", "document", "account", "licence_plate")
"""Numbers and addresses that are compared as a whole."""

_KINDS: Final[Mapping[str, Kind]] = {
    "phone": Kind.PHONE,
    "email": Kind.EMAIL,
    "person_number": Kind.BSN,
    "document": Kind.TRAVEL_DOCUMENT,
    "account": Kind.IBAN,
    "licence_plate": Kind.LICENCE_PLATE,
}
_SHORTEST_NUMBER: Final = 4
LONGEST: Final = 300
"""Of what is longer than any name or address the beginning is compared."""

Birth = tuple[int, int, int]
"""Year, month and day; zero for what is unknown."""


@dataclass(slots=True)
class Person:
    """A description as it is compared. Empty means unknown."""

    given: str = ""
    given_words: tuple[str, ...] = ()
    given_sounds: tuple[str, ...] = ()
    surname: str = ""
    surname_whole: str = ""
    surnames: tuple[str, ...] = ()
    surname_sounds: tuple[str, ...] = ()
    born: Birth = (0, 0, 0)
    birth: str = ""
    street: str = ""
    line: str = ""
    house: str = ""
    postcode: str = ""
    town: str = ""
    things: dict[str, str] = field(default_factory=dict)


def describe(said: Mapping[str, str]) -> Person:
    """Prepare what was said of a person, by the words of FIELDS. Never refuses: what cannot be read is unknown."""
    said = {name: text[:LONGEST] for name, text in said.items()}
    given, surname = _names(said)
    street, house, postcode, town = _address(said)
    given_words = _without_titles(words(given))
    surnames = surname_parts(surname)
    born = _born(said.get("date_of_birth", ""))
    return Person(
        given="".join(given_words),
        given_words=given_words,
        given_sounds=sounds("".join(given_words)) if given_words else (),
        surname="".join(surnames),
        surname_whole=joined(surname),
        surnames=surnames,
        surname_sounds=_all_sounds(*surnames, joined(surname)),
        born=born,
        birth="{:04}{:02}{:02}".format(*born) if any(born) else "",
        street=joined(street),
        line=joined(said.get("address_line", "")),
        house=_house(house),
        postcode=joined(postcode),
        town=joined(town),
        things={name: value for name in THINGS if (value := _thing(name, said.get(name, "")))},
    )


_TITLES: Final = frozenset(
    ["dhr", "hr", "heer", "mevr", "mw", "mej", "mr", "mrs", "ms", "miss", "dr", "drs", "ir", "ing", "prof"]
)


def _without_titles(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in _TITLES) or names


def _all_sounds(*parts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for part in parts if part for code in sounds(part)))


def _names(said: Mapping[str, str]) -> tuple[str, str]:
    given, surname = said.get("given_name", ""), said.get("surname", "")
    whole = " ".join(said.get("full_name", "").split())
    if not whole or given or surname:
        return given, surname
    if "," in whole:  # De Vries, Anna; Vries, Anna de
        surname, _, given = whole.partition(",")
        return given, surname
    first, _, rest = whole.partition(" ")
    if not rest:
        return first, ""
    # Further given names go with the first; a surname of more words begins at its tussenvoegsel.
    parts = rest.split(" ")
    start = next((n for n, word in enumerate(parts) if surname_parts(f"{word} x") == ("x",)), len(parts) - 1)
    return " ".join([first, *parts[:start]]), " ".join(parts[start:])


_POSTCODE: Final = re.compile(r"\b([1-9][0-9]{3})\s?([A-Za-z]{2})\b")
_NUMBER_LAST: Final = re.compile(
    r"^(?P<street>.*?[^\W\d].*?)[\s,]+(?P<house>\d+\s?[-/]?\s?[A-Za-z0-9-]{0,5})$"
)
_NUMBER_FIRST: Final = re.compile(r"^(?P<house>\d+[A-Za-z]?)[\s,]+(?P<street>[^\W\d].*)$")


def _address(said: Mapping[str, str]) -> tuple[str, str, str, str]:
    """Street, house number, postcode and town; taken from one line where they have no columns of their own."""
    street, house = said.get("street", ""), said.get("house_number", "")
    postcode, town = said.get("postcode", ""), said.get("town", "")
    whole = said.get("address", "")
    if whole and not street:
        street, postcode, town = _split(whole, postcode, town)
    if street and not house:
        found = _NUMBER_LAST.match(street.strip()) or _NUMBER_FIRST.match(street.strip())
        if found:
            street, house = found["street"], found["house"]
    return street, house, postcode, town


def _split(whole: str, postcode: str, town: str) -> tuple[str, str, str]:
    found = _POSTCODE.search(whole)
    if found:
        before, after = whole[: found.start()], whole[found.end() :]
        return before.strip(" ,"), postcode or "".join(found.groups()), town or after.strip(" ,")
    before, _, after = whole.rpartition(",")
    return (before, postcode, town or after) if before else (whole, postcode, town)


_HOUSE: Final = re.compile(r"(\d+)\s*[-/]?\s*([a-z0-9]*)")


def _house(text: str) -> str:
    """Number and addition: 12-a, 12 A and 12a are one; zeros before it do not count."""
    found = _HOUSE.search(text.lower())
    return f"{int(found[1])}{found[2]}" if found else ""


_TIME: Final = re.compile(r"[T\s]\d{1,2}:\d{2}.*$")
_SHORT_YEAR: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ]'?(\d{2})")
_THREE: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_CENTURY: Final = 30
"""Two digits of a year up to this one are of this century: the file says when people were born, not what will be."""


def _born(text: str) -> Birth:
    text = _TIME.sub("", text.strip())
    short = _SHORT_YEAR.fullmatch(text)
    if short:
        year = int(short[3]) + (2000 if int(short[3]) <= _CENTURY else 1900)
        text = f"{short[1]}-{short[2]}-{year}"
    try:
        date = PartialDate.parse(text)
    except Invalid:
        return _unlikely(text)
    return (date.year or 0, date.month or 0, date.day or 0)


def _unlikely(text: str) -> Birth:
    """A date that no calendar has is still what somebody wrote: a slip, or month before day."""
    three = _THREE.fullmatch(text)
    if three:
        day, month, year = (int(part) for part in three.groups())
        return (year, day, month) if 31 >= month > 12 >= day else (year, month, day)
    digits = re.sub("[^0-9]", "", text)
    return (int(digits[:4]), int(digits[4:6]), int(digits[6:])) if len(digits) == 8 else (0, 0, 0)


def _thing(name: str, text: str) -> str:
    """The identifier in its one form; a number that its rule refuses is compared as it was written."""
    if not text.strip():
        return ""
    try:
        return check(_KINDS[name], text).normalised
    except Invalid:
        written = joined(text)
        return written if len(written) >= _SHORTEST_NUMBER and written.strip("0") else ""
