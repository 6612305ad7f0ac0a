"""How people are written down by who saw them, in a hurry: slips, other spellings, dates the wrong way round, what is missing.

`light` is an office with forms, `hard` is the street at night.
"""

from collections.abc import Mapping
from random import Random

from tests.quality.people import Human, Region

Row = dict[str, str]

# How often each thing goes wrong, of every hundred descriptions.
LIGHT: Mapping[str, int] = {
    "variant": 12, "given_slip": 6, "surname_slip": 6, "initial": 4, "no_given": 1, "other_given": 1, "partner": 5,
    "prefix": 5, "exchanged": 2, "day_month": 3, "birth_slip": 4, "year_only": 2, "first_january": 1, "no_birth": 4,
    "moved": 12, "no_address": 8, "street_slip": 8, "house_slip": 4, "postcode_slip": 4, "no_postcode": 10,
    "other_phone": 12, "no_phone": 35, "more_names": 5,
}  # fmt: skip
HARD: Mapping[str, int] = {
    "variant": 30, "given_slip": 18, "surname_slip": 18, "initial": 8, "no_given": 4, "other_given": 3, "partner": 10,
    "prefix": 12, "exchanged": 5, "day_month": 8, "birth_slip": 10, "year_only": 7, "first_january": 4, "no_birth": 12,
    "moved": 25, "no_address": 15, "street_slip": 18, "house_slip": 10, "postcode_slip": 10, "no_postcode": 25,
    "other_phone": 25, "no_phone": 45, "more_names": 8,
}  # fmt: skip

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")


class Writer:
    """Writes people down, with the mistakes of a level."""

    def __init__(self, region: Region, wrongs: Mapping[str, int], seed: int) -> None:
        self.region, self.wrongs, self.draw = region, wrongs, Random(seed)

    def write(self, human: Human) -> Row:
        """One description; the words of the columns are those of `schakel connect`."""
        given, surname = self._names(human)
        if self._goes("exchanged") or (human.origin.surname_first and self.draw.random() < 0.15):
            given, surname = surname, given
        row = {"given_name": given, "surname": surname, "date_of_birth": self._birth(human)}
        row |= self._address(human)
        phone = self.region.telephone() if self._goes("other_phone") else human.phone
        row["phone"] = "" if self._goes("no_phone") else phone
        return row

    def _goes(self, wrong: str) -> bool:
        return self.draw.random() * 100 < self.wrongs[wrong]

    def _names(self, human: Human) -> tuple[str, str]:
        given = self.draw.choice(human.given) if self._goes("variant") else _latin(human.given)
        surname = self.draw.choice(human.surname) if self._goes("variant") else _latin(human.surname)
        if self._goes("other_given"):
            given = _latin(self.draw.choice(human.origin.given))
        if self._goes("more_names"):
            given = f"{given} {_latin(self.draw.choice(human.origin.given))}"
        given = self.slip(given) if self._goes("given_slip") else given
        surname = self.slip(surname) if self._goes("surname_slip") else surname
        if self._goes("prefix") and " " in surname:
            surname = surname.rpartition(" ")[2]
        if human.partner and self._goes("partner"):
            surname = f"{_latin(human.partner)}-{surname}"
        if self._goes("no_given"):
            given = ""
        elif self._goes("initial"):
            given = f"{given[0]}."
        return given, surname

    def _birth(self, human: Human) -> str:
        born = human.born
        if self._goes("no_birth"):
            return ""
        if self._goes("year_only"):
            return str(born.year)
        if self._goes("first_january"):
            return f"01-01-{born.year}"
        day, month = (
            (born.month, born.day) if self._goes("day_month") and born.day <= 12 else (born.day, born.month)
        )
        text = f"{day:02}-{month:02}-{born.year}"
        return self._digit(text) if self._goes("birth_slip") else text

    def _address(self, human: Human) -> Row:
        if self._goes("no_address"):
            return dict.fromkeys(("street", "house_number", "postcode", "town"), "")
        street, house, postcode, town = human.street, human.house, human.postcode, human.town
        if self._goes("moved"):
            street, house, postcode, town = self.region.address()
        if self._goes("house_slip"):
            house = self.draw.choice((self._digit(house), house.rstrip("abc"), f"{house}a"))
        return {
            "street": self.slip(street) if self._goes("street_slip") else street,
            "house_number": house,
            "postcode": "" if self._goes("no_postcode") else self._digit(postcode) if self._goes("postcode_slip") else postcode,
            "town": self.slip(town) if self._goes("street_slip") else town,
        }  # fmt: skip

    def _digit(self, text: str) -> str:
        """One digit another."""
        places = [place for place, sign in enumerate(text) if sign.isdigit()]
        if not places:
            return text
        place = self.draw.choice(places)
        return text[:place] + str(self.draw.randrange(10)) + text[place + 1 :]

    def slip(self, text: str) -> str:
        """One or two slips of the fingers."""
        for _ in range(self.draw.choice((1, 1, 1, 2))):
            text = self._one_slip(text)
        return text

    def _one_slip(self, text: str) -> str:
        if len(text) < 3:
            return text
        place = self.draw.randrange(1, len(text))
        before, sign, after = text[:place], text[place], text[place + 1 :]
        match self.draw.randrange(5):
            case 0:
                return before + after
            case 1:
                return before + sign + sign + after
            case 2:
                return before[:-1] + sign + before[-1] + after
            case 3:
                return before + self._beside(sign) + after
        return before + self._beside(sign) + sign + after

    def _beside(self, sign: str) -> str:
        row = next((keys for keys in _KEYS if sign.lower() in keys), _KEYS[0])
        place = row.find(sign.lower())
        return row[min(max(place + self.draw.choice((-1, 1)), 0), len(row) - 1)]


def _latin(ways: tuple[str, ...]) -> str:
    """The first way that an office here can type."""
    return next((way for way in ways if way.isascii()), ways[0])


def two_files(
    seed: int, count: int, wrongs: Mapping[str, int], region: Region | None = None
) -> tuple[list[Row], list[Row]]:
    """Who is known and who comes in, an open world: of those who come in two thirds are known, and the rest is like them.

    Each row has `id`, and `truth`: whose description it is.
    """
    region = region or Region(seed)
    people = region.people(count + count // 2)
    draw = Random(seed + 1)
    # Of one household some are known and others not, so that relatives of the known come in as strangers.
    known = [one for one in people if draw.random() < 2 / 3]
    writers = Writer(region, LIGHT, seed + 2), Writer(region, wrongs, seed + 3)
    coming = draw.sample(people, count)
    left = [_numbered(f"L{n}", one, writers[1]) for n, one in enumerate(coming)]
    return left, [_numbered(f"R{n}", one, writers[0]) for n, one in enumerate(known)]


def _numbered(number: str, human: Human, writer: Writer) -> Row:
    return {"id": number, "truth": str(human.number), **writer.write(human)}
