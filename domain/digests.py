"""What someone or something is known by, digested with a key, in the transaction that writes it down.

A strong identifier, or a whole name with a whole date of birth: less than that would find somebody else. Raw values
go no further than this module; the database gets digests (docs/decisions/0020).
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from db.keyring import DigestKey, KeyMissing, Keyring, fresh
from domain.errors import Conflict
from domain.identifiers import Kind, PartialDate, PersonName, comparable_name

STRONG: Final = (Kind.BSN, Kind.KVK, Kind.BAG, Kind.PHONE, Kind.LICENCE_PLATE, Kind.IBAN)
"""The identifiers that stand for one person or thing (domain.md 2.10)."""
NAME: Final = "name_and_birth_date"
BASES: Final = (*(kind.value for kind in STRONG), NAME)

WRONG_KEY: Final = "SK002"
"""Raised by the database when the index was made with another key."""

_WHOLE_DATE: Final = 10
_INDEX: Final = text("select index_digests(cast(:marks as jsonb), :signed)")


@dataclass(frozen=True)
class Known:
    """By what something is known, and the digest of it."""

    basis: str
    digest: bytes


def keyring_of(session: Session) -> Keyring:
    """Where the key of this process is."""
    keyring = session.info.get("keyring")
    if keyring is None:
        raise KeyMissing
    return cast("Keyring", keyring)


def bases(thing: Mapping[str, Any]) -> list[str]:
    """By what a mention or a subject can be known to others; empty when by nothing."""
    return list(dict.fromkeys(basis for basis, _ in _values(thing)))


def known_by(key: DigestKey, thing: Mapping[str, Any]) -> list[Known]:
    """Every digest of a mention or a subject."""
    return [Known(basis, key.digest(basis, value)) for basis, value in _values(thing)]


def _values(thing: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    if thing["identifier"] and thing["identifier_kind"] in STRONG:
        found.append((str(thing["identifier_kind"]), thing["identifier"]))
    if thing["kind"] == "person" and len(thing["birth_date"] or "") == _WHOLE_DATE:
        born = PartialDate.parse(thing["birth_date"])
        found += [(NAME, f"{name}|{born}") for name in _names(thing)]
    return found


def _names(thing: Mapping[str, Any]) -> list[str]:
    """The whole name as written, and as a register has it where its parts are known; once when they are the same."""
    parts = thing.get("name_parts")
    names = [thing["name"] or "", PersonName(**parts).own if parts else ""]
    # One word is what half a town is called.
    return list(dict.fromkeys(name for name in map(comparable_name, names) if " " in name))


def index(session: Session, things: Sequence[Mapping[str, Any]]) -> None:
    """Make these mentions and subjects, written just now, findable for who asks."""
    if not any(bases(thing) for thing in things):
        return
    key = keyring_of(session).key()
    guarded(lambda: session.execute(_INDEX, {"marks": _marks(key, things), "signed": key.id}))


def guarded(act: Callable[[], Any]) -> Any:
    """Do it; who read the key just before it was replaced is asked to do so again."""
    try:
        return act()
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == WRONG_KEY:
            raise Conflict("try-again") from error
        raise


def _marks(key: DigestKey, things: Iterable[Mapping[str, Any]]) -> str:
    return json.dumps(
        [
            {"row_id": str(thing["id"]), "digest": one.digest.hex()}
            for thing in things
            for one in known_by(key, thing)
        ]
    )


# As the owner of the tables: nobody else reads what all partners wrote down.
_ALONE: Final = text("select pg_advisory_xact_lock(hashtextextended('digest_keys', 0))")
_THINGS: Final = """
select id, kind, name, name_parts, birth_date, identifier_kind, identifier from mentions
 union all select id, kind, name, name_parts, birth_date, identifier_kind, identifier from subjects
"""
_ADD: Final = text("""
insert into digests (row_id, digest, scope_id, owner_id, open, quiet_until)
select t.id, decode(m.digest, 'hex'), t.scope_id, t.owner_id, t.open, t.quiet_until
  from jsonb_to_recordset(cast(:marks as jsonb)) m(row_id uuid, digest text) join known_things t on t.id = m.row_id
on conflict do nothing
""")
_ASKED: Final = text("select distinct about_id from known_questions")
_ASK_AGAIN: Final = text("update known_questions set digests = :digests where about_id = :about")
_BATCH: Final = 5_000


def is_indexed(session: Session) -> bool:
    """Whether the index was ever made."""
    return bool(session.execute(text("select exists (select from digest_keys)")).scalar_one())


def rebuild(session: Session, keyring: Keyring, *, new_key: bool = False) -> int:
    """Make every digest anew, perhaps with a new key; returns how many there are. As the owner of the tables.

    Who writes or asks holds on to the key it did so with, so the key goes first: then nobody is half-way. The file is
    replaced before the commit: a crash between the two leaves an index of another key than the file's, which
    refuses to answer, and running this again mends it.
    """
    session.execute(_ALONE)
    key = fresh() if new_key else keyring.key()
    session.execute(text("delete from digest_keys"))
    session.execute(text("delete from digests"))
    # Of this key as well; `domain.filing` files them anew.
    session.execute(text("delete from connection_postings"))
    session.execute(text("delete from connection_entries"))
    session.execute(text("insert into digest_keys (id) values (:id)"), {"id": key.id})
    asked = set(session.execute(_ASKED).scalars())
    again: list[dict[str, Any]] = []
    for found in session.execute(text(_THINGS)).mappings().partitions(_BATCH):
        batch = [dict(thing) for thing in found]
        session.execute(_ADD, {"marks": _marks(key, batch)})
        again += [
            {"about": thing["id"], "digests": digests_of(key, thing)}
            for thing in batch
            if thing["id"] in asked
        ]
    if again:
        session.execute(_ASK_AGAIN, again)
    count = int(session.execute(text("select count(*) from digests")).scalar_one())
    if new_key:
        keyring.replace(key)
    session.commit()
    return count


def digests_of(key: DigestKey, thing: Mapping[str, Any]) -> list[bytes]:
    """The digests of one thing in a fixed order, so that the same question is recognised."""
    return sorted(one.digest for one in known_by(key, thing))
