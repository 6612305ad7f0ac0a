"""The model as it is, for comparing what is stored: nothing in it is counted among what somebody may not see.

How common a name is, and among how many is looked, would otherwise tell of what is hidden: a score would move when
another partner writes down the same name (docs/decisions/0034).
"""

from dataclasses import replace
from functools import lru_cache
from typing import Final

from domain.likeness.fitting import start
from domain.likeness.model import standard
from domain.likeness.weights import Values, Weights

AMONG: Final = 20_000
"""Among how many descriptions each is looked for: what a region writes down in some years, whatever it really holds."""

_MONTH, _YEAR = 30, 365


class _Typical(Values):
    """Each value as common as values of its kind usually are; of a date of birth it counts how much of it is known."""

    def chance(self, kind: str, value: str, before: float, strength: float) -> float:
        if kind != "date_of_birth" or not value.endswith("00"):
            return before
        return before * (_YEAR if value.endswith("0000") else _MONTH)

    def typical(self, kind: str, before: float, strength: float) -> float:
        return before


def frozen() -> Weights:
    """The weights with which stored descriptions are compared, the same for everybody; they remember nobody."""
    return replace(_weights())


@lru_cache(maxsize=1)
def _weights() -> Weights:
    return start(standard(), _Typical(), AMONG)
