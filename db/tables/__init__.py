"""The tables, one file per room; importing this package fills the metadata."""

from db.tables.base import Shareable, Table, new_id

__all__ = ["Shareable", "Table", "new_id"]
