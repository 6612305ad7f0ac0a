"""Which columns of a file say what of a person. Names are read without capitals, spaces and punctuation."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

ID: Final = "id"

# What each column is called, by others too; the first name is ours. Several columns may say parts of one thing.
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    ID: (
        "id", "rec_id", "record_id", "row_id", "unique_id", "recordid", "uid", "uuid", "key",
        "kenmerk", "volgnummer", "nummer", "nr", "index",
    ),
    "given_name": (
        "given_name", "given_names", "first_name", "firstname", "givenname", "first", "forename",
        "forenames", "voornaam", "voornamen", "roepnaam", "fname", "fname_c1", "fname_c2",
        "middle_name", "middlename",
    ),
    "initials": ("initials", "voorletters"),
    "prefix": ("prefix", "tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels", "name_prefix"),
    "surname": (
        "surname", "last_name", "lastname", "last", "family", "family_name", "achternaam",
        "geslachtsnaam", "lname", "lname_c1", "lname_c2", "partner_name", "partnernaam",
        "maiden_name", "geboortenaam",
    ),
    "full_name": ("full_name", "fullname", "name", "naam", "volledige_naam", "person_name"),
    "date_of_birth": (
        "date_of_birth", "dob", "dateofbirth", "birth_date", "birthdate", "birthday",
        "geboortedatum", "born", "geboren",
    ),
    "birth_year": ("birth_year", "year_of_birth", "geboortejaar", "by"),
    "birth_month": ("birth_month", "month_of_birth", "geboortemaand", "bm"),
    "birth_day": ("birth_day", "day_of_birth", "geboortedag", "bd"),
    "street": (
        "street", "street_name", "street_address", "streetaddress", "addr1", "address_1",
        "address1", "address_line_1", "straat", "straatnaam",
    ),
    "house_number": (
        "house_number", "street_number", "housenumber", "streetnumber", "street_no", "huisnummer",
        "number", "house_no", "huisnr",
    ),
    "house_addition": ("house_addition", "huisletter", "toevoeging", "huisnummertoevoeging"),
    "address_line": ("address_line", "address_2", "addr2", "address2", "address_line_2"),
    "address": ("address", "adres", "full_address", "home_address", "addr"),
    "postcode": ("postcode", "zip", "zipcode", "zip_code", "postal_code", "post_code"),
    "town": (
        "town", "city", "city_name", "municipality", "suburb", "place", "locality", "woonplaats",
        "plaats", "stad",
    ),
    "phone": (
        "phone", "phone_number", "phone_no", "phonenumber", "mobile_phone", "cell_phone", "gsm",
        "telephone", "telephone_number", "tel", "telefoon", "telefoonnummer", "mobile", "mobiel",
    ),
    "email": ("email", "e_mail", "email_address", "mail", "e_mailadres", "emailadres"),
    "person_number": (
        "person_number", "bsn", "soc_sec_id", "ssn", "social_security_number", "national_id",
        "burgerservicenummer", "v_number", "v_nummer",
    ),
    "document": (
        "document", "document_number", "passport", "passport_number", "paspoortnummer",
        "documentnummer",
    ),
    "account": ("account", "iban", "bank_account", "account_number", "rekening", "rekeningnummer"),
    "licence_plate": ("licence_plate", "license_plate", "plate", "kenteken", "registration"),
}  # fmt: skip
_KNOWN: Final = {name: ours for ours, names in NAMES.items() for name in names}

# Parts of one thing, in the order in which they are put together, and what comes between them.
_MADE_OF: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "surname": (("prefix", "surname"), " "),
    "house_number": (("house_number", "house_addition"), " "),
}
_BIRTH: Final = ("birth_year", "birth_month", "birth_day")
# What other tools and people write for nothing. Na and None are names of people, so capitals count.
_EMPTY: Final = frozenset({"", "NA", "N/A", "NaN", "nan", "NULL", "null", "-", "?", "onbekend", "unknown"})


@dataclass(frozen=True)
class Columns:
    """What the columns of one file are taken for."""

    places: Mapping[str, Sequence[int]]
    """For each of our columns, which of the file's say it."""
    unknown: Sequence[str]
    """The file's columns that are not compared."""
    used: Sequence[tuple[str, str]] = field(default=())

    def said(self, cells: Sequence[str]) -> dict[str, str]:
        """What a row says of a person, in the words of `domain.likeness.FIELDS`."""
        parts = {
            ours: _said(ours, _filled(cells, places)) for ours, places in self.places.items() if ours != ID
        }
        initials = parts.pop("initials", "")
        parts["given_name"] = parts.get("given_name") or initials
        for ours, (names, between) in _MADE_OF.items():
            parts[ours] = between.join(part for name in names if (part := parts.pop(name, "")))
        birth = [parts.pop(name, "") for name in _BIRTH]
        if birth[0] and not parts.get("date_of_birth"):
            parts["date_of_birth"] = "".join(
                part.zfill(size) for part, size in zip(birth, (4, 2, 2), strict=True)
            )
        return {name: text for name, text in parts.items() if text}

    def id(self, cells: Sequence[str]) -> str:
        """By what the row is known; empty when no column says so."""
        return " ".join(_filled(cells, self.places.get(ID, ())))


def recognise(header: Sequence[str], mapped: Mapping[str, str]) -> Columns:
    """Which columns say what; `mapped` says so of columns of other names, and goes first."""
    places: dict[str, list[int]] = {}
    unknown, used = [], []
    own = {_plain(theirs): ours for theirs, ours in mapped.items()}
    known = own if ID in own.values() else own | _best_id(header)
    for place, name in enumerate(header):
        ours = known.get(_plain(name)) or _KNOWN.get(_plain(name))
        if ours is None or (ours == ID and _plain(name) not in known):
            unknown.append(name.strip())
        else:
            places.setdefault(ours, []).append(place)
            used.append((name.strip(), ours))
    return Columns(places, unknown, used)


def _best_id(header: Sequence[str]) -> dict[str, str]:
    """Of columns that can be the id one is."""
    there = {_plain(name) for name in header}
    return dict.fromkeys([one for one in NAMES[ID] if one in there][:1], ID)


def unmapped(header: Iterable[str], mapped: Mapping[str, str]) -> list[str]:
    """What was mapped and is in no header."""
    there = {_plain(name) for name in header}
    return [theirs for theirs in mapped if _plain(theirs) not in there]


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")


def _filled(cells: Sequence[str], places: Iterable[int]) -> list[str]:
    texts = (cells[place].strip() for place in places)
    return [text for text in texts if text not in _EMPTY]


def _said(ours: str, texts: Sequence[str]) -> str:
    """Names go together, each once; of a second telephone or town the first one is compared."""
    match ours:
        case "given_name":
            return " ".join(dict.fromkeys(texts))
        case "surname":
            return "-".join(dict.fromkeys(texts))
    return texts[0] if texts else ""


def described() -> str:
    """The columns as help."""
    return "\n".join(f"{ours}: {', '.join(names[1:])}" for ours, names in NAMES.items())
