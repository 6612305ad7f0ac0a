"""How a name or street is written, without what spelling, script and keyboard add: for comparing, never for showing.

Dutch rules first (domain.md 4.5): ij = y = ei, sch = s, c/q/ck = k, z = s, v/w = f, th/dt = t; tussenvoegsels do not
count. Other scripts become Latin letters with anyascii, which gives Arabic its consonants only: so what a name sounds
like is a skeleton of consonants.
"""

import re
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from domain.identifiers.names import PREFIXES

_NOT_LETTERS: Final = re.compile(r"[^a-z0-9]+")
_APOSTROPHE: Final = re.compile(r"['`’‘´ʼ]")
# Separators of a double or partner name: De Vries-Bakker, Jansen e/v De Boer, Bakker geb. Smit.
_PARTNER: Final = re.compile(
    r"\s*[-‐‑–—/]\s*|\s+(?:e[/.]?\s?v\.?|geb\.?|gehuwd|nee|née|wed\.?|ép\.?)\s+", re.IGNORECASE
)
# Besides the list of the BRP: what is written before Arabic names or left out, and how "van der" is shortened.
_MORE_PREFIXES: Final = frozenset({"al", "el", "ul", "ait", "bint", "ould", "abu", "v", "vd", "vdr"})
_ABBREVIATED: Final = re.compile(r"\bv\.?/d\b\.?", re.IGNORECASE)
_DROPPED: Final = _MORE_PREFIXES | {
    re.sub("[^a-z]", "", word) for prefix in PREFIXES for word in prefix.split() if word
}

# From first to last: what is written -> what it is compared as. Longer ways of writing a sound come first.
_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("shch|tsch|dzsj|dzh|dsj|dj|gi(?=[aou])", "J"),
        ("tsj|tch|tsh|tj(?=[aeiou])|cz|cs|sch|sh|sj|sz|zh|tz|ts", "s"),
        ("kh|gh|ch", "g"),
        ("ph", "f"),
        ("ij|ei|ey|ai|ay", "i"),
        ("ou(?=[aeiou])|w|v", "f"),
        ("ck|q", "k"),
        ("c(?=[eiy])|z", "s"),
        ("c", "k"),
        ("x", "ks"),
        ("dt|th|d", "t"),
        ("(?<=[a-z])h", ""),
        ("^[yj](?=[aeiou])|J", "j"),
    )
)
_OTHER_CH: Final = re.compile("ch|sch|sh")
_DOUBLE: Final = re.compile(r"(.)\1+")
_VOWELS: Final = re.compile("[aeiouy]")
# Inside a word y and j are written for each other, and as often for nothing: Stoyan, Stojan; Khadija, Khadidja.
_SOFT: Final = re.compile("[aeiouyj]")


@lru_cache(maxsize=1 << 16)
def words(text: str) -> tuple[str, ...]:
    """The words in lower case Latin letters and digits, without marks."""
    plain = anyascii(_APOSTROPHE.sub("", text)).lower()
    return tuple(word for word in _NOT_LETTERS.split(_APOSTROPHE.sub("", plain)) if word)


def joined(text: str) -> str:
    """All letters and digits after each other: a space too many or too few makes no difference."""
    return "".join(words(text))


@lru_cache(maxsize=1 << 16)
def surname_parts(text: str) -> tuple[str, ...]:
    """Each surname in it (own name, partner's name) without tussenvoegsels; their order is kept."""
    parts = []
    for part in _PARTNER.split(_ABBREVIATED.sub("van de", text)):
        all_words = words(part)
        kept = [word for word in all_words if word not in _DROPPED] or all_words[-1:]
        if kept:
            parts.append("".join(kept))
    return tuple(parts)


@lru_cache(maxsize=1 << 16)
def sounds(word: str) -> tuple[str, ...]:
    """What a word sounds like: one code, and a second one where `ch` is read in more than one way."""
    first = _skeleton(word)
    if not _OTHER_CH.search(word):
        return (first,)
    second = _skeleton(_OTHER_CH.sub("s", word))
    return (first,) if second == first else (first, second)


def _skeleton(word: str) -> str:
    code = word
    for pattern, sound in _SOUNDS:
        code = pattern.sub(sound, code)
    if not code:
        return ""
    first = "a" if _VOWELS.match(code) else code[0]
    # Doubles are collapsed again after the vowels went: mohammed, mohamed and mhmd are one.
    return _DOUBLE.sub(r"\1", first + _SOFT.sub("", code[1:]))
