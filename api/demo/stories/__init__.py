"""The stories of the demo region as data: what was seen, who said what, what was decided.

One TOML file per district with cases, one with signals that came no further than the assessment, or not so far
yet, and one with the meetings of all. When something was done is told in working days before the day the region is loaded: `ago`, and for what
follows a signal or opens a case a word of its own. Inside an act days are calendar days from that act: `seen = 2`
is two days before it, `due = 20` twenty days after it.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

_HERE: Final = Path(__file__).parent


class Tale(BaseModel):
    """The base of everything told: a misspelled field is an error, not a silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SignalTale(Tale):
    """A signal, and what the preparation team decided on it when it did."""

    by: str
    form: str
    place: str
    text: str
    link: str
    ago: int
    """When it was submitted."""
    late: bool = False
    """In the evening, as police work goes."""
    seen: int
    until: int | None = None
    municipality: str = ""
    """Empty: where the reporter works."""
    urgency: Literal["none", "soon", "danger"] = "none"
    reference: str | None = None
    saw: tuple[tuple[str, str] | tuple[str, str, str], ...] = ()
    """Indicator, own words, and perhaps another explanation."""
    against: str = ""
    """What speaks against it."""
    safe: str = ""
    """How who may be a victim can be reached without danger."""
    mentions: tuple[dict[str, Any], ...] = ()
    photo: str = ""
    """What can be seen on a photo that the reporter adds."""
    assessor: str = "joris.vandervelde"
    assessed: int | None = None
    """When the preparation team decided; it waits while there is none."""
    send_back: str = ""
    added: str = ""
    supplemented: int | None = None
    """When the reporter answered what was asked."""
    hand_over: str = ""
    handed_to: str | None = None
    reject: str = ""
    take_up: str = ""
    unmet: tuple[str, ...] = ()
    """Criteria that were not met."""
    brought_in: int | None = None
    """When the preparation team brought it in without its source, which is protected then."""
    written: str = ""
    """What it wrote for the others."""
    unmask: str = ""
    """Why somebody asks to see the source."""
    unmask_by: str = "ineke.schouten"
    unmask_asked: int = 0


class SubjectTale(Tale):
    """Somebody or something in a case, and every act about it, in order."""

    kind: str
    role: str
    name: str = ""
    name_parts: dict[str, str] | None = None
    birth_date: str = ""
    identifier_kind: str | None = None
    identifier: str = ""
    description: str = ""
    entered: int
    """When the analyst put it in the case."""
    acts: tuple[dict[str, Any], ...] = ()


class CaseTale(Tale):
    """A case from its signals to where it stands today."""

    key: str
    title: str
    municipality: str
    purpose: str
    activity: Literal["bottleneck", "case_meeting", "scan"] = "case_meeting"
    chair: str = "ineke.schouten"
    analyst: str = "daan.terpstra"
    partners: dict[str, str] = Field(default_factory=dict)
    """Organisation and why it joins."""
    joined: int = 0
    """When they joined."""
    manager: tuple[str, str] | None = None
    """Who names the case manager, and who it is."""
    named: int = 0
    """When that was."""
    signals: tuple[SignalTale, ...]
    subjects: tuple[SubjectTale, ...] = ()
    ending: tuple[dict[str, Any], ...] = ()
    """The evaluation of the case as a whole, its closure, and perhaps that it is opened again."""


class ReportTale(Tale):
    """What somebody said later of an action."""

    ago: int
    by: str
    outcome: Literal["progress", "done", "dropped"]
    text: str


class ActionTale(Tale):
    """What a meeting agreed on, and what came of it."""

    text: str
    to: str
    """The organisation."""
    person: str = ""
    due: int
    """Calendar days after the meeting."""
    after: int | None = None
    """Which of the actions on this case it waits for, counted from nought."""
    came: tuple[ReportTale, ...] = ()


class DecisionTale(Tale):
    """What a meeting decided, other than what is decided on a page of its own."""

    kind: str
    text: str
    necessity: str
    proportionality: str
    subsidiarity: str
    responsible: str
    subject: int | None = None
    """Which subject of the case, counted from nought."""
    against: tuple[str, ...] = ()
    dissent: str = ""
    review: int | None = None
    """Calendar days after the meeting."""


class ItemTale(Tale):
    """A case on the agenda of a meeting."""

    case: str
    section: Literal["new", "running", "closing", "evaluation"] = "running"
    minutes: int = 20
    question: str = ""
    stands: Literal["done", "open", "waiting"] = "done"
    tells: bool = False
    """Whether what the story of the case tells of this day happened while it was on the table."""
    leave: tuple[str, ...] = ()
    """Who went home before it."""
    decisions: tuple[DecisionTale, ...] = ()
    actions: tuple[ActionTale, ...] = ()
    minuted: str = ""
    corrected: str = ""
    corrected_ago: int = 0


class MeetingTale(Tale):
    """A case meeting, in order of time; its minutes are adopted when the next with the same theme begins."""

    key: str
    theme: str
    place: str
    chair: str = "ineke.schouten"
    ago: int
    """When it is held: 0 while the region is loaded, less than that when it is still to come."""
    begins: str = "13:30"
    ends: str = "16:30"
    planned: int
    convened: int | None = None
    present: tuple[str, ...] = ()
    """Who comes; who takes no part in the case on the table waits in the corridor."""
    items: tuple[ItemTale, ...]


class Book(Tale):
    """All that there is to tell."""

    case: tuple[CaseTale, ...] = ()
    signal: tuple[SignalTale, ...] = ()
    meeting: tuple[MeetingTale, ...] = ()

    def signals(self) -> Iterator[SignalTale]:
        """Every signal, those of the cases first."""
        for case in self.case:
            yield from case.signals
        yield from self.signal

    def texts(self) -> Iterator[str]:
        """Every text that people wrote, in the order in which it is told."""
        yield from _texts(self.model_dump())


def book() -> Book:
    """Every story, read from the files beside this module."""
    chapters = [
        Book.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(_HERE.glob("*.toml"))
    ]
    return Book(
        case=tuple(case for chapter in chapters for case in chapter.case),
        signal=tuple(signal for chapter in chapters for signal in chapter.signal),
        meeting=tuple(meeting for chapter in chapters for meeting in chapter.meeting),
    )


def _texts(told: object) -> Iterator[str]:
    """Strings with a space in them: codes, keys and numbers are no texts."""
    if isinstance(told, str):
        if " " in told.strip():
            yield told.strip()
    elif isinstance(told, dict):
        for value in told.values():
            yield from _texts(value)
    elif isinstance(told, list | tuple):
        for value in told:
            yield from _texts(value)
