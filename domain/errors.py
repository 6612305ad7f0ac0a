"""What can go wrong, as meaning. Which HTTP status that becomes is known by `api.problems` alone."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one field: a code, the JSON pointer of the field, and facts for the sentence."""

    code: str
    pointer: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


class DomainError(Exception):
    """Base of all refusals: a code (kebab-case), facts to build the sentence from, perhaps a field."""

    def __init__(self, code: str, *, pointer: str | None = None, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.pointer = pointer
        self.facts = facts


class NotSignedIn(DomainError):
    """Nobody is asking: the identity is missing, wrong, expired or revoked."""


class NotFound(DomainError):
    """It does not exist, or not for this actor; the two must never differ."""

    def __init__(self, code: str = "not-found", **facts: Any) -> None:
        super().__init__(code, **facts)


class NotAllowed(DomainError):
    """This actor, as a person in this role, may never do this; says nothing about a particular object."""


class WrongStep(DomainError):
    """The process does not allow this act while the subject stands where it stands."""


class Conflict(DomainError):
    """Somebody else was first, or the state does not admit it."""


class TooMany(DomainError):
    """A limit in rate was passed; `retry_after` (seconds) is among the facts."""


class Invalid(DomainError):
    """The input is wrong; carries every problem found, each with its field."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("invalid")
        self.problems = problems
