"""The circle of a case (kring): which organisations take part, and which persons of each (WGS 2.23(5)).

A corridor: every room works within the circle of its case.
"""

from domain.circle.deciding import decide, decided
from domain.circle.foreseeing import foresee
from domain.circle.reading import candidates, circle
from domain.circle.shapes import (
    Candidate,
    CircleView,
    Decide,
    Decided,
    DecisionView,
    Foresee,
    Foreseen,
    Kind,
    Person,
    RecordsForeseen,
    Seat,
    StepForeseen,
)

__all__ = [
    "Candidate",
    "CircleView",
    "Decide",
    "Decided",
    "DecisionView",
    "Foresee",
    "Foreseen",
    "Kind",
    "Person",
    "RecordsForeseen",
    "Seat",
    "StepForeseen",
    "candidates",
    "circle",
    "decide",
    "decided",
    "foresee",
]
