"""Words of which the law says that they need care in a text."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from db.tables.base import Table, texts


class GuardedWord(Table, table=True):
    """A word with its inflections that points at special categories or nationality (BGS 1.9, 2.15); dated, never edited."""

    __tablename__ = "guarded_words"
    __table_args__ = (
        CheckConstraint(
            "kind in ('health', 'ethnicity', 'religion', 'orientation', 'nationality')", name="kind"
        ),
        CheckConstraint("valid_until is null or valid_until > valid_from", name="validity"),
    )

    word: str = Field(primary_key=True)
    valid_from: date = Field(primary_key=True)
    kind: str
    forms: list[str] = texts()
    valid_until: date | None = None


__all__ = ["GuardedWord"]
