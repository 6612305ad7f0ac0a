"""The decision on a signal: the five criteria of BGS 2.16, with reasons."""

from typing import Literal, cast
from uuid import UUID

from pydantic import Field
from pydantic.alias_generators import to_camel
from sqlalchemy import text
from sqlmodel import Session

from db.tables.detection import Assessment, Signal
from domain import cases, events, guard, process, rows
from domain.actor import Actor, StaffRole
from domain.acts import looking_on_the_way
from domain.detection.shapes import SignalView
from domain.detection.signals import view
from domain.errors import Conflict, Invalid, Problem
from domain.events import EventType
from domain.guard import Guarded
from domain.process import Step
from domain.shapes import Line, OptionalLine, OptionalProse, Prose, Shape, YesNo

CRITERIA = (
    "concrete_observation",
    "listed_form",
    "joint_processing_necessary",
    "joint_approach_expected",
    "within_region",
)

STATUS_OF = {
    "take_up": "taken_up",
    "send_back": "sent_back",
    "hand_over": "handed_over",
    "reject": "rejected",
}


class NewCase(Shape):
    """Nieuwe casus: what a signal is taken up into."""

    title: Line = Field(
        description="Titel: without a name of a person", examples=["Bakkerij Bedrijventerrein Zuid"]
    )
    purpose: Prose = Field(
        description="Doel: fixed at opening (WGS 1.8(5))",
        examples=["Vaststellen of er sprake is van arbeidsuitbuiting en wie wat kan doen."],
    )
    activity: Literal["bottleneck", "case_meeting", "scan"] = Field(
        default="case_meeting", description="Activiteit (WGS 2.18)"
    )
    # Every partner in the case reads this, and most may not read the signal: so it is never copied from there.
    organised_crime_link: OptionalProse = Field(
        default="",
        description="Verband met georganiseerde criminaliteit: for all partners; empty is the purpose (WGS 2.17)",
        examples=["Dezelfde bemiddelaar komt voor op drie adressen."],
    )


class AssessSignal(Guarded):
    """Beoordeling: each criterion answered, and the decision with its reasons."""

    outcome: Literal["take_up", "send_back", "hand_over", "reject"] = Field(
        description="Besluit: take_up, send_back, hand_over or reject", examples=["take_up"]
    )
    concrete_observation: YesNo = Field(
        description="Concrete waarneming: clear indications from own statutory work (a)"
    )
    listed_form: YesNo = Field(description="Genoemde vorm: one of the forms listed in BGS 2.16 (b)")
    joint_processing_necessary: YesNo = Field(description="Noodzaak: joint processing is necessary (c)")
    joint_approach_expected: YesNo = Field(
        description="Gezamenlijke aanpak: several participants are expected to be needed (d)"
    )
    within_region: YesNo = Field(description="Regio: it concerns this RIEC's region (e)")
    reasons: Prose = Field(
        description="Redenen", examples=["Drie waarnemingen ter plaatse, twee partners nodig."]
    )
    handed_to: OptionalLine | None = Field(
        default=None,
        description="Overgedragen aan: only with hand_over",
        examples=["Nederlandse Arbeidsinspectie"],
    )
    case_id: UUID | None = Field(default=None, description="Bestaande casus: only with take_up")
    new_case: NewCase | None = Field(default=None, description="Nieuwe casus: only with take_up")


def _assess_and_look(session: Session, actor: Actor, signal_id: UUID, data: AssessSignal) -> SignalView:
    """Looked at before it moves: of a signal that was rejected or handed over nobody sees the content any more, and who
    decided is still told what. Sending back leaves it where it is.
    """
    found = _to_assess(session, actor, signal_id)
    guard.check(session, actor, data)
    assessment_id, _ = _decide(session, actor, found, data)
    decided = view(session, actor, signal_id)
    if data.outcome == "send_back":
        return decided
    step = process.advance(session, signal_id, assessment_id)
    return decided.model_copy(update={"step": step.value, "acts": []})


@looking_on_the_way(_assess_and_look)
def assess_signal(session: Session, actor: Actor, signal_id: UUID, data: AssessSignal) -> UUID:
    """Decide on a signal; taking it up opens a case, or adds it to one, and starts the municipality's term.

    Gives that case, or else the signal.
    """
    found = _to_assess(session, actor, signal_id)
    guard.check(session, actor, data)
    assessment_id, case_id = _decide(session, actor, found, data)
    if data.outcome != "send_back":
        process.advance(session, signal_id, assessment_id)
    return case_id or signal_id


def _to_assess(session: Session, actor: Actor, signal_id: UUID) -> Signal:
    """The signal, as long as it waits for a decision that is this person's to take."""
    found = rows.find(session, Signal, signal_id)
    process.require(session, signal_id, Step.DETECTION)
    actor.require(StaffRole.PREPARATION)
    return found


def _decide(session: Session, actor: Actor, found: Signal, data: AssessSignal) -> tuple[UUID, UUID | None]:
    """Write the decision down, and what it starts; the signal itself stays where it is. Gives both their ids."""
    _check(data)
    if found.protection == "origin":
        raise Conflict("source-not-brought-in")

    signal_id = found.id
    case_id = _case_for(session, actor, found, data) if data.outcome == "take_up" else None
    assessment_id = rows.add(
        session, actor, Assessment, signal_id, "assessment",
        signal_id=signal_id, case_id=case_id, **data.model_dump(exclude={"case_id", "new_case"}),
    )  # fmt: skip
    # Its reporter, whom nobody sees, is told what became of it at its own account.
    for told in (signal_id, *rows.children(session, "signal", signal_id)):
        rows.note_status(session, actor, told, told, STATUS_OF[data.outcome])
    if case_id:
        session.execute(
            text("select attach(:signal, :case, :proof)"),
            {"signal": signal_id, "case": case_id, "proof": assessment_id},
        )

    events.record(
        session, actor, EventType.DETECTION_SIGNAL_ASSESSED,
        scope_id=signal_id, object_id=assessment_id, category="status", data={"outcome": data.outcome},
    )  # fmt: skip
    return assessment_id, case_id


def _check(data: AssessSignal) -> None:
    """The decision must fit the criteria, and carry what belongs to it and nothing else."""
    problems: list[Problem] = []
    take_up = data.outcome == "take_up"
    if take_up:
        problems += [
            Problem("criterion-not-met", f"/{to_camel(name)}") for name in CRITERIA if not getattr(data, name)
        ]
        if (data.case_id is None) == (data.new_case is None):
            problems.append(Problem("case-or-new-case", "/caseId"))
    elif data.case_id or data.new_case:
        problems.append(Problem("only-with-take-up", "/caseId" if data.case_id else "/newCase"))
    if data.outcome == "hand_over" and not data.handed_to:
        problems.append(Problem("handed-to-missing", "/handedTo"))
    if data.outcome != "hand_over" and data.handed_to:
        problems.append(Problem("only-with-hand-over", "/handedTo"))
    if problems:
        raise Invalid(*problems)


def _case_for(session: Session, actor: Actor, found: Signal, data: AssessSignal) -> UUID:
    """The case the signal goes into: a new one with phase 1 open, or the one named."""
    if data.new_case:
        opened = cases.OpenCase(
            **data.new_case.model_dump(exclude={"organised_crime_link"}),
            organised_crime_link=data.new_case.organised_crime_link or data.new_case.purpose,
            municipality_code=found.municipality_code,
            # Not the reasons of the assessment: those are for the RIEC and the preparation team.
            necessity=data.new_case.purpose,
        )
        return cases.open_case.without_looking(session, actor, opened).id
    # _check saw to it that one of the two is there.
    return cases.find_open(session, cast(UUID, data.case_id)).id
