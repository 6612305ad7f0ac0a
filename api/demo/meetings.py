"""The case meetings of the region: held, adopted at the next one, one that is going on now, and what is still to come.

A chair convenes, notes who is in the room, puts one case after the other on the table and writes down what comes of
it. What the story of a case tells of that day happens while it lies there, so that the meeting knows of it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from random import Random
from typing import Final
from uuid import UUID

from sqlmodel import Session

from api.demo.days import Dated, Days, Deed, ahead
from api.demo.organisations import RIEC
from api.demo.people import Staff
from api.demo.stories import ActionTale, DecisionTale, ItemTale, MeetingTale, ReportTale
from api.demo.telling import Teller
from domain import meetings
from domain.actor import Actor, StaffRole
from domain.calendar import NETHERLANDS, add_working_days
from domain.meetings import NoteAttendance
from domain.meetings.convening import OPENING
from domain.meetings.shapes import Whereabouts

Chair = tuple[Session, Actor]

GOING_ON: Final = timedelta(minutes=50)
"""How long the meeting of today has been going on, at least, when the region is loaded."""
LENGTH: Final = timedelta(hours=2)
QUARTER: Final = 15
TOLD: Final = (0.1, 0.5)
"""Which part of the time of a case is its story's; then it is written down."""
WRITTEN: Final = 0.7


class Timetable:
    """When the meetings are, and their cases."""

    def __init__(self, told: Sequence[MeetingTale], days: Days) -> None:
        self.told = told
        self.days = days

    def begins(self, tale: MeetingTale) -> datetime:
        """When a meeting begins; the one of today has been going on for a while, whatever time it is."""
        if tale.ago == 0:
            before = self.days.moment(0, 1) - GOING_ON
            return before.replace(minute=before.minute // QUARTER * QUARTER, second=0, microsecond=0)
        day = self.days.date(tale.ago) if tale.ago > 0 else add_working_days(self.days.date(0), -tale.ago)
        return datetime.combine(day, time.fromisoformat(tale.begins), NETHERLANDS)

    def ends(self, tale: MeetingTale) -> str:
        """Until when it is planned."""
        return f"{self.begins(tale) + LENGTH:%H:%M}" if tale.ago == 0 else tale.ends

    def during(self, tale: MeetingTale, place: int, part: float) -> datetime:
        """The moment at which this part of the time of a case was over."""
        before = sum(one.minutes for one in tale.items[:place])
        return self.begins(tale) + timedelta(minutes=OPENING + before + part * tale.items[place].minutes)

    def at_the_table(self, case: str, chain: Iterable[Deed]) -> Iterator[Deed]:
        """A chain of which what a meeting is about happens in that meeting."""
        hours = {
            tale.ago: (self.during(tale, place, TOLD[0]).time(), self.during(tale, place, TOLD[1]).time())
            for tale in self.told
            for place, item in enumerate(tale.items)
            if item.case == case and item.tells
        }
        for deed in chain:
            yield replace(deed, within=hours[deed.ago]) if deed.ago in hours else deed


def told(teller: Teller, staff: Staff, timetable: Timetable) -> Iterator[Dated]:
    """Every meeting, from its planning to its minutes, which the next one on the same theme adopts."""
    mandated = {one.key for one in staff.person if StaffRole.MANDATE_HOLDER in one.roles}
    latest: dict[str, Sitting] = {}
    for place, tale in enumerate(timetable.told):
        chance = Random(place)  # noqa: S311 the same on every machine, and no secret
        sitting = Sitting(teller, tale, timetable, mandated, chance, latest.get(tale.theme))
        latest[tale.theme] = sitting
        yield from sitting.told()


class Sitting:
    """One meeting on its way."""

    def __init__(
        self, teller: Teller, tale: MeetingTale, timetable: Timetable, mandated: set[str], chance: Random,
        before: "Sitting | None",
    ) -> None:  # fmt: skip
        self.teller, self.tale, self.timetable = teller, tale, timetable
        self.mandated, self.chance, self.before = mandated, chance, before
        self.id: UUID
        self.items: list[UUID] = []
        self.whereabouts: dict[str, Whereabouts] = {}
        self.actions: dict[tuple[int, int], UUID] = {}

    def told(self) -> Iterator[Dated]:
        """Everything about it."""
        yield self._on(self.tale.planned, self._plan)
        if self.tale.convened is not None:
            yield self._on(self.tale.convened, self._convene)
        if self.tale.ago >= 0:
            yield from self._held()

    def _on(self, ago: int, do: Callable[[], object]) -> Dated:
        """Some time on a working day."""
        return Dated(self.timetable.days.moment(ago, self.chance.uniform(0.2, 0.8)), do)

    def _held(self) -> Iterator[Dated]:
        tale = self.tale
        yield Dated(self.timetable.begins(tale) + timedelta(minutes=1), self._start)
        for place, item in enumerate(tale.items):
            if item.stands != "waiting":
                yield Dated(self.timetable.during(tale, place, 0), partial(self._open, place, item))
            if item.stands == "done":
                yield Dated(self.timetable.during(tale, place, WRITTEN), partial(self._write, place, item))
                yield from self._later(place, item)
        if tale.ago > 0:
            yield Dated(self.timetable.during(tale, len(tale.items) - 1, 1), self._close)

    def _later(self, place: int, item: ItemTale) -> Iterator[Dated]:
        """What was said of its actions, and what was wrong in its minutes."""
        for number, action in enumerate(item.actions):
            for report in action.came:
                yield self._on(report.ago, partial(self._report, (place, number), report))
        if item.corrected:
            yield self._on(item.corrected_ago, partial(self._correct, place, item.corrected))

    def _plan(self) -> None:
        chair = self._chair()
        begins = self.timetable.begins(self.tale)
        data = meetings.PlanMeeting(
            theme=self.tale.theme, place=self.tale.place, on=begins.date(), begins=f"{begins:%H:%M}",
            ends=self.timetable.ends(self.tale),
        )  # fmt: skip
        self.id = meetings.plan_meeting(*chair, data).id
        for item in self.tale.items:
            put = meetings.PutOnAgenda(
                case_id=self.teller.cases[item.case].id, section=item.section, minutes=item.minutes,
                question=item.question,
            )  # fmt: skip
            self.items.append(meetings.put_on_agenda(*chair, self.id, put).id)
        self.teller.places[f"meeting {self.tale.key}"] = f"/meetings/{self.id}"

    def _convene(self) -> None:
        meetings.convene(*self._chair(), self.id)

    def _start(self) -> None:
        """The meeting is opened, and adopts the minutes of the one before."""
        chair = self._chair()
        meetings.start(*chair, self.id)
        if self.before:
            meetings.adopt_minutes(*chair, self.before.id)

    def _open(self, place: int, item: ItemTale) -> None:
        """A case comes on the table: who takes part in it comes in, and who does not waits outside."""
        chair = self._chair()
        meetings.open_item(*chair, self.items[place])
        region, case = self.teller.region, self.teller.cases[item.case].tale
        taking_part = {RIEC, case.municipality, *case.partners}
        noted = []
        for key in (self.tale.chair, *self.tale.present):
            stays = region.places[key] in taking_part
            wanted: Whereabouts = "gone" if key in item.leave else "room" if stays else "corridor"
            # Who comes for a later case is not there yet.
            if self.whereabouts.get(key, "corridor") != wanted:
                self.whereabouts[key] = wanted
                noted.append(
                    NoteAttendance(
                        person_id=region.people[key], whereabouts=wanted, mandate=key in self.mandated
                    )
                )
        meetings.note_attendance(*chair, self.id, *noted)
        self.teller.places[f"agenda item {self.tale.key} {item.case}"] = f"/agenda-items/{self.items[place]}"

    def _write(self, place: int, item: ItemTale) -> None:
        """What was decided and agreed on, and what the minutes say of it."""
        chair = self._chair()
        for decision in item.decisions:
            self._decide(chair, place, item, decision)
        for number, action in enumerate(item.actions):
            self._agree(chair, place, number, action)
        meetings.write_minutes(*chair, self.items[place], meetings.WriteMinutes(text=item.minuted))

    def _decide(self, chair: Chair, place: int, item: ItemTale, tale: DecisionTale) -> None:
        homes = self.teller.region.organisations
        case = self.teller.cases[item.case]
        decided = meetings.TakeDecision(
            **tale.model_dump(
                include={"kind", "text", "necessity", "proportionality", "subsidiarity", "dissent"}
            ),
            subject_id=None if tale.subject is None else case.subjects[case.tale.subjects[tale.subject].name].id,
            against_ids=[homes[key] for key in tale.against], responsible_id=homes[tale.responsible],
            review_on=None if tale.review is None else ahead(tale.review),
        )  # fmt: skip
        meetings.decide(*chair, self.items[place], decided)

    def _agree(self, chair: Chair, place: int, number: int, tale: ActionTale) -> None:
        region = self.teller.region
        agreed = meetings.Agree(
            text=tale.text, organisation_id=region.organisations[tale.to],
            person_id=region.people[tale.person] if tale.person else None, due_on=ahead(tale.due),
            after_id=None if tale.after is None else self.actions[place, tale.after],
        )  # fmt: skip
        made = self.actions[place, number] = meetings.agree(*chair, self.items[place], agreed).id
        case = self.tale.items[place].case
        self.teller.places[f"action {self.tale.key} {case} {number}"] = f"/actions/{made}"

    def _report(self, which: tuple[int, int], tale: ReportTale) -> None:
        said = meetings.ReportAction(outcome=tale.outcome, text=tale.text)
        meetings.report_action(*self.teller.acting(tale.by), self.actions[which], said)

    def _correct(self, place: int, prose: str) -> None:
        meetings.write_minutes(*self._chair(), self.items[place], meetings.WriteMinutes(text=prose))

    def _close(self) -> None:
        meetings.close(*self._chair(), self.id)

    def _chair(self) -> Chair:
        return self.teller.acting(self.tale.chair)
