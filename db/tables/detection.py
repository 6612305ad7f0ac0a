"""Signals, what was observed, who and what is mentioned, and the assessment against the legal criteria."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from db.tables.base import Shareable, lies_in, parts


class Signal(Shareable, table=True):
    """What a participant saw during its own statutory work (WGS 2.23(1), BGS 2.16)."""

    __tablename__ = "signals"
    __table_args__ = (
        CheckConstraint("protection in ('origin', 'brought_in')", name="protection"),
        # The reporter's own account of a protected signal is always closed.
        CheckConstraint("protection is distinct from 'origin' or circle is not null", name="protected"),
        CheckConstraint("urgency in ('none', 'soon', 'danger')", name="urgency"),
        CheckConstraint("observed_until is null or observed_until >= observed_from", name="period"),
        lies_in("id"),
        # A reporter finds back by its own reference what it reported before.
        Index("ix_signals_reference", "owner_id", "reference", postgresql_where=text("reference <> ''")),
    )

    number: str = Field(unique=True)
    form: str
    narrative: str
    # What speaks against it, of the whole: another explanation of one sign stands with that sign.
    contra_indications: str = ""
    task: str
    organised_crime_link: str
    observed_from: date
    observed_until: date | None = None
    place: str = ""
    municipality_code: str
    urgency: str = "none"
    reference: str | None = None
    # With danger: the word of the reporter that 112 or the police was called first. Nobody watches a queue all night.
    emergency_called: bool = Field(default=False)
    # Of which the source stays behind the RIEC: the reporter's own, or what the RIEC wrote of it for the others.
    protection: str | None = None


class Observation(Shareable, table=True):
    """An indicator of the catalogue that was seen, in the observer's own words."""

    __tablename__ = "observations"
    __table_args__ = (lies_in("signal_id"),)

    signal_id: UUID = Field(foreign_key="signals.id", index=True)
    indicator: str
    words: str
    source: str = ""
    observed_on: date | None = None
    other_explanation: str = ""


class Mention(Shareable, table=True):
    """A person, organisation, address, vehicle, phone or account that a signal speaks of."""

    __tablename__ = "mentions"
    __table_args__ = (
        CheckConstraint(
            "kind in ('person', 'organisation', 'address', 'vehicle', 'phone', 'account')", name="kind"
        ),
        CheckConstraint("name_parts is null or kind = 'person'", name="name_parts"),
        lies_in("signal_id"),
    )

    signal_id: UUID = Field(foreign_key="signals.id", index=True)
    kind: str
    name: str = ""
    name_parts: dict[str, str] | None = parts()
    display_name: str | None = None
    birth_date: str = ""
    identifier_kind: str | None = None
    identifier_raw: str | None = None
    identifier: str | None = None
    verified: bool = Field(default=False)
    description: str = ""


class Addition(Shareable, table=True):
    """What the reporter added to its own signal; it follows the signal into its case."""

    __tablename__ = "additions"
    __table_args__ = (lies_in("signal_id"),)

    signal_id: UUID = Field(foreign_key="signals.id", index=True)
    text: str


class SafeContact(Shareable, table=True):
    """How who may be a victim can be reached without danger, and whom not to call: a category of its own.

    A wrong call can cost somebody dearly, and who need not call need not know: fewer see it than the signal.
    """

    __tablename__ = "safe_contacts"
    __table_args__ = (lies_in("signal_id"),)

    signal_id: UUID = Field(foreign_key="signals.id", unique=True)
    text: str


class Assessment(Shareable, table=True):
    """The decision on a signal, on the five criteria of BGS 2.16; the reporter sees the status only."""

    __tablename__ = "assessments"
    __table_args__ = (
        CheckConstraint("outcome in ('take_up', 'send_back', 'hand_over', 'reject')", name="outcome"),
        CheckConstraint(
            "outcome <> 'take_up' or (concrete_observation and listed_form and joint_processing_necessary"
            " and joint_approach_expected and within_region)",
            name="criteria",
        ),
        lies_in("signal_id"),
    )

    signal_id: UUID = Field(foreign_key="signals.id", index=True)
    outcome: str
    concrete_observation: bool
    listed_form: bool
    joint_processing_necessary: bool
    joint_approach_expected: bool
    within_region: bool
    reasons: str
    handed_to: str | None = None
    case_id: UUID | None = Field(default=None, foreign_key="cases.id")


class Status(Shareable, table=True):
    """A status fact: what happened to a signal, a subject or an intervention, and nothing of its content.

    A row of its own, so that 'may see the status' is a set of rows like any other sharing (design.md 6).
    """

    __tablename__ = "statuses"

    of_id: UUID = Field(index=True)
    status: str
