"""Numbers and names by which people, companies and things are known: raw input kept, normalised beside it.

Wrong input is refused with the reason. Where reality is wider than any rule (foreign plates and documents)
it is kept as unverified instead: an observation must not be lost because a form thinks it knows better.
A valid check digit never proves that the person or the thing exists.
"""

import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from domain.errors import Invalid, Problem
from domain.identifiers import contact, documents, numbers
from domain.identifiers.dates import PartialDate, Precision, day
from domain.identifiers.names import PREFIXES, TITLES, PersonName, sort_key, tidy_name
from domain.identifiers.names import comparable as comparable_name
from domain.identifiers.outcome import Identifier, Refused, Result

__all__ = [
    "EXAMPLES",
    "PREFIXES",
    "TITLES",
    "Identifier",
    "Kind",
    "PartialDate",
    "PersonName",
    "Precision",
    "Refused",
    "check",
    "comparable_name",
    "day",
    "sort_key",
]

# The longest legitimate input is a machine readable zone of three lines, or a surname of 200 (BRP).
MAX_LENGTH = 300


class Kind(StrEnum):
    """What sort of identifier somebody mentions."""

    BSN = "bsn"
    """Burgerservicenummer."""
    KVK = "kvk"
    """KvK-nummer: a business in the trade register."""
    VESTIGINGSNUMMER = "vestigingsnummer"
    """Vestigingsnummer: one establishment of a business."""
    RSIN = "rsin"
    """RSIN: a legal person, same check as the BSN."""
    BTW = "btw"
    """Btw-identificatienummer."""
    V_NUMBER = "v_number"
    """V-nummer: a foreign national in the Basisvoorziening Vreemdelingen."""
    BAG = "bag"
    """BAG-identificatie: an address, dwelling, pitch, berth, building or street."""
    POSTCODE = "postcode"
    """Dutch postcode."""
    IBAN = "iban"
    """Bank account."""
    PHONE = "phone"
    """Telephone number, stored as E.164."""
    LICENCE_PLATE = "licence_plate"
    """Kenteken."""
    TRAVEL_DOCUMENT = "travel_document"
    """Number of a passport, identity card or residence document, or its machine readable zone."""
    EMAIL = "email"
    """E-mail address."""
    NAME = "name"
    """A name as somebody wrote or said it."""


_CHECKS: Mapping[Kind, Callable[[str, str | None], Result]] = MappingProxyType(
    {
        Kind.BSN: numbers.bsn,
        Kind.KVK: numbers.kvk,
        Kind.VESTIGINGSNUMMER: numbers.vestigingsnummer,
        Kind.RSIN: numbers.bsn,
        Kind.BTW: numbers.btw,
        Kind.V_NUMBER: numbers.v_number,
        Kind.BAG: numbers.bag,
        Kind.POSTCODE: numbers.postcode,
        Kind.IBAN: numbers.iban,
        Kind.PHONE: contact.phone,
        Kind.LICENCE_PLATE: documents.licence_plate,
        Kind.TRAVEL_DOCUMENT: documents.travel_document,
        Kind.EMAIL: contact.email,
        Kind.NAME: tidy_name,
    }
)


EXAMPLES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.BSN: "111222333",
        Kind.KVK: "12345678",
        Kind.VESTIGINGSNUMMER: "000012345678",
        Kind.RSIN: "111222333",
        Kind.BTW: "NL001234567B01",
        Kind.V_NUMBER: "1234567890",
        Kind.BAG: "0392010000012345",
        Kind.POSTCODE: "2011 AB",
        Kind.IBAN: "NL91 ABNA 0417 1643 00",
        Kind.PHONE: "06 12345678",
        Kind.LICENCE_PLATE: "12-ABC-3",
        Kind.TRAVEL_DOCUMENT: "SPECI2014",
        Kind.EMAIL: "naam@voorbeeld.nl",
        Kind.NAME: "De Vries",
    }
)
"""How each is written, for whoever has to be told that it was not."""


def check(kind: str, raw: str, *, country: str | None = None, pointer: str = "") -> Identifier:
    """Normalise and check one identifier; `country` (ISO 3166, two letters) when the observer knows it.

    Raises Invalid, and nothing else, whatever the text. The facts of the problem never repeat the input:
    they may end up in a log.
    """
    if kind not in set(Kind):
        raise Invalid(Problem("identifier-kind-unknown", pointer, {"known": [known.value for known in Kind]}))
    try:
        result = _CHECKS[Kind(kind)](_legible(raw), country.strip().upper() if country else None)
    except Refused as refused:
        facts = {"kind": kind, "example": EXAMPLES[Kind(kind)], **refused.facts}
        raise Invalid(Problem(refused.code, pointer, facts)) from None
    return Identifier(
        kind=kind,
        raw=raw if result.raw is None else result.raw,
        normalised=result.normalised,
        verified=result.verified,
        note=result.note,
        country=result.country,
    )


def _legible(raw: str) -> str:
    """The text without what copying and typing add: odd spaces and dashes, direction marks, full-width forms."""
    if len(raw) > MAX_LENGTH:
        raise Refused("identifier-too-long", maximum=MAX_LENGTH)
    # PostgreSQL stores neither NUL nor half a surrogate pair, and a control character is never part of a name.
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\r\n" for c in raw):
        raise Refused("identifier-unreadable")
    text = "".join(_plain(c) for c in unicodedata.normalize("NFKC", raw)).strip()
    if not text:
        raise Refused("identifier-empty")
    if len(text) > MAX_LENGTH:  # one character can stand for eighteen (U+FDFA)
        raise Refused("identifier-too-long", maximum=MAX_LENGTH)
    return text


def _plain(character: str) -> str:
    """A dash for any dash, a space for any space, nothing for an invisible mark."""
    match unicodedata.category(character):
        case "Pd":
            return "-"
        case "Zs":
            return " "
        case "Cf":
            return ""
    return character
