"""Submitting a signal, adding to one's own, and reading them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from db.tables import Shareable, new_id
from db.tables.detection import Addition, Assessment, Mention, Observation, Signal, Status
from domain import access, catalogue, events, lists, rows
from domain.actor import Actor, StaffRole
from domain.calendar import today
from domain.errors import Invalid, NotAllowed, NotFound, Problem
from domain.events import EventType
from domain.naming import Thing, checked
from domain.process import Step, require
from domain.shapes import Code, Day, Line, OptionalLine, OptionalProse, Prose, Shape, View

Urgency = Literal["none", "soon", "danger"]

REPORTERS = (StaffRole.REPORTER, StaffRole.HANDLER, StaffRole.CASE_MANAGER)


class ObservationShape(Shape):
    """Waarneming: an indicator that was seen, in the observer's own words."""

    indicator: Code = Field(description="Indicator: code from the catalogue", examples=["AU09"])
    words: Prose = Field(
        description="Eigen woorden: what was seen, not what was concluded",
        examples=["Zes matrassen achter de bakkerij, geen raam."],
    )
    source: OptionalLine = Field(default="", description="Bron: how it became known", examples=["inspection"])
    observed_on: Day | None = Field(default=None, description="Datum van de waarneming")
    other_explanation: OptionalProse = Field(
        default="", description="Andere verklaring: what else it could be"
    )


class SubmitSignal(Shape):
    """Signaal: what a participant saw during its own statutory work (BGS 2.16)."""

    form: Code = Field(description="Vorm van uitbuiting: code from the catalogue", examples=["AU"])
    narrative: Prose = Field(
        description="Verhaal: what was seen, where and when",
        examples=["Bij een controle van de bakkerij sliepen zes mensen achter de oven."],
    )
    task: Line = Field(
        description="Taak: the statutory task during which it was seen",
        examples=["Toezicht op de Huisvestingswet"],
    )
    organised_crime_link: Prose = Field(
        description="Verband met georganiseerde criminaliteit: why this concerns the RIEC (WGS 2.17)",
        examples=["Dezelfde bemiddelaar komt voor op drie adressen."],
    )
    observed_from: Day = Field(description="Gezien vanaf", examples=["2026-10-03"])
    observed_until: Day | None = Field(default=None, description="Gezien tot en met", examples=["2026-10-05"])
    place: OptionalLine = Field(
        default="", description="Plaats: address or description", examples=["Bedrijventerrein Zuid"]
    )
    municipality_code: Code = Field(description="Gemeente: CBS code", examples=["GM0361"])
    urgency: Urgency = Field(
        default="none", description="Spoed: none, soon or danger; for danger call 112 first"
    )
    reference: OptionalLine | None = Field(
        default=None, description="Eigen kenmerk: the reporter's own reference", examples=["VTH-2026-118"]
    )
    observations: Sequence[ObservationShape] = Field(
        default=(), max_length=60, description="Waarnemingen: indicators that were seen"
    )
    mentions: Sequence[Thing] = Field(
        default=(), max_length=50, description="Vermeldingen: who and what the signal speaks of"
    )


class AddToSignal(Shape):
    """Aanvulling: what the reporter adds to its own signal."""

    text: Prose = Field(description="Aanvulling", examples=["Het kenteken was van een witte bestelbus."])


class ObservationView(View):
    """Waarneming, as recorded."""

    id: UUID
    indicator: str
    words: str
    source: str
    observed_on: date | None
    other_explanation: str


class MentionView(View):
    """Vermelding, as recorded: raw input with the checked form beside it."""

    id: UUID
    kind: str
    name: str
    birth_date: str
    identifier_kind: str | None
    identifier_raw: str | None
    identifier: str | None
    verified: bool
    description: str


class AdditionView(View):
    """Aanvulling op een signaal."""

    id: UUID
    text: str
    created_at: datetime


class AssessmentView(View):
    """Beoordeling van een signaal, on the five criteria of BGS 2.16."""

    id: UUID
    outcome: str
    concrete_observation: bool
    listed_form: bool
    joint_processing_necessary: bool
    joint_approach_expected: bool
    within_region: bool
    reasons: str
    handed_to: str | None
    case_id: UUID | None
    created_at: datetime


class SignalLine(View):
    """Signaal in a list."""

    id: UUID = Field(description="Kenmerk")
    number: str = Field(description="Nummer")
    form: str = Field(description="Vorm van uitbuiting")
    place: str
    municipality_code: str = Field(description="Gemeente")
    urgency: str = Field(description="Spoed")
    owner: str = Field(description="Bronhouder: the organisation that reported it")
    status: str = Field(description="Status")
    step: str = Field(description="Stap")
    created_at: datetime = Field(description="Gemeld op")


class SignalView(SignalLine):
    """Signaal, whole, as far as this viewer may see it."""

    narrative: str
    task: str
    organised_crime_link: str
    observed_from: date
    observed_until: date | None
    reference: str | None
    observations: Sequence[ObservationView]
    mentions: Sequence[MentionView]
    additions: Sequence[AdditionView]
    assessments: Sequence[AssessmentView] = Field(
        description="Beoordelingen: empty for who may see the status only"
    )
    acts: Sequence[str] = Field(description="Handelingen: what this viewer may do now")


# Plain SQL, since nothing is read more often: objects in between cost more than the query. `p` says which
# signals and where they stand; one that the policies hide leaves its columns empty.
_LINE: Final = """
select s.id, s.number, s.form, s.place, s.municipality_code, s.urgency, s.created_at, o.name as owner, p.step,
       coalesce((select t.status from statuses t where t.scope_id = s.id and t.of_id = s.id
                  order by t.id desc limit 1), 'submitted') as status, {more}
  from {places} p left join signals s on s.id = p.id left join organisations o on o.id = s.owner_id
"""
# The cases it was taken up in that the one who asks may know of. Who reads why a signal was taken up does not always
# take part in the case; and two signals with one case would tell that they belong together.
_SEEN_CASES: Final = (
    "array(select c.id from assessments a join cases c on c.id = a.case_id where a.scope_id = p.id)"
)
_WHOLE: Final = text(
    _LINE.format(
        places="scopes",
        more="s.owner_id, s.narrative, s.task, s.organised_crime_link, s.observed_from, s.observed_until, s.reference,"
        f" {_SEEN_CASES} as seen_cases",
    )
    + " where p.id = :id and s.id is not null"
)
_OF_CASE: Final = text(
    _LINE.format(places="scopes", more="p.id as scope_id")
    + " where p.parent_id = :case and p.kind = 'signal' and s.id is not null order by p.id"
)


def may_submit(actor: Actor) -> bool:
    """Whether submitting a signal is something this person can do at all."""
    return actor.has(*REPORTERS) and actor.wgs_participant and "R" in actor.compartments


def require_reporter(actor: Actor) -> None:
    """Refuse who cannot submit a signal."""
    actor.require(*REPORTERS)
    if not actor.wgs_participant:
        # WGS 2.19: others send a notice to a participant instead.
        raise NotAllowed("not-a-participant")
    if "R" not in actor.compartments:
        # WGS 1.8(2): who is no longer screened and trained brings nothing in either.
        raise NotAllowed("admission-ended")


def submit_signal(session: Session, actor: Actor, data: SubmitSignal) -> SignalView:
    """Submit a signal; the preparation team, the RIEC and the municipality it lies in can see it at once."""
    require_reporter(actor)
    mentions = _check(session, data)

    signal_id = new_id()
    session.execute(
        text("select open_signal(:id, :territory)"), {"id": signal_id, "territory": data.municipality_code}
    )
    signal_row = {"id": signal_id, **data.model_dump(exclude={"observations", "mentions"})}
    observations = [{**one.model_dump(), "signal_id": signal_id} for one in data.observations]
    belonging: list[tuple[type[Shareable], str, list[dict[str, Any]]]] = [
        (Observation, "signal", observations),
        (Mention, "signal", [{**columns, "signal_id": signal_id} for columns in mentions]),
        (Status, "status", [{"of_id": signal_id, "status": "submitted"}]),
    ]

    def add(number: str) -> None:
        signal = (Signal, "signal", [{**signal_row, "number": number}])
        rows.add_together(session, actor, signal_id, [signal, *belonging])

    rows.numbered(session, "S", today(), add)

    events.record(
        session, actor, EventType.DETECTION_SIGNAL_SUBMITTED, scope_id=signal_id, object_id=signal_id, category="signal",
        data={"form": data.form, "municipality": data.municipality_code, "urgency": data.urgency},
    )  # fmt: skip
    return view(session, actor, signal_id)


def _check(session: Session, data: SubmitSignal) -> list[dict[str, object]]:
    """Everything that can be wrong with the content of a signal, all at once."""
    problems: list[Problem] = []
    on = today()
    problems += catalogue.unknown_code(catalogue.forms(session, on), data.form, "/form")
    problems += catalogue.unknown_code(
        catalogue.municipalities(session, on), data.municipality_code, "/municipalityCode"
    )
    known = {indicator.code for indicator in catalogue.indicators(session, None, on)}
    problems += [
        Problem("code-not-valid", f"/observations/{place}/indicator", {"code": one.indicator[:40]})
        for place, one in enumerate(data.observations)
        if one.indicator not in known
    ]
    if data.observed_from > on:
        problems.append(Problem("date-in-future", "/observedFrom"))
    if data.observed_until and data.observed_until < data.observed_from:
        problems.append(Problem("period-reversed", "/observedUntil"))
    mentions = []
    for place, thing in enumerate(data.mentions):
        columns, found = checked(thing, f"/mentions/{place}")
        mentions.append(columns)
        problems += found
    if problems:
        raise Invalid(*problems)
    return mentions


def add_to_signal(session: Session, actor: Actor, signal_id: UUID, data: AddToSignal) -> SignalView:
    """Add to one's own signal, while it has not been decided on; after a sending back it is in again."""
    found = rows.find(session, Signal, signal_id)

    require(session, signal_id, Step.DETECTION)
    actor.require(*REPORTERS)
    if found.owner_id != actor.organisation_id:
        raise NotAllowed("not-the-owner")

    addition_id = rows.add(session, actor, Addition, signal_id, "signal", signal_id=signal_id, text=data.text)
    rows.note_status(session, actor, signal_id, signal_id, "submitted")

    events.record(
        session, actor, EventType.DETECTION_SIGNAL_SUPPLEMENTED,
        scope_id=signal_id, object_id=addition_id, category="signal",
    )  # fmt: skip
    return view(session, actor, signal_id)


def signal(session: Session, actor: Actor, signal_id: UUID) -> SignalView:
    """One signal, read on the record."""
    found = view(session, actor, signal_id)
    access.consulted(session, actor, "signal", scope_id=signal_id, object_ids=[signal_id])
    return found


def view(session: Session, actor: Actor, signal_id: UUID) -> SignalView:
    """One signal with what belongs to it, as far as the one who asks may see it."""
    found = session.execute(_WHOLE, {"id": signal_id}).mappings().one_or_none()
    if found is None:
        raise NotFound
    parts = rows.parts(session, signal_id, Observation, Mention, Addition, Assessment)
    return SignalView.model_validate(
        {
            **found,
            "observations": parts[Observation],
            "mentions": parts[Mention],
            "additions": parts[Addition],
            "assessments": [_with_case_seen(one, found["seen_cases"]) for one in parts[Assessment]],
            "acts": _acts(actor, found["owner_id"], found["step"]),
        }
    )


def _with_case_seen(assessment: dict[str, Any], seen: Collection[UUID]) -> dict[str, Any]:
    """An assessment without the case it led to when that is hidden."""
    case_id = assessment["case_id"]
    return assessment if case_id is None or UUID(case_id) in seen else assessment | {"case_id": None}


def _acts(actor: Actor, owner_id: UUID, step: str) -> list[str]:
    """What this actor may do with the signal as it stands."""
    if step != Step.DETECTION:
        return []
    acts = []
    if owner_id == actor.organisation_id and actor.has(*REPORTERS):
        acts.append("add")
    if actor.organisation_kind == "riec" and actor.has(StaffRole.PREPARATION):
        acts.append("assess")
    return acts


def signals(
    session: Session,
    actor: Actor,
    asked: lists.SignalsAsked | None = None,
    limit: int = 50,
    after: lists.Position | None = None,
) -> tuple[list[SignalLine], lists.Position | None]:
    """The signals the organisation takes part in, last active first or as asked, and where the next part begins."""
    found = lists.find(session, actor, lists.SIGNALS, asked or lists.SignalsAsked(limit=limit), after)
    return [SignalLine.model_validate(dict(one)) for one in found.lines], found.further


def signals_of_case(session: Session, case_id: UUID) -> list[SignalLine]:
    """The signals taken up into a case, as far as the one who asks may see them."""
    found = session.execute(_OF_CASE, {"case": case_id}).mappings()
    return [SignalLine.model_validate(dict(one)) for one in found]
