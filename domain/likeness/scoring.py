"""How likely two descriptions are of one person, in bits, and why: a sum of which every term is shown.

A score says something of two descriptions, never of a person: there is no risk, no rank, and nothing is merged by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from domain.likeness.comparing import LEVELS, Seen, compare
from domain.likeness.model import RIVALS
from domain.likeness.person import Person
from domain.likeness.weights import Weights, hundredths

Verdict = Literal["same", "similar", "different", "unknown"]
Band = Literal["strong", "probable", "possible"]
BANDS: Final[tuple[Band, ...]] = ("strong", "probable", "possible")

EXPECTED, MOVED, ELSE = "expected", "moved", "somebody_else"
"""What a score has besides features: what was expected beforehand; that who moved lives elsewhere; and that a relative,
twin or neighbour has much in common."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a score: a feature and how it compares, or one of the three others; `bits` in hundredths."""

    feature: str
    verdict: Verdict
    level: str
    bits: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score and its explanation, which add up: `bits` is the sum of those of `terms`, in hundredths."""

    bits: int
    terms: Sequence[Term]
    model: str


def score(weights: Weights, one: Person, other: Person) -> Likeness:
    """Compare two descriptions, and explain the outcome."""
    seen = compare(one, other)
    terms = [Term(EXPECTED, "unknown", "", weights.prior)]
    by_feature = {one.feature: one for one in seen}
    for feature in LEVELS:
        found = by_feature.get(feature)
        if found is not None:
            terms.append(Term(feature, verdict(found.level), found.level, weights.worth(found).bits))
        elif feature != "name_order":
            terms.append(Term(feature, "unknown", "", 0))
    moved, somebody_else = corrections(weights, seen)
    terms += [Term(MOVED, "unknown", "", moved), Term(ELSE, "unknown", "", somebody_else)]
    return Likeness(sum(term.bits for term in terms), terms, weights.model.name)


def total(weights: Weights, seen: Sequence[Seen]) -> int:
    """The score alone."""
    return weights.prior + sum(weights.worth(one).bits for one in seen) + sum(corrections(weights, seen))


def corrections(weights: Weights, seen: Sequence[Seen]) -> tuple[int, int]:
    """What features do not tell one by one: that somebody moved, and who else has so much in common."""
    moved, rivals = weights.ratios(seen)
    others = sum(weights.expected[name] * ratio for name, ratio in zip(RIVALS, rivals, strict=True))
    return hundredths(moved), -hundredths(1 + others / weights.size)


def band(weights: Weights, bits: int) -> Band | None:
    """How far to go on a score; None below what is worth looking at."""
    least: Mapping[Band, int] = weights.model.said["bands"]
    return next((name for name in BANDS if bits >= least[name]), None)


def verdict(level: str) -> Verdict:
    """A level in the words that people are shown."""
    parts = set(level.split("_")) - {"unknown"}
    if parts == {"same"}:
        return "same"
    return "different" if parts <= {"differs", "year"} else "similar"
