"""Evaluation above the case (evaluatie van proces, keten en beleid): lead times, what partners answered, lessons.

Corridors: they read what the rooms left behind, under the viewer's own policies, so each figure is about the cases
in which the viewer takes part. Read from the facts of the process, never from the log of who looked (WGS 1.8(4)).
"""

from domain.levels.feedback import FeedbackFigures
from domain.levels.lead_times import ProcessFigures, StepFigures, process_figures
from domain.levels.lessons import Lesson, Lessons, lessons
from domain.levels.partners import ChainFigures, PartnerFigures, chain_figures
from domain.levels.periods import LAST_YEAR, Period, choices, period

__all__ = [
    "LAST_YEAR",
    "ChainFigures",
    "FeedbackFigures",
    "Lesson",
    "Lessons",
    "PartnerFigures",
    "Period",
    "ProcessFigures",
    "StepFigures",
    "chain_figures",
    "choices",
    "lessons",
    "period",
    "process_figures",
]
