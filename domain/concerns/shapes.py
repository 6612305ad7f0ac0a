"""What a concern is made of: what the two may read of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from pydantic import Field

from domain.actor import StaffRole
from domain.shapes import View

HANDLERS: Final = (StaffRole.REPORTER, StaffRole.HANDLER, StaffRole.CASE_MANAGER)
"""Who sends one, and who turns one into a signal or does not."""

Status = Literal["received", "taken_up", "not_taken_up"]


class ConcernLine(View):
    """Melding in a list: the receipt, without a word of what it says."""

    id: UUID = Field(description="Kenmerk")
    number: str = Field(description="Nummer", examples=["M-2026-4K7Q2MX8"])
    sender: str = Field(description="Van", examples=["Woningcorporatie Polderdak"])
    recipient: str = Field(description="Aan", examples=["Gemeente Haarlem"])
    sent: bool = Field(description="Verstuurd: whether your own organisation sent it, or received it")
    status: Status = Field(description="Status: received, taken_up or not_taken_up")
    created_at: datetime = Field(description="Verstuurd op")
    decided_at: datetime | None = Field(description="Besloten op")


class ConcernAccountView(View):
    """Inhoud van een melding, as it was sent: for the recipient."""

    form: str = Field(description="Vorm van uitbuiting: what it comes closest to", examples=["AU"])
    words: str = Field(
        description="Eigen woorden: of the sender", examples=["Acht matrassen op twee kamers."]
    )
    place: str = Field(description="Plaats", examples=["Flat aan de kade"])
    municipality_code: str = Field(description="Gemeente", examples=["GM0361"])
    seen_on: date | None = Field(description="Gezien op")
    urgency: str = Field(description="Spoed", examples=["soon"])
    safe_contact: str = Field(
        description="Veilig contact: how one can be reached without danger, and how not",
        examples=["Nooit thuis bellen."],
    )


class ConcernView(ConcernLine):
    """Melding: the sender sees the receipt and the status, the recipient what it says too."""

    account: ConcernAccountView | None = Field(
        description="Inhoud: for the recipient, until the clock has destroyed it"
    )
    reason: str | None = Field(description="Reden: why it became no signal, for the recipient")
    signal_id: UUID | None = Field(description="Signaal: which it became, for the recipient")
    due_on: date | None = Field(description="Inhoud wordt vernietigd op; empty once it is")
    forgotten_at: datetime | None = Field(description="Inhoud vernietigd op: the proof of it")
    acts: Sequence[str] = Field(description="Handelingen: what this viewer may do now")


@dataclass(frozen=True)
class Waiting:
    """What waits for who received it, as work lists show it."""

    id: UUID
    label: str
    code: str
    municipality_code: str
    urgency: str
    since: datetime
