"""Names as they are written, as they are shown, and as they are put in order.

Rules of the BRP (Logisch Ontwerp BRP; domain.md 4.5). The prefix is in lower case behind a given name and has a capital
where the name stands by itself; IJ is one capital; De Vries stands under the V.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from db import seed
from domain.identifiers.outcome import Refused, Result

PREFIXES: Final = frozenset(one["code"] for one in seed.rows("name_prefixes"))
"""The closed list of prefixes of the BRP (landelijke tabel 36), in lower case."""
TITLES: Final[Mapping[str, Mapping[str, Any]]] = {one["code"]: one for one in seed.rows("name_titles")}
"""The titles of nobility and the predicates of the BRP (landelijke tabel 38)."""

_LONGEST = max(prefix.count(" ") for prefix in PREFIXES) + 1
# A prefix that ends in an apostrophe is written against the name: d'Ancona.
_JOINED = re.compile(r"^(.*?')(?=[^\W\d_])")
_APOSTROPHES = str.maketrans("’‘`´ʼ", "'''''")
# On the list, and yet in front of a name more often what somebody is called: Ben Bakker.
_GIVEN_TOO = frozenset({"ben", "don", "thor"})
_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
# Less than any letter and than one space, so that Vries comes before Vries Bakker, whatever stands behind it.
_BEHIND = "  "


@dataclass(frozen=True)
class PersonName:
    """The name of a person in the parts that the BRP knows, each as far as known; one part is enough."""

    given_names: str = ""
    title: str = ""
    prefix: str = ""
    surname: str = ""
    usage: str = ""
    """Whose surname is used: E own, P of the partner, V of the partner before the own, N behind it."""
    partner_prefix: str = ""
    partner_surname: str = ""
    call_name: str = ""
    on_document: str = ""
    original: str = ""

    @classmethod
    def of_text(cls, text: str) -> "PersonName":
        """The parts of a name that is known as one text: a guess, good enough to put it in order."""
        before, comma, behind = text.translate(_APOSTROPHES).partition(",")
        words = before.split()
        if comma:
            given, prefix = _without_last_prefix(behind.split())
            own, surname = split_prefix(before)
            return cls(given_names=given, prefix=own or prefix, surname=surname)
        for place in range(len(words) - 1):
            prefix, surname = split_prefix(" ".join(words[place:]))
            # What comes before another prefix is a given name: Ben de Vries, although Ben is on the list.
            if prefix and not split_prefix(surname)[0] and (place or prefix.lower() not in _GIVEN_TOO):
                return cls(given_names=" ".join(words[:place]), prefix=prefix, surname=surname)
        return cls(given_names=" ".join(words[:-1]), surname="".join(words[-1:]))

    def tidied(self) -> "PersonName":
        """The same in single spaces and composed characters; the prefixes of the list as the list has them."""
        parts = {
            name: unicodedata.normalize("NFC", " ".join(part.split())) for name, part in vars(self).items()
        }
        for name in ("prefix", "partner_prefix"):
            listed = parts[name].translate(_APOSTROPHES).lower()
            # Anything else stays as it was written: v.d. can be van de, van den and van der.
            parts[name] = listed if listed in PREFIXES else parts[name]
        for name in ("given_names", "surname", "partner_surname", "call_name"):
            parts[name] = re.sub(r"^Ij", "IJ", parts[name])
        # The original script is kept as it came.
        return PersonName(**{**parts, "original": self.original})

    def known(self) -> dict[str, str]:
        """The parts that are known."""
        return {name: part for name, part in vars(self).items() if part}

    @property
    def own(self) -> str:
        """Given names and the own surname, whatever surname is used: what a register knows the person by."""
        return _beside(self.given_names or self.call_name, _joined(self.prefix, self.surname))

    @property
    def shown(self) -> str:
        """How the person is called on a page: the given names, and the surname that is used."""
        title = TITLES.get(self.title, {}) if self._uses_own else {}
        called, noble = self.given_names or self.call_name, str(title.get("label_nl", ""))
        first, between = (noble, "") if title.get("sort") == "predicate" else ("", noble)
        given = " ".join(filter(None, (first, called, between)))
        return _beside(given, self._surname) or self.on_document or self.original

    @property
    def formal(self) -> str:
        """How the person stands in a list or a register: De Vries, A."""
        if not self._surname:
            return self.shown
        initials = _initials(self.given_names or self.call_name)
        return ", ".join(filter(None, (_beside("", self._surname), initials)))

    @property
    def sort_key(self) -> str:
        """Where the person stands in an ordered list: by surname, then given names, the prefix last."""
        prefix, surname = self._first
        given = self.given_names or self.call_name
        said = (surname, given, prefix) if surname else (given or self.on_document or self.original,)
        return _BEHIND.join(_folded(part) for part in said if part)

    @property
    def _uses_own(self) -> bool:
        return bool(self.surname) and not (self.usage == "P" and self.partner_surname)

    @property
    def _first(self) -> tuple[str, str]:
        """Prefix and surname that come first in the name that is used."""
        partner = self.partner_surname and (self.usage in ("P", "V") or not self.surname)
        return (self.partner_prefix, self.partner_surname) if partner else (self.prefix, self.surname)

    @property
    def _surname(self) -> str:
        """The surname that is used, one or two names, as it stands behind a given name."""
        own = _joined(self.prefix, self.surname)
        partner = _joined(self.partner_prefix, self.partner_surname) if self.partner_surname else ""
        if not partner or not self.surname:
            return own if self.surname else partner
        return {"P": partner, "V": f"{partner}-{own}", "N": f"{own}-{partner}"}.get(self.usage, own)


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


def _without_last_prefix(words: list[str]) -> tuple[str, str]:
    """Given names and the prefix behind them, in a name that begins with its surname: Vries, Anna de."""
    for count in range(min(_LONGEST, len(words)), 0, -1):
        if " ".join(words[-count:]).lower() in PREFIXES:
            return " ".join(words[:-count]), " ".join(words[-count:])
    return " ".join(words), ""


def _joined(prefix: str, surname: str) -> str:
    return f"{prefix}{'' if prefix.endswith(chr(39)) else ' '}{surname}".strip()


def _beside(given: str, surname: str) -> str:
    """A surname behind a given name; by itself it begins with a capital."""
    return f"{given} {surname}".strip() if given or not surname else _capital(surname)


def _capital(text: str) -> str:
    """With a capital at the first letter, and IJ as one: 't Hooft stays 't Hooft, and ijmker becomes IJmker."""
    if text[:2].lower() == "ij":
        return "IJ" + text[2:]
    return text if text.startswith("'") else text[:1].upper() + text[1:]


def _initials(given: str) -> str:
    """A.B. of Anna Bella, IJ. of IJsbrand, J.-P. of Jean-Pierre; a script without initials stays whole."""
    words = given.replace(".", " ").split()
    if not all(unicodedata.name(word[0], "").startswith("LATIN") for word in words):
        return given
    return "".join("-".join(_initial(part) for part in word.split("-") if part) for word in words)


def _initial(name: str) -> str:
    return "IJ." if name[:2].lower() == "ij" else f"{name[:1].upper()}."


def _folded(text: str) -> str:
    """Lower case, without marks above and below the letters, quotes alike."""
    folded = text.translate(_APOSTROPHES).casefold().translate(_UNDECOMPOSED)
    decomposed = unicodedata.normalize("NFKD", folded)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
