"""What somebody looks for, taken apart: words in any order, and numbers in whatever way they are written."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.errors import Invalid
from domain.identifiers import PREFIXES, Kind, check

MOST_WORDS: Final = 6
# Shorter ones are parts of other things: house numbers, years.
SHORTEST_NUMBER: Final = 4

_SMALL: Final = frozenset(word for prefix in PREFIXES for word in prefix.split()) | {
    "en",
    "een",
    "the",
    "and",
}
_SEPARATORS: Final = re.compile(r"[\s./()-]+")
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
# Kinds of which the stored form differs from what people type.
_NUMBERED: Final = (Kind.PHONE, Kind.IBAN, Kind.LICENCE_PLATE, Kind.BSN, Kind.BTW, Kind.POSTCODE, Kind.BAG)
_UNDECOMPOSED: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)


@dataclass(frozen=True)
class Wanted:
    """The words that all have to be there, the longest first; and the spellings of a number that will do as well."""

    words: Sequence[str]
    numbers: Sequence[str]


def taken_apart(query: str) -> Wanted:
    """The words and numbers of a question. "De Vries" and "Vries, de" ask for the same."""
    words: list[str] = []
    for part in query.split():
        if any(character.isdecimal() for character in part):
            words.append(joined(part) or part)
        else:
            words += _WORD.findall(part)
    words = list(dict.fromkeys(words)) or [query.strip()]
    telling = [word for word in words if word.lower() not in _SMALL] or words
    telling = [word for word in telling if len(word) > 1] or telling
    return Wanted(sorted(telling, key=len, reverse=True)[:MOST_WORDS], _numbers(query))


def _numbers(query: str) -> list[str]:
    """A number as a text holds it without its separators, and as it is stored once it was checked."""
    whole = joined(query)
    if len(whole) < SHORTEST_NUMBER or not any(character.isdecimal() for character in whole):
        return []
    found = [whole]
    for kind in _NUMBERED:
        try:
            found.append(check(kind, query).normalised.lower())
        except Invalid:
            continue
    found += [f"0{number[3:]}" for number in found if number.startswith("+31")]
    return list(dict.fromkeys(found))


def joined(text: str) -> str:
    """Without separators and capitals."""
    return folded(_SEPARATORS.sub("", text))[0]


def folded(text: str) -> tuple[str, Sequence[int]]:
    """In lower case and without marks on the letters; and for each character the place it had."""
    if text.isascii():
        return text.lower(), range(len(text))
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        decomposed = unicodedata.normalize("NFKD", character.casefold().translate(_UNDECOMPOSED))
        kept = [one for one in decomposed if not unicodedata.combining(one)]
        plain += kept
        places += [place] * len(kept)
    return "".join(plain), places
