"""The few descriptions that could be of the same person: those that share keys, the rarest keys first."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

HOT: Final = 200
"""A key that more descriptions than this share finds nobody by itself: half a town has it."""
MOST: Final = 60
"""How many are compared at most."""


class Index:
    """Places of descriptions by their keys. A key held by one takes a number, and no list."""

    def __init__(self) -> None:
        self._places: dict[int, int | list[int]] = {}
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, keys: Iterable[int]) -> int:
        """File the next description under its keys; returns its place."""
        place = self._size
        self._size += 1
        for key in keys:
            held = self._places.get(key)
            if held is None:
                self._places[key] = place
            elif isinstance(held, int):
                self._places[key] = [held, place]
            elif len(held) <= HOT:
                held.append(place)
        return place

    def find(self, keys: Iterable[int], *, before: int | None = None) -> Sequence[int]:
        """Whom to compare with, the likeliest first; `before`: only those that were filed earlier than this place."""
        weights: dict[int, float] = {}
        for held, weight in self._held(keys):
            for place in held:
                weights[place] = weights.get(place, 0.0) + weight
        if before is not None:
            weights = {place: weight for place, weight in weights.items() if place < before}
        return sorted(weights, key=lambda place: (-weights[place], place))[:MOST]

    def _held(self, keys: Iterable[int]) -> Iterator[tuple[Sequence[int], float]]:
        for key in keys:
            held = self._places.get(key)
            if held is None:
                continue
            places = (held,) if isinstance(held, int) else held
            if len(places) <= HOT:
                yield places, math.log(self._size + 1) - math.log(len(places) + 0.5)
