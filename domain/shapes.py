"""What goes in (Shape) and what comes out (View), for the API and the pages alike.

JSON is camelCase. Input is refused when it holds a field we do not know: a misspelled field that is silently
dropped would be a loss nobody sees. A View is a closed list of named fields and never inherits from a table.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Annotated, Generic, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from domain.identifiers import Refused, day

T = TypeVar("T")

LINE = 200
CLOCK = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
NARRATIVE = 20_000
INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Categories of Unicode that leave no mark on paper: controls, formats and spaces."""


_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")


def _storable(text: str) -> str:
    """PostgreSQL stores neither NUL nor half a surrogate pair; say so instead of failing there."""
    if _NOT_STORABLE.search(text):
        raise PydanticCustomError("text_not_storable", "The text holds a character that cannot be stored")
    return text


def _visible(text: str) -> str:
    """What shows nothing at all says nothing: a zero-width space is no name."""
    return "" if all(unicodedata.category(one) in INVISIBLE for one in text) else text


def _said(text: str) -> str:
    """The same where something has to be said."""
    if not _visible(text):
        raise PydanticCustomError("string_too_short", "Nothing of the text can be seen", {"min_length": 1})
    return text


TYPED_ON = "typed_on"
"""In the context of a validation: a person typed it, on this day. Dates may then be written as people do."""


def _date(value: object, info: ValidationInfo) -> object:
    """Only a written date: pydantic would read the number 0 as 1 January 1970. A program writes ISO 8601."""
    if isinstance(value, date):
        return value
    typed_on = (info.context or {}).get(TYPED_ON)
    if typed_on is not None and isinstance(value, str):
        try:
            return day(value, typed_on)
        except Refused as refused:
            raise PydanticCustomError(refused.code, "No date", refused.facts) from None
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
        raise PydanticCustomError("date_form", "A date is written as 2026-03-12")
    return value.strip()


def _start(value: object, info: ValidationInfo) -> object:
    """From a program a moment with its zone; from a person the first moment of a day."""
    if isinstance(value, str) and TYPED_ON in (info.context or {}):
        typed = _date(value, info)
        return (
            datetime.combine(typed, time(), ZoneInfo("Europe/Amsterdam"))
            if isinstance(typed, date)
            else typed
        )
    return value


def _clock(value: object, info: ValidationInfo) -> object:
    """A time of the day: from a program 13:30, from a person also 13.30, 9:00 or 9."""
    written = value.strip() if isinstance(value, str) else ""
    if TYPED_ON in (info.context or {}):
        hours, _, minutes = written.replace(".", ":").partition(":")
        written = f"{hours:0>2}:{minutes or '00'}"
    if not re.fullmatch(CLOCK, written):
        raise PydanticCustomError("time_form", "A time is written as 13:30")
    return written


def _yes_or_no(value: object, info: ValidationInfo) -> object:
    """From a program true or false only: pydantic would read 0, "off" and "n" too, which no schema says."""
    if isinstance(value, bool) or TYPED_ON in (info.context or {}):
        return value
    raise PydanticCustomError("bool_type", "Neither true nor false")


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LINE),
    AfterValidator(_storable),
    AfterValidator(_said),
]
OptionalLine = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=LINE),
    AfterValidator(_storable),
    AfterValidator(_visible),
]
Prose = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=NARRATIVE),
    AfterValidator(_storable),
    AfterValidator(_said),
]
OptionalProse = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=NARRATIVE),
    AfterValidator(_storable),
    AfterValidator(_visible),
]
Code = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=60),
    AfterValidator(_storable),
]
Day = Annotated[date, BeforeValidator(_date)]
Start = Annotated[datetime, BeforeValidator(_start)]
"""A moment; a person types a day, which then begins at midnight in the Netherlands."""
Clock = Annotated[str, BeforeValidator(_clock), WithJsonSchema({"type": "string", "pattern": CLOCK})]
"""A time of the day in the Netherlands, as 13:30."""
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]

Wrong = Literal["incorrect", "unlawful", "unnecessary"]
"""Why what somebody holds should not have been there (BGS 1.7)."""

Attested = Annotated[
    Literal[True],
    Field(description="Verklaring: checked for correctness, lawfully held (BGS 1.5, 1.6)", examples=[True]),
]


class Shape(BaseModel):
    """The base of everything that comes in."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="forbid", str_strip_whitespace=True
    )


class View(BaseModel):
    """The base of everything that goes out."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, frozen=True, from_attributes=True
    )


class Slice(View, Generic[T]):
    """Part of a list, and where the next part begins."""

    items: Sequence[T] = Field(description="Regels: the items of this part, newest first")
    next: str | None = Field(
        default=None, description="Vervolg: cursor of the next part; absent when this is the last"
    )
