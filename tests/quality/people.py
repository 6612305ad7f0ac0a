"""A made-up region: people with their households, twins, namesakes, houses of workers and shared telephones.

Everything follows from the seed. Described twice by `describing`, they are what the matcher is measured on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from tests.quality.names import ORIGINS, STREETS, TOWNS, Origin


@dataclass(frozen=True)
class Human:
    """Somebody, and how they would be written down by who made no mistake. `ways`: every way to write a name."""

    number: int
    origin: Origin
    given: tuple[str, ...]
    surname: tuple[str, ...]
    born: date
    street: str
    house: str
    postcode: str
    town: str
    phone: str
    partner: tuple[str, ...] = ()


class Region:
    """Makes people; who belongs together stands together."""

    def __init__(self, seed: int) -> None:
        self.draw = Random(seed)
        self._number = 0
        self._ranks: dict[tuple[tuple[str, ...], ...], list[float]] = {}
        # Every street lies in one town and has a few postcodes; a region has some thousands of addresses at most.
        self._streets = [
            (street, town, self._postcodes(areas.split()))
            for town, areas in TOWNS
            for street in self.draw.sample(STREETS, 30)
        ]

    def _postcodes(self, areas: list[str]) -> list[str]:
        area = self.draw.choice(areas)
        letters = "ABCDEGHJKLMNPRSTVWXZ"
        return [area + self.draw.choice(letters) + self.draw.choice(letters) for _ in range(3)]

    def people(self, count: int) -> list[Human]:
        """So many people; a third lives with relatives, some in a house full of workers."""
        found: list[Human] = []
        while len(found) < count:
            one = self.somebody()
            found.append(one)
            chance = self.draw.random()
            if chance < 0.25:
                found += [self.relative(one) for _ in range(self.draw.choice((1, 1, 2, 3)))]
            elif chance < 0.265:
                found.append(self.twin(one))
            elif chance < 0.28:
                found.append(self.namesake(one))
            elif chance < 0.30:
                found += [self.housemate(one) for _ in range(self.draw.randint(3, 9))]
            elif chance < 0.31:
                found += [replace(self.somebody(), phone=one.phone) for _ in range(self.draw.randint(2, 6))]
        return found[:count]

    def somebody(self) -> Human:
        """A person who has nothing to do with the others."""
        origin = self.draw.choices(ORIGINS, [one.share for one in ORIGINS])[0]
        street, house, postcode, town = self.address()
        return Human(
            self._next(), origin, self._common(origin.given), self._common(origin.surnames), self.birthday(),
            street, house, postcode, town, self.telephone(),
            partner=self._common(origin.surnames) if self.draw.random() < 0.12 else (),
        )  # fmt: skip

    def _common(self, names: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
        """Some names are borne by many, most by few: as common as one through their rank (Zipf), the top cut off."""
        if names not in self._ranks:
            self._ranks[names] = list(accumulate(1 / (rank + 8) for rank in range(len(names))))
        return self.draw.choices(names, cum_weights=self._ranks[names])[0]

    def _next(self) -> int:
        self._number += 1
        return self._number

    def birthday(self) -> date:
        """Between 16 and 70 years ago, as seen in 2026."""
        return date(1956, 1, 1) + timedelta(days=self.draw.randrange(54 * 365))

    def address(self) -> tuple[str, str, str, str]:
        """A street, house number, postcode and town that belong together."""
        street, town, postcodes = self.draw.choice(self._streets)
        number = self.draw.randint(1, 150)
        addition = self.draw.choice("abc") if self.draw.random() < 0.08 else ""
        return street, f"{number}{addition}", postcodes[number * len(postcodes) // 151], town

    def telephone(self) -> str:
        """A mobile number, now and then a foreign one."""
        prefix = self.draw.choice(("+359 88 ", "+40 72 ", "+48 51 ")) if self.draw.random() < 0.08 else "06 "
        return prefix + "".join(str(self.draw.randrange(10)) for _ in range(8 if prefix == "06 " else 7))

    def relative(self, one: Human) -> Human:
        """Somebody of the same household: partner, child or parent; some sons have their father's name."""
        named = self.draw.random() < 0.04
        return replace(
            one,
            number=self._next(),
            given=one.given if named else self._common(one.origin.given),
            surname=one.surname if self.draw.random() < 0.85 else self._common(one.origin.surnames),
            born=self.birthday(),
            phone=one.phone if self.draw.random() < 0.5 else self.telephone(),
            partner=(),
        )

    def twin(self, one: Human) -> Human:
        """Born the same day, with another given name."""
        others = tuple(name for name in one.origin.given if name != one.given)
        return replace(one, number=self._next(), given=self.draw.choice(others), phone=self.telephone())

    def namesake(self, one: Human) -> Human:
        """The same name, and nothing else."""
        return replace(self.somebody(), origin=one.origin, given=one.given, surname=one.surname, partner=())

    def housemate(self, one: Human) -> Human:
        """Who works and sleeps in the same place, from the same country, reached through the same telephone."""
        return replace(
            one,
            number=self._next(),
            given=self._common(one.origin.given),
            surname=self._common(one.origin.surnames),
            born=self.birthday(),
            phone=one.phone if self.draw.random() < 0.7 else self.telephone(),
            partner=(),
        )


class Australia(Region):
    """The people of FEBRL 4, with the households, twins, namesakes and shared telephones of a region around them."""

    def __init__(self, seed: int, rows: Sequence[Mapping[str, str]]) -> None:
        super().__init__(seed)
        self._rows = [row for row in rows if row["given_name"] and row["surname"] and row["date_of_birth"]]
        self._turn = iter(self.draw.sample(self._rows, len(self._rows)))
        names = (tuple((row[name],) for row in self._rows) for name in ("given_name", "surname"))
        self._origin = Origin(1, *names)

    def somebody(self) -> Human:
        """The next of them; when all had their turn, one put together from several."""
        row = next(self._turn, None)
        return Human(
            self._next(),
            self._origin,
            (row["given_name"],) if row else self._common(self._origin.given),
            (row["surname"],) if row else self._common(self._origin.surnames),
            _born(row) if row else self.birthday(),
            *(_place(row) if row else self.address()),
            self.telephone(),
        )

    def _common(self, names: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
        """A name stands there as often as people have it."""
        return self.draw.choice(names)

    def birthday(self) -> date:
        """Of any of them."""
        return _born(self.draw.choice(self._rows))

    def address(self) -> tuple[str, str, str, str]:
        """Of any of them."""
        return _place(self.draw.choice(self._rows))

    def telephone(self) -> str:
        """A mobile number."""
        return "04" + "".join(str(self.draw.randrange(10)) for _ in range(8))


def _born(row: Mapping[str, str]) -> date:
    return date.fromisoformat(row["date_of_birth"])


def _place(row: Mapping[str, str]) -> tuple[str, str, str, str]:
    return row["address_1"], row["street_number"], row["postcode"], row["suburb"]
