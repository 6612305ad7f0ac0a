"""The minutes of a meeting on paper: what the page of the same reader says, and for whom it was made."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from fastapi import Request, Response
from sqlmodel import Session

from api.paper import pdf
from api.problems import language_of
from api.sheets import DAYS_OF_USE, HERE, File, attached
from api.wording import Wording
from domain import calendar, cases, catalogue, meetings
from domain.actor import Actor
from domain.catalogue import HasLabel
from domain.meetings import ActionView, DiscussedView, MeetingDecisionView, MinutesView, PresentView

MEDIA_TYPE: Final = "application/pdf"
MOTIVES: Final = ("necessity", "proportionality", "subsidiarity")

Pairs = list[tuple[str, str]]


def minutes_as_pdf(request: Request, session: Session, actor: Actor, meeting_id: UUID) -> Response:
    """The minutes as this reader sees them, as a PDF; on the record as a file that went out."""
    language = language_of(request)
    found = meetings.minutes(session, actor, meeting_id, outcome="exported")
    wording = Wording(session, actor, request.app.state.word, language)
    paper = _Minutes(
        found, wording, request.app.state.formats(language), subjects_named(session, actor, found)
    )
    made_at = datetime.now(HERE)
    # Neither the subject of the meeting nor a name: a file name is read over a shoulder.
    name = f"schakel-minutes-{found.meeting.starts_at.astimezone(HERE):%Y-%m-%d}.pdf"
    return attached(File(pdf("minutes.typ", paper.content(made_at), made_at), MEDIA_TYPE, name))


def subjects_named(session: Session, actor: Actor, found: MinutesView) -> dict[UUID, str]:
    """Whom decisions are about, by name as far as this reader may know it."""
    about = {each.subject_id for one in found.discussed for each in one.decisions if each.subject_id}
    return {key: one.name for key, one in cases.subjects(session, actor, list(about)).items() if one.name}


class _Minutes:
    """The minutes in the words of one language, as the template takes them: texts, pairs and tables."""

    def __init__(
        self,
        found: MinutesView,
        wording: Wording,
        formats: Mapping[str, Callable[..., str]],
        names: Mapping[UUID, str],
    ) -> None:
        self.found = found
        self.wording = wording
        self.names = names
        self.day, self.moment, self.clock = formats["day_short"], formats["moment"], formats["clock"]
        self.kinds: Sequence[HasLabel] = list(catalogue.decision_kinds(wording.session, calendar.today()))

    def content(self, made_at: datetime) -> dict[str, Any]:
        """Everything that stands in the document."""
        meeting, adopted = self.found.meeting, self.found.adopted_at
        return {
            "language": self.wording.language,
            "title": self._say("title"),
            "theme": meeting.theme,
            "mark": self._say("adopted", day=self.day(adopted)) if adopted else self._say("draft"),
            "about": [
                (self._say("when"), f"{self.moment(meeting.starts_at)} – {self.clock(meeting.ends_at)}"),
                *([(self._say("where"), meeting.place)] if meeting.place else []),
                (self._say("stands"), self.wording.say("meeting_state", meeting.state)),
            ],
            "present": self._present(self.found.present),
            "cases": [self._case(one) for one in self.found.discussed],
            "none": self._say("no_case"),
            "made": self._made(made_at),
            "page": self._say("page"),
            "unshown_words": self._say("unshown"),
        }

    def _made(self, made_at: datetime) -> list[str]:
        actor = self.wording.actor
        until = self.day((made_at + timedelta(days=DAYS_OF_USE)).date())
        made_for = self._say(
            "made_for", name=actor.name, organisation=actor.organisation_name, moment=self.moment(made_at)
        )
        return [made_for, self._say("handling", day=until)]

    def _present(self, people: Sequence[PresentView]) -> dict[str, Any] | None:
        if not people:
            return None
        heads = [self._say("name"), self._say("function"), self._say("organisation"), self._say("mandate")]
        lines = [
            [one.name, one.function_title or "–", one.organisation, self._say("yes" if one.mandate else "no")]
            for one in people
        ]
        return {"title": self._say("came"), "heads": heads, "lines": lines}

    def _case(self, one: DiscussedView) -> dict[str, Any]:
        return {
            "title": f"{one.item.case_number} {one.item.case_title}",
            "minutes": [
                {"head": f"{self.wording.say('minute', said.kind)} · {self.moment(said.created_at)}", "lines": said.text.splitlines()}
                for said in one.minutes
            ],
            "decisions": {"title": self._say("decisions"), "items": [self._decision(each) for each in one.decisions]},
            "actions": self._actions(one.actions),
            "nothing": "" if one.minutes or one.decisions or one.actions else self._say("nothing"),
        }  # fmt: skip

    def _decision(self, one: MeetingDecisionView) -> dict[str, Any]:
        about = self.names.get(one.subject_id, self._say("hidden_subject")) if one.subject_id else ""
        elsewhere = (
            [self._say("why_with_subject" if one.subject_id else "why_with_case")] if one.evidence_id else []
        )
        return {
            "title": " · ".join(filter(None, [catalogue.label(self.kinds, one.kind, self.wording.language), about])),
            "meta": " · ".join(self._decided(one)),
            "lines": one.text.splitlines() if one.text else elsewhere,
            "facts": [*self._motives(one), *self._votes(one)],
        }  # fmt: skip

    def _decided(self, one: MeetingDecisionView) -> Iterator[str]:
        yield self.moment(one.created_at)
        yield self._say("responsible", organisation=one.responsible)
        if one.review_on:
            yield f"{self._say('review')} {self.day(one.review_on)}"

    def _motives(self, one: MeetingDecisionView) -> Pairs:
        return [(self._say(name), getattr(one, name)) for name in MOTIVES] if one.necessity else []

    def _votes(self, one: MeetingDecisionView) -> Pairs:
        asked = ("present", "in_favour", "against", "absent")
        votes = [(self._say(name), ", ".join(getattr(one, name)) or self._say("nobody")) for name in asked]
        return [*votes, (self._say("dissent"), one.dissent)] if one.dissent else votes

    def _actions(self, actions: Sequence[ActionView]) -> dict[str, Any] | None:
        if not actions:
            return None
        heads = [self._say("action"), self._say("who"), self._say("before"), self._say("stands")]
        lines = [
            [
                one.text,
                ", ".join(filter(None, [one.organisation, one.person])),
                self.day(one.due_on),
                self._stands(one),
            ]
            for one in actions
        ]
        return {"title": self._say("actions"), "heads": heads, "lines": lines}

    def _stands(self, one: ActionView) -> str:
        stands = self.wording.say("action_status", one.status)
        return f"{stands} {self._say('late')}" if one.overdue else stands

    def _say(self, code: str, **facts: object) -> str:
        return self.wording.say("paper", code, **facts)
