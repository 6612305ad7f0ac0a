"""Both logs with their chain as lines of JSON, which anyone can verify without the database.

The lines, in order: `export` (the moment), `checkpoint`s, for each seal a `seal` and its `entry`s with the row
they stand for, and the `row`s that are in no seal yet. A row is given as the very text that was hashed.
"""

import json
import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from domain.audit import keys
from domain.audit.chain import Checkpoint, utc
from domain.audit.verification import Report, verify

_PAGE = {"yield_per": 2000}

_ENTRIES = text(
    """
    select e.position, e.seal_number, e.log, e.row_id, e.row_hash,
           case when v.id is not null then events_line(v)
                when a.id is not null then access_log_line(a) end as row,
           s.number, s.first_position, s.last_position, s.previous_hash, s.hash, s.sealed_at
      from seal_entries e
      left join seals s on s.number = e.seal_number
      left join events v on e.log = 'events' and v.id = e.row_id
      left join access_log a on e.log = 'access_log' and a.id = e.row_id
     order by e.position
    """
)

# Seals whose rows are all gone from the chain, at its end; in the middle a hole in the numbers shows them.
_EMPTY = text(
    "select number, first_position, last_position, previous_hash, hash, sealed_at from seals"
    " where number > :last order by number"
)

_UNSEALED = text(
    """
    select access_log_line(r) as row from access_log r
     where not exists (select from seal_entries e where e.log = 'access_log' and e.row_id = r.id)
     union all
    select events_line(r) from events r
     where not exists (select from seal_entries e where e.log = 'events' and e.row_id = r.id)
    """
)


def records(session: Session) -> Iterator[dict[str, Any]]:
    """Every line of an export, from one snapshot; for a session of the auditor's role."""
    session.execute(text("set transaction isolation level repeatable read, read only"))
    yield {"kind": "export", "at": utc(session.execute(text("select clock_timestamp()")).scalar_one())}
    yield from _checkpoints(session)
    last = 0
    for row in session.execute(_ENTRIES, execution_options=_PAGE):
        if row.number is not None and row.number != last:
            yield _seal(row)
            last = row.number
        yield _entry(row)
    yield from map(_seal, session.execute(_EMPTY, {"last": last}))
    for row in session.execute(_UNSEALED, execution_options=_PAGE):
        yield {"kind": "row", "row": row.row}


def export(session: Session, path: Path) -> int:
    """Write both logs with their chain to a file that only its owner can read; says how many lines."""
    count = 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        for record in records(session):
            handle.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
    return count


def verify_database(session: Session, data_dir: Path) -> Report:
    """Verify the logs where they stand, with the checkpoints and the public key in the data directory.

    The sealer goes on meanwhile, and may make its first key: so the checkpoints are read before the snapshot, which
    then holds every seal they speak of, and the keys after it, which then can check every checkpoint in it.
    """
    kept = keys.kept(data_dir / keys.CHECKPOINTS)
    found = records(session)
    taken = next(found)
    return verify(chain([taken], found), keys.public_keys(data_dir / keys.PUBLIC), kept)


def verify_export(path: Path, checkpoints_path: Path | None, public_key_path: Path) -> Report:
    """Verify an export, with the checkpoints and the public key somebody kept; needs no database."""
    kept = keys.kept(checkpoints_path) if checkpoints_path else []
    with path.open(encoding="utf-8") as handle:
        return verify(map(_parsed, handle), keys.public_keys(public_key_path), kept)


def _parsed(line: str) -> dict[str, Any]:
    """A line as a record; one that is no JSON becomes a record of no kind, which verifying reports."""
    try:
        record = json.loads(line)
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}


def _checkpoints(session: Session) -> Iterator[dict[str, Any]]:
    found = session.execute(
        text(
            "select seal_number, position, hash, at, key_id, signature from checkpoints order by seal_number"
        ),
        execution_options=_PAGE,
    )
    for row in found:
        yield {"kind": "checkpoint"} | json.loads(Checkpoint(*row).line())


def _seal(row: Any) -> dict[str, Any]:
    return {
        "kind": "seal",
        "number": row.number,
        "first": row.first_position,
        "last": row.last_position,
        "previous": row.previous_hash.hex(),
        "hash": row.hash.hex(),
        "at": utc(row.sealed_at),
    }


def _entry(row: Any) -> dict[str, Any]:
    return {
        "kind": "entry",
        "position": row.position,
        "seal": row.seal_number,
        "log": row.log,
        "id": row.row_id,
        "hash": row.row_hash.hex(),
        "row": row.row,
    }
