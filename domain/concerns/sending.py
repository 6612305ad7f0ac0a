"""Sending a concern to a participant of one's choice."""

from typing import Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from db.tables import new_id
from domain import catalogue, danger, events, guard, rows
from domain.actor import Actor
from domain.calendar import today
from domain.concerns.reading import view
from domain.concerns.shapes import HANDLERS, ConcernView
from domain.danger import Urgency
from domain.errors import Invalid, NotAllowed, Problem
from domain.events import EventType
from domain.guard import Guarded
from domain.shapes import Code, Day, OptionalLine, OptionalProse, Prose, YesNo

PREFIX: Final = "M"
CARING: Final = ("care", "shelter", "health")
"""What these send lies in the box of care, the rest in that of oversight."""

Choice = tuple[UUID, str]

_RECIPIENTS: Final = text("select id, name from organisations where active and wgs_participant order by name")
_SEND: Final = text("""
insert into concerns (id, number, compartment, organisation_id, actor_id, recipient_id)
values (:id, :number, :compartment, :organisation, :actor, :recipient)
""")
_SAY: Final = text("""
insert into concern_accounts (concern_id, form, words, place, municipality_code, seen_on, urgency, safe_contact)
values (:concern, :form, :words, :place, :municipality_code, :seen_on, :urgency, :safe_contact)
""")


class SendConcern(Guarded):
    """Melding: what an organisation that is no participant tells one that is."""

    recipient_id: UUID = Field(description="Aan: the participant that decides whether it becomes a signal")
    form: Code = Field(default="OV", description="Vorm van uitbuiting: what comes closest", examples=["AU"])
    words: Prose = Field(
        description="Verhaal: what was seen, where and when; not what was concluded",
        examples=["In de flat aan de kade slapen acht mensen op twee kamers."],
    )
    place: OptionalLine = Field(default="", description="Plaats", examples=["De flat aan de kade"])
    municipality_code: Code = Field(description="Gemeente: CBS code", examples=["GM0361"])
    seen_on: Day | None = Field(default=None, description="Gezien op", examples=["2026-10-03"])
    urgency: Urgency = Field(
        default="none", description="Spoed: none, soon or danger; for danger call 112 first"
    )
    emergency_called: YesNo = Field(
        default=False, description="Gebeld met 112: with danger, and only then", examples=[False]
    )
    safe_contact: OptionalProse = Field(
        default="",
        description="Veilig contact: how somebody can be reached without danger, and how not",
        examples=["Alleen via de maatschappelijk werker, nooit thuis bellen."],
    )


def recipients(session: Session) -> list[Choice]:
    """The participants one can send it to."""
    return [(one.id, one.name) for one in session.execute(_RECIPIENTS)]


def may_send(actor: Actor) -> bool:
    """Whether sending a concern is something this person can do at all."""
    return actor.has(*HANDLERS) and not actor.wgs_participant and actor.organisation_kind != "riec"


def require_sender(actor: Actor) -> None:
    """Refuse who is a participant: it reports a signal itself (WGS 2.19)."""
    actor.require(*HANDLERS)
    if not may_send(actor):
        raise NotAllowed("a-participant")


def send_concern(session: Session, actor: Actor, data: SendConcern) -> ConcernView:
    """Send it; from then on the sender has a receipt and hears what became of it, and the recipient has the words."""
    require_sender(actor)
    problems = [*_problems(session, data), *guard.problems(session, data)]
    if problems:
        raise Invalid(*problems)
    guard.note(session, actor, data)

    concern_id = new_id()
    given = {
        "id": concern_id, "organisation": actor.organisation_id, "actor": actor.id, "recipient": data.recipient_id,
        "compartment": "Z" if actor.organisation_kind in CARING else "T",
    }  # fmt: skip
    rows.numbered(
        session, PREFIX, today(), lambda number: session.execute(_SEND, {**given, "number": number})
    )
    said = data.model_dump(exclude={"recipient_id", "emergency_called"})
    session.execute(_SAY, {"concern": concern_id, **said})

    events.record(
        session, actor, EventType.CONCERN_SENT, object_id=concern_id,
        data={"urgency": data.urgency, "called": data.emergency_called},
    )  # fmt: skip
    return view(session, actor, concern_id)


def _problems(session: Session, data: SendConcern) -> list[Problem]:
    on = today()
    found = [
        *catalogue.unknown_code(catalogue.forms(session, on), data.form, "/form"),
        *catalogue.unknown_code(
            catalogue.municipalities(session, on), data.municipality_code, "/municipalityCode"
        ),
        *danger.problems(data.urgency, data.emergency_called),
    ]
    if data.recipient_id not in {key for key, _ in recipients(session)}:
        found.append(Problem("recipient-no-participant", "/recipientId"))
    if data.seen_on and data.seen_on > on:
        found.append(Problem("date-in-future", "/seenOn"))
    return found
