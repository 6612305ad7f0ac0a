"""The words of what stands in a list: codes, days and ids as people read them. For pages and for files alike."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from api.problems.words import Word
from domain import catalogue, lists, rows
from domain.actor import Actor
from domain.calendar import today
from domain.catalogue import HasLabel
from domain.lists import Asked, Listing

CODE_LISTS: Final[Mapping[str, Callable[[Session, date], Iterable[HasLabel]]]] = {
    "form": catalogue.indicator_groups,
    "municipality": catalogue.municipalities,
    "intervention_kind": lambda session, on: catalogue.intervention_kinds(session, None, on),
}
"""The dated code lists, which bring words of their own."""

NO_CODES: Final = frozenset({"text", "day", "number", "organisation", "manager", "yes"})
"""What stands in a list and is no code."""


class Wording:
    """Words in one language, as the one who asks may read them."""

    def __init__(self, session: Session, actor: Actor, word: Word, language: str) -> None:
        self.session = session
        self.actor = actor
        self.language = language
        self._word = word

    def say(self, of: str, code: str, **facts: object) -> str:
        """A word of one of our own lists, with facts filled in; the code itself when there is none."""
        found = self._word(of, code, self.language) or code
        return found % facts if facts else found

    def of(self, words: str, value: Any) -> str:
        """The words of one value."""
        if value is None:
            return ""
        if words in CODE_LISTS:
            return catalogue.label(self.entries(words), str(value), self.language)
        if words == "organisation":
            return self.organisations.get(value, "–")
        if words == "manager" and isinstance(value, UUID):
            return self.managers.get(value, "–")
        if isinstance(value, date):
            return f"{value.day}-{value.month}-{value.year}"
        return str(value) if words in ("text", "number") else self.say(words, str(value).lower())

    def entries(self, words: str) -> Iterable[HasLabel]:
        """The code list that these words come from, as it stands today."""
        return CODE_LISTS[words](self.session, today())

    @cached_property
    def organisations(self) -> Mapping[UUID, str]:
        """The partners by name."""
        return dict(sorted(rows.organisation_names(self.session).items(), key=lambda one: one[1].casefold()))

    @cached_property
    def managers(self) -> Mapping[UUID, str]:
        """Who manages the cases that the one who asks may see."""
        return dict(lists.managers(self.session, self.actor))


def chosen(listing: Listing, asked: Asked) -> list[tuple[str, Any]]:
    """What a list was asked, one value at a time: the filter and the value."""
    found: list[tuple[str, Any]] = []
    for name in listing.filters:
        value = getattr(asked, name)
        if isinstance(value, list | tuple):
            found += [(name, one) for one in value]
        elif value is not None:
            found.append((name, value))
    return found
