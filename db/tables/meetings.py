"""Case meetings (casusoverleggen): what is on the agenda, who is in the room, what was decided and what was agreed.

What is said about a case lies in that case's own scope: whoever is not on its list finds no trace of it on the
agenda, on the wall or in the minutes. The meeting itself holds only when and where, and who was in the room.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from db.tables.base import Shareable, ids, lies_in, moment


class Meeting(Shareable, table=True):
    """A meeting of the partners, convened by the RIEC. Its moments are set once, in this order."""

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="length"),
        CheckConstraint("started_at is null or convened_at is not null", name="convened_first"),
        CheckConstraint("closed_at is null or started_at is not null", name="started_first"),
        CheckConstraint("adopted_at is null or closed_at is not null", name="closed_first"),
        lies_in("id"),
    )

    theme: str
    place: str
    starts_at: datetime = moment()
    ends_at: datetime = moment()
    convened_at: datetime | None = moment(nullable=True)
    started_at: datetime | None = moment(nullable=True)
    closed_at: datetime | None = moment(nullable=True)
    adopted_at: datetime | None = moment(nullable=True)


class AgendaItem(Shareable, table=True):
    """That a case is discussed in a meeting; only who takes part in the case finds it on the agenda."""

    __tablename__ = "agenda_items"
    __table_args__ = (
        CheckConstraint("section in ('new', 'running', 'closing', 'evaluation')", name="section"),
        CheckConstraint("minutes between 1 and 240", name="minutes"),
        CheckConstraint("closed_at is null or opened_at is not null", name="opened_first"),
        lies_in("case_id"),
    )

    meeting_id: UUID = Field(foreign_key="meetings.id", index=True)
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    section: str
    minutes: int
    place: int
    question: str
    opened_at: datetime | None = moment(nullable=True)
    closed_at: datetime | None = moment(nullable=True)
    removed_at: datetime | None = moment(nullable=True)


class Attendance(Shareable, table=True):
    """That a person came in, went to the corridor or left; the last one says where that person is."""

    __tablename__ = "attendances"
    __table_args__ = (
        CheckConstraint("whereabouts in ('room', 'corridor', 'gone')", name="whereabouts"),
        lies_in("meeting_id"),
    )

    meeting_id: UUID = Field(foreign_key="meetings.id", index=True)
    person_id: UUID = Field(foreign_key="actors.id")
    whereabouts: str
    # Whether this person may decide for the organisation (domain.md 6.1).
    mandate: bool = False


class Decision(Shareable, table=True):
    """What the partners decided (B01-B21), about the case or one subject of it: who was there, and who was against."""

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint("scope_id = coalesce(subject_id, case_id)", name="place"),
        CheckConstraint("cardinality(present) > 0", name="presence"),
    )

    item_id: UUID = Field(foreign_key="agenda_items.id", index=True)
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    subject_id: UUID | None = Field(default=None, foreign_key="subjects.id", index=True)
    kind: str
    text: str
    necessity: str
    proportionality: str
    subsidiarity: str
    legal_ground: str | None = None
    present: list[UUID] = ids()
    persons: list[UUID] = ids()
    in_favour: list[UUID] = ids()
    against: list[UUID] = ids()
    absent: list[UUID] = ids()
    dissent: str = ""
    responsible_id: UUID = Field(foreign_key="organisations.id")
    review_on: date | None = None
    # The weighing, the proposal or the closure that it stands in: what moved the case.
    evidence_id: UUID | None = None


class Action(Shareable, table=True):
    """What somebody will do before a day, as agreed in the meeting."""

    __tablename__ = "actions"
    __table_args__ = (lies_in("case_id"),)

    item_id: UUID = Field(foreign_key="agenda_items.id", index=True)
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    text: str
    organisation_id: UUID = Field(foreign_key="organisations.id", index=True)
    person_id: UUID | None = Field(default=None, foreign_key="actors.id")
    due_on: date
    after_id: UUID | None = Field(default=None, foreign_key="actions.id")


class ActionReport(Shareable, table=True):
    """What became of an action, by who was to do it."""

    __tablename__ = "action_reports"
    __table_args__ = (
        CheckConstraint("outcome in ('progress', 'done', 'dropped')", name="outcome"),
        lies_in("case_id"),
    )

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    action_id: UUID = Field(foreign_key="actions.id", index=True)
    outcome: str
    text: str


class Minute(Shareable, table=True):
    """What the minutes say about one case: a draft for who was there, what was adopted, and what was corrected since."""

    __tablename__ = "minutes"
    __table_args__ = (
        CheckConstraint("kind in ('draft', 'adopted', 'correction')", name="kind"),
        CheckConstraint("kind <> 'draft' or circle is not null", name="draft_is_closed"),
        lies_in("case_id"),
    )

    item_id: UUID = Field(foreign_key="agenda_items.id", index=True)
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    kind: str
    text: str
