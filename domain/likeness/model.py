"""What each way of comparing is worth before any data was seen, as dated data: `model.json`, known by its digest.

For each feature and level two chances: m, that two descriptions of one person compare like this, and u, that those of two
persons do. `shared` says what members of one household, twins and neighbours have in common although they are
different persons: the rivals of "the same".
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from domain.likeness.comparing import LEVELS, PAIRED

RIVALS: Final = ("relative", "twin", "neighbour", "namesake")
ADDRESS: Final = frozenset({"place", "street", "address_line"})
"""What differs all at once for who moved."""

Table = dict[str, dict[str, float]]
"""For each feature and level a chance."""


@dataclass(frozen=True)
class Model:
    """A version of the model."""

    said: Mapping[str, Any]
    sha256: str
    m: Table
    u: Table
    shared: Mapping[str, Mapping[str, tuple[float, ...]]]

    @property
    def name(self) -> str:
        """Version and digest, as they stand beside what was scored with it."""
        return f"{self.said['version']}-{self.sha256[:12]}"


@lru_cache(maxsize=1)
def standard() -> Model:
    """The model that comes with this version of Schakel."""
    return load(resources.files("domain.likeness").joinpath("model.json").read_bytes())


def load(content: bytes) -> Model:
    """A model from its file."""
    said = json.loads(content)
    features = said["features"]
    return Model(
        said,
        hashlib.sha256(content).hexdigest(),
        m={name: _chances(name, one["m"]) for name, one in features.items()},
        u={name: _chances(name, one["u"]) for name, one in features.items()},
        shared={
            name: {rival: _shares(one["shared"][rival]) for rival in RIVALS} for name, one in features.items()
        },
    )


def _shares(said: float | list[float]) -> tuple[float, ...]:
    return tuple(said) if isinstance(said, list) else (said,)


def _chances(name: str, said: Any) -> dict[str, float]:
    """For each level; a paired feature is the product of its halves, of which one may be unknown."""
    if not isinstance(said, list):
        return {level: said[level] for level in LEVELS[name]}
    first, second = ({**half, "unknown": 1.0} for half in said)
    return {level: first[one] * second[other] for level, (one, other) in PAIRED.items()}
