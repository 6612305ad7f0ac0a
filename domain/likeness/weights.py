"""The model as it fits the data at hand: how common each value is, and what each way of comparing is worth here."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import log2
from typing import Final, NamedTuple

from domain.likeness.comparing import PAIRED, Seen
from domain.likeness.model import ADDRESS, RIVALS, Model, Table
from domain.likeness.person import Person

MOST_REMEMBERED: Final = 1 << 17
PERSONAL: Final = frozenset({"person_number", "document"})
"""Numbers that are given to one person: that nobody else is seen with one says that nobody else has it."""


class Worth(NamedTuple):
    """What one seen feature is worth: in hundredths of a bit; against each rival; and when who is one moved."""

    bits: int
    rivals: tuple[float, ...]
    if_moved: float
    is_address: bool


class Values:
    """How often each value occurs: to share a rare name says more than to share a common one."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {}
        self._totals: Counter[str] = Counter()

    def add(self, person: Person) -> None:
        """Count what this description says."""
        for kind, value in _said(person):
            self._counts.setdefault(kind, Counter())[value] += 1
            self._totals[kind] += 1

    def chance(self, kind: str, value: str, before: float, strength: float) -> float:
        """The chance that somebody else has this value; `before`: what is thought while little is known."""
        return _chance(kind, self._counts.get(kind, _NOTHING)[value], self._totals[kind], before, strength)

    def typical(self, kind: str, before: float, strength: float) -> float:
        """The chance that two persons share a value, whichever it is."""
        total = self._totals[kind]
        if not total:
            return before
        alike = sorted(Counter(self._counts[kind].values()).items())
        return (
            sum(many * count * _chance(kind, count, total, before, strength) for count, many in alike) / total
        )


_NOTHING: Final[Counter[str]] = Counter()


def _chance(kind: str, count: int, total: int, before: float, strength: float) -> float:
    # The two that are compared do not count: they may be one person.
    return (max(count - 2, 0 if kind in PERSONAL else 1) + strength * before) / (total + strength)


def _said(person: Person) -> Iterator[tuple[str, str]]:
    named = (
        ("given_name", person.given),
        ("surname", person.surname),
        ("date_of_birth", person.birth),
        ("postcode", person.postcode),
        ("town", person.town),
        ("street", person.street),
        ("address_line", person.line),
        *person.things.items(),
    )
    return ((kind, value) for kind, value in named if value)


@dataclass(frozen=True)
class Weights:
    """The model fitted to data. `size`: among how many each is looked for; `m`, `u`, `expected`, `moved`: as fitted."""

    model: Model
    size: float
    values: Values
    m: Table
    u: Table
    expected: dict[str, float]
    moved: float
    _remembered: dict[Seen, Worth] = field(default_factory=dict, init=False, repr=False)
    _typical: dict[str, float] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def prior(self) -> int:
        """Before comparing: how likely two descriptions are of one person, in hundredths of a bit."""
        return hundredths(self.expected["same"] / self.size)

    def worth(self, seen: Seen) -> Worth:
        """What this is worth; remembered, for most of it is seen again."""
        known = self._remembered.get(seen)
        if known is None:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            known = self._remembered[seen] = self._worth(seen)
        return known

    def ratios(self, seen: Iterable[Seen]) -> tuple[float, list[float]]:
        """How much likelier all this is when one person may have moved than when nobody does; and how much likelier
        each rival makes it than a stranger: who is related may have moved as well."""
        if_moved = 1.0
        at_home, apart = [1.0] * len(RIVALS), [1.0] * len(RIVALS)
        for one in seen:
            worth = self.worth(one)
            if_moved *= worth.if_moved
            products = at_home if worth.is_address else apart
            for number, ratio in enumerate(worth.rivals):
                products[number] *= ratio
        stays = 1 - self.moved
        rivals = [other * (stays * home + self.moved) for home, other in zip(at_home, apart, strict=True)]
        return stays + self.moved * if_moved, rivals

    def before(self, kind: str) -> float:
        """The chance to share a value of this kind, as the model has it."""
        place = {"postcode": 0, "town": 1}.get(kind)
        said = self.model.said["features"]["place" if place is not None else kind]["u"]
        half = said[place or 0] if isinstance(said, list) else said
        return float(half["same"])

    def typical(self, kind: str) -> float:
        """The chance to share a value of this kind here."""
        if kind not in self._typical:
            self._typical[kind] = self.values.typical(kind, self.before(kind), self._strength)
        return self._typical[kind]

    @property
    def _strength(self) -> float:
        return float(self.model.said["strength"]["values"])

    def _worth(self, seen: Seen) -> Worth:
        m, u = self.m[seen.feature][seen.level], self._unlike(seen)
        is_address = seen.feature in ADDRESS
        rivals = tuple(self._rival(seen, rival, u) / u for rival in RIVALS)
        return Worth(hundredths(m / u), rivals, u / m if is_address else 1.0, is_address)

    def _unlike(self, seen: Seen) -> float:
        """The chance that two persons compare like this, for this very value."""
        m, u = self.m[seen.feature], self.u[seen.feature]
        chance = u[seen.level] * self._rarity(seen) if seen.value else u[seen.level]
        best = _without_slips(seen.level)
        if best == seen.level or best not in u:
            return chance
        # Nearly the same is never worth more than the same, however seldom it was counted.
        return max(chance, m[seen.level] * u[best] / m[best])

    def _rarity(self, seen: Seen) -> float:
        kind = _kind(seen)
        return self.values.chance(kind, seen.value, self.before(kind), self._strength) / self.typical(kind)

    def _rival(self, seen: Seen, rival: str, u: float) -> float:
        """The chance that a relative, twin, neighbour or namesake compares like this."""
        shares = self.model.shared[seen.feature][rival]
        if not any(shares):
            return u
        if len(shares) == 1:
            return shares[0] * self.m[seen.feature][seen.level] + (1 - shares[0]) * u
        said = self.model.said["features"][seen.feature]
        chance = 1.0
        for half, (level, share) in enumerate(zip(PAIRED[seen.level], shares, strict=True)):
            if level != "unknown":
                chance *= share * said["m"][half][level] + (1 - share) * said["u"][half][level]
        return chance


def _kind(seen: Seen) -> str:
    """What its shared value is a value of."""
    if seen.feature != "place":
        return seen.feature
    return "postcode" if seen.level.startswith("same_") else "town"


def _without_slips(level: str) -> str:
    if level in PAIRED:
        return level.replace("near", "same")
    return level if level == "differs" else "same"


def hundredths(ratio: float) -> int:
    """A ratio of chances as bits, in whole hundredths: sums of these are exact."""
    return round(100 * log2(ratio))
