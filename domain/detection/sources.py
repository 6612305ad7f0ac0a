"""Source protection: bringing a signal in without its source, and letting one person see the source after all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from db.tables import new_id
from db.tables.detection import Mention, Observation, Signal
from domain import access, events, guard, process, rows
from domain.actor import Actor, StaffRole
from domain.detection.shapes import SignalView
from domain.detection.signals import view
from domain.detection.submitting import NewSignal, add_signals
from domain.errors import Conflict, NotAllowed, NotFound, WrongStep
from domain.events import EventType
from domain.guard import Guarded
from domain.process import Step
from domain.shapes import Line, OptionalLine, OptionalProse, Prose, View, YesNo

MAY_ASK: Final = (StaffRole.CHAIR, StaffRole.PREPARATION)
MAY_DECIDE: Final = (StaffRole.CHAIR, StaffRole.COORDINATING_DPO)


class BringIn(Guarded):
    """Inbrengen: what the RIEC writes, for the others, of a signal whose source stays behind it."""

    narrative: Prose = Field(
        description="Verhaal: what was seen, without what tells who saw it",
        examples=["Bij een bakkerij sliepen zes mensen achter de oven."],
    )
    contra_indications: OptionalProse = Field(
        default="",
        description="Contra-indicaties: what speaks against it, without what tells who saw it; nothing is taken over by"
        " itself",
        examples=["Zij konden zelf weg."],
    )
    task: Line = Field(
        description="Taak: in words that fit more than one organisation", examples=["Toezicht"]
    )
    organised_crime_link: Prose = Field(
        description="Verband met georganiseerde criminaliteit (WGS 2.17)",
        examples=["Dezelfde bemiddelaar komt voor op drie adressen."],
    )
    place: OptionalLine = Field(default="", description="Plaats", examples=["Bedrijventerrein Zuid"])
    safe_contact: OptionalProse = Field(
        default="",
        description="Veilig contact: without what tells who reported it; nothing is taken over by itself",
        examples=["Nooit thuis bellen."],
    )
    with_observations: YesNo = Field(
        default=False, description="Waarnemingen overnemen: in the words of the reporter"
    )
    with_mentions: YesNo = Field(
        default=True, description="Vermeldingen overnemen: who and what it speaks of"
    )


class AskUnmasking(Guarded):
    """Verzoek om de bron te zien."""

    reason: Prose = Field(
        description="Reden: what cannot be done without it", examples=["De rechter vraagt wie het zag."]
    )


class DecideUnmasking(Guarded):
    """Besluit op een verzoek om de bron te zien, by another than who asked."""

    granted: YesNo = Field(description="Toestaan: whether who asked may see the source", examples=[True])
    motive: OptionalProse = Field(default="", description="Motivering", examples=["Nodig voor het bewijs."])


class UnmaskingView(View):
    """Verzoek om de bron van een signaal te zien."""

    id: UUID = Field(description="Kenmerk")
    signal_id: UUID = Field(description="Signaal, as partners see it")
    asked_by: str = Field(description="Gevraagd door", examples=["Noor de Wit"])
    reason: str = Field(description="Reden")
    asked_at: datetime = Field(description="Gevraagd op")
    decided_by: str | None = Field(description="Besloten door", examples=["Noor de Wit"])
    decided_at: datetime | None = Field(description="Besloten op")
    granted: bool | None = Field(description="Toegestaan: empty as long as nobody decided")
    motive: str = Field(description="Motivering")
    acts: Sequence[str] = Field(description="Handelingen: what this viewer may do now")


def bring_in(session: Session, actor: Actor, signal_id: UUID, data: BringIn) -> SignalView:
    """Write, for the others, of a protected signal: a signal of the RIEC, in which nothing leads to its source."""
    origin = rows.find(session, Signal, signal_id)

    process.require(session, signal_id, Step.DETECTION)
    actor.require(StaffRole.PREPARATION)
    guard.check(session, actor, data)
    if origin.protection != "origin" or origin.owner_id == actor.organisation_id:
        raise Conflict("source-not-protected")
    if process.parent_of(session, signal_id):
        raise WrongStep("overtaken")

    made = new_id()
    row = origin.model_dump(
        include={
            "form",
            "observed_from",
            "observed_until",
            "municipality_code",
            "urgency",
            "emergency_called",
        }
    )
    row |= data.model_dump(
        include={"narrative", "contra_indications", "task", "organised_crime_link", "place"}
    )
    seen = rows.in_scope(session, Observation, signal_id) if data.with_observations else []
    named = rows.in_scope(session, Mention, signal_id) if data.with_mentions else []
    session.execute(text("select open_brought_in(:id, :origin)"), {"id": made, "origin": signal_id})
    new = NewSignal(
        made, {**row, "protection": "brought_in"},
        [one.model_dump(include={"indicator", "words", "observed_on", "other_explanation"}) for one in seen],
        [
            one.model_dump(include={
                "kind", "name", "name_parts", "display_name", "birth_date", "identifier_kind", "identifier_raw",
                "identifier", "verified", "description",
            })
            for one in named
        ],
        data.safe_contact,
    )  # fmt: skip
    add_signals(session, actor, [new])

    events.record(
        session, actor, EventType.DETECTION_SIGNAL_BROUGHT_IN, scope_id=made, object_id=made, category="signal",
        data={"form": origin.form, "municipality": origin.municipality_code, "urgency": origin.urgency},
    )  # fmt: skip
    return view(session, actor, made)


def ask_unmasking(session: Session, actor: Actor, signal_id: UUID, data: AskUnmasking) -> UnmaskingView:
    """Ask to see the source of a protected signal; another person decides."""
    found = rows.find(session, Signal, signal_id)

    actor.require_riec(*MAY_ASK)
    if found.protection != "brought_in":
        raise Conflict("source-not-protected")
    if any(one.granted is None for one in unmaskings(session, actor, signal_id)):
        raise Conflict("unmasking-waits")
    guard.check(session, actor, data)

    made = new_id()
    session.execute(
        text("select ask_unmasking(:id, :signal, :reason)"),
        {"id": made, "signal": signal_id, "reason": data.reason},
    )

    events.record(
        session, actor, EventType.DETECTION_UNMASKING_ASKED, scope_id=signal_id, object_id=made,
        category="assessment",
    )  # fmt: skip
    return unmasking(session, actor, made)


def decide_unmasking(
    session: Session, actor: Actor, unmasking_id: UUID, data: DecideUnmasking
) -> UnmaskingView:
    """Let who asked see the source, or not; its reporter is told. The event is written by the database."""
    found = unmasking(session, actor, unmasking_id)

    actor.require(*MAY_DECIDE)
    if "decide" not in found.acts:
        raise NotAllowed("a-second-person") if found.granted is None else Conflict("unmasking-decided")
    guard.check(session, actor, data)

    process.move(
        session, "select decide_unmasking(:id, :granted, :motive)",
        id=unmasking_id, granted=data.granted, motive=data.motive,
    )  # fmt: skip
    return unmasking(session, actor, unmasking_id)


def unmasking(session: Session, actor: Actor, unmasking_id: UUID) -> UnmaskingView:
    """One request to see a source, for who asked it and who decides."""
    found = _read(session, actor, "u.id = :wanted", unmasking_id)
    if not found:
        raise NotFound
    return found[0]


def unmaskings(session: Session, actor: Actor, signal_id: UUID | None = None) -> list[UnmaskingView]:
    """The requests to see a source that one may know of, newest first."""
    found = _read(session, actor, "cast(:wanted as uuid) is null or u.signal_id = :wanted", signal_id)
    access.consulted(session, actor, "unmaskings", object_ids=[one.id for one in found])
    return found


def _read(session: Session, actor: Actor, which: str, wanted: UUID | None) -> list[UnmaskingView]:
    found = session.execute(
        text(
            "select u.*, a.name as asker, d.name as decider from unmaskings u join actors a on a.id = u.asked_by"  # noqa: S608 - our own text
            f" left join actors d on d.id = u.decided_by where ({which}) order by u.asked_at desc limit 200"
        ),
        {"wanted": wanted},
    ).mappings()
    decides = actor.has_at_riec(*MAY_DECIDE)
    return [
        UnmaskingView.model_validate({
            **one, "asked_by": one["asker"], "decided_by": one["decider"],
            "acts": ["decide"] if decides and one["granted"] is None and one["asked_by"] != actor.id else [],
        })
        for one in found
    ]  # fmt: skip
