"""Lists of signals, cases, subjects, requests and interventions: filter, sort, page, count, keep, export.

A corridor: it reads what the rooms left behind. One mechanism; `listings` says for each list what makes it different.
"""

from domain.lists.asking import (
    LATEST,
    Asked,
    CasesAsked,
    InterventionsAsked,
    RequestsAsked,
    SignalsAsked,
    SubjectsAsked,
)
from domain.lists.describing import Column, Listing
from domain.lists.finding import (
    MOST_EXPORTED,
    WINDOW,
    Found,
    Position,
    Tally,
    checked,
    export,
    find,
    managers,
    tally,
)
from domain.lists.listings import CASES, INTERVENTIONS, LISTINGS, REQUESTS, SIGNALS, SUBJECTS
from domain.lists.saving import (
    ChangeFilter,
    ListName,
    SavedFilterView,
    SaveFilter,
    change_filter,
    query,
    remove_filter,
    save_filter,
    saved,
    saved_filter,
    written,
)

__all__ = [
    "CASES",
    "INTERVENTIONS",
    "LATEST",
    "LISTINGS",
    "MOST_EXPORTED",
    "REQUESTS",
    "SIGNALS",
    "SUBJECTS",
    "WINDOW",
    "Asked",
    "CasesAsked",
    "ChangeFilter",
    "Column",
    "Found",
    "InterventionsAsked",
    "ListName",
    "Listing",
    "Position",
    "RequestsAsked",
    "SaveFilter",
    "SavedFilterView",
    "SignalsAsked",
    "SubjectsAsked",
    "Tally",
    "change_filter",
    "checked",
    "export",
    "find",
    "managers",
    "query",
    "remove_filter",
    "save_filter",
    "saved",
    "saved_filter",
    "tally",
    "written",
]
