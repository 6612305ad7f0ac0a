"""Under which keys a description is filed, so that of millions only the few that could be the same are compared.

Each key is a kind and a value, of two things that seldom agree by accident: part of a name with part of a date of birth,
of an address or of the other name. A slip in one thing leaves the keys of the other things whole.

Who has no date of birth has names alone, which many share: so the names of those few are filed apart, and everybody is
sought there as well.
"""

import hmac
from string import ascii_lowercase
from typing import Final

from domain.likeness.person import THINGS, Person
from domain.likeness.spelling import sounds

Key = tuple[str, str]

VERSION: Final = 1
"""Goes up when a description gets other keys, so that what is stored is filed anew."""

_CODES: Final = 2
_SHORT_HEAD, _HEAD, _LONG_HEAD = 2, 3, 5


def keys(person: Person) -> list[Key]:
    """The keys that one description is filed under, about twenty when everything is known."""
    names = _of_names(person)
    return _all(person, names if person.birth else _undated(names))


def sought(person: Person) -> list[Key]:
    """The keys under which to look for a description: its own, and its names among those without a date of birth."""
    names = _of_names(person)
    return _all(person, [*names, *_undated(names)])


def _all(person: Person, names: list[Key]) -> list[Key]:
    things = [(name, person.things[name]) for name in THINGS if name in person.things]
    return list(dict.fromkeys((*things, *names, *_of_birth(person), *_of_address(person))))


def _undated(names: list[Key]) -> list[Key]:
    return [(f"undated {kind}", value) for kind, value in names]


def digest(secret: bytes, key: Key) -> int:
    """A key as a signed number of 64 bits that says nothing to who has no secret; two that collide are only compared."""
    kind, value = key
    return int.from_bytes(hmac.digest(secret, f"{kind}|{value}".encode(), "sha256")[:8], "big", signed=True)


def _of_names(person: Person) -> list[Key]:
    """Beginnings and ends in either order: the surname may stand first, as in Hungarian and Vietnamese, or in the wrong box."""
    given, surname = person.given, person.surname
    surnames = [("surname", code) for code in person.surname_sounds[:_CODES] or _given_sounds(person)]
    if not given or not surname:
        return surnames
    letters = "".join(sorted(set(surname)))  # what is doubled or exchanged makes no difference
    return [
        ("heads", "|".join(sorted((given[:_HEAD], surname[:_HEAD])))),
        ("tails", "|".join(sorted((given[-_HEAD:], surname[-_HEAD:])))),
        ("letters", f"{letters}|{given[0]}"),
        *(("initial", f"{code}|{given[0]}") for _, code in surnames),
        *surnames,
    ]


def _of_birth(person: Person) -> list[Key]:
    year, month, day = person.born
    found = []
    whole = month and day
    of_year = f"{min(day, month):02}{max(day, month):02}"  # day and month exchanged are one
    if whole:
        found.append(("birth", f"{year}|{of_year}"))
    for code in _codes(person):
        if year:
            found.append(("year", f"{year}|{code}"))
        if whole:
            found.append(("day", f"{of_year}|{code}"))
    if whole and person.given and person.surname:
        initials = "|".join(sorted((person.given[0], person.surname[0])))
        found.append(("initials", f"{of_year}|{initials}"))
    return found


def _given_sounds(person: Person) -> tuple[str, ...]:
    """Of the first given name: what others are added differs."""
    return sounds(person.given_words[0])[:1] if person.given_words else ()


def _codes(person: Person) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*person.surname_sounds[:_CODES], *_given_sounds(person))))


def _of_address(person: Person) -> list[Key]:
    found = []
    number = person.house.rstrip(ascii_lowercase)  # additions come and go
    if number and person.postcode:
        found.append(("door", f"{person.postcode}|{number}"))
    if number and person.street:
        found.append(("house", f"{person.street[:_LONG_HEAD]}|{number}"))
    if number and person.surname:
        found.append(("number", f"{number}|{person.surname[:_SHORT_HEAD]}"))
    names = dict.fromkeys((*person.surname_sounds[:1], *_given_sounds(person)))
    for kind, value in (("postcode", person.postcode), ("town", person.town), ("street", person.street)):
        found += [(kind, f"{value}|{code}") for code in names if value]
    if person.line:
        found.append(("line", person.line))
    return found
