"""Why something was found: the field that matches, and the piece of it with the match marked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from domain.search.words import Wanted, folded

BEFORE: Final = 50
AFTER: Final = 110
# Of two words that differ by a typing error, so much is the same.
ALIKE: Final = 0.6

_TOKEN: Final = re.compile(r"[^\W_]+")


class Match(NamedTuple):
    """A field, a piece of its text, and where in that piece the match stands."""

    field: str
    snippet: str
    marks: Sequence[tuple[int, int]]


def why(fields: Mapping[str, str], wanted: Wanted) -> Match:
    """The field that says most about what was asked, in the order in which they are given."""
    found = {name: marks_in(text, wanted) for name, text in fields.items() if text}
    best = max(found, key=lambda name: len(found[name]), default="")
    marks = [mark for spelled in found.get(best, {}).values() for mark in spelled]
    if not marks:
        best, marks = _alike(fields, wanted)
    return _cut(best, fields.get(best, ""), _apart(marks))


def marks_in(text: str, wanted: Wanted) -> dict[str, list[tuple[int, int]]]:
    """Where each word stands in a text, and where a number does, however its parts are divided."""
    plain, places = folded(text)
    found = {word: _places(plain, places, folded(word)[0]) for word in wanted.words}
    numbers = [word for word in (*wanted.numbers, *wanted.words) if any(c.isdecimal() for c in word)]
    missing = [number for number in numbers if not found.get(number)]
    if missing:
        solid = [index for index, character in enumerate(plain) if character.isalnum() or character == "+"]
        whole = "".join(plain[index] for index in solid)
        for number in missing:
            found[number] = _places(whole, [places[index] for index in solid], folded(number)[0])
    return {word: marks for word, marks in found.items() if marks}


def _places(plain: str, places: Sequence[int], word: str) -> list[tuple[int, int]]:
    return [
        (places[found.start()], places[found.end() - 1] + 1)
        for found in re.finditer(re.escape(word), plain)
        if word
    ]


def _alike(fields: Mapping[str, str], wanted: Wanted) -> tuple[str, list[tuple[int, int]]]:
    """The field with the words that look most like what was asked, for who made a typing error."""
    best, most, marks = next((name for name, text in fields.items() if text), ""), 0.0, []
    for name, text in fields.items():
        near = [_nearest(text, word) for word in wanted.words]
        score = sum(likeness for likeness, _ in near)
        if score > most:
            best, most, marks = name, score, [mark for likeness, mark in near if likeness]
    return best, marks


def _nearest(text: str, word: str) -> tuple[float, tuple[int, int]]:
    plain = folded(word)[0]
    likeness = [
        (SequenceMatcher(None, plain, folded(token[0])[0]).ratio(), token.span())
        for token in _TOKEN.finditer(text)
    ]
    best = max(likeness, default=(0.0, (0, 0)))
    return best if best[0] >= ALIKE else (0.0, (0, 0))


def _apart(marks: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, those that touch as one."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _cut(field: str, text: str, marks: list[tuple[int, int]]) -> Match:
    """A piece around the first mark, cut between words."""
    first = marks[0][0] if marks else 0
    start = max(0, first - BEFORE)
    if start:
        start = text.find(" ", start, first) + 1 or start
    end = min(len(text), max(first + AFTER, marks[0][1] if marks else 0))
    if end < len(text):
        end = max(text.rfind(" ", first, end), marks[0][1] if marks else 0, start + 1)
    left, right = "… " if start else "", " …" if end < len(text) else ""
    moved = [(a - start + len(left), b - start + len(left)) for a, b in marks if b <= end]
    return Match(field, f"{left}{text[start:end]}{right}", moved)
