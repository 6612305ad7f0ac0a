"""Names as they are written, and as they are put in order."""

import re
import unicodedata

from domain.identifiers.outcome import Refused, Result

# The closed list of prefixes of the BRP (Logisch Ontwerp BRP, landelijke tabel 36), in lower case.
_TABLE_36 = """
's|'t|a|aan|aan 't|aan de|aan den|aan der|aan het|aan t|af|al|am|am de|auf|auf dem|auf den|auf der|auf ter
|aus|aus 'm|aus dem|aus den|aus der|aus m|ben|bij|bij 't|bij de|bij den|bij het|bij t|bin|boven d|boven d'
|d|d'|da|dal|dal'|dalla|das|de|de die|de die le|de l|de l'|de la|de las|de le|de van der|deca|degli|dei|del
|della|den|der|des|di|die le|do|don|dos|du|el|het|i|im|in|in 't|in de|in den|in der|in het|in t|l|l'|la|las
|le|les|lo|los|of|onder|onder 't|onder de|onder den|onder het|onder t|op|op 't|op de|op den|op der|op gen
|op het|op t|op ten|over|over 't|over de|over den|over het|over t|s|s'|t|te|ten|ter|tho|thoe|thor|to|toe|tot
|uijt|uijt 't|uijt de|uijt den|uijt te de|uijt ten|uit|uit 't|uit de|uit den|uit het|uit t|uit te de|uit ten
|unter|van|van 't|van de|van de l|van de l'|van den|van der|van gen|van het|van la|van t|van ter|van van de
|ver|vom|von|von 't|von dem|von den|von der|von t|voor|voor 't|voor de|voor den|voor in 't|voor in t|vor
|vor der|zu|zum|zur
"""
PREFIXES = frozenset(prefix.strip() for prefix in _TABLE_36.split("|"))
_LONGEST = max(prefix.count(" ") for prefix in PREFIXES) + 1
# A prefix that ends in an apostrophe is written against the name: d'Ancona.
_JOINED = re.compile(r"^(.*?')(?=[^\W\d_])")
_APOSTROPHES = str.maketrans("’‘`´ʼ", "'''''")
_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)


def tidy_name(text: str, _country: str | None) -> Result:
    """A name in single spaces and composed characters; one word is enough, and no script is refused."""
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not any(unicodedata.category(c).startswith("L") for c in name):
        raise Refused("identifier-format", example="De Vries")
    return Result(name, verified=False, note="free-text")


def sort_key(surname: str, prefix: str | None = None) -> str:
    """Where a surname stands in an ordered list: De Vries under V, Łukasz under L, d'Ancona under A.

    Give the prefix when it is known (BRP): without it the longest one on the list is taken off, which is a
    guess for names of other languages (Vietnamese Le).
    """
    name = _folded(surname)
    known, rest = (_folded(prefix), name) if prefix is not None else split_prefix(name)
    return f"{rest} {known}".strip()


def comparable(name: str) -> str:
    """A whole name as it is compared: letters alone, without case, marks or punctuation, in single spaces."""
    letters = "".join(c if c.isalnum() else " " for c in _folded(name).replace("'", ""))
    return " ".join(letters.split())


def split_prefix(surname: str) -> tuple[str, str]:
    """Prefix and name, the longest prefix first; a name that consists of prefixes keeps its last word."""
    words = surname.translate(_APOSTROPHES).split()
    for count in range(min(_LONGEST, len(words)), 0, -1):
        *before, last = words[:count]
        joined = _JOINED.match(last)
        if joined and " ".join([*before, joined[1]]).lower() in PREFIXES:
            rest = [last[joined.end() :], *words[count:]]
            return " ".join([*before, joined[1]]), " ".join(rest)
        if count < len(words) and " ".join(words[:count]).lower() in PREFIXES:
            return " ".join(words[:count]), " ".join(words[count:])
    return "", " ".join(words)


def _folded(text: str) -> str:
    """Lower case, without marks above and below the letters, quotes alike."""
    folded = text.translate(_APOSTROPHES).casefold().translate(_UNDECOMPOSED)
    decomposed = unicodedata.normalize("NFKD", folded)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
