"""The guard on free text: before a text is saved, whoever writes it sees which words in it need care.

A warning and no lock: a word is not yet a datum ("the street of the church"), and only the writer knows. Numbers
belong in their own fields, where they are checked; for health, ethnicity, religion and orientation there is no ground
in compartment R (BGS 2.15), so who keeps such a word says why, and that is on the log. See docs/decisions/0018.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, Field
from pydantic.alias_generators import to_camel
from sqlalchemy import text
from sqlmodel import Session

from domain import access, identifiers
from domain.actor import Actor
from domain.calendar import today
from domain.errors import Invalid, Problem
from domain.identifiers import Kind, PersonName
from domain.shapes import LINE, NARRATIVE, OptionalLine, Shape, YesNo

SPECIAL: Final = ("health", "ethnicity", "religion", "orientation")
"""What the RIEC may not process: to keep such a word asks for a reason (WGS 2.21, BGS 2.15)."""

REASONED: Final = (*SPECIAL, "nationality")
"""Nationality only to identify somebody, and then with a reason (BGS 1.9)."""


class Guarded(Shape):
    """A shape with texts, which can be saved as they are after a warning."""

    text_confirmed: YesNo = Field(
        default=False,
        exclude=True,
        description="Bevestigd: the words that need care were looked at, and stay",
    )
    text_reason: OptionalLine = Field(
        default="",
        exclude=True,
        description="Reden: why words about health, ethnicity, religion or orientation stay; goes on the log",
    )


WRITTEN: Final = (LINE, NARRATIVE)
"""How long a field may be in which somebody writes; codes are shorter."""

IDENTIFYING: Final = frozenset({"name", "aliases", "birth_date", "identifier", "text_reason"}) | (
    frozenset(PersonName.__dataclass_fields__) - {"title"}
)
"""Where somebody is named or numbered, each with checks of its own; and where the reason is given."""


class Words(NamedTuple):
    """The words that need care: how each of their forms is found, and which kind a form is of."""

    forms: re.Pattern[str]
    kinds: Mapping[str, str]

    @classmethod
    def of(cls, listed: Iterable[tuple[str, Sequence[str]]]) -> "Words":
        """Of (kind, forms); made once as long as the list stays the same."""
        return _words(tuple((kind, tuple(forms)) for kind, forms in listed))


@dataclass(frozen=True)
class Found:
    """A word in a text, and why it needs care."""

    kind: str
    word: str


# What a number looks like in a text; whether it is one, its own check says.
_LOOKS_LIKE: Final[Mapping[Kind, re.Pattern[str]]] = {
    Kind.BSN: re.compile(r"(?<!\d)(?<!\d[.,-])\d{4}[ .]?\d{2}[ .]?\d{3}(?!\d|[.,-]\d)"),
    Kind.IBAN: re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b"),
    Kind.PHONE: re.compile(r"(?<![\w+])(?:\+31|0031|0)[ -]?\(?(?:0\)?)?[1-9](?:[ -]?\d){8}(?!\d)"),
    Kind.LICENCE_PLATE: re.compile(
        r"\b(?:[A-Z]{2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}|[A-Z]{2}-\d{2}-[A-Z]{2}|[A-Z]{2}-[A-Z]{2}-\d{2}"
        r"|\d{2}-[A-Z]{2}-[A-Z]{2}|\d{2}-[A-Z]{3}-\d|\d-[A-Z]{3}-\d{2}|[A-Z]{2}-\d{3}-[A-Z]|[A-Z]-\d{3}-[A-Z]{2}"
        r"|[A-Z]{3}-\d{2}-[A-Z]|[A-Z]-\d{2}-[A-Z]{3}|\d-[A-Z]{2}-\d{3}|\d{3}-[A-Z]{2}-\d)\b"
    ),
    # Of a Dutch passport or identity card: two letters, six of either without the letter O, a digit.
    Kind.TRAVEL_DOCUMENT: re.compile(r"\b(?=[A-Z0-9]*\d[A-Z0-9]*\d)[A-NP-Z]{2}[A-NP-Z0-9]{6}\d\b"),
}


NUMBERS_OF_PEOPLE: Final = (Kind.BSN, Kind.TRAVEL_DOCUMENT)
MASK: Final = "[•••]"

_WITHOUT_CHECK: Final = (Kind.LICENCE_PLATE, Kind.TRAVEL_DOCUMENT)


def found_in(written: str, words: Words) -> list[Found]:
    """The numbers and words in a text that need care, each once, in the order of the text."""
    spots: dict[Found, int] = {}
    for kind, looks in _LOOKS_LIKE.items():
        for hit in looks.finditer(written):
            if _is(kind, hit.group()):
                spots.setdefault(Found(kind.value, hit.group().strip()), hit.start())
    for hit in words.forms.finditer(written):
        said = hit.group()
        kind_of = words.kinds.get(said) or words.kinds.get(said.lower())
        if kind_of:
            spots.setdefault(Found(kind_of, said), hit.start())
    return sorted(spots, key=lambda one: spots[one])


def _is(kind: Kind, number: str) -> bool:
    try:
        checked = identifiers.check(kind.value, number, pointer="")
        return checked.verified or kind in _WITHOUT_CHECK
    except Invalid:
        return False


@lru_cache(maxsize=8)
def _words(listed: tuple[tuple[str, tuple[str, ...]], ...]) -> Words:
    """All forms as whole words. What is written with a capital is only meant with one: Polen, and not polen."""
    kinds = {form: kind for kind, forms in listed for form in forms}
    either = sorted((form for form in kinds if form[:1].islower()), key=len, reverse=True)
    capital = sorted((form for form in kinds if not form[:1].islower()), key=len, reverse=True)
    parts = [rf"(?i:{_by_first_letter(either)})"] if either else []
    parts += [rf"(?:{'|'.join(map(re.escape, capital))})"] if capital else []
    return Words(re.compile(rf"(?<!\w)(?:{'|'.join(parts) or '(?!)'})(?!\w)"), kinds)


def _by_first_letter(forms: Sequence[str]) -> str:
    """Any of these forms; at a letter that begins none of them no form is tried, which is most of what is written."""
    beginning: dict[str, list[str]] = {}
    for form in forms:
        beginning.setdefault(form[0], []).append(re.escape(form[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in beginning.items())


def masked(written: str) -> str:
    """The text without what identifies a person by number: for what leaves the system (BGS 2.15, Wabb)."""
    for kind in NUMBERS_OF_PEOPLE:
        numbers = {hit.group() for hit in _LOOKS_LIKE[kind].finditer(written) if _is(kind, hit.group())}
        for number in sorted(numbers, key=len, reverse=True):
            written = written.replace(number, MASK)
    return written


_LISTED: Final = text(
    "select kind, forms from guarded_words where valid_from <= :on and (valid_until is null or valid_until > :on)"
    " order by word"
)


def words(session: Session, on: date) -> Words:
    """The words that need care on this day."""
    found = session.execute(_LISTED, {"on": on})
    return Words.of((kind, forms) for kind, forms in found)


def problems(session: Session, data: Guarded, *, identifying: bool = False) -> list[Problem]:
    """What the writer still has to look at, or to give a reason for; `identifying`: that is where numbers belong."""
    return problems_among(words(session, today()), data, identifying=identifying)


def problems_among(listed: Words, data: Guarded, *, identifying: bool = False) -> list[Problem]:
    """The same, held against words that were read before."""
    found = {
        pointer: [one for one in found_in(written, listed) if not identifying or one.kind in REASONED]
        for pointer, written in _texts(data, "")
    }
    if not data.text_confirmed:
        return [problem for pointer, these in found.items() for problem in _problems(pointer, these)]
    asks_reason = any(one.kind in REASONED for these in found.values() for one in these)
    return [Problem("text-reason-missing", "/textReason")] if asks_reason and not data.text_reason else []


def check(session: Session, actor: Actor, data: Guarded, *, identifying: bool = False) -> None:
    """Refuse until the writer looked at the words that need care."""
    wrong = problems(session, data, identifying=identifying)
    if wrong:
        raise Invalid(*wrong)
    note(session, actor, data)


def note(session: Session, actor: Actor, data: Guarded) -> None:
    """That words that need care were kept, and why: for who controls lawfulness."""
    if data.text_confirmed:
        access.consulted(session, actor, "text_confirmed", purpose=data.text_reason or None)


def _problems(pointer: str, found: Iterable[Found]) -> Iterator[Problem]:
    """One problem for each field: the gravest of what is in it, with all the words."""
    every = list(found)
    for code, these in (
        ("text-holds-special", [one for one in every if one.kind in SPECIAL]),
        ("text-holds-nationality", [one for one in every if one.kind == "nationality"]),
        ("text-holds-number", every),
    ):
        if these:
            yield Problem(code, pointer, {"words": [one.word for one in every]})
            return


def _texts(data: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Every text in a shape and in the shapes within it, with its place."""
    if isinstance(data, BaseModel):
        for name, camel, written in _fields(type(data)):
            value = getattr(data, name)
            if not isinstance(value, str):
                yield from _texts(value, f"{pointer}/{camel}")
            elif written:
                yield f"{pointer}/{camel}", value
    elif isinstance(data, list | tuple):
        for number, one in enumerate(data):
            yield from _texts(one, f"{pointer}/{number}")


@cache
def _fields(shape: type[BaseModel]) -> tuple[tuple[str, str, bool], ...]:
    """Each field of a shape, its name in the API, and whether somebody writes in it and names nobody there."""
    return tuple(
        (
            name,
            to_camel(name),
            name not in IDENTIFYING
            and any(getattr(one, "max_length", None) in WRITTEN for one in field.metadata),
        )
        for name, field in shape.model_fields.items()
    )
