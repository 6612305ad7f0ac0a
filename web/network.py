"""Relations between subjects as a picture: each subject on a ring, a line between two that may have to do with each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final, Literal
from uuid import UUID

from domain.cases import SubjectLine
from domain.dossier import RelationView

WIDTH: Final = 860
_ACROSS: Final = 215
_LEAST_HIGH: Final = 90
_HIGH_PER_SUBJECT: Final = 17
_MARGIN: Final = 45
# Not halfway: there lines across the ring meet, and so would their numbers.
_NUMBERED_AT: Final = 0.36
_LONGEST_NAME: Final = 24


@dataclass(frozen=True)
class Node:
    """One subject, and where its name stands beside it."""

    subject: SubjectLine
    x: float
    y: float
    anchor: Literal["start", "middle", "end"]
    name_x: float
    name_y: float

    @property
    def name(self) -> str:
        """As much of the name as there is room for."""
        whole = self.subject.name or ""
        return whole if len(whole) <= _LONGEST_NAME else f"{whole[: _LONGEST_NAME - 1].rstrip()}…"


@dataclass(frozen=True)
class Tie:
    """A line between two, with the numbers of the relations it stands for."""

    a: Node
    b: Node
    numbers: Sequence[int]

    @property
    def label(self) -> str:
        """The numbers, as they stand on the line."""
        return ", ".join(str(one) for one in self.numbers)

    @property
    def x(self) -> float:
        """Where the numbers stand."""
        return round(self.a.x + (self.b.x - self.a.x) * _NUMBERED_AT, 1)

    @property
    def y(self) -> float:
        """Where the numbers stand."""
        return round(self.a.y + (self.b.y - self.a.y) * _NUMBERED_AT, 1)

    @property
    def room(self) -> int:
        """How wide the ground below the numbers is."""
        return 14 + 8 * len(self.label)


@dataclass(frozen=True)
class Network:
    """Who is on the picture, the lines, how high it is, and the number of each relation."""

    nodes: Sequence[Node]
    ties: Sequence[Tie]
    height: int
    numbers: Mapping[UUID, int]


def draw(subjects: Mapping[UUID, SubjectLine], relations: Sequence[RelationView]) -> Network:
    """The subjects that have a relation, in the order of the case; what was withdrawn has a number and no line."""
    numbers = {one.id: number for number, one in enumerate(relations, 1)}
    drawn = [
        one for one in relations if not one.withdrawn_at and one.from_id in subjects and one.to_id in subjects
    ]
    tied = {end for one in drawn for end in (one.from_id, one.to_id)}
    there = [one for key, one in subjects.items() if key in tied]
    high = max(_LEAST_HIGH, _HIGH_PER_SUBJECT * len(there))
    nodes = {
        one.id: _node(one, 2 * pi * place / len(there) - pi / 2, high) for place, one in enumerate(there)
    }
    lines: dict[tuple[UUID, ...], list[int]] = {}
    for one in drawn:
        lines.setdefault(tuple(sorted((one.from_id, one.to_id))), []).append(numbers[one.id])
    ties = [Tie(nodes[a], nodes[b], found) for (a, b), found in lines.items()]
    return Network(list(nodes.values()), ties, 2 * (high + _MARGIN), numbers)


def _node(subject: SubjectLine, angle: float, high: int) -> Node:
    x, y = round(WIDTH / 2 + _ACROSS * cos(angle), 1), round(high + _MARGIN + high * sin(angle), 1)
    aside = cos(angle)
    if abs(aside) < 0.2:
        return Node(subject, x, y, "middle", x, y - 20 if sin(angle) < 0 else y + 30)
    anchor: Literal["start", "end"] = "start" if aside > 0 else "end"
    return Node(subject, x, y, anchor, x + (18 if aside > 0 else -18), y + 5)
