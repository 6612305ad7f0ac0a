"""Importing (inlezen): a file of signals, checked row by row and submitted by the verb that submits any signal."""

from domain.importing.checking import Reading
from domain.importing.columns import CHOICES, COLUMNS, Column, Lexicon, template
from domain.importing.files import (
    bring_in,
    correct_row,
    discard,
    imports,
    map_columns,
    row,
    rows,
    start,
    view,
)
from domain.importing.running import due, forget_expired, go_on, stop
from domain.importing.shapes import LIMITS, STATUSES, ImportView, RowView, StartImport, Status

__all__ = [
    "CHOICES",
    "COLUMNS",
    "LIMITS",
    "STATUSES",
    "Column",
    "ImportView",
    "Lexicon",
    "Reading",
    "RowView",
    "StartImport",
    "Status",
    "bring_in",
    "correct_row",
    "discard",
    "due",
    "forget_expired",
    "go_on",
    "imports",
    "map_columns",
    "row",
    "rows",
    "start",
    "stop",
    "template",
    "view",
]
