"""Rehearsal (proefwijziging): a draft of changes, what it would mean for everybody, and then applying or dropping it.

A corridor: a draft changes rules and agreements, and admissions and roles, each through the verb that is there for it.
"""

from domain.rehearsal.changes import ABOUT_PERSONS, AddChange, ChangeView
from domain.rehearsal.choices import HeldAdmission, Member, staff
from domain.rehearsal.drafting import (
    BeginRehearsal,
    RehearsalLine,
    RehearsalView,
    add_change,
    apply_rehearsal,
    begin_rehearsal,
    drop_rehearsal,
    rehearsal,
    rehearsals,
    remove_change,
)
from domain.rehearsal.effects import Effect, PersonEffect, fold_tallies, may_be_told

__all__ = [
    "ABOUT_PERSONS",
    "AddChange",
    "BeginRehearsal",
    "ChangeView",
    "Effect",
    "HeldAdmission",
    "Member",
    "PersonEffect",
    "RehearsalLine",
    "RehearsalView",
    "add_change",
    "apply_rehearsal",
    "begin_rehearsal",
    "drop_rehearsal",
    "fold_tallies",
    "may_be_told",
    "rehearsal",
    "rehearsals",
    "remove_change",
    "staff",
]
