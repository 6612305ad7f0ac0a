"""What the register of released results shows, and who does what in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, get_args
from uuid import UUID

from pydantic import Field

from domain.actor import StaffRole
from domain.cases import CONTRIBUTORS
from domain.shapes import View

State = Literal["open", "answered", "overdue", "ended"]
STATES: Final[Sequence[State]] = get_args(State)

Effect = Literal["intervention", "otherwise", "not_yet", "not_used"]
NOTHING_FOLLOWED: Final = ("not_yet", "not_used")
"""Then why is asked too (WGS 1.7(4))."""

ANSWERERS: Final = (*CONTRIBUTORS, StaffRole.MANDATE_HOLDER)
"""Who answers for an organisation of the region."""

NOTERS: Final = (StaffRole.CHAIR, StaffRole.ANALYST)
"""Who writes down at the RIEC what somebody outside the region told."""


@dataclass(frozen=True)
class Waiting:
    """Something to do about feedback, as the work list shows it."""

    kind: str
    id: UUID
    label: str
    since: datetime
    due_on: date | None
    overdue: bool


class FeedbackAsked(View):
    """Terugkoppeling gevraagd: under which number, and before which day for the first time."""

    id: UUID = Field(description="Verstrekt resultaat: in the register")
    number: str = Field(description="Nummer", examples=["TK-2026-4K7Q2MX8"])
    due_on: date = Field(description="Terugkoppeling vóór")


class FeedbackAnswerView(View):
    """Terugkoppeling: what the recipient said."""

    id: UUID = Field(description="Kenmerk")
    effect: str = Field(
        description="Wat volgde: intervention, otherwise, not_yet or not_used", examples=["intervention"]
    )
    text: str = Field(description="Effect en nut", examples=["De hal is gecontroleerd en gesloten."])
    why: str = Field(description="Waarom er niets volgde", examples=[""])
    given_on: date = Field(description="Teruggekoppeld op")
    organisation: str = Field(description="Vastgelegd door", examples=["Gemeente Westdorp"])
    corrects_id: UUID | None = Field(description="Verbetert: the answer that this one takes the place of")
    current: bool = Field(description="Geldt: not corrected since")
    created_at: datetime = Field(description="Vastgelegd op")


class FeedbackEndingView(View):
    """Einde van de terugkoppeling."""

    reason: str = Field(description="Reden: reported, destroyed or other", examples=["reported"])
    explanation: str = Field(description="Toelichting", examples=["De controle is afgerond."])
    organisation: str = Field(description="Vastgelegd door", examples=["RIEC Noord-Holland"])
    created_at: datetime = Field(description="Vastgelegd op")


class ReleasedResultLine(View):
    """Verstrekt resultaat in a list: that something was released, and no word of what."""

    id: UUID = Field(description="Kenmerk")
    number: str = Field(description="Nummer: its own, not that of a case", examples=["TK-2026-4K7Q2MX8"])
    recipient: str = Field(description="Ontvanger", examples=["Gemeente Westdorp"])
    recipient_id: UUID | None = Field(description="Ontvanger: absent outside the region")
    recipient_kind: str = Field(description="Soort: participant, public or private", examples=["public"])
    basis: str = Field(description="Waarvoor", examples=["public_task"])
    ground: str = Field(description="Grondslag", examples=["WGS-1.7-1"])
    released_by: str = Field(description="Verstrekt door", examples=["RIEC Noord-Holland"])
    released_on: date = Field(description="Verstrekt op")
    due_on: date | None = Field(description="Terugkoppeling vóór: absent once it was ended")
    state: State = Field(
        description="Stand: open, answered (and the next not yet due), overdue or ended", examples=["open"]
    )
    soon: bool = Field(description="Binnenkort: within the days in which one is reminded")
    answers: int = Field(description="Aantal keer teruggekoppeld", examples=[1])
    created_at: datetime = Field(description="Opgenomen op")


class ReleasedResultView(ReleasedResultLine):
    """Verstrekt resultaat with what the recipient said of it."""

    said: Sequence[FeedbackAnswerView] = Field(description="Terugkoppelingen, oldest first")
    ending: FeedbackEndingView | None = Field(description="Einde, when no more feedback is asked")
    disclosure_id: UUID | None = Field(description="Verstrekking: for the RIEC, as long as it sees the case")
    acts: Sequence[str] = Field(description="Handelingen: give, correct or end; what this viewer may do now")
