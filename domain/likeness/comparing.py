"""Two descriptions side by side: for each feature how they compare, as a level. What a level is worth stands in the model.

Comparing is symmetric, and what one of the two does not say is unknown: no level.
"""

from typing import Final, NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from domain.likeness.person import THINGS, Birth, Person
from domain.likeness.spelling import sounds

NAME_LEVELS: Final = ("same", "close", "sounds", "part", "initial", "alike", "differs")
BIRTH_LEVELS: Final = ("same", "swapped", "fits", "slip", "two_parts", "year", "differs")
# Two things that lean on each other are one feature: first how the one compares, then the other.
_HALF: Final = ("same", "near", "differs", "unknown")
PAIRED: Final = {
    f"{one}_{other}": (one, other)
    for one in _HALF
    for other in _HALF
    if (one, other) != ("unknown", "unknown")
}
PAIR_LEVELS: Final = tuple(PAIRED)
LINE_LEVELS: Final = ("same", "near", "differs")
THING_LEVELS: Final = ("same", "near", "differs")

LEVELS: Final[dict[str, tuple[str, ...]]] = {
    "given_name": NAME_LEVELS,
    "surname": NAME_LEVELS,
    "name_order": ("exchanged",),
    "date_of_birth": BIRTH_LEVELS,
    "place": PAIR_LEVELS,
    "street": PAIR_LEVELS,
    "address_line": LINE_LEVELS,
    **dict.fromkeys(THINGS, THING_LEVELS),
}
"""For each feature its levels, from alike to different."""

CLOSE, ALIKE = 0.93, 0.80
_SHORT, _LONG = 4, 8
_SHORTENED: Final = 3


class Seen(NamedTuple):
    """One feature that both descriptions speak of; `value` is what they share, when that is the same."""

    feature: str
    level: str
    value: str = ""


def compare(one: Person, other: Person) -> list[Seen]:
    """Every feature both speak of, in the order of LEVELS."""
    seen = _names(one, other)
    if one.birth and other.birth:
        seen += _said("date_of_birth", _birth(one.born, other.born, one.birth, other.birth), one.birth)
    seen += [*_place(one, other), *_street(one, other)]
    for name, value in one.things.items():
        if theirs := other.things.get(name):
            seen += _said(name, _number(value, theirs), value)
    return seen


def _said(feature: str, level: str, value: str) -> list[Seen]:
    return [Seen(feature, level, value if level == "same" else "")] if level else []


def _number(one: str, other: str) -> str:
    if one == other:
        return "same"
    return "near" if OSA.distance(one, other, score_cutoff=1) == 1 else "differs"


# ---------------------------------------------------------------------------------------------- names


def _names(one: Person, other: Person) -> list[Seen]:
    """Given name and surname, or the one against the other where they were exchanged."""
    given, surname = _given(one, other), _surname(one, other)
    if given in _POOR and surname in _POOR:
        first, second = sorted((one, other), key=_in_order)
        crossed = _name(first.given, second.surname), _name(first.surname, second.given)
        # One name that stands in the other's box is enough; one that is nearly so, unless all else is unknown.
        if "same" in crossed or ("close" in crossed and "" not in crossed):
            return [
                *_said("given_name", crossed[0], first.given),
                *_said("surname", crossed[1], first.surname),
                _EXCHANGED,
            ]
    return [
        *_said("given_name", given, one.given),
        *_said("surname", surname, min(one.surname, other.surname)),
    ]


_EXCHANGED: Final = Seen("name_order", "exchanged")
_POOR: Final = frozenset({"", "alike", "differs", "part", "initial"})


def _in_order(person: Person) -> tuple[str, ...]:
    """The same two give the same answer, whichever comes first."""
    return (person.given, person.surname, person.street, person.line)


def _name(one: str, other: str) -> str:
    """Two words, of which one may be an initial: two initials that are the same are no name that is."""
    if one and other and min(len(one), len(other)) == 1:
        return "initial" if one[0] == other[0] else "differs"
    return _word(one, other)


def _given(one: Person, other: Person) -> str:
    level = _name(one.given, other.given)
    if level in ("", "same", "close", "initial"):
        return level
    first, theirs = one.given_words[0], other.given_words[0]
    if len(first) == 1 or len(theirs) == 1:
        return "initial" if first[0] == theirs[0] else "differs"
    if set(one.given_words) <= set(other.given_words) or set(other.given_words) <= set(one.given_words):
        return "part"
    if not set(one.given_sounds).isdisjoint(other.given_sounds):
        return "sounds"
    if len(one.given_words) != len(other.given_words) and _one_of_them(one, other):
        return "part"
    short = min(one.given, other.given, key=len)
    if len(short) >= _SHORTENED and one.given.startswith(short) and other.given.startswith(short):
        return "part"
    return level


def _one_of_them(one: Person, other: Person) -> bool:
    """Whether a given name of the one is, but for a slip or a sound, one of the other."""
    return any(
        _word(mine, theirs) in ("same", "close") or not set(sounds(mine)).isdisjoint(sounds(theirs))
        for mine in one.given_words
        for theirs in other.given_words
        if min(len(mine), len(theirs)) > 1
    )


def _surname(one: Person, other: Person) -> str:
    level = _word(one.surname, other.surname)
    if level in ("", "same"):
        return level
    if one.surname_whole == other.surname_whole:
        return "same"
    if level == "close":
        return level
    if (len(one.surnames) > 1 or len(other.surnames) > 1) and not set(one.surnames).isdisjoint(
        other.surnames
    ):
        return "part"
    if len(one.surname) == 1 or len(other.surname) == 1:
        return "initial" if one.surname[0] == other.surname[0] else "differs"
    return "sounds" if not set(one.surname_sounds).isdisjoint(other.surname_sounds) else level


def _word(one: str, other: str) -> str:
    """How two words compare: same, close (a slip of the pen), alike, or not."""
    if not one or not other:
        return ""
    if one == other:
        return "same"
    longest = max(len(one), len(other))
    slips = OSA.distance(one, other, score_cutoff=2)
    if (slips == 1 and longest >= _SHORT) or (slips == 2 and longest >= _LONG):
        return "close"
    likeness = JaroWinkler.similarity(one, other)
    if likeness >= CLOSE and longest >= _SHORT:
        return "close"
    return "alike" if likeness >= ALIKE else "differs"


# ----------------------------------------------------------------------------------------------- birth


def _birth(one: Birth, other: Birth, digits: str, theirs: str) -> str:
    if one == other:
        return "same"
    year, month, day = (mine == theirs for mine, theirs in zip(one, other, strict=True))
    if not all(one) or not all(other):
        return "fits" if _fits(one, other) else "year" if year else "differs"
    if year and one[1] == other[2] and one[2] == other[1]:
        return "swapped"
    # The first of January is what forms say when only the year is known.
    if year and (1, 1) in (one[1:], other[1:]):
        return "fits"
    if OSA.distance(digits, theirs, score_cutoff=1) == 1:
        return "slip"
    if year + month + day == 2:
        return "two_parts"
    return "year" if year else "differs"


def _fits(one: Birth, other: Birth) -> bool:
    return all(mine == theirs for mine, theirs in zip(one, other, strict=True) if mine and theirs)


# ---------------------------------------------------------------------------------------------- address


def _place(one: Person, other: Person) -> list[Seen]:
    postcode = _postcode(one.postcode, other.postcode)
    town = _text(one.town, other.town)
    if not postcode and not town:
        return []
    shared = one.postcode if postcode == "same" else one.town if town == "same" else ""
    return [Seen("place", f"{postcode or 'unknown'}_{town or 'unknown'}", shared)]


def _postcode(one: str, other: str) -> str:
    if not one or not other:
        return ""
    if one == other:
        return "same"
    near = one[:4] == other[:4] or OSA.distance(one, other, score_cutoff=1) == 1
    return "near" if near else "differs"


def _text(one: str, other: str) -> str:
    """A street, town or line of an address: same, near (a slip, or cut off) or different."""
    if not one or not other:
        return ""
    if one == other:
        return "same"
    longest = max(len(one), len(other))
    allowed = 1 if longest < _LONG else 2 if longest < 2 * _LONG else 3
    if longest >= _SHORT and OSA.distance(one, other, score_cutoff=allowed) <= allowed:
        return "near"
    return "near" if JaroWinkler.similarity(one, other) >= CLOSE else "differs"


def _street(one: Person, other: Person) -> list[Seen]:
    street, line = _text(one.street, other.street), _text(one.line, other.line)
    shared, shared_line = one.street, one.line
    if street in ("", "differs") and line in ("", "differs"):  # the two lines may have been exchanged
        one, other = sorted((one, other), key=_in_order)
        crossed = _text(one.street, other.line), _text(one.line, other.street)
        if "same" in crossed or "near" in crossed:
            (street, line), shared, shared_line = crossed, one.street, one.line
    number = _house(one.house, other.house)
    seen = _said("address_line", line, shared_line)
    if street or number:
        level = f"{street or 'unknown'}_{number or 'unknown'}"
        seen.append(Seen("street", level, shared if street == "same" else ""))
    return seen


def _house(one: str, other: str) -> str:
    if not one or not other:
        return ""
    if one == other:
        return "same"
    near = one.rstrip("abcdefghijklmnopqrstuvwxyz") == other.rstrip("abcdefghijklmnopqrstuvwxyz")
    return "near" if near or OSA.distance(one, other, score_cutoff=1) == 1 else "differs"
