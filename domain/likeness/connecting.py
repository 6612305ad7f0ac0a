"""Two collections of descriptions, or one with itself: which are probably of one person, and why."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from domain.likeness.candidates import Index
from domain.likeness.comparing import compare
from domain.likeness.fitting import fit, start
from domain.likeness.keys import Key, digest, keys, sought
from domain.likeness.model import Model
from domain.likeness.person import Person
from domain.likeness.scoring import Band, Likeness, band, score, total
from domain.likeness.weights import Values, Weights

SAMPLE: Final = 3_000
"""For so many the candidates are looked at to fit the model: more does not change a hundredth of a bit that matters."""
NO_OTHER: Final = 9_999
"""The lead of who has no other candidate, in hundredths of a bit."""
_ANY: Final = -10_000
_NO_SECRET: Final = b""

Progress = Callable[[str, int], None]
Left = Callable[[], Iterable[Person]]
"""Gives the descriptions that are looked for, from the first; twice, so that they need not be kept."""


@dataclass(frozen=True, slots=True)
class Found:
    """Two descriptions that are probably of one person. A lead is how far the score is above the next best of that side."""

    left: int
    right: int
    likeness: Likeness
    band: Band | None
    left_lead: int
    right_lead: int


class Known:
    """Descriptions among which is looked."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people: list[Person] = []
        self._index = Index()
        for person in people:
            self.people.append(person)
            self._index.add(_digests(keys(person)))

    def candidates(self, person: Person, *, before: int | None = None) -> Sequence[int]:
        """Who could be this person, by place; `before`: only those before this place."""
        return self._index.find(_digests(sought(person)), before=before)


def connect(
    model: Model, known: Known, left: Left | None, least: int, tell: Progress
) -> tuple[Weights, list[Found]]:
    """All pairs of at least this score. Without `left` the known are compared among themselves, each pair once."""
    weights = fitted(model, known, left, tell)
    # Of each description the two best scores, which is all that a lead asks for.
    best: dict[int, list[int]] = {}
    pairs: list[tuple[int, int, Likeness, list[int]]] = []
    people = known.people if left is None else left()
    mine: dict[int, list[int]] = best if left is None else {}
    for place, person in enumerate(people):
        tell("comparing", place)
        scored = _scored(weights, known, person, place if left is None else None)
        mine.setdefault(place, [])
        for right, bits in scored:
            _keep_two(mine[place], bits)
            _keep_two(best.setdefault(right, []), bits)
            if bits >= least:
                pairs.append((place, right, score(weights, person, known.people[right]), mine[place]))
        if left is not None:
            del mine[place]
    return weights, [
        Found(place, right, likeness, band(weights, likeness.bits), _lead(two, likeness.bits), _lead(best[right], likeness.bits))
        for place, right, likeness, two in pairs
    ]  # fmt: skip


def fitted(model: Model, known: Known, left: Left | None, tell: Progress) -> Weights:
    """The weights for these collections, from a sample of who is looked for that is the same each time."""
    values = Values()
    for person in known.people:
        values.add(person)
    if left is None:
        sample = _sampled(enumerate(known.people))
        looked: list[tuple[Person, int | None]] = [(person, place) for place, person in sample]
        # Each pair is met once, from the later of the two: among half of the others on average.
        weights = start(model, values, len(known.people) / 2)
        people = known.people
    else:
        sample = _sampled(enumerate(_counted(left(), values, tell)))
        looked = [(person, None) for _, person in sample]
        weights = start(model, values, len(known.people))
        people = [*known.people, *(person for _, person in sample)]
    tell("fitting", len(looked))
    candidates = (
        (person, known.people[place])
        for person, before in looked
        for place in known.candidates(person, before=before)
    )
    return fit(weights, people, candidates, len(looked))


def _counted(people: Iterable[Person], values: Values, tell: Progress) -> Iterator[Person]:
    for place, person in enumerate(people):
        tell("counting", place)
        values.add(person)
        yield person


def _sampled(people: Iterable[tuple[int, Person]]) -> list[tuple[int, Person]]:
    """So many of them, each with the same chance, without keeping the others."""
    draw = Random(SAMPLE)  # noqa: S311 - a sample, the same each time
    sample: list[tuple[int, Person]] = []
    for number, one in enumerate(people):
        if number < SAMPLE:
            sample.append(one)
        elif (place := draw.randrange(number + 1)) < SAMPLE:
            sample[place] = one
    return sample


def _scored(weights: Weights, known: Known, person: Person, before: int | None) -> list[tuple[int, int]]:
    return [
        (place, total(weights, compare(person, known.people[place])))
        for place in known.candidates(person, before=before)
    ]


def _keep_two(best: list[int], bits: int) -> None:
    best.append(bits)
    best.sort(reverse=True)
    del best[2:]


def _lead(two: Sequence[int], bits: int) -> int:
    """How far this is above the best other one, or, when it is not the best, below the best."""
    other = two[0] if bits < two[0] else two[1] if len(two) > 1 else _ANY
    return NO_OTHER if other <= _ANY else min(bits - other, NO_OTHER)


def _digests(found: Iterable[Key]) -> list[int]:
    return [digest(_NO_SECRET, key) for key in found]
