"""The sealer: chains what was committed and signs how far it came. Runs as the role `schakel_sealer`.

Chaining at insert would make every act wait for one lock; so rows are sealed within a second or so after their
commit, and that short window stands in the threat model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from domain.audit import keys
from domain.audit.chain import START, Checkpoint, Link

BATCH = 5000

MARGIN = timedelta(minutes=10)
"""How long before the last seal a row may have been written and still be looked for every second: much longer
than a transaction of the application can last. `LONG_MARGIN`, now and then, is for imports."""

LONG_MARGIN = timedelta(days=1)

# One sealer at a time, whoever started it: two would number the same positions.
_LOCK = text("select pg_advisory_xact_lock(hashtext('schakel.seal'))")

_NOW = text("select greatest(clock_timestamp(), cast(:last as timestamptz))")

# Found by not being in the chain, never by a number: holes from rolled-back transactions are normal, and a low
# id may commit after a high one.
_UNSEALED = text(
    """
    select 'access_log' as log, r.id, sha256(convert_to(access_log_line(r), 'UTF8')) as hash
      from access_log r where r.at > coalesce(cast(:since as timestamptz), '-infinity')
       and not exists (select from seal_entries e where e.log = 'access_log' and e.row_id = r.id)
     union all
    select 'events', r.id, sha256(convert_to(events_line(r), 'UTF8'))
      from events r where r.at > coalesce(cast(:since as timestamptz), '-infinity')
       and not exists (select from seal_entries e where e.log = 'events' and e.row_id = r.id)
     order by log, id
    """
)

_LAST = text("select number, last_position, hash, sealed_at from seals order by number desc limit 1")

_SEAL = text(
    "insert into seals (number, first_position, last_position, previous_hash, hash, sealed_at)"
    " values (:number, :first_position, :last_position, :previous, :hash, :sealed_at)"
)

_CHECKPOINT = text(
    "insert into checkpoints (seal_number, position, hash, at, key_id, signature)"
    " values (:seal, :position, :hash, :at, :key_id, :signature)"
)

_ENTRIES = text(
    """
    insert into seal_entries (position, seal_number, log, row_id, row_hash)
    select :first + r.ordinality - 1, :number, r.log, r.id, r.hash
      from unnest(cast(:logs as text[]), cast(:ids as bigint[]), cast(:hashes as bytea[]))
           with ordinality as r(log, id, hash)
    """
)


@dataclass(frozen=True)
class _Head:
    number: int = 0
    position: int = 0
    hash: bytes = START
    sealed_at: datetime | None = None


def seal(session: Session, *, margin: timedelta = MARGIN) -> int:
    """Seal every committed row that is in no seal yet, and say how many; the caller commits."""
    session.execute(_LOCK)
    head = before = _head(session)
    now: datetime = session.execute(_NOW, {"last": before.sealed_at}).scalar_one()
    since = before.sealed_at - margin if before.sealed_at else None
    rows = session.execute(_UNSEALED, {"since": since}, execution_options={"yield_per": BATCH})
    # All batches of one round bear one moment: the second is not late because the first was earlier.
    for batch in rows.partitions(BATCH):
        head = _add(session, head, batch, now)
    return head.position - before.position


def checkpoint(session: Session, data_dir: Path) -> Checkpoint | None:
    """Sign the last seal and keep the statement, in the database and in the data directory.

    None when nothing was sealed since the last one. To be called after the commit of `seal()`: what is signed
    leaves the database, and must not be about something that may still be rolled back.
    """
    session.execute(_LOCK)
    head = _head(session)
    signed = text("select 1 from checkpoints where seal_number = :number")
    if head.number == 0 or session.execute(signed, {"number": head.number}).first():
        return None
    key = keys.signing_key(data_dir)
    now: datetime = session.execute(_NOW, {"last": head.sealed_at}).scalar_one()
    made = keys.sign(
        key, Checkpoint(head.number, head.position, head.hash, now, keys.key_id(key.public_key()))
    )
    session.execute(_CHECKPOINT, vars(made))
    keys.keep(data_dir, made)
    return made


def _head(session: Session) -> _Head:
    last = session.execute(_LAST).first()
    return _Head(*last) if last else _Head()


def _add(session: Session, head: _Head, rows: Sequence[Any], now: datetime) -> _Head:
    """One seal over these rows, after `head`."""
    link = Link(head.number + 1, head.position + 1, head.position + len(rows), head.hash, now)
    hashes = [bytes(row.hash) for row in rows]
    digest = link.digest(hashes)
    session.execute(_SEAL, vars(link) | {"hash": digest})
    session.execute(
        _ENTRIES,
        {
            "first": link.first_position,
            "number": link.number,
            "logs": [row.log for row in rows],
            "ids": [row.id for row in rows],
            "hashes": hashes,
        },
    )
    return _Head(link.number, link.last_position, digest, now)
