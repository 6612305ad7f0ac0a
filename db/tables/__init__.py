"""The tables, one file per room; importing this package fills the metadata."""

import importlib
import pkgutil

from db.tables.base import Shareable, Table, new_id

# All of them, always: a foreign key to a table whose module nobody imported fails at the first flush.
for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

__all__ = ["Shareable", "Table", "new_id"]
