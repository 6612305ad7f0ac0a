"""What people call someone or something: a name, a birth date as far as known, a checked identifier."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from domain import identifiers
from domain.errors import Invalid, Problem
from domain.identifiers import TITLES, PartialDate, PersonName
from domain.shapes import Code, Line, OptionalLine, OptionalProse, Shape, View

ThingKind = Literal["person", "organisation", "address", "vehicle", "phone", "account"]
NameUsage = Literal["E", "P", "V", "N"]


class NameParts(Shape):
    """Naam in delen: the name of a person as the BRP divides it; each part as far as known, one is enough."""

    given_names: OptionalLine = Field(default="", description="Voornamen", examples=["Anna Maria"])
    title: Code | None = Field(
        default=None,
        description="Adellijke titel of predicaat: of the list name-titles (BRP, tabel 38)",
        examples=["JV"],
    )
    prefix: OptionalLine = Field(
        default="",
        description="Voorvoegsel: of the list name-prefixes (BRP, tabel 36); another is kept as written",
        examples=["de"],
    )
    surname: OptionalLine = Field(default="", description="Geslachtsnaam", examples=["Vries"])
    usage: NameUsage | None = Field(
        default=None,
        description="Aanduiding naamgebruik: E own, P of the partner, V of the partner before the own, N behind it",
        examples=["V"],
    )
    partner_prefix: OptionalLine = Field(
        default="", description="Voorvoegsel van de partner", examples=["van"]
    )
    partner_surname: OptionalLine = Field(
        default="", description="Geslachtsnaam van de partner", examples=["Dam"]
    )
    call_name: OptionalLine = Field(default="", description="Roepnaam", examples=["Anneke"])
    on_document: OptionalLine = Field(
        default="", description="Naam zoals op het document: of a passport or identity card"
    )
    original: OptionalLine = Field(
        default="", description="Naam in het oorspronkelijke schrift: kept as it came", examples=["Ελένη"]
    )

    def name(self) -> PersonName:
        """What these parts say."""
        return PersonName(**{key: part or "" for key, part in self.model_dump().items()}).tidied()


class NamePartsView(View):
    """Naam in delen, as recorded, and as it can be sent again; a part that is not known is empty."""

    given_names: str = Field(default="", description="Voornamen")
    title: str | None = Field(
        default=None, description="Adellijke titel of predicaat: code of the list name-titles"
    )
    prefix: str = Field(default="", description="Voorvoegsel")
    surname: str = Field(default="", description="Geslachtsnaam")
    usage: str | None = Field(default=None, description="Aanduiding naamgebruik: E, P, V or N")
    partner_prefix: str = Field(default="", description="Voorvoegsel van de partner")
    partner_surname: str = Field(default="", description="Geslachtsnaam van de partner")
    call_name: str = Field(default="", description="Roepnaam")
    on_document: str = Field(default="", description="Naam zoals op het document")
    original: str = Field(default="", description="Naam in het oorspronkelijke schrift")


class Thing(Shape):
    """Wie of wat: someone or something that a signal mentions or a case is about."""

    kind: ThingKind = Field(description="Soort: person, organisation, address, vehicle, phone or account")
    name: OptionalLine = Field(
        default="", description="Naam: as written; one word is enough", examples=["Sem Bakker"]
    )
    name_parts: NameParts | None = Field(
        default=None, description="Naam in delen: of a person, beside the name as written"
    )
    birth_date: OptionalLine = Field(
        default="",
        description="Geboortedatum: as far as known, 1985 or 1985-03 or 1985-03-12",
        examples=["1985-03"],
    )
    identifier_kind: Code | None = Field(
        default=None, description="Soort nummer: bsn, kvk, phone, licence_plate ...", examples=["phone"]
    )
    identifier: OptionalLine = Field(
        default="", description="Nummer: as written; checked and normalised", examples=["06 12345678"]
    )
    description: OptionalProse = Field(default="", description="Omschrijving: what else is known")


class Named(Thing):
    """Wie of wat een casus betreft: also every other name it goes by."""

    aliases: Sequence[Line] = Field(
        default=(), max_length=20, description="Aliassen: other names it goes by", examples=[["Sem B."]]
    )


def checked(thing: Thing, pointer: str) -> tuple[dict[str, Any], list[Problem]]:
    """The columns of a mention or subject, and every problem found in it, each at its own field."""
    columns: dict[str, Any] = {"kind": thing.kind, "name": thing.name, "description": thing.description}
    parts, problems = _checked_parts(thing, pointer)
    columns |= parts
    # A title, a prefix or whose surname is used is not yet a name to call somebody by.
    if not (thing.name or columns["display_name"] or thing.identifier or thing.description):
        problems.append(Problem("thing-empty", f"{pointer}/name"))
    columns["birth_date"] = ""
    try:
        columns["birth_date"] = str(PartialDate.parse(thing.birth_date, pointer=f"{pointer}/birthDate"))
    except Invalid as invalid:
        problems += invalid.problems
    number, wrong = _checked_number(thing, pointer)
    return columns | number, problems + wrong


def _checked_parts(thing: Thing, pointer: str) -> tuple[dict[str, Any], list[Problem]]:
    """The name in parts and what is shown of it. What the written name says otherwise is kept beside it."""
    name = thing.name_parts.name() if thing.name_parts else PersonName()
    problems = []
    if name.known() and thing.kind != "person":
        problems.append(Problem("name-parts-of-a-person", f"{pointer}/nameParts"))
    if name.title and name.title not in TITLES:
        problems.append(Problem("code-not-valid", f"{pointer}/nameParts/title", {"code": name.title[:40]}))
    return {"name_parts": name.known() or None, "display_name": name.shown or None}, problems


def _checked_number(thing: Thing, pointer: str) -> tuple[dict[str, Any], list[Problem]]:
    none = {"identifier_kind": None, "identifier_raw": None, "identifier": None, "verified": False}
    if thing.identifier_kind and not thing.identifier:
        return none, [Problem("identifier-empty", f"{pointer}/identifier", {"kind": thing.identifier_kind})]
    if thing.identifier and not thing.identifier_kind:
        return none, [Problem("identifier-kind-missing", f"{pointer}/identifierKind")]
    if not thing.identifier or not thing.identifier_kind:
        return none, []
    try:
        found = identifiers.check(thing.identifier_kind, thing.identifier, pointer=f"{pointer}/identifier")
    except Invalid as invalid:
        return none, list(invalid.problems)
    return {
        "identifier_kind": found.kind,
        "identifier_raw": found.raw,
        "identifier": found.normalised,
        "verified": found.verified,
    }, []


def person_name(thing: Mapping[str, Any]) -> PersonName:
    """The name of a mention or subject: its parts, or what can be made of the one text where they name nobody yet."""
    name = PersonName(**(thing.get("name_parts") or {}))
    return name if name.shown else PersonName.of_text(thing["name"] or "")


def sort_name(thing: Mapping[str, Any]) -> str:
    """Where a subject stands in an ordered list; what is no person, or has no name, by all that it is called."""
    name = person_name(thing) if thing["kind"] == "person" else PersonName()
    called = thing["name"] or thing["identifier"] or thing["description"][:80]
    return name.sort_key or PersonName(given_names=called).sort_key


def called(alias: str) -> str:
    """In SQL: what a mention or subject is called, its name or else the number or the words it is known by."""
    return f"coalesce({alias}.display_name, nullif({alias}.name, ''), {alias}.identifier, left({alias}.description, 80))"
