"""Dated code lists. A row is never updated, only ended; what was true at the time can always be read back.

Valid from the first day, until (not including) the second; open while there is none. A label that changes is
an ended row and a new one with the same code. `db.policies.catalogue` holds the rows to that.
"""

from datetime import date

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from db.tables.base import Table, texts


class CodeList(Table):
    """A code and the period in which it may be chosen."""

    code: str = Field(primary_key=True)
    valid_from: date = Field(primary_key=True)
    valid_until: date | None = None


class Labelled(CodeList):
    """A code with its text in the two languages of the portal."""

    label_nl: str
    label_en: str


def dated(name: str, *more: CheckConstraint) -> tuple[CheckConstraint | Index, ...]:
    """The constraints that every code list has: a period that runs forward, and one open row for each code."""
    return (
        CheckConstraint("valid_until is null or valid_until > valid_from", name="validity"),
        Index(f"uq_{name}_open", "code", unique=True, postgresql_where=text("valid_until is null")),
        *more,
    )


class Municipality(CodeList, table=True):
    """Gemeente with its CBS code and its district (domain.md 8). No inhabitants: those are figures of a year."""

    __tablename__ = "municipalities"
    __table_args__ = dated("municipalities", CheckConstraint("code ~ '^GM[0-9]{4}$'", name="code"))

    name: str
    district: str


class ExploitationForm(Labelled, table=True):
    """Vorm van uitbuiting. `reportable`: a signal can be about it; the others only group indicators."""

    __tablename__ = "exploitation_forms"
    __table_args__ = dated("exploitation_forms")

    explanation_nl: str
    explanation_en: str
    reportable: bool = True


class Indicator(Labelled, table=True):
    """Indicator of exploitation (domain.md 3): a question to ask, never a score of a person."""

    __tablename__ = "indicators"
    __table_args__ = dated(
        "indicators",
        CheckConstraint("dimension in ('DR', 'CR', 'VR', 'EX', 'CD', 'VD', 'CX')", name="dimension"),
        CheckConstraint("weight in ('S', 'M', 'W')", name="weight"),
        CheckConstraint("observable in ('Z', 'R', 'V')", name="observable"),
    )

    form: str
    # Deception, coercion, vulnerability at recruitment; exploitation; coercion, vulnerability at destination;
    # CX is context: it never proves anything about a person.
    dimension: str
    # Strong, medium, weak.
    weight: str
    # By a supervisor (zicht), from a register, or only with a statement (verklaring).
    observable: str


class OtherExplanation(Labelled, table=True):
    """Andere verklaring van een indicator, by its code: what else it may be, and what then points the other way."""

    __tablename__ = "other_explanations"
    __table_args__ = dated("other_explanations")


class FollowUpQuestion(Labelled, table=True):
    """Vervolgvraag (domain.md 3): what to ask oneself with any sign; no sign itself."""

    __tablename__ = "follow_up_questions"
    __table_args__ = dated("follow_up_questions")


class EmergencyNumber(Labelled, table=True):
    """Nummer bij spoed, beside 112: the text is the number, as one dials it in this region."""

    __tablename__ = "emergency_numbers"
    __table_args__ = dated("emergency_numbers")


class InterventionKind(Labelled, table=True):
    """Soort interventie: what a partner can do, on which ground, in the offer of which kinds of partner."""

    __tablename__ = "intervention_kinds"
    __table_args__ = dated(
        "intervention_kinds",
        CheckConstraint(
            "track in ('straf', 'bestuur', 'fiscaal', 'arbeid', 'civiel', 'zorg', 'preventie')", name="track"
        ),
    )

    track: str
    organisation_kinds: list[str] = texts()
    # Which body of that organisation decides, where the law names one.
    authority: str = ""
    legal_ground: str | None = None


class LegalGround(Labelled, table=True):
    """Grondslag: an article that allows a processing or a measure, in one legal compartment."""

    __tablename__ = "legal_grounds"
    __table_args__ = dated(
        "legal_grounds", CheckConstraint("compartment in ('T', 'R', 'Z', 'K', 'P')", name="compartment")
    )

    article: str
    source: str
    compartment: str


class DecisionKind(Labelled, table=True):
    """Soort besluit (domain.md 6.3): what is decided, about what, on which ground."""

    __tablename__ = "decision_kinds"
    __table_args__ = dated(
        "decision_kinds",
        CheckConstraint(
            "concerns in ('signal', 'case', 'subject', 'intervention', 'disclosure', 'item')", name="concerns"
        ),
    )

    concerns: str
    legal_ground: str | None = None


class SecrecyStatement(Labelled, table=True):
    """Geheimhoudingsverklaring: the code is the version, the labels are the text; the latest one in force is asked."""

    __tablename__ = "secrecy_statements"
    __table_args__ = dated("secrecy_statements")


class RetentionTerm(Labelled, table=True):
    """Bewaartermijn (domain.md 2.6): how long a signal, subject or case is kept at most, from when, on which ground."""

    __tablename__ = "retention_terms"
    __table_args__ = dated(
        "retention_terms",
        CheckConstraint("concerns in ('signal', 'subject', 'case')", name="concerns"),
        # From the decision that ended it, or from the first joint processing, whatever was decided.
        CheckConstraint("since in ('decision', 'first_processing')", name="since"),
        CheckConstraint("days >= 0 and months >= 0 and days + months > 0", name="term"),
    )

    concerns: str
    since: str
    days: int
    months: int
    legal_ground: str


class AgreementKind(Labelled, table=True):
    """Soort afspraak (domain.md 2.9), and how many days before its review or its end the parties are reminded."""

    __tablename__ = "agreement_kinds"
    __table_args__ = dated(
        "agreement_kinds", CheckConstraint("review_days >= 0 and end_days >= 0", name="reminders")
    )

    article: str
    review_days: int
    end_days: int


class RelationKind(Labelled, table=True):
    """Soort relatie: how one subject may stand to another, read from the first and, in reverse, from the second."""

    __tablename__ = "relation_kinds"
    __table_args__ = dated("relation_kinds")

    reverse_nl: str
    reverse_en: str


class CapacityUnit(Labelled, table=True):
    """Eenheid van capaciteit: what partners count their capacity in."""

    __tablename__ = "capacity_units"
    __table_args__ = dated("capacity_units")


class YieldKind(Labelled, table=True):
    """Soort opbrengst (domain.md 6.7): what an intervention can bring about, counted in this measure."""

    __tablename__ = "yield_kinds"
    __table_args__ = dated(
        "yield_kinds", CheckConstraint("measure in ('number', 'euro', 'days')", name="measure")
    )

    measure: str


class ProcessNorm(Labelled, table=True):
    """Norm voor een stap (domain.md 6.7): working days in which the region means to take it, and who says so."""

    __tablename__ = "process_norms"
    __table_args__ = dated("process_norms", CheckConstraint("working_days > 0", name="working_days"))

    working_days: int
    source: str


class NamePrefix(Labelled, table=True):
    """Voorvoegsel van een geslachtsnaam: the closed list of the BRP (Logisch Ontwerp BRP, landelijke tabel 36)."""

    __tablename__ = "name_prefixes"
    __table_args__ = dated("name_prefixes")


class NameTitle(Labelled, table=True):
    """Adellijke titel of predicaat (Logisch Ontwerp BRP, landelijke tabel 38)."""

    __tablename__ = "name_titles"
    __table_args__ = dated("name_titles", CheckConstraint("sort in ('title', 'predicate')", name="sort"))

    # A predicate stands before the given names, a title behind them: jonkheer Jan van Dam, Jan baron van Dam.
    sort: str


LISTS: tuple[type[CodeList], ...] = (
    Municipality,
    ExploitationForm,
    Indicator,
    OtherExplanation,
    FollowUpQuestion,
    EmergencyNumber,
    LegalGround,
    InterventionKind,
    DecisionKind,
    RetentionTerm,
    SecrecyStatement,
    AgreementKind,
    RelationKind,
    CapacityUnit,
    YieldKind,
    ProcessNorm,
    NamePrefix,
    NameTitle,
)
