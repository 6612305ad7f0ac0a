"""Fitting the model to data without labels: expectation and maximisation, held by what is known beforehand.

u is counted in pairs drawn at random and then stays. m, and how many are one person, relatives, neighbours or namesakes,
are estimated from candidates, with the model as so many pairs seen before and a most for what one person can differ.
Left free, the estimate drifts to some other group as soon as few candidates are one person.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import exp2
from random import Random
from typing import Final

from domain.likeness.comparing import PAIRED, Seen, compare
from domain.likeness.model import ADDRESS, RIVALS, Model, Table
from domain.likeness.person import Person
from domain.likeness.scoring import total
from domain.likeness.weights import Values, Weights

Pair = tuple[Person, Person]
Counts = dict[str, dict[str, float]]

ROUNDS: Final = 12
RANDOM_PAIRS: Final = 40_000
RANDOM_PAIRS_EACH: Final = 20
"""Of fewer people fewer pairs say as much."""
SHARING_PAIRS: Final = 4_000
UNTHINKABLE: Final = -1_200
"""Candidates below this score are one person in no round, and are left out of the estimate."""
NEGLIGIBLE: Final = 1e-4
_UNFITTED: Final = frozenset({"name_order"})


def start(model: Model, values: Values, size: float) -> Weights:
    """The model as it is, for data of which nothing is known but how common each value is."""
    said = model.said
    weights = Weights(model, max(size, 1.0), values, model.m, model.u, dict(said["expected"]), said["moved"])
    return replace(weights, u=_as_common_as_here(weights))


def fit(weights: Weights, people: Sequence[Person], candidates: Iterable[Pair], looked: int) -> Weights:
    """The weights that these people and candidates make probable; `looked`: for how many was looked."""
    weights = replace(weights, u=_of_two_persons(weights, people))
    seen = [one for one in (compare(*pair) for pair in candidates) if total(weights, one) > UNTHINKABLE]
    for _ in range(ROUNDS):
        weights = _improved(weights, seen, looked)
    return weights


def _groups(levels: Iterable[str]) -> Iterator[list[str]]:
    """Levels of which the same halves are known: among those chances add up to one."""
    groups: dict[tuple[bool, ...], list[str]] = defaultdict(list)
    for level in levels:
        groups[tuple(half == "unknown" for half in PAIRED.get(level, ()))].append(level)
    yield from groups.values()


def _is_same(level: str) -> bool:
    return level.split("_")[0] == "same"


# ---------------------------------------------------------------------------------- u: two persons


def _as_common_as_here(weights: Weights) -> Table:
    """u in which to share a value is as likely as the values at hand make it."""
    found = {name: dict(levels) for name, levels in weights.u.items()}
    for name in found.keys() - _UNFITTED:
        kind = "postcode" if name == "place" else name
        factor = weights.typical(kind) / weights.before(kind)
        found[name] |= {level: chance * factor for level, chance in found[name].items() if _is_same(level)}
    return found


def _of_two_persons(weights: Weights, people: Sequence[Person]) -> Table:
    """u as it was counted: at random, and among the few that share a street or postcode, for the other half of those."""
    strength = weights.model.said["strength"]["unlike"]
    at_random = _counted(weights, _at_random(people))
    sharing = {
        "place": _counted(weights, _sharing(people, "postcode"))["place"],
        "street": _counted(weights, _sharing(people, "street"))["street"],
    }
    found: Table = {}
    for name, before in weights.u.items():
        found[name] = dict(before)
        if name in _UNFITTED:
            continue
        for group in _groups(before):
            same = {level: before[level] for level in group if _is_same(level)}
            other = {level: before[level] for level in group if not _is_same(level)}
            # How likely "same" is follows from the values; counted is only how the other half then compares.
            within = sum(same.values())
            if same and name in sharing:
                found[name] |= _shared_out(within, same, sharing[name], strength)
            found[name] |= _shared_out(1 - within, other, at_random[name], strength)
    return found


def _shared_out(
    whole: float, before: dict[str, float], counts: dict[str, float], strength: float
) -> dict[str, float]:
    """A chance divided over levels as they were counted, with what was thought before as so many more counted."""
    number = sum(counts.get(level, 0) for level in before)
    thought = sum(before.values())
    return {
        level: whole * (counts.get(level, 0) + strength * chance / thought) / (number + strength)
        for level, chance in before.items()
    }


def _counted(weights: Weights, pairs: Iterable[Pair]) -> Counts:
    counts: Counts = defaultdict(lambda: defaultdict(float))
    for one, other in pairs:
        seen = compare(one, other)
        if total(weights, seen) < 0:  # who is probably one person does not tell how two compare
            for each in seen:
                counts[each.feature][each.level] += 1
    return counts


def _at_random(people: Sequence[Person]) -> Iterator[Pair]:
    draw = Random(len(people))  # noqa: S311 - a sample, the same each time
    for _ in range(min(RANDOM_PAIRS, RANDOM_PAIRS_EACH * len(people)) if len(people) > 1 else 0):
        one, other = draw.randrange(len(people)), draw.randrange(len(people))
        if one != other:
            yield people[one], people[other]


def _sharing(people: Sequence[Person], kind: str) -> Iterator[Pair]:
    last: dict[str, Person] = {}
    found = 0
    for person in people:
        value = getattr(person, kind)
        if value and value in last:
            yield last[value], person
            found += 1
            if found == SHARING_PAIRS:
                return
        last[value] = person


# ----------------------------------------------------------------------------------- m: one person


def _improved(weights: Weights, candidates: Iterable[Sequence[Seen]], looked: int) -> Weights:
    """One round: what the candidates probably are under these weights, and which weights that makes probable."""
    counts: Counts = defaultdict(lambda: defaultdict(float))
    found = dict.fromkeys(("same", *RIVALS), 0.0)
    moved = 0.0
    for seen in candidates:
        same, rivals, staying = _chances(weights, seen)
        found["same"] += same
        for name, chance in zip(RIVALS, rivals, strict=True):
            found[name] += chance
        if same < NEGLIGIBLE:
            continue
        moved += same * (1 - staying)
        for one in seen:
            counts[one.feature][one.level] += same * staying if one.feature in ADDRESS else same
    return replace(
        weights,
        m=_of_one_person(weights.model, counts),
        expected=_expected(weights.model, found, looked),
        moved=_moved(weights.model, moved, found["same"]),
    )


def _chances(weights: Weights, seen: Sequence[Seen]) -> tuple[float, list[float], float]:
    """The chance that these are one person, that they are each of the rivals, and that who is one did not move."""
    moved, ratios = weights.ratios(seen)
    bits = weights.prior + sum(weights.worth(one).bits for one in seen)
    odds = exp2(bits / 100) * moved
    rivals = [
        weights.expected[name] / weights.size * ratio for name, ratio in zip(RIVALS, ratios, strict=True)
    ]
    whole = 1 + odds + sum(rivals)
    return odds / whole, [rival / whole for rival in rivals], (1 - weights.moved) / moved


def _expected(model: Model, found: dict[str, float], looked: int) -> dict[str, float]:
    strength, usual = model.said["strength"]["expected"], model.said["expected"]
    expected = {
        name: (found[name] + strength * before) / (looked + strength) for name, before in usual.items()
    }
    # Nothing in the data tells a twin from one person with two names: twins are as usual among relatives.
    expected["twin"] = expected["relative"] * usual["twin"] / usual["relative"]
    return expected


def _moved(model: Model, moved: float, same: float) -> float:
    strength = model.said["strength"]["moved"]
    estimate: float = (moved + strength * model.said["moved"]) / (same + strength)
    most: float = model.said["most"]["moved"]
    return min(estimate, most)


def _of_one_person(model: Model, counts: Counts) -> Table:
    strength = model.said["strength"]["features"]
    found: Table = {}
    for name, before in model.m.items():
        found[name] = dict(before)
        if name in _UNFITTED:
            continue
        for group in _groups(before):
            whole = sum(before[level] for level in group)
            estimate = _shared_out(whole, {level: before[level] for level in group}, counts[name], strength)
            found[name] |= _held(estimate, before, model.said["most"]["differs"])
    return found


def _held(estimate: dict[str, float], before: dict[str, float], most: float) -> dict[str, float]:
    """The estimate, in which one person does not differ from themself much more often than was thought before."""
    held = {
        level: most * before[level]
        for level, chance in estimate.items()
        if set(level.split("_")) <= {"differs", "unknown"} and chance > most * before[level]
    }
    rest = sum(chance for level, chance in estimate.items() if level not in held)
    left = sum(estimate.values()) - sum(held.values())
    return {level: held.get(level, chance * left / rest) for level, chance in estimate.items()}
