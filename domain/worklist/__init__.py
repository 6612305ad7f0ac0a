"""The work list: what waits for one person today, over every room.

A corridor: it reads what the rooms left behind and changes nothing.
"""

from domain.worklist.waiting import (
    ADVISES,
    ANSWERS,
    ASKS,
    CARRIES_OUT,
    DOES,
    REPORTS,
    Task,
    assess_within,
    tasks,
)

__all__ = [
    "ADVISES",
    "ANSWERS",
    "ASKS",
    "CARRIES_OUT",
    "DOES",
    "REPORTS",
    "Task",
    "assess_within",
    "tasks",
]
