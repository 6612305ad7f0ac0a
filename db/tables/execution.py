"""Progress and completion, as the partner that carries out reports them."""

from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from db.tables.assignment import in_the_corner
from db.tables.base import Shareable


class Report(Shareable, table=True):
    """A progress report, or with kind `completion` the last one, with its result."""

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint("kind in ('progress', 'completion')", name="kind"),
        CheckConstraint(
            "(kind = 'completion') = (result is not null)"
            " and (result is null or result in ('reached', 'partly', 'not_reached', 'impossible'))",
            name="result",
        ),
        in_the_corner(),
    )

    intervention_id: UUID = Field(foreign_key="interventions.id", index=True)
    kind: str
    text: str
    result: str | None = None


class Yield(Shareable, table=True):
    """What an intervention brought about, as a number of one kind from the code list (domain.md 6.7)."""

    __tablename__ = "yields"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"), in_the_corner())

    intervention_id: UUID = Field(foreign_key="interventions.id", index=True)
    kind: str
    amount: int
