"""The tables, one file per room; importing this package fills the metadata."""

import importlib
import pkgutil

from db.tables.base import Shareable, Table, new_id

# All of them, always: a foreign key to a table whose module nobody imported fails at the first flush.
for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

# What belongs to a scope is looked up by nothing else, row by row under the policies: a hash has it on its first page,
# a tree of a hundred thousand on its third.
for _model in Shareable.__subclasses__():
    for _index in _model.metadata.tables[str(_model.__tablename__)].indexes:
        if _index.columns.keys() == ["scope_id"]:
            _index.dialect_options["postgresql"]["using"] = "hash"

__all__ = ["Shareable", "Table", "new_id"]
