"""Under which keys a mention or a subject is filed, in the transaction that writes it down, so that connections find it.

Two sorts of keys: strong ones, of a number or an address that several can share; and those of a description of a person
(`domain.likeness`). The database gets digests under the key of known / not known (docs/decisions/0020, 0034).
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from db.keyring import DigestKey, Keyring
from domain import digests, likeness
from domain.identifiers import Kind, comparable_name
from domain.likeness import Person

SHARED: Final = frozenset(
    {
        Kind.BSN, Kind.V_NUMBER, Kind.TRAVEL_DOCUMENT, Kind.PHONE, Kind.EMAIL, Kind.LICENCE_PLATE, Kind.IBAN, Kind.KVK,
        Kind.VESTIGINGSNUMMER, Kind.RSIN, Kind.BTW, Kind.BAG,
    }
)  # fmt: skip
"""The identifiers that two can have in common; a postcode is half a street."""

COMPANY: Final = "company_name"
ADDRESS: Final = "address"
_OF_PERSON: Final = {
    Kind.PHONE: "phone",
    Kind.EMAIL: "email",
    Kind.BSN: "person_number",
    Kind.TRAVEL_DOCUMENT: "document",
    Kind.V_NUMBER: "document",
    Kind.IBAN: "account",
    Kind.LICENCE_PLATE: "licence_plate",
}
_WEIGHTS: Final = {
    "birth": 35, "year": 30, "initials": 27, "day": 23, "letters": 16, "tails": 15, "initial": 12, "heads": 10, "surname": 8,
    "undated letters": 20, "undated heads": 20, "undated initial": 15, "undated tails": 12, "undated surname": 8,
}  # fmt: skip
_STRONGEST: Final = 54
"""How much more often who shares a kind of key is the one that is meant (ten times its logarithm, fitted on a made-up region):
fixed, since a count of what others hold would tell of it. It orders candidates, and no score rests on it."""

_LEGAL_FORM: Final = re.compile(
    r"\b(b ?v|n ?v|v ?o ?f|c ?v|eenmanszaak|stichting|holding|ltd|gmbh|srl|sp z ?o ?o)\b"
)
_PURPOSE: Final = b"connections|"


class Shared(NamedTuple):
    """A number, an address or the name of a company, by which two have something in common."""

    basis: str
    value: str


class Filed(NamedTuple):
    """A key, how much it tells, and whether it is strong."""

    key: int
    weight: int
    strong: bool


def shared(thing: Mapping[str, Any]) -> list[Shared]:
    """What a mention or subject can have in common with anything else."""
    found = []
    kind, identifier = thing["identifier_kind"], thing["identifier"]
    if identifier and kind in SHARED:
        found.append(Shared(str(kind), identifier))
    if thing["kind"] == "organisation":
        company = " ".join(_LEGAL_FORM.sub(" ", comparable_name(thing["name"] or "")).split())
        found += [Shared(COMPANY, company)] if len(company) > 2 else []
    if thing["kind"] == "address":
        found += [Shared(ADDRESS, place) for place in _address(thing)]
    return found


def _address(thing: Mapping[str, Any]) -> list[str]:
    """Postcode and number, and street, number and town: as far as what was written says both."""
    said = likeness.describe({"address": thing["name"] or ""})
    places = []
    if said.house and said.postcode:
        places.append(f"{said.postcode}|{said.house}")
    if said.house and said.street and said.town:
        places.append(f"{said.street}|{said.house}|{said.town}")
    return places


def descriptions(thing: Mapping[str, Any]) -> list[Person]:
    """A person as it is described, once for each name it goes by; nothing of what is no person."""
    if thing["kind"] != "person":
        return []
    said = {"date_of_birth": thing["birth_date"] or ""}
    number = _OF_PERSON.get(thing["identifier_kind"]) if thing["identifier"] else None
    # Checked when it was written down, so it is in its one form already.
    things = {number: thing["identifier"]} if number else {}
    names = [_in_parts(thing.get("name_parts") or {}), *({"full_name": name} for name in _written(thing))]
    named = [name for name in names if any(name.values())] or [{}]
    described = [replace(likeness.describe(said | name), things=things) for name in named]
    return list({(one.given, one.surname): one for one in described}.values())


def _in_parts(parts: Mapping[str, str]) -> dict[str, str]:
    own = " ".join(filter(None, (parts.get("prefix"), parts.get("surname"))))
    return {"given_name": parts.get("given_names") or parts.get("call_name") or "", "surname": own}


def _written(thing: Mapping[str, Any]) -> list[str]:
    return [name for name in (thing["name"], *(thing.get("aliases") or ())) if name]


def keys(secret: DigestKey, thing: Mapping[str, Any]) -> list[Filed]:
    """The keys that a mention or subject is filed under, each once."""
    return _filed(secret, thing, likeness.keys)


def sought(secret: DigestKey, thing: Mapping[str, Any]) -> list[Filed]:
    """The keys under which to look for what could belong with a mention or subject, each once."""
    return _filed(secret, thing, likeness.sought)


def _filed(
    secret: DigestKey, thing: Mapping[str, Any], keys_of: Callable[[Person], list[likeness.Key]]
) -> list[Filed]:
    own = _PURPOSE + secret.secret
    found: dict[int, Filed] = {}
    for basis, value in shared(thing):
        key = likeness.digest(own, (f"shared {basis}", value))
        # Within one case these may be looked up without any advice (domain.md 2.12): those of known / not known.
        found[key] = Filed(key, _STRONGEST, basis in digests.STRONG)
    for person in descriptions(thing):
        for kind, value in keys_of(person):
            if kind in _WEIGHTS:
                key = likeness.digest(own, (kind, value))
                found.setdefault(key, Filed(key, _WEIGHTS[kind], False))
    return list(found.values())


_FILE: Final = text("select file_connections(cast(:marks as jsonb), :signed)")


def file(session: Session, things: Sequence[Mapping[str, Any]]) -> None:
    """File these mentions and subjects, written just now."""
    if not things:
        return
    secret = digests.keyring_of(session).key()
    given = {"marks": json.dumps(_marks(secret, things)), "signed": secret.id}
    digests.guarded(lambda: session.execute(_FILE, given))


def _marks(secret: DigestKey, things: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "row_id": str(one["id"]),
            "version": likeness.VERSION,
            "keys": [filed.key for filed in keys(secret, one)],
        }
        for one in things
    ]


# As the owner of the tables, a part at a time: what was there before it was filed, or was filed under other keys.
_MISSING: Final = text("""
select t.id, t.kind, t.name, t.name_parts, t.aliases, t.birth_date, t.identifier_kind, t.identifier
  from connection_things t left join connection_entries e on e.row_id = t.id and e.version = :version
 where e.row_id is null and (cast(:after as uuid) is null or t.id > :after) order by t.id limit :most
""")
_TAKE_OUT: Final = text("select unfile(cast(:rows as uuid[]))")
_ADD: Final = text("""
insert into connection_entries (row_id, version, scope_id, keys, organisations)
select t.id, m.version, t.scope_id, array(select jsonb_array_elements_text(m.keys)::bigint), '{}'
  from jsonb_to_recordset(cast(:marks as jsonb)) m(row_id uuid, version int, keys jsonb)
  join connection_things t on t.id = m.row_id
on conflict do nothing
""")
_SEAT: Final = text("select refile(cast(:rows as uuid[]))")
_BATCH: Final = 2_000


def file_missing(session: Session, keyring: Keyring) -> int:
    """File what is not filed yet, or under keys of an earlier version; as the owner of the tables. What stops half-way
    goes on from there the next time."""
    secret, after, count = keyring.key(), None, 0
    while True:
        given = {"version": likeness.VERSION, "after": after, "most": _BATCH}
        found = [dict(one) for one in session.execute(_MISSING, given).mappings()]
        if not found:
            return count
        rows = {"rows": [one["id"] for one in found]}
        session.execute(_TAKE_OUT, rows)
        session.execute(_ADD, {"marks": json.dumps(_marks(secret, found))})
        session.execute(_SEAT, rows)
        session.commit()
        after, count = found[-1]["id"], count + len(found)
