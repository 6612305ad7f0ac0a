"""Telling a story: each act is done through its domain verb, by the person who would do it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import TracebackType
from typing import Any, cast
from uuid import UUID

from sqlmodel import Session

from api.demo.stories import CaseTale, SignalTale, SubjectTale
from api.deps import actor_of
from db.session import Database, who
from domain import assignment, cases, detection, dossier, evaluation, execution, weighing
from domain.actor import Actor
from domain.calendar import today
from domain.naming import Thing


@dataclass(frozen=True)
class Region:
    """Who and what there is to tell about, by key."""

    database: Database
    organisations: dict[str, UUID]
    codes: dict[str, str]
    """Municipality codes by the key of the municipality."""
    people: dict[str, UUID]
    places: dict[str, str]
    """Where each person works."""
    tasks: dict[str, str]


@dataclass
class Subject:
    """A subject on its way through the chain, with what was last said about it by whom."""

    id: UUID
    tale: CaseTale
    case_id: UUID
    requests: dict[str, UUID] = field(default_factory=dict)
    contributions: dict[str, UUID] = field(default_factory=dict)
    interventions: dict[str, UUID] = field(default_factory=dict)


class Teller(AbstractContextManager["Teller"]):
    """Tells stories one after the other; acts of one person in a row share a transaction."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self._now: tuple[str, Session, Actor] | None = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Keep what was told, unless it broke off."""
        self._leave(keep=kind is None)

    def acting(self, key: str) -> tuple[Session, Actor]:
        """The session of this person; whoever acted before is done."""
        if self._now is None or self._now[0] != key:
            self._leave()
            session = self.region.database.session_for(self.region.people[key])
            self._now = key, session, actor_of(who(session))
        return self._now[1], self._now[2]

    def _leave(self, *, keep: bool = True) -> None:
        if self._now is not None:
            session = self._now[1]
            if keep:
                session.commit()
            session.close()
            self._now = None

    # ---- signals

    def signal(self, tale: SignalTale, municipality: str = "") -> UUID:
        """A signal is submitted."""
        where = tale.municipality or municipality or self.region.places[tale.by]
        session, actor = self.acting(tale.by)
        return detection.submit_signal(
            session, actor,
            detection.SubmitSignal(
                form=tale.form, narrative=tale.text, task=self.region.tasks[tale.by],
                organised_crime_link=tale.link, observed_from=ago(tale.seen),
                observed_until=None if tale.until is None else ago(tale.until),
                place=tale.place, municipality_code=self.region.codes[where], urgency=tale.urgency,
                reference=tale.reference,
                observations=[
                    detection.ObservationShape(
                        indicator=code, words=words, observed_on=ago(tale.seen),
                        other_explanation=other[0] if other else "",
                    )
                    for code, words, *other in tale.saw
                ],
                mentions=[Thing.model_validate(one) for one in tale.mentions],
            ),
        ).id  # fmt: skip

    def loose_signal(self, tale: SignalTale) -> None:
        """A signal of its own: waiting, sent back, handed over or rejected."""
        signal_id = self.signal(tale)
        if tale.send_back:
            self._assess(tale, signal_id, "send_back", tale.send_back)
        if tale.added:
            session, actor = self.acting(tale.by)
            detection.add_to_signal(session, actor, signal_id, detection.AddToSignal(text=tale.added))
        if tale.hand_over:
            self._assess(tale, signal_id, "hand_over", tale.hand_over, handed_to=tale.handed_to)
        if tale.reject:
            self._assess(tale, signal_id, "reject", tale.reject)

    def _assess(
        self, tale: SignalTale, signal_id: UUID, outcome: str, reasons: str, **more: Any
    ) -> detection.SignalView:
        session, actor = self.acting(tale.assessor)
        criteria = {
            name: name not in tale.unmet
            for name in (
                "concrete_observation", "listed_form", "joint_processing_necessary", "joint_approach_expected",
                "within_region",
            )
        }  # fmt: skip
        data = {"outcome": outcome, "reasons": reasons, **criteria, **more}
        return detection.assess_signal(session, actor, signal_id, detection.AssessSignal.model_validate(data))

    # ---- cases

    def case(self, tale: CaseTale) -> None:
        """A case, from its first signal to where it stands today."""
        case_id = self._opened(tale)
        for key, reason in tale.partners.items():
            session, actor = self.acting(tale.chair)
            cases.add_participant(
                session, actor, case_id,
                cases.AddParticipant(organisation_id=self.region.organisations[key], reason=reason),
            )  # fmt: skip
        if tale.manager:
            session, actor = self.acting(tale.manager[0])
            manager = cases.NameManager(manager_id=self.region.people[tale.manager[1]])
            cases.name_case_manager(session, actor, case_id, manager)
        for subject in tale.subjects:
            self._subject(tale, case_id, subject)
        for act in tale.ending:
            self._end(tale, case_id, **act)

    def _opened(self, tale: CaseTale) -> UUID:
        """The case, opened on its first signal, with the later ones added."""
        first, *later = tale.signals
        new_case = {"title": tale.title, "purpose": tale.purpose, "activity": tale.activity}
        case_id = self._take_up(tale, first, new_case=new_case)
        for signal in later:
            self._take_up(tale, signal, case_id=case_id)
        return case_id

    def _take_up(self, tale: CaseTale, signal: SignalTale, **into: Any) -> UUID:
        signal_id = self.signal(signal, tale.municipality)
        taken_up = self._assess(signal, signal_id, "take_up", signal.take_up, **into)
        return cast("UUID", taken_up.assessments[-1].case_id)

    def _subject(self, tale: CaseTale, case_id: UUID, told: SubjectTale) -> None:
        session, actor = self.acting(tale.analyst)
        view = cases.add_subject(
            session, actor, case_id, cases.AddSubject.model_validate(told.model_dump(exclude={"acts"}))
        )
        subject = Subject(view.id, tale, case_id)
        for act in told.acts:
            name = next(key for key in act if key in ACTS)
            ACTS[name](self, subject, **act)

    def _end(self, tale: CaseTale, case_id: UUID, **act: str) -> None:
        """The evaluation of the whole case, or its closure."""
        session, actor = self.acting(tale.chair)
        if "close" in act:
            closing = evaluation.Close.model_validate({"reason": act["close"], "text": act["text"]})
            evaluation.close(session, actor, case_id, closing)
        else:
            evaluation.evaluate(session, actor, case_id, evaluation.Evaluate.model_validate(act))

    # ---- acts about one subject

    def phase(self, of: Subject, phase: int, text: str) -> None:
        """The chair opens the next data phase."""
        session, actor = self.acting(of.tale.chair)
        cases.open_phase(session, actor, of.case_id, cases.OpenPhase(phase=phase, necessity=text))

    def ask(self, of: Subject, ask: str, text: str, due: int, by: str = "") -> None:
        """A partner is asked something."""
        session, actor = self.acting(by or of.tale.analyst)
        of.requests[ask] = dossier.request(
            session, actor, of.case_id,
            dossier.Ask(
                asked_id=self.region.organisations[ask], subject_id=of.id, question=text, due_on=ahead(due)
            ),
        ).id  # fmt: skip

    def answer(self, of: Subject, answer: str, by: str, text: str = "") -> None:
        """A partner answers what it was asked."""
        session, actor = self.acting(by)
        given = dossier.GiveAnswer.model_validate({"outcome": answer, "text": text})
        dossier.answer(session, actor, of.requests[self.region.places[by]], given)

    def contribute(
        self, of: Subject, contribute: str, by: str, source: str, text: str, seen: int | None = None
    ) -> None:
        """A partner adds what it holds, in answer to a question when it was asked one."""
        session, actor = self.acting(by)
        of.contributions[by] = dossier.contribute(
            session, actor, of.id,
            dossier.Contribute(
                category=contribute, text=text, source=source, observed_on=None if seen is None else ago(seen),
                request_id=of.requests.get(self.region.places[by]), attested=True,
            ),
        ).id  # fmt: skip

    def correct(self, of: Subject, correct: str, by: str, source: str) -> None:
        """A partner corrects what it contributed last."""
        session, actor = self.acting(by)
        correction = dossier.Correct(text=correct, source=source)
        dossier.correct(session, actor, of.contributions[by], correction)

    def conclude(self, of: Subject, conclude: str, by: str = "") -> None:
        """The dossier is ready."""
        session, actor = self.acting(by or of.tale.analyst)
        dossier.conclude(session, actor, of.id, dossier.Conclude(reasons=conclude))

    def advise(self, of: Subject, advise: str, by: str, text: str) -> None:
        """A partner gives its opinion."""
        session, actor = self.acting(by)
        given = weighing.GiveOpinion.model_validate({"advice": advise, "text": text})
        weighing.give_opinion(session, actor, of.id, given)

    def weigh(self, of: Subject, weigh: str, **more: Any) -> None:
        """The case meeting decides."""
        session, actor = self.acting(of.tale.chair)
        weighing.weigh(session, actor, of.id, weighing.Weigh.model_validate({"outcome": weigh, **more}))

    def propose(
        self, of: Subject, propose: str, to: str, text: str, due: int, not_before: int | None = None
    ) -> None:
        """The chair proposes an intervention to a partner."""
        session, actor = self.acting(of.tale.chair)
        of.interventions[to] = assignment.propose(
            session, actor, of.id,
            assignment.Propose(
                kind=propose, partner_id=self.region.organisations[to], instruction=text, due_on=ahead(due),
                not_before=None if not_before is None else ahead(not_before),
            ),
        ).id  # fmt: skip

    def reply(
        self, of: Subject, reply: str, by: str, text: str = "", hours: int | None = None,
        priority: str | None = None, until: int | None = None,
    ) -> None:  # fmt: skip
        """The partner answers for itself."""
        session, actor = self.acting(by)
        given = {
            "outcome": reply, "reason": text, "capacity_hours": hours, "priority": priority,
            "until": None if until is None else ahead(until),
        }  # fmt: skip
        intervention_id = of.interventions[self.region.places[by]]
        assignment.reply(session, actor, intervention_id, assignment.GiveReply.model_validate(given))

    def report(self, of: Subject, report: str, by: str) -> None:
        """The partner reports progress."""
        session, actor = self.acting(by)
        progress = execution.ReportProgress(text=report)
        execution.report_progress(session, actor, of.interventions[self.region.places[by]], progress)

    def complete(self, of: Subject, complete: str, by: str, text: str) -> None:
        """The partner is done."""
        session, actor = self.acting(by)
        given = execution.Complete.model_validate({"result": complete, "text": text})
        execution.complete(session, actor, of.interventions[self.region.places[by]], given)

    def evaluate(self, of: Subject, evaluate: str, worked: str, lessons: str = "") -> None:
        """The case meeting looks back on one subject."""
        session, actor = self.acting(of.tale.chair)
        given = {"goal": evaluate, "subject_id": of.id, "worked": worked, "lessons": lessons}
        evaluation.evaluate(session, actor, of.case_id, evaluation.Evaluate.model_validate(given))


# In a story an act is named by the field that holds what was decided or said.
ACTS: dict[str, Callable[..., None]] = {
    act.__name__: act
    for act in (
        Teller.phase, Teller.ask, Teller.answer, Teller.contribute, Teller.correct, Teller.conclude,
        Teller.advise, Teller.weigh, Teller.propose, Teller.reply, Teller.report, Teller.complete,
        Teller.evaluate,
    )
}  # fmt: skip


def ago(days: int) -> date:
    """The day that is so many days behind us."""
    return today() - timedelta(days=days)


def ahead(days: int) -> date:
    """The day that is so many days before us."""
    return today() + timedelta(days=days)
