"""What partners contribute, what they are asked, and what they answer."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from db.tables.base import Shareable, ids, lies_in, moment


class Contribution(Shareable, table=True):
    """What one partner holds about one subject, in one category (WGS 1.5(1), BGS 1.6)."""

    __tablename__ = "contributions"
    __table_args__ = (
        CheckConstraint("(withdrawn_at is null) = (withdrawn_for is null)", name="withdrawn"),
        CheckConstraint("withdrawn_for in ('incorrect', 'unlawful', 'unnecessary')", name="withdrawn_for"),
        CheckConstraint("withdrawn_at is null or text = '' and source = ''", name="emptied"),
        CheckConstraint("source_reliability in ('A', 'B', 'C', 'D', 'E', 'F')", name="source_reliability"),
        CheckConstraint("content_credibility between 1 and 6", name="content_credibility"),
        lies_in("subject_id"),
    )

    subject_id: UUID = Field(foreign_key="subjects.id", index=True)
    text: str
    source: str
    # How far the source and what it says can be relied on, as its owner grades them (BGS 1.6).
    source_reliability: str | None = None
    content_credibility: int | None = None
    observed_on: date | None = None
    request_id: UUID | None = Field(default=None, foreign_key="requests.id")
    corrected_at: datetime | None = moment(nullable=True)
    withdrawn_at: datetime | None = moment(nullable=True)
    withdrawn_for: str | None = None


class Request(Shareable, table=True):
    """A question to one partner, with its ground and date; it stands in a scope of its own."""

    __tablename__ = "requests"
    # Below the subject or the case it is about: the triggers `placed` and `below` see to that.
    __table_args__ = (lies_in("id"),)

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    subject_id: UUID | None = Field(default=None, foreign_key="subjects.id")
    asked_id: UUID = Field(foreign_key="organisations.id")
    question: str
    ground: str
    due_on: date
    round_id: UUID | None = Field(default=None, index=True)
    """What one asker asked several partners at once; no partner is told that there were others."""


class Answer(Shareable, table=True):
    """The recorded answer of the asked partner (WGS 1.5(1))."""

    __tablename__ = "answers"
    __table_args__ = (
        CheckConstraint(
            "outcome in ('provided', 'nothing_known', 'refused', 'not_competent',"
            # What a supplier says of a disclosure: see db.tables.disclosures.
            " 'no_objection', 'consents', 'objects')",
            name="outcome",
        ),
        lies_in("request_id"),
    )

    request_id: UUID = Field(foreign_key="requests.id", unique=True)
    outcome: str
    text: str = ""
    # Of a disclosure: the supplier's own items for which this does not hold (WGS 1.7(2), 2.20).
    excepted_ids: list[UUID] = ids(since=True)


class Reminder(Shareable, table=True):
    """That the asker reminded a partner of a question, by hand."""

    __tablename__ = "reminders"
    __table_args__ = (lies_in("request_id"),)

    request_id: UUID = Field(foreign_key="requests.id", index=True)


class Relation(Shareable, table=True):
    """What two subjects of a case may have to do with each other, as one partner says."""

    __tablename__ = "relations"
    __table_args__ = (
        CheckConstraint("from_id <> to_id", name="two"),
        CheckConstraint("(withdrawn_at is null) = (withdrawn_for is null)", name="withdrawn"),
        CheckConstraint("withdrawn_for in ('incorrect', 'unlawful', 'unnecessary')", name="withdrawn_for"),
        CheckConstraint("withdrawn_at is null or kind = '' and text = '' and source = ''", name="emptied"),
        CheckConstraint("source_reliability in ('A', 'B', 'C', 'D', 'E', 'F')", name="source_reliability"),
        CheckConstraint("content_credibility between 1 and 6", name="content_credibility"),
        # With the subject it starts from; only who also sees the other one sees it: see `db.policies.relations`.
        lies_in("from_id"),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    from_id: UUID = Field(foreign_key="subjects.id")
    to_id: UUID = Field(foreign_key="subjects.id", index=True)
    kind: str
    text: str = ""
    source: str
    source_reliability: str | None = None
    content_credibility: int | None = None
    # As far as they are known: 2024, 2024-03 or 2024-03-12.
    since: str = ""
    until: str = ""
    corrected_at: datetime | None = moment(nullable=True)
    withdrawn_at: datetime | None = moment(nullable=True)
    withdrawn_for: str | None = None


class Conclusion(Shareable, table=True):
    """That the dossier of a subject is complete enough to be weighed."""

    __tablename__ = "conclusions"
    __table_args__ = (lies_in("subject_id"),)

    subject_id: UUID = Field(foreign_key="subjects.id", index=True)
    reasons: str
