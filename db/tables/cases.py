"""Cases, the subjects in them, the data phases opened for them and who manages them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from db.tables.base import Shareable, lies_in, moment, parts, texts


class Case(Shareable, table=True):
    """A case of the chain; its purpose is fixed when it is opened (WGS 1.8(5))."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("activity in ('bottleneck', 'case_meeting', 'scan')", name="activity"),
        lies_in("id"),
    )

    number: str = Field(unique=True)
    title: str
    purpose: str
    activity: str
    organised_crime_link: str
    municipality_code: str
    manager_due_on: date


class Subject(Shareable, table=True):
    """Someone or something in a case; it is the subject that stands in a step."""

    __tablename__ = "subjects"
    __table_args__ = (
        CheckConstraint(
            "kind in ('person', 'organisation', 'address', 'vehicle', 'phone', 'account')", name="kind"
        ),
        CheckConstraint("name_parts is null or kind = 'person'", name="name_parts"),
        CheckConstraint(
            "role in ('perpetrator', 'victim', 'perpetrator_victim', 'facilitator', 'witness', 'none',"
            " 'unknown')",
            name="role",
        ),
        lies_in("id"),
    )

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    kind: str
    role: str
    # As written; the parts of the name of a person stand beside it, with what they are shown as and sorted by.
    name: str
    name_parts: dict[str, str] | None = parts()
    display_name: str | None = None
    sort_name: str | None = None
    birth_date: str = ""
    identifier_kind: str | None = None
    identifier_raw: str | None = None
    identifier: str | None = None
    verified: bool = Field(default=False)
    description: str = ""
    # Every other name it goes by; nothing where nobody said any.
    aliases: list[str] | None = texts(nullable=True)
    corrected_at: datetime | None = moment(nullable=True)


class Phase(Shareable, table=True):
    """The decision that opens a data phase, with its own necessity (WGS 2.23(6), BGS 2.15)."""

    __tablename__ = "phases"
    __table_args__ = (CheckConstraint("phase between 1 and 3", name="phase"), lies_in("case_id"))

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    phase: int
    necessity: str


class Naming(Shareable, table=True):
    """That the municipality names its case manager (seed R07)."""

    __tablename__ = "namings"
    __table_args__ = (lies_in("case_id"),)

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    manager_id: UUID = Field(foreign_key="actors.id", index=True)
