"""Recognition (signalen herkennen): for each form of exploitation a sheet with the signs that hold on a day.

A sheet is about no case and no person: who is signed in may read it, print it and share it. How signs are counted is
told on it and done nowhere: people count and people decide, and no figure about a person ever comes of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from pydantic import Field
from sqlmodel import Session

from db.tables.catalogue import FollowUpQuestion, OtherExplanation
from domain import catalogue, danger
from domain.calendar import today
from domain.catalogue import Entry, FormView, IndicatorView, LabelledEntry
from domain.errors import Invalid, NotFound, Problem
from domain.shapes import Day, Shape

DIMENSIONS: Final = ("EX", "CD", "VD", "DR", "CR", "VR", "CX")
"""What signs are about, in the order in which one comes upon it: what can be seen now, then what came before."""
EXPLOITATION: Final = "EX"
SURROUNDINGS: Final = "CX"
"""Signs of a place or a company: they prove nothing about a person, and do not count."""
YOUNG: Final = "JL"
"""The form that is about who is under 18, for whom no means of coercion is required (art. 273f(1) 2° and 5° Sr)."""


class AskSheets(Shape):
    """Vraag naar bladen: as they were on which day."""

    on: Day | None = Field(default=None, description="Op: empty is today")


@dataclass(frozen=True)
class Sheet:
    """Blad: the signs of one form of exploitation by what they are about."""

    form: FormView
    signs: tuple[IndicatorView, ...]

    @property
    def groups(self) -> list[tuple[str, list[IndicatorView]]]:
        """The signs by dimension; a dimension without any is not there."""
        found = [(code, [one for one in self.signs if one.dimension == code]) for code in DIMENSIONS]
        return [(code, signs) for code, signs in found if signs]

    @property
    def young(self) -> bool:
        """Whether it is about who is under 18."""
        return self.form.code == YOUNG

    @property
    def counts(self) -> bool:
        """Whether any of its signs is about a person."""
        return any(one.dimension != SURROUNDINGS for one in self.signs)

    @property
    def means(self) -> bool:
        """Whether it has signs of how somebody is brought to it: deceit, coercion, abuse of vulnerability."""
        return any(one.dimension not in (EXPLOITATION, SURROUNDINGS) for one in self.signs)


@dataclass(frozen=True)
class Edition:
    """Uitgave: every sheet as it was on a day, and since when the list reads like that."""

    on: date
    changed_on: date | None
    sheets: tuple[Sheet, ...]
    explanations: Mapping[str, LabelledEntry]
    """What else each sign may be, by its code."""
    questions: tuple[LabelledEntry, ...]
    """What to ask oneself with any sign."""
    emergency_number: str

    def sheet(self, form: str) -> Sheet | None:
        """The sheet of one form; none when the list had no signs for it that day."""
        return next((one for one in self.sheets if one.form.code == form), None)


def edition(session: Session, asked: AskSheets) -> Edition:
    """The sheets of a day. What is to come can still change, and is on no sheet."""
    on = asked.on or today()
    if on > today():
        raise Invalid(Problem("date-in-future", "/on"))
    signs = catalogue.indicators(session, None, on)
    sheets = (
        Sheet(form, tuple(one for one in signs if one.form == form.code))
        for form in catalogue.indicator_groups(session, on)
    )
    changed = (day for day in _changes(catalogue.indicators(session, None, None)) if day <= on)
    return Edition(
        on,
        max(changed, default=None),
        tuple(one for one in sheets if one.signs),
        other_explanations(session, on),
        follow_up_questions(session, on),
        danger.emergency_number(session, today()),
    )


def other_explanations(session: Session, on: date) -> dict[str, LabelledEntry]:
    """What else each sign may be, by its code."""
    return {one.code: one for one in catalogue.valid_on(session, OtherExplanation, LabelledEntry, on)}


def follow_up_questions(session: Session, on: date) -> tuple[LabelledEntry, ...]:
    """What to ask oneself with any sign."""
    return catalogue.valid_on(session, FollowUpQuestion, LabelledEntry, on)


def form(session: Session, code: str) -> FormView:
    """A form of exploitation that is or once was on the list, as it was last called."""
    found = [one for one in catalogue.indicator_groups(session, None) if one.code == code]
    if not found:
        raise NotFound
    return found[-1]


def _changes(entries: Iterable[Entry]) -> Iterator[date]:
    """The days on which the list became another."""
    for entry in entries:
        yield entry.valid_from
        if entry.valid_until is not None:
            yield entry.valid_until
