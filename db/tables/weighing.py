"""Opinions of partners and the weighing of each subject."""

from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from db.tables.base import Shareable, lies_in, texts


class Opinion(Shareable, table=True):
    """What one partner advises for one subject."""

    __tablename__ = "opinions"
    __table_args__ = (
        CheckConstraint("advice in ('approach', 'back', 'hand_over', 'none')", name="advice"),
        lies_in("subject_id"),
    )

    subject_id: UUID = Field(foreign_key="subjects.id", index=True)
    advice: str
    text: str


class Weighing(Shareable, table=True):
    """The decision per subject, with necessity, proportionality and subsidiarity each in its own words."""

    __tablename__ = "weighings"
    __table_args__ = (
        CheckConstraint("outcome in ('approach', 'back', 'hand_over', 'none')", name="outcome"),
        CheckConstraint(
            "length(trim(necessity)) > 0 and length(trim(proportionality)) > 0"
            " and length(trim(subsidiarity)) > 0",
            name="motive",
        ),
        lies_in("subject_id"),
    )

    subject_id: UUID = Field(foreign_key="subjects.id", index=True)
    outcome: str
    qualification: str
    certainty: str
    possible_victim: bool
    necessity: str
    proportionality: str
    subsidiarity: str
    dissent: str = ""
    few_opinions_reason: str = ""
    handed_to: str | None = None
    # What is made of each of the four heads of WGS 2.23(3), and what the partners could do.
    signal_type: str = ""
    signal_extent: str = ""
    severity: str = ""
    reporting: str = ""
    options: list[str] = texts()
