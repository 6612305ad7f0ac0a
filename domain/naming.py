"""What people call someone or something: a name, a birth date as far as known, a checked identifier."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from domain import identifiers
from domain.errors import Invalid, Problem
from domain.identifiers import PartialDate
from domain.shapes import Code, Line, OptionalLine, OptionalProse, Shape

ThingKind = Literal["person", "organisation", "address", "vehicle", "phone", "account"]


class Thing(Shape):
    """Wie of wat: someone or something that a signal mentions or a case is about."""

    kind: ThingKind = Field(description="Soort: person, organisation, address, vehicle, phone or account")
    name: OptionalLine = Field(
        default="", description="Naam: as known; one word is enough", examples=["Sem Bakker"]
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
    problems: list[Problem] = []
    columns: dict[str, Any] = {
        "kind": thing.kind,
        "name": thing.name,
        "birth_date": "",
        "description": thing.description,
        "identifier_kind": None,
        "identifier_raw": None,
        "identifier": None,
        "verified": False,
    }
    if not (thing.name or thing.identifier or thing.description):
        problems.append(Problem("thing-empty", f"{pointer}/name"))
    try:
        columns["birth_date"] = str(PartialDate.parse(thing.birth_date, pointer=f"{pointer}/birthDate"))
    except Invalid as invalid:
        problems += invalid.problems
    if thing.identifier_kind and not thing.identifier:
        problems.append(Problem("identifier-empty", f"{pointer}/identifier", {"kind": thing.identifier_kind}))
    elif thing.identifier and not thing.identifier_kind:
        problems.append(Problem("identifier-kind-missing", f"{pointer}/identifierKind"))
    elif thing.identifier and thing.identifier_kind:
        try:
            found = identifiers.check(
                thing.identifier_kind, thing.identifier, pointer=f"{pointer}/identifier"
            )
            columns |= {
                "identifier_kind": found.kind,
                "identifier_raw": found.raw,
                "identifier": found.normalised,
                "verified": found.verified,
            }
        except Invalid as invalid:
            problems += invalid.problems
    return columns, problems
