"""Weighing and qualification (weging en kwalificatie): per subject, with opinions, dissent and motive."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from db.tables.cases import Subject
from db.tables.dossier import Conclusion
from db.tables.weighing import Opinion, Weighing
from domain import access, audience, cases, events, guard, interventions, meetings, process, rows
from domain.actor import Actor, StaffRole
from domain.acts import shown_by
from domain.audience import AudienceChange, ChangeAudience, ForWhom, Named, Openness
from domain.errors import Invalid, Problem
from domain.events import EventType
from domain.guard import Guarded
from domain.heads import HeadsView, what_is_weighed
from domain.process import ENOUGH_OPINIONS, Step
from domain.shapes import Code, OptionalLine, OptionalProse, Prose, View, YesNo

Outcome = Literal["approach", "back", "hand_over", "none"]

STATUS_OF = {
    "approach": "approach_decided",
    "back": "back_to_dossier",
    "hand_over": "handed_over",
    "none": "no_further_action",
}


class GiveOpinion(ForWhom, Guarded):
    """Advies van een partner over één betrokkene."""

    advice: Outcome = Field(description="Advies: approach, back, hand_over or none", examples=["approach"])
    text: Prose = Field(description="Onderbouwing", examples=["Wij kunnen binnen twee weken controleren."])


class Weigh(Guarded):
    """Weging: the outcome for one subject, with three separate motives."""

    outcome: Outcome = Field(description="Uitkomst: approach, back, hand_over or none", examples=["approach"])
    qualification: cases.SubjectRole = Field(
        description="Kwalificatie: role as decided", examples=["facilitator"]
    )
    certainty: Literal["unclear", "possible", "plausible"] = Field(
        description="Zekerheid: never more than the decision says", examples=["plausible"]
    )
    possible_victim: YesNo = Field(
        description="Mogelijk slachtoffer? Asked before any measure (non-punishment, Directive (EU) 2024/1712)"
    )
    necessity: Prose = Field(description="Noodzaak", examples=["Zonder ingrijpen gaat de uitbuiting door."])
    proportionality: Prose = Field(
        description="Proportionaliteit", examples=["De maatregel raakt alleen de exploitant."]
    )
    subsidiarity: Prose = Field(
        description="Subsidiariteit", examples=["Een waarschuwing heeft eerder niet geholpen."]
    )
    dissent: OptionalProse = Field(default="", description="Afwijkend standpunt")
    few_opinions_reason: OptionalProse = Field(
        default="",
        description="Reden bij minder dan twee adviezen",
        examples=["Spoed: gevaar voor bewoners."],
    )
    handed_to: OptionalLine | None = Field(default=None, description="Overgedragen aan: only with hand_over")
    signal_type: OptionalProse = Field(
        default="", description="Type signaal: the first head of WGS 2.23(3)", examples=["Arbeidsuitbuiting."]
    )
    signal_extent: OptionalProse = Field(
        default="",
        description="Aantal, aard en omvang van de signalen",
        examples=["Vier in een half jaar, over hetzelfde adres."],
    )
    severity: OptionalProse = Field(
        default="",
        description="Gewicht, en wat al is gedaan: interventions before this one",
        examples=["Twee waarschuwingen hielpen niet."],
    )
    reporting: OptionalProse = Field(
        default="",
        description="Aantal deelnemers dat meldt, en het verband",
        examples=["Drie, over dezelfde bemiddelaar."],
    )
    options: Sequence[Code] = Field(
        default=[],
        max_length=20,
        description="Mogelijke interventies: of partners on the case, valid today; only with approach",
        examples=[["BM05"]],
    )


class OpinionView(View):
    """Advies van een partner."""

    id: UUID
    subject_id: UUID
    owner: str
    advice: str
    text: str
    for_whom: Openness = Field(
        description="Voor wie: everybody whom the rules allow, named persons (besloten) or closed (gesloten)"
    )
    persons: Sequence[Named] = Field(description="Kring: the persons it is closed to, beside its owner's own")
    mine: bool = Field(description="Eigen: whether the viewer's organisation owns it")
    created_at: datetime


class WeighingView(View):
    """Weging van één betrokkene."""

    id: UUID
    subject_id: UUID
    outcome: str
    qualification: str
    certainty: str
    possible_victim: bool
    necessity: str
    proportionality: str
    subsidiarity: str
    dissent: str
    few_opinions_reason: str
    handed_to: str | None
    signal_type: str = Field(description="Type signaal")
    signal_extent: str = Field(description="Aantal, aard en omvang")
    severity: str = Field(description="Gewicht, en wat al is gedaan")
    reporting: str = Field(description="Aantal deelnemers dat meldt, en het verband")
    options: Sequence[str] = Field(description="Mogelijke interventies: codes")
    created_at: datetime


class SheetView(View):
    """Weegblad: everything about the weighing of one subject that this viewer may see."""

    subject: cases.SubjectView
    heads: HeadsView = Field(description="Waarop wordt gewogen")
    opinions: Sequence[OpinionView]
    weighings: Sequence[WeighingView]


class CaseSheetView(View):
    """Wegingen in een casus: what partners advised and what was decided, for every subject."""

    opinions: Sequence[OpinionView]
    weighings: Sequence[WeighingView]


@shown_by(lambda session, actor, made: _given(session, actor, made))
def give_opinion(session: Session, actor: Actor, subject_id: UUID, data: GiveOpinion) -> UUID:
    """Give the own organisation's opinion on one subject."""
    subject = rows.find(session, Subject, subject_id)

    process.require(session, subject_id, Step.WEIGHING)
    actor.require(*cases.ADVISERS)
    guard.check(session, actor, data)

    circle = audience.circle_of(session, actor, subject_id, "opinion", data)

    opinion_id = rows.add(
        session, actor, Opinion, subject_id, "opinion", subject_id=subject_id, circle=circle,
        **data.model_dump(include={"advice", "text"}),
    )  # fmt: skip

    events.record(
        session, actor, EventType.WEIGHING_OPINION_GIVEN, scope_id=subject_id, case_id=subject.case_id,
        subject_id=subject_id, object_id=opinion_id, category="opinion",
    )  # fmt: skip
    return opinion_id


def rehearse_opinion_audience(
    session: Session, actor: Actor, opinion_id: UUID, data: ChangeAudience
) -> AudienceChange:
    """Who would gain and who would lose sight of one's own opinion."""
    return audience.rehearse(session, actor, Opinion, opinion_id, data)


def change_opinion_audience(
    session: Session, actor: Actor, opinion_id: UUID, data: ChangeAudience
) -> OpinionView:
    """Narrow or widen for whom one's own opinion is."""
    audience.change(
        session, actor, Opinion, opinion_id, data, cases.ADVISERS, EventType.WEIGHING_AUDIENCE_CHANGED
    )
    return an_opinion(session, actor, opinion_id)


def an_opinion(session: Session, actor: Actor, opinion_id: UUID) -> OpinionView:
    """One opinion, read on the record."""
    found = rows.find(session, Opinion, opinion_id)
    access.consulted(session, actor, "opinion", scope_id=found.scope_id, object_ids=[opinion_id])
    return opinion(session, actor, found.subject_id, opinion_id)


@shown_by(cases.subject_view)
def weigh(session: Session, actor: Actor, subject_id: UUID, data: Weigh) -> UUID:
    """Decide for one subject; the outcome moves that subject and no other."""
    subject = rows.find(session, Subject, subject_id)

    process.require(session, subject_id, Step.WEIGHING)
    actor.require(StaffRole.CHAIR)
    guard.check(session, actor, data)
    actor.require_riec(StaffRole.CHAIR)
    _check(session, actor, subject_id, data)

    weighing_id = rows.add(
        session, actor, Weighing, subject_id, "weighing", subject_id=subject_id, **data.model_dump()
    )
    rows.note_status(session, actor, subject_id, subject_id, STATUS_OF[data.outcome])
    events.record(
        session, actor, EventType.WEIGHING_DECIDED, scope_id=subject_id, case_id=subject.case_id,
        subject_id=subject_id, object_id=weighing_id, category="status", data={"outcome": data.outcome},
    )  # fmt: skip
    meetings.note_decision(session, actor, subject.case_id, "B10", weighing_id, subject_id=subject_id)
    process.advance(session, subject_id, weighing_id)
    return subject_id


def _check(session: Session, actor: Actor, subject_id: UUID, data: Weigh) -> None:
    problems: list[Problem] = []
    # Organisations, not opinions: one partner that speaks twice is still one partner.
    began = _round_began(session, subject_id)
    heard = {one.owner for one in _opinions(session, actor, subject_id) if one.created_at > began}
    if len(heard) < ENOUGH_OPINIONS and not data.few_opinions_reason:
        problems.append(
            Problem(
                "too-few-opinions", "/fewOpinionsReason", {"given": len(heard), "needed": ENOUGH_OPINIONS}
            )
        )
    if (data.outcome == "hand_over") != bool(data.handed_to):
        code = "handed-to-missing" if data.outcome == "hand_over" else "only-with-hand-over"
        problems.append(Problem(code, "/handedTo"))
    if data.options:
        problems += _unfit_options(session, subject_id, data)
    if problems:
        raise Invalid(*problems)


def _unfit_options(session: Session, subject_id: UUID, data: Weigh) -> list[Problem]:
    if data.outcome != "approach":
        return [Problem("only-with-approach", "/options")]
    offered = {kind.code for offer in interventions.offers(session, subject_id) for kind in offer.kinds}
    wrong = [one for one in data.options if one not in offered]
    return [Problem("code-not-valid", "/options", {"code": one[:40]}) for one in wrong[:1]]


def _round_began(session: Session, subject_id: UUID) -> datetime:
    """When the dossier was last declared ready: what was advised before a return to the dossier is of another round."""
    return rows.in_scope(session, Conclusion, subject_id)[-1].created_at


def sheet(session: Session, actor: Actor, subject_id: UUID) -> SheetView:
    """The weighing of one subject, read on the record."""
    subject = cases.subject_view(session, actor, subject_id)
    opinions, weighings = _opinions(session, actor, subject_id), _weighings(session, subject_id)
    access.consulted(
        session, actor, "weighing", scope_id=subject_id,
        object_ids=[subject_id, *(one.id for one in opinions), *(one.id for one in weighings)],
    )  # fmt: skip
    return SheetView(
        subject=subject,
        heads=what_is_weighed(session, subject.case_id, subject.id),
        opinions=opinions,
        weighings=weighings,
    )


def foreseen(session: Session, subject_id: UUID) -> Sequence[str]:
    """What the last weighing said that partners could do, for who may see it."""
    found = rows.in_scope(session, Weighing, subject_id)
    return found[-1].options if found else ()


def advised(session: Session, subject_ids: Sequence[UUID]) -> dict[UUID, str]:
    """What each opinion advises, for who may see it."""
    return {one.id: one.advice for one in rows.in_scope(session, Opinion, *subject_ids)}


def weighed(session: Session, actor: Actor, case_id: UUID) -> CaseSheetView:
    """The opinions on and the weighings of all subjects of a case, as far as shared; read on the record."""
    process.step_of(session, case_id)
    subjects = rows.children(session, "subject", case_id)
    opinions, weighings = _opinions(session, actor, *subjects), _weighings(session, *subjects)
    access.consulted(
        session, actor, "weighing", scope_id=case_id,
        object_ids=[*(one.id for one in opinions), *(one.id for one in weighings)],
    )  # fmt: skip
    return CaseSheetView(opinions=opinions, weighings=weighings)


def _given(session: Session, actor: Actor, opinion_id: UUID) -> OpinionView:
    """One opinion, as who gave it sees it."""
    return opinion(session, actor, rows.find(session, Opinion, opinion_id).subject_id, opinion_id)


def opinion(session: Session, actor: Actor, subject_id: UUID, opinion_id: UUID) -> OpinionView:
    """One opinion, or NotFound."""
    return rows.one_of(_opinions(session, actor, subject_id), opinion_id)


def _opinions(session: Session, actor: Actor, *subject_ids: UUID) -> list[OpinionView]:
    names, kinds = rows.organisation_names(session), rows.organisation_kinds(session)
    found = rows.in_scope(session, Opinion, *subject_ids)
    people = audience.named(session, (one.circle for one in found))
    return [
        OpinionView(
            owner=names[one.owner_id],
            mine=one.owner_id == actor.organisation_id,
            **audience.described(one.circle, people, kinds[one.owner_id]),
            **one.model_dump(exclude={"owner_id", "circle"}),
        )
        for one in found
    ]


def _weighings(session: Session, *subject_ids: UUID) -> list[WeighingView]:
    return [WeighingView.model_validate(one) for one in rows.in_scope(session, Weighing, *subject_ids)]
