"""Telling a story: each act is done through its domain verb, by the person who would do it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from sqlmodel import Session

from api.demo import attaching, carrying, leaving, protecting, relating
from api.demo.days import Dated, Deed, ago, ahead
from api.demo.stories import CaseTale, SignalTale, SubjectTale
from api.deps import actor_of
from db.clock import at
from db.session import Database, who
from db.vault import Vault
from domain import assignment, cases, detection, dossier, evaluation, weighing
from domain.actor import Actor
from domain.naming import Thing


@dataclass(frozen=True)
class Region:
    """Who and what there is to tell about, by key."""

    database: Database
    vault: Vault
    organisations: dict[str, UUID]
    codes: dict[str, str]
    """Municipality codes by the key of the municipality."""
    people: dict[str, UUID]
    places: dict[str, str]
    """Where each person works."""
    tasks: dict[str, str]


@dataclass
class Case:
    """A case on its way; it exists once its first signal was taken up."""

    tale: CaseTale
    id: UUID = field(init=False)
    subjects: dict[str, "Subject"] = field(default_factory=dict)


@dataclass
class Subject:
    """A subject on its way through the chain, with what was last said about it by whom."""

    case: Case
    id: UUID = field(init=False)
    requests: dict[str, UUID] = field(default_factory=dict)
    contributions: dict[str, UUID] = field(default_factory=dict)
    interventions: dict[str, UUID] = field(default_factory=dict)
    relations: dict[str, UUID] = field(default_factory=dict)
    disclosure: UUID = field(init=False)
    consents: dict[UUID, UUID] = field(default_factory=dict)

    @property
    def tale(self) -> CaseTale:
        """The case it belongs to, as it is told."""
        return self.case.tale


class Teller:
    """Tells stories: each deed in a transaction of its own, at its own moment, by the person who did it."""

    def __init__(self, region: Region) -> None:
        self.region = region
        # Where in the portal things stand, by what they are: the tour of the demo leads there.
        self.places: dict[str, str] = {}
        # The signals in which somebody or something is named, the first first.
        self.named: dict[str, list[UUID]] = {}
        self.cases: dict[str, Case] = {}
        self._session: Session | None = None

    def tell(self, deeds: Iterable[Dated]) -> None:
        """Do everything, in this order; whatever breaks off leaves nothing half done."""
        for deed in deeds:
            with at(deed.at):
                try:
                    deed.do()
                    if self._session:
                        self._session.commit()
                finally:
                    self._leave()

    def acting(self, key: str) -> tuple[Session, Actor]:
        """The session of this person."""
        self._leave()
        self._session = session = self.region.database.session_for(self.region.people[key])
        return session, actor_of(who(session))

    def aside(self, do: Callable[[], object]) -> None:
        """Do it on another connection: what is tried out is undone, and undoing forgets what a connection has planned."""
        with self.region.database.engine("app").connect():
            do()
            if self._session:
                self._session.commit()
            self._leave()

    def _leave(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    # ---- signals

    def signal(self, tale: SignalTale, municipality: str = "") -> UUID:
        """A signal is submitted."""
        where = tale.municipality or municipality or self.region.places[tale.by]
        session, actor = self.acting(tale.by)
        signal_id = detection.submit_signal.without_looking(
            session, actor,
            detection.SubmitSignal(
                form=tale.form, narrative=tale.text, contra_indications=tale.against, task=self.region.tasks[tale.by],
                organised_crime_link=tale.link, observed_from=ago(tale.seen),
                observed_until=None if tale.until is None else ago(tale.until),
                place=tale.place, municipality_code=self.region.codes[where], urgency=tale.urgency,
                emergency_called=tale.urgency == "danger", safe_contact=tale.safe,
                reference=tale.reference, protect_source=tale.brought_in is not None,
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
        self.places[f"signal {tale.place}"] = f"/signals/{signal_id}"
        for one in tale.mentions:
            self.named.setdefault(one.get("name", ""), []).append(signal_id)
        return signal_id

    def loose_signal(self, tale: SignalTale) -> Iterator[Deed]:
        """A signal of its own: waiting, sent back, handed over or rejected."""
        made: list[UUID] = []
        yield Deed(tale.ago, lambda: made.append(self.signal(tale)), tale.late)
        if tale.photo:
            yield Deed(tale.ago, lambda: attaching.with_signal(self, made[0], tale.by, tale.photo), tale.late)
        if tale.brought_in is not None:
            yield Deed(tale.brought_in, partial(protecting.bring_in, self, tale, made))
        if tale.unmask:
            yield Deed(tale.unmask_asked, partial(protecting.ask_unmasking, self, tale, made))
        decided = {"send_back": tale.send_back, "hand_over": tale.hand_over, "reject": tale.reject}
        for outcome, reasons in decided.items():
            if reasons:
                yield Deed(tale.assessed or 0, partial(self._decide, tale, made, outcome, reasons))
        if tale.added:
            yield Deed(tale.supplemented or 0, lambda: self._add(tale, made[0]))

    def _decide(self, tale: SignalTale, made: list[UUID], outcome: str, reasons: str) -> None:
        more = {"handed_to": tale.handed_to} if outcome == "hand_over" else {}
        self._assess(tale, made[-1], outcome, reasons, **more)

    def _add(self, tale: SignalTale, signal_id: UUID) -> None:
        detection.add_to_signal(*self.acting(tale.by), signal_id, detection.AddToSignal(text=tale.added))

    def _assess(self, tale: SignalTale, signal_id: UUID, outcome: str, reasons: str, **more: Any) -> UUID:
        session, actor = self.acting(tale.assessor)
        criteria = {
            name: name not in tale.unmet
            for name in (
                "concrete_observation", "listed_form", "joint_processing_necessary", "joint_approach_expected",
                "within_region",
            )
        }  # fmt: skip
        data = {"outcome": outcome, "reasons": reasons, **criteria, **more}
        decision = detection.AssessSignal.model_validate(data)
        return detection.assess_signal.without_looking(session, actor, signal_id, decision).id

    # ---- cases

    def case(self, tale: CaseTale) -> Iterator[Deed]:
        """A case, from its first signal to where it stands today."""
        case = self.cases[tale.key] = Case(tale)
        for signal in tale.signals:
            made: list[UUID] = []
            yield Deed(signal.ago, partial(self._submit, case, signal, made), signal.late)
            yield Deed(signal.assessed or 0, partial(self._take_up, case, signal, made))
        for key, reason in tale.partners.items():
            yield Deed(tale.joined, partial(self._join, case, key, reason))
        if tale.manager:
            yield Deed(tale.named, partial(self._name_manager, case, *tale.manager))
        for told in tale.subjects:
            subject = Subject(case)
            yield Deed(told.entered, partial(self._enter, subject, told))
            for act in told.acts:
                name = next(key for key in act if key in ACTS)
                said = {key: value for key, value in act.items() if key != "ago"}
                yield Deed(act["ago"], partial(ACTS[name], self, subject, **said))
        for act in tale.ending:
            said = {key: value for key, value in act.items() if key != "ago"}
            yield Deed(act["ago"], partial(self._end, case, **said))

    def _submit(self, case: Case, signal: SignalTale, made: list[UUID]) -> None:
        made.append(self.signal(signal, case.tale.municipality))

    def _take_up(self, case: Case, signal: SignalTale, made: list[UUID]) -> None:
        """The first signal that is taken up opens the case, the others join it."""
        tale = case.tale
        new_case = {"title": tale.title, "purpose": tale.purpose, "activity": tale.activity}
        into = {"new_case": new_case} if signal is tale.signals[0] else {"case_id": case.id}
        case.id = self._assess(signal, made[0], "take_up", signal.take_up, **into)
        self.places[f"case {tale.key}"] = f"/cases/{case.id}"

    def _join(self, case: Case, key: str, reason: str) -> None:
        joining = cases.AddParticipant(organisation_id=self.region.organisations[key], reason=reason)
        cases.add_participant.without_looking(*self.acting(case.tale.chair), case.id, joining)

    def _name_manager(self, case: Case, by: str, who_it_is: str) -> None:
        session, actor = self.acting(by)
        named = cases.NameManager(manager_id=self.region.people[who_it_is])
        cases.name_case_manager.without_looking(session, actor, case.id, named)

    def _enter(self, subject: Subject, told: SubjectTale) -> None:
        session, actor = self.acting(subject.tale.analyst)
        shape = cases.AddSubject.model_validate(told.model_dump(exclude={"acts", "entered"}))
        subject.id = cases.add_subject.without_looking(session, actor, subject.case.id, shape).id
        subject.case.subjects[told.name] = subject

    def _end(self, case: Case, **act: str) -> None:
        """The evaluation of the whole case, its closure, or that it is opened again."""
        session, actor = self.acting(case.tale.chair)
        if "reopen" in act:
            again = evaluation.Reopen.model_validate({"reason": act["reopen"], "text": act["text"]})
            evaluation.reopen_case(session, actor, case.id, again)
        elif "close" in act:
            closing = evaluation.Close.model_validate({"reason": act["close"], "text": act["text"]})
            evaluation.close(session, actor, case.id, closing)
        else:
            evaluation.evaluate(session, actor, case.id, evaluation.Evaluate.model_validate(act))

    # ---- acts about one subject

    def phase(self, of: Subject, phase: int, text: str) -> None:
        """The chair opens the next data phase."""
        dossier.open_phase(
            *self.acting(of.tale.chair), of.case.id, dossier.OpenPhase(phase=phase, necessity=text)
        )

    def ask(self, of: Subject, ask: str, text: str, due: int, by: str = "") -> None:
        """A partner is asked something."""
        session, actor = self.acting(by or of.tale.analyst)
        of.requests[ask] = dossier.request.without_looking(
            session, actor, of.case.id,
            dossier.Ask(
                asked_id=self.region.organisations[ask], subject_id=of.id, question=text, due_on=ahead(due)
            ),
        ).id  # fmt: skip
        self.places[f"request {of.tale.key} {ask}"] = f"/requests/{of.requests[ask]}"

    def answer(self, of: Subject, answer: str, by: str, text: str = "") -> None:
        """A partner answers what it was asked."""
        session, actor = self.acting(by)
        given = dossier.GiveAnswer.model_validate({"outcome": answer, "text": text})
        dossier.answer.without_looking(session, actor, of.requests[self.region.places[by]], given)

    def contribute(
        self, of: Subject, contribute: str, by: str, source: str, text: str, seen: int | None = None,
        named: Iterable[str] = (), closed_to: str = "", grade: str = "",
    ) -> None:  # fmt: skip
        """A partner adds what it holds, in answer to a question when it was asked one; perhaps for named persons."""
        session, actor = self.acting(by)
        persons = [self.region.people[key] for key in ([closed_to] if closed_to else named)]
        for_whom = "closed" if closed_to else "named" if persons else "everybody"
        of.contributions[by] = dossier.contribute.without_looking(
            session, actor, of.id,
            dossier.Contribute(
                category=contribute, text=text, source=source, observed_on=None if seen is None else ago(seen),
                request_id=of.requests.get(self.region.places[by]), attested=True, for_whom=for_whom,
                persons=persons, source_reliability=grade[:1] or None, content_credibility=grade[1:] or None,
            ),
        ).id  # fmt: skip

    def correct(self, of: Subject, correct: str, by: str, source: str) -> None:
        """A partner corrects what it contributed last."""
        session, actor = self.acting(by)
        dossier.correct.without_looking(
            session, actor, of.contributions[by], dossier.Correct(text=correct, source=source)
        )

    def withdraw(self, of: Subject, withdraw: str, by: str, read_by: str) -> None:
        """A partner takes back what it contributed last, after a colleague elsewhere read it."""
        session, actor = self.acting(read_by)
        dossier.contributions(session, actor, of.id)
        session.commit()
        session, actor = self.acting(by)
        dossier.withdraw(
            session, actor, of.contributions[by], dossier.Withdraw.model_validate({"reason": withdraw})
        )

    def conclude(self, of: Subject, conclude: str, by: str = "") -> None:
        """The dossier is ready."""
        session, actor = self.acting(by or of.tale.analyst)
        dossier.conclude.without_looking(session, actor, of.id, dossier.Conclude(reasons=conclude))

    def advise(self, of: Subject, advise: str, by: str, text: str) -> None:
        """A partner gives its opinion."""
        session, actor = self.acting(by)
        given = weighing.GiveOpinion.model_validate({"advice": advise, "text": text})
        weighing.give_opinion.without_looking(session, actor, of.id, given)

    def weigh(self, of: Subject, weigh: str, **more: Any) -> None:
        """The case meeting decides."""
        session, actor = self.acting(of.tale.chair)
        weighing.weigh.without_looking(
            session, actor, of.id, weighing.Weigh.model_validate({"outcome": weigh, **more})
        )

    def reopen(self, of: Subject, reopen: str, text: str) -> None:
        """The chair takes the subject up once more."""
        session, actor = self.acting(of.tale.chair)
        again = evaluation.Reopen.model_validate({"reason": reopen, "text": text})
        evaluation.reopen_subject(session, actor, of.id, again)

    def propose(
        self, of: Subject, propose: str, to: str, text: str, due: int, not_before: int | None = None
    ) -> None:
        """The chair proposes an intervention to a partner."""
        session, actor = self.acting(of.tale.chair)
        of.interventions[to] = assignment.propose.without_looking(
            session, actor, of.id,
            assignment.Propose(
                kind=propose, partner_id=self.region.organisations[to], instruction=text, due_on=ahead(due),
                not_before=None if not_before is None else ahead(not_before),
            ),
        ).id  # fmt: skip
        self.places[f"intervention {of.tale.key} {to}"] = f"/interventions/{of.interventions[to]}"

    def evaluate(self, of: Subject, evaluate: str, worked: str, lessons: str = "") -> None:
        """The case meeting looks back on one subject."""
        session, actor = self.acting(of.tale.chair)
        given = {"goal": evaluate, "subject_id": of.id, "worked": worked, "lessons": lessons}
        evaluation.evaluate(session, actor, of.case.id, evaluation.Evaluate.model_validate(given))


# In a story an act is named by the field that holds what was decided or said.
ACTS: dict[str, Callable[..., None]] = {
    act.__name__: act
    for act in (
        Teller.phase, Teller.ask, leaving.inquire, relating.remind, Teller.answer, leaving.known, Teller.contribute, attaching.attach, Teller.correct, Teller.withdraw, relating.relate, relating.rerelate, relating.alias,
        leaving.disclose, leaving.put, leaving.consent, leaving.release, Teller.conclude, Teller.advise, Teller.weigh, Teller.reopen, Teller.propose, carrying.reply, carrying.wait, carrying.schedule, carrying.report, carrying.complete,
        Teller.evaluate,
    )
}  # fmt: skip
