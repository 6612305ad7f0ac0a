"""Two people who edit one thing at once: nothing is lost, and who saves second sees what the other saved.

A form of a thing that exists carries a mark of what each field held when it was opened. When it is sent, each field
was left alone, changed here, changed by the other, or by both. What only the other changed is taken over, what only
this person changed stays; where both did, both are shown and one is chosen. Nothing is saved before that was seen.
"""

import hashlib
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlmodel import Session

from domain import events
from domain.errors import Conflict
from web.forms import Typed

MARK: Final = "was"
"""The field with what every other field held when the form was opened."""
CHOICE: Final = "choice/{}"
"""The field in which one chooses, where both changed the same."""
THEIRS: Final = "theirs"

Stored = Mapping[str, str | list[str]]
"""What each field of a form holds as the thing is stored now, written as the form writes it."""
Held = Mapping[str, list[str]]


class Overtaken(Conflict):
    """Somebody saved the thing while this form was open; the form now holds what becomes of the two."""

    def __init__(self, both: Held, taken: Held, by: events.Changer | None) -> None:
        super().__init__("precondition-failed")
        self.both = both
        """What the other saved in the fields that both changed."""
        self.taken = taken
        """What the other saved in the fields that only the other changed: it stands in the form."""
        self.by = by


def opened(stored: Stored) -> Typed:
    """The form as the thing is stored now, with the mark of it."""
    now = _lists(stored)
    return Typed({**now, MARK: [_marks(now)]})


def settle(session: Session, typed: Typed, stored: Stored, thing_id: UUID) -> None:
    """Bring the form together with what is stored; Overtaken when there is something to see before it is saved."""
    if typed.resumed:
        return
    now, was = _lists(stored), _read(typed.get(MARK))
    unchanged = {name for name, held in now.items() if was.get(name) == _mark(held)}
    chosen = {name for name in unchanged if typed.get(CHOICE.format(name)) == THEIRS}
    typed.hold({name: now[name] for name in chosen}, without=map(CHOICE.format, now))

    differing = {
        name: held
        for name, held in now.items()
        if name not in unchanged and _mark(typed.all(name)) != _mark(held)
    }
    typed.hold({MARK: [_marks(now)]})
    if differing:
        mine = {name for name in differing if _mark(typed.all(name)) != was.get(name)}
        taken = {name: held for name, held in differing.items() if name not in mine}
        typed.hold(taken)
        both = {name: held for name, held in differing.items() if name in mine}
        raise Overtaken(both, taken, events.last_changer(session, thing_id))


def _lists(stored: Stored) -> dict[str, list[str]]:
    return {name: [held] if isinstance(held, str) else held for name, held in stored.items()}


def _marks(now: Held) -> str:
    return " ".join(f"{name}:{_mark(held)}" for name, held in now.items())


def _read(marks: str) -> dict[str, str]:
    return {name: mark for name, _, mark in (one.rpartition(":") for one in marks.split())}


def _mark(held: list[str]) -> str:
    """Short, and the same for what a browser sends back: it writes line breaks its own way, and no empty choice."""
    said = sorted(one.replace("\r\n", "\n").strip() for one in held)
    written = "\x00".join(one for one in said if one)
    return hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()[:12]
